"""A solve always gives a checked roster, says what is short and never only refuses."""

from dataclasses import replace

import pytest

from forecast.errors import PlanError
from scheduler.goals.over_cover import OverCover
from scheduler.goals.preferences import Preferences
from scheduler.people import Terms
from scheduler.problem import Absence, AbsenceKind, Lock, Wish
from scheduler.roster import Roster
from scheduler.rulebook import Tier, check_all, normal
from scheduler.solve import Status, Stop, repair, shortfalls_of, solve
from scheduler.solve.mend import mended
from scheduler.solve.worker import Worker
from scheduler.variables import Variables
from tests.scheduler.builders import EARLY, NIGHT, a_person, a_problem, a_requirement, a_roster, day

TEAM = (a_person("a", senior=True), a_person("b"), a_person("c", senior=True))


def a_week(**fields):
    need = a_requirement(7, {(d, slot): 2 for d in range(7) for slot in range(16, 32)})
    return a_problem(7, TEAM, (EARLY, NIGHT), requirements=(need,), **fields)


def test_a_roster_is_best_and_keeps_every_rule():
    result = solve(a_week(), normal(), stop=Stop(60), workers=1)

    assert result.status is Status.OPTIMAL
    assert not check_all(a_week(), normal(), result.roster)
    # 3 people x 48 hours are 18 shifts of 8 hours; 14 are needed, so nothing is short
    assert result.shortfalls == ()
    assert result.cost == tuple(tier.cost(a_week(), result.roster) for tier in normal().tiers)


def test_the_same_seed_and_one_worker_give_the_same_roster():
    first, second = (solve(a_week(), normal(), stop=Stop(60), seed=3) for _ in range(2))
    assert first.roster == second.roster


@pytest.mark.parametrize(("gives", "cost"), [(0, (100, 16)), (4, (100, 16)), (5, (105, 0))])
def test_a_later_tier_costs_an_earlier_one_no_more_than_it_gives(gives, cost):
    # both wishes for the first day cannot be met: 100; working the second day is wished for, and needed by nobody
    wishes = (Wish("a", day(0), "E", 100), Wish("a", day(0), None, 100), Wish("a", day(1), "E", 5))
    problem = a_problem(2, (a_person(),), (EARLY,), requirements=(a_requirement(2, {}),), wishes=wishes)
    tiers = Tier("preferences", ((Preferences(), 1),), gives), Tier("cost", ((OverCover(), 1),))
    book = replace(normal().without("senior_on_duty"), tiers=tiers)

    assert solve(problem, book, stop=Stop(60)).cost == cost


def test_a_tier_cannot_give_less_than_nothing():
    with pytest.raises(ValueError, match="gives must be >= 0"):
        Tier("cover", (), -1)


def test_too_few_people_make_gaps_and_no_refusal():
    problem = replace(a_week(), people=TEAM[:1])

    result = solve(problem, normal(), stop=Stop(60))

    # one person: 48 hours in the week are 6 early shifts, one in two operators missing on each
    # and two on the day off
    assert result.status is Status.OPTIMAL
    assert len(result.roster) == 6
    assert sorted(gap.missing for gap in result.shortfalls) == [1] * 6 + [2]
    assert result.bound[0] == result.cost[0] == 16 * (6 + 2) * 100


def test_nobody_at_all_is_answered_with_the_whole_requirement():
    result = solve(replace(a_week(), people=()), normal(), stop=Stop(20))
    assert len(result.roster) == 0
    assert [gap.missing for gap in result.shortfalls] == [2] * 7


def test_neighbouring_slots_that_are_equally_short_are_one_shortfall():
    problem = a_problem(
        1, TEAM, requirements=(a_requirement(1, {(0, 16): 2, (0, 17): 2, (0, 18): 3}, lost=1.5),)
    )
    gaps = shortfalls_of(problem, a_roster("a0E"))
    assert [(g.start.hour, g.end.hour, g.end.minute, g.missing, g.lost) for g in gaps] == [
        (8, 9, 0, 1, 3.0),
        (9, 9, 30, 2, 3.0),
    ]


def test_a_lock_against_leave_is_released_with_who_and_why():
    locks = frozenset({Lock("a", day(1), "E"), Lock("c", day(2), "E")})
    problem = a_week(locks=locks, absences=frozenset({Absence("a", day(1), AbsenceKind.LEAVE)}))

    result = solve(problem, normal(), stop=Stop(60))

    assert result.status is Status.CONFLICT
    assert result.released == (Lock("a", day(1), "E"),)
    assert [(b.code, b.person, b.day) for b in result.conflicts] == [("absence", "a", day(1))]
    assert ("c", day(2)) in result.roster.by_cell()
    assert not check_all(
        replace(problem, locks=frozenset(locks - set(result.released))), normal(), result.roster
    )


def test_a_stop_that_is_asked_at_once_still_gives_a_checked_roster():
    result = solve(a_week(), normal(), stop=Stop(60, lambda: True))
    assert result.status is Status.GOOD
    assert not check_all(a_week(), normal(), result.roster)


def test_the_published_roster_stays_where_nothing_asks_for_a_change():
    first = solve(a_week(), normal(), stop=Stop(60)).roster
    again = solve(a_week(published=first.assignments), normal(), stop=Stop(60))
    assert again.roster == first


def test_a_solve_without_time_is_a_slip():
    with pytest.raises(ValueError, match=r"stop\.seconds must be > 0, got 0"):
        Stop(0)


def test_progress_carries_only_checked_rosters_and_never_gets_worse():
    seen = []
    solve(a_week(), normal(), stop=Stop(60), progress=seen.append)
    assert seen
    assert all(not check_all(a_week(), normal(), step.roster) for step in seen)
    cover = [step.cost for step in seen if step.tier == "cover"]
    assert cover == sorted(cover, reverse=True)


def test_a_worker_gives_the_result_of_the_solve():
    worker = Worker(a_week(), normal(), seconds=60)
    result = worker.result()
    assert result.status is Status.OPTIMAL
    assert worker.done
    assert worker.poll() is not None


def test_a_killed_worker_keeps_what_it_had():
    worker = Worker(a_week(), normal(), seconds=60)
    worker.kill()
    result = worker.result()
    assert result.status in {Status.EMPTY, Status.BROKEN_OFF}
    assert result.roster == Roster(frozenset()) or not check_all(a_week(), normal(), result.roster)


def test_a_repair_changes_only_what_the_absence_asks_for():
    first = solve(a_week(), normal(), stop=Stop(60)).roster
    ill = next(a for a in first if a.person == "b" and len(first.on(a.day)) == 2)
    problem = a_week(
        published=first.assignments, absences=frozenset({Absence("b", ill.day, AbsenceKind.SICK)})
    )

    result = repair(problem, normal(), stop=Stop(60))

    # two are needed each day and two were there; b drops out, someone else comes: one cell goes and one comes
    assert not check_all(problem, normal(), result.roster)
    assert result.shortfalls == ()
    gone, come = first.assignments - result.roster.assignments, result.roster.assignments - first.assignments
    assert gone == {ill}
    assert len(come) == 1


@pytest.mark.parametrize("days", [1, 6])
def test_where_the_senior_falls_ill_another_comes_and_no_day_is_emptied(days):
    people = (a_person("a", senior=True), a_person("b", senior=True), a_person("c"), a_person("d"))
    need = a_requirement(days, {(d, slot): 3 for d in range(days) for slot in range(16, 32)}, skill="phone")
    problem = a_problem(
        days=days, people=[replace(p, skills=frozenset({"phone"})) for p in people], shifts=(EARLY,),
        requirements=(need,), absences=frozenset(Absence("a", day(d), AbsenceKind.SICK) for d in range(days)),
    )  # fmt: skip
    x = Variables(problem)
    for rule in normal().rules:
        rule.add(problem, x)
    stood, wanted = (
        a_roster(*(f"{code}{d}E" for d in range(days) for code in codes)) for codes in ("acd", "bcd")
    )
    assert mended(problem, normal(), x, stood.assignments, seconds=30.0, seed=0) == wanted


def test_what_breaks_a_rule_is_taken_out_where_the_time_is_too_short_to_look_for_others():
    problem = a_problem(
        days=2,
        people=(a_person("a", senior=True),),
        absences=frozenset({Absence("a", day(0), AbsenceKind.SICK)}),
    )
    x = Variables(problem)
    x.model.add(x.model.new_bool_var("") + x.model.new_bool_var("") == 3)  # nothing is near
    stood = a_roster("a0E", "a1E").assignments
    assert mended(problem, normal(), x, stood, seconds=30.0, seed=0) == a_roster("a1E")


def test_a_repair_without_a_published_roster_is_refused():
    with pytest.raises(PlanError, match="nothing_published"):
        repair(a_week(), normal())


def test_least_hours_that_cannot_be_reached_are_answered_with_who():
    hers = a_person("a", terms=Terms(min_minutes=481))
    problem = a_problem(1, (hers,), (EARLY,))
    result = solve(problem, normal(), stop=Stop(20))
    assert result.status is Status.EMPTY
    assert ("personal_hours", "a") in {(b.code, b.person) for b in result.conflicts}
