"""What the use cases say of scenarios: one outcome each, side by side."""

from dataclasses import dataclass
from datetime import date

import numpy as np

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
    """What one more of something would bring: calls that would no longer be lost, over the whole window."""

    what: str
    detail: str
    calls_saved: float


@dataclass(frozen=True, slots=True)
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
        Service level that the Erlang formulas promise for this cover, weighted by calls.
    standing, advised
        Service with the published roster (less who cannot come) and with the new one.
    people
        Everyone whose roster changes.
    cells_changed, cells_afresh
        Cells that the repair changes, and that a roster solved afresh would change (None if not measured).
    missing_hours
        Operator hours that are missing with the new roster.
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
    """

    scenario: Scenario
    calls: np.ndarray
    needed: np.ndarray
    on_hand: np.ndarray
    promised: float
    standing: Service
    advised: Service
    people: tuple[Changed, ...]
    cells_changed: int
    cells_afresh: int | None
    missing_hours: float
    overtime_hours: float
    cost_hours: float
    relaxed: tuple[Relaxed, ...]
    standby: tuple[str, ...]
    leave: tuple[tuple[str, date], ...]
    prices: tuple[Price, ...]
    seconds: float

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
