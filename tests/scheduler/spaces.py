"""For every rule and goal, tiny problems with cases on both sides of its limits, at midnight and at the edges."""

from dataclasses import replace
from datetime import timedelta

from forecast.calendar import Day, DayKind
from scheduler.goals.expected_loss import ExpectedLoss
from scheduler.goals.fair_duties import EVE, FairDuties
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
from scheduler.people import HoursCycle, Regime, Terms, Transport
from scheduler.problem import (
    Absence,
    AbsenceKind,
    DutyCount,
    Lock,
    Rotation,
    Scenario,
    ShiftNeed,
    Wish,
    ZoneClosure,
)
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
from scheduler.shifts import ShiftKind, ShiftType
from tests.scheduler.builders import (
    EARLY,
    LATE,
    NIGHT,
    a_calendar,
    a_person,
    a_problem,
    a_requirement,
    an_assignment,
    day,
)

PAIR = (a_person("a", senior=True, skills=frozenset({"law"})), a_person("b"))
LINK = ShiftType("K", "跨周", 1380, 120, 120)
TRAVEL = (
    Transport("far", False, 480, 1380),
    Transport("far", True, 540, 1200),
)

STANDBY = ShiftType("S", "备班", 480, 480, 0, ShiftKind.STANDBY, on_phones=False)
TURN = Rotation("a", day(-1), ("E", None, "L", "E", "E", None, "L"))


def an_hour_more(**fields):
    """One day of somebody who owes one hour a week: an hour more, or an hour and a minute."""
    two, longer = ShiftType("T", "两小时", 600, 120, 120), ShiftType("U", "再一分钟", 600, 121, 121)
    return a_problem(1, (a_person(**{"weekly_minutes": 60} | fields),), (two, longer))


def around(start, end):
    """Two people, one of them senior, and short shifts that end or begin at two times of the day, or a minute inside."""
    types = (
        ShiftType("P", "前", start - 60, 60, 60),
        ShiftType("Q", "前过一分", start - 60, 61, 61),
        ShiftType("R", "后", end, 60, 60),
        ShiftType("S", "后早一分", end - 1, 61, 61),
    )
    return a_problem(1, PAIR, types)


AROUND_NOON = (
    replace(EARLY, length=240, paid=240),
    replace(EARLY, code="P", start=720, length=240, paid=240),
    replace(EARLY, code="M", start=719, length=2, paid=2),
    NIGHT,
)
"""A shift until noon, one from noon on, one over noon, and a night that ends in the morning."""

RULE_CASES = {
    "daily_hours": [
        (DailyHours(8, 1, 12), a_problem(2, (a_person(),), (replace(EARLY, paid=540, length=540), NIGHT))),
        (DailyHours(8, 0.5), a_problem(2, (a_person(),), (replace(EARLY, paid=511, length=511), LATE))),
        (
            DailyHours(8, 1, 10),
            a_problem(
                2,
                (a_person("a", cycle=HoursCycle.MONTH), a_person("b")),
                (NIGHT, replace(LATE, paid=601, length=601)),
                before=("a-1N",),
            ),
        ),
    ],
    "monthly_overtime": [
        (
            # Monday 30 November ends the month: its week counts there, the one from 7 December on in the next
            MonthlyOvertime(enterprise=8),
            replace(
                a_problem(7, (a_person(weekly_minutes=480),), (EARLY,), before=("a-1E", "a-2E")),
                start=day(12),
                before=tuple(an_assignment(cell) for cell in ("a0E", "a1E", "a7E")),
            ),
        ),
        (
            MonthlyOvertime(civil_servant=8),
            a_problem(3, (a_person(weekly_minutes=480, regime=Regime.CIVIL_SERVANT),), (EARLY, LATE, LINK)),
        ),
        (
            MonthlyOvertime(public_institution=9.9),
            a_problem(4, (a_person(weekly_minutes=0, regime=Regime.PUBLIC_INSTITUTION),), before=("a-1N",)),
        ),
        (
            MonthlyOvertime(enterprise=1),
            a_problem(3, (a_person(weekly_minutes=60),), before=("a-7E", "a-6E")),
        ),
        (
            MonthlyOvertime(enterprise=0),
            a_problem(
                2, (a_person("a", cycle=HoursCycle.MONTH), a_person("b", weekly_minutes=600)), (EARLY, NIGHT)
            ),
        ),
        (MonthlyOvertime(enterprise=1), an_hour_more()),
        (MonthlyOvertime(civil_servant=1), an_hour_more(regime=Regime.CIVIL_SERVANT)),
        (MonthlyOvertime(public_institution=1), an_hour_more(regime=Regime.PUBLIC_INSTITUTION)),
    ],
    "cycle_hours": [
        (
            # from 29 November: nights cross into December, a new month
            CycleHours(month_days=5, overtime=0),
            replace(
                a_problem(3, (a_person(weekly_minutes=480, cycle=HoursCycle.MONTH),), (EARLY, NIGHT, LINK)),
                start=day(6),
                before=(an_assignment("a-3E"),),
            ),
        ),
        (
            CycleHours(month_days=1, overtime=4.1),
            replace(
                a_problem(
                    3,
                    (
                        a_person("a", weekly_minutes=1200, cycle=HoursCycle.QUARTER),
                        a_person("b", weekly_minutes=0, cycle=HoursCycle.YEAR),
                    ),
                    (EARLY, NIGHT),
                ),
                start=day(38),
                before=tuple(an_assignment(cell) for cell in ("a8E", "b9N", "b9E")),
            ),
        ),
        (
            CycleHours(month_days=0, overtime=0),
            a_problem(2, (a_person("a", cycle=HoursCycle.MONTH), a_person("b")), (EARLY,), before=("a-1E",)),
        ),
        (CycleHours(month_days=5, overtime=1), an_hour_more(cycle=HoursCycle.MONTH)),
    ],
    "min_seats": [
        (MinSeats(2), a_problem(2, PAIR, (EARLY, NIGHT))),
        (MinSeats(2), a_problem(2, PAIR, (replace(LATE, start=855), NIGHT), before=("b-1N",))),
        (MinSeats(2), a_problem(2, PAIR, (replace(EARLY, start=359), replace(LATE, length=421, paid=421)))),
        (
            MinSeats(3, 0, 60),
            a_problem(1, (*PAIR, a_person("c")), (replace(EARLY, start=30), NIGHT), before=("b-1N",)),
        ),
        (MinSeats(2), a_problem(2, PAIR, (NIGHT, replace(NIGHT, code="X", on_phones=False)))),
        (MinSeats(2), around(1320, 360)),
    ],
    "night_hours": [
        (NightHours(10), a_problem(3)),
        (NightHours(9.9), a_problem(2)),
        (
            NightHours(8, least=3),
            a_problem(
                1,
                (a_person(),),
                (
                    replace(LATE, code="A", start=900, length=600, paid=481),
                    replace(LATE, code="B", start=901, length=600, paid=481),
                    replace(EARLY, code="C", start=180, length=600, paid=481),
                    replace(EARLY, code="D", start=181, length=600, paid=481),
                    replace(NIGHT, code="F", paid=480),
                ),
            ),
        ),
        (
            NightHours(8, least=3),
            a_problem(1, (a_person(),), (replace(LATE, start=899, length=600, paid=481),)),
        ),
    ],
    "standby": [
        (Standby(1, 2, 0), a_problem(4, (a_person(),), (STANDBY, LATE))),
        (Standby(1, 3, 0), a_problem(4, (a_person(),), (STANDBY,), before=("a-1S", "a-2S"))),
        (Standby(7, 7, 15), a_problem(3, (a_person(),), (STANDBY, LATE, EARLY), before=("a-1L",))),
        (Standby(7, 7, 15.1), a_problem(2, (a_person(),), (STANDBY, LATE, NIGHT), before=("a-1S",))),
        (
            Standby(7, 7, 11),
            a_problem(
                2, (a_person(),), (STANDBY, replace(EARLY, start=180), replace(EARLY, code="F", start=179))
            ),
        ),
    ],
    "rotation": [
        (FixedRotation(), a_problem(3, PAIR[:1], rotations=(TURN,))),
        (FixedRotation(), a_problem(3, PAIR, (EARLY, LATE), rotations=(replace(TURN, start=day(2)),))),
    ],
    "one_shift_a_day": [(OneShiftADay(), a_problem()), (OneShiftADay(), a_problem(2, shifts=(EARLY,)))],
    "min_rest": [
        (MinRest(hours=9), a_problem(before=("a-1N",))),
        (MinRest(hours=9.01), a_problem(before=("a-1L",))),
        (
            MinRest(hours=0),
            a_problem(shifts=(EARLY, replace(LATE, start=960), replace(NIGHT, length=640, paid=640))),
        ),
        (MinRest(hours=24), a_problem(before=("a-1E", "a-1N"))),
    ],
    "consecutive_days": [
        (ConsecutiveDays(2), a_problem(4, shifts=(EARLY, NIGHT))),
        (ConsecutiveDays(2), a_problem(3, before=("a-1E", "a-2N"))),
        (ConsecutiveDays(2), a_problem(3, before=("a-1E", "a-2N", "a-3E", "a-4E"))),
        (ConsecutiveDays(3), a_problem(3, shifts=(EARLY, LATE), before=("a-1E", "a-3E"))),
    ],
    "weekly_rest": [
        (WeeklyRest(1, 3), a_problem(4, shifts=(EARLY, NIGHT))),
        (WeeklyRest(1, 3), a_problem(3, before=("a-1N", "a-2E"))),
        (WeeklyRest(1, 3), a_problem(3, before=("a-1N", "a-2N", "a-3E"))),
        (WeeklyRest(2, 4), a_problem(4, shifts=(EARLY, LATE), before=("a-1E",))),
    ],
    "weekly_hours": [
        (
            WeeklyHours(enterprise_overtime=0, ceiling=48),
            a_problem(4, (a_person(weekly_minutes=960),), (EARLY, NIGHT)),
        ),
        (
            WeeklyHours(civil_servant_overtime=1, ceiling=17),
            replace(
                a_problem(
                    4,
                    (a_person(weekly_minutes=960, regime=Regime.CIVIL_SERVANT),),
                    (EARLY, LINK),
                    before=("a-6E",),
                ),
                start=day(-3),
                before=tuple(an_assignment(cell) for cell in ("a-7K", "a-5E")),
            ),
        ),
        (
            WeeklyHours(public_institution_overtime=0, ceiling=20),
            a_problem(3, (a_person(weekly_minutes=480, cycle=HoursCycle.MONTH),), before=("a-1N",)),
        ),
        (
            WeeklyHours(public_institution_overtime=2),
            a_problem(
                3, (a_person(weekly_minutes=1020, regime=Regime.PUBLIC_INSTITUTION),), before=("a-1N",)
            ),
        ),
        (WeeklyHours(enterprise_overtime=1), an_hour_more()),
        (WeeklyHours(civil_servant_overtime=1), an_hour_more(regime=Regime.CIVIL_SERVANT)),
        (WeeklyHours(public_institution_overtime=1), an_hour_more(regime=Regime.PUBLIC_INSTITUTION)),
        (WeeklyHours(ceiling=2), an_hour_more()),
    ],
    "absence": [
        (Absent(), a_problem(absences=frozenset({Absence("a", day(1))}))),
        (
            Absent(),
            a_problem(absences=frozenset({Absence("a", day(1), AbsenceKind.HALF_DAY), Absence("a", day(2))})),
        ),
        (
            Absent(),
            a_problem(absences=frozenset({Absence("a", day(3)), Absence("a", day(0))}), before=("a-1N",)),
        ),
        *(
            (Absent(), a_problem(2, shifts=AROUND_NOON, absences=frozenset({Absence("a", day(on), half)})))
            for on, half in ((1, AbsenceKind.MORNING), (0, AbsenceKind.AFTERNOON))
        ),
    ],
    "transport": [
        (
            TransportHome(),
            a_problem(
                3,
                (a_person(zone="far"),),
                (EARLY, LATE, replace(NIGHT, code="P"), replace(NIGHT, length=570, paid=570)),
                transport=TRAVEL,
                calendar=a_calendar(3, d1=DayKind.WEEKEND),
            ),
        ),
        (
            TransportHome(),
            a_problem(
                2,
                (a_person("a", zone="far"), a_person("b", zone="near")),
                (replace(EARLY, code="F", start=479), EARLY, replace(LATE, length=481)),
                transport=TRAVEL[:1],
            ),
        ),
        (TransportHome(), replace(a_problem(3, (a_person(zone="far"),), transport=TRAVEL), start=day(4))),
    ],
    "zone_closed": [
        (
            ZoneClosed(),
            a_problem(
                2,
                (
                    a_person("a", zone="far"),
                    a_person("b", zone="far", permit=True),
                    a_person("c", zone="near"),
                ),
                (EARLY, NIGHT),
                closures=frozenset({ZoneClosure("far", day(1)), ZoneClosure("near", day(2))}),
            ),
        )
    ],
    "protection": [
        (
            Protection(),
            a_problem(
                3,
                (a_person(no_nights_until=day(1)),),
                (
                    replace(EARLY, start=360),
                    replace(EARLY, code="F", start=359),
                    replace(LATE, start=840),
                    NIGHT,
                ),
            ),
        ),
        (
            Protection(),
            a_problem(3, (a_person(no_nights_until=day(1)),), (replace(LATE, start=841, code="M"), EARLY)),
        ),
        (
            Protection(day_hours=8),
            a_problem(3, (a_person(no_overtime_until=day(1), weekly_minutes=1080),), (EARLY, NIGHT, LINK)),
        ),
        (
            Protection(),
            a_problem(3, (a_person(no_overtime_until=day(1), weekly_minutes=1019),), (EARLY,), before=()),
        ),
        (
            Protection(night_start=0, night_end=1),
            replace(
                a_problem(5, (a_person(no_overtime_until=day(-1), weekly_minutes=600),), (EARLY, LINK)),
                start=day(-2),
                before=(an_assignment("a-3K"),),
            ),
        ),
        (
            Protection(day_hours=2),
            an_hour_more(no_overtime_until=day(0), weekly_minutes=2400),
        ),
    ],
    "skills": [(Skills(), a_problem(2, PAIR, (replace(EARLY, skill="law"), LATE)))],
    "senior_on_duty": [
        (SeniorOnDuty(), a_problem(1, PAIR, (EARLY, replace(LATE, start=930), NIGHT))),
        (SeniorOnDuty(), a_problem(2, PAIR, (replace(LATE, start=930), NIGHT))),
        (SeniorOnDuty(), a_problem(2, PAIR, (EARLY, NIGHT), before=("a-1N",))),
        (SeniorOnDuty(), a_problem(2, PAIR, (replace(EARLY, start=450), NIGHT), before=("b-1N",))),
        (
            SeniorOnDuty(480, 930),
            a_problem(1, PAIR, (EARLY, replace(LATE, start=930), NIGHT)),
        ),
        (SeniorOnDuty(), a_problem(2, PAIR, (EARLY, replace(LATE, on_phones=False)))),
        (SeniorOnDuty(480, 1080), around(480, 1080)),
    ],
    "locked_cells": [
        (LockedCells(), a_problem(locks=frozenset({Lock("a", day(0), "E"), Lock("a", day(2), None)}))),
    ],
    "consecutive_nights": [
        (ConsecutiveNights(2), a_problem(4, shifts=(EARLY, NIGHT))),
        (ConsecutiveNights(2), a_problem(3, before=("a-1N", "a-2N"))),
        (ConsecutiveNights(1), a_problem(3, shifts=(NIGHT, replace(NIGHT, code="M")), before=("a-2N",))),
    ],
    "rest_after_nights": [
        (RestAfterNights(48), a_problem(4, shifts=(EARLY, NIGHT))),
        (RestAfterNights(48), a_problem(3, before=("a-1N",))),
        (RestAfterNights(24), a_problem(3, before=("a-1N",))),
        (
            RestAfterNights(23.9),
            a_problem(3, shifts=(EARLY, NIGHT, replace(LATE, start=475)), before=("a-2N",)),
        ),
        (
            RestAfterNights(24),
            a_problem(
                2,
                shifts=(replace(EARLY, start=480), replace(EARLY, code="F", start=479), NIGHT),
                before=("a-1N",),
            ),
        ),
    ],
    "succession": [
        (
            Succession(),
            a_problem(3, shifts=(EARLY, replace(LATE, not_before=frozenset("EN")), NIGHT), before=("a-1L",)),
        ),
    ],
    "personal_hours": [
        (
            PersonalHours(),
            a_problem(3, (a_person(terms=Terms(max_minutes=1080, min_minutes=480)),), (EARLY, NIGHT)),
        ),
        (PersonalHours(), a_problem(3, (a_person(terms=Terms(min_minutes=481)),), (EARLY, NIGHT))),
        (PersonalHours(), a_problem(3, (a_person(terms=Terms(max_minutes=1079)),), (EARLY, NIGHT))),
    ],
    "personal_shifts": [
        (PersonalShifts(), a_problem(3, (a_person(terms=Terms(max_shifts=(("E", 1), ("N", 0)))),))),
    ],
    "personal_weekends": [
        (
            PersonalWeekends(),
            replace(a_problem(9, (a_person(terms=Terms(max_weekends=1)),), (EARLY,)), start=day(5)),
        ),
        (
            PersonalWeekends(),
            replace(a_problem(8, (a_person(terms=Terms(max_weekends=1)),), (EARLY,)), start=day(6)),
        ),
    ],
    "personal_runs": [
        (PersonalRuns(), a_problem(7, (a_person(terms=Terms(max_run=3, min_run=2, min_off=2)),), (EARLY,))),
        (
            PersonalRuns(),
            a_problem(6, (a_person(terms=Terms(max_run=4, min_run=3, min_off=3)),), (EARLY, LATE)),
        ),
    ],
}

FESTIVAL = (
    Day(day(0), DayKind.WORKDAY, None, False, None, -1, False),
    Day(day(1), DayKind.HOLIDAY, "spring_festival", True, None, 0, False),
)

GOAL_CASES = {
    "expected_loss": [
        (
            ExpectedLoss(),
            a_problem(
                2,
                (*PAIR, a_person("c")),
                (EARLY, NIGHT),
                before=("a-1N",),
                scenarios=(
                    Scenario(a_requirement(2, {(0, 0): 3, (0, 16): 1, (1, 0): 2}, lost=0.25), 2),
                    Scenario(a_requirement(2, {(0, 16): 3, (1, 11): 1, (1, 20): 2}, lost=1.5)),
                    Scenario(a_requirement(2, {(0, 16): 2, (0, 47): 1}, lost=0.0), 5),
                ),
            ),
        ),
        (
            ExpectedLoss(),
            a_problem(
                2,
                PAIR,
                (EARLY, NIGHT),
                scenarios=(
                    Scenario(a_requirement(2, {(0, 20): 1, (1, 2): 2}, skill="law")),
                    Scenario(a_requirement(2, {(0, 20): 2})),
                ),
            ),
        ),
    ],
    "half_days": [
        (
            HalfDays(4),
            a_problem(
                2,
                PAIR,
                (EARLY, replace(LATE, paid=240), replace(NIGHT, paid=241)),
                absences=frozenset(
                    {
                        Absence("a", day(0), AbsenceKind.HALF_DAY),
                        Absence("b", day(1), AbsenceKind.HALF_DAY),
                        Absence("b", day(0)),
                    }
                ),
            ),
        )
    ],
    "rotation_kept": [(RotationKept(), a_problem(3, PAIR, (EARLY, LATE), rotations=(TURN,)))],
    "under_cover": [
        (
            UnderCover(),
            a_problem(
                2,
                PAIR,
                (EARLY, NIGHT),
                before=("a-1N",),
                requirements=(
                    a_requirement(
                        2, {(0, 0): 2, (0, 16): 2, (0, 31): 1, (0, 32): 1, (1, 0): 2, (1, 47): 1}, lost=0.257
                    ),
                    a_requirement(2, {(0, 20): 1, (1, 11): 2}, lost=0.0, skill="law"),
                ),
            ),
        ),
        (
            UnderCover(),
            a_problem(
                1,
                PAIR,
                (
                    replace(EARLY, start=475),
                    replace(LATE, on_phones=False),
                    replace(NIGHT, length=119, paid=60),
                ),
                requirements=(
                    a_requirement(1, {(0, 15): 1, (0, 16): 3, (0, 31): 1, (0, 30): 1, (0, 47): 1}),
                ),
            ),
        ),
    ],
    "shift_cover": [
        (
            ShiftCover(),
            a_problem(
                2,
                PAIR,
                (EARLY, NIGHT),
                shift_needs=(
                    ShiftNeed(day(0), "E", 1, under=100, over=1),
                    ShiftNeed(day(1), "N", 2, under=7, over=3),
                    ShiftNeed(day(1), "E", 0, over=2),
                    ShiftNeed(day(2), "E", 1, under=5),
                ),
            ),
        )
    ],
    "over_cover": [
        (
            OverCover(),
            a_problem(
                2,
                PAIR,
                (EARLY, NIGHT),
                before=("b-1N", "a-1N"),
                requirements=(
                    a_requirement(2, {(0, 0): 1, (0, 16): 1, (1, 3): 2}),
                    a_requirement(2, {}, skill="law"),
                ),
            ),
        )
    ],
    "reserve": [
        (
            Reserve(),
            a_problem(
                2,
                PAIR,
                (EARLY, NIGHT),
                before=("b-1N", "a-1N"),
                requirements=(
                    a_requirement(2, {(0, 0): 1, (0, 16): 1, (0, 20): 1, (1, 3): 2}, shrinkage=0.4),
                    a_requirement(2, {(0, 16): 2, (1, 20): 1}, skill="law", shrinkage=0.1),
                ),
            ),
        )
    ],
    "standby_cover": [
        (
            StandbyCover(),
            a_problem(
                2,
                (*PAIR, a_person("c")),
                (EARLY, STANDBY),
                shift_needs=(
                    ShiftNeed(day(0), "S", 2, 3, 1),
                    ShiftNeed(day(1), "S", 1, 2, 4),
                    ShiftNeed(day(1), "E", 2, 5),
                    ShiftNeed(day(-1), "S", 2, 11),
                ),
            ),
        )
    ],
    "stability": [
        (
            Stability(short_notice_days=1),
            a_problem(
                2,
                PAIR,
                (EARLY, NIGHT),
                published=frozenset(map(an_assignment, ("a0E", "b1N", "a-1E", "a2E"))),
            ),
        ),
        (Stability(), a_problem(2, PAIR, (EARLY,))),
        (
            Stability(short_notice_days=1),
            a_problem(
                2,
                PAIR,
                (EARLY, STANDBY),
                published=frozenset(map(an_assignment, ("a0S", "b1S", "b0E"))),
            ),
        ),
    ],
    "forward_rotation": [
        (ForwardRotation(60), a_problem(3, before=("a-1L",))),
        (ForwardRotation(60), a_problem(2, PAIR, (EARLY, replace(LATE, start=540)), before=("a-1L", "b-2L"))),
        (ForwardRotation(59), a_problem(2, PAIR, (EARLY, replace(LATE, start=540)))),
    ],
    "fair_hours": [
        (FairHours(20), a_problem(3, (a_person(weekly_minutes=2000),), (EARLY, replace(LATE, paid=451)))),
        (
            FairHours(30),
            a_problem(
                2,
                (a_person("a", weekly_minutes=0), a_person("b"), a_person("c", weekly_minutes=1200)),
                (EARLY, LINK),
                absences=frozenset({Absence("b", day(1)), Absence("c", day(5))}),
            ),
        ),
        (FairHours(10), a_problem(2, (a_person(weekly_minutes=1200),), (EARLY, LATE), calendar=FESTIVAL)),
    ],
    "fair_duties": [
        (
            FairDuties(),
            a_problem(
                2,
                (a_person("a"), a_person("b", weekly_minutes=1200)),
                (replace(EARLY, start=419), NIGHT),
                calendar=FESTIVAL,
                ledger=(
                    DutyCount("a", "nights", 2),
                    DutyCount("a", "nights", 1),
                    DutyCount("b", EVE, 1),
                    DutyCount("b", "spring_festival", 3),
                ),
            ),
        ),
        (
            FairDuties(again_weight=7),
            a_problem(
                2,
                (a_person("a"), a_person("b", weekly_minutes=1200)),
                (EARLY, STANDBY),
                calendar=FESTIVAL,
                ledger=(
                    DutyCount("a", EVE, 1, 2025),
                    DutyCount("b", EVE, 1, 2024),
                    DutyCount("b", "lunar_1", 2, 2025),
                    DutyCount("a", "lunar_1", 0, 2025),
                    DutyCount("b", "standby", 3),
                ),
            ),
        ),
        (
            FairDuties(),
            a_problem(2, PAIR, (replace(STANDBY, code="B", kind=ShiftKind.MANAGER), EARLY)),
        ),
        (
            FairDuties(night_weight=0),
            replace(a_problem(3, (a_person("a", weekly_minutes=0),), (EARLY, NIGHT)), start=day(4)),
        ),
    ],
    "paired_days_off": [
        (PairedDaysOff(), a_problem(5, (a_person("a"),), (EARLY, NIGHT), before=("a-1E",))),
        (PairedDaysOff(), a_problem(3, PAIR, (EARLY, STANDBY), before=("a-2E", "b-1E"))),
    ],
    "pay": [
        # a night before the Monday reaches into its week
        (Pay(), a_problem(3, (a_person(weekly_minutes=960),), (EARLY, NIGHT), before=("a-1N",))),
        (
            Pay(),
            a_problem(
                2,
                (a_person(weekly_minutes=600), a_person("b", weekly_minutes=600)),
                (EARLY, NIGHT),
                calendar=FESTIVAL,
                absences=frozenset({Absence("a", day(3)), Absence("b", day(0), AbsenceKind.HALF_DAY)}),
            ),
        ),
        (
            Pay(),
            a_problem(
                2, (a_person(weekly_minutes=480, cycle=HoursCycle.MONTH),), (EARLY, NIGHT), calendar=FESTIVAL
            ),
        ),
        # Sunday and Monday belong to two weeks
        (Pay(), replace(a_problem(3, (a_person(weekly_minutes=400),), (EARLY, NIGHT)), start=day(6))),
    ],
    "long_weeks": [
        # a night before the Monday reaches into its week
        (LongWeeks(), a_problem(3, (a_person(weekly_minutes=960),), (EARLY, NIGHT), before=("a-1N",))),
        (
            LongWeeks(),
            a_problem(
                2,
                (a_person(weekly_minutes=600), a_person("b", weekly_minutes=600)),
                (EARLY, NIGHT),
                calendar=FESTIVAL,
                absences=frozenset({Absence("a", day(3)), Absence("b", day(0), AbsenceKind.HALF_DAY)}),
            ),
        ),
        (
            LongWeeks(),
            a_problem(2, (a_person(weekly_minutes=480, cycle=HoursCycle.MONTH),), (EARLY, NIGHT)),
        ),
        # Sunday and Monday belong to two weeks
        (LongWeeks(), replace(a_problem(3, (a_person(weekly_minutes=400),), (EARLY, NIGHT)), start=day(6))),
    ],
    "preferences": [
        (
            Preferences(),
            a_problem(
                2,
                PAIR,
                (EARLY, NIGHT),
                wishes=(
                    Wish("a", day(0), "E", 3),
                    Wish("a", day(1), None, 2),
                    Wish("b", day(0), "N", -5),
                    Wish("b", day(1), None, -7),
                    Wish("b", day(2), "N", 11),
                    Wish("b", day(2), None, 13),
                    Wish("a", day(-1) - timedelta(days=1), None, -17),
                    Wish("a", day(2), "E", -19),
                ),
            ),
        )
    ],
}
