"""Prediction: quantiles and coherent sample paths on a future Grid."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from forecast.grid import Grid

LEVELS: tuple[float, ...] = (
    0.025, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50,
    0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.975,
)  # fmt: skip
"""The 21 quantile levels that every prediction carries."""

QUANTILE_NAMES: tuple[str, ...] = tuple(
    f"p{round(1000 * level):03d}" if round(1000 * level) % 10 else f"p{round(100 * level):02d}"
    for level in LEVELS
)
"""Column name of every level in a table: ``p025``, ``p05``, ``p10`` ... ``p975``."""


@dataclass(frozen=True, slots=True)
class Note:
    """
    A fact about a prediction that a planner should read: why it is wide, what was masked ...

    Parameters
    ----------
    code
        Names the sentence in ``desk.words``.
    details
        Pairs of name and value for the sentence.
    """

    code: str
    details: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """
    What may come on each slot of a future grid.

    Parameters
    ----------
    grid
        The future slots.
    origin
        The last day known when it was made.
    model
        Code of the model that made it.
    mean
        Expected value, shape (grid.slots,).
    quantiles
        Shape (grid.slots, len(LEVELS)); rises along the second axis.
    paths
        Sample paths that keep the dependence between slots, shape (paths, grid.slots).
    notes
        What a planner should know about it.

    Raises
    ------
    ValueError
        If a shape does not fit, a value is negative or not finite, or the quantiles cross.
    """

    grid: Grid
    origin: date
    model: str
    mean: np.ndarray
    quantiles: np.ndarray
    paths: np.ndarray
    notes: tuple[Note, ...] = field(default=())

    def __post_init__(self) -> None:
        n = self.grid.slots
        if self.mean.shape != (n,):
            raise ValueError(f"prediction.mean must have shape ({n},), got {self.mean.shape}.")
        if self.quantiles.shape != (n, len(LEVELS)):
            raise ValueError(
                f"prediction.quantiles must have shape ({n}, {len(LEVELS)}), got {self.quantiles.shape}."
            )
        if self.paths.ndim != 2 or self.paths.shape[1] != n:
            raise ValueError(f"prediction.paths must have shape (paths, {n}), got {self.paths.shape}.")
        for name in ("mean", "quantiles", "paths"):
            values = getattr(self, name)
            if not np.isfinite(values).all() or (values < 0).any():
                raise ValueError(f"prediction.{name} must be finite and >= 0.")
        if (np.diff(self.quantiles, axis=1) < 0).any():
            raise ValueError("prediction.quantiles must not cross.")

    def quantile(self, level: float) -> np.ndarray:
        """Return one quantile, shape (grid.slots,), between two stored levels by straight lines."""
        if not LEVELS[0] <= level <= LEVELS[-1]:
            raise ValueError(f"level must lie in [{LEVELS[0]}, {LEVELS[-1]}], got {level}.")
        right = int(np.searchsorted(LEVELS, level))
        if LEVELS[right] == level:
            return self.quantiles[:, right].copy()
        share = (level - LEVELS[right - 1]) / (LEVELS[right] - LEVELS[right - 1])
        return (1 - share) * self.quantiles[:, right - 1] + share * self.quantiles[:, right]
