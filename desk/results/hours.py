"""What the use cases say of hours really worked, of leave, and of what is owed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desk.results.requests import HouseRule


class HourKind(StrEnum):
    """What an hour of work is before the law."""

    ORDINARY = "ordinary"
    EXTENSION = "extension"
    """Beyond the day's or the cycle's hours."""
    REST_DAY = "rest_day"
    """Beyond the week's hours, on a day of rest."""
    STATUTORY = "statutory"
    """On a statutory holiday."""


class LeaveKind(StrEnum):
    """What a day of leave is taken from; only the person and the head see it."""

    ANNUAL = "annual"
    COMP = "comp"
    PATERNITY = "paternity"
    CHILDCARE = "childcare"
    PARENT_CARE = "parent_care"
    PERSONAL = "personal"
    """Taken from nothing: neither granted nor limited."""


GRANTED_BY_HAND = (LeaveKind.PATERNITY, LeaveKind.CHILDCARE, LeaveKind.PARENT_CARE)
"""Leave that begins with something the centre cannot know, so the head enters it."""


@dataclass(frozen=True, slots=True)
class Actual:
    """
    What a person really worked on a day.

    Parameters
    ----------
    person, day
        Who, and the day on which the work began.
    start, end
        Minutes from midnight of that day, `end` above 1440 past midnight; both None if the person did not work.
    paid
        Working minutes that count, at most ``end - start``.

    Raises
    ------
    ValueError
        If only one of the two times is given, or they do not fit each other and the paid minutes.
    """

    person: str
    day: date
    start: int | None
    end: int | None
    paid: int

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end belong together")
        if self.start is None or self.end is None:
            if self.paid:
                raise ValueError(f"paid {self.paid} without a start")
        elif not (0 <= self.start < 1440 and 0 < self.end - self.start <= 1440):
            raise ValueError(f"{self.start}-{self.end}")
        elif not 0 <= self.paid <= self.end - self.start:
            raise ValueError(f"paid {self.paid} of {self.end - self.start}")


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """
    One person's day: what the roster said and what was confirmed.

    Parameters
    ----------
    person, name, day
        Who and when.
    shift
        Shift of the published roster, None for a day off.
    planned
        Start, end and paid minutes of that shift, None for a day off.
    actual
        What was really worked; None as long as nobody has said so.
    """

    person: str
    name: str
    day: date
    shift: str | None
    planned: tuple[int, int, int] | None
    actual: Actual | None


@dataclass(frozen=True, slots=True)
class Entitlement:
    """
    Days of leave that somebody may take within a span.

    Parameters
    ----------
    person, kind
        Whose and from what; the reason is kept nowhere.
    first, last
        The span within which they can be taken.
    days
        How many (comp time: hours).

    Raises
    ------
    ValueError
        If the span ends before it begins, or the days are no number from 0 to 400.
    """

    person: str
    kind: LeaveKind
    first: date
    last: date
    days: float

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.first} > {self.last}")
        if not 0 <= self.days <= 400:
            raise ValueError(f"{self.days}")


@dataclass(frozen=True, slots=True)
class Tenure:
    """The day since which somebody has worked, over all employers: annual leave goes by it."""

    person: str
    since: date


@dataclass(frozen=True, slots=True)
class LeaveDay:
    """A day of leave and what it is taken from."""

    person: str
    day: date
    kind: LeaveKind


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """
    What is left of one entitlement.

    Parameters
    ----------
    kind
        See `LeaveKind`.
    granted, taken, planned, left
        Days (comp time: hours); `planned` is granted leave that is still to come, `left` what remains after it.
    first, last
        The first day on which it can be taken, and the day after which it lapses.
    lapsing
        Whether something is left and lapses within the warning time.
    """

    kind: LeaveKind
    granted: float
    taken: float
    planned: float
    left: float
    first: date
    last: date
    lapsing: bool


@dataclass(frozen=True, slots=True)
class HoursLine:
    """
    One person's hours of a month, up to yesterday.

    Parameters
    ----------
    person, name, regime
        Who, under which law.
    hours
        Hours of every kind.
    norm
        Hours that the working days of the month so far ask for, less leave.
    paid_as
        What the hours beyond the ordinary ones count in pay, in ordinary hours; None where they are given back as
        time off.
    comp_earned, comp_taken
        Hours of time off earned and taken.
    leave
        Days away by kind (`LeaveKind`, ``"sick"``, ``"training"``).
    unconfirmed
        Days that are counted as rostered because nobody has said what was really worked.
    """

    person: str
    name: str
    regime: str
    hours: tuple[tuple[HourKind, float], ...]
    norm: float
    paid_as: float | None
    comp_earned: float
    comp_taken: float
    leave: tuple[tuple[str, float], ...]
    unconfirmed: int

    def of(self, kind: HourKind) -> float:
        """Return the hours of one kind."""
        return dict(self.hours).get(kind, 0.0)

    @property
    def overtime(self) -> float:
        """Hours that count against the law's cap of a month."""
        return self.of(HourKind.EXTENSION) + self.of(HourKind.REST_DAY)


@dataclass(frozen=True, slots=True)
class HoursMonth:
    """A month of everyone's hours; `until` is the last day counted, `rates` what an hour counts in pay and why."""

    first: date
    until: date
    lines: tuple[HoursLine, ...]
    rates: tuple[HouseRule, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """
    What somebody has, and what is owed to them.

    Parameters
    ----------
    person, name
        Who.
    lines
        Every entitlement that has not lapsed.
    months
        First day and hours of the last month and of this one so far.
    statutory
        Hours on statutory days in this year.
    overtime_cap
        Hours of overtime that the rules allow a month.
    day
        The day on which this holds.
    since
        Since when they have worked; None if nobody has entered it, so that no annual leave can be told.
    """

    person: str
    name: str
    lines: tuple[BalanceLine, ...]
    months: tuple[tuple[date, HoursLine], ...]
    statutory: float
    overtime_cap: float
    day: date
    since: date | None

    @property
    def left(self) -> dict[LeaveKind, float]:
        """What is left of each kind that can be taken by now, in days (time off owed: hours)."""
        found: dict[LeaveKind, float] = {}
        for line in self.lines:
            if line.first <= self.day:
                found[line.kind] = found.get(line.kind, 0.0) + line.left
        return found

    @property
    def lapsing(self) -> tuple[BalanceLine, ...]:
        """Entitlements that are about to lapse, the nearest first."""
        return tuple(sorted((line for line in self.lines if line.lapsing), key=lambda line: line.last))


@dataclass(frozen=True, slots=True)
class ActualChange:
    """A known day that a file would change; None: nothing was known."""

    name: str
    before: Actual | None
    after: Actual


@dataclass(frozen=True, slots=True, eq=False)
class ActualsPreview:
    """
    What a file of hours really worked would do; nothing is written yet.

    Parameters
    ----------
    name, content
        The file.
    changes
        Days of people that are new or differ from what is known, in the order of the file.
    same
        Lines that are known already.
    """

    name: str
    content: bytes
    changes: tuple[ActualChange, ...]
    same: int

    @property
    def overwritten(self) -> tuple[ActualChange, ...]:
        """Days that are known with something else."""
        return tuple(change for change in self.changes if change.before is not None)
