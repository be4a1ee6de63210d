"""An ARMA process with regressors: short memory about the calendar's level, to which the line comes back."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from statsmodels.tsa.statespace.sarimax import SARIMAX

from forecast.models.rest import CalendarThenRest
from forecast.models.state_space import StateSpaceLaw, search


@dataclass(frozen=True, slots=True)
class Sarimax(CalendarThenRest):
    """
    ARMA(2,1) errors about a regression whose many columns were shrunk before.

    With all columns inside the search it hardly ever converges.

    References
    ----------
    Harvey, A. C. and Phillips, G. D. A. (1979). Maximum likelihood estimation of regression models with
    autoregressive-moving average disturbances. Biometrika 66, 49-58.
    """

    code: ClassVar[str] = "sarimax"

    def learn(self, rest: np.ndarray, season: int) -> StateSpaceLaw | None:
        """Return the process with its mean."""
        del season  # the regression has the week
        return search(SARIMAX(rest, order=(2, 0, 1), trend="c"))
