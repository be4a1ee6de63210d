"""What the use cases say of rests inside shifts."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from scheduler.rests import Rest
from scheduler.shifts import ShiftType


@dataclass(frozen=True, slots=True)
class RestLine:
    """One person's shift of a day with its rests by start."""

    name: str
    shift: ShiftType
    rests: tuple[Rest, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RestDay:
    """
    A day's rests.

    Parameters
    ----------
    day
        Which day.
    lines
        One per shift at the phones.
    required, planned, on_phones
        Operators per half-hour, shape (48,): needed, on duty, and on duty but at no meal.
    """

    day: date
    lines: tuple[RestLine, ...]
    required: np.ndarray
    planned: np.ndarray
    on_phones: np.ndarray

    @property
    def missing_hours(self) -> float:
        """Operator hours that are missing while people rest."""
        return float(np.maximum(self.required - self.on_phones, 0).sum()) / 2
