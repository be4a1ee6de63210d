"""The watch: whether, day after day, more comes in than the calendar explains."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np

from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.errors import SettingError
from forecast.models import Model
from forecast.surge.alarm import Alarm, Learned, Watch, Watched
from forecast.surge.expected import LEAST, Expectation, Expected, hidden_days, is_special
from forecast.surge.rules import (
    DRIFT,
    JUMP,
    PART_TODAY,
    RULES,
    SLOW,
    WAVE,
    WAVE_TODAY,
    WITHIN_DAY,
    Widths,
    drift_after,
    learn_widths,
    level_after,
    surprise,
    upper,
    wave_of,
)
from forecast.surge.thresholds import tune
from forecast.surge.today import Reading, Today
from forecast.surge.vigilance import RETUNED, SHORT, Vigilance

WEEK = 7
"""Days that a slow wave is summed over."""


def watch(
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    first: date,
    vigilance: Vigilance | None = None,
    half_hours: Demand | None = None,
    parts: Mapping[str, Demand] | None = None,
    capped: np.ndarray | None = None,
    model: Model | None = None,
    learned: Learned | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Watch:
    """
    Replay the watch from a day on, with nothing known after each day.

    Parameters
    ----------
    demand
        Daily history up to the last day watched.
    calendar, events
        What is known about dates; an emergency that is entered already hides its days.
    first
        First day watched; the thresholds are tuned on the days before it.
    vigilance
        How the watch is kept.
    half_hours
        The same demand in slots shorter than a day, for the rules that look at today; without it they are left out.
        The last day may be known in part; its day total is then missing.
    parts
        The half-hours by channel, type, topic and county, all kinds of parts on one grid (``topic=food``).
    capped
        Days whose count was held down by the seats, shape (days,).
    model
        Of the expectation.
    learned
        What a watch of the same history from the same day on has worked out, to spare the time.
    progress
        Called with days done and days in all.

    Raises
    ------
    SettingError
        ``surge_history`` if too little comes before `first`.
    """
    chosen = vigilance or Vigilance()
    if half_hours is None:
        chosen = replace(chosen, rules=tuple(rule for rule in chosen.rules if rule not in WITHIN_DAY))
    if not parts:
        chosen = replace(chosen, rules=tuple(rule for rule in chosen.rules if rule != PART_TODAY))
    today = None if half_hours is None else Today(half_hours, parts)
    kept = _Watching(demand, calendar, events, chosen, today, capped, model, learned)
    kept.train(first, progress)
    for at in range((first - demand.grid.start).days, demand.grid.days):
        kept.see(at)
        if progress is not None:
            progress(at + 1, demand.grid.days)
    return kept.result()


@dataclass(slots=True)
class _Open:
    """An alarm that is on."""

    raised: datetime
    at: int
    since: int
    rule: str
    part: str
    origin: date
    threshold: float
    calm: int = 0
    stood_down: int | None = None


class _Watching:
    """The state of a watch that goes on from day to day."""

    def __init__(
        self,
        demand: Demand,
        calendar: Calendar,
        events: Sequence[Event],
        vigilance: Vigilance,
        today: Today | None,
        capped: np.ndarray | None,
        model: Model | None,
        learned: Learned | None,
    ) -> None:
        self.demand, self.calendar, self.events, self.today = demand, calendar, events, today
        self.vigilance, self.capped, self.model = vigilance, capped, model
        told = hidden_days(demand.grid.dates, events)
        self._unexplained = np.where(told, np.nan, demand.values)
        self.level = self.slow = self.drift = 0.0
        self.running: _Open | None = None
        self.widths, self.thresholds = Widths(), np.zeros(0)
        self.alarms: list[_Open] = []
        self.days: list[Watched] = []
        self._work = Expectation(
            demand, calendar, events, model=model, known=None if learned is None else learned.expected
        )
        self._learned = learned
        self._streak = self._since_refresh = self._calm = self._since_tuned = 0

    def train(self, first: date, progress: Callable[[int, int], None] | None) -> None:
        start = self.demand.grid.start
        known = (first - start).days
        if known < LEAST:
            raise SettingError("surge_history", first=first, needed=LEAST, start=start)
        begin = max(first - timedelta(days=self.vigilance.training), start + timedelta(days=LEAST))
        origins = range((begin - start).days - 1, known, self.vigilance.every)
        for done, at in enumerate(origins):
            if progress is not None:
                progress(done, len(origins))
            self._work.refresh(start + timedelta(days=at))
        past = self._work.result()
        if self.today is not None:
            self.today.learn(first - timedelta(days=1), self.calendar, self.events)
            if self.today.parts is not None:
                for event in self.events:
                    if event.kind is EventKind.EMERGENCY:
                        self.today.parts.hide(event.start, event.end)
                self.today.parts.learn(start, first - timedelta(days=1), past.near)
        if self._learned is not None:
            self.widths, self.thresholds = self._learned.widths, self._learned.thresholds
            self._calm = self._learned.calm
        else:
            self._tune(past, known)
        self._tuned = self.widths, self.thresholds, self._calm
        if self._work.origins[-1] < first - timedelta(days=1):
            self._work.refresh(first - timedelta(days=1))
        self._since_refresh = 0

    def _tune(self, past: Expected, known: int) -> None:
        """Set widths and thresholds so that calm days, of the `known` first, would have alarmed as often as is accepted."""
        values = self.demand.values[: past.grid.days]
        usual = ~hidden_days(past.grid.dates, self.events) & np.isfinite(values) & np.isfinite(past.near)
        usual[known:] = False
        for alarm in self.alarms:
            if (
                alarm.stood_down is None or alarm.stood_down - alarm.since > FLEETING
            ):  # shorter ones were false
                usual[alarm.since : (known if alarm.stood_down is None else alarm.stood_down) + 1] = False
        rough = self._run(past, values, usual, Widths())
        self.widths = learn_widths(np.where(usual, rough[:, 0], np.nan), past.special)
        found = self._run(past, values, usual, self.widths)
        chosen = [RULES.index(rule) for rule in self.vigilance.rules]
        self.thresholds = tune(found[usual][:, chosen], self.vigilance.rules, self.vigilance.per_month)
        self._calm, self._since_tuned = int(usual.sum()), 0

    def _run(self, past: Expected, values: np.ndarray, usual: np.ndarray, widths: Widths) -> np.ndarray:
        """Return every rule's value on past days, without ever freezing, shape (days, rules)."""
        found = np.zeros((past.grid.days, len(RULES)))
        level = slow = drift = 0.0
        refreshed = {(origin - past.grid.start).days + 1 for origin in past.origins}
        for at in map(int, np.flatnonzero(np.isfinite(past.near))):
            if at in refreshed:
                level, slow = 0.0, slow + past.shift[at]
            if not usual[at]:
                continue
            factor = widths.special if past.special[at] else widths.ordinary
            spread = self._spread(past.near[at], past.step[at], factor)
            mean = past.near[at] * np.exp(level)
            deviation = float(surprise(values[at], mean, spread))
            drift = drift_after(drift, float(surprise(values[at], past.near[at] * np.exp(slow), spread)))
            daily = (deviation, drift, self._wave(at, values, past.far, past.far_spread))
            today = self._today(at, values, past.far, past.far_spread, mean, spread)
            found[at] = (*daily, *(today[rule].highest if rule in today else 0.0 for rule in RULES[3:]))
            level = level_after(level, values[at], past.near[at], spread, past.gain[at])
            slow = level_after(slow, values[at], past.near[at], spread, SLOW)
        return found

    @staticmethod
    def _spread(mean: float, spread: float, factor: float) -> float:
        """Return the log deviation beyond count noise once all is as wide as calm days were."""
        whole = factor**2 * (spread**2 + 1 / (mean + 0.5))
        return float(np.sqrt(max(whole - 1 / (mean + 0.5), 1e-4)))

    @staticmethod
    def _wave(at: int, values: np.ndarray, far: np.ndarray, spread: np.ndarray) -> float:
        part = slice(max(at - WEEK + 1, 0), at + 1)
        return wave_of(values[part], far[part], spread[part])

    def _today(
        self, at: int, values: np.ndarray, far: np.ndarray, far_spread: np.ndarray, mean: float, spread: float
    ) -> dict[str, Reading]:
        """Return the rules that look at today, after each half-hour."""
        if self.today is None:
            return {}
        part = slice(max(at - WEEK + 1, 0), at)
        known = np.isfinite(values[part]) & np.isfinite(far[part])
        before = (float(values[part][known].sum()), float(far[part][known].sum()))
        variance = float(np.mean(np.append(far_spread[part][known], far_spread[at]) ** 2))
        if not np.isfinite(far[at]) or known.sum() < WEEK // 2:
            before, variance = (0.0, 0.0), np.inf
        day = self.demand.grid.dates[at]
        return self.today.judge(
            self.calendar.day(day), mean, spread, before=before, far=float(far[at]), variance=variance
        )

    def see(self, at: int) -> None:
        """Take one more day into account."""
        day, value = self.demand.grid.dates[at], float(self.demand.values[at])
        capped = bool(self.capped[at]) if self.capped is not None else False
        special = is_special(self.calendar, day)
        factor = self.widths.special if special else self.widths.ordinary
        near = self._work.near[at]
        wide = (
            self._work.step if self.running is None else self._work.near_spread
        )  # a frozen level grows uncertain
        spread = self._spread(near, wide[at], factor)
        mean = near * float(np.exp(self.level))
        if hidden_days((day,), self.events)[0]:
            self._note(day, value, mean, spread, np.nan, np.zeros(len(self.vigilance.rules)), capped)
            self._next(at, day)
            return
        today = self._today(at, self._unexplained, self._work.far, self._work.far_spread, mean, spread)
        self._look_today(at, today)
        sofar = {rule: reading.highest for rule, reading in today.items()}
        if np.isnan(value):
            self._note(day, value, mean, spread, np.nan, self._shares(sofar), capped)
            self._next(at, day)
            return
        deviation = float(surprise(value, mean, spread))
        drift = drift_after(self.drift, float(surprise(value, near * float(np.exp(self.slow)), spread)))
        shares = self._shares(
            {
                JUMP: deviation,
                DRIFT: drift,
                WAVE: self._wave(at, self._unexplained, self._work.far, self._work.far_spread),
            }
            | sofar
        )
        if self.running is None and shares.max() > 1:
            midnight = datetime.combine(day + timedelta(days=1), time())
            self._raise(at, self.vigilance.rules[int(shares.argmax())], midnight)
        elif self.running is None:
            self.drift = drift
            self._streak = self._streak + 1 if deviation > ALARM_TAIL else 0
            self.level = level_after(self.level, value, near, spread, self._work.gain[at])
            self.slow = level_after(self.slow, value, near, spread, SLOW)
        else:
            if self.today is not None and self.today.parts is not None:
                self.today.parts.hide(self.demand.grid.dates[self.running.since], day)
            near_spread = self._spread(near, self._work.step[at], factor)
            calm = float(surprise(value, mean, near_spread)) <= IN_BAND and not capped
            self.running.calm = self.running.calm + 1 if calm else 0
        self._note(day, value, mean, spread, deviation, shares, capped)
        self._next(at, day)

    def _shares(self, every: dict[str, float]) -> np.ndarray:
        return np.array([every.get(rule, 0.0) for rule in self.vigilance.rules]) / self.thresholds

    def _look_today(self, at: int, today: dict[str, Reading]) -> None:
        """Raise the alarm at the first half-hour that is out of band."""
        if self.running is not None or self.today is None:
            return
        limits = dict(zip(self.vigilance.rules, self.thresholds, strict=True))
        firsts: list[tuple[int, str, str]] = []
        for rule, reading in today.items():
            out = np.flatnonzero(reading.values > limits.get(rule, np.inf))
            if len(out):
                part = reading.parts[out[0]] if reading.parts else ""
                firsts.append((int(reading.slots[out[0]]), rule, part))
        if firsts:
            slot, rule, part = min(firsts)
            self._raise(at, rule, self.today.moment(self.demand.grid.dates[at], slot), part)

    def _raise(self, at: int, rule: str, moment: datetime, part: str = "") -> None:
        origin = self._work.origins[-1]
        rules = self.vigilance.rules
        jump = float(self.thresholds[rules.index(JUMP)]) if JUMP in rules else float("nan")
        self.running = _Open(
            moment, at, at if rule == PART_TODAY else at - self._streak, rule, part, origin, jump
        )
        self.alarms.append(self.running)
        if rule in (DRIFT, WAVE, WAVE_TODAY):
            self.level = self.slow  # the quick level has followed the wave already

    def _next(self, at: int, day: date) -> None:
        """Stand down if the band is back, and forecast anew where it is time."""
        self._since_refresh += 1
        self._since_tuned += 1
        if self.running is None and self._since_tuned >= RETUNED and self._calm < SHORT:
            self._tune(self._work.result(), at + 1)
        if self.running is not None:
            back = self.running.calm >= self.vigilance.calm_days
            if back or at - self.running.at >= self.vigilance.longest:
                self.running.stood_down = at
                if back:  # the days of a surge that is over teach later forecasts nothing
                    days = self.demand.grid.dates[self.running.since : at + 1 - self.vigilance.calm_days]
                    if days:  # none if its own first day ended within the band
                        over = Event("over", EventKind.EMERGENCY, days[0], days[-1])
                        self._work.events = (*self._work.events, over)
                self.running, self.drift, self.slow, self._streak = None, 0.0, 0.0, 0
                self._since_refresh = self.vigilance.every
        if self._since_refresh < self.vigilance.every or at + 1 >= self.demand.grid.days:
            return
        hidden = None
        if self.running is not None:
            since = self.demand.grid.dates[self.running.since]
            hidden = Event("watch", EventKind.EMERGENCY, since, day)
            level = self.level
        self._work.refresh(day, hidden)
        self.level = level if hidden is not None else 0.0
        if hidden is None and at + 1 < self.demand.grid.days:
            self.slow += self._work.shift[at + 1]
        self._since_refresh = 0

    def _note(
        self,
        day: date,
        value: float,
        mean: float,
        spread: float,
        deviation: float,
        shares: np.ndarray,
        capped: bool,
    ) -> None:
        band = (upper(mean, spread, 0.1), upper(mean, spread, 0.9))
        on = self.running is not None
        self.days.append(
            Watched(day, value, mean, *band, spread, deviation, tuple(map(float, shares)), on, capped)
        )

    def result(self) -> Watch:
        days = {watched.day: watched for watched in self.days}
        dates = self.demand.grid.dates
        alarms = []
        for alarm in self.alarms:
            end = alarm.stood_down if alarm.stood_down is not None else self.demand.grid.days - 1
            part = [days[dates[k]] for k in range(alarm.since, end + 1) if dates[k] in days]
            part = [watched for watched in part if np.isfinite(watched.seen)]
            seen, wanted = sum(w.seen for w in part), sum(w.expected for w in part)
            alarms.append(
                Alarm(
                    raised=alarm.raised,
                    since=dates[alarm.since],
                    rule=alarm.rule,
                    part=alarm.part,
                    size=seen / max(wanted, 1e-9),
                    excess=seen - wanted,
                    stood_down=None if alarm.stood_down is None else dates[alarm.stood_down],
                    capped=any(w.capped for w in part),
                    origin=alarm.origin,
                    threshold=alarm.threshold,
                )
            )
        learned = Learned(self._work.result(), *self._tuned)
        return Watch(
            tuple(self.days), tuple(alarms), tuple(map(float, self.thresholds)), self.vigilance.rules, learned
        )


FLEETING = 7
"""Days up to which an alarm that is over counts as a false one: its days are calm history."""

ALARM_TAIL = 1.5
"""Deviations above which the days just before an alarm already belong to it."""

IN_BAND = 1.2816
"""Deviations up to which a day of a surge is within its band again: the 90 percent point."""
