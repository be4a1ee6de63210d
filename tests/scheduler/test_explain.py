"""Everyone who is missing is named with what stops them."""

from dataclasses import replace

from desk.words import LANGUAGES, sentences
from scheduler.explain import explain_shortfall, report, stand_ins
from scheduler.problem import Absence, AbsenceKind, DutyCount
from scheduler.rulebook import normal
from scheduler.shifts import ShiftKind, ShiftType
from scheduler.solve import shortfalls_of
from tests.scheduler.builders import (
    EARLY,
    LATE,
    NIGHT,
    a_person,
    a_problem,
    a_requirement,
    a_roster,
    an_assignment,
    day,
)

TEAM = (
    a_person("a", senior=True),
    a_person("b"),
    a_person("c"),
    a_person("d"),
    a_person("e"),
)


def a_short_day(**fields):
    return a_problem(
        1,
        TEAM,
        (EARLY, LATE, NIGHT),
        before=("d-1N",),
        absences=frozenset({Absence("c", day(0), AbsenceKind.SICK)}),
        requirements=(a_requirement(1, {(0, 18): 5}),),
        **fields,
    )


def test_each_missing_person_has_the_reason_that_stops_them():
    roster = a_roster("a0E", "b0L")
    [gap] = shortfalls_of(a_short_day(), roster)

    reasons = {r.person: r for r in explain_shortfall(a_short_day(), normal(), roster, gap)}

    assert {code: reason.code for code, reason in reasons.items()} == {
        "b": "busy",
        "c": "breaks",
        "d": "breaks",
        "e": "free",
    }
    assert reasons["b"].instead == "晚班"
    assert [b.code for b in reasons["c"].breaches] == ["absence"]
    # the night ends at 8:00 and the early shift starts then: 0 hours of 11, and 0 of 48 after a night
    assert [b.code for b in reasons["d"].breaches] == ["min_rest", "rest_after_nights"]


def test_a_missing_skill_is_named():
    problem = a_problem(1, TEAM, requirements=(a_requirement(1, {(0, 18): 1}, skill="law"),))
    [gap] = shortfalls_of(problem, a_roster())
    assert {r.code for r in explain_shortfall(problem, normal(), a_roster(), gap)} == {"lacks_skill"}


def test_a_time_that_no_shift_covers_has_no_reasons():
    problem = a_problem(1, TEAM, (EARLY,), requirements=(a_requirement(1, {(0, 2): 1}),))
    [gap] = shortfalls_of(problem, a_roster())
    assert explain_shortfall(problem, normal(), a_roster(), gap) == ()


def test_stand_ins_come_free_before_busy_before_forbidden_and_lighter_first():
    roster = a_roster("a0E", "b0L")
    ranked = stand_ins(a_short_day(), normal(), roster, an_assignment("a0E"))
    # without the senior a, an early shift breaks the senior's rule for everyone; leave and rest come on top
    assert [r.person for r in ranked] == ["e", "b", "c", "d"]
    assert all("senior_on_duty" in {b.code for b in r.breaches} for r in ranked)


def test_whoever_stands_by_is_called_in_first():
    standby = ShiftType("S", "备班", 480, 480, 0, ShiftKind.STANDBY, on_phones=False)
    problem = replace(a_short_day(), shift_types=(EARLY, LATE, NIGHT, standby))
    roster = a_roster("a0E", "b0S")
    [gap] = shortfalls_of(problem, roster)
    reasons = {r.person: r.code for r in explain_shortfall(problem, normal(), roster, gap)}
    assert reasons == {"b": "standby", "e": "free", "c": "breaks", "d": "breaks"}
    ranked = stand_ins(problem, normal().without("senior_on_duty"), roster, an_assignment("a0E"))
    assert [(r.person, r.code) for r in ranked[:2]] == [("b", "standby"), ("e", "free")]


def test_a_report_counts_hours_duties_and_changes():
    problem = a_problem(
        1, TEAM[:2], published=frozenset({an_assignment("a0L")}), ledger=(DutyCount("b", "nights", 3),)
    )
    found = report(problem, normal(), a_roster("a0E", "b0N"))
    rows = {row.person: row for row in found.fairness}
    assert (rows["a"].minutes, rows["a"].duties) == (480, (("nights", 0, 0),))
    assert (rows["b"].minutes, rows["b"].duties) == (600, (("nights", 1, 3),))
    # 480 of 2400 / 7 minutes
    assert rows["a"].load == 1.4
    assert found.changes == (
        (an_assignment("a0E"), an_assignment("b0N")),
        (an_assignment("a0L"),),
    )
    assert next(goal for _, goal, _ in found.goals) == "under_cover"


def test_every_reason_has_a_sentence():
    for language in LANGUAGES:
        assert {
            f"why.{code}" for code in ("standby", "free", "busy", "breaks", "lacks_skill", "no_shift")
        } <= set(sentences(language))
