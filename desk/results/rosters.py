"""What the use cases say of rosters: versions, views, one person's own, and searches that run."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from desk.results.facts import Facts
from forecast.calendar import Day
from scheduler.problem import Absence
from scheduler.rests import Rest
from scheduler.roster import Breach
from scheduler.shifts import ShiftType


@dataclass(frozen=True, slots=True)
class RosterVersion:
    """
    One version of a roster.

    Parameters
    ----------
    id
        Number of the version.
    start, days
        The days it covers.
    state
        ``"draft"``, ``"published"`` or ``"superseded"``.
    made_by, made_at, published_at
        Who solved it, and when (UTC).
    goals
        Cost of every goal by its code.
    status
        How the search ended (``"optimal"``, ``"feasible"`` ...).
    """

    id: int
    start: date
    days: int
    state: str
    made_by: str
    made_at: datetime
    published_at: datetime | None
    goals: tuple[tuple[str, float], ...]
    status: str


@dataclass(frozen=True, slots=True)
class Shortfall:
    """From `first_slot` to `last_slot` (half-hours of the day, included) at most `missing` operators are missing."""

    day: date
    first_slot: int
    last_slot: int
    missing: int


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the team as everyone may see one."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class RosterView:
    """
    A roster with its cover.

    Parameters
    ----------
    version
        Which one.
    people
        Code and name, in the order of the team.
    days
        Calendar facts of every day.
    cells
        Shift codes by person code and day; a day off has no entry.
    shift_types
        The templates that the cells name.
    required, planned
        Operators per half-hour, shape (days * 48,).
    shortfalls
        Half-hours with too few, joined to stretches.
    breaches
        Broken rules; always empty, for a roster with a breach is not saved.
    locked
        Cells that stay when solving again.
    at_phones
        As `planned`, less those at a meal or nursing, shape (days * 48,); None as long as no rests are placed.
    """

    version: RosterVersion
    people: tuple[Member, ...]
    days: tuple[Day, ...]
    cells: dict[tuple[str, date], str]
    shift_types: tuple[ShiftType, ...]
    required: np.ndarray
    planned: np.ndarray
    shortfalls: tuple[Shortfall, ...]
    breaches: tuple[Breach, ...]
    locked: frozenset[tuple[str, date]]
    at_phones: np.ndarray | None = None

    @property
    def seated(self) -> np.ndarray:
        """Operators at the phones per half-hour, shape (days * 48,), as far as the rests are known."""
        return self.planned if self.at_phones is None else self.at_phones

    @property
    def resting_hours(self) -> float:
        """Operator hours that are missing only because people are at a meal or nursing."""
        return float(np.maximum(self.required - self.seated, 0).sum()) / 2 - self.missing_hours

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day of the roster."""
        return tuple(day.date for day in self.days)

    @property
    def missing_hours(self) -> float:
        """Operator hours that are missing, over all half-hours."""
        return float(np.maximum(self.required - self.planned, 0).sum()) / 2

    @property
    def covered_share(self) -> float:
        """Share of the half-hours with a requirement that have all their operators; 1 if none has any."""
        needed = self.required > 0
        return float((self.planned >= self.required)[needed].mean()) if needed.any() else 1.0


@dataclass(frozen=True, slots=True)
class MyShift:
    """One shift of one's own; `paid` in minutes, with its meals and pauses by start."""

    day: date
    shift: str
    name: str
    start: datetime
    end: datetime
    paid: int
    rests: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True)
class MyChange:
    """A day of one's own that differs from the version published before (shift codes, None for a day off)."""

    day: date
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class MyRoster:
    """One's own shifts in the published rosters and granted leave; `upcoming` is the first shift that has not ended."""

    person: str | None
    name: str
    shifts: tuple[MyShift, ...]
    upcoming: MyShift | None
    calendar: tuple[Day, ...]
    changes: tuple[MyChange, ...]
    published_at: datetime | None
    shift_types: tuple[ShiftType, ...]
    leave: tuple[Absence, ...] = ()

    @property
    def types(self) -> dict[str, ShiftType]:
        """Shift types by code."""
        return {shift.code: shift for shift in self.shift_types}


@dataclass(frozen=True, slots=True)
class JobState:
    """
    How far a search is.

    Parameters
    ----------
    id
        Number of the job.
    state
        ``"waiting"``, ``"running"``, ``"done"``, ``"failed"`` or ``"stopped"``.
    start, days, limit
        What it solves, and its time limit in seconds.
    seconds, cost, bound
        Time spent, cost of the best roster so far and proven lower bound, as far as known.
    message
        Code of what it is doing.
    version
        The roster that came out of it.
    error, details
        Code and facts of what went wrong.
    """

    id: int
    state: str
    start: date
    days: int
    limit: float
    seconds: float
    cost: float | None
    bound: float | None
    message: str
    version: int | None = None
    error: str | None = None
    details: Facts = ()

    @property
    def running(self) -> bool:
        """Whether it is worth asking again."""
        return self.state in {"waiting", "running"}
