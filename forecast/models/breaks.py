"""Level breaks: days from which a series stands higher or lower for good, found without being told."""

import numpy as np
from scipy.signal import fftconvolve

from forecast.models.arima import ArimaErrors
from forecast.models.innovations import SHOCK
from forecast.models.shrinkage import Posterior

SIZE = 0.5
"""Typical step on the log scale: a new platform, a merged number; what is far smaller is the level's own wandering."""

RARE = 1000.0
"""Days for every break to be expected: one in about three years."""

LASTING = 14
"""Days that a step must have lasted: a holiday week or a cold spell looks like one until it is over."""

APART = 28
"""Days before a break and between two: what goes up and comes down within a month is a stretch of days, not two levels."""

MOST = 8
"""Breaks of one history; a series that breaks more often wanders, and the errors know about wandering."""


def clearest_break(
    model: ArimaErrors,
    surprises: np.ndarray,
    shared: np.ndarray,
    posterior: Posterior,
    weights: np.ndarray,
    allowed: np.ndarray,
) -> int | None:
    r"""
    Return the day from which a lasting step explains most that nothing else does; None if no step is clear.

    For a step :math:`s_k` from day k on, filtered like everything else, the score statistic is

    .. math:: \tau_k = \frac{s_k' V^{-1} y}{\sqrt{s_k' V^{-1} s_k}}, \qquad V = \sigma^2 I + X D X'

    with the effects of the calendar integrated out, so that an annual curve bent by the step takes no evidence
    away from it. A step of prior deviation `SIZE` that the data know to a standard error :math:`e_k` is then
    :math:`\sqrt{1 + SIZE^2 / e_k^2}^{-1} \exp(\tau_k^2 / (2 (1 + e_k^2 / SIZE^2)))` times as likely as none; a break
    is believed if that outweighs how `RARE` it is. Innovations count for at most `SHOCK` deviations: a bad day is not
    a level.

    Parameters
    ----------
    model
        The errors.
    surprises
        Innovations of what the effects leave, shape (days,).
    shared
        What each column has in common with a step from each day on, by `against_steps`, shape (columns, days).
    posterior
        Of the effects.
    weights
        Precision of each day beside the others, shape (days,); 0 where nothing is known.
    allowed
        Days on which a break may lie, shape (days,).

    References
    ----------
    Chen, C. and Liu, L.-M. (1993). Joint estimation of model parameters and outlier effects in time series.
    Journal of the American Statistical Association 88, 284-297, section 2 (level shifts).
    """
    days = len(surprises)
    limit = SHOCK * np.sqrt(posterior.variance / np.maximum(weights, 1e-12))
    step = model.whiten(np.ones((1, days)))[0]
    score = against_steps(model, weights * np.clip(surprises, -limit, limit)[None, :])[0]
    squares = _from_each_day(weights[None, :], step**2)[0]
    variance = posterior.variance
    told = np.einsum("ik,ij,jk->k", shared, posterior.covariance, shared, optimize=True) / variance
    left = np.maximum(squares - told, 1e-9 * max(float(squares.max()), 1e-9))
    error = variance / left  # squared standard error of a step on each day
    odds = 0.5 * score**2 / (left * variance) / (1 + error / SIZE**2) - 0.5 * np.log1p(SIZE**2 / error)
    odds[~allowed] = -np.inf
    odds[:APART] = -np.inf
    odds[max(days - LASTING + 1, 0) :] = -np.inf
    day = int(np.argmax(odds))
    return day if odds[day] > np.log(RARE) else None


def against_steps(model: ArimaErrors, rows: np.ndarray) -> np.ndarray:
    """Return the product of each row, shape (rows, days), with a filtered step from each day on."""
    return _from_each_day(rows, model.whiten(np.ones((1, rows.shape[1])))[0])


def _from_each_day(rows: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Return the product of each row with `left` begun on each day, shape (rows, days)."""
    full = fftconvolve(rows, left[None, ::-1], axes=1)
    return np.asarray(full[:, rows.shape[1] - 1 :])
