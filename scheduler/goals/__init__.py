"""Goals: what a roster should reach; one per file, each with `cost` and `add`."""

from collections.abc import Mapping
from typing import ClassVar, Protocol

from ortools.sat.python import cp_model

from scheduler.goals.expected_loss import ExpectedLoss
from scheduler.goals.fair_duties import FairDuties
from scheduler.goals.fair_hours import FairHours
from scheduler.goals.forward_rotation import ForwardRotation
from scheduler.goals.half_days import HalfDays
from scheduler.goals.long_weeks import LongWeeks
from scheduler.goals.over_cover import OverCover
from scheduler.goals.paired_days_off import PairedDaysOff
from scheduler.goals.pay import Pay
from scheduler.goals.preferences import Preferences
from scheduler.goals.reserve import Reserve
from scheduler.goals.rotation_kept import RotationKept
from scheduler.goals.shift_cover import ShiftCover
from scheduler.goals.stability import Stability
from scheduler.goals.standby_cover import StandbyCover
from scheduler.goals.under_cover import UnderCover
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.variables import Variables


class Goal(Protocol):
    """One wish about every roster: a cost in whole numbers, stated twice and independently."""

    code: ClassVar[str]

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return what a roster costs."""
        ...

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Return an expression whose least value is the cost of the decisions."""
        ...


GOALS: Mapping[str, type[Goal]] = {
    goal.code: goal
    for goal in (
        UnderCover,
        ExpectedLoss,
        ShiftCover,
        Reserve,
        StandbyCover,
        OverCover,
        Stability,
        ForwardRotation,
        LongWeeks,
        FairHours,
        FairDuties,
        HalfDays,
        RotationKept,
        Preferences,
        PairedDaysOff,
        Pay,
    )
}
"""Every goal by its code."""
