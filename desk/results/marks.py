"""What the use cases say of marked days of the history."""

from dataclasses import dataclass
from datetime import date, datetime

from forecast.calendar import Event, EventKind


@dataclass(frozen=True, slots=True)
class Mark:
    """
    Days of the history that are marked, or whose proposal was declined.

    Parameters
    ----------
    id
        Its number.
    kind
        What they are; see `forecast.calendar.EventKind`.
    start, end
        First and last day (included); a level break only has a first day.
    repeats
        Whether it comes again every year.
    state
        ``"accepted"``, ``"declined"`` or ``"removed"``.
    ratio
        What came in over what was to be expected, as far as it was measured.
    made_by, made_at
        Who decided, and when (UTC).
    """

    id: int
    kind: EventKind
    start: date
    end: date
    repeats: bool
    state: str
    ratio: float | None
    made_by: str
    made_at: datetime

    @property
    def event(self) -> Event:
        """The mark as the models take it."""
        return Event(f"{self.kind.value}_{self.start}", self.kind, self.start, self.end, self.repeats)
