"""Problem: everything a roster must fit, as frozen data; it knows no solver and no rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from forecast.calendar import Day
from forecast.staffing.requirement import Requirement
from scheduler.people import Person, Transport
from scheduler.shifts import ShiftType


class AbsenceKind(StrEnum):
    """Why a person is not there; no medical or family reason is ever stored."""

    LEAVE = "leave"
    TRAINING = "training"
    SICK = "sick"


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away for a whole day."""

    person: str
    day: date
    kind: AbsenceKind = AbsenceKind.LEAVE


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person works a shift type on a day (codes)."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A cell that must stay: a shift code, or None for a day off."""

    person: str
    day: date
    shift: str | None


@dataclass(frozen=True, slots=True)
class Wish:
    """
    A person would like (positive weight) or dislike (negative) a shift on a day.

    `shift` None speaks of the day off.
    """

    person: str
    day: date
    shift: str | None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class ZoneClosure:
    """Nobody from this zone can come on this day, but for those with a permit."""

    zone: str
    day: date


@dataclass(frozen=True, slots=True)
class DutyCount:
    """What a person has already carried before the horizon: nights, weekends, one festival day by its code."""

    person: str
    measure: str
    count: int


@dataclass(frozen=True, slots=True)
class Problem:
    """
    A team, its shift types, the days to fill and what is known about them.

    Parameters
    ----------
    start
        First day.
    days
        Number of days, 1 to 400.
    people, shift_types
        The team and the templates; codes are unique.
    requirements
        Cover wanted on half-hours of exactly these days; one per skill, None for everyone.
    calendar
        Facts of every day, in order.
    transport, absences, locks, wishes, closures, ledger
        See the types.
    before
        Assignments before `start`, so that rest and runs hold across the edge.
    published
        Assignments of the roster that people already know, or None: the one to stay close to.

    Raises
    ------
    ValueError
        If a reference is unknown, a code comes twice or a length does not fit.
    """

    start: date
    days: int
    people: tuple[Person, ...]
    shift_types: tuple[ShiftType, ...]
    requirements: tuple[Requirement, ...] = ()
    calendar: tuple[Day, ...] = ()
    transport: tuple[Transport, ...] = ()
    absences: frozenset[Absence] = frozenset()
    locks: frozenset[Lock] = frozenset()
    wishes: tuple[Wish, ...] = ()
    closures: frozenset[ZoneClosure] = frozenset()
    ledger: tuple[DutyCount, ...] = ()
    before: tuple[Assignment, ...] = ()
    published: frozenset[Assignment] | None = None

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day of the horizon."""
        return tuple(self.start + timedelta(days=k) for k in range(self.days))
