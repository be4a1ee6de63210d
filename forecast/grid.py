"""A Grid is a row of equal slots of local wall-clock time: the only place that turns local time into slots."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

MINUTES_PER_DAY = 1440
"""Minutes on the clock from one midnight to the next."""


@dataclass(frozen=True, slots=True)
class Grid:
    """
    Whole days, cut into slots of `step` minutes on the wall clock.

    A day on which the clocks change still has ``1440 // step`` slots: `minutes_of` says how long
    each of them really lasts (0 for an hour that is skipped, double for one that comes twice).

    Parameters
    ----------
    start
        First day.
    days
        Number of days, at least 1.
    step
        Minutes in a slot; divides 1440. A daily grid has 1440.
    zone
        Name of the time zone.

    Raises
    ------
    ValueError
        If `days` is below 1 or `step` does not divide a day.
    """

    start: date
    days: int
    step: int = MINUTES_PER_DAY
    zone: str = "Asia/Shanghai"

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"grid.days must be >= 1, got {self.days}.")
        if self.step < 1 or MINUTES_PER_DAY % self.step:
            raise ValueError(f"grid.step must divide {MINUTES_PER_DAY} minutes, got {self.step}.")

    @property
    def slots_per_day(self) -> int:
        """Slots in each day."""
        return MINUTES_PER_DAY // self.step

    @property
    def slots(self) -> int:
        """Slots in the whole grid."""
        return self.days * self.slots_per_day

    @property
    def end(self) -> date:
        """The last day (included)."""
        return self.start + timedelta(days=self.days - 1)

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day of the grid."""
        return _dates(self.start, self.days)

    @property
    def index(self) -> pd.DatetimeIndex:
        """Start of every slot as local wall-clock time, length `slots`."""
        return pd.date_range(self.start, periods=self.slots, freq=f"{self.step}min")

    def slot_of(self, moment: datetime | date) -> int:
        """
        Return the number of the slot that holds a local moment.

        Raises
        ------
        ValueError
            If the moment lies outside the grid.
        """
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day)
        if moment.tzinfo is not None:
            moment = moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        minutes = int(
            (moment - datetime(self.start.year, self.start.month, self.start.day)) / timedelta(minutes=1)
        )
        if not 0 <= minutes < self.days * MINUTES_PER_DAY:
            raise ValueError(f"{moment} lies outside the grid {self.start} to {self.end}.")
        return minutes // self.step

    def start_of(self, slot: int) -> datetime:
        """Return the local wall-clock start of a slot; `slot` may be `slots` (the end of the grid)."""
        midnight = datetime(self.start.year, self.start.month, self.start.day)
        return midnight + timedelta(minutes=slot * self.step)

    def minutes_of(self) -> np.ndarray:
        """Return the true length of every slot in minutes, shape (slots,), by way of UTC."""
        zone = ZoneInfo(self.zone)
        found = np.full((self.days, self.slots_per_day), float(self.step))
        midnights = [self.start_of(k * self.slots_per_day) for k in range(self.days + 1)]
        for k, (first, last) in enumerate(
            pairwise(m.replace(tzinfo=zone).astimezone(UTC) for m in midnights)
        ):
            length = int((last - first) / timedelta(minutes=1))
            if length != MINUTES_PER_DAY:
                local = [(first + timedelta(minutes=m)).astimezone(zone) for m in range(length)]
                slots = [(moment.hour * 60 + moment.minute) // self.step for moment in local]
                found[k] = np.bincount(slots, minlength=self.slots_per_day)
        return found.ravel()

    def daily(self) -> "Grid":
        """Return the grid of the same days with one slot a day."""
        return Grid(self.start, self.days, MINUTES_PER_DAY, self.zone)


@lru_cache(maxsize=64)
def _dates(start: date, days: int) -> tuple[date, ...]:
    return tuple(start + timedelta(days=k) for k in range(days))
