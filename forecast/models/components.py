"""Unobserved components: a level that wanders, a cycle of days that fades, and what is left."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from statsmodels.tsa.statespace.structural import UnobservedComponents

from forecast.models.rest import CalendarThenRest
from forecast.models.state_space import StateSpaceLaw, search


@dataclass(frozen=True, slots=True)
class Components(CalendarThenRest):
    """
    Local level plus an autoregression, about a regression on the calendar.

    References
    ----------
    Harvey, A. C. (1989). Forecasting, Structural Time Series Models and the Kalman Filter. Cambridge, chapter 2.
    """

    code: ClassVar[str] = "components"

    def learn(self, rest: np.ndarray, season: int) -> StateSpaceLaw | None:
        """Return the components."""
        del season  # the regression has the week
        return search(UnobservedComponents(rest, level="local level", autoregressive=1))
