"""Totals shared out at random over slots or parts: the Dirichlet-multinomial and its concentration."""

import numpy as np

LOOSEST = 20.0
"""Least concentration: shares that vary by about a fifth in a busy slot."""


def concentration_of(size: float, ratio: float, *, tightest: float) -> float:
    """
    Return the Dirichlet concentration of counts that vary `ratio` times as much as chance alone lets them.

    Parameters
    ----------
    size
        Mean total that is shared out.
    ratio
        Variance of the counts over the multinomial's.
    tightest
        Largest concentration; given too where nothing varies beyond chance.

    References
    ----------
    Mosimann, J. E. (1962). On the compound multinomial distribution. Biometrika 49, 65-82: the variance is
    the multinomial's times (n + A) / (1 + A).
    """
    if ratio <= 1.0:
        return tightest
    return float(np.clip((size - ratio) / (ratio - 1), LOOSEST, tightest))


def share_out(
    totals: np.ndarray, shares: np.ndarray, concentration: float, whole: bool, rng: np.random.Generator
) -> np.ndarray:
    """Return every total shared out, whole numbers if `whole`, shape (totals, shares)."""
    weights = rng.standard_gamma(concentration * shares, (len(totals), len(shares)))
    sums = weights.sum(axis=1, keepdims=True)
    drawn = np.where(sums > 0, weights / np.maximum(sums, 1e-300), shares)
    if not whole:
        return np.asarray(totals[:, None] * drawn)
    return np.asarray(rng.multinomial(totals.astype(np.int64), drawn), dtype=float)
