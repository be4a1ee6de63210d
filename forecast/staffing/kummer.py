r"""
The three functions that Erlang's formulas are made of, without overflow and without cancellation.

With :math:`D(c, z) = z - c + c\ln(c/z) \ge 0` and :math:`K(c) = \Gamma(c+1) e^c c^{-c}`,

.. math::

    M(c, z) = {}_1F_1(1; c+1; z) = \sum_k \frac{z^k}{(c+1)\cdots(c+k)} = K(c)\, e^{D(c, z)}\, P(c, z),

where :math:`P` is the regularised lower incomplete gamma function.

References
----------
NIST Digital Library of Mathematical Functions, 8.5.1 (M and the incomplete gamma function),
8.11.6 and 8.11.7 (expansion away from the turning point).
C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000 (the deviance D).
"""

from functools import cache
from math import factorial

import numpy as np
from scipy.special import gammainc, gammaincc, gammaln

from forecast.staffing.parameters import Floats

_TERMS = 64
"""Terms of a power series whose ratio starts at 1/2 or whose argument is at most `_SMALL`."""

_SMALL = 8.0
"""Arguments up to which the power series needs no more than `_TERMS` terms."""

_FAR = 200.0
"""Squared distance from the turning point, in standard deviations, from which the expansion is exact."""

DROP = 45.0
"""Fall of the exponent at which the tail of an integral no longer matters: e^-45 is below 1e-19."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(56)
"""Gauss-Legendre nodes for log-concave integrands between their peak and the end of their range."""

_AT_ONCE = 65_536
"""Values of an integrand that are worked out together: enough for numpy to be quick, little enough to stay in cache."""

_CONVEX = tuple((-1.0) ** k / factorial(k + 2) for k in range(14))
"""Taylor coefficients of (u - 1 + e^-u) / u^2: below 0.3 the first one left out is under 1e-20."""

_ORDER = 14
"""Order of that expansion: the first term left out is below 1e-18 at `_FAR`."""


def deviance(c: Floats, z: Floats, gap: Floats) -> Floats:
    """
    Return :math:`D(c, z)` for c > 0 and z >= 0 (infinite at z = 0).

    Parameters
    ----------
    c, z
        The two arguments.
    gap
        ``c - z``, given apart because the caller often knows it better than the difference tells.
    """
    v = gap / (c + z)
    near = np.abs(v) < 0.1
    square = v * v
    tail = np.zeros_like(v)
    for j in range(9, 0, -1):
        tail = square * (tail + 1.0 / (2 * j + 1))
    close = gap * v + 2.0 * c * v * tail
    ratio = np.where(near | (z <= 0), 1.0, c / np.where(z > 0, z, 1.0))
    far = c * np.log(ratio) - gap
    return np.where(near, close, np.where(z > 0, far, np.inf))


def stirling(c: Floats) -> Floats:
    """Return :math:`K(c)` for c > 0: the square root of 2 pi c, but for its Stirling correction."""
    big = np.maximum(c, 16.0)
    square = 1.0 / (big * big)
    correction = (
        1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))
    ) / big
    small = np.minimum(c, 16.0)
    exact = np.exp(gammaln(small + 1.0) + small - small * np.log(small))
    return np.where(c > 16.0, np.sqrt(2.0 * np.pi * big) * np.exp(correction), exact)


def convex(u: Floats) -> Floats:
    """Return :math:`u - 1 + e^{-u}` without cancellation near 0."""
    near = np.abs(u) < 0.3
    v = u[near]
    tail = np.full_like(v, _CONVEX[-1])
    for coefficient in _CONVEX[-2::-1]:
        tail *= v
        tail += coefficient
    found = np.empty_like(u)
    found[near] = v * v * tail
    far = u[~near]
    found[~near] = far + np.expm1(-far)
    return found


@cache
def _eulerian() -> tuple[tuple[int, ...], ...]:
    """Return the Eulerian numbers of the second kind, the coefficients of DLMF 8.11.9."""
    rows: list[tuple[int, ...]] = [(1,), (1,)]
    for k in range(2, _ORDER + 1):
        last = (0, *rows[-1], 0)
        rows.append(tuple(m * last[m] + (2 * k - m) * last[m - 1] for m in range(1, k + 1)))
    return tuple(rows)


def _expansion(ratio: Floats, far: Floats) -> Floats:
    r"""Return :math:`\sum_{k\ge1} (-1)^k b_k(r) / X^k` of DLMF 8.11.6 with `far` as X."""
    total = np.zeros_like(ratio)
    for k in range(_ORDER, 0, -1):
        polynomial = np.zeros_like(ratio)
        for coefficient in reversed(_eulerian()[k]):
            polynomial = ratio * (polynomial + coefficient)
        total = total + (-1) ** k * polynomial * far ** (-k)
    return total


def kummer(c: Floats, z: Floats, gap: Floats) -> tuple[Floats, Floats]:
    r"""
    Return :math:`M(c, z)` and the abandonment series for 0 < z <= c (``gap = c - z >= 0``).

    The second is :math:`\sum_k \frac{z^k}{(c+1)\cdots(c+k)} \frac{k+1}{c+k+1} = (1 - (1 - r) M) / r`
    with :math:`r = z / c`; all its terms are positive.
    """
    ratio = z / c
    far = gap * (gap / c)
    series = (ratio <= 0.5) | (z <= _SMALL)
    expand = ~series & (far >= _FAR)
    middle = ~series & ~expand
    value, abandoned = np.empty_like(z), np.empty_like(z)
    if series.any():
        value[series], abandoned[series] = _power_series(c[series], z[series])
    if expand.any():
        r, rest = ratio[expand], gap[expand] / c[expand]
        sum_ = _expansion(r, far[expand])
        value[expand] = (1.0 + sum_) / rest
        abandoned[expand] = -sum_ / r
    if middle.any():
        value[middle], abandoned[middle] = _integrals(c[middle], z[middle], gap[middle])
    return value, abandoned


def _power_series(c: Floats, z: Floats) -> tuple[Floats, Floats]:
    term = np.ones_like(z)
    value = np.ones_like(z)
    abandoned = 1.0 / (c + 1.0)
    for k in range(1, _TERMS):
        term *= z / (c + k)
        value += term
        abandoned += term * ((k + 1) / (c + k + 1))
        if k % 8 == 0 and (term <= 1e-18 * abandoned).all():
            break
    return value, abandoned


def _integrals(c: Floats, z: Floats, gap: Floats) -> tuple[Floats, Floats]:
    r"""
    Return both by Gauss-Legendre: :math:`c \int_0^\infty e^{-(c-z)s - z(s-1+e^{-s})} \{1,\ 1-e^{-s}\}\, ds`.

    The range ends where the exponent has fallen by 45, bounded by :math:`s - 1 + e^{-s} \ge s^2 / (2 + s)`.
    """
    b = 2.0 * gap - DROP
    root = np.sqrt(b * b + 8.0 * DROP * c)
    end = np.where(b > 0, 4.0 * DROP / np.where(b > 0, b + root, 1.0), (root - b) / (2.0 * c))
    value, abandoned = np.zeros_like(z), np.zeros_like(z)
    together = max(_AT_ONCE // max(z.size, 1), 1)
    for first in range(0, NODES.size, together):
        nodes, weights = NODES[first : first + together, None], WEIGHTS[first : first + together, None]
        s = end * (0.5 * (nodes + 1.0))
        bend = convex(s)
        part = weights * np.exp(-gap * s - z * bend)
        value += part.sum(axis=0)
        # 1 - e^-s is s less its bend; here z * bend <= 45 and z > 8, so s stays below 7 and no digits are lost.
        s -= bend
        s *= part
        abandoned += s.sum(axis=0)
    half = 0.5 * end * c
    return half * value, half * abandoned


def lower(c: Floats, z: Floats, gap: Floats) -> Floats:
    """Return K(c) P(c, z) for any z >= 0 with ``gap = c - z``; far below c it fades to 0."""
    found = np.zeros_like(z)
    below = (gap > 0) & (z > 0)
    above = gap <= 0
    if below.any():
        cb, zb, gb = c[below], z[below], gap[below]
        found[below] = np.exp(-deviance(cb, zb, gb)) * kummer(cb, zb, gb)[0]
    if above.any():
        found[above] = stirling(c[above]) * gammainc(c[above], z[above])
    return found


def inverse_blocking(load: Floats, n: Floats) -> Floats:
    r"""
    Return :math:`1/B - 1 = \sum_{k\ge1} n(n-1)\cdots(n-k+1)/a^k` for an overload, 0 < n < a.

    References
    ----------
    DLMF 8.11.7 for the expansion; :math:`1/B = K(n) e^{D(n, a)} Q(n + 1, a)` between.
    """
    gap = load - n
    far = gap * (gap / n)
    series = load >= 2.0 * n
    expand = ~series & (far >= 5.0 * _FAR)
    middle = ~series & ~expand
    found = np.empty_like(load)
    if series.any():
        a, m = load[series], n[series]
        term, total = np.ones_like(a), np.zeros_like(a)
        for k in range(_TERMS):
            term = term * (np.maximum(m - k, 0.0) / a)
            total = total + term
        found[series] = total
    if expand.any():
        a, m = load[expand], n[expand]
        found[expand] = m / gap[expand] * (1.0 + _expansion(a / m, far[expand]))
    if middle.any():
        a, m = load[middle], n[middle]
        found[middle] = stirling(m) * np.exp(deviance(m, a, -gap[middle])) * gammaincc(m + 1.0, a) - 1.0
    return found


def blocking(load: Floats, n: Floats) -> Floats:
    r"""Return Erlang B for 0 < a <= n: :math:`e^{-D(n, a)} / (K(n) Q(n + 1, a))`; it may fade to 0."""
    return np.exp(-deviance(n, load, n - load)) / (stirling(n) * gammaincc(n + 1.0, load))
