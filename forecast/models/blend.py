"""A mean of several models: each quantile is the mean of theirs, the paths move as those of the first."""

from collections.abc import Sequence

import numpy as np

from forecast.models import sampling
from forecast.prediction import Prediction

JOINED = "+"
"""Stands between the codes of the models in a mean's own."""


def averaged(parts: Sequence[Prediction], *, paths: int, whole: bool, seed: int) -> Prediction:
    """
    Return the mean of predictions of the same days: of their means and, level by level, of their quantiles.

    A mixture of the distributions would be wider than they are; the mean of quantiles keeps their width. The
    dependence between days is that of the first: its draws are ranked on every day, and each rank gets the mean of
    the values that the models have at it.

    Parameters
    ----------
    parts
        Made with at least `sampling.DRAWS` paths each, the same number in all.
    paths
        Number of sample paths wanted.
    whole
        Whether the values are counts; the paths then hold whole numbers.
    seed
        Of the order among equal draws, and of the rounding to whole numbers, which keeps the mean.

    References
    ----------
    Lichtendahl, K. C., Grushka-Cockayne, Y. and Winkler, R. L. (2013). Is it better to average probabilities or
    quantiles? Management Science 59, 1594-1611. Schefzik, R., Thorarinsdottir, T. L. and Gneiting, T. (2013).
    Uncertainty quantification in complex simulation models using ensemble copula coupling. Statistical Science 28,
    616-640.
    """
    lead = parts[0]
    rng = np.random.default_rng([seed, len(parts)])
    middle = np.mean([np.sort(part.paths, axis=0) for part in parts], axis=0)
    order = np.lexsort((rng.random(lead.paths.shape), lead.paths), axis=0)
    draws = np.empty_like(middle)
    np.put_along_axis(draws, order, middle, axis=0)
    if whole:
        draws = np.floor(draws + rng.random(draws.shape))
    return sampling.from_draws(
        lead.grid,
        lead.origin,
        JOINED.join(part.model for part in parts),
        draws,
        paths=paths,
        mean=np.mean([part.mean for part in parts], axis=0),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )
