"""What the use cases say of a roster after something has happened, and why it is as it is."""

from dataclasses import dataclass
from datetime import date

from desk.results.forecasts import Eased
from desk.results.rosters import RosterVersion
from desk.results.scenarios import Relaxed
from scheduler.explain import Demand, Finding, Fix, Instead, Reason, Report
from scheduler.problem import Lock
from scheduler.shifts import ShiftType
from scheduler.solve import Shortfall


@dataclass(frozen=True, slots=True)
class ShiftMove:
    """One person's day that differs: shift codes, None for a day off; at short notice it needs consent."""

    person: str
    day: date
    before: str | None
    after: str | None
    needs_consent: bool = False


@dataclass(frozen=True, slots=True)
class RepairPrice:
    """
    What a repair costs on the days that were open to change.

    Parameters
    ----------
    overtime_before, overtime_after
        Hours above contract: of the old version less who is gone, and of the new one.
    paid_before, paid_after
        Hours to be paid, with their legal multiples.
    rest_owed
        Days of rest that the new version leaves owed.
    relaxed
        Limits of ordinary days that the new version goes beyond, with those whom it touches.
    eased
        Half-hours that are planned at an emergency's cap on occupancy, or None.
    """

    overtime_before: float
    overtime_after: float
    paid_before: float
    paid_after: float
    rest_owed: int
    relaxed: tuple[Relaxed, ...]
    eased: Eased | None = None


@dataclass(frozen=True, slots=True)
class Repaired:
    """
    A draft that answers what has happened, beside the version it came from.

    Parameters
    ----------
    version
        The new draft.
    base
        Number of the version that was repaired.
    since
        First day that was open to change.
    changes
        Cells that differ, by day.
    missing_before, missing_after
        Operator hours missing from `since` on: of the old version after what has happened, and of the new one.
    lost_before, lost_after
        Calls expected to be lost by these gaps.
    price
        What it costs.
    names, shift_names
        Names by code.
    seconds
        Time of the search.
    proven
        Whether none is better; else the time was up.
    conflict
        If a locked cell could not be kept: the smallest set of demands that contradict each other.
    """

    version: RosterVersion
    base: int
    since: date
    changes: tuple[ShiftMove, ...]
    missing_before: float
    missing_after: float
    lost_before: float
    lost_after: float
    price: RepairPrice
    names: dict[str, str]
    shift_names: dict[str, str]
    seconds: float
    proven: bool
    conflict: tuple[Demand, ...] = ()


@dataclass(frozen=True, slots=True)
class StandIns:
    """
    Who could take a shift over, best first.

    `load` is the share of contract hours by person (1 is all), `offered` who has been granted to stand by then.
    """

    person: str
    day: date
    shift: ShiftType
    ranked: tuple[Reason, ...]
    load: dict[str, float]
    names: dict[str, str]
    offered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RosterReasons:
    """
    Why a roster is as it is.

    Parameters
    ----------
    version
        Which one.
    report
        Goals, broken rules, what everyone carries, changes.
    gaps
        Where operators are missing, the largest loss first.
    findings
        What no roster for these days can put right.
    explained
        For the first of the gaps that were asked for: who could have stood there and what stopped each.
    names, shift_names
        Names by code.
    managers
        Codes of those who are on the managers' duty roster alone: their other work is not planned here.
    owed
        Pairs of person and days of weekly rest that an emergency's relaxed rules take, to be given back.
    """

    version: RosterVersion
    report: Report
    gaps: tuple[Shortfall, ...]
    explained: tuple[tuple[Shortfall, tuple[Reason, ...]], ...]
    names: dict[str, str]
    shift_names: dict[str, str]
    findings: tuple[Finding, ...] = ()
    managers: frozenset[str] = frozenset()
    owed: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GapFixes:
    """
    What would close the worst gap of a day, each tried out by solving.

    Parameters
    ----------
    gap
        The gap.
    wait
        Mean wait in seconds that callers meet if nothing is done; None where the forecast is not known any more.
    fixes
        See `scheduler.explain.Fix`; the least intrusive first.
    names, shift_names
        Names by code.
    """

    gap: Shortfall
    wait: float | None
    fixes: tuple[Fix, ...]
    names: dict[str, str]
    shift_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class GoalChange:
    """What a goal of a tier costs in one version and in another."""

    tier: str
    goal: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """
    Two versions of the same days.

    Parameters
    ----------
    version, other
        The versions.
    goals
        Every goal, most important first.
    changes
        Cells that differ, by day.
    names, shift_names
        Names by code.
    """

    version: RosterVersion
    other: RosterVersion
    goals: tuple[GoalChange, ...]
    changes: tuple[ShiftMove, ...]
    names: dict[str, str]
    shift_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class LockConflict:
    """Cells set by hand that a roster could not keep, and the demands that contradict each other: waive any one."""

    released: tuple[Lock, ...]
    demands: tuple[Demand, ...]
    names: dict[str, str]
    shift_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class CellInstead:
    """What one cell would cost if it were another, with the names to tell it."""

    found: Instead
    names: dict[str, str]
    shift_names: dict[str, str]
