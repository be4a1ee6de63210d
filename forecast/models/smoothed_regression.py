"""Negative-binomial regression on the calendar, with a smoothed level that a watch can hold still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.models import sampling
from forecast.models.opening import Opening
from forecast.models.regression import regress_on_calendar
from forecast.prediction import Prediction

GAINS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
"""Shares of today's error that the level may take over; the best on the history is used."""

ROBUST = 4.0
"""Deviations beyond which a day's error moves the level no further: one storm is not a new level."""


@dataclass(frozen=True, slots=True)
class SmoothedRegression:
    """
    A penalised negative-binomial regression, then simple exponential smoothing of what it leaves.

    References
    ----------
    Aldor-Noiman, S., Feigin, P. D. and Mandelbaum, A. (2009). Workload forecasting for a call center.
    Annals of Applied Statistics 3, 1403-1447: over-dispersed counts with a multiplicative day effect.
    """

    code: ClassVar[str] = "smoothed_regression"

    def fit(
        self, demand: Demand, calendar: Calendar, events: Sequence[Event] = ()
    ) -> "FittedSmoothedRegression":
        """
        Learn from daily demand.

        Raises
        ------
        ModelError
            ``too_short`` with fewer than two weeks, ``nothing_came_in`` if all days are zero,
            ``did_not_converge`` if the regression has no finite answer.
        """
        stage = regress_on_calendar(demand, calendar, events, self.code)
        gain, level, deviation = _smooth(stage.error)
        return FittedSmoothedRegression(
            demand, calendar, stage.opening, stage.log_mean[demand.grid.days :], gain, level, deviation
        )


@dataclass(frozen=True, slots=True, eq=False)
class FittedSmoothedRegression:
    """
    A regression with its smoothed error.

    Parameters
    ----------
    log_mean
        Shape (LONGEST_HORIZON,), effects of the calendar on the days to come.
    gain, level, deviation
        Smoothing constant, present level and one-day deviation of the error on the log scale.
    """

    demand: Demand
    calendar: Calendar
    opening: Opening
    log_mean: np.ndarray
    gain: float
    level: float
    deviation: float

    def predict(self, horizon: int, *, paths: int = 200, seed: int = 0) -> Prediction:
        """Return the next `horizon` days."""
        grid = sampling.future(self.demand, horizon)
        rng = np.random.default_rng(seed)
        count = max(sampling.DRAWS, paths)
        shocks = self.deviation * rng.standard_normal((count, horizon))
        wander = self.level + self.gain * (np.cumsum(shocks, axis=1) - shocks)
        counts = sampling.is_count(self.demand.values)
        mean = self.log_mean[:horizon] + wander
        if counts:
            own = np.sqrt(np.maximum(self.deviation**2 - np.exp(-mean), 0.0)) / max(self.deviation, 1e-9)
            rate = np.exp(np.minimum(mean + own * shocks - (own * self.deviation) ** 2 / 2, 40.0))
            draws = rng.poisson(np.minimum(rate, 1e12)).astype(float)
        else:
            draws = np.exp(mean + shocks - self.deviation**2 / 2)
        highest = 20 * float(np.nanmax(self.demand.values))
        draws = np.minimum(draws, highest) * self.opening.mask(grid, self.calendar)
        return sampling.from_draws(
            grid,
            self.demand.grid.start + timedelta(days=self.demand.grid.days - 1),
            SmoothedRegression.code,
            draws,
            paths=paths,
        )


def _smooth(error: np.ndarray) -> tuple[float, float, float]:
    """Return gain, last level and one-step deviation of simple exponential smoothing over missing days."""
    known = error[np.isfinite(error)]
    most = ROBUST * (1.4826 * float(np.median(np.abs(known - np.median(known)))) + 1e-3)
    values = known.tolist()
    best = (np.inf, 0.0, 0.0)
    for gain in GAINS:
        level, total = 0.0, 0.0
        for value in values:
            surprise = min(max(value - level, -most), most)
            total += surprise**2
            level += gain * surprise
        best = min(best, (total, gain, level))
    total, gain, level = best
    return gain, level, float(np.sqrt(total / len(known)))
