"""Negative-binomial regression on the calendar, with a smoothed correction for where the level stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np
from statsmodels.genmod.families import NegativeBinomial

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.models import features, sampling
from forecast.models.opening import Opening
from forecast.prediction import Prediction

FEWEST_DAYS = 14
"""Known days needed: two of each weekday."""

GAINS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
"""Shares of today's error that the level may take over; the best on the history is used."""

LONGEST_SEARCH, LONGEST_STEP, SMALL_STEP = 60, 2.0, 1e-6
"""Steps of the search, the largest change of a day's log mean in one of them, and the change that ends it."""

ROBUST = 4.0
"""Deviations beyond which a day's error moves the level no further: one storm is not a new level."""

LEFT_OUT = ("trend", "annual_high", "festival_year")
"""Groups that this smaller model does without: its level follows the series by itself."""


@dataclass(frozen=True, slots=True)
class CountRegression:
    """
    A penalised negative-binomial regression, then simple exponential smoothing of what it leaves.

    References
    ----------
    Aldor-Noiman, S., Feigin, P. D. and Mandelbaum, A. (2009). Workload forecasting for a call center.
    Annals of Applied Statistics 3, 1403-1447: over-dispersed counts with a multiplicative day effect.
    """

    code: ClassVar[str] = "count_regression"

    def fit(
        self, demand: Demand, calendar: Calendar, events: Sequence[Event] = ()
    ) -> "FittedCountRegression":
        """
        Learn from daily demand.

        Raises
        ------
        ModelError
            ``too_short`` with fewer than two weeks, ``nothing_came_in`` if all days are zero,
            ``did_not_converge`` if the regression has no finite answer.
        """
        values = sampling.without_outages(sampling.observed(demand))
        if np.isfinite(values).sum() < FEWEST_DAYS:
            raise ModelError(
                "too_short", model=self.code, days=int(np.isfinite(values).sum()), needed=FEWEST_DAYS
            )
        if not (values > 0).any():
            raise ModelError("nothing_came_in", model=self.code, days=len(values))
        opening = Opening.learn(demand, calendar)
        days = calendar.days(demand.grid.start, demand.grid.days + sampling.LONGEST_HORIZON)
        columns = features.build(days, demand.grid.days, calendar, events, opening.weekdays)
        columns = _without(columns, LEFT_OUT)
        is_open = np.array([opening.on(day) for day in days])
        hidden = features.masked_by_events([day.date for day in days[: demand.grid.days]], events)
        used = np.isfinite(values) & is_open[: demand.grid.days] & ~hidden
        effects = _regress(values[used], columns.matrix[: demand.grid.days][used], columns.groups)
        log_mean = columns.matrix @ effects
        if not np.isfinite(log_mean).all():
            raise ModelError("did_not_converge", model=self.code)
        error = np.full(demand.grid.days, np.nan)
        error[used] = np.log((values[used] + 0.5) / (np.exp(log_mean[: demand.grid.days][used]) + 0.5))
        gain, level, deviation = _smooth(error)
        return FittedCountRegression(
            demand, calendar, opening, log_mean[demand.grid.days :], gain, level, deviation
        )


@dataclass(frozen=True, slots=True, eq=False)
class FittedCountRegression:
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
            CountRegression.code,
            draws,
            paths=paths,
        )


def _without(columns: features.Columns, codes: Sequence[str]) -> features.Columns:
    kept = ~columns.of(*codes)
    return features.Columns(
        columns.matrix[:, kept],
        tuple(np.array(columns.names)[kept]),
        tuple(np.array(columns.groups)[kept]),
    )


def _regress(values: np.ndarray, matrix: np.ndarray, groups: Sequence[str]) -> np.ndarray:
    """
    Return the effects, shape (columns,), each group shrunk by its size: penalised iterated least squares.

    Raises
    ------
    ModelError
        ``did_not_converge``.
    """
    sizes = {group.code: group.size for group in features.GROUPS}
    penalty = np.diag([sizes[code] ** -2 for code in groups])
    level = list(groups).index("level")
    centre = np.log(values.mean())
    effects = np.zeros(matrix.shape[1])
    dispersion = 0.02
    for _ in range(3):
        family = NegativeBinomial(alpha=dispersion)
        for _step in range(LONGEST_SEARCH):
            log_mean = np.clip(matrix @ effects + centre, -20.0, 40.0)
            mean = np.exp(log_mean)
            weight = mean**2 / family.variance(mean)
            target = log_mean - centre + (values - mean) / mean
            weighted = matrix * weight[:, None]
            step = np.linalg.solve(matrix.T @ weighted + penalty, weighted.T @ target) - effects
            step *= min(1.0, LONGEST_STEP / max(float(np.abs(matrix @ step).max()), 1e-12))
            effects = effects + step
            if np.abs(step).max() < SMALL_STEP:
                break
        else:
            raise ModelError("did_not_converge", model=CountRegression.code)
        mean = np.exp(np.clip(matrix @ effects + centre, -20.0, 40.0))
        dispersion = float(np.clip(np.mean(((values - mean) ** 2 - mean) / mean**2), 1e-3, 5.0))
    effects[level] += centre
    return effects


def _smooth(error: np.ndarray) -> tuple[float, float, float]:
    """Return gain, last level and one-step deviation of simple exponential smoothing over missing days."""
    known = error[np.isfinite(error)]
    spread = 1.4826 * float(np.median(np.abs(known - np.median(known)))) + 1e-3
    best = (np.inf, 0.0, 0.0)
    for gain in GAINS:
        level, total = 0.0, 0.0
        for value in known:
            surprise = float(np.clip(value - level, -ROBUST * spread, ROBUST * spread))
            total += surprise**2
            level += gain * surprise
        best = min(best, (total, gain, level))
    total, gain, level = best
    return gain, level, float(np.sqrt(total / len(known)))
