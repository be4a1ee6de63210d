"""What the calendar says about each day, as columns in groups; the groups are shrunk together by the models."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from forecast.calendar import Calendar, Day, DayKind, Event, EventKind, Override

_LABELS: dict[tuple[str, tuple[Override, ...]], dict[date, frozenset[str]]] = {}
"""Labels found under each knowledge of a calendar: every model and look asks for them."""

NOT_REPEATED = frozenset({EventKind.EMERGENCY, EventKind.OUTAGE, EventKind.CENSORED})
"""Events whose days say nothing about any other year: they are taken out, not explained."""

YEAR = 365.25
"""Days in a year, for the annual curve."""

MONTH = 30.4375
"""Days in a month, for spreading the day of the month evenly."""

REACH = 2
"""Days before and after a holiday that may differ because of it."""

RAMP = 3
"""Days before an own event on which it may show already."""

DECAY = 7
"""Days after an own event on which it may still show."""


@dataclass(frozen=True, slots=True)
class Group:
    """
    Columns that mean the same kind of thing and share one size.

    Parameters
    ----------
    code
        Names the group; explanations are given by it.
    size
        Typical effect on the log scale before anything is learned: 0.1 is about 10 percent.
    belief
        How many effects' worth of evidence that typical size counts for.
    """

    code: str
    size: float
    belief: float = 3.0


GROUPS: tuple[Group, ...] = (
    Group("level", 3.0, 50.0),
    Group("weekday", 1.0, 50.0),
    Group("trend", 0.1),
    Group("break", 0.5, 50.0),
    Group("day_kind", 0.25),
    Group("holiday", 0.1),
    Group("lunar_core", 0.2),
    Group("lunar_tail", 0.05),
    Group("turn_core", 0.15),
    Group("turn_tail", 0.05),
    Group("annual_low", 0.1),
    Group("annual_high", 0.02),
    Group("month", 0.02),
    Group("event", 0.3),
    Group("festival_year", 0.25),
    Group("festival_new", 0.2, 50.0),
)
"""All groups; the sizes say what is ordinary at a public hotline, not what any one series shows."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """
    A design matrix with a name and a group for every column.

    Parameters
    ----------
    matrix
        Shape (days, columns).
    names
        One name per column.
    groups
        Group code per column.
    """

    matrix: np.ndarray
    names: tuple[str, ...]
    groups: tuple[str, ...]

    def of(self, *codes: str) -> np.ndarray:
        """Return which columns belong to some groups, shape (columns,)."""
        return np.isin(np.array(self.groups), codes)

    def without(self, *codes: str) -> "Columns":
        """Return the columns of all other groups."""
        kept = ~self.of(*codes)
        return Columns(
            self.matrix[:, kept],
            tuple(np.array(self.names)[kept].tolist()),
            tuple(np.array(self.groups)[kept].tolist()),
        )


def build(
    days: Sequence[Day],
    known: int,
    calendar: Calendar,
    events: Sequence[Event],
    weekdays: Sequence[int],
    told: frozenset[str] = frozenset(),
) -> Columns:
    """
    Return the columns of history and future together.

    Parameters
    ----------
    days
        Facts of every day, history first; days on which the centre is closed may be left out.
    known
        How many of them are history. A column that is zero over the history but not after it stays: nothing can be
        learned about it, and that nobody knows what a first Christmas or a first event will do belongs in the interval.
    calendar
        Where the days come from; it is asked about the days around them.
    events
        The centre's own events.
    weekdays
        Open weekdays, 0 = Monday.
    told
        Groups of which similar centres know something: they have columns even where the history is too short for them.
    """
    made: dict[tuple[str, str], np.ndarray] = {}
    for group, name, values in _all(days, known, calendar, events, weekdays, told):
        made[group, name] = values
    kept = {key: values for key, values in made.items() if np.any(values != 0)}
    return Columns(
        np.column_stack(list(kept.values())),
        tuple(name for _, name in kept),
        tuple(group for group, _ in kept),
    )


def _all(
    days: Sequence[Day],
    known: int,
    calendar: Calendar,
    events: Sequence[Event],
    weekdays: Sequence[int],
    told: frozenset[str],
) -> Iterator[tuple[str, str, np.ndarray]]:
    dates = [day.date for day in days]
    count = len(days)
    ordinal = np.array([d.toordinal() for d in dates], dtype=float)
    age = ordinal - ordinal[known - 1]
    yield "level", "level", np.ones(count)
    if known >= 2 * len(weekdays):
        weekday = np.array([_working_weekday(day) for day in days])
        for k in weekdays:
            yield "weekday", f"weekday_{k}", (weekday == k) - 1.0 / len(weekdays)
    span = (ordinal[known - 1] - ordinal[0]) / YEAR
    if span >= 1:
        yield "trend", "trend", age / YEAR
    yield from _cycles(dates, ordinal, span, told)
    if span >= 0.25 or "day_kind" in told:
        yield from _kinds(days, calendar)
    yield from _holidays(days, calendar)
    yield from _lunar(days)
    yield from _turn(dates, calendar)
    yield from _events(dates, events)


def _working_weekday(day: Day) -> int:
    """Return the weekday; a make-up workday works like a weekday and is shaped by its own column."""
    return 0 if day.kind is DayKind.MAKEUP else day.date.weekday()


def _cycles(
    dates: Sequence[date], ordinal: np.ndarray, span: float, told: frozenset[str]
) -> Iterator[tuple[str, str, np.ndarray]]:
    whole, waves = span >= 2 or "annual_high" in told, span >= 1.05 or "annual_low" in told
    low, high = (3, 10) if whole else (2, 2) if waves else (0, 0)
    for k in range(1, high + 1):
        angle = 2 * np.pi * k * ordinal / YEAR
        group = "annual_low" if k <= low else "annual_high"
        yield group, f"annual_{k}_sin", np.sin(angle)
        yield group, f"annual_{k}_cos", np.cos(angle)
    if span >= 0.25 or "month" in told:
        of_month = np.array([d.day - 1.0 for d in dates])
        for k in (1, 2, 3):
            angle = 2 * np.pi * k * of_month / MONTH
            yield "month", f"month_{k}_sin", np.sin(angle)
            yield "month", f"month_{k}_cos", np.cos(angle)


def _kinds(days: Sequence[Day], calendar: Calendar) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield what a day is at work, pooled over all holidays."""
    found = _LABELS.setdefault((calendar.country, calendar.corrections), {})
    for day in days:
        if day.date not in found:
            found[day.date] = labels(day, calendar)
    found_on = [found[day.date] for day in days]
    for name in sorted({label for found in found_on for label in found}):
        yield "day_kind", name, np.array([1.0 if name in found else 0.0 for found in found_on])


def labels(day: Day, calendar: Calendar) -> frozenset[str]:
    """Return the kinds of a day that are not an ordinary workday or weekend day."""

    def at(offset: int) -> Day:
        return calendar.day(day.date + timedelta(days=offset))

    def rests(offset: int) -> bool:
        return at(offset).kind is DayKind.HOLIDAY

    found = set()
    if day.kind is DayKind.MAKEUP:
        found.add("make_up_workday")
    elif day.kind is DayKind.HOLIDAY:
        weekend = day.date.weekday() >= 5
        found.add("holiday_on_weekend" if weekend else "holiday_on_workday")
        if not weekend and not day.statutory:
            found.add("moved_day_off")
    if day.is_off:
        back = _run(calendar, day.date, -1)
        ahead = _run(calendar, day.date, 1)
        if back + ahead + 1 >= 3 and any(rests(k) for k in range(-back, ahead + 1)):
            if back == 0:
                found.add("break_first")
            elif ahead == 0:
                found.add("break_last")
            else:
                found.add("break_middle")
            if back + ahead + 1 >= 5:
                found.add("long_break")
    else:
        before, after = at(1).is_off, at(-1).is_off
        if rests(1) or (before and _holiday_in_run(calendar, day.date, 1)):
            found.add("before_break")
        if rests(-1) or (after and _holiday_in_run(calendar, day.date, -1)):
            found.add("after_break")
        elif not after and at(-2).is_off and _holiday_in_run(calendar, day.date - timedelta(days=1), -1):
            found.add("second_after_break")
        if before and after and (rests(1) or rests(-1)):
            found.add("bridge_day")
    return frozenset(found)


def _run(calendar: Calendar, start: date, step: int) -> int:
    """Return how many days off follow (step 1) or precede (step -1) a day without a gap, at most 15."""
    length = 0
    while length < 15 and calendar.day(start + timedelta(days=step * (length + 1))).is_off:
        length += 1
    return length


def _holiday_in_run(calendar: Calendar, start: date, step: int) -> bool:
    return any(
        calendar.day(start + timedelta(days=step * k)).kind is DayKind.HOLIDAY
        for k in range(1, _run(calendar, start, step) + 1)
    )


def _holidays(days: Sequence[Day], calendar: Calendar) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield each holiday's own deviation on its days and their neighbours; the lunar new year has its own curve."""
    position = {day.date: k for k, day in enumerate(days)}
    made: dict[str, np.ndarray] = {}
    for code, first, last in holiday_runs(days[0].date, days[-1].date, calendar):
        if code == "spring_festival" and days[0].lunar_distance is not None:
            continue
        for offset in range(-REACH, (last - first).days + REACH + 1):
            index = position.get(first + timedelta(days=offset))
            if index is not None:
                past_end = offset - (last - first).days
                name = f"{code}+{past_end}" if past_end > 0 else f"{code}@{offset}"
                made.setdefault(name, np.zeros(len(days)))[index] = 1.0
    for name, values in made.items():
        yield "holiday", name, values


def holiday_runs(first: date, last: date, calendar: Calendar) -> tuple[tuple[str, date, date], ...]:
    """Return every holiday with the first and last of its own days, by date, weekends between them bridged."""
    start = first - timedelta(days=REACH + 15)
    runs: list[tuple[str, date, date]] = []
    latest: dict[str, int] = {}
    for day in calendar.days(start, (last - start).days + REACH + 15):
        if day.kind is not DayKind.HOLIDAY or day.holiday is None:
            continue
        index = latest.get(day.holiday)
        if index is not None and (day.date - runs[index][2]).days <= 3:
            runs[index] = (day.holiday, runs[index][1], day.date)
        else:
            latest[day.holiday] = len(runs)
            runs.append((day.holiday, day.date, day.date))
    return tuple(runs)


def _lunar(days: Sequence[Day]) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield the distance from the lunar new year, day by day from 14 days before to 18 days after."""
    if days[0].lunar_distance is None:
        return
    distance = np.array([999 if day.lunar_distance is None else day.lunar_distance for day in days])
    for k in range(-14, 19):
        yield ("lunar_core" if -3 <= k <= 7 else "lunar_tail"), f"lunar_{k:+d}", 1.0 * (distance == k)


def _turn(dates: Sequence[date], calendar: Calendar) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield the dates about Christmas (where the country keeps it) and the turn of the year."""
    if calendar.country == "none":
        return
    keeps_christmas = any(
        day.holiday == "christmas" for day in calendar.days(date(dates[-1].year - 1, 12, 24), 4)
    )
    core = {(12, 31), (1, 1), (1, 2)} | ({(12, 24), (12, 25), (12, 26)} if keeps_christmas else set())
    tail = {(12, 30), (1, 3)} | (
        {(12, d) for d in (20, 21, 22, 23, 27, 28, 29)} | {(1, d) for d in (4, 5, 6)}
        if keeps_christmas
        else set()
    )
    stamps = [(d.month, d.day) for d in dates]
    for month, day in sorted(core | tail):
        group = "turn_core" if (month, day) in core else "turn_tail"
        yield group, f"date_{month:02d}{day:02d}", np.array([1.0 * (s == (month, day)) for s in stamps])


def _events(dates: Sequence[date], events: Sequence[Event]) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield own events with ramp and decay, and a lasting step for each platform change."""
    position = {d: k for k, d in enumerate(dates)}
    made: dict[str, np.ndarray] = {}
    for event in events:
        if event.kind is EventKind.PLATFORM:
            yield "break", f"break_{event.start}", np.array([1.0 * (d >= event.start) for d in dates])
            continue
        if event.kind in NOT_REPEATED:
            continue
        for first, last in event.spans(dates[0], dates[-1]):
            for offset in range(-RAMP, (last - first).days + DECAY + 1):
                index = position.get(first + timedelta(days=offset))
                if index is None:
                    continue
                past_end = (first - last).days + offset
                if offset < 0:
                    name, size = f"{event.code}:ramp", float(np.exp(offset / 1.5))
                elif past_end > 0:
                    name, size = f"{event.code}:decay", float(np.exp(-past_end / 2.5))
                else:
                    name, size = f"{event.code}:day{min(offset, 3)}", 1.0
                values = made.setdefault(name, np.zeros(len(dates)))
                values[index] = max(values[index], size)
    for name, values in made.items():
        yield "event", name, values


def masked_by_events(dates: Sequence[date], events: Sequence[Event]) -> np.ndarray:
    """Return which days belong to an emergency, an outage or a censored stretch, shape (days,)."""
    hidden = np.zeros(len(dates), dtype=bool)
    for event in events:
        if event.kind in NOT_REPEATED:
            hidden |= np.array([event.start <= d <= event.end for d in dates])
    return hidden
