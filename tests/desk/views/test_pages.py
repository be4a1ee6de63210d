"""Every page of every role, on plain results: it opens, speaks both languages, and says what to do when there is nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from desk import planning
from desk.accounts import Role
from desk.reports.scenario_report import eased_lines
from desk.results import Announcement, JobState
from desk.views.parts import visit as visits
from desk.words import LANGUAGES, say
from forecast.calendar import DayKind
from forecast.errors import SettingError
from forecast.surge.scenario import DayChange
from forecast.surge.scenario_file import built_in
from tests.desk.views.builders import EASED
from tests.desk.views.fake_planning import ACCOUNTS, TODAY, FakePlanning

DOOR = Path(__file__).resolve().parents[3] / "desk" / "views" / "door.py"
PLAN = {"today", "forecast", "requirement", "holiday", "roster", "what_if", "scenarios"}
PAGES = {
    Role.HEAD: sorted(
        PLAN
        | {
            "requests",
            "data",
            "team",
            "hours",
            "line",
            "rules",
            "ledger",
            "calendar",
            "accounts",
            "log",
            "account",
        }
    ),
    Role.MANAGER: sorted(PLAN | {"team", "line", "rules", "ledger", "calendar", "account"}),
    Role.OPERATOR: ["my_roster", "my_requests", "my_hours", "team_roster", "ledger", "rules", "account"],
}
FIRST = {"today", "my_roster"}
"""Where a sign-in leads."""
EVERY = [(role, page) for role, pages in PAGES.items() for page in pages]


def open_page(patch, role, page, *, language="zh", fake=None, must_change=False):
    """Return the app as someone of that role sees it, and the use cases behind it."""
    fake = fake or FakePlanning()
    fake.install(patch)
    who = replace(ACCOUNTS[role], must_change=must_change)
    centre = None if must_change else planning.centre(None, who)
    patch.setattr(visits, "visit", lambda: visits.Visit(None, who, visits.language_for(who.language), centre))
    app = AppTest.from_file(str(DOOR), default_timeout=60)
    app.query_params["lang"] = language
    if not must_change and page not in FIRST:
        app.switch_page(f"{page}.py")
    return app.run(), fake


def words_of(app):
    kinds = (
        app.markdown,
        app.caption,
        app.title,
        app.subheader,
        app.info,
        app.warning,
        app.error,
        app.success,
    )
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("role", "page"), EVERY)
def test_every_page_of_every_role_opens_in_every_language(monkeypatch, role, page, language):
    app, _ = open_page(monkeypatch, role, page, language=language)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == say(f"page.{page}", language)


@pytest.mark.parametrize(
    ("role", "page", "code"),
    [
        (Role.HEAD, "today", "today_page.none_next"),
        (Role.HEAD, "forecast", "forecast_page.none_next"),
        (Role.HEAD, "requirement", "requirement_page.none_next"),
        (Role.HEAD, "holiday", "holiday_page.no_forecast"),
        (Role.HEAD, "roster", "start.team_head"),
        (Role.HEAD, "what_if", "start.roster_head"),
        (Role.HEAD, "team", "team_page.none_next"),
        (Role.HEAD, "requests", "requests_page.none_open_next"),
        (Role.OPERATOR, "my_requests", "requests_page.none_next"),
        (Role.MANAGER, "what_if", "what_if_page.no_roster_next"),
        (Role.MANAGER, "scenarios", "what_if_page.no_roster_next"),
        (Role.MANAGER, "roster", "roster_page.none_manager"),
        (Role.OPERATOR, "my_roster", "my_page.none_next"),
        (Role.OPERATOR, "team_roster", "team_roster_page.none_next"),
    ],
)
def test_an_empty_page_says_what_to_do_next(monkeypatch, role, page, code):
    app, _ = open_page(monkeypatch, role, page, fake=FakePlanning(empty=True))
    assert not app.exception
    assert say(code, "zh") in words_of(app)


def test_the_head_publishes_only_after_a_second_yes(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "roster")
    app.button(key="roster.publish").click().run()
    assert "publish" not in [name for name, _ in fake.asked]
    app.button(key="roster.publish_yes").click().run()
    assert ("publish", {"version": 3}) in fake.asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_publication_says_why_on_the_page(monkeypatch, language):
    class Refusing(FakePlanning):
        def publish(self, who, *, version):
            raise SettingError("consent_missing", version=version, count=1, names="林晓禾")

    app, _ = open_page(monkeypatch, Role.HEAD, "roster", language=language, fake=Refusing())
    app.button(key="roster.publish").click().run()
    app.button(key="roster.publish_yes").click().run()
    told = say("error.consent_missing", language, version=3, count=1, names="林晓禾")
    assert told in [error.value for error in app.error]
    assert say("versions_page.title", language) in told


def test_a_manager_cannot_publish_or_solve(monkeypatch):
    app, _ = open_page(monkeypatch, Role.MANAGER, "roster")
    assert {"roster.publish", "roster.start"}.isdisjoint(button.key for button in app.button)


def test_a_search_shows_its_progress_and_can_be_stopped(monkeypatch):
    state = JobState(1, "running", TODAY, 28, 30.0, 12.0, 3400.0, 2100.0, "tier_cover")
    fake = FakePlanning(states=[state])
    app, _ = open_page(monkeypatch, Role.HEAD, "roster", fake=fake)
    app.toggle(key="roster.spread").set_value(True)
    app.button(key="roster.start").click().run()
    assert ("start_solving", {"start": TODAY, "days": 28, "seconds": 30.0, "futures": 8}) in fake.asked
    assert "3,400" in words_of(app)
    app.button(key="roster.stop").click().run()
    assert ("stop_solving", {"job": 1}) in fake.asked


def test_a_search_that_fails_says_why(monkeypatch):
    state = JobState(
        1,
        "failed",
        TODAY,
        28,
        30.0,
        12.0,
        None,
        None,
        "",
        error="window_length",
        details=(("days", 500), ("longest", 120)),
    )
    app, _ = open_page(monkeypatch, Role.HEAD, "roster", fake=FakePlanning(states=[state]))
    app.button(key="roster.start").click().run()
    assert "500" in app.error[0].value


def test_gaps_are_said_in_words(monkeypatch):
    app, _ = open_page(monkeypatch, Role.HEAD, "roster")
    assert "2026年11月24日 周二 10:00–11:30：缺 1 人" in words_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("breakdown", "breakdown.note"),
        ("today", "today.file_hint"),
        ("review", "review.title"),
        ("value", "value.what_for"),
        ("festival", "festival.title"),
    ],
)
def test_every_section_of_the_forecast_opens_in_every_language(monkeypatch, section, code, language):
    app, _ = open_page(monkeypatch, Role.HEAD, "forecast", language=language)
    app.session_state["forecast.section"] = section
    app.run()
    assert not app.exception
    assert not app.error
    assert say(code, language) in words_of(app)


def test_the_head_marks_a_proposal_or_leaves_it(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "data")
    key = next(
        button.key for button in app.button if button.key.endswith("_accept") and "mark." in button.key
    )
    app.button(key=key).click().run()
    kind = next(more["kind"] for name, more in fake.asked if name == "accept_mark")
    assert kind.value == "emergency"
    app.button(key=key.replace("_accept", "_decline")).click().run()
    assert "decline_mark" in [name for name, _ in fake.asked]


def test_what_if_asks_with_the_factors_of_the_form(monkeypatch):
    app, fake = open_page(monkeypatch, Role.MANAGER, "what_if")
    app.slider(key="what_if.volume").set_value(3.0)
    app.slider(key="what_if.absence").set_value(40)
    next(b for b in app.button if b.label == say("what_if_page.ask", "zh")).click().run()
    asked = [more for name, more in fake.asked if name == "what_if"][-1]
    assert (asked["volume"], asked["absence"]) == (3.0, 0.4)


def test_the_head_adds_an_event_removes_one_and_takes_it_back(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "calendar")
    app.text_input(key="calendar.event_name").set_value("食品安全曝光")
    app.number_input(key="calendar.event_days").set_value(3)
    app.button(key="calendar.event_add").click().run()
    added = [more for name, more in fake.asked if name == "add_event"][-1]
    assert (added["code"], (added["end"] - added["start"]).days) == ("食品安全曝光", 2)
    assert "食品安全曝光" in app.success[-1].value
    app.button(key="calendar.event_remove").click().run()
    assert [more["code"] for name, more in fake.asked if name == "remove_event"] == ["double_11"]
    app.button(key="calendar.event_take_back").click().run()
    assert [more["code"] for name, more in fake.asked if name == "add_event"][-1] == "double_11"
    assert not [b for b in app.button if b.key == "calendar.event_take_back"]


def test_the_head_changes_a_setting_of_the_line_with_its_source_and_takes_it_back(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "line")
    app.selectbox(key="line.which_zh").select_index(0).run()
    app.number_input(key="line.value_target_share").set_value(0.85)
    app.text_input(key="line.source_target_share").set_value("局务会 2026-11-20")
    app.button(key="line.save").click().run()
    asked = [more for name, more in fake.asked if name == "set_line_setting"]
    assert asked[-1] == {"code": "target_share", "value": 0.85, "source": "局务会 2026-11-20"}
    assert "85.0%" in words_of(app)
    app.button(key="line.take_back").click().run()
    asked = [more for name, more in fake.asked if name == "set_line_setting"]
    assert asked[-1] == {"code": "target_share", "value": 0.8, "source": "GB/T 33358-2016"}
    assert not [button for button in app.button if button.key == "line.take_back"]


def test_a_refused_setting_is_named_as_on_the_page(monkeypatch):
    def refuse(store, who, *, code, value, source):
        raise SettingError("line_setting_count", name=code, value=value, low=0, high=9)

    app, _ = open_page(monkeypatch, Role.HEAD, "line")
    monkeypatch.setattr(planning, "set_line_setting", refuse)
    app.button(key="line.save").click().run()
    assert say("setting.target_share", "zh") in app.error[-1].value
    assert "target_share" not in app.error[-1].value


def test_redials_are_explained_before_they_are_set_and_the_value_in_use_is_shown(monkeypatch):
    app, _ = open_page(monkeypatch, Role.HEAD, "line", language="en")
    assert say("staffing.redial_lower_bound", "en") in words_of(app)
    assert say("line_page.about_redial", "en") not in words_of(app)
    app.selectbox(key="line.which_en").select_index(6).run()
    assert say("line_page.about_redial", "en") in words_of(app)
    table = app.table[0].value.set_index(say("line_page.setting", "en"))
    patience = table.loc[say("setting.patience", "en")]
    assert patience[say("line_page.used", "en")] == "108.2"
    assert patience[say("line_page.value", "en")] == "90"
    assert "2,928" in patience[say("line_page.origin", "en")]


def test_a_manager_reads_the_settings_of_the_line_and_is_offered_no_change(monkeypatch):
    app, _ = open_page(monkeypatch, Role.MANAGER, "line")
    assert say("line_page.what", "zh") in words_of(app)
    assert not [button for button in app.button if button.key == "line.save"]


def test_only_the_head_is_offered_to_change_events(monkeypatch):
    app, _ = open_page(monkeypatch, Role.MANAGER, "calendar")
    assert say("events.title", "zh") in words_of(app)
    assert not [b for b in app.button if (b.key or "").startswith("calendar.event")]


def test_an_operator_sees_the_next_shift_first(monkeypatch):
    app, fake = open_page(monkeypatch, Role.OPERATOR, "my_roster")
    assert "早班" in "\n".join(m.value for m in app.markdown[:6])
    assert {name for name, _ in fake.asked} <= {"calendar_link", "centre", "my_roster", "unconfirmed_rosters"}


def test_the_first_own_password_comes_before_everything_else(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "account", must_change=True)
    assert say("account_page.must", "zh") in words_of(app)
    for key, text in (("old", "first-password"), ("new", "one-password"), ("again", "other-password")):
        app.text_input(key=f"account.{key}").set_value(text)
    next(b for b in app.button if b.label == say("account_page.save", "zh")).click().run()
    assert app.error[0].value == say("account_page.differ", "zh")
    assert "change_password" not in [name for name, _ in fake.asked]


def test_nobody_sees_a_page_without_signing_in(monkeypatch):
    monkeypatch.setattr(visits, "visit", lambda: None)
    app = AppTest.from_file(str(DOOR), default_timeout=60).run()
    assert say("door.sign_in", "zh") in words_of(app)
    assert not app.sidebar.caption


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_requirement_tells_curve_work_sources_and_what_the_history_missed(monkeypatch, language):
    app, fake = open_page(monkeypatch, Role.HEAD, "requirement", language=language)
    assert not app.exception
    words = words_of(app)
    for code in ("curve_title", "work_title", "confirm_title"):
        assert say(f"needs.{code}", language) in words
    assert "2,928" in words  # calls that nobody saw: 56,173 - 53,245
    assert say("staffing.patience_late", language) in words
    shown = app.table[0].value.astype(str).to_numpy().ravel().tolist()
    assert say("staff_page.history", language) in shown
    assert say("definition.offered", language) in shown
    app.selectbox(key="requirement.slot.0").set_value(20).run()
    assert [more["slot"] for name, more in fake.asked if name == "staffing_curve"][-1] == 20


@pytest.mark.parametrize(
    ("role", "promised", "code"), [(Role.HEAD, 0.945, "confirmed"), (Role.MANAGER, 0.97, "not_confirmed")]
)
def test_the_simulators_word_on_the_roster_stands_on_the_page(monkeypatch, role, promised, code):
    app, _ = open_page(monkeypatch, role, "requirement", fake=FakePlanning(promised=promised))
    app.button(key="requirement.confirm").click().run()
    assert not app.exception
    sentence = say(
        f"staff_page.{code}",
        "zh",
        promised=f"{promised:.1%}",
        simulated="94.4%",
        margin="0.4%",
        calls=600_000,
    )
    assert sentence in words_of(app)


def test_a_new_calendar_address_is_shown_once(monkeypatch):
    app, _ = open_page(monkeypatch, Role.OPERATOR, "my_roster")
    app.session_state["my_roster.calendar"] = True  # the box is open
    app.run()
    app.button(key="my_roster.calendar_renew").click().run()
    assert app.code[0].value.endswith("/calendar/secret.ics")
    app.run()
    assert not app.code
    app.button(key="my_roster.calendar_revoke").click().run()
    assert say("feed.none", "zh") in words_of(app)


def test_the_head_sees_what_a_request_would_do_and_refuses_it_with_a_reason(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "requests")
    shown = words_of(app)
    assert "周晚舟" in shown
    assert "4.0 人时" in shown
    app.selectbox(key="requests.reason_7").set_value("fair_turn")
    app.button(key="requests.refuse_7").click().run()
    assert ("decide_request", {"request": 7, "grant": False, "reason": "fair_turn"}) in fake.asked


def test_an_operator_asks_agrees_and_withdraws(monkeypatch):
    app, fake = open_page(monkeypatch, Role.OPERATOR, "my_requests")
    assert "已进入候补" in words_of(app)
    app.segmented_control(key="my_requests.half_zh").select("morning").run()
    app.button(key="my_requests.send").click().run()
    asked = {"kind": "leave", "first": TODAY, "last": TODAY, "leave": "annual", "half": "morning"}
    assert ("make_request", asked) in fake.asked
    app.button(key="my_requests.swap_agree_8").click().run()
    assert ("answer_swap", {"request": 8, "agree": True}) in fake.asked
    app.button(key=f"my_requests.decline_5_{TODAY}").click().run()
    assert ("answer_consent", {"version": 5, "day": TODAY, "agree": False}) in fake.asked
    app.button(key="my_requests.withdraw_9").click().run()
    assert ("withdraw_request", {"request": 9}) in fake.asked


def test_a_draft_shows_whom_it_disturbs_and_asks_for_consent(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "roster")
    assert "共改动 1 个班次，涉及 1 人；其中 1 个在通知期内" in words_of(app)
    app.button(key="roster.ask_consent").click().run()
    assert ("ask_consent", {"version": 3}) in fake.asked
    app.checkbox(key="roster.regardless_3").check().run()
    app.button(key="roster.publish").click().run()
    app.button(key="roster.publish_yes").click().run()
    assert ("publish", {"version": 3, "regardless": True}) in fake.asked


def test_an_operator_confirms_a_new_roster_once(monkeypatch):
    app, fake = open_page(monkeypatch, Role.OPERATOR, "my_roster")
    app.button(key="my_roster.confirm_2").click().run()
    assert ("confirm_roster", {"version": 2}) in fake.asked
    assert not [button for button in app.button if button.key == "my_roster.confirm_2"]


def test_the_head_is_told_when_a_notice_did_not_go_out(monkeypatch):
    fake = FakePlanning(announcement=Announcement((), ("WeCom Bot",)))
    app, _ = open_page(monkeypatch, Role.HEAD, "roster", fake=fake)
    app.button(key="roster.publish").click().run()
    app.button(key="roster.publish_yes").click().run()
    assert "WeCom Bot" in words_of(app)


def test_a_cell_set_by_hand_is_answered_by_the_rules_before_it_can_be_kept(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "roster")
    assert "try_cell" not in {name for name, _ in fake.asked}  # nothing is worked out in a closed box
    app.session_state["roster.hand"] = True
    app.run()
    day = app.selectbox(key="hand.day_3_zh").value
    shift = app.selectbox(key=f"hand.shift_3_p0_{day}_zh")
    shift.set_value("N").run()
    assert "不能这样安排" in words_of(app)
    assert not [button for button in app.button if button.key == "hand.keep"]
    app.selectbox(key=f"hand.shift_3_p0_{day}_zh").set_value("L").run()
    app.button(key="hand.keep").click().run()
    cell = {"version": 3, "person": "p0", "day": day, "shift": "L", "was": None}
    assert ("set_cell", cell) in fake.asked


def test_the_head_changes_an_account(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "accounts")
    app.selectbox(key="accounts.role_zhou_zh").set_value(Role.MANAGER).run()
    app.button(key="accounts.set_role").click().run()
    assert ("change_role", {"username": "zhou", "role": Role.MANAGER}) in fake.asked
    app.button(key="accounts.disable").click().run()
    assert ("disable_account", {"username": "zhou"}) in fake.asked
    app.button(key="accounts.new_password").click().run()
    assert app.code[0].value == "abcd-efgh-jkmn-pqrs"
    app.selectbox(key="accounts.chosen").set_value("left").run()
    assert {"accounts.disable", "accounts.new_password"}.isdisjoint(button.key for button in app.button)
    app.button(key="accounts.enable").click().run()
    assert app.code[0].value == "2345-6789-abcd-efgh"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("part", "code"),
    [("month", "hours_page.note"), ("leave", "hours_page.own_private"), ("terms", "hours_page.terms_what")],
)
def test_every_part_of_the_hours_opens_in_every_language(monkeypatch, part, code, language):
    app, _ = open_page(monkeypatch, Role.HEAD, "hours", language=language)
    app.session_state[f"hours.part_{language}"] = part
    app.run()
    assert not app.exception
    assert not app.error
    assert say(code, language) in words_of(app)


def test_the_head_confirms_a_day_as_rostered_and_grants_leave(monkeypatch):
    app, fake = open_page(monkeypatch, Role.HEAD, "hours")
    app.button(key="hours.as_planned").click().run()
    assert [more for name, more in fake.asked if name == "confirm_day"] == [
        {"day": TODAY - timedelta(days=1)}
    ]
    assert say("hours_page.saved", "zh", count=1) in words_of(app)
    app.session_state["hours.part_zh"] = "leave"
    app.run()
    app.button(key="hours.grant_save").click().run()
    (granted,) = (more for name, more in fake.asked if name == "grant_leave")
    assert (granted["person"], granted["kind"], granted["days"]) == ("p0", "paternity", 15.0)


def test_an_operator_sees_first_what_is_about_to_lapse(monkeypatch):
    app, _ = open_page(monkeypatch, Role.OPERATOR, "my_hours")
    assert "陪产假 还剩 15 天，2026年12月13日 周日 到期" in app.warning[0].value


def test_the_log_can_be_searched(monkeypatch):
    app, _ = open_page(monkeypatch, Role.HEAD, "log")
    table = app.dataframe[0].value
    assert list(table[say("log_page.what_done", "zh")]) == ["发布班表", "登录"]
    assert list(table[say("log_page.after", "zh")]) == ["版本 2", ""]
    app.text_input(key="log.search").set_value("zhou").run()
    assert len(app.dataframe[0].value) == 1
    app.text_input(key="log.search").set_value("不在其中").run()
    assert not app.dataframe
    assert "不在其中" in app.info[0].value


def test_a_scenario_of_two_parts_and_a_changed_day_is_built_in_the_form(monkeypatch):
    made = []
    monkeypatch.setattr(FakePlanning, "save_scenario", lambda _self, _who, *, scenario: made.append(scenario))
    app, _ = open_page(monkeypatch, Role.MANAGER, "scenarios")
    app.number_input(key="scenarios.parts_founding_case").set_value(2).run()
    app.number_input(key="scenarios.changed_days_founding_case").set_value(1).run()
    app.number_input(key="scenarios.volume_founding_case_1_size").set_value(0.5)
    app.number_input(key="scenarios.volume_founding_case_1_share").set_value(30)
    app.number_input(key="scenarios.volume_founding_case_1_from").set_value(3)
    app.date_input(key="scenarios.calendar_founding_case_0_day").set_value(TODAY + timedelta(days=4))
    send = next(button for button in app.button if button.label == say("scenario_page.add", "zh"))
    send.click().run()
    assert not app.exception
    first, second = made[0].volume
    assert first == built_in("founding_case").volume[0]
    assert (second.size, second.share, second.when.first) == (0.5, 0.3, 3)
    assert made[0].calendar == (DayChange(TODAY + timedelta(days=4), DayKind.HOLIDAY),)

    app.number_input(key="scenarios.volume_founding_case_1_to").set_value(2)
    send = next(button for button in app.button if button.label == say("scenario_page.add", "zh"))
    send.click().run()
    assert len(made) == 1
    assert "volume" in app.error[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_gives_away_people_by_name_adds_groups_and_alerts_and_refuses_what_cannot_be(
    monkeypatch, language
):
    made = []
    monkeypatch.setattr(FakePlanning, "save_scenario", lambda _self, _who, *, scenario: made.append(scenario))
    app, _ = open_page(monkeypatch, Role.MANAGER, "scenarios", language=language)

    def send(**asked):
        for key, value in asked.items():
            app.number_input(key=f"scenarios.{key}").set_value(value)
        next(b for b in app.button if b.label == say("scenario_page.add", language)).click().run()
        assert not app.exception

    for code in ("away_count", "groups", "alerts"):
        app.number_input(key=f"scenarios.{code}_founding_case").set_value(
            2 if code == "away_count" else 1
        ).run()
    people = [app.selectbox(key=f"scenarios.away_founding_case_{k}_person") for k in (0, 1)]
    send(away_founding_case_0_from=2, away_founding_case_0_to=4, added_founding_case_0_people=3)
    (scenario,) = made
    assert [line.person for line in scenario.away] == [people[0].value, people[1].value]
    assert (scenario.away[0].when.first, scenario.away[0].when.last) == (2, 4)
    assert [group.people for group in scenario.added] == [3]
    assert [alert.share for alert in scenario.deflection] == [0.1]

    def refused(field):
        assert len(made) == 1
        told = app.error[0].value
        assert say(f"scenario_field.{field}", language) in told
        return told

    send(deflection_founding_case_0_share=120)
    assert "120%" in refused("deflection_share")
    send(deflection_founding_case_0_share=10, away_founding_case_0_to=1)
    refused("away")
    app.selectbox(key="scenarios.away_founding_case_1_person").set_value(people[0].value)
    send(away_founding_case_0_to=4)
    assert people[0].options[0] in refused("away_person")  # by name, not by code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_fills_a_vacant_shift_with_a_ranked_stand_in_from_the_page_of_the_team(
    monkeypatch, language
):
    app, fake = open_page(monkeypatch, Role.HEAD, "team", language=language)
    assert words_of(app).count("夏未迟") == 2
    assert say("vacancy.publish", language, version=3) in words_of(app)
    app.button(key="team.fill").click().run()
    (cell,) = (more for name, more in fake.asked if name == "set_cell")
    assert cell == {"version": 3, "person": "p2", "day": TODAY, "shift": "E", "was": None}
    app, _ = open_page(monkeypatch, Role.MANAGER, "team", language=language)
    assert "夏未迟" not in words_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_gives_half_a_day_off_and_takes_it_back_on_the_page_of_the_team(monkeypatch, language):
    app, fake = open_page(monkeypatch, Role.HEAD, "team", language=language)
    app.button(key="team.half_day_give").click().run()
    assert say("half_day.no_day", language) in words_of(app)
    for act in ("give", "take"):
        app.multiselect(key="team.half_day_people").set_value(["p2"])
        app.date_input(key="team.half_day_day").set_value(TODAY)
        app.button(key=f"team.half_day_{act}").click().run()
    asked = [(name, more) for name, more in fake.asked if name.endswith("_half_day")]
    said = {"people": ("p2",), "day": TODAY}
    assert asked == [("give_half_day", said), ("take_back_half_day", said)]


def test_a_repaired_roster_shows_its_price_and_leads_to_the_draft(monkeypatch):
    app, _ = open_page(monkeypatch, Role.HEAD, "roster")
    app.session_state["roster.mend"] = True
    app.run()
    app.button(key="repair.go").click().run()
    assert not app.exception
    told = words_of(app)
    price = {"over_before": 0.0, "over_after": 4.5, "paid_before": 40.0, "paid_after": 46.5, "owed": 1}
    assert say("repair.price", "zh", **price) in told
    assert say("repair.relaxed", "zh") in told
    assert eased_lines(EASED, "zh")[0] in told
    app.button(key="repair.open").click().run()
    assert not app.exception
    assert app.session_state[f"roster.version_{TODAY}_zh"] == 4
