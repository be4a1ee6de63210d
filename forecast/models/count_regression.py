"""Negative-binomial regression on the calendar, with an autoregression of what it leaves."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.signal import lfilter, lfiltic
from statsmodels.tsa.ar_model import AutoReg

from forecast.models.rest import CalendarThenRest

LAGS = (1, 2, 3, 4, 5, 6, 7, 14, 21, 28)
"""Days back on which today may rest: the week before, and the same weekday of a month, which tell where the level is."""

FEWEST_PER_LAG = 7
"""Days that every lag needs; a shorter history gets the nearest lags only."""

NEAREST_ROOT = 1.001
"""Least modulus of a root of the autoregression: nearer to 1 it would never come back, below 1 it runs away."""


@dataclass(frozen=True, slots=True)
class CountRegression(CalendarThenRest):
    """
    A penalised negative-binomial regression, then an autoregression of the log of value over mean.

    References
    ----------
    Aldor-Noiman, S., Feigin, P. D. and Mandelbaum, A. (2009). Workload forecasting for a call center.
    Annals of Applied Statistics 3, 1403-1447: over-dispersed counts, with errors of days that follow an autoregression.
    """

    code: ClassVar[str] = "count_regression"

    def learn(self, rest: np.ndarray, season: int) -> "AutoLaw | None":
        """Return the autoregression; missing days lie on a line between their neighbours."""
        del season  # the regression has the week
        filled = pd.Series(rest).interpolate(limit_direction="both").to_numpy()
        lags = [lag for lag in LAGS[: len(filled) // FEWEST_PER_LAG] if lag <= len(filled) // 4]
        found = AutoReg(filled, lags=lags or [1], trend="c").fit()
        if not np.isfinite(found.params).all() or np.abs(found.roots).min() < NEAREST_ROOT:
            return None
        weights = np.zeros(max(lags or [1]) + 1)
        weights[lags or [1]] = found.params[1:]
        return AutoLaw(
            float(found.params[0]), weights, filled[-(len(weights) - 1) :], float(np.sqrt(found.sigma2))
        )


@dataclass(frozen=True, slots=True)
class AutoLaw:
    """
    An autoregression at the end of a history.

    Parameters
    ----------
    constant
        What is added every day.
    weights
        By days back, shape (lags + 1,); that of today is 0.
    past
        The last days, oldest first, shape (lags,).
    deviation
        Of an innovation.
    """

    constant: float
    weights: np.ndarray
    past: np.ndarray
    deviation: float

    def simulate(self, steps: int, count: int, rng: np.random.Generator) -> np.ndarray:
        """Return futures, shape (count, steps)."""
        shocks = self.constant + self.deviation * rng.standard_normal((count, steps))
        below = -self.weights
        below[0] = 1.0
        start = lfiltic([1.0], below, self.past[::-1])
        return np.asarray(lfilter([1.0], below, shocks, axis=1, zi=np.tile(start, (count, 1)))[0])
