"""How long callers wait before they hang up, from history."""

from dataclasses import dataclass

import numpy as np

from forecast.errors import DataError
from forecast.staffing.parameters import Floats

_ENOUGH = 30
"""Abandonments from which the shape of the patience can be told from a constant hazard."""

_Z = 1.959963984540054
"""95 % of a normal distribution lie within this many standard deviations."""


@dataclass(frozen=True, slots=True)
class Patience:
    """
    Patience as the queue formulas need it.

    Parameters
    ----------
    seconds
        Total wait of all callers / number who hung up.
    low, high
        95 % interval of `seconds`.
    abandoned
        Number of callers who hung up.
    shape
        Weibull shape from single waits: 1 is exponential, above 1 callers leave together. NaN if single waits
        are not known or too few.
    warning
        None, ``patience_few`` (interval is wide), ``patience_late`` (shape clearly above 1: an overload hurts more
        than the formula says) or ``patience_early`` (clearly below 1: it hurts less).
    """

    seconds: float
    low: float
    high: float
    abandoned: int
    shape: float = float("nan")
    warning: str | None = None


def fit_totals(total_wait: float, abandoned: int) -> Patience:
    r"""
    Return patience from totals: :math:`\sum W / \#abandoned`.

    It is the maximum-likelihood estimate for exponential patience with answered calls censored, and the value that makes
    Erlang A reproduce the abandonment of the line even where patience is not exponential; the mean patience does not.

    Parameters
    ----------
    total_wait
        Seconds that all callers waited, answered or not.
    abandoned
        Callers who hung up.

    Raises
    ------
    DataError
        ``patience_unknown`` if nobody hung up or nobody waited: patience is then not to be seen in the data.

    References
    ----------
    L. Brown et al., Statistical analysis of a telephone call center, JASA 100, 2005.
    """
    if abandoned < 1 or not total_wait > 0 or not np.isfinite(total_wait):
        raise DataError("patience_unknown", abandoned=int(abandoned), wait=float(total_wait))
    seconds, spread = total_wait / abandoned, np.exp(_Z / np.sqrt(abandoned))
    warning = "patience_few" if abandoned < _ENOUGH else None
    return Patience(
        float(seconds), float(seconds / spread), float(seconds * spread), int(abandoned), warning=warning
    )


def fit_waits(waits: Floats, hung_up: np.ndarray) -> Patience:
    """
    Return patience from single calls, with a look at its shape.

    Parameters
    ----------
    waits
        Wait of every caller in seconds (0 for those answered at once), shape (calls,).
    hung_up
        Whether the caller hung up, shape (calls,).

    Raises
    ------
    DataError
        ``patience_unknown`` if nobody hung up.
    """
    waits, hung_up = np.asarray(waits, dtype=float), np.asarray(hung_up, dtype=bool)
    known = np.isfinite(waits) & (waits >= 0)
    waits, hung_up = waits[known], hung_up[known]
    found = fit_totals(float(waits.sum()), int(hung_up.sum()))
    if found.abandoned < _ENOUGH:
        return found
    shape = _weibull_shape(waits[waits > 0], hung_up[waits > 0])
    # The logarithm of the shape has a standard error of about 0.78 / sqrt(events).
    apart = np.exp(_Z * 0.78 / np.sqrt(found.abandoned))
    warning = "patience_late" if shape > apart else "patience_early" if shape < 1 / apart else None
    return Patience(found.seconds, found.low, found.high, found.abandoned, float(shape), warning)


def fit_slots(waits: Floats, abandoned: Floats, calls: Floats, operators: Floats) -> Patience:
    """
    Return patience from the totals of many slots, with a warning if callers do not leave at one steady rate.

    Exponential patience means one rate of hanging up (abandoned / seconds waited), however long the queue. The slots
    are parted by calls per operator, which does not depend on how long callers happened to wait, into a quiet and a
    crowded half of all hang-ups; a rate that differs by more than its 95 % interval gives the warning.

    Parameters
    ----------
    waits
        Seconds that all callers of a slot waited, shape (slots,).
    abandoned, calls, operators
        Callers who hung up, callers offered, and operators on the phones, same shape.

    Raises
    ------
    DataError
        ``patience_unknown`` if nobody hung up.
    """
    waits, abandoned, calls, operators = (
        np.nan_to_num(np.asarray(column, dtype=float)) for column in (waits, abandoned, calls, operators)
    )
    there = operators > 0
    found = fit_totals(float(waits[there].sum()), int(abandoned[there].sum()))
    if found.abandoned < 4 * _ENOUGH:
        return found
    order = np.argsort((calls[there] / operators[there]), kind="stable")
    gone, waited = abandoned[there][order], waits[there][order]
    half = int(np.searchsorted(np.cumsum(gone), gone.sum() / 2)) + 1
    quiet, crowded = ((gone[part].sum(), waited[part].sum()) for part in (slice(half), slice(half, None)))
    if min(*quiet, *crowded) <= 0:
        return found
    apart = np.log(crowded[0] / crowded[1]) - np.log(quiet[0] / quiet[1])
    wide = _Z * np.sqrt(1 / quiet[0] + 1 / crowded[0])
    warning = "patience_late" if apart > wide else "patience_early" if apart < -wide else found.warning
    return Patience(found.seconds, found.low, found.high, found.abandoned, found.shape, warning)


def _weibull_shape(waits: Floats, event: np.ndarray) -> float:
    """Return the maximum-likelihood Weibull shape under right censoring, by bisection of its score."""
    logs = np.log(waits)
    centre = logs - logs.max()
    low, high = 0.02, 50.0
    mean = centre[event].mean()
    for _ in range(80):
        shape = np.sqrt(low * high)
        weight = np.exp(shape * centre)
        if (weight @ centre) / weight.sum() - 1.0 / shape - mean > 0:
            high = shape
        else:
            low = shape
    return float(np.sqrt(low * high))
