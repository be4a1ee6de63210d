"""Requirement: how many operators each slot takes; the type that forecasting hands over to rostering."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from forecast.grid import Grid


@dataclass(frozen=True, slots=True, eq=False)
class CallBackPlan:
    """
    When work that can wait is done beside the calls.

    Parameters
    ----------
    names
        Codes of the kinds of work.
    minutes
        Planned operator-minutes per kind and slot, shape (kinds, slots).
    room
        Operator-minutes that the calls leave per slot, shape (slots,).
    waiting
        Operator-minutes of each kind that wait at the end of each slot, shape (kinds, slots).
    late
        Operator-minutes of each kind that miss their deadline, shape (kinds,).
    reserve
        Operators who stay idle before a call-back may start, shape (slots,); never 0 while anyone is there,
        and all of them where there is no room.
    extra
        Operators wanted beside those for the calls, shape (slots,).
    used
        Share of the time above the reserve that is used, in [0, 1], shape (slots,).
    service_level
        Expected service level of the calls while the backlog lasts, shape (slots,).
    """

    names: tuple[str, ...]
    minutes: np.ndarray
    room: np.ndarray
    waiting: np.ndarray
    late: np.ndarray
    reserve: np.ndarray
    extra: np.ndarray
    used: np.ndarray
    service_level: np.ndarray

    def total(self) -> np.ndarray:
        """Return planned operator-minutes per slot, shape (slots,)."""
        found: np.ndarray = self.minutes.sum(axis=0)
        return found

    def clear(self, code: str, per_day: int) -> tuple[int | None, ...]:
        """
        Return for each day the first slot of the day by whose end nothing of a kind waits any more, or None.

        Parameters
        ----------
        code
            The kind.
        per_day
            Slots in a day.

        Notes
        -----
        It is looked for from the first work of the day on; a day without any is clear where it begins.
        """
        kind = self.names.index(code)
        found: list[int | None] = []
        for first in range(0, self.waiting.shape[1], per_day):
            day = slice(first, first + per_day)
            begun = np.flatnonzero(self.minutes[kind, day] > 1e-9)
            start = int(begun[0]) if begun.size else 0
            empty = np.flatnonzero(self.waiting[kind, day][start:] <= 1e-6)
            found.append(None if not empty.size else start + int(empty[0]))
        return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """
    Operators on the phones per slot, with what they are there for.

    Parameters
    ----------
    grid
        The slots (usually half-hours).
    operators
        Operators that must be ready to answer, shape (grid.slots,), whole numbers.
    calls
        Expected calls, shape (grid.slots,).
    lost
        Calls that the first missing operator would lose (expected, not answered in time),
        shape (grid.slots,): the weight of a gap.
    service_level
        Expected share answered within the target time with `operators`, shape (grid.slots,).
    shrinkage
        Share of rostered time that is lost without being planned (sickness and the like), in [0, 1).
        It is applied to the roster as a whole, not to every slot.
    skill
        Skill the operators need, or None.
    call_backs
        When work that can wait is done; its extra operators are part of `operators`. None where there is none.
    eased
        Slots that are planned at the higher cap on occupancy of an emergency, rising.

    Raises
    ------
    ValueError
        If a shape does not fit the grid or a value is out of range.
    """

    grid: Grid
    operators: np.ndarray
    calls: np.ndarray
    lost: np.ndarray
    service_level: np.ndarray
    shrinkage: float = 0.0
    skill: str | None = None
    call_backs: CallBackPlan | None = None
    eased: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        shape = (self.grid.slots,)
        for name in ("operators", "calls", "lost", "service_level"):
            values = getattr(self, name)
            if values.shape != shape:
                raise ValueError(f"requirement.{name} must have shape {shape}, got {values.shape}.")
            if not np.isfinite(values).all() or (values < 0).any():
                raise ValueError(f"requirement.{name} must be finite and >= 0.")
        if not np.issubdtype(self.operators.dtype, np.integer):
            raise ValueError(f"requirement.operators must be whole numbers, got {self.operators.dtype}.")
        if not 0 <= self.shrinkage < 1:
            raise ValueError(f"requirement.shrinkage must lie in [0, 1), got {self.shrinkage}.")

    def eased_days(self) -> set[date]:
        """Return the days that have slots planned at the higher cap."""
        return {self.grid.dates[slot // self.grid.slots_per_day] for slot in self.eased}

    def operator_hours(self) -> float:
        """Return the sum over all slots in hours, before shrinkage."""
        return float(self.operators.sum()) * self.grid.step / 60
