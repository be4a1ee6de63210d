"""Rates behind counts: chance that every queue formula brings along anyway is taken out of the paths."""

import numpy as np

from forecast.staffing.parameters import Floats


def rates_of(paths: Floats, per_day: int) -> Floats:
    r"""
    Return sample paths of the call rate from sample paths of call counts, same shape and same means.

    A count varies more than its rate: :math:`CV_{rate}^2 = CV_{count}^2 - 1/mean`. The queue formulas assume Poisson
    calls at a given rate, so the Poisson part would be counted twice. The day's total, whose chance part is small,
    gives the day's common factor; what is left within the day is shrunk to the variance that its rate must have.

    Parameters
    ----------
    paths
        Counts, shape (paths, slots).
    per_day
        Slots in a day; divides the number of slots.

    References
    ----------
    G. Jongbloed, G. Koole, Managing uncertainty in call centres using Poisson mixtures, ASMBI 17, 2001.
    """
    count, slots = paths.shape
    days = paths.reshape(count, slots // per_day, per_day)
    mean, variance = days.mean(axis=0), days.var(axis=0)
    total = days.sum(axis=2)
    factor, spread = _factor(total)
    relative = np.where(mean > 0, days / np.where(mean > 0, mean, 1.0), 1.0)
    rest = (
        relative
        - np.where(total.mean(axis=0) > 0, total / np.maximum(total.mean(axis=0), 1e-300), 1.0)[..., None]
    )
    wanted = np.maximum(variance - mean, 0.0) / np.maximum(mean, 1e-12) ** 2 - spread[:, None]
    having = rest.var(axis=0)
    scale = np.sqrt(np.clip(np.where(having > 0, wanted / np.where(having > 0, having, 1.0), 0.0), 0.0, 1.0))
    rates = np.maximum(factor[..., None] + scale * rest, 0.0)
    rates *= mean / np.where(rates.mean(axis=0) > 0, rates.mean(axis=0), 1.0)
    found: Floats = rates.reshape(count, slots)
    return found


def _factor(total: Floats) -> tuple[Floats, Floats]:
    """Return the day's factor, shape (paths, days), and its variance, shape (days,)."""
    mean, variance = total.mean(axis=0), total.var(axis=0)
    safe = np.where(mean > 0, mean, 1.0)
    kept = np.clip(1.0 - mean / np.where(variance > 0, variance, np.inf), 0.0, 1.0)
    factor = 1.0 + np.sqrt(np.where(variance > mean, kept, 0.0)) * (total / safe - 1.0)
    return factor, np.maximum(variance - mean, 0.0) / safe**2
