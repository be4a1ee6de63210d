"""What a roster must fit: managers beside operators, limits scaled to the window, and as much of the past as each cycle needs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk import planning
from desk.planning.problems import operators_only, problem_of
from desk.store import plans, rosters, team, terms
from scheduler.people import HoursCycle, OwnTerms, Person, Terms
from scheduler.problem import Absence, DutyCount, Rotation, ShiftNeed
from scheduler.shifts import ShiftKind, ShiftType
from tests.desk.builders import HEAD, MONDAY, PEOPLE, a_team, a_version

LEAD = Person("hd01", "秦岚英", skills=frozenset({"lead"}))
DUTY = ShiftType("B", "带班", 480, 540, 480, ShiftKind.MANAGER, on_phones=False, skill="lead")
STANDBY = ShiftType("S", "备班", 480, 540, 0, ShiftKind.STANDBY, on_phones=False, skill="phone")


@pytest.fixture
def store(url):
    opened = a_team(url)
    with opened.begin() as session:
        quarterly = replace(PEOPLE[0], cycle=HoursCycle.QUARTER)
        team.save_people(session, [LEAD, quarterly, *PEOPLE[1:]])
        team.save_shift_types(session, [*team.load_shift_types(session), DUTY, STANDBY])
    yield opened
    opened.close()


def problem_in(store, days=7):
    version = a_version(store, {}, start=MONDAY, days=days, published=None)
    with store.read() as session:
        number = rosters.find_version(session, version)[1]
        return problem_of(session, plans.find_requirement(session, id=number)[1])


def test_managers_come_after_the_operators_and_one_is_wanted_on_every_open_day(store):
    problem = problem_in(store)
    assert [person.code for person in problem.people] == ["op01", "op02", "op03", "op04", "hd01"]
    wanted = [need for need in problem.shift_needs if need.shift == "B"]
    assert wanted == [ShiftNeed(day, "B", 1, under=100, over=100) for day in problem.dates]
    assert "hd01" not in {person.code for person in operators_only(problem).people}
    planning.set_house_rule(store, HEAD, name="duty_managers", value=0, source="会")
    assert not [need for need in problem_in(store).shift_needs if need.shift == "B"]


def test_limits_of_ones_own_are_scaled_to_the_window_and_turns_hold_in_it(store):
    with store.begin() as session:
        terms.save_terms(session, [OwnTerms("op02", Terms(7200, 4800, max_weekends=2))])
        terms.save_rotations(session, [Rotation("op03", MONDAY, ("E",) * 5 + (None, None))])
    problem = problem_in(store)
    assert {p.code: p.terms for p in problem.people}["op02"] == Terms(1800, 1200, max_weekends=1)
    assert [(turn.person, turn.on(MONDAY)) for turn in problem.rotations] == [("op03", "E")]
    with store.begin() as session:
        team.save_absences(session, [Absence("op02", MONDAY)])
    on_leave = {p.code: p.terms for p in problem_in(store).people}["op02"]
    assert on_leave.min_minutes == 6 * 4800 // 28, "six days are left to work them on"


def test_only_comprehensive_hours_look_back_to_the_first_day_of_the_quarter(store):
    # the quarter of Monday 23 November begins on 1 October, 53 days before; everyone else's past is 35 days long
    first, old = date(2026, 10, 1), date(2026, 9, 30)
    a_version(store, {("op01", first): "E", ("op02", first): "L", ("op01", old): "E"}, start=old, days=2)
    near = MONDAY - timedelta(days=35)
    a_version(store, {("op02", near): "L"}, start=near, days=1)
    assert [(a.person, a.day) for a in problem_in(store).before] == [("op01", first), ("op02", near)]


def test_a_festival_duty_is_kept_with_its_year(store):
    known = (DutyCount("op01", "festival_eve", 1, 2025), DutyCount("op01", "festival_eve", 1, 2026))
    with store.begin() as session:
        team.save_duties(session, known)
    assert problem_in(store).ledger == known
