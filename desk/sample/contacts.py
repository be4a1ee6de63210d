"""Draw every request of the sample history, and what the switch counted on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np

from desk.sample import level, recipe
from desk.sample.hours import SLOTS, halves, operators, phone_shares
from desk.sample.switchboard import FIELDS, SwitchDay, run_day
from desk.sample.team import SERVICE
from forecast.calendar import Calendar, Day, DayKind

CHANNELS = ("phone", "voicemail", "web", "counter")
"""How a request came in."""

AFTER_HOURS = sum(
    share for slot, share in enumerate(halves(recipe.HOURS)) if not SERVICE.open <= slot * 30 < SERVICE.close
)
"""Share of callers outside the usual opening hours."""


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """
    Everything that was drawn.

    Parameters
    ----------
    days
        The days.
    switch
        Counts by day, half-hour and field of the switch, shape (days, 48, len(FIELDS)).
    staffed
        Operators at the phones, shape (days, 48).
    slot, channel, type, topic, county
        One entry per registered request: half-hour since the first midnight, and codes (positions in the
        recipe's tuples), shape (requests,), in order of time.
    messages
        Second since the first midnight at which each message was left, shape (messages,), in order.
    """

    days: tuple[Day, ...]
    switch: np.ndarray
    staffed: np.ndarray
    slot: np.ndarray
    channel: np.ndarray
    type: np.ndarray
    topic: np.ndarray
    county: np.ndarray
    messages: np.ndarray


def draw_history(seed: int, progress: Callable[[float], None] | None = None) -> History:
    """Draw the whole history; `progress` is told the share that is done."""
    streams = [np.random.default_rng([seed, k]) for k in range(6)]
    days = Calendar("CN").days(recipe.FIRST, (recipe.LAST - recipe.FIRST).days + 1)
    usual = level.expected(streams[0], days)
    added = level.emergency(days)
    kept = np.where(added > 0, recipe.EMERGENCY_USUAL, 1.0)
    surge = added / (added + kept * usual)
    mean = (kept * usual + added) * level.busyness(streams[1], len(days))
    web_share = np.array(
        [recipe.WEB if d.date >= recipe.PLATFORM_CHANGE else recipe.WEB_BEFORE for d in days]
    )

    rng = streams[2]
    lost = AFTER_HOURS * (1 - recipe.VOICEMAIL)
    callers = mean * (1 - web_share - recipe.COUNTER) / (1 - lost)
    phone = rng.poisson(callers[:, None] * phone_shares(rng, days, surge))
    planned = usual * (1 - web_share - recipe.COUNTER) / (1 - lost)

    rng = streams[3]
    targets = _emergency_totals(rng, days)
    switch = np.zeros((len(days), SLOTS, len(FIELDS)))
    staffed = np.zeros((len(days), SLOTS), dtype=int)
    slots, types, channels, messages = [], [], [], []
    for k, day in enumerate(days):
        staffed[k] = operators(day, float(planned[k]), float(surge[k]))
        result, kinds = _phone_day(rng, phone[k], staffed[k].tolist(), float(surge[k]), targets.get(k))
        switch[k] = result.counts
        slots.append(k * SLOTS + result.slots)
        types.append(kinds[result.registered])
        channels.append((staffed[k][result.slots] == 0).astype(int))
        messages.append(np.array([k * 86400 + second for _, second in result.messages], dtype=int))
        if progress is not None and k % 30 == 0:
            progress(k / len(days))

    rng = streams[4]
    counts = _other_channels(rng, days, mean, web_share, switch, targets)
    for channel, per_slot in enumerate(counts, start=2):
        where = np.repeat(np.arange(per_slot.size), per_slot.ravel())
        slots.append(where)
        channels.append(np.full(len(where), channel))
        types.append(_types(rng, surge[where // SLOTS], recipe.WEB_TYPES))

    drawn = np.stack([np.concatenate(slots), np.concatenate(channels), np.concatenate(types)])
    slot, channel, kind = drawn[:, np.lexsort(drawn[::-1])]
    rng = streams[5]
    topic = _topics(rng, days, slot // SLOTS, surge)
    county = _pick(rng, np.array(recipe.COUNTY_SHARES)[None, :], np.zeros(len(slot), dtype=int))
    left = np.sort(np.concatenate(messages))
    return History(days, switch, staffed, slot, channel, kind, topic, county, left)


def _emergency_totals(rng: np.random.Generator, days: tuple[Day, ...]) -> dict[int, int]:
    """Return what each day of the pinned span registers, by number of the day."""
    mean, spread, low, high = recipe.EMERGENCY_REGISTERED
    found = {}
    for k, day in enumerate(days):
        if recipe.EMERGENCY_FIRST <= day.date <= recipe.PINNED_UNTIL:
            drawn = round(float(np.clip(rng.normal(mean, spread), low, high)))
            found[k] = recipe.PINNED.get(day.date, drawn)
    return found


def _phone_day(
    rng: np.random.Generator, counts: np.ndarray, staffed: list[int], surge: float, total: int | None
) -> tuple[SwitchDay, np.ndarray]:
    """Run the switch for one day; where the day's total is given, fewer callers until the phone fits into it."""
    while True:
        where = np.repeat(np.arange(SLOTS), counts)
        arrivals = np.sort(where * 1800 + rng.random(len(where)) * 1800)
        kinds = _types(rng, np.full(len(where), surge), recipe.PHONE_TYPES)
        spread = np.log1p(recipe.HANDLING_CV**2)
        handling = (
            np.array(recipe.HANDLING)[kinds]
            * (1 + (recipe.SURGE_HANDLING - 1) * (surge > 0))
            * np.exp(np.sqrt(spread) * rng.standard_normal(len(where)) - spread / 2)
        )
        result = run_day(rng, arrivals, handling, staffed, target=SERVICE.target_seconds)
        if total is None or len(result.registered) <= 0.9 * total:
            return result, kinds
        counts = rng.binomial(counts, 0.95)


def _other_channels(
    rng: np.random.Generator,
    days: tuple[Day, ...],
    mean: np.ndarray,
    web_share: np.ndarray,
    switch: np.ndarray,
    totals: dict[int, int],
) -> tuple[np.ndarray, np.ndarray]:
    """Return the web's and the counter's requests, each shape (days, 48); the web closes a given day's total."""
    shares = halves(recipe.WEB_HOURS)
    web = rng.poisson(mean * web_share)
    at_desk = np.array([1.0 if SERVICE.open <= slot * 30 < SERVICE.close else 0.0 for slot in range(SLOTS)])
    at_desk *= halves(recipe.HOURS)
    open_ = np.array([not day.is_off or day.kind is DayKind.MAKEUP for day in days])
    counter = np.where(open_, rng.poisson(mean * recipe.COUNTER), 0)
    by_phone = (
        switch[:, :, [FIELDS.index("answered"), FIELDS.index("voicemail")]].sum(axis=(1, 2)).astype(int)
    )
    for k, day in enumerate(days):
        if k in totals:
            counter[k] = min(counter[k], ceil(0.02 * totals[k]))
            web[k] = totals[k] - counter[k] - by_phone[k]
        elif recipe.EMERGENCY_FIRST <= day.date <= recipe.EMERGENCY_LAST:
            web[k] = max(min(web[k], recipe.RECORD - 1 - counter[k] - by_phone[k]), 0)
    return (
        rng.multinomial(web, shares / shares.sum()),
        rng.multinomial(counter, at_desk / at_desk.sum()),
    )


def _types(rng: np.random.Generator, surge: np.ndarray, usual: tuple[float, ...]) -> np.ndarray:
    """Return one type per request; `surge` is the chance that it belongs to the emergency, shape (requests,)."""
    mixes = np.array([usual, recipe.SURGE_TYPES])
    return _pick(rng, mixes, (rng.random(len(surge)) < surge).astype(int))


def _topics(
    rng: np.random.Generator, days: tuple[Day, ...], day: np.ndarray, surge: np.ndarray
) -> np.ndarray:
    """Return one topic per request; the usual mix wanders from month to month."""
    months = np.array([(d.date.year - recipe.FIRST.year) * 12 + d.date.month - 1 for d in days])
    usual = rng.dirichlet(400 * np.array(recipe.TOPIC_SHARES), size=int(months[-1]) + 1)
    mixes = np.vstack([usual, recipe.SURGE_TOPICS])
    urgent = rng.random(len(day)) < surge[day]
    return _pick(rng, mixes, np.where(urgent, len(usual), months[day]))


def _pick(rng: np.random.Generator, mixes: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return one category per entry, from the mix in the row that the entry names."""
    edges = np.cumsum(mixes, axis=1)
    edges[:, -1] = 1.0
    return np.asarray((rng.random(len(row))[:, None] >= edges[row]).sum(axis=1))
