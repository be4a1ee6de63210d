"""Random centres: teams, shifts, laws and mishaps of every kind, with enough people by construction or too few."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np

from forecast.calendar import Day, DayKind
from forecast.grid import Grid
from forecast.staffing.requirement import Requirement
from scheduler.people import HoursCycle, Person, Regime, Terms, Transport
from scheduler.problem import (
    Absence,
    AbsenceKind,
    Assignment,
    DutyCount,
    Lock,
    Problem,
    Rotation,
    Scenario,
    Wish,
    ZoneClosure,
)
from scheduler.roster import Roster, cover_of
from scheduler.rulebook import check_all
from scheduler.shifts import ShiftKind, ShiftType
from tests.scheduler.builders import MONDAY

TYPES = (
    ShiftType("E", "早班", 480, 540, 480),
    ShiftType("M", "中班", 600, 480, 420, ShiftKind.MID),
    ShiftType("L", "晚班", 840, 480, 480, ShiftKind.LATE, not_before=frozenset()),
    ShiftType("N", "夜班", 1320, 480, 480, ShiftKind.NIGHT),
    ShiftType("X", "长夜班", 1200, 720, 660, ShiftKind.NIGHT),
    ShiftType("H", "上午班", 465, 255, 255),
    ShiftType("S", "备班", 480, 570, 0, ShiftKind.STANDBY, on_phones=False),
    ShiftType("B", "带班", 480, 570, 480, ShiftKind.MANAGER, on_phones=False, skill="lead"),
)


def a_centre(seed: int, book, *, enough: bool) -> Problem:
    """
    Return a random problem.

    With `enough`, the requirement is the cover of a roster that keeps every rule, so nobody need be missing;
    else it takes more operators than there are people.
    """
    rng = Random(seed)
    days = rng.randint(1, 9)
    start = MONDAY + timedelta(days=rng.randint(0, 40))
    types = tuple(rng.sample(TYPES, rng.randint(2, 5)))
    if not any(kind.on_phones for kind in types):
        types = (*types, TYPES[0])
    people = tuple(_person(rng, f"p{k}", start, types) for k in range(rng.randint(1, 6)))
    dates = [start + timedelta(days=k) for k in range(days)]
    calendar = tuple(
        Day(d, rng.choice(list(DayKind)), None, False, None, rng.choice([None, -1, 0]), False) for d in dates
    )

    def some(share):
        return [(p, d) for p in people for d in dates if rng.random() < share]

    problem = Problem(
        start,
        days,
        people,
        types,
        calendar=calendar if rng.random() < 0.7 else (),
        transport=tuple(
            Transport("far", off, rng.choice([390, 480, 510]), rng.choice([1050, 1320, 1440]))
            for off in (False, True)
            if rng.random() < 0.8
        ),
        absences=frozenset(Absence(p.code, d, rng.choice(list(AbsenceKind))) for p, d in some(0.08)),
        closures=frozenset(ZoneClosure("far", d) for d in dates if rng.random() < 0.1),
        wishes=tuple(
            Wish(p.code, d, rng.choice([None, types[0].code]), rng.randint(-3, 3)) for p, d in some(0.1)
        ),
        ledger=tuple(DutyCount(p.code, "nights", rng.randint(0, 4)) for p in people if rng.random() < 0.3),
        rotations=tuple(
            Rotation(
                p.code,
                start - timedelta(days=rng.randint(0, 20)),
                tuple(
                    rng.choice([None, *(kind.code for kind in types)]) for _ in range(7 * rng.randint(1, 2))
                ),
            )
            for p in people
            if rng.random() < 0.1
        ),
        before=_before(rng, people, types, start),
    )
    good = _some_roster(rng, problem, book)
    locks = frozenset(Lock(a.person, a.day, a.shift) for a in good if rng.random() < 0.15)
    if not enough and rng.random() < 0.5:
        locks |= {
            Lock(p.code, d, rng.choice(types).code)
            for p, d in some(0.05)
            if (p.code, d) not in {(k.person, k.day) for k in locks}
        }
    cover = cover_of(problem, good)
    if not enough:
        cover = np.where(cover > 0, len(people) + 1, cover)
        cover[rng.randrange(len(cover))] = len(people) + 2
    lost = np.full(len(cover), rng.choice([0.0, 0.3, 2.0]))
    zero = np.zeros(len(cover))
    needed = Requirement(Grid(start, days, 30), cover.astype(int), zero, lost, zero)
    futures = (Scenario(needed, 2),) if rng.random() < 0.2 else ()
    published = good.assignments if rng.random() < 0.5 else None
    return replace(problem, locks=locks, requirements=(needed,), scenarios=futures, published=published)


def _person(rng, code, start, types):
    until = start + timedelta(days=rng.randint(-2, 10)) if rng.random() < 0.2 else None
    most = rng.choice([None, 480, 2000]) if rng.random() < 0.2 else None
    return Person(
        code,
        code,
        regime=rng.choice(list(Regime)),
        cycle=rng.choice(list(HoursCycle)) if rng.random() < 0.3 else HoursCycle.WEEK,
        weekly_minutes=rng.choice([2400, 2400, 1800, 960, 0]),
        skills=frozenset(skill for skill in ("lead", "law") if rng.random() < 0.5),
        senior=rng.random() < 0.6,
        zone=rng.choice(["far", "near", ""]),
        no_nights_until=until,
        no_overtime_until=until if rng.random() < 0.7 else None,
        nursing_minutes=rng.choice([0, 60]),
        permit=rng.random() < 0.2,
        terms=Terms(max_minutes=most, max_run=rng.choice([None, 2, 4]), max_weekends=rng.choice([None, 1])),
    )


def _before(rng, people, types, start):
    return tuple(
        Assignment(p.code, start - timedelta(days=back), rng.choice(types).code)
        for p in people
        for back in range(1, rng.choice([2, 9, 15]))
        if rng.random() < 0.5
    )


def _some_roster(rng, problem, book):
    """Put in shifts at random as long as every rule is kept."""
    cells = [Assignment(p.code, s.day, s.type.code) for p in problem.people for s in problem.shifts]
    rng.shuffle(cells)
    kept = frozenset()
    for cell in cells[:40]:
        more = Roster(kept | {cell})
        if not check_all(problem, book, more):
            kept = more.assignments
    return Roster(kept)
