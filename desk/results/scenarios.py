"""What the use cases say of scenarios: one outcome each, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from desk.results.forecasts import Eased
from desk.results.surge import DayService
from forecast.surge.scenario import Scenario
from scheduler.rulebook import Limit


@dataclass(frozen=True, slots=True)
class Relaxed:
    """
    A limit that the scenario's rules relax.

    Parameters
    ----------
    usual, now
        The limit with its source, on ordinary days and in the scenario.
    people
        Whom it touches: codes of those whose roster uses it.
    """

    usual: Limit
    now: Limit
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One person in the new roster: shifts before and after, days that differ, hours above contract, rest days owed."""

    person: str
    name: str
    before: int
    after: int
    days_changed: int
    overtime_hours: float
    rest_owed: int


@dataclass(frozen=True, slots=True)
class Price:
    """
    What one more of something would bring: calls that would no longer be lost, over the whole window.

    Parameters
    ----------
    what
        ``person``, ``rule`` or ``hour`` (one operator for one hour where it helps most).
    detail
        Code of the rule, or the hour (``2027-02-06 10:30``).
    calls_saved
        Calls.
    """

    what: str
    detail: str
    calls_saved: float


@dataclass(frozen=True, slots=True)
class Moved:
    """How much a new roster changes: cells, and people who have one of them."""

    cells: int
    people: int


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """
    What callers meet over the window.

    Parameters
    ----------
    days
        Every day.
    offered, answered, abandoned
        Mean callers, redials included.
    in_time, in_time_low, in_time_high
        Share answered within the target: mean, and the worst and best tenth of the runs.
    wait, worst_wait
        Mean wait and that of the worst half-hour, in seconds.
    waits
        By half-hour: mean wait, its worst run, and the 10 and 90 percent points over the runs, in seconds, shape
        (slots, 4); NaN where hardly anyone calls.
    clear
        First day from which no message stays overnight to the end, None if they do.
    """

    days: tuple[DayService, ...]
    offered: float
    answered: float
    abandoned: float
    in_time: float
    in_time_low: float
    in_time_high: float
    wait: float
    worst_wait: float
    waits: np.ndarray
    clear: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """
    One scenario with its answer.

    Parameters
    ----------
    scenario
        The question.
    calls
        Expected calls a day, shape (days,).
    needed, on_hand
        Operators per half-hour, needed and rostered, shape (days * 48,).
    promised
        Service level that the Erlang formulas promise for this cover, weighted by calls with redials; who stays away
        without notice is not counted on.
    breaks
        Rules of the scenario that the published roster breaks, less who cannot come, and how often.
    standing, advised
        Service with the published roster (less who cannot come) and with the new one.
    people
        Everyone whose roster changes.
    moved, afresh
        What the repair changes, and what a roster solved afresh would change (None if not measured).
    missing_standing, missing_hours
        Operator hours that are missing with the published roster (less who cannot come), and with the new one.
    overtime_hours, cost_hours
        Hours above contract, and hours to be paid with their legal multiples.
    relaxed
        Limits that are relaxed.
    standby
        Codes of those not rostered on the hardest day, in the order in which to call them.
    leave
        Pairs of person and day: approved leave on days with gaps, that could be asked back with consent.
    prices
        What one more of something would bring.
    seconds
        Time that it took.
    names
        Everyone's name by code.
    eased
        Half-hours that are planned at an emergency's cap on occupancy, or None.
    """

    scenario: Scenario
    calls: np.ndarray
    needed: np.ndarray
    on_hand: np.ndarray
    promised: float
    breaks: tuple[tuple[str, int], ...]
    standing: Service
    advised: Service
    people: tuple[Changed, ...]
    moved: Moved
    afresh: Moved | None
    missing_standing: float
    missing_hours: float
    overtime_hours: float
    cost_hours: float
    relaxed: tuple[Relaxed, ...]
    standby: tuple[str, ...]
    leave: tuple[tuple[str, date], ...]
    prices: tuple[Price, ...]
    seconds: float
    names: Mapping[str, str]
    eased: Eased | None = None

    @property
    def needed_hours(self) -> float:
        """Operator hours needed."""
        return float(self.needed.sum()) / 2

    @property
    def on_hand_hours(self) -> float:
        """Operator hours rostered on the phones."""
        return float(self.on_hand.sum()) / 2


@dataclass(frozen=True, slots=True)
class ScenarioTable:
    """Up to six scenarios side by side over one window."""

    start: date
    days: int
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """
    A published roster under every pair of volume and absence.

    Parameters
    ----------
    start, days
        The window.
    volumes, absences
        Calls as a multiple of the forecast, rising; shares of the operators who stay away.
    in_time
        Share answered in time, shape (volumes, absences).
    breaks
        For each absence the volume at which the roster breaks, None if it holds throughout.
    """

    start: date
    days: int
    volumes: tuple[float, ...]
    absences: tuple[float, ...]
    in_time: np.ndarray
    breaks: tuple[float | None, ...]
