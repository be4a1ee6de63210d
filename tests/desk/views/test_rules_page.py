"""The page of the rules: limits with their sources, the order of goals, emergencies."""

from desk.accounts import Role
from tests.desk.views.test_pages import open_page, words_of


def test_the_head_changes_a_limit_with_its_source(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "rules")
    app.text_input(key="rules.value_min_rest_hours_normal").set_value("12")
    app.text_input(key="rules.source_min_rest_hours_normal").set_value("局务会")
    app.button(key="rules.save").click().run()
    asked = {"book": "normal", "rule": "min_rest", "name": "hours", "value": 12.0, "source": "局务会"}
    assert ("set_rule_limit", asked) in fake.asked
    assert "11 改为 12" in words_of(app)


def test_the_head_moves_a_tier_and_declares_an_emergency(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "rules")
    app.segmented_control(key="rules.part_zh").set_value("order").run()
    app.selectbox(key="rules.order_tier_zh").set_value("stability")
    app.text_input(key="rules.order_source").set_value("局务会")
    app.button(key="rules.order_save").click().run()
    names = next(more["names"] for name, more in fake.asked if name == "order_tiers")
    assert names[:2] == ("stability", "cover")
    app.segmented_control(key="rules.part_zh").set_value("emergency").run()
    app.text_input(key="rules.ordered").set_value("1 号")
    app.text_input(key="rules.signed").set_value("周局长")
    app.button(key="rules.declare_go").click().run()
    asked = next(more for name, more in fake.asked if name == "declare_emergency")
    assert asked["relax"] == ("consecutive_days", "weekly_rest")
    assert "周局长" in words_of(app)


def test_a_manager_and_an_operator_read_the_rules_only(monkeypatch):
    for role in (Role.MANAGER, Role.OPERATOR):
        app, _ = open_page(monkeypatch, role, "rules")
        assert not app.button


def test_the_roster_says_under_which_emergency_it_stands(monkeypatch):
    app, _ = open_page(monkeypatch, Role.HEAD, "roster")
    assert "周局长" in words_of(app)
