"""Rules: what a roster must keep; one per file, each with `check` and `add`."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Protocol

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.rules.absence import Absent
from scheduler.rules.consecutive_days import ConsecutiveDays
from scheduler.rules.consecutive_nights import ConsecutiveNights
from scheduler.rules.cycle_hours import CycleHours
from scheduler.rules.daily_hours import DailyHours
from scheduler.rules.locked_cells import LockedCells
from scheduler.rules.min_rest import MinRest
from scheduler.rules.min_seats import MinSeats
from scheduler.rules.monthly_overtime import MonthlyOvertime
from scheduler.rules.night_hours import NightHours
from scheduler.rules.one_shift_a_day import OneShiftADay
from scheduler.rules.personal_hours import PersonalHours
from scheduler.rules.personal_runs import PersonalRuns
from scheduler.rules.personal_shifts import PersonalShifts
from scheduler.rules.personal_weekends import PersonalWeekends
from scheduler.rules.protection import Protection
from scheduler.rules.rest_after_nights import RestAfterNights
from scheduler.rules.rotation import FixedRotation
from scheduler.rules.senior_on_duty import SeniorOnDuty
from scheduler.rules.skills import Skills
from scheduler.rules.standby import Standby
from scheduler.rules.succession import Succession
from scheduler.rules.transport import TransportHome
from scheduler.rules.weekly_hours import WeeklyHours
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.rules.zone_closed import ZoneClosed
from scheduler.variables import Variables


class Rule(Protocol):
    """
    One demand on every roster, stated twice and independently.

    A rule concerns only what the roster adds: a team that does nothing more breaks no rule but a lock
    and a person's own least hours, whatever was worked before.
    """

    code: ClassVar[str]

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield every place where a roster breaks the rule."""
        ...

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid in a model exactly what `check` objects to."""
        ...


RULES: Mapping[str, type[Rule]] = {
    rule.code: rule
    for rule in (
        OneShiftADay,
        MinRest,
        ConsecutiveDays,
        WeeklyRest,
        DailyHours,
        WeeklyHours,
        MonthlyOvertime,
        CycleHours,
        Absent,
        TransportHome,
        ZoneClosed,
        Protection,
        Skills,
        SeniorOnDuty,
        MinSeats,
        LockedCells,
        ConsecutiveNights,
        RestAfterNights,
        NightHours,
        Standby,
        Succession,
        FixedRotation,
        PersonalHours,
        PersonalShifts,
        PersonalWeekends,
        PersonalRuns,
    )
}
"""Every rule by its code, in the order in which reports name them."""

TEAM_RULES = frozenset({SeniorOnDuty.code, MinSeats.code})
"""Codes of the rules about who is there together; every other rule judges one person by that person's shifts alone."""
