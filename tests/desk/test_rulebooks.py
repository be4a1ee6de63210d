"""The rules that hold: the centre's own limits with their sources, the order of goals, and declared emergencies."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.accounts import AccessError
from desk.planning.rulebooks import load_books, periods_of
from desk.words import say
from desk.words.limits import goal_value
from forecast.errors import SettingError
from scheduler.goals import GOALS
from scheduler.rules.consecutive_days import ConsecutiveDays
from scheduler.rules.min_rest import MinRest
from tests.desk.builders import HEAD, MONDAY, OPERATOR, a_team, a_version


@pytest.fixture
def store(tmp_path):
    opened = a_team(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


def rule_of(book, kind):
    return next(rule for rule in book.rules if isinstance(rule, kind))


def limit_line(store, rule, name):
    return next(line for line in planning.rules(store, HEAD).limits if (line.rule, line.name) == (rule, name))


def test_a_limit_is_changed_with_its_source_and_given_back(store):
    old, new = planning.set_rule_limit(
        store, HEAD, book="normal", rule="min_rest", name="hours", value=12, source="局务会 11 月 20 日"
    )
    assert (old.value, new.value, new.source, new.as_of) == (11, 12, "局务会 11 月 20 日", MONDAY)
    with store.read() as session:
        assert rule_of(load_books(session).normal, MinRest).hours == 12
        assert rule_of(load_books(session).emergency, MinRest).hours == 11
    assert limit_line(store, "min_rest", "hours").own == ("normal",)
    assert planning.audit_log(store, HEAD)[0].what == "set_rule_limit"
    planning.reset_rule_limit(store, HEAD, book="normal", rule="min_rest", name="hours")
    line = limit_line(store, "min_rest", "hours")
    assert (line.normal.value, line.own) == (11, ())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": 8.5}, "limit_floor"),
        ({"value": -1}, "limit_floor"),
        ({"value": float("nan")}, "limit_value"),
        ({"rule": "consecutive_days", "name": "days", "value": 5.5}, "limit_value"),
        ({"rule": "consecutive_days", "name": "days", "value": 0}, "limit_value"),
        ({"rule": "min_rest", "name": "minutes"}, "unknown_limit"),
        ({"book": "holiday"}, "unknown_book"),
        ({"book": "emergency", "rule": "protection", "name": "day_hours", "value": 12}, "never_relaxed"),
        ({"source": "  "}, "limit_source"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_and_changes_nothing(store, change, code):
    before = planning.rules(store, HEAD)
    asked = {"book": "normal", "rule": "min_rest", "name": "hours", "value": 12, "source": "x", **change}
    with pytest.raises(SettingError) as caught:
        planning.set_rule_limit(store, HEAD, **asked)
    assert caught.value.code == code
    for language in ("zh", "en"):
        assert say(f"error.{code}", language, **caught.value.details)
    assert planning.rules(store, HEAD) == before


def test_everyone_reads_the_rules_and_only_the_head_changes_them(store):
    assert planning.rules(store, OPERATOR).limits
    with pytest.raises(AccessError):
        planning.set_rule_limit(
            store, OPERATOR, book="normal", rule="min_rest", name="hours", value=12, source="x"
        )


def test_the_order_of_goals_is_kept(store):
    planning.order_tiers(store, HEAD, book="normal", names=("stability",), source="局务会")
    tiers = dict(planning.rules(store, HEAD).tiers)
    assert [name for name, _ in tiers["normal"]][:2] == ["stability", "cover"]
    assert tiers["emergency"][0][0] == "cover"
    with pytest.raises(SettingError) as caught:
        planning.order_tiers(store, HEAD, book="normal", names=("fame",), source="局务会")
    assert caught.value.code == "unknown_tier"


def declared(store, **changes):
    facts = {
        "first": MONDAY + timedelta(days=2),
        "last": MONDAY + timedelta(days=4),
        "ordered": "市监应急〔2026〕1 号",
        "signed_by": "周局长",
    }
    return planning.declare_emergency(store, HEAD, **{**facts, **changes})


def test_an_emergency_holds_on_its_days_alone_and_for_what_is_signed(store):
    declared(store, relax=("consecutive_days",))
    with store.read() as session:
        before, inside, after = periods_of(session, MONDAY, 7)
    assert (inside.first, inside.last) == (MONDAY + timedelta(days=2), MONDAY + timedelta(days=4))
    assert [rule_of(p.book, ConsecutiveDays).days for p in (before, inside, after)] == [6, 10, 6]
    usual = {rule.code: rule for rule in before.book.rules}
    changed = {rule.code for rule in inside.book.rules if rule != usual[rule.code]}
    assert changed == {"consecutive_days"}


def test_a_roster_is_judged_by_the_rules_of_each_day(store):
    week = {("op01", MONDAY + timedelta(days=k)): "E" for k in range(7)}
    version = a_version(store, week, start=MONDAY, days=7)
    codes = {b.code for b in planning.roster_view(store, HEAD, version=version).breaches}
    assert codes == {"consecutive_days", "weekly_rest", "weekly_hours"}
    declared(store, first=MONDAY, last=MONDAY + timedelta(days=6), relax=("consecutive_days", "weekly_rest"))
    codes = {b.code for b in planning.roster_view(store, HEAD, version=version).breaches}
    assert codes == {"weekly_hours"}, "what is not signed is not relaxed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last": MONDAY}, "emergency_days"),
        ({"last": MONDAY + timedelta(days=100)}, "emergency_days"),
        ({"ordered": " "}, "emergency_order"),
        ({"signed_by": ""}, "emergency_order"),
        ({"relax": ("protection",)}, "never_relaxed"),
        ({"relax": ("skills",)}, "not_relaxable"),
    ],
)
def test_an_emergency_without_order_signature_or_end_is_refused(store, change, code):
    with pytest.raises(SettingError) as caught:
        declared(store, **change)
    assert caught.value.code == code
    assert planning.rules(store, HEAD).emergencies == ()


def test_an_emergency_ends_early_and_the_next_one_may_follow(store):
    first = declared(store)
    with pytest.raises(SettingError) as caught:
        declared(store, first=MONDAY + timedelta(days=4), last=MONDAY + timedelta(days=9))
    assert caught.value.code == "emergency_twice"
    planning.end_emergency(store, HEAD, number=first.id, last=MONDAY + timedelta(days=3))
    declared(store, first=MONDAY + timedelta(days=4), last=MONDAY + timedelta(days=9))
    with pytest.raises(SettingError) as caught:
        planning.end_emergency(store, HEAD, number=first.id, last=MONDAY + timedelta(days=9))
    assert caught.value.code == "emergency_end"
    with pytest.raises(SettingError) as caught:
        planning.end_emergency(store, HEAD, number=99, last=MONDAY)
    assert caught.value.code == "unknown_emergency"


@pytest.mark.parametrize(("language", "told"), [("zh", "林晓禾 1 天"), ("en", "林晓禾 1")])
def test_whoever_worked_without_a_day_of_rest_in_an_emergency_is_named_when_it_ends(store, language, told):
    here = declared(store, first=MONDAY, last=MONDAY + timedelta(days=9))
    week = {("op01", MONDAY + timedelta(days=k)): "E" for k in range(7)}
    a_version(store, week | {("op02", MONDAY): "E"}, start=MONDAY, days=14)
    (owed,) = planning.rest_days_owed(store, HEAD, first=MONDAY, last=MONDAY + timedelta(days=6))
    assert (owed.name, owed.days) == ("林晓禾", 1)
    ended = CliRunner().invoke(
        cli.app,
        ["--lang", language, "rules", "end", str(here.id), str(MONDAY + timedelta(days=6))],
        env={"LIANXIN_DATABASE": store.url},
    )
    assert told in ended.output, ended.output


def test_the_command_line_lists_sets_orders_and_declares(store):
    def call(*words, language="zh"):
        return CliRunner().invoke(
            cli.app, ["--lang", language, "rules", *words], env={"LIANXIN_DATABASE": store.url}
        )

    done = call("set", "protection", "night_end", "29:30", "--source", "女职工劳动保护特别规定")
    assert done.exit_code == 0, done.output
    assert "05:30" in done.output
    assert "女职工劳动保护特别规定" in call("list").output
    refused = call("set", "min_rest", "hours", "eleven", "--source", "x", language="en")
    assert refused.exit_code == 2
    assert "cannot be eleven" in refused.output
    assert call("reset", "protection", "night_end").exit_code == 0
    assert "稳定、覆盖" in call("order", "stability", "--source", "局务会").output
    days = (str(MONDAY), str(MONDAY + timedelta(days=6)))
    done = call("declare", *days, "--order", "1 号", "--signed", "周局长", "--relax", "weekly_rest")
    assert done.exit_code == 0, done.output
    assert "周局长" in call("list").output
    assert call("end", "1", str(MONDAY)).exit_code == 0


@pytest.mark.parametrize("goal", GOALS)
def test_every_goal_says_its_value_in_words(goal):
    for language in ("zh", "en"):
        units = {
            "under_cover": 100,
            "expected_loss": 100,
            "reserve": 2,
            "over_cover": 2,
            "long_weeks": 60,
            "pay": 6000,
        }
        unit = units.get(goal, 1)
        assert "12" in goal_value(goal, 12 * unit, language)
        assert goal_value(goal, 0, language) == say("goal_value.nothing", language)
