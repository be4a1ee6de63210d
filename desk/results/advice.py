"""What the use cases say of shift types that would fit better."""

from dataclasses import dataclass
from datetime import date

from scheduler.solve.design import Fit


@dataclass(frozen=True, slots=True)
class ShiftAdvice:
    """How a window is covered with the centre's own shift types, and with designed ones."""

    start: date
    days: int
    usual: Fit
    designed: Fit
