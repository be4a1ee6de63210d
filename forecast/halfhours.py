"""From days to half-hours: learned shares of the day, over-dispersed, adding up to the day on every path."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecast.calendar import Calendar, Day, DayKind, Event, EventKind
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import Grid
from forecast.prediction import LEVELS, Prediction
from forecast.sharing import concentration_of, share_out

HALF_LIFE = 180.0
"""Days after which a day's profile counts half."""

BELIEF = 5.0
"""Days' worth of evidence that a weekday is shaped like all workdays, and these like all days."""

DRAWS = 1000
"""Simulated splits of one day behind its quantiles."""

TIGHTEST = 20_000.0
"""Largest Dirichlet concentration: shares that hardly vary at all."""

SETTLED = 200.0
"""Calls seen in a slot from which its share needs no help from its neighbours."""

SHUT = 12.0
"""Calls a slot should have seen by now for none at all to mean that the line is shut (Poisson, e^-12)."""

UNUSUAL = frozenset({EventKind.EMERGENCY, EventKind.OUTAGE, EventKind.CENSORED})
"""Events whose days do not show the usual profile."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """
    How a day's total is spread over its slots.

    Parameters
    ----------
    step
        Minutes in a slot.
    shares
        Shape (8, slots per day), each row adds up to 1: Monday to Sunday, then holidays.
    concentration
        Of the Dirichlet about the shares; larger is steadier.
    """

    step: int
    shares: np.ndarray
    concentration: float

    def of(self, day: Day) -> np.ndarray:
        """Return the shares of one day, shape (slots per day,); a make-up workday is shaped like a Monday."""
        row: np.ndarray = self.shares[_row(day)]
        return row


def learn(history: Demand, calendar: Calendar, events: Sequence[Event] = ()) -> Profile:
    """
    Learn the shares of each weekday and of holidays.

    Each row is shrunk to that of all workdays or all days off, and these to all days; slots with few calls
    lean on their neighbours. Days with a missing slot, without calls, or within an emergency say nothing.

    Parameters
    ----------
    history
        Demand in slots shorter than a day.
    calendar, events
        What is known about its days.

    Raises
    ------
    DataError
        ``no_profile`` if no day is complete.
    """
    per_day = history.series().to_numpy(dtype=float).reshape(history.grid.days, history.grid.slots_per_day)
    days = calendar.days(history.grid.start, history.grid.days)
    hidden = np.array([_unusual(day, events) for day in days])
    used = np.isfinite(per_day).all(axis=1) & (np.nan_to_num(per_day).sum(axis=1) > 0) & ~hidden
    if not used.any():
        raise DataError("no_profile", first=history.grid.start, last=history.grid.end)
    counts = per_day[used]
    rows = np.array([_row(day) for day in days])[used]
    off = np.array([day.is_off for day in days])[used]
    weights = 0.5 ** (np.arange(history.grid.days)[::-1][used] / HALF_LIFE)
    is_open = _open_slots(counts.sum(axis=0))
    everything = _shares(counts, weights, is_open / is_open.sum())
    kinds = {rest: _shares(counts[off == rest], weights[off == rest], everything) for rest in (False, True)}
    shares = np.array(
        [_shares(counts[rows == row], weights[rows == row], kinds[row >= 5]) for row in range(8)]
    )
    return Profile(history.grid.step, shares, _concentration(counts, shares[rows]))


def split(
    prediction: Prediction,
    history: Demand,
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    seed: int = 0,
) -> Prediction:
    """
    Spread a daily prediction over the slots of a finer history.

    On every path the slots of a day add up to the day; whole numbers stay whole. Days of the history after
    the prediction's origin are not looked at.

    Parameters
    ----------
    prediction
        Daily.
    history
        Demand in slots shorter than a day, say 30 minutes.
    calendar, events
        What is known about dates.
    seed
        Of the split.

    Returns
    -------
    Prediction
        On the same days in slots of the history's length.

    Raises
    ------
    DataError
        ``no_profile`` if no day of the history is complete, ``origin_before_history`` if it starts later.
    """
    profile = learn(history.until(prediction.origin), calendar, events)
    daily = prediction.grid
    grid = Grid(daily.start, daily.days, profile.step, daily.zone)
    slots = grid.slots_per_day
    rng = np.random.default_rng(seed)
    whole = bool((prediction.paths == np.round(prediction.paths)).all())
    mean = np.empty(grid.slots)
    quantiles = np.empty((grid.slots, len(LEVELS)))
    paths = np.empty((len(prediction.paths), grid.slots))
    for k, day in enumerate(calendar.days(daily.start, daily.days)):
        at = slice(k * slots, (k + 1) * slots)
        shares = profile.of(day)
        mean[at] = prediction.mean[k] * shares
        paths[:, at] = share_out(prediction.paths[:, k], shares, profile.concentration, whole, rng)
        totals = np.interp(rng.random(DRAWS), LEVELS, prediction.quantiles[k])
        drawn = share_out(np.round(totals) if whole else totals, shares, profile.concentration, whole, rng)
        quantiles[at] = np.maximum.accumulate(np.quantile(drawn, LEVELS, axis=0).T, axis=1)
    return Prediction(grid, prediction.origin, prediction.model, mean, quantiles, paths, prediction.notes)


def _row(day: Day) -> int:
    if day.kind is DayKind.HOLIDAY:
        return 7
    return 0 if day.kind is DayKind.MAKEUP else day.date.weekday()


def _unusual(day: Day, events: Sequence[Event]) -> bool:
    return any(event.kind in UNUSUAL and event.start <= day.date <= event.end for event in events)


def _open_slots(calls: np.ndarray) -> np.ndarray:
    """
    Return the slots in which a call may come, shape (slots per day,).

    A slot that never saw one is shut if the average slot has seen so many that even the dead of night, at a tenth of
    it, would have; at a quiet line it may only have had no luck yet.
    """
    return np.where((calls > 0) | (calls.mean() < 10 * SHUT), 1.0, 0.0)


def _shares(counts: np.ndarray, weights: np.ndarray, parent: np.ndarray) -> np.ndarray:
    """Return shares shrunk to those of the parent; sparse slots are smoothed with their neighbours."""
    total = counts.sum(axis=1, keepdims=True)
    seen = weights @ (counts / np.maximum(total, 1e-12)) if len(counts) else np.zeros(len(parent))
    shares = (seen + BELIEF * parent) / (weights.sum() + BELIEF)
    calls = counts.sum(axis=0) if len(counts) else np.zeros(len(parent))
    trust = np.minimum(calls / SETTLED, 1.0)
    smooth = np.where(parent > 0, (np.roll(shares, 1) + 2 * shares + np.roll(shares, -1)) / 4, 0.0)
    mixed = trust * shares + (1 - trust) * smooth
    result: np.ndarray = mixed / mixed.sum()
    return result


def _concentration(counts: np.ndarray, shares: np.ndarray) -> float:
    """Return the Dirichlet concentration from how far days stray from their shares beyond chance."""
    total = counts.sum(axis=1, keepdims=True)
    expected = total * shares
    busy = expected >= 1.0  # a slot that sees a call once a week makes the sum jump
    if not busy.any():
        return TIGHTEST
    stray = ((counts - expected) ** 2 / np.maximum(expected * (1 - shares), 1e-9) * busy).sum(axis=1)
    stray = (stray / np.maximum(busy.sum(axis=1), 1))[busy.any(axis=1)]
    ratio = float(np.mean(np.minimum(stray, 5 * np.median(stray))))  # a broken day is not how days vary
    size = float(np.mean(total))
    return concentration_of(size, ratio, tightest=TIGHTEST)
