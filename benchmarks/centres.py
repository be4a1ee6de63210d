"""Centres out of a seed, with people enough by construction: a roster that keeps every rule and misses nobody proves it."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

import numpy as np

from forecast.calendar import Calendar
from forecast.grid import Grid
from forecast.staffing.requirement import Requirement
from scheduler.people import HoursCycle, Person, Regime, Transport
from scheduler.problem import Absence, Assignment, DutyCount, Problem, Wish
from scheduler.roster import Roster, cover_of
from scheduler.rulebook import Rulebook, check_all
from scheduler.shifts import ShiftKind, ShiftType

MONDAY = date(2026, 3, 2)
"""First day of every centre."""

TYPES = (
    ShiftType("A", "早班", 420, 510, 480),
    ShiftType("M", "中班", 510, 540, 480, ShiftKind.MID),
    ShiftType("D", "日班", 600, 540, 480, ShiftKind.MID),
    ShiftType("L", "晚班", 810, 540, 480, ShiftKind.LATE),
    ShiftType("N", "夜班", 1320, 540, 480, ShiftKind.NIGHT),
    ShiftType("H", "上午班", 510, 240, 240),
    ShiftType("P", "傍晚班", 1020, 300, 300, ShiftKind.LATE),
)
"""Eight-hour shifts round the clock and two short ones for part-timers."""

BLOCKS = {"A": 5, "M": 5, "D": 5, "L": 5, "N": 3, "H": 5, "P": 4}
"""Days in a row that the proof works each shift; two days off follow, three after nights."""

HOURS = (2, 2, 1, 1, 1, 2, 4, 7, 12, 15, 15, 14, 12, 12, 14, 15, 14, 12, 9, 8, 7, 5, 4, 3)
"""Work of each hour of a day, as shares of one another: busy mornings and afternoons, quiet nights."""

ROUND_THE_CLOCK = 100
"""People from which on a centre is open at night."""

SPARE = 0.03
"""Share of the proof's cover that the requirement leaves out."""


def a_large_centre(seed: int, people: int, days: int, book: Rulebook) -> tuple[Problem, Roster]:
    """
    Return a centre and a roster that keeps every rule and misses nobody.

    Parameters
    ----------
    seed
        The same seed gives the same centre.
    people, days
        Its size.
    book
        The rules that the roster keeps.
    """
    rng = Random(seed)
    team = tuple(_person(rng, f"p{number:03}") for number in range(people))
    dates = [MONDAY + timedelta(days=k) for k in range(days)]
    absences = frozenset(
        Absence(person.code, day)
        for person in team
        if rng.random() < 0.25
        for first in [rng.randrange(days)]
        for day in dates[first : first + rng.randint(1, 7)]
    )
    problem = Problem(
        MONDAY,
        days,
        team,
        tuple(kind for kind in TYPES if kind.code != "N" or people >= ROUND_THE_CLOCK),
        calendar=Calendar("CN").days(MONDAY, days),
        transport=(Transport("east", False, 420, 1350), Transport("east", True, 450, 1320)),
        absences=absences,
        wishes=tuple(
            Wish(p.code, day, rng.choice([None, None, "A", "L"]), rng.choice([-2, -1, 1, 2]))
            for p in team
            for day in rng.sample(dates, min(3, days))
        ),
        ledger=tuple(
            DutyCount(p.code, measure, rng.randint(0, 6)) for p in team for measure in ("nights", "weekends")
        ),
    )
    proof = _kept(problem, book, _worked(rng, problem))
    return replace(problem, requirements=_needed(problem, proof)), proof


def _person(rng: Random, code: str) -> Person:
    return Person(
        code,
        code,
        regime=rng.choice([Regime.ENTERPRISE, Regime.ENTERPRISE, Regime.PUBLIC_INSTITUTION]),
        cycle=HoursCycle.MONTH if rng.random() < 0.1 else HoursCycle.WEEK,
        weekly_minutes=rng.choices([2400, 1800, 1200], [8, 1, 1])[0],
        skills=frozenset({"phone", "english"} if rng.random() < 0.2 else {"phone"}),
        senior=rng.random() < 0.25,
        zone="east" if rng.random() < 0.3 else "city",
        no_nights_until=MONDAY + timedelta(days=rng.randrange(200)) if rng.random() < 0.05 else None,
    )


def _worked(rng: Random, problem: Problem) -> Roster:
    """Let everyone, seniors first, work blocks of one shift, each where most is missing of the day's course."""
    away = {(a.person, a.day) for a in problem.absences}
    course = np.tile(np.repeat(np.array(HOURS, dtype=float), 2), problem.days)
    there = np.zeros(course.shape)
    kinds = {kind.code: kind for kind in problem.shift_types}
    spans = {code: (-(-kind.start // 30), kind.end // 30) for code, kind in kinds.items()}
    chosen: set[Assignment] = set()
    for person in sorted(problem.people, key=lambda person: not person.senior):
        left: Counter[int] = Counter()
        by_night = person.weekly_minutes == 2400 and person.no_nights_until is None
        mine = [code for code in kinds if by_night or code != "N"]
        day = rng.randrange(3)
        while day < problem.days:
            lacks = {code: _lack(course, there, day, *spans[code]) for code in mine}
            code = max(mine, key=lacks.__getitem__)
            for ahead in range(day, min(day + BLOCKS[code], problem.days)):
                when = problem.dates[ahead]
                fits = left[ahead // 7] + kinds[code].paid <= person.weekly_minutes
                if fits and (person.code, when) not in away:
                    left[ahead // 7] += kinds[code].paid
                    chosen.add(Assignment(person.code, when, code))
                    first, last = spans[code]
                    there[48 * ahead + first : 48 * ahead + last] += 1
            day += BLOCKS[code] + (3 if code == "N" else 2)
    return Roster(frozenset(chosen))


def _lack(course: np.ndarray, there: np.ndarray, day: int, first: int, last: int) -> float:
    slots = slice(48 * day + first, 48 * day + last)
    return float((course[slots] / (1 + there[slots])).mean())


def _kept(problem: Problem, book: Rulebook, roster: Roster) -> Roster:
    """Return a roster without the shifts that break a rule."""
    kept = set(roster.assignments)
    while broken := check_all(problem, book, Roster(frozenset(kept))):
        bad = {(b.person, b.day) for b in broken}
        teams = [(b.day, str(dict(b.details)["time"])) for b in broken if b.person is None]
        loose = {
            a
            for a in kept
            if (a.person, a.day) in bad or any(_there(problem, a, day, clock) for day, clock in teams)
        }
        kept -= loose or {a for a in kept if a.person in {person for person, _ in bad}}
    return Roster(frozenset(kept))


def _there(problem: Problem, assignment: Assignment, day: date, clock: str) -> bool:
    shift = problem.shift_of(assignment)
    moment = datetime.combine(day, time.fromisoformat(clock))
    return shift.start < moment + timedelta(minutes=30) and moment < shift.end


def _needed(problem: Problem, proof: Roster) -> tuple[Requirement, ...]:
    grid = Grid(problem.start, problem.days, 30)
    lost = np.tile(np.repeat(np.array(HOURS, dtype=float), 2) / 20, problem.days)
    zero = np.zeros(grid.slots)
    return tuple(
        Requirement(grid, np.floor((1 - SPARE) * cover).astype(int), zero, lost, zero, skill=skill)
        for skill in (None, "english")
        for cover in [cover_of(problem, proof, skill)]
    )
