"""Exponential smoothing with a damped trend and a week, on what a regression on the calendar leaves."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from forecast.models.rest import CalendarThenRest

LONGEST_SEARCH = 200
"""Iterations after which a search has not converged."""

WEEKS_FOR_A_WEEK = 4
"""Weeks needed before a week that moves is asked for; the regression has the standing one."""


@dataclass(frozen=True, slots=True)
class Ets(CalendarThenRest):
    """
    Additive errors, damped trend, additive week: the state-space form of Holt and Winters.

    References
    ----------
    Hyndman, R. J., Koehler, A. B., Ord, J. K. and Snyder, R. D. (2008). Forecasting with Exponential
    Smoothing: The State Space Approach. Springer, section 2.5.
    """

    code: ClassVar[str] = "ets"

    def learn(self, rest: np.ndarray, season: int) -> "EtsLaw | None":
        """Return the smoothed level, trend and week; missing days lie on a line between their neighbours."""
        filled = pd.Series(rest).interpolate(limit_direction="both").to_numpy()
        weekly = season > 1 and len(filled) >= WEEKS_FOR_A_WEEK * season
        model = ETSModel(
            filled,
            trend="add",
            damped_trend=True,
            seasonal="add" if weekly else None,
            seasonal_periods=season if weekly else None,
        )
        found = model.fit(disp=False, maxiter=LONGEST_SEARCH)
        return EtsLaw(found) if found.mle_retvals["converged"] else None


@dataclass(frozen=True, slots=True)
class EtsLaw:
    """Exponential smoothing at the end of a history."""

    found: Any  # statsmodels carries no types

    def simulate(self, steps: int, count: int, rng: np.random.Generator) -> np.ndarray:
        """Return futures, shape (count, steps)."""
        futures = self.found.simulate(steps, anchor="end", repetitions=count, rng=rng)
        return np.asarray(futures, dtype=float).reshape(steps, count).T
