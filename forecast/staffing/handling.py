"""Handling times by type from totals: what a line without records of single calls still tells."""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import nnls

from forecast.errors import DataError
from forecast.staffing.lognormal import FittedHandling
from forecast.staffing.parameters import Floats

_Z = 1.959963984540054
"""95 % of a normal distribution lie within this many standard deviations."""

_ENOUGH = 20
"""Spans (days) with calls from which types can be told apart."""


def fit_totals(
    seconds: Floats, calls: Mapping[str, Floats], surge: np.ndarray | None = None
) -> tuple[FittedHandling, ...]:
    r"""
    Fit all types at once: :math:`y_d = \sum_k c_{dk} h_k + \varepsilon_d` by least squares with h >= 0.

    The variance of a day's total grows with its calls, so days are weighted by 1 / calls; what is left over gives the
    coefficient of variation of one call, :math:`cv^2 = \mathrm{mean}\,\varepsilon_d^2 / \sum_k c_{dk} h_k^2`.

    Parameters
    ----------
    seconds
        Talk, hold and after-call work per day, shape (days,).
    calls
        Answered calls per day by type, each of shape (days,).
    surge
        Whether a day belongs to a surge, shape (days,); such days only give the growth, one for all types.

    Raises
    ------
    DataError
        ``handling_few`` if fewer than 20 days with calls are left outside surges.
    """
    counts = np.column_stack([np.asarray(column, dtype=float) for column in calls.values()])
    seconds = np.asarray(seconds, dtype=float)
    heavy = np.zeros(seconds.shape, dtype=bool) if surge is None else np.asarray(surge, dtype=bool)
    usable = np.isfinite(seconds) & np.isfinite(counts).all(axis=1) & (np.nan_to_num(counts).sum(axis=1) > 0)
    calm = usable & ~heavy
    if calm.sum() < _ENOUGH:
        raise DataError("handling_few", type=", ".join(calls), calls=int(calm.sum()), needed=_ENOUGH)
    c, y = counts[calm], seconds[calm]
    weight = 1.0 / np.sqrt(c.sum(axis=1))
    found, _ = nnls(c * weight[:, None], y * weight)
    rest = y - c @ found
    cv = float(np.sqrt(np.mean(rest**2) / max(float(np.mean(c @ found**2)), 1e-300)))
    spread = np.mean((rest * weight) ** 2) * np.linalg.pinv((c * weight[:, None] ** 2).T @ c)
    half = _Z * np.sqrt(np.maximum(np.diag(spread), 0.0))
    growth = 1.0
    busy = usable & heavy
    if busy.any():
        growth = float(seconds[busy].sum() / max(float((counts[busy] @ found).sum()), 1e-300))
    return tuple(
        FittedHandling(
            name, float(h), float(max(h - d, 0.0)), float(h + d), cv, growth, round(float(c[:, k].sum()))
        )
        for k, (name, h, d) in enumerate(zip(calls, found, half, strict=True))
    )
