"""What the use cases say of personal calendars."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """
    One published shift as a calendar shows it.

    Parameters
    ----------
    uid
        Names this person's shift of this day for ever, whatever becomes of it.
    name, code
        The shift's name and code.
    start, end
        Local times.
    paid
        Paid minutes.
    version
        Number of the roster version that it comes from.
    published_at
        When that version was published, UTC.
    """

    uid: str
    name: str
    code: str
    start: datetime
    end: datetime
    paid: int
    version: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarLeave:
    """
    A day of granted leave, or half of one; what it was taken from is not told.

    Parameters
    ----------
    uid
        Names this person's leave of this day for ever.
    day
        When.
    half
        ``morning`` or ``afternoon``, None for the whole day.
    span
        Minutes from midnight between which a calendar shows half a day.
    """

    uid: str
    day: date
    half: str | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """Since when someone has a secret address, and when a calendar last read it (UTC)."""

    made_at: datetime
    read_at: datetime | None
