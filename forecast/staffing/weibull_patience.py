r"""
The queue M/M/n+G with Weibull patience: Erlang A for callers who do not hang up at one steady rate.

With :math:`\bar G` the share that is still willing after :math:`x` seconds, :math:`H(x) = \int_0^x \bar G` and
:math:`B` Erlang B, the wait :math:`V` that a caller of endless patience would have has the density

.. math::
    v(x) = \frac{\lambda e^{\lambda H(x) - n\mu x}}{1/B_{n-1} + \lambda \int_0^\infty e^{\lambda H - n\mu u}\,du},
    \quad x > 0,

and callers wait :math:`E\,H(V)`, hang up with probability :math:`E\,G(V)`, and are answered in time unless
:math:`V > t` or they hung up before.

References
----------
F. Baccelli, G. Hebuterne, On queues with impatient customers, Performance 1981.
S. Zeltyn, A. Mandelbaum, Call centers with impatient customers: many-server asymptotics of the M/M/n+G queue,
Queueing Systems 51, 2005.
"""

from dataclasses import dataclass
from math import ceil, log

import numpy as np
from scipy.special import gamma, gammainc

from forecast.staffing.erlang import Definition, erlang_b
from forecast.staffing.parameters import Floats

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)

_STEPS = np.concatenate([[0.0], 2.0 ** np.arange(-15, -3), np.arange(1, 25) / 8.0])
"""Edges between which the density is taken to be smooth, in mean patiences: fine at first, where a quiet line lives."""

_GROWTH = 1.3
"""Beyond the last of these steps each is longer by this factor: hardly anyone is left who could hang up."""

_DROP = 45.0
"""Fall of the exponent beyond which the density is left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """
    What callers meet; every array has shape (loads,).

    Parameters
    ----------
    mean_wait
        Of all callers, in seconds.
    p_abandon, occupancy
        As in `forecast.staffing.erlang.Performance`.
    in_time, gone_early, virtual
        Shares of the callers answered in time, gone before that, and of those who would be answered in time if they
        never hung up.
    """

    mean_wait: Floats
    p_abandon: Floats
    occupancy: Floats
    in_time: Floats
    gone_early: Floats
    virtual: Floats

    def service_level(self, definition: Definition = "offered") -> Floats:
        """Return the service level by one of the five definitions; 0 where nobody is left to be counted."""
        if definition == "virtual":
            return self.virtual
        if definition == "credit":
            return self.in_time + self.gone_early
        if definition == "offered":
            return self.in_time
        counted = 1.0 - (self.p_abandon if definition == "answered" else self.gone_early)
        return np.where(counted > 1e-12, self.in_time / np.maximum(counted, 1e-12), 0.0)


def waiting(load: Floats, *, n: int, aht: float, patience: float, shape: float, seconds: float) -> Waiting:
    """
    Return what callers meet whose patience is Weibull.

    Parameters
    ----------
    load
        Offered loads in erlangs, shape (loads,).
    n
        Operators.
    aht
        In seconds.
    patience
        Mean of the patience in seconds, finite.
    shape
        Of the Weibull law, > 0; 1 gives Erlang A.
    seconds
        Acceptable wait in seconds.
    """
    a = np.atleast_1d(np.asarray(load, dtype=float))
    if n == 0:
        early = -np.expm1(-((seconds * float(gamma(1.0 + 1.0 / shape)) / patience) ** shape))
        nobody, all_ = np.zeros_like(a), np.ones_like(a)
        return Waiting(all_ * patience, all_, nobody, nobody, all_ * early, nobody)
    scale = patience / float(gamma(1.0 + 1.0 / shape))
    x, weight = _grid(patience, (float(a.max()) * patience + _DROP * aht) / n, seconds)
    stays = np.exp(-((x / scale) ** shape))
    held = patience * gammainc(1.0 / shape, (x / scale) ** shape)  # H
    height = (a[:, None] * held - n * x) / aht
    top = np.maximum(height.max(axis=1, keepdims=True), 0.0)
    # Numerator and denominator of v, times Erlang B and divided by the exponent's peak: nothing grows.
    blocked = erlang_b(a, n - 1)[:, None]
    density = blocked * (a / aht)[:, None] * weight * np.exp(height - top)
    empty = np.exp(-top[:, 0])
    whole = empty + density.sum(axis=1)

    soon = x <= seconds
    last = float(np.exp(-((seconds / scale) ** shape)))
    met = np.stack([held, 1.0 - stays, stays * soon, np.where(soon, 1.0 - stays, 1.0 - last), soon], axis=1)
    wait, gone, in_time, early, answered_soon = (density @ met / whole[:, None]).T
    at_once = empty / whole
    return Waiting(wait, gone, a * (1.0 - gone) / n, at_once + in_time, early, at_once + answered_soon)


def _grid(patience: float, end: float, seconds: float) -> tuple[Floats, Floats]:
    """Return moments from 0 to `end` seconds at least and their weights in an integral, both of shape (nodes,)."""
    edges = patience * _STEPS
    more = max(ceil(log(max(end / edges[-1], 1.0), _GROWTH)), 0)
    edges = np.concatenate([edges, edges[-1] * _GROWTH ** np.arange(1, more + 1)])
    edges = np.unique(np.append(edges, min(seconds, edges[-1])))
    width = np.diff(edges)[:, None]
    return (edges[:-1, None] + width * (0.5 * (_NODES + 1.0))).ravel(), (0.5 * _WEIGHTS * width).ravel()
