"""What no roster can put right is found before the search, refused or answered, and never ends in nothing."""

from dataclasses import replace

import pytest

from desk.words import LANGUAGES, sentences
from forecast.errors import DataError
from scheduler.explain import findings
from scheduler.problem import Absence, AbsenceKind, Lock, Rotation
from scheduler.roster import cover_of
from scheduler.rulebook import check_all, normal
from scheduler.shifts import ShiftType
from scheduler.solve import Status, Stop, solve
from tests.scheduler.builders import EARLY, LATE, NIGHT, a_person, a_problem, a_requirement, day

TEAM = (a_person("a", senior=True, skills=frozenset({"law"})), a_person("b"))


def codes(problem):
    return [finding.code for finding in findings(problem, normal())]


def test_a_sound_problem_has_no_findings():
    assert codes(a_problem(2, TEAM, (EARLY, LATE), requirements=(a_requirement(2, {(0, 20): 1}),))) == []


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("no_usable_day", {"absences": frozenset(Absence("b", day(k)) for k in range(2))}),
        (
            "lock_on_leave",
            {"absences": frozenset({Absence("a", day(1))}), "locks": frozenset({Lock("a", day(1), "E")})},
        ),
        (
            "lock_on_leave",
            {"absences": frozenset({Absence("a", day(1))}), "locks": frozenset({Lock("a", day(0), "N")})},
        ),
        ("skill_nobody_has", {"requirements": (a_requirement(2, {(0, 20): 1}, skill="tea"),)}),
        ("no_shift_covers", {"requirements": (a_requirement(2, {(0, 13): 1, (1, 14): 2}),)}),
    ],
)
def test_each_oddity_is_found_and_the_rest_is_still_solved(code, fields):
    kinds = (EARLY, replace(NIGHT, length=480, paid=480))
    problem = a_problem(2, TEAM, kinds, **fields)
    assert code in codes(problem)
    result = solve(problem, normal(), stop=Stop(5))
    assert result.status is not Status.EMPTY
    kept = replace(problem, locks=problem.locks - set(result.released))
    assert check_all(kept, normal(), result.roster) == ()


def test_a_half_day_keeps_nobody_away():
    half = frozenset({Absence("a", day(0), AbsenceKind.HALF_DAY)})
    assert codes(a_problem(1, TEAM, (EARLY,), absences=half, locks=frozenset({Lock("a", day(0), "E")}))) == []


def test_two_shift_types_at_the_same_time_are_named():
    assert codes(a_problem(1, TEAM, (EARLY, replace(EARLY, code="F", name="另一早班")))) == ["same_times"]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (
            replace(EARLY, code="F", start=490, length=490),
            ["near_times"],
        ),  # 8:10 to 16:20 beside 8:00 to 16:00
        (replace(EARLY, code="F", start=510), []),  # half an hour later: an ordinary staggered shift
        (replace(EARLY, code="F", start=490, skill="law"), []),
    ],
)
def test_shift_types_that_overlap_are_named_only_if_they_cover_the_same(other, found):
    assert codes(a_problem(1, TEAM, (EARLY, other))) == found


def test_overlapping_shift_types_never_give_one_person_two_shifts_at_a_time():
    # 8:00 to 16:00, 9:00 to 17:00, and a night until 9:00: one person alone can be in one of them only
    kinds = (EARLY, replace(EARLY, code="F", start=540), replace(NIGHT, length=660, paid=480))
    need = {(d, slot): 2 for d in range(2) for slot in range(16, 34)}
    problem = a_problem(2, (a_person("a", senior=True),), kinds, requirements=(a_requirement(2, need),))
    result = solve(problem, normal(), stop=Stop(5))
    assert result.status is Status.OPTIMAL
    assert max(cover_of(problem, result.roster)) == 1


def test_a_team_of_nobody_leaves_every_half_hour_open():
    problem = a_problem(1, (), (EARLY,), requirements=(a_requirement(1, {(0, 20): 2}),))
    assert codes(problem) == ["no_people"]
    result = solve(problem, normal(), stop=Stop(5))
    assert [gap.missing for gap in result.shortfalls] == [2]


@pytest.mark.parametrize("days", [0, 401])
def test_a_horizon_of_no_day_or_too_many_is_refused(days):
    with pytest.raises(DataError) as caught:
        a_problem(days)
    assert caught.value.code == "bad_horizon"


def test_a_shift_longer_than_a_day_is_refused():
    with pytest.raises(DataError) as caught:
        ShiftType("Z", "整天", 0, 1500, 480)
    assert (caught.value.code, caught.value.details) == ("bad_shift_length", {"name": "Z", "hours": 25.0})


@pytest.mark.parametrize("cells", [(), ("E",) * 6])
def test_a_rotation_that_is_no_whole_week_is_refused(cells):
    with pytest.raises(DataError) as caught:
        a_problem(rotations=(Rotation("a", day(0), cells),))
    assert caught.value.code == "bad_rotation"


def test_every_finding_has_a_sentence():
    known = {
        "no_people",
        "no_usable_day",
        "lock_on_leave",
        "skill_nobody_has",
        "no_shift_covers",
        "same_times",
        "near_times",
    }
    for language in LANGUAGES:
        assert {f"odd.{code}" for code in known} <= set(sentences(language))
