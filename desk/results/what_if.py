"""What the use cases say of before and after."""

from dataclasses import dataclass
from datetime import date

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """
    What callers meet, per half-hour; every array has the shape (days * 48,).

    Parameters
    ----------
    calls
        Expected calls.
    required, planned
        Operators needed for the target, and on the phones.
    service_level
        Share answered within the target time, in [0, 1].
    wait
        Mean wait of a caller in seconds.
    abandoned
        Expected callers who give up.
    total_calls, total_abandoned
        Sums over the window.
    mean_service_level, mean_wait
        Means weighted by calls.
    operator_hours_required, operator_hours_planned
        Sums over the window in hours.
    """

    calls: np.ndarray
    required: np.ndarray
    planned: np.ndarray
    service_level: np.ndarray
    wait: np.ndarray
    abandoned: np.ndarray
    total_calls: float
    total_abandoned: float
    mean_service_level: float
    mean_wait: float
    operator_hours_required: float
    operator_hours_planned: float

    @property
    def missing_hours(self) -> float:
        """Operator hours that are missing, over all half-hours."""
        return float(np.maximum(self.required - self.planned, 0).sum()) / 2


@dataclass(frozen=True, slots=True)
class DayComparison:
    """One day before and after: calls, most operators needed at once, service level."""

    day: date
    calls_before: float
    calls_after: float
    peak_before: int
    peak_after: int
    service_before: float
    service_after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What if more people call, or fewer operators come: both situations and every day."""

    start: date
    days: int
    before: Situation
    after: Situation
    by_day: tuple[DayComparison, ...]
