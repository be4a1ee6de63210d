"""Requirement: how many operators each slot takes; the type that forecasting hands over to rostering."""

from dataclasses import dataclass

import numpy as np

from forecast.grid import Grid


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

    def operator_hours(self) -> float:
        """Return the sum over all slots in hours, before shrinkage."""
        return float(self.operators.sum()) * self.grid.step / 60
