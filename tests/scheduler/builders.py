"""Small problems, people and shifts for tests; every argument has an ordinary default."""

from datetime import date, timedelta

import numpy as np

from forecast.calendar import Day, DayKind
from forecast.grid import Grid
from forecast.staffing.requirement import Requirement
from scheduler.people import Person
from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster
from scheduler.shifts import ShiftKind, ShiftType

MONDAY = date(2026, 11, 23)
EARLY = ShiftType("E", "早班", 480, 480, 480)
LATE = ShiftType("L", "晚班", 900, 480, 480, ShiftKind.LATE)
NIGHT = ShiftType("N", "夜班", 1320, 600, 600, ShiftKind.NIGHT)


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def a_person(code: str = "a", **fields: object) -> Person:
    return Person(code, code.upper(), **fields)


ANN = a_person()


def an_assignment(cell: str) -> Assignment:
    """Read ``"a-2E"``: person a works E two days before the Monday."""
    return Assignment(cell[0], day(int(cell[1:-1])), cell[-1])


def a_roster(*cells: str) -> Roster:
    return Roster(frozenset(an_assignment(cell) for cell in cells))


def a_problem(days: int = 3, people=(ANN,), shifts=(EARLY, LATE, NIGHT), before=(), **fields) -> Problem:
    return Problem(
        MONDAY,
        days,
        tuple(people),
        tuple(shifts),
        before=tuple(an_assignment(cell) for cell in before),
        **fields,
    )


def a_requirement(
    days: int, operators: dict[tuple[int, int], int], lost: float = 1.0, skill=None, shrinkage: float = 0.0
) -> Requirement:
    """Need operators in (day, half-hour)."""
    grid = Grid(MONDAY, days, 30)
    need = np.zeros(grid.slots, dtype=int)
    for (offset, slot), count in operators.items():
        need[48 * offset + slot] = count
    zero = np.zeros(grid.slots)
    return Requirement(grid, need, zero, np.full(grid.slots, lost), zero, shrinkage, skill)


def a_calendar(days: int, **kinds: DayKind) -> tuple[Day, ...]:
    return tuple(
        Day(day(k), kinds.get(f"d{k}", DayKind.WORKDAY), None, False, None, None, False) for k in range(days)
    )
