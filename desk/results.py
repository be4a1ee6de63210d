"""What the use cases hand out: frozen plain data for pages, command line and reports."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from forecast.calendar import Day
from forecast.prediction import Note, Prediction
from forecast.staffing.requirement import Requirement
from scheduler.people import Person, Transport
from scheduler.roster import Breach
from scheduler.shifts import ShiftType

Facts = tuple[tuple[str, object], ...]
"""Pairs of name and value, as sentences need them."""


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
class Span:
    """A named stretch of days (an event, a festival)."""

    code: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Known daily values: `values` has the shape (len(dates),), NaN where a day is missing."""

    dates: tuple[date, ...]
    values: np.ndarray


@dataclass(frozen=True, slots=True)
class ModelScore:
    """
    How well a model did on the centre's own past.

    Parameters
    ----------
    model
        Its code.
    crps
        Continuous ranked probability score over the mean absolute error of seasonal naive in the history.
    mase, wape
        Errors of the median, scaled and relative.
    coverage80, coverage95
        Share of days inside the intervals, in [0, 1].
    seconds
        Time of one forecast.
    """

    model: str
    crps: float
    mase: float
    wape: float
    coverage80: float
    coverage95: float
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class ForecastView:
    """
    A daily forecast with all that a planner needs beside it.

    Parameters
    ----------
    origin
        The last day known when it was made.
    start, days
        The window that was asked for; `prediction` and `naive` cover exactly it.
    history
        The last 120 days before `start` as far as known.
    last_year
        The same days of the festival calendar (or of the year) one year earlier.
    prediction, naive
        The champion's forecast and seasonal naive beside it.
    scores
        Backtest of both on the centre's own past; empty until it has been run.
    calendar
        Facts of every day of the window.
    events
        The centre's own events that touch the window.
    notes
        What a planner should know about it.
    made_at
        When it was computed, UTC.
    """

    origin: date
    start: date
    days: int
    history: Series
    last_year: Series
    prediction: Prediction
    naive: Prediction
    champion: str
    scores: tuple[ModelScore, ...]
    calendar: tuple[Day, ...]
    events: tuple[Span, ...]
    notes: tuple[Note, ...]
    made_at: datetime

    @property
    def total_range(self) -> tuple[float, float]:
        """The 10 and 90 % quantiles of the calls of the whole window, from the sample paths."""
        low, high = np.quantile(self.prediction.paths.sum(axis=1), (0.1, 0.9))
        return float(low), float(high)


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A number that a result rests on, with its source and the day it was read."""

    code: str
    value: float | int | str
    source: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RequirementView:
    """Operators needed per half-hour; `low` and `high` are the calls at 10 % and 90 %, shape (grid.slots,)."""

    requirement: Requirement
    low: np.ndarray
    high: np.ndarray
    settings: tuple[SettingLine, ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of the centre with its limits and where they come from."""

    code: str
    fields: Facts
    source: str


@dataclass(frozen=True, slots=True)
class TeamView:
    """The team, the shift types, the transport and the rules in force."""

    people: tuple[Person, ...]
    shift_types: tuple[ShiftType, ...]
    transport: tuple[Transport, ...]
    rules: tuple[RuleLine, ...]


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
    """One shift of one's own; `paid` in minutes."""

    day: date
    shift: str
    name: str
    start: datetime
    end: datetime
    paid: int


@dataclass(frozen=True, slots=True)
class MyChange:
    """A day of one's own that differs from the version published before (shift codes, None for a day off)."""

    day: date
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class MyRoster:
    """One's own shifts in the published rosters; `upcoming` is the first that has not ended."""

    person: str | None
    name: str
    shifts: tuple[MyShift, ...]
    upcoming: MyShift | None
    calendar: tuple[Day, ...]
    changes: tuple[MyChange, ...]
    published_at: datetime | None
    shift_types: tuple[ShiftType, ...]

    @property
    def types(self) -> dict[str, ShiftType]:
        """Shift types by code."""
        return {shift.code: shift for shift in self.shift_types}


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """
    What callers meet, per half-hour; every array has the shape (days * 48,).

    Parameters
    ----------
    calls
        Expected calls.
    required, planned
        Operators needed for the target, and on the phones.
    service_level
        Share answered within the target time, in [0, 1].
    wait
        Mean wait of a caller in seconds.
    abandoned
        Expected callers who give up.
    total_calls, total_abandoned
        Sums over the window.
    mean_service_level, mean_wait
        Means weighted by calls.
    operator_hours_required, operator_hours_planned
        Sums over the window in hours.
    """

    calls: np.ndarray
    required: np.ndarray
    planned: np.ndarray
    service_level: np.ndarray
    wait: np.ndarray
    abandoned: np.ndarray
    total_calls: float
    total_abandoned: float
    mean_service_level: float
    mean_wait: float
    operator_hours_required: float
    operator_hours_planned: float

    @property
    def missing_hours(self) -> float:
        """Operator hours that are missing, over all half-hours."""
        return float(np.maximum(self.required - self.planned, 0).sum()) / 2


@dataclass(frozen=True, slots=True)
class DayComparison:
    """One day before and after: calls, most operators needed at once, service level."""

    day: date
    calls_before: float
    calls_after: float
    peak_before: int
    peak_after: int
    service_before: float
    service_after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What if more people call, or fewer operators come: both situations and every day."""

    start: date
    days: int
    before: Situation
    after: Situation
    by_day: tuple[DayComparison, ...]


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


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a planner should know about a file: a code, its facts, and whether it stops the import."""

    code: str
    details: Facts
    stops: bool


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day whose total would change by an import (None: not known before)."""

    day: date
    before: float | None
    after: float


@dataclass(frozen=True, slots=True, eq=False)
class ImportPreview:
    """
    What an import would do; nothing is written yet.

    Parameters
    ----------
    name, content
        The file.
    mapping
        Role and column of the file, as guessed or as given.
    columns
        All columns of the file.
    step
        Minutes of a slot.
    first, last, days
        What it covers.
    rows
        Rows read.
    findings
        What the report on its quality says; one that `stops` is a row that cannot be used.
    changes
        Days that are new or differ from what is known, in order.
    known_already
        Whether this very file has been imported before.
    """

    name: str
    content: bytes
    mapping: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    step: int
    first: date
    last: date
    days: int
    rows: int
    findings: tuple[Finding, ...]
    changes: tuple[DayChange, ...]
    known_already: bool


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import has done; `id` is None if the file was known already."""

    id: int | None
    days_new: int
    days_changed: int
    rows_left_out: int


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
