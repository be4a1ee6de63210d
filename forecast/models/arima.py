"""ARIMA errors: a wandering level, a short memory and a slowly moving week, as a fast filter and as a state space."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter
from statsmodels.tsa.statespace.sarimax import SARIMAX

DAMPING = 0.95
"""Half of a trend is left after two weeks: no hotline grows for ever as it did last month."""

KEPT = 0.85
"""
Share of a departure from the calendar, in level and in the week's own shape, that is left a week later: half of it is
gone in a month. With 1 a level wanders for ever, with little it is forgotten at once; a few years of history cannot tell
which is true a month ahead, and what has moved for good gets a step of its own (`forecast.models.breaks`).
"""


@dataclass(frozen=True, slots=True)
class ArimaErrors:
    r"""
    Errors whose innovations are white.

    .. math::
        (1 - \phi B)(1 - \rho B)(1 - \kappa B^s)\, a_t = (1 - \theta_1 B)(1 - \theta_2 B)(1 - \Theta B^s)\, \eta_t

    with nothing before the first day. An error near 1 in :math:`\theta_1` is a level that hardly moves, in
    :math:`\Theta` a week that hardly changes; :math:`\phi` is the short memory.

    Parameters
    ----------
    phi, theta1, theta2, seasonal
        In [0, 1).
    season
        Open days in a week.
    damping
        :math:`\rho`, the share of a trend that is left a day later; 1 lets trends run on for ever.
    kept
        :math:`\kappa`, the share of the level, and of a week's own shape, that is left a week later; with 1 they
        wander for ever, below 1 they come back to what the calendar says.

    References
    ----------
    Box, G. E. P. and Jenkins, G. M. (1970). Time Series Analysis, chapter 9 (the airline model).
    Gardner, E. S. and McKenzie, E. (1985). Forecasting trends in time series. Management Science 31, 1237-1246.
    """

    phi: float
    theta1: float
    theta2: float
    seasonal: float
    season: int
    damping: float = DAMPING
    kept: float = KEPT

    def whiten(self, rows: np.ndarray) -> np.ndarray:
        """Return the innovations of every row, shape (rows, days) as given."""
        return self.smooth(self.difference(rows))

    def difference(self, rows: np.ndarray) -> np.ndarray:
        """Return what the rows moved by since the day and the week before: free of the four parameters."""
        s = self.season
        out = rows.copy()
        out[:, 1:] -= self.damping * rows[:, :-1]
        lagged = self.kept * out[:, :-s]
        out[:, s:] -= lagged
        return out

    def smooth(self, differenced: np.ndarray) -> np.ndarray:
        """Return the innovations of differenced rows, in their own precision."""
        s, kind = self.season, differenced.dtype
        short = np.array([1.0, -(self.theta1 + self.theta2), self.theta1 * self.theta2])
        below = np.zeros(s + 3)
        below[:3] += short
        below[s:] -= self.seasonal * short
        white: np.ndarray = lfilter(np.array([1.0, -self.phi], kind), below.astype(kind), differenced, axis=1)
        return white

    def state_space(self, values: np.ndarray, variance: float) -> tuple[SARIMAX, np.ndarray]:
        """Return the same process as a statsmodels state space over `values` (NaN where missing), and its parameters."""
        model = SARIMAX(values, order=(2, 0, 2), seasonal_order=(1, 0, 1, self.season))
        params = np.array(
            [
                self.phi + self.damping,
                -self.phi * self.damping,
                -(self.theta1 + self.theta2),
                self.theta1 * self.theta2,
                self.kept,
                -self.seasonal,
                variance,
            ]
        )
        model.update(params)
        selection, shock = model.ssm["selection"], model.ssm["state_cov"]
        model.ssm.initialize_known(np.zeros(model.k_states), selection @ shock @ selection.T)
        return model, params

    def complete(self, values: np.ndarray, variance: float) -> np.ndarray:
        """Return the errors with missing days at their expectation given all others, by the Kalman smoother."""
        model, params = self.state_space(values, variance)
        smoothed = model.smooth(params, cov_type="none").smoothed_state
        fitted = (model.ssm["design"] @ smoothed)[0] if model.ssm["design"].ndim == 2 else smoothed[0]
        return np.where(np.isfinite(values), values, fitted)

    def responses(self, steps: int) -> np.ndarray:
        """Return what a shock of 1 leaves on the day itself and after, shape (steps,), by the state space."""
        model, params = self.state_space(np.zeros(3 * self.season), 1.0)
        found: np.ndarray = np.asarray(model.impulse_responses(params, steps=steps)).ravel()
        return found[:steps]
