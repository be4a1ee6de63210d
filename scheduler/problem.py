"""Problem: everything a roster must fit, as frozen data; it knows no solver and no rule."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from forecast.calendar import Day
from forecast.errors import DataError
from forecast.staffing.requirement import Requirement
from scheduler.people import Person, Transport
from scheduler.shifts import MINUTES_PER_DAY, Shift, ShiftType

LONGEST = 400
"""Days that a horizon may have at most."""


NOON = 720
"""Minutes from midnight at which the morning ends and the afternoon begins."""


class AbsenceKind(StrEnum):
    """Why a person is not there; no medical or family reason is ever stored."""

    LEAVE = "leave"
    TRAINING = "training"
    SICK = "sick"
    HALF_DAY = "half_day"
    """A right to half a day off (8 March, 4 May): the person is there for the other half."""
    MORNING = "morning"
    """Leave until `NOON`."""
    AFTERNOON = "afternoon"
    """Leave from `NOON` on."""

    @property
    def is_leave(self) -> bool:
        """Whether it was asked for, for the whole day or half of it."""
        return self in {AbsenceKind.LEAVE, AbsenceKind.MORNING, AbsenceKind.AFTERNOON}

    @property
    def share(self) -> float:
        """The share of the day's work that it takes."""
        return 1.0 if self in {AbsenceKind.LEAVE, AbsenceKind.TRAINING, AbsenceKind.SICK} else 0.5

    @property
    def span(self) -> tuple[int, int]:
        """The minutes of its day on which the person cannot work, from and to; none of a half-day holiday."""
        spans = {
            AbsenceKind.HALF_DAY: (0, 0),
            AbsenceKind.MORNING: (0, NOON),
            AbsenceKind.AFTERNOON: (NOON, MINUTES_PER_DAY),
        }
        return spans.get(self, (0, MINUTES_PER_DAY))


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away on a day, or half of it."""

    person: str
    day: date
    kind: AbsenceKind = AbsenceKind.LEAVE

    def meets(self, shift: Shift) -> bool:
        """Say whether a minute of a shift falls into it."""
        midnight = datetime(self.day.year, self.day.month, self.day.day)
        first, last = (midnight + timedelta(minutes=minutes) for minutes in self.kind.span)
        return max(shift.start, first) < min(shift.end, last)


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
class Rotation:
    """
    A person's fixed turn of whole weeks: on each day its shift or, where None, a day off.

    Parameters
    ----------
    person
        Code of the person.
    start
        A day on which the turn begins anew.
    cells
        Shift codes of seven days or a multiple of seven, from `start` on and over again.
    """

    person: str
    start: date
    cells: tuple[str | None, ...]

    def on(self, day: date) -> str | None:
        """Return the shift code of a day, or None for a day off."""
        return self.cells[(day - self.start).days % len(self.cells)]


@dataclass(frozen=True, slots=True)
class ZoneClosure:
    """Nobody from this zone can come on this day, but for those with a permit."""

    zone: str
    day: date


@dataclass(frozen=True, slots=True)
class DutyCount:
    """What a person has carried before the horizon: nights, weekends, one festival day by its code and year (0: unknown)."""

    person: str
    measure: str
    count: int
    year: int = 0


@dataclass(frozen=True, slots=True)
class ShiftNeed:
    """So many people are wanted on a shift of a day; each one missing or too many costs its weight."""

    day: date
    shift: str
    people: int
    under: int = 1
    over: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """One possible future: operators that it would take, and its weight among the others (a whole number)."""

    requirement: Requirement
    weight: int = 1

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError(f"scenario.weight must be >= 1, got {self.weight}.")


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
    absences
        Days away; a half day is a right that a goal honours, any other kind keeps the person away.
    transport, locks, wishes, closures, ledger
        See the types.
    before
        Assignments before `start`, so that rest and runs hold across the edge.
    scenarios
        Possible futures, beside or instead of the requirements; their expected loss is a goal.
    rotations
        Fixed turns of whole weeks, at most one per person.
    shift_needs
        People wanted on whole shifts, beside or instead of the requirements.
    published
        Assignments of the roster that people already know, or None: the one to stay close to.

    Raises
    ------
    DataError
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
    shift_needs: tuple[ShiftNeed, ...] = ()
    rotations: tuple[Rotation, ...] = ()
    scenarios: tuple[Scenario, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.days <= LONGEST:
            raise DataError("bad_horizon", days=self.days, longest=LONGEST)
        people = _unique("twice_person", (person.code for person in self.people))
        shifts = _unique("twice_shift", (kind.code for kind in self.shift_types))
        self._check_references(people, shifts)
        if self.calendar and tuple(day.date for day in self.calendar) != self.dates:
            raise DataError("bad_calendar", start=self.start, days=self.days, got=len(self.calendar))
        self._check_requirements()

    def _check_references(self, people: frozenset[str], shifts: frozenset[str]) -> None:
        for assignment in (*self.before, *(self.published or ())):
            _known("unknown_person", assignment.person, people, assignment.day)
            _known("unknown_shift", assignment.shift, shifts, assignment.day)
        for assignment in self.before:
            if assignment.day >= self.start:
                raise DataError(
                    "before_inside", person=assignment.person, day=assignment.day, start=self.start
                )
        cells: tuple[Lock | Wish, ...] = (*self.locks, *self.wishes)
        for cell in cells:
            _known("unknown_person", cell.person, people, cell.day)
            if cell.shift is not None:
                _known("unknown_shift", cell.shift, shifts, cell.day)
        for absence in self.absences:
            _known("unknown_person", absence.person, people, absence.day)
        for need in self.shift_needs:
            _known("unknown_shift", need.shift, shifts, need.day)
        for person in self.people:
            for code, _ in person.terms.max_shifts:
                _known("unknown_shift", code, shifts, self.start)
        _unique("twice_rotation", (rotation.person for rotation in self.rotations))
        for rotation in self.rotations:
            _known("unknown_person", rotation.person, people, rotation.start)
            if not rotation.cells or len(rotation.cells) % 7:
                raise DataError("bad_rotation", person=rotation.person, days=len(rotation.cells))
            for turn in rotation.cells:
                if turn is not None:
                    _known("unknown_shift", turn, shifts, rotation.start)
        for duty in self.ledger:
            _known("unknown_person", duty.person, people, self.start)
        locked: dict[tuple[str, date], str | None] = {}
        for lock in self.locks:
            if lock.day.toordinal() not in self.span:
                raise DataError("lock_outside", person=lock.person, day=lock.day)
            if locked.setdefault((lock.person, lock.day), lock.shift) != lock.shift:
                raise DataError("twice_locked", person=lock.person, day=lock.day)
        for kind in self.shift_types:
            for code in kind.not_before:
                _known("unknown_shift", code, shifts, self.start)

    def _check_requirements(self) -> None:
        wanted: set[str | None] = set()
        futures = tuple(scenario.requirement for scenario in self.scenarios)
        for requirement in (*self.requirements, *futures):
            grid = requirement.grid
            if (grid.start, grid.days) != (self.start, self.days):
                raise DataError(
                    "bad_requirement",
                    start=self.start,
                    days=self.days,
                    got_start=grid.start,
                    got_days=grid.days,
                )
        for requirement in self.requirements:
            if requirement.skill in wanted:
                raise DataError("twice_requirement", skill=requirement.skill or "")
            wanted.add(requirement.skill)

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day of the horizon."""
        return tuple(self.start + timedelta(days=k) for k in range(self.days))

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """Every shift type on every day, by day."""
        return tuple(Shift(day, kind) for day in self.dates for kind in self.shift_types)

    @property
    def span(self) -> range:
        """Ordinals of the days of the horizon."""
        return range(self.start.toordinal(), self.start.toordinal() + self.days)

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """Return every shift type on a day of the horizon, and nothing outside of it."""
        if day.toordinal() not in self.span:
            return ()
        return tuple(Shift(day, kind) for kind in self.shift_types)

    def shift_of(self, assignment: Assignment) -> Shift:
        """Return the shift that an assignment names."""
        return Shift(assignment.day, next(kind for kind in self.shift_types if kind.code == assignment.shift))

    def is_off(self, day: date) -> bool:
        """Say whether offices rest on a date: from the calendar, or by weekday where it says nothing."""
        offset = (day - self.start).days
        if self.calendar and 0 <= offset < self.days:
            return self.calendar[offset].is_off
        return day.weekday() >= 5


def _unique(error: str, codes: Iterable[str]) -> frozenset[str]:
    counts = Counter(codes)
    for code, count in counts.items():
        if count > 1:
            raise DataError(error, name=code, count=count)
    return frozenset(counts)


def _known(error: str, code: str, known: frozenset[str], day: date) -> None:
    if code not in known:
        raise DataError(error, name=code, day=day)
