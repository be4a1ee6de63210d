"""A higher cap on occupancy for a short while, where it saves most operators."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from forecast.grid import Grid
from forecast.staffing import parameters
from forecast.staffing.required import Ints


@dataclass(frozen=True, slots=True)
class Easing:
    """
    How far a plan may go above the ordinary cap on occupancy.

    Parameters
    ----------
    max_occupancy
        The higher cap, in (0, 1].
    hours
        Hours in any one day for which it may be planned.
    spans
        First and last day of each span in which it may, and the number of days within it on which it may.

    Raises
    ------
    BadParameter
        If the cap is out of its range.
    """

    max_occupancy: float
    hours: float
    spans: tuple[tuple[date, date, int], ...]

    def __post_init__(self) -> None:
        parameters.occupancy_caps(self.max_occupancy)

    def chosen(self, grid: Grid, usual: Ints, fewer: Ints) -> np.ndarray:
        """Return the slots to plan at the higher cap, shape (slots,); operators as in `busiest`."""
        found = np.zeros(grid.slots, dtype=bool)
        for first, last, days in self.spans:
            inside = np.repeat([first <= day <= last for day in grid.dates], grid.slots_per_day)
            found |= busiest(usual, np.where(inside, fewer, usual), grid, hours=self.hours, days=days)
        return found


def busiest(usual: Ints, fewer: Ints, grid: Grid, *, hours: float, days: int) -> np.ndarray:
    """
    Return the slots in which the higher of two caps saves most operators, within so many hours a day and so many days.

    In each day the slots that save most operators are taken first, as long as they fit into the hours by their true
    length; then the days that save most operator-minutes. Of equals the earlier ones are taken.

    Parameters
    ----------
    usual, fewer
        Operators under the ordinary and under the higher cap, whole, shape (slots,).
    grid
        The slots.
    hours
        Most hours in a day, by the true length of the slots.
    days
        Most days.

    Returns
    -------
    array
        Whether a slot is planned at the higher cap, shape (slots,); only where that saves somebody.
    """
    saved, minutes = usual - fewer, grid.minutes_of()
    found = np.zeros(grid.slots, dtype=bool)
    for first in range(0, grid.slots, grid.slots_per_day):
        left = hours * 60
        for slot in sorted(range(first, first + grid.slots_per_day), key=lambda k: (-saved[k], k)):
            if saved[slot] > 0 and 0 < minutes[slot] <= left:
                found[slot] = True
                left -= minutes[slot]
    gains = np.where(found, saved * minutes, 0.0).reshape(grid.days, -1).sum(axis=1)
    best = sorted(range(grid.days), key=lambda k: (-gains[k], k))[: max(days, 0)]
    return found & np.repeat(np.isin(np.arange(grid.days), best), grid.slots_per_day)
