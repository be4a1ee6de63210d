"""Handling times from single calls: lognormal per type, and how they grow in a surge."""

from dataclasses import dataclass

import numpy as np

from forecast.errors import DataError
from forecast.staffing.parameters import Floats

_ENOUGH = 20
"""Calls from which a type's own handling time is trusted."""


@dataclass(frozen=True, slots=True)
class FittedHandling:
    """
    Handling time of one type of call.

    Parameters
    ----------
    type
        Code of the type.
    seconds
        Mean of the fitted lognormal.
    low, high
        95 % interval of the mean.
    cv
        Standard deviation over mean of the fitted lognormal.
    growth
        Mean in a surge over mean otherwise; 1 where no surge was seen.
    calls
        Calls it rests on.
    """

    type: str
    seconds: float
    low: float
    high: float
    cv: float
    growth: float
    calls: int


def fit(type_: str, seconds: Floats, surge: np.ndarray | None = None) -> FittedHandling:
    r"""
    Fit one type: :math:`E = e^{\mu + \sigma^2/2}`, with Cox's interval for the mean of a lognormal.

    Parameters
    ----------
    type_
        Code of the type.
    seconds
        Handling times, shape (calls,); values that are not above 0 are left out (dropped calls).
    surge
        Whether a call came on a surge day, shape (calls,), or None.

    Raises
    ------
    DataError
        ``handling_few`` if fewer than 20 usable calls are left outside surges.

    References
    ----------
    L. Brown et al., Statistical analysis of a telephone call center, JASA 100, 2005, section 4 (lognormal service).
    X.-H. Zhou, S. Gao, Confidence intervals for the log-normal mean, Statistics in Medicine 16, 1997 (Cox's method).
    """
    seconds = np.asarray(seconds, dtype=float)
    heavy = np.zeros(seconds.shape, dtype=bool) if surge is None else np.asarray(surge, dtype=bool)
    usable = np.isfinite(seconds) & (seconds > 0)
    calm, busy = np.log(seconds[usable & ~heavy]), np.log(seconds[usable & heavy])
    if calm.size < _ENOUGH:
        raise DataError("handling_few", type=type_, calls=int(calm.size), needed=_ENOUGH)
    centre, spread = calm.mean(), calm.var(ddof=1)
    mean = centre + spread / 2
    half = 1.959963984540054 * np.sqrt(spread / calm.size + spread**2 / (2 * (calm.size - 1)))
    growth = 1.0
    if busy.size >= _ENOUGH:
        growth = float(np.exp(busy.mean() + busy.var(ddof=1) / 2 - mean))
    return FittedHandling(
        type_,
        float(np.exp(mean)),
        float(np.exp(mean - half)),
        float(np.exp(mean + half)),
        float(np.sqrt(np.expm1(spread))),
        growth,
        int(calm.size),
    )
