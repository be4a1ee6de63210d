"""How far forecasts strayed on their own past, by days ahead: the width that the error model does not know."""

import numpy as np
from scipy.signal import lfilter

from forecast.models import sampling
from forecast.models.arima import ArimaErrors

CHECKED_HORIZONS = (1, 2, 4, 7, 14, 21, 28, 42, 60, 90, 120)
"""Days ahead at which past errors are looked at; between them lie straight lines."""

WORST_ERROR = 3.0
"""Deviations at which a past error counts no more: the width is to fit ordinary days."""

UNSURE_DAYS = 30.0
"""Days of history at which not knowing the errors' own four parameters doubles the variance of a forecast."""

WIDENING_BELIEF = 4.0
"""Separate stretches' worth of evidence that the error model is right as it stands."""


def widening(
    errors: ArimaErrors, innovations: np.ndarray, variance: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """
    Return how much further past errors strayed than the error model says, by days ahead, shrunk to 1.

    An error many days ahead is the sum of what each shock since then has left. Where shocks cancel out in the
    long run more than the model knows (a level that comes back), the sum is smaller than independence says.

    Parameters
    ----------
    errors
        The error model.
    innovations, variance
        Of the history and what the model says they should vary by, shape (days,).
    weights
        What each day counts, shape (days,); 0 where nothing is known.

    Returns
    -------
    numpy.ndarray
        Shape (LONGEST_HORIZON,), factors on the deviation.
    """
    responses = errors.responses(sampling.LONGEST_HORIZON)
    shocks = np.where(weights > 0, innovations, 0.0)
    at, factors = [], []
    for ahead in CHECKED_HORIZONS:
        if ahead >= len(shocks) // 2:
            break
        leaves = responses[:ahead]
        strayed = lfilter(leaves, [1.0], shocks)[ahead:]
        expected = np.sqrt(lfilter(leaves**2, [1.0], variance)[ahead:])
        counted = weights[ahead:]
        squares = np.minimum(np.abs(strayed) / expected, WORST_ERROR) ** 2
        evidence = float(counted.sum()) / ahead
        ratio = float(np.sum(counted * squares) / counted.sum())
        unsure = 1 + UNSURE_DAYS / float(weights.sum())
        factors.append(np.sqrt(unsure * (evidence * ratio + WIDENING_BELIEF) / (evidence + WIDENING_BELIEF)))
        at.append(ahead)
    if not at:
        return np.ones(sampling.LONGEST_HORIZON)
    return np.interp(np.arange(1, sampling.LONGEST_HORIZON + 1), at, factors)
