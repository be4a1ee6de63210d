"""What the use cases say of the centre: its calendar, team, accounts and log."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.results.facts import Facts
from forecast.calendar import Day
from scheduler.people import OwnTerms, Person, Transport
from scheduler.problem import Rotation
from scheduler.shifts import ShiftType


@dataclass(frozen=True, slots=True)
class Centre:
    """
    The centre that this store belongs to.

    Parameters
    ----------
    name
        The name that people read.
    country, zone
        Calendar code and time zone.
    opens, closes
        Minutes from midnight of the staffed hours.
    today
        The day after the latest day with data: the first day that can be planned.
    synthetic
        Whether its data are made up (the sample).
    """

    name: str
    country: str
    zone: str
    opens: int
    closes: int
    today: date
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A festival ahead: the break itself and the span of days to plan around it."""

    code: str
    main: date
    first: date
    last: date
    provisional: bool
    start: date
    days: int


@dataclass(frozen=True, slots=True)
class TeamView:
    """
    The team, the shift types and the transport; limits of people's own over 28 days, and fixed turns of weeks.

    `departed` holds those who have left, so that what is kept of them still has a name.
    """

    people: tuple[Person, ...]
    shift_types: tuple[ShiftType, ...]
    transport: tuple[Transport, ...]
    terms: tuple[OwnTerms, ...] = ()
    rotations: tuple[Rotation, ...] = ()
    departed: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the log: who did what, when (UTC), with the facts before and after."""

    id: int
    at: datetime
    who: str
    what: str
    before: Facts
    after: Facts


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as the head sees it."""

    username: str
    name: str
    role: str
    person: str | None
    active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year's days and breaks; provisional until its arrangement is announced or entered."""

    year: int
    provisional: bool
    days: tuple[Day, ...]
    festivals: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """
    What somebody leaves behind.

    Parameters
    ----------
    person, name
        Who has left.
    shifts
        Days on which their published shifts are empty now: the roster has to be mended.
    requests
        Numbers of the requests that were closed.
    accounts
        Sign-in names that were disabled.
    """

    person: str
    name: str
    shifts: tuple[date, ...]
    requests: tuple[int, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """
    A shift that somebody who has left would have worked.

    Parameters
    ----------
    person, name
        Who has left.
    day, shift
        When, and the code of the shift.
    version
        The version in which it can be given to somebody: a draft that is there already, else what is published.
    draft
        The draft in which somebody has it, not published yet; None if nobody has.
    """

    person: str
    name: str
    day: date
    shift: str
    version: int
    draft: int | None
