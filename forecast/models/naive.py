"""Seasonal naive: next week is like the last one; the yardstick beside every forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.models import sampling
from forecast.models.usual import NOTHING, Usual
from forecast.prediction import Note, Prediction

WEEK = 7
"""Days after which the pattern repeats."""

FEWEST_TRAJECTORIES = 20
"""Past forecasts needed before their errors make the interval; with fewer it is assumed wide."""

RARE_CALLS = 0.5
"""Calls in no time at all that one is taken to have seen before a line on which nothing ever came in (Jeffreys' prior)."""

ASSUMED_DEVIATION, ASSUMED_BELIEF = 0.3, 3.0
"""Relative deviation of a day from that of the last week before anything is known, and the pairs of days it counts for."""

LEVEL_DAYS = 28
"""Days whose mean is the level by which past errors are scaled to today."""


@dataclass(frozen=True, slots=True)
class SeasonalNaive:
    """
    The same weekday of the last week known, with the errors that this rule made in the past as interval.

    Every possible past origin gives one trajectory of errors over the whole horizon, scaled by the level of
    its time; sample paths draw whole trajectories, so that days keep the dependence they had.
    """

    code: ClassVar[str] = "seasonal_naive"

    def fit(
        self, demand: Demand, calendar: Calendar, events: Sequence[Event] = (), usual: Usual = NOTHING
    ) -> "FittedNaive":
        """
        Learn the last week and keep the history for its errors.

        Raises
        ------
        DataError
            ``no_history`` if not a single day is known.
        """
        del calendar, events, usual  # the yardstick knows the week and nothing else
        return FittedNaive(demand, sampling.observed(demand))


@dataclass(frozen=True, slots=True, eq=False)
class FittedNaive:
    """A seasonal naive forecast of one history."""

    demand: Demand
    values: np.ndarray

    def predict(self, horizon: int, *, paths: int = 200, seed: int = 0) -> Prediction:
        """Return the last week, repeated, with the errors of the past about it."""
        grid = sampling.future(self.demand, horizon)
        point = repeated_week(self.values, len(self.values), horizon)
        errors = self._past_errors(horizon)
        rng = np.random.default_rng(seed)
        count = max(sampling.DRAWS, paths)
        notes: tuple[Note, ...] = ()
        if len(errors) >= FEWEST_TRAJECTORIES:
            drawn = errors[rng.integers(len(errors), size=count)]
            spare = errors[rng.integers(len(errors), size=count)]
            drawn = np.where(np.isnan(drawn), spare, drawn)
            drawn = np.where(np.isnan(drawn), 0.0, drawn)
        elif not np.nansum(self.values):
            known = int(np.isfinite(self.values).sum())
            drawn = rng.poisson(rng.gamma(RARE_CALLS, 1 / known, (count, 1)), (count, horizon)).astype(float)
            notes = (Note("never_a_call", (("days", known),)),)
        else:
            level = float(np.nanmean(self.values[-LEVEL_DAYS:])) if len(self.values) else 0.0
            weeks = np.sqrt(1 + np.arange(horizon) // WEEK)
            shared = rng.standard_normal((count, 1))
            drawn = (
                self._deviation(level) * (0.7 * shared + 0.7 * rng.standard_normal((count, horizon))) * weeks
            )
            drawn *= max(level, 1.0)
            notes = (Note("assumed_interval", (("days", int(np.isfinite(self.values).sum())),)),)
        draws = np.maximum(point + drawn, 0.0)
        if sampling.is_count(self.values):
            draws = np.round(draws)
        return sampling.from_draws(
            grid, self.demand.grid.end, SeasonalNaive.code, draws, paths=paths, mean=point, notes=notes
        )

    def _deviation(self, level: float) -> float:
        """Return the relative deviation from week to week, shrunk to what is assumed."""
        steps = self.values[WEEK:] - self.values[:-WEEK]
        steps = steps[np.isfinite(steps)] / max(level, 1.0)
        squares = float(np.sum(steps**2)) + ASSUMED_BELIEF * ASSUMED_DEVIATION**2
        return float(np.sqrt(squares / (len(steps) + ASSUMED_BELIEF)))

    def _past_errors(self, horizon: int) -> np.ndarray:
        """Return errors of past origins, scaled to today's level, shape (origins, horizon); NaN if unknown."""
        count = len(self.values) - horizon + 1 - WEEK
        if count <= 0:
            return np.zeros((0, horizon))
        known = np.isfinite(self.values)
        then = _levels(self.values)[WEEK : WEEK + count]
        last = self.values.copy()
        for weeks in range(1, LEVEL_DAYS // WEEK):
            earlier = np.concatenate([np.full(WEEK * weeks, np.nan), self.values])[: len(last)]
            last = np.where(np.isfinite(last), last, earlier)
        week = sliding_window_view(last[: count + WEEK - 1], WEEK)
        week = np.where(np.isfinite(week), week, then[:, None])
        ahead = sliding_window_view(self.values[WEEK:], horizon)
        point = np.tile(week, -(-horizon // WEEK))[:, :horizon]
        level = _level(self.values, len(self.values))
        used = (then > 0) & sliding_window_view(known[WEEK:], horizon).any(axis=1)
        return np.asarray((ahead - point)[used] * (level / then[used])[:, None])


def repeated_week(values: np.ndarray, known: int | None, horizon: int) -> np.ndarray:
    """
    Return the last known value of each weekday, repeated over the horizon.

    Parameters
    ----------
    values
        Shape (days,); NaN where nothing is known.
    known
        How many of them are known at the origin; None for all.
    horizon
        Days ahead.

    Returns
    -------
    numpy.ndarray
        Shape (horizon,); a weekday never seen takes the mean of what is known, 0 if nothing is.
    """
    past = values[:known]
    week = np.full(WEEK, np.nan)
    for ahead in range(WEEK):
        same = past[len(past) - WEEK + ahead :: -WEEK] if len(past) - WEEK + ahead >= 0 else past[:0]
        seen = same[np.isfinite(same)]
        week[ahead] = seen[0] if len(seen) else np.nan
    known_days = past[np.isfinite(past)]
    week[np.isnan(week)] = known_days[-LEVEL_DAYS:].mean() if len(known_days) else 0.0
    return np.tile(week, -(-horizon // WEEK))[:horizon]


def _levels(values: np.ndarray) -> np.ndarray:
    """Return `_level` at every origin, shape (days + 1,)."""
    known = np.isfinite(values)
    sums = np.cumsum(np.concatenate([np.zeros(LEVEL_DAYS + 1), np.where(known, values, 0.0)]))
    counts = np.cumsum(np.concatenate([np.zeros(LEVEL_DAYS + 1), 1.0 * known]))
    seen = counts[LEVEL_DAYS:] - counts[:-LEVEL_DAYS]
    return np.where(seen > 0, (sums[LEVEL_DAYS:] - sums[:-LEVEL_DAYS]) / np.maximum(seen, 1), 0.0)


def _level(values: np.ndarray, known: int) -> float:
    recent = values[max(known - LEVEL_DAYS, 0) : known]
    recent = recent[np.isfinite(recent)]
    return float(recent.mean()) if len(recent) else 0.0
