"""The roster page explains, names stand-ins and repairs, in both languages."""

from dataclasses import replace

import pytest

from desk.accounts import Role
from desk.words import LANGUAGES, say
from desk.words.writing import named
from scheduler.roster import Breach
from tests.desk.views.fake_planning import FakePlanning
from tests.desk.views.test_pages import open_page, words_of


def opened(monkeypatch, role, part, language="zh"):
    app, fake = open_page(monkeypatch, role, "roster", language=language)
    app.session_state[part] = True
    app.run()
    assert not app.exception
    return app, fake


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_gap_names_who_could_have_been_there_and_the_rule_that_stopped_them(monkeypatch, language):
    app, _ = opened(monkeypatch, Role.MANAGER, "roster.reasons", language)
    assert ("周晚舟 2 天" if language == "zh" else "周晚舟 2 d") in words_of(app)
    assert ("只休息 8.0 小时" if language == "zh" else "rests only 8.0 hours") in words_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_gap_on_the_page_carries_its_reason_and_its_fixes_are_tried_at_a_press(monkeypatch, language):
    app, fake = open_page(monkeypatch, Role.MANAGER, "roster", language=language)
    rule = f"{named('rule', 'min_rest', language)} 1 人（陈一诺）"
    assert (rule if language == "zh" else "(1: 陈一诺)") in words_of(app)
    assert "84" not in words_of(app)
    [button] = [b for b in app.button if b.label == say("gap.fix", language)]
    button.click().run()
    assert not app.exception
    [asked] = [more for name, more in fake.asked if name == "roster_fixes"]
    assert asked["slot"] == 20
    assert ("84 秒" if language == "zh" else "84 seconds") in words_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_roster_that_breaks_rules_says_which_and_where(monkeypatch, language):
    class Broken(FakePlanning):
        def roster_view(self, who, *, version):
            view = super().roster_view(who, version=version)
            person, day = view.people[0].code, view.dates[0]
            details = (("first", "N"), ("second", "E"), ("rest", 8.0), ("hours", 11.0))
            return replace(view, breaches=(Breach("min_rest", person, day, details),))

    app, _ = open_page(monkeypatch, Role.MANAGER, "roster", language=language, fake=Broken())
    [error] = [e.value for e in app.error]
    assert ("只休息 8 小时" if language == "zh" else "rests only 8 hours") in error


def test_stand_ins_are_ranked_with_their_reason(monkeypatch):
    app, fake = opened(monkeypatch, Role.MANAGER, "roster.stand_ins")
    assert "stand_ins" in [name for name, _ in fake.asked]
    table = next(t.value for t in app.dataframe if say("stand_in.rank", "zh") in t.value)
    assert list(table[say("stand_in.rank", "zh")]) == [1, 2]
    assert "可以上早班" in table[say("stand_in.reason", "zh")][0]
    assert "已上晚班" in table[say("stand_in.reason", "zh")][1]


def test_the_head_repairs_and_reads_what_changed(monkeypatch):
    app, fake = opened(monkeypatch, Role.HEAD, "roster.mend")
    app.multiselect(key="repair.ill").select("p1")
    app.button(key="repair.go").click().run()
    [asked] = [more for name, more in fake.asked if name == "repair_roster"]
    assert (asked["version"], asked["ill"], asked["demand"]) == (3, ("p1",), 1.0)
    assert "→ 休" in words_of(app)


def test_a_manager_cannot_repair(monkeypatch):
    app, _ = open_page(monkeypatch, Role.MANAGER, "roster")
    assert say("repair.title", "zh") not in [part.label for part in app.expander]


def test_fixes_say_for_whom_and_how_long_callers_would_wait(monkeypatch):
    app, _ = opened(monkeypatch, Role.MANAGER, "roster.reasons")
    app.button(key="reasons.fixes").click().run()
    words = words_of(app)
    assert "84 秒" in words
    assert "周晚舟" in words
    assert "10:00–14:00" in words


def test_why_me_shows_what_others_would_work_and_what_it_costs(monkeypatch):
    app, fake = opened(monkeypatch, Role.MANAGER, "roster.reasons", "en")
    app.selectbox(key="instead.person").select("p1")
    app.button(key="instead.ask").click().run()
    [asked] = [more for name, more in fake.asked if name == "roster_instead"]
    assert (asked["person"], asked["shift"]) == ("p1", None)
    assert "rises from 0 to 30" in words_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_order_of_goals_is_solved_once_and_compared_goal_by_goal(monkeypatch, language):
    app, fake = opened(monkeypatch, Role.HEAD, "roster.order", language)
    app.multiselect(key=f"order.first_3_{language}").select("cost")
    app.button(key="order.go").click().run()
    [asked] = [more for name, more in fake.asked if name == "try_order"]
    assert (asked["version"], asked["order"], asked["seconds"]) == (3, ("cost",), 10.0)
    table = next(t.value for t in app.dataframe if say("order.tier", language) in t.value)
    assert list(table[""]) == [say("order.worse", language), say("order.better", language)]


def test_a_day_shows_its_meals_and_pauses_and_what_is_missing_meanwhile(monkeypatch):
    app, _ = opened(monkeypatch, Role.MANAGER, "roster.rests")
    table = next(t.value for t in app.dataframe if say("rests.meal", "zh") in t.value)
    assert list(table[say("rests.meal", "zh")]) == ["12:00–13:00"]
    assert list(table[say("rests.pauses", "zh")]) == ["11:00"]
    assert "24.0 人时" in words_of(app)


def test_the_standby_list_is_sized_day_by_day(monkeypatch):
    app, _ = opened(monkeypatch, Role.MANAGER, "roster.stand_ins")
    app.button(key="standby.go").click().run()
    assert "备班 2 人" in words_of(app)


def test_the_team_page_advises_on_shifts(monkeypatch):
    app, fake = open_page(monkeypatch, Role.MANAGER, "team")
    app.session_state["team.part"] = "shifts"
    app.run()
    app.button(key="advice.go").click().run()
    assert [more["most"] for name, more in fake.asked if name == "shift_advice"] == [4]
    assert "每天 2 至 3 人" in words_of(app)
