"""What every day should have brought by the calendar alone, from forecasts made before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.grid import Grid
from forecast.models import Model
from forecast.models.smoothed_regression import SmoothedRegression

REACH = 28
"""Days ahead that each forecast is kept: the third and fourth week are the level frozen two weeks ago."""

FROZEN = 14
"""Days after which a forecast counts as frozen."""

MEMORY = 3 * 365
"""Days of history behind each forecast; three years hold three of every festival."""

LEAST = 28
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
    step, gain, shift
        Log deviation of the next day alone once the level follows every day, by how much of each day's error the
        forecast itself would move, and log of the last forecast over the new one on days with a new one (0 elsewhere).
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
    step: np.ndarray
    gain: np.ndarray
    shift: np.ndarray
    far: np.ndarray
    far_spread: np.ndarray
    special: np.ndarray
    origins: tuple[date, ...]


ARRAYS = ("near", "near_spread", "step", "gain", "shift", "far", "far_spread")
"""What an expectation holds of every day."""


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
    known
        Expectations worked out before: their origins are not fitted again.
    """

    def __init__(
        self,
        demand: Demand,
        calendar: Calendar,
        events: Sequence[Event],
        *,
        model: Model | None = None,
        known: Expected | None = None,
    ) -> None:
        self.demand, self.calendar, self.events = demand, calendar, tuple(events)
        self.model = model or SmoothedRegression()
        days = demand.grid.days
        self.near, self.near_spread = np.full(days, np.nan), np.full(days, np.nan)
        self.step, self.gain, self.shift = np.full(days, np.nan), np.full(days, np.nan), np.zeros(days)
        self.far, self.far_spread = np.full(days, np.nan), np.full(days, np.nan)
        self.origins: list[date] = []
        self._known = frozenset[date]()
        if known is not None:
            self._known = frozenset(known.origins)
            for name in ARRAYS:
                getattr(self, name)[: known.grid.days] = getattr(known, name)[:days]

    def refresh(self, origin: date, emergency: Event | None = None) -> None:
        """
        Forecast from a day on; the days of a running emergency are hidden, so that the level stays as before it.

        Raises
        ------
        ModelError
            As the model.
        """
        self.origins.append(origin)
        if origin in self._known:
            return
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
        step, gain = _one_step(spread)
        at = (origin - self.demand.grid.start).days + 1
        before = self.near[at : at + 7]
        both = np.log((before + 0.5) / (mean[: len(before)] + 0.5))
        if np.isfinite(both).any():
            self.shift[at] = float(np.nanmean(both))
        for ahead in range(REACH):
            day = at + ahead
            if day >= self.demand.grid.days:
                break
            self.near[day], self.near_spread[day] = mean[ahead], own[ahead]
            self.step[day] = np.sqrt(max(step**2 - 1 / (mean[ahead] + 0.5), 1e-4))
            self.gain[day] = gain
            if ahead >= FROZEN:
                self.far[day], self.far_spread[day] = mean[ahead], own[ahead]

    def result(self) -> Expected:
        """Return what every day should have brought."""
        special = [is_special(self.calendar, day) for day in self.demand.grid.dates]
        arrays = {name: getattr(self, name).copy() for name in ARRAYS}
        return Expected(self.demand.grid, **arrays, special=np.array(special), origins=tuple(self.origins))


def _one_step(spread: np.ndarray) -> tuple[float, float]:
    """
    Return the deviation of one day and the share of its error that moves the level.

    A level that follows a share g of each error widens as :math:`s^2 (1 + g^2 (h - 1))` with h days ahead; both are
    read off the forecast's own widening, whatever the model.
    """
    ahead = np.arange(len(spread))
    slope, square = np.polyfit(ahead, spread**2, 1)
    square = max(float(square), 0.25 * float(np.mean(spread**2)) / len(spread), 1e-4)
    return float(np.sqrt(square)), float(np.sqrt(np.clip(slope / square, *GAINS)))


GAINS = (0.05**2, 0.5**2)
"""Squares of the least and the largest share of a day's error that moves the level."""


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
