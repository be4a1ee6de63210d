"""Which days a centre is open: learned from weekdays and holidays that never saw a call."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from forecast.calendar import Calendar, Day, DayKind
from forecast.demand import Demand
from forecast.grid import Grid

FEWEST_SEEN = 2
"""Days of one kind that must have passed before it can be called closed."""

CLOSED_SHARE = 0.9
"""Share of days without a call from which a weekday, the holidays or the make-up workdays count as closed."""

ENOUGH_HOLIDAYS = 9
"""Holidays without a call from which one never met before is taken for another: by the rule of succession its chance to be one is 10 in 11."""


@dataclass(frozen=True, slots=True)
class Opening:
    """
    The weekly days on which a centre works.

    Parameters
    ----------
    weekdays
        Open weekdays, 0 = Monday; never empty.
    holidays, make_up
        Whether it works on holidays that fall on an open weekday, and on make-up workdays.
    met
        Holidays by which that was told; None if they were enough to tell it of any. A centre that rested on the three holidays it
        has had may work on the fourth, and nothing is worse than nobody there.
    """

    weekdays: tuple[int, ...]
    holidays: bool
    make_up: bool
    met: frozenset[str | None] | None = None

    @classmethod
    def learn(cls, demand: Demand, calendar: Calendar) -> "Opening":
        """Return the opening days of a daily history; a gap of all weekdays alike is a gap, not a rest."""
        days = calendar.days(demand.grid.start, demand.grid.days)
        quiet = ~(demand.values > 0)
        weekday = np.array([day.date.weekday() for day in days])
        kinds = np.array([day.kind for day in days])
        whole_week = _quiet_week(quiet)
        ordinary = np.isin(kinds, (DayKind.WORKDAY, DayKind.WEEKEND)) & ~whole_week
        weekdays = tuple(k for k in range(7) if not _closed(quiet[ordinary & (weekday == k)]))
        if not weekdays:
            return cls(tuple(range(7)), True, True)
        on_open = np.isin(weekday, weekdays) & ~whole_week
        holidays = np.flatnonzero((kinds == DayKind.HOLIDAY) & on_open)
        return cls(
            weekdays,
            not _closed(quiet[holidays]),
            not _closed(quiet[(kinds == DayKind.MAKEUP) & ~whole_week]),
            frozenset(days[k].holiday for k in holidays) if len(holidays) < ENOUGH_HOLIDAYS else None,
        )

    def on(self, day: Day) -> bool:
        """Whether the centre works on a day."""
        if day.kind is DayKind.MAKEUP:
            return self.make_up
        if (
            day.kind is DayKind.HOLIDAY
            and not self.holidays
            and (self.met is None or day.holiday in self.met)
        ):
            return False
        return day.date.weekday() in self.weekdays

    def mask(self, grid: Grid, calendar: Calendar) -> np.ndarray:
        """Return which days of a daily grid are open, shape (grid.days,)."""
        return np.array([self.on(day) for day in calendar.days(grid.start, grid.days)])


def _closed(quiet: np.ndarray) -> bool:
    return len(quiet) >= FEWEST_SEEN and bool(quiet.mean() >= CLOSED_SHARE)


def _quiet_week(quiet: np.ndarray) -> np.ndarray:
    """Return which days lie in seven or more quiet days in a row: nothing was recorded at all."""
    runs = np.zeros(len(quiet), dtype=bool)
    edges = (0, *(np.flatnonzero(np.diff(quiet)) + 1), len(quiet))
    for start, end in pairwise(edges):
        runs[start:end] = end - start >= 7 and quiet[start]
    return runs
