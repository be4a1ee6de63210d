"""Ways of seeing that too much comes in: a jump, a drift, a slow wave; the first and the last also within the day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special
from scipy.stats import nbinom

JUMP, DRIFT, WAVE, JUMP_TODAY, WAVE_TODAY, PART_TODAY = (
    "jump", "drift", "wave", "jump_today", "wave_today", "part_today",
)  # fmt: skip

RULES: tuple[str, ...] = (JUMP, DRIFT, WAVE, JUMP_TODAY, WAVE_TODAY, PART_TODAY)
"""
Every rule: one day far above its expectation; several days a little above; a week above the level of two weeks ago;
today so far above its expectation; the last six days and today so far above the level of two weeks ago;
a channel, type, topic or county today far above its share.
"""

WITHIN_DAY = frozenset({JUMP_TODAY, WAVE_TODAY, PART_TODAY})
"""Rules that look at each half-hour as it closes."""

EARLIEST = 0.2
"""Share of the day that must have passed before today is judged."""

ALLOWANCE = 0.5
"""Deviations a day that the drift forgives (the reference value k of a one-sided CUSUM)."""

SLOW = 0.1
"""Share of a day's surprise that moves the slow level, which the drift is measured against."""

ROBUST = 2.0
"""Deviations beyond which a surprise moves the level no further."""

ONE_DAY = 4.0
"""Deviations of one day at most that the drift adds up: a lone storm is the jump's business."""

FURTHEST = 8.0
"""Deviations at which a surprise counts no more: beyond lies only rounding."""


@dataclass(frozen=True, slots=True)
class Widths:
    """How much wider than the forecasts said the surprises of calm days are, on ordinary and on special days."""

    ordinary: float = 1.0
    special: float = 1.0


def surprise(value: npt.ArrayLike, mean: npt.ArrayLike, spread: npt.ArrayLike) -> np.ndarray:
    r"""
    Return how many normal deviations counts lie above their expectation; the arguments broadcast.

    A count is negative binomial with mean `mean` and variance :math:`mean + spread^2 mean^2`; the mid-probability of
    its upper tail becomes a normal deviation.

    Parameters
    ----------
    value
        What came, in calls.
    mean
        What should have come.
    spread
        Deviation on the log scale beyond count noise.
    """
    centre = np.maximum(np.asarray(mean, dtype=float), 0.05)
    size = 1 / np.maximum(np.asarray(spread, dtype=float), 1e-3) ** 2
    at, rest = np.rint(value), centre / (size + centre)
    # Half of P(more) and half of P(as many or more), each an incomplete beta function.
    tail = (special.betainc(at + 1, size, rest) + special.betainc(at, size, rest)) / 2
    return np.asarray(np.clip(-special.ndtri(np.clip(tail, 1e-15, 1 - 1e-12)), -FURTHEST, FURTHEST))


def upper(mean: float, spread: float, level: float) -> float:
    """Return the count that is exceeded with probability 1 - `level`."""
    size = 1 / max(spread, 1e-3) ** 2
    return float(nbinom.ppf(level, size, size / (size + max(mean, 0.05))))


def learn_widths(standard: np.ndarray, special: np.ndarray) -> Widths:
    """Return widths from past surprises, robustly, each shrunk to what all days together say."""
    known = np.isfinite(standard)
    if known.sum() < 20:
        return Widths(1.2, 1.6)

    def robust(values: np.ndarray) -> float:
        return 1.4826 * float(np.median(np.abs(values - np.median(values))))

    overall = max(robust(standard[known]), 0.3)

    def shrunk(chosen: np.ndarray) -> float:
        seen = standard[known & chosen]
        if len(seen) < 5:
            return overall
        own = float(np.sqrt(np.mean(np.clip(seen, -4.0, 4.0) ** 2)))
        return float((len(seen) * own + 15 * overall) / (len(seen) + 15))

    return Widths(max(shrunk(~special), 0.8), max(shrunk(special), 1.0))


def level_after(level: float, value: float, mean: float, spread: float, gain: float) -> float:
    """Return the log level between two forecasts after a day in band; it follows a share `gain` of its surprise."""
    rest = float(np.log((value + 0.5) / (mean + 0.5))) - level
    limit = ROBUST * np.sqrt(spread**2 + 1 / (mean + 0.5))
    return level + gain * float(np.clip(rest, -limit, limit))


def drift_after(drift: float, deviation: float) -> float:
    """Return the cumulative sum after one more day."""
    return max(0.0, drift + min(deviation, ONE_DAY) - ALLOWANCE)


def wave_of(values: np.ndarray, far: np.ndarray, spread: np.ndarray) -> float:
    """Return how far the last days together lie above the level of two weeks ago, in deviations of one day."""
    known = np.isfinite(values) & np.isfinite(far)
    if known.sum() < 3:
        return 0.0
    return float(wave(values[known].sum(), far[known].sum(), float(np.mean(spread[known] ** 2))))


def wave(seen: npt.ArrayLike, wanted: npt.ArrayLike, variance: npt.ArrayLike) -> np.ndarray:
    """Return the log ratio of two sums over its deviation; the arguments broadcast."""
    total = np.asarray(wanted, dtype=float)
    rest = np.log((np.asarray(seen, dtype=float) + 0.5) / (total + 0.5))
    return np.asarray(rest / np.sqrt(np.asarray(variance, dtype=float) + 1 / np.maximum(total, 0.5)))
