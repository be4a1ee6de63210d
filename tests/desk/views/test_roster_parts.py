"""The roster page explains, names stand-ins and repairs, in both languages."""

import pytest

from desk.accounts import Role
from desk.words import LANGUAGES, say
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
    assert ("只休息 8.0 小时" if language == "zh" else "rests only 8.0 hours") in words_of(app)


def test_stand_ins_are_ranked_with_their_reason(monkeypatch):
    app, fake = opened(monkeypatch, Role.MANAGER, "roster.stand_ins")
    assert "stand_ins" in [name for name, _ in fake.asked]
    table = app.dataframe[0].value
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
