"""What every day should have brought by the calendar alone, from forecasts made before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.errors import SettingError
from forecast.grid import Grid
from forecast.models import Model
from forecast.models.count_regression import CountRegression

REACH = 28
"""Days ahead that each forecast is kept: the third and fourth week are the level frozen two weeks ago."""

FROZEN = 14
"""Days after which a forecast counts as frozen."""

MEMORY = 3 * 365
"""Days of history behind each forecast; three years hold three of every festival."""

LEAST = 56
"""Days of history before the first forecast."""

UPPER = 0.9
"""Quantile of a forecast whose distance from the median says how uncertain it is."""

UPPER_DEVIATIONS = 1.2816
"""Where that quantile of a normal distribution lies."""


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """
    What every day should have brought; every array has shape (grid.days,), NaN before the first forecast.

    Parameters
    ----------
    grid
        The days.
    near, near_spread
        Mean and log deviation (count noise left out) from the last forecast before the day.
    far, far_spread
        The same from a forecast at least `FROZEN` days old.
    special
        Whether the day lies in or about a public break.
    origins
        Last day known to each forecast.
    """

    grid: Grid
    near: np.ndarray
    near_spread: np.ndarray
    far: np.ndarray
    far_spread: np.ndarray
    special: np.ndarray
    origins: tuple[date, ...]


class Expectation:
    """
    Forecasts every so many days and says what each day should bring; nothing after a forecast's origin is used.

    Parameters
    ----------
    demand
        Daily history; days after an origin are not looked at.
    calendar, events
        What is known about dates; the calendar is asked with the knowledge of each origin.
    model
        Fitted anew at each origin.
    """

    def __init__(
        self, demand: Demand, calendar: Calendar, events: Sequence[Event], *, model: Model | None = None
    ) -> None:
        self.demand, self.calendar, self.events = demand, calendar, tuple(events)
        self.model = model or CountRegression()
        days = demand.grid.days
        self.near, self.near_spread = np.full(days, np.nan), np.full(days, np.nan)
        self.far, self.far_spread = np.full(days, np.nan), np.full(days, np.nan)
        self.origins: list[date] = []

    def refresh(self, origin: date, emergency: Event | None = None) -> None:
        """
        Forecast from a day on; the days of a running emergency are hidden, so that the level stays as before it.

        Raises
        ------
        ModelError
            As the model.
        """
        first = max(self.demand.grid.start, origin - timedelta(days=MEMORY - 1))
        known = self.demand.until(origin).since(first)
        events = [event for event in self.events if event.repeats or event.start <= origin]
        if emergency is not None:
            events.append(emergency)
        made = self.model.fit(known, self.calendar.at(origin), events).predict(REACH, paths=1)
        mean = made.mean
        upper, middle = made.quantile(UPPER), made.quantile(0.5)
        spread = np.log((upper + 0.5) / (middle + 0.5)) / UPPER_DEVIATIONS
        own = np.sqrt(np.maximum(spread**2 - 1 / (mean + 0.5), 1e-4))
        at = (origin - self.demand.grid.start).days + 1
        for ahead in range(REACH):
            day = at + ahead
            if day >= self.demand.grid.days:
                break
            self.near[day], self.near_spread[day] = mean[ahead], own[ahead]
            if ahead >= FROZEN:
                self.far[day], self.far_spread[day] = mean[ahead], own[ahead]
        self.origins.append(origin)

    def result(self) -> Expected:
        """Return what every day should have brought."""
        special = [is_special(self.calendar, day) for day in self.demand.grid.dates]
        return Expected(
            self.demand.grid,
            self.near.copy(),
            self.near_spread.copy(),
            self.far.copy(),
            self.far_spread.copy(),
            np.array(special),
            tuple(self.origins),
        )


def hidden_days(days: Sequence[date], events: Sequence[Event]) -> np.ndarray:
    """Return which days say nothing: outages, and emergencies that are entered already."""
    kinds = {EventKind.EMERGENCY, EventKind.OUTAGE}
    return np.array([any(e.kind in kinds and e.start <= day <= e.end for e in events) for day in days])


def is_special(calendar: Calendar, day: date) -> bool:
    """Say whether a day lies in or next to a public break, or within the lunar new year's reach."""
    for k in (-1, 0, 1):
        if calendar.day(day + timedelta(days=k)).holiday is not None:
            return True
    distance = calendar.day(day).lunar_distance
    return distance is not None and -7 <= distance <= 16


def expect(
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    first: date,
    every: int = 7,
    model: Model | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Expected:
    """
    Return what every day from `first` on should have brought, each from forecasts made before it.

    Parameters
    ----------
    demand, calendar, events
        Daily history and what is known about dates.
    first
        First day with an expectation.
    every
        Days between forecasts, 1 to `FROZEN`.
    model
        `CountRegression` if none is given: fast enough for hundreds of origins.
    progress
        Called with forecasts made and forecasts in all.

    Raises
    ------
    SettingError
        ``surge_history`` if fewer than `LEAST` days come before `first`.
    """
    if not 1 <= every <= FROZEN:
        raise ValueError(f"every must lie in [1, {FROZEN}], got {every}.")
    if (first - demand.grid.start).days < LEAST:
        raise SettingError("surge_history", first=first, needed=LEAST, start=demand.grid.start)
    work = Expectation(demand, calendar, events, model=model)
    origins = range((first - demand.grid.start).days - 1, demand.grid.days, every)
    for done, at in enumerate(origins):
        if progress is not None:
            progress(done, len(origins))
        work.refresh(demand.grid.start + timedelta(days=at))
    if progress is not None:
        progress(len(origins), len(origins))
    return work.result()
