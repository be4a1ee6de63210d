"""How long the answered waited: the one measure of Erlang A without a closed form."""

import numpy as np
from scipy.special import gammainc

from forecast.staffing import kummer
from forecast.staffing.parameters import Floats


def wait_of_answered(a: Floats, n: Floats, aht: Floats, patience: Floats, full: Floats) -> Floats:
    r"""
    Return E[V; answered] in seconds, an integral over s = V / patience.

    .. math:: \pi_n\, c\, patience \int_0^\infty s\, e^{-(c+1)s + y(1 - e^{-s})} ds

    The integrand is log-concave: Gauss-Legendre on each side of its peak, as far as it falls by e^-45.
    """
    c, y, gap = n * patience / aht, a * patience / aht, (n - a) * patience / aht
    inner = y > c + 1.0
    peak = np.where(inner, np.log(np.where(inner, y / (c + 1.0), 1.0)), 0.0)
    # Bounds from u - 1 + e^-u >= u^2 / (2 + u) for u > 0 and >= u^2 / 2 for u < 0.
    q = kummer.DROP / (c + 1.0)
    right_inner = 0.5 * (q + np.sqrt(q * q + 8.0 * q))
    slope = np.maximum(gap + 1.0, 0.0)
    b = 2.0 * slope - kummer.DROP
    root = np.sqrt(b * b + 8.0 * kummer.DROP * (c + 1.0))
    right_edge = np.where(
        b > 0, 4.0 * kummer.DROP / np.where(b > 0, b + root, 1.0), (root - b) / (2.0 * (c + 1.0))
    )
    right = np.where(inner, right_inner, right_edge)
    left = np.where(inner, np.minimum(peak, np.sqrt(2.0 * q)), 0.0)
    total = np.zeros_like(a)
    for low, width in ((-left, left), (np.zeros_like(a), right)):
        for node, weight in zip(kummer.NODES, kummer.WEIGHTS, strict=True):
            step = low + width * (0.5 * (node + 1.0))
            fall = np.where(inner, c + 1.0, y) * kummer.convex(step) + np.where(inner, 0.0, slope * step)
            total += 0.5 * weight * width * (peak + step) * np.exp(-fall)
    # At an inner peak pi_n e^h is the exponent at the peak, D(c, c + 1) + peak, over the scaled denominator.
    height = np.where(inner, 0.0, full)
    if inner.any():
        ci, yi = c[inner], y[inner]
        base = kummer.inverse_blocking(a[inner], n[inner]) * np.exp(-kummer.deviance(ci, yi, gap[inner]))
        base += kummer.stirling(ci) * gammainc(ci, yi)
        height[inner] = np.exp(-kummer.deviance(ci, ci + 1.0, -np.ones_like(ci)) - peak[inner]) / base
    return height * c * patience * total
