"""What the use cases say of personal calendars."""

from dataclasses import dataclass
from datetime import datetime


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
class CalendarLink:
    """Since when someone has a secret address, and when a calendar last read it (UTC)."""

    made_at: datetime
    read_at: datetime | None
