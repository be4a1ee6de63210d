"""What the use cases say of a day that is not over yet."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from forecast.prediction import Prediction
from forecast.within_day import DaySoFar


@dataclass(frozen=True, slots=True, eq=False)
class DayProgress:
    """
    A day after some of its half-hours, beside what was forecast before it began.

    Parameters
    ----------
    day
        The day.
    step
        Minutes of a slot.
    found
        Calls so far, and the rest of the day as it looks now.
    before
        The daily forecast of this one day.
    needed, planned
        Operators that each half-hour takes by what is known now, and on the phones as published, shape (48,).
    """

    day: date
    step: int
    found: DaySoFar
    before: Prediction
    needed: np.ndarray
    planned: np.ndarray

    @property
    def until(self) -> int:
        """Minutes after midnight up to which calls are known."""
        return self.found.closed * self.step

    @property
    def missing_hours(self) -> float:
        """Operator hours that are missing in the rest of the day."""
        rest = slice(self.found.closed, None)
        return float(np.maximum(self.needed[rest] - self.planned[rest], 0).sum()) * self.step / 60
