"""Ridge regression whose groups of columns learn their own size: empirical Bayes."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """
    What a shrunken regression knows about its effects.

    Parameters
    ----------
    effects
        Shape (columns,).
    covariance
        Shape (columns, columns).
    variance
        Of one innovation.
    """

    effects: np.ndarray
    covariance: np.ndarray
    variance: float


def solve(
    gram: np.ndarray, product: np.ndarray, square: float, weight: float, sizes: np.ndarray, variance: float
) -> Posterior:
    r"""
    Return the posterior of the effects :math:`\beta_j \sim N(0, \tau_j^2)`.

    Parameters
    ----------
    gram, product, square
        Weighted :math:`X'X` (columns, columns), :math:`X'y` (columns,) and :math:`y'y`.
    weight
        Sum of the weights.
    sizes
        Prior deviation of each effect, shape (columns,).
    variance
        First guess of the innovations' variance; one update precedes the answer.

    References
    ----------
    MacKay, D. J. C. (1992). Bayesian interpolation. Neural Computation 4, 415-447.
    """
    precision = np.diag(sizes**-2)
    for update in (True, False):
        factor = cho_factor(gram / variance + precision, lower=True, check_finite=False)
        effects = cho_solve(factor, product / variance, check_finite=False)
        covariance = cho_solve(factor, np.eye(len(effects)), check_finite=False)
        misfit = max(square - 2 * product @ effects + effects @ gram @ effects, 1e-12)
        if update:
            spent = len(effects) - float(np.sum(np.diag(covariance) / sizes**2))
            variance = max(misfit / max(weight - spent, 0.25 * weight), SMALLEST_VARIANCE)
    return Posterior(effects, covariance, variance)


def penalty(
    gram: np.ndarray, product: np.ndarray, square: float, weight: float, sizes: np.ndarray, variance: float
) -> float:
    """
    Return minus twice the log marginal likelihood with the best variance, up to a constant.

    Parameters
    ----------
    gram, product, square, weight, sizes, variance
        As in `solve`. With sizes measured in innovations the variance drops out but for one logarithm.
    """
    factor = cho_factor(gram + np.diag(variance * sizes**-2), lower=True, check_finite=False)
    misfit = max(square - float(product @ cho_solve(factor, product, check_finite=False)), 1e-12)
    return float(weight * np.log(misfit / weight) + 2 * np.sum(np.log(np.diag(factor[0]))))


def learn_sizes(
    posterior: Posterior, members: np.ndarray, sizes: np.ndarray, prior: np.ndarray, belief: np.ndarray
) -> np.ndarray:
    r"""
    Return the size of every group after one fixed-point step.

    With :math:`\gamma_j = 1 - C_{jj} / \tau^2` the share of an effect that the data told, a group's size is
    :math:`\tau^2 = (\sum \beta_j^2 + b \tau_0^2) / (\sum \gamma_j + b)`; far fewer steps than by expectation and
    maximisation, to the same point.

    Parameters
    ----------
    posterior
        With the sizes of before.
    members
        Group number of every column.
    sizes
        Of before, shape (groups,).
    prior, belief
        Typical size of each group and how many effects' worth of evidence it counts for.

    Returns
    -------
    numpy.ndarray
        Shape (groups,).

    References
    ----------
    MacKay (1992), as in `solve`, section 4.4.
    """
    total = np.bincount(members, weights=posterior.effects**2, minlength=len(prior))
    learned = np.clip(1 - np.diag(posterior.covariance) / sizes[members] ** 2, 0.0, 1.0)
    count = np.bincount(members, weights=learned, minlength=len(prior))
    found: np.ndarray = np.sqrt((total + belief * prior**2) / (count + belief))
    return found


SMALLEST_VARIANCE = 1e-8
"""Variance below which a series counts as constant: a hundredth of a percent of day-to-day deviation."""
