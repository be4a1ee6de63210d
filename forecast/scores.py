"""How good a forecast was: pure functions on arrays; days without an actual value do not count."""

import numpy as np

from forecast.prediction import LEVELS

SEASON = 7
"""Days after which the week comes round again; the scale of MASE is the error of looking back that far."""


def weights() -> np.ndarray:
    """
    Return the share of the probability scale that each level of `LEVELS` stands for, shape (levels,).

    Levels are not evenly spaced, so each stands for the stretch half-way to its neighbours, the outermost
    two for all that lies beyond them. The shares add up to 1.
    """
    levels = np.asarray(LEVELS)
    edges = np.concatenate([[0.0], (levels[1:] + levels[:-1]) / 2, [1.0]])
    return np.diff(edges)


def pinball(actual: np.ndarray, quantiles: np.ndarray) -> np.ndarray:
    r"""
    Return the quantile loss of every day and level.

    .. math:: L_\tau(y, q) = (y - q)(\tau - 1\{y < q\})

    Parameters
    ----------
    actual
        Shape (days,); NaN where nothing is known.
    quantiles
        Shape (days, levels), in the unit of `actual`.

    Returns
    -------
    numpy.ndarray
        Shape (days, levels); NaN where `actual` is.

    References
    ----------
    Koenker, R. and Bassett, G. (1978). Regression quantiles. Econometrica 46, 33-50, equation (1.3).
    """
    error = np.asarray(actual, dtype=float)[:, None] - quantiles
    levels = np.asarray(LEVELS)
    loss: np.ndarray = np.maximum(levels * error, (levels - 1) * error)
    return loss


def crps(actual: np.ndarray, quantiles: np.ndarray) -> np.ndarray:
    r"""
    Return the continuous ranked probability score of every day from its quantiles.

    .. math:: CRPS = 2 \int_0^1 L_\tau(y, q_\tau)\, d\tau

    Parameters
    ----------
    actual, quantiles
        As in `pinball`.

    Returns
    -------
    numpy.ndarray
        Shape (days,), in the unit of `actual`; NaN where `actual` is.

    References
    ----------
    Laio, F. and Tamea, S. (2007). Verification tools for probabilistic forecasts of continuous
    hydrological variables. Hydrol. Earth Syst. Sci. 11, 1267-1277, equation (8).
    """
    score: np.ndarray = 2 * pinball(actual, quantiles) @ weights()
    return score


def wape(actual: np.ndarray, mean: np.ndarray) -> float:
    """Return the sum of absolute errors over the sum of actual values; NaN if nothing came in."""
    known = np.isfinite(actual)
    total = float(np.sum(actual[known]))
    return float(np.sum(np.abs(actual[known] - mean[known]))) / total if total > 0 else float("nan")


def naive_scale(history: np.ndarray, season: int = SEASON) -> float:
    """
    Return the mean absolute difference between days one season apart: the scale of MASE.

    Parameters
    ----------
    history
        Shape (days,), what was known when the forecast was made; NaN where nothing is known.
    season
        Days in a season.

    Returns
    -------
    float
        In the unit of `history`; NaN if no two days one season apart are known or none of them differ.
    """
    steps = np.abs(history[season:] - history[:-season]) if history.size > season else np.array([])
    steps = steps[np.isfinite(steps)]
    scale = float(steps.mean()) if steps.size else 0.0
    return scale if scale > 0 else float("nan")


def mase(actual: np.ndarray, mean: np.ndarray, history: np.ndarray, season: int = SEASON) -> float:
    """
    Return the mean absolute error, scaled by the seasonal naive error within the history.

    References
    ----------
    Hyndman, R. J. and Koehler, A. B. (2006). Another look at measures of forecast accuracy.
    International Journal of Forecasting 22, 679-688, section 3.
    """
    known = np.isfinite(actual)
    if not known.any():
        return float("nan")
    return float(np.mean(np.abs(actual[known] - mean[known]))) / naive_scale(history, season)


def coverage(actual: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """Return the share of known days whose actual value lies in [low, high]; NaN if none is known."""
    known = np.isfinite(actual)
    if not known.any():
        return float("nan")
    return float(np.mean((actual[known] >= low[known]) & (actual[known] <= high[known])))


def interval_width(low: np.ndarray, high: np.ndarray) -> float:
    """Return the mean width of the interval, in the unit of its bounds."""
    return float(np.mean(high - low))
