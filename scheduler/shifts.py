"""Shift types: what a day of work can look like."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from forecast.errors import DataError

MINUTES_PER_DAY = 1440
"""Minutes on the clock from one midnight to the next."""


class ShiftKind(StrEnum):
    """The part of the day that a shift belongs to, in the order of forward rotation."""

    EARLY = "early"
    MID = "mid"
    LATE = "late"
    NIGHT = "night"
    STANDBY = "standby"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class ShiftType:
    """
    A shift as a template.

    Parameters
    ----------
    code
        Short unique name in tables and files.
    name
        The name that people read.
    start
        Minutes from midnight, in [0, 1440).
    length
        Minutes from start to end, breaks included, in (0, 1440].
    paid
        Working minutes that count (without the unpaid meal).
    kind
        See `ShiftKind`.
    on_phones
        Whether it counts as cover.
    skill
        Skill that everyone on it needs, or None.
    not_before
        Codes of shift types that may not follow it on the next day.

    Raises
    ------
    DataError
        ``bad_shift_start``, ``bad_shift_length`` or ``bad_shift_paid`` if the times are out of range or more is paid
        than lasts.
    ValueError
        If the code is empty.
    """

    code: str
    name: str
    start: int
    length: int
    paid: int
    kind: ShiftKind = ShiftKind.EARLY
    on_phones: bool = True
    skill: str | None = None
    not_before: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.code:
            raise ValueError("shift_type.code must not be empty.")
        if not 0 <= self.start < 1440:
            raise DataError("bad_shift_start", name=self.code, minutes=self.start)
        if not 0 < self.length <= 1440:
            raise DataError("bad_shift_length", name=self.code, hours=self.length / 60)
        if not 0 <= self.paid <= self.length:
            raise DataError("bad_shift_paid", name=self.code, paid=self.paid / 60, hours=self.length / 60)

    @property
    def rostered(self) -> bool:
        """Whether rosters plan it: work on the phones, standby and managers' duty; other work is only noted."""
        return self.on_phones or self.kind in {ShiftKind.STANDBY, ShiftKind.MANAGER}

    @property
    def end(self) -> int:
        """Minutes from midnight of the starting day; above 1440 if the shift crosses midnight."""
        return self.start + self.length


@lru_cache(maxsize=1 << 14)
def _moment(day: date, minutes: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift type on a day."""

    day: date
    type: ShiftType

    @property
    def start(self) -> datetime:
        """Local start."""
        return _moment(self.day, self.type.start)

    @property
    def end(self) -> datetime:
        """Local end."""
        return _moment(self.day, self.type.end)

    def paid_on(self, day: date) -> int:
        """Return the paid minutes that fall on a date: a night's hours are split at midnight in proportion."""
        today = min(self.type.end, MINUTES_PER_DAY) - self.type.start
        first = round(self.type.paid * today / self.type.length)
        if day == self.day:
            return first
        return self.type.paid - first if day == self.day + timedelta(days=1) else 0

    def touches(self, day: date) -> bool:
        """Say whether a minute of the shift falls on a date."""
        return day == self.day or (day == self.day + timedelta(days=1) and self.type.end > MINUTES_PER_DAY)

    def overlaps(self, first: int, last: int) -> bool:
        """Say whether the shift meets the span of clock minutes `first` to `last`, which may cross midnight."""
        spans = [(first + move, last + move) for move in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY)]
        return any(self.type.start < end and start < self.type.end for start, end in spans)

    def spans(self, day: date, first: int, last: int) -> bool:
        """Say whether a shift on the phones lasts from clock minute `first` to `last` of a date."""
        moved = MINUTES_PER_DAY * (day - self.day).days
        return self.type.on_phones and self.type.start <= first + moved and last + moved <= self.type.end
