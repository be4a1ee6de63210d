"""Rest times: how long and when people rest inside a shift."""

from dataclasses import dataclass

from scheduler.shifts import ShiftType

HALF_HOUR = 30
"""Minutes of the slots on which meals lie, those of the requirement."""


@dataclass(frozen=True, slots=True)
class RestTimes:
    """
    When people rest inside a shift.

    Parameters
    ----------
    meal_after
        Hours above which a shift has a meal break.
    meal_minutes
        Length of the meal where the shift is paid from end to end; else the unpaid time is the meal.
    meal_edge
        Hours after the start and before the end in which no meal lies.
    phone_minutes
        Minutes at the phones in a row at most.
    pause_minutes
        Length of a paid pause.

    Raises
    ------
    ValueError
        If a length is not positive.
    """

    code = "rest_times"
    meal_after: float = 6
    meal_minutes: int = 30
    meal_edge: float = 2
    phone_minutes: int = 60
    pause_minutes: int = 10

    def __post_init__(self) -> None:
        for name in ("meal_minutes", "phone_minutes", "pause_minutes"):
            if getattr(self, name) <= 0:
                raise ValueError(f"rest_times.{name} must be > 0, got {getattr(self, name)}.")
        if self.meal_after < 0 or self.meal_edge < 0:
            raise ValueError(f"rest_times hours must be >= 0, got {self.meal_after} and {self.meal_edge}.")

    def meal_of(self, kind: ShiftType) -> int:
        """Return the minutes of a shift's meal, in whole half-hours; 0 for a short shift."""
        if kind.length <= 60 * self.meal_after:
            return 0
        minutes = kind.length - kind.paid or self.meal_minutes
        return -(-minutes // HALF_HOUR) * HALF_HOUR
