"""Thresholds: as low as calm history allows."""

from collections.abc import Sequence

import numpy as np

from forecast.surge.rules import DRIFT, JUMP, JUMP_TODAY, PART_TODAY, WAVE, WAVE_TODAY

MONTH = 30.4375
"""Days in a month."""

TUNABLE = 56
"""Calm days from which thresholds are tuned on them."""

LOWEST: dict[str, float] = {
    JUMP: 2.0,
    DRIFT: 4.0,
    WAVE: 2.0,
    JUMP_TODAY: 2.0,
    WAVE_TODAY: 2.0,
    PART_TODAY: 3.0,
}
"""Thresholds are never below these, however calm the history."""


UNTUNED: dict[str, float] = {
    JUMP: 3.0,
    DRIFT: 8.0,
    WAVE: 4.0,
    JUMP_TODAY: 3.5,
    WAVE_TODAY: 4.5,
    PART_TODAY: 6.0,
}
"""Thresholds where the history is too short to tune them."""


def tune(statistics: np.ndarray, rules: Sequence[str], per_month: float) -> np.ndarray:
    """
    Return one threshold per rule so that calm days alarm `per_month` times a month, all rules together.

    The rules share one tail probability; an alarm is a stretch of days out of band, and stretches less than three
    days apart are one. One alarm less than accepted is aimed at, since the next calm year is not the last one.

    Parameters
    ----------
    statistics
        Values on calm days, shape (days, rules).
    rules
        Codes of the columns.
    per_month
        Accepted false alarms.
    """
    floors = np.array([LOWEST[rule] for rule in rules])
    days = len(statistics)
    if days < TUNABLE:
        return np.array([UNTUNED[rule] for rule in rules])
    allowed = max(per_month * days / MONTH - 1.0, 0.5)
    low, high = 0.0, 0.5
    for _ in range(40):
        tail = (low + high) / 2
        limits = np.maximum(np.quantile(statistics, 1 - tail, axis=0), floors)
        if stretches((statistics > limits).any(axis=1)) <= allowed:
            low = tail
        else:
            high = tail
    return np.asarray(np.maximum(np.quantile(statistics, 1 - low, axis=0), floors))


def stretches(out: np.ndarray) -> int:
    """Return how many stretches of days are out of band, those less than three days apart counted once."""
    at = np.flatnonzero(out)
    return int(len(at) and 1 + (np.diff(at) > 3).sum())
