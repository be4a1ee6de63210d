"""What innovations tell: lone shocks, restless stretches, heavy tails."""

import numpy as np
from scipy.signal import lfilter

SHOCK = 4.5
"""Robust deviations from which a single day counts as a shock and is masked."""

RESTLESS_HALF_LIFE = 45.0
"""Days over which restless and calm stretches (an epidemic, a reorganisation) take turns."""

RESTLESS_BELIEF = 30.0
"""Days' worth of evidence that every stretch is as restless as the whole."""

SHAPE_BELIEF = 100.0
"""Days' worth of evidence for moderately heavy tails, and the excess kurtosis it stands for: t with 10 degrees."""
SHAPE_EXCESS = 1.0


def find_shocks(innovations: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return single days far out of line; what stays is a level shift, and the last three days are never judged."""
    spread = 1.4826 * float(np.median(np.abs(innovations[known]))) + 1e-6
    standard = np.where(known, innovations, 0.0) / spread
    far = np.abs(standard) > SHOCK
    ahead = np.append(standard[1:], [0.0])
    later = np.append(standard[2:], [0.0, 0.0])
    stays = (np.sign(ahead) == np.sign(standard)) & (np.abs(ahead) > 2) & (np.abs(later) > 2)
    far &= ~(stays & (np.sign(later) == np.sign(standard)))
    far[-3:] = False
    return np.asarray(far & known)


def restlessness(innovations: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return how restless each stretch of the history is beside the whole, shape (days,)."""
    seen = weights > 0
    size = 1.4826 * float(np.median(np.abs(innovations[seen]))) + 1e-9
    squares = np.where(seen, np.minimum(np.abs(innovations), SHOCK * size) ** 2, 0.0)
    fade = 0.5 ** (1 / RESTLESS_HALF_LIFE)

    def around(values: np.ndarray) -> np.ndarray:
        before = lfilter([1.0], [1.0, -fade], values)
        after = lfilter([1.0], [1.0, -fade], values[::-1])[::-1]
        return np.asarray(before + after - values)

    overall = float(np.sum(weights * squares) / np.sum(weights))
    local = (around(squares) + RESTLESS_BELIEF * overall) / (around(1.0 * seen) + RESTLESS_BELIEF)
    return np.asarray(np.sqrt(local / overall))


def tail_freedom(standard: np.ndarray) -> float:
    """Return degrees of freedom of a t distribution from the excess kurtosis, shrunk."""
    unit = standard / max(float(np.sqrt(np.mean(standard**2))), 1e-9)
    excess = float(np.mean(np.minimum(unit**4, 6.0**4))) - 3
    shrunk = (len(unit) * excess + SHAPE_BELIEF * SHAPE_EXCESS) / (len(unit) + SHAPE_BELIEF)
    return float(np.clip(4 + 6 / max(shrunk, 0.1), 4.5, 40.0))
