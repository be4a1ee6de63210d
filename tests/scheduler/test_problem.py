"""A problem that cannot be meant is refused with what, where and which value."""

from dataclasses import replace

import pytest

from desk.words import LANGUAGES, say, sentences
from forecast.calendar import DayKind
from forecast.errors import PlanError
from scheduler.goals import GOALS
from scheduler.goals.pay import Pay
from scheduler.goals.reserve import Reserve
from scheduler.problem import Absence, DutyCount, Lock, Wish
from scheduler.roster import Roster, cover_of
from scheduler.rulebook import emergency, load, normal
from scheduler.rules import RULES
from scheduler.shifts import Shift
from tests.scheduler.builders import (
    EARLY,
    NIGHT,
    a_calendar,
    a_person,
    a_problem,
    a_requirement,
    a_roster,
    an_assignment,
    day,
)
from tests.scheduler.spaces import RULE_CASES
from tests.scheduler.test_agreement import every_roster

BAD = [
    ("bad_horizon", {"days": 0}),
    ("bad_horizon", {"days": 401}),
    ("twice_person", {"people": (a_person(), a_person())}),
    ("twice_shift", {"shifts": (EARLY, EARLY)}),
    ("unknown_person", {"absences": frozenset({Absence("z", day(0))})}),
    ("unknown_person", {"ledger": (DutyCount("z", "nights", 1),)}),
    ("unknown_person", {"before": ("z-1E",)}),
    ("unknown_shift", {"before": ("a-1Z",)}),
    ("unknown_shift", {"wishes": (Wish("a", day(0), "Z"),)}),
    ("unknown_shift", {"shifts": (replace(EARLY, not_before=frozenset("Z")),)}),
    ("before_inside", {"before": ("a0E",)}),
    ("lock_outside", {"locks": frozenset({Lock("a", day(3), "E")})}),
    ("twice_locked", {"locks": frozenset({Lock("a", day(0), "E"), Lock("a", day(0), None)})}),
    ("bad_requirement", {"requirements": (a_requirement(2, {}),)}),
    ("twice_requirement", {"requirements": (a_requirement(3, {}), a_requirement(3, {}))}),
]


@pytest.mark.parametrize(("code", "fields"), BAD)
def test_a_problem_that_does_not_fit_together_is_refused_in_words(code, fields):
    with pytest.raises(PlanError) as caught:
        a_problem(**fields)
    assert caught.value.code == code
    for language in LANGUAGES:
        assert say(f"error.{code}", language, **caught.value.details)


@pytest.mark.parametrize("code", RULES)
def test_every_breach_has_a_sentence_in_every_language(code):
    breaches = [
        breach
        for rule, problem in RULE_CASES[code]
        for cells in every_roster(problem)
        for breach in rule.check(problem, Roster(cells))
    ]
    for language in LANGUAGES:
        assert f"rule.{code}" in sentences(language)
        for breach in {b.details: b for b in breaches}.values():
            details = {"person": breach.person, "day": breach.day, **dict(breach.details)}
            assert say(f"breach.{code}", language, **details)


def test_every_goal_and_tier_has_a_name():
    for language in LANGUAGES:
        assert {f"goal.{code}" for code in GOALS} <= set(sentences(language))
        assert {f"tier.{tier.name}" for tier in normal().tiers} <= set(sentences(language))


def test_both_rulebooks_hold_every_rule_and_goal_with_sources():
    for book in (normal(), emergency()):
        assert {rule.code for rule in book.rules} == set(RULES)
        assert {goal.code for tier in book.tiers for goal, _ in tier.goals} == set(GOALS)
        assert all(limit.source and limit.kind in {"law", "guidance", "house"} for limit in book.limits)


def test_the_emergency_rulebook_never_relaxes_protection():
    changed = {(here or there).owner for here, there in normal().relaxed(emergency())}
    relaxed = {"consecutive_days", "weekly_rest", "weekly_hours", "rest_after_nights", "daily_hours"}
    assert changed == relaxed | {
        "monthly_overtime",
        "cycle_hours",
        "night_hours",
        "standby",
        "rest_times",
        "stability",
    }


def test_tiers_can_be_reordered():
    assert [t.name for t in normal().reordered("stability").tiers][:2] == ["stability", "cover"]
    with pytest.raises(PlanError, match="unknown_tier"):
        normal().reordered("luck")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[rules.luck]", "unknown_rule"),
        ("[goals.luck]", "unknown_rule"),
        ("[rules.min_rest]\nhours = 11", "bad_limit"),
        ('[rules.min_rest]\nhours = {value=-1, kind="house", source="x", as_of=2026-01-01}', "bad_limit"),
        ("rules = 3", "bad_limit"),
        ("[rules", "rulebook_unreadable"),
        ('tiers = [{name="x", goals={under_cover=0}}]', "bad_limit"),
    ],
)
def test_a_rulebook_that_cannot_be_meant_is_refused(tmp_path, text, code):
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load(file)
    assert caught.value.code == code
    for language in LANGUAGES:
        assert say(f"error.{code}", language, **caught.value.details)


def test_a_night_covers_the_next_morning_and_the_past_covers_the_first():
    cover = cover_of(a_problem(2, before=("a-1N",)), a_roster("a0N"))
    # 22:00 to 08:00: half-hours 0 to 15 of both days and 44 to 47 of the first
    assert cover.nonzero()[0].tolist() == [*range(16), *range(44, 64)]


def test_a_nights_paid_minutes_are_split_at_midnight():
    night = Shift(day(0), NIGHT)
    assert [night.paid_on(day(k)) for k in (-1, 0, 1, 2)] == [0, 120, 480, 0]
    assert an_assignment("a0N").day == day(0)


def test_rostered_hours_make_up_for_what_is_lost_by_dividing_and_not_by_multiplying():
    need = a_requirement(1, {(0, slot): 1 for slot in range(16, 34)}, shrinkage=0.25)
    problem = a_problem(1, (a_person("a"), a_person("b")), (EARLY,), requirements=(need,))
    assert (
        Reserve().cost(problem, a_roster("a0E")) == 24 - 16
    )  # 18 / (1 - 0.25) = 24; 18 x 1.25 would be 22.5
    assert Reserve().cost(problem, a_roster("a0E", "b0E")) == 0


def test_overtime_and_statutory_days_are_priced_as_the_labour_law_says():
    six_days = a_roster(*(f"a{k}E" for k in range(6)))
    # 48 h beside a contract of 40: 8 h at one and a half
    assert Pay().cost(a_problem(7, shifts=(EARLY,)), six_days) == 8 * 60 * 150
    # with a statutory Tuesday the week asks for 32 h and 40 h are left beside its 8 h at three times
    tuesday = tuple(
        replace(d, statutory=d.kind is DayKind.HOLIDAY)
        for d in a_calendar(7, d5=DayKind.WEEKEND, d6=DayKind.WEEKEND, d1=DayKind.HOLIDAY)
    )
    assert Pay().cost(a_problem(7, shifts=(EARLY,), calendar=tuesday), six_days) == 8 * 60 * (300 + 150)
    # two days of leave are no debt: 32 h beside 24 h
    leave = frozenset({Absence("a", day(4)), Absence("a", day(3))})
    four_days = a_roster("a0E", "a1E", "a2E", "a5E")
    assert Pay().cost(a_problem(7, shifts=(EARLY,), absences=leave), four_days) == 8 * 60 * 150
