"""Every use case opens for exactly the roles of the one table of rights, and for nobody who is signed out."""

from dataclasses import replace
from datetime import date

import pytest

from desk import planning
from desk.accounts import MAY, AccessError, Account, Role
from desk.reports.bulletin import Paper
from desk.results import Actual, ActualsPreview, LeaveKind, OutcomesPreview, RequestKind, SheetPreview
from desk.settings import Settings
from forecast.calendar import DayKind, EventKind
from forecast.errors import PlanError
from forecast.surge.scenario import Scenario
from tests.desk.builders import HEAD, MANAGER, OPERATOR, a_centre

SETTINGS = Settings()
PEOPLE = {Role.HEAD: HEAD, Role.MANAGER: MANAGER, Role.OPERATOR: OPERATOR}
FILE = b"date,calls\n2026-11-23,160\n"

SHEET = SheetPreview(99, "a.xlsx", b"", (), (), (), 0.0, 0.0)

OUTSIDE = {
    "account_of",
    "admit_identity",
    "calendar_feed",
    "enter",
    "is_founded",
    "open_store",
    "remember_device",
    "set_up_centre",
    "sign_in",
    "sign_in_names",
    "sign_out",
    "table_columns",
}
"""What has to work before anyone is signed in, or is only at hand on the machine itself."""

PAST = {"start": date(2026, 11, 1), "days": 7}
"""A window that is refused once the door is open, so that nothing long begins."""


CELL = {"version": 99, "person": "op01", "day": date(2026, 12, 1), "shift": "E"}


DAY_OF = date(2026, 11, 20)
ACTUALS = ActualsPreview("a.csv", b"person\n", (), 0)
OUTCOMES = OutcomesPreview(
    "x.csv",
    b"date,calls\n2026-11-20,3\n",
    (("time", "date"),),
    (),
    30,
    DAY_OF,
    DAY_OF,
    (),
    (),
    (),
    known_already=False,
)


def nobody(who):
    """Someone of the same role without an account in the store, and without a place in the team."""
    return replace(who, username="nobody", person=None)


CALLS = {
    "accept_import": lambda store, who: planning.accept_import(
        store, who, preview=planning.preview_import(store, HEAD, name="new.csv", content=FILE)
    ),
    "accept_actuals": lambda store, who: planning.accept_actuals(store, who, preview=ACTUALS),
    "preview_actuals": lambda store, who: planning.preview_actuals(
        store, who, name="a.csv", content=ACTUALS.content
    ),
    "confirm_day": lambda store, who: planning.confirm_day(store, who, day=date(2026, 12, 1)),
    "set_actuals": lambda store, who: planning.set_actuals(
        store, who, actuals=[Actual("nobody", DAY_OF, None, None, 0)]
    ),
    "worked_days": lambda store, who: planning.worked_days(store, who, **PAST),
    "hours_month": lambda store, who: planning.hours_month(store, who, month=date(2028, 1, 1)),
    "hours_file": lambda store, who: planning.hours_file(store, who, month=DAY_OF, kind="doc"),
    "my_balance": lambda store, who: planning.my_balance(store, nobody(who)),
    "balances": lambda store, who: planning.balances(store, who),
    "grant_leave": lambda store, who: planning.grant_leave(
        store, who, person="nobody", kind=LeaveKind.PATERNITY, first=DAY_OF, last=DAY_OF, days=1
    ),
    "set_tenure": lambda store, who: planning.set_tenure(store, who, person="nobody", since=DAY_OF),
    "accept_outcomes": lambda store, who: planning.accept_outcomes(store, who, preview=OUTCOMES),
    "preview_outcomes": lambda store, who: planning.preview_outcomes(
        store, who, name="x.csv", content=b"date,calls\n2026-11-20,3\n"
    ),
    "accept_roster_sheet": lambda store, who: planning.accept_roster_sheet(store, who, preview=SHEET),
    "accept_mark": lambda store, who: planning.accept_mark(
        store, who, kind=EventKind.OUTAGE, start=date(2026, 11, 10)
    ),
    "add_account": lambda store, who: planning.add_account(
        store, who, username="new", name="新", role=Role.OPERATOR
    ),
    "add_event": lambda store, who: planning.add_event(
        store, who, code="一次提醒", kind=EventKind.ALERT, start=date(2026, 12, 1)
    ),
    "answer_consent": lambda store, who: planning.answer_consent(
        store, who, version=99, day=date(2026, 12, 1), agree=True
    ),
    "answer_swap": lambda store, who: planning.answer_swap(store, who, request=99, agree=True),
    "ask_consent": lambda store, who: planning.ask_consent(store, who, version=99),
    "announce": lambda store, who: planning.announce(store, who, version=99),
    "audit_table": lambda store, who: planning.audit_table(store, who),
    "change_role": lambda store, who: planning.change_role(store, who, username="nobody", role=Role.HEAD),
    "fairness_ledger": lambda store, who: planning.fairness_ledger(store, who),
    "set_cell": lambda store, who: planning.set_cell(store, who, **CELL, was=None),
    "try_cell": lambda store, who: planning.try_cell(store, who, **CELL),
    "unlock_cell": lambda store, who: planning.unlock_cell(
        store, who, version=99, person="op01", day=date(2026, 12, 1)
    ),
    "audit_log": lambda store, who: planning.audit_log(store, who),
    "briefing": lambda store, who: planning.briefing(store, who),
    "bulletin": lambda store, who: planning.bulletin(store, who, paper=Paper.BULLETIN, kind="doc"),
    "calendar_link": lambda store, who: planning.calendar_link(store, who),
    "breakdown": lambda store, who: planning.breakdown(store, who, **PAST),
    "calendar_year": lambda store, who: planning.calendar_year(store, who, year=2026),
    "centre": lambda store, who: planning.centre(store, who),
    "change_password": lambda store, who: planning.change_password(
        store, replace(who, username="nobody"), old="no", new="a longer one"
    ),
    "decide_request": lambda store, who: planning.decide_request(store, who, request=99, grant=True),
    "difference": lambda store, who: planning.difference(store, who, version=99),
    "confirm_service": lambda store, who: planning.confirm_service(store, who, **PAST),
    "day_so_far": lambda store, who: planning.day_so_far(store, who, name="now.csv", content=FILE),
    "surge": lambda store, who: planning.surge(store, who),
    "record_surge": lambda store, who: planning.record_surge(store, who),
    "decline_mark": lambda store, who: planning.decline_mark(
        store, who, kind=EventKind.OUTAGE, start=date(2026, 11, 10)
    ),
    "confirm_roster": lambda store, who: planning.confirm_roster(store, who, version=99),
    "disable_account": lambda store, who: planning.disable_account(store, who, username="nobody"),
    "enable_account": lambda store, who: planning.enable_account(store, who, username="nobody"),
    "end_calendar_link": lambda store, who: planning.end_calendar_link(store, who, username="nobody"),
    "events": lambda store, who: planning.events(store, who),
    "rules": lambda store, who: planning.rules(store, who),
    "set_rule_limit": lambda store, who: planning.set_rule_limit(
        store, who, book="none", rule="min_rest", name="hours", value=12, source="x"
    ),
    "reset_rule_limit": lambda store, who: planning.reset_rule_limit(
        store, who, book="none", rule="min_rest", name="hours"
    ),
    "order_tiers": lambda store, who: planning.order_tiers(
        store, who, book="none", names=("cover",), source="x"
    ),
    "declare_emergency": lambda store, who: planning.declare_emergency(
        store, who, first=date(2026, 11, 23), last=date(2026, 11, 22), ordered="x", signed_by="x"
    ),
    "end_emergency": lambda store, who: planning.end_emergency(
        store, who, number=9999, last=date(2026, 11, 23)
    ),
    "rest_days_owed": lambda store, who: planning.rest_days_owed(
        store, who, first=date(2026, 11, 23), last=date(2026, 11, 29)
    ),
    "line_settings": lambda store, who: planning.line_settings(store, who),
    "set_line_setting": lambda store, who: planning.set_line_setting(
        store, who, code="no_such_setting", value=2, source="试验"
    ),
    "explain_day": lambda store, who: planning.explain_day(store, who, day=date(2026, 11, 1)),
    "export_roster": lambda store, who: planning.export_roster(store, who, version=99),
    "festival_curves": lambda store, who: planning.festival_curves(store, who),
    "festival_windows": lambda store, who: planning.festival_windows(store, who),
    "forecast": lambda store, who: planning.forecast(store, who, **PAST),
    "give_calendar_link": lambda store, who: planning.give_calendar_link(store, who, username="nobody"),
    "found_centre": lambda store, who: planning.found_centre(store, who, name="又一条热线"),
    "house_rules": lambda store, who: planning.house_rules(store, who),
    "holiday_plan": lambda store, who: planning.holiday_plan(
        store, who, code="none", start=date(2026, 12, 1)
    ),
    "import_table": lambda store, who: planning.import_table(
        store, who, what="team", name="team.csv", content=b"code,name\n"
    ),
    "preview_table": lambda store, who: planning.preview_table(
        store, who, what="team", name="team.csv", content=b"code,name\n"
    ),
    "forecast_review": lambda store, who: planning.forecast_review(store, who, days=0),
    "link_identity": lambda store, who: planning.link_identity(store, who, username="nobody", email="a@b.cn"),
    "latest_forecast": lambda store, who: planning.latest_forecast(store, who, **PAST),
    "latest_proposals": lambda store, who: planning.latest_proposals(store, who),
    "list_accounts": lambda store, who: planning.list_accounts(store, who),
    "make_request": lambda store, who: planning.make_request(
        store, nobody(who), kind=RequestKind.LEAVE, first=date(2026, 12, 1)
    ),
    "my_calendar": lambda store, who: planning.my_calendar(store, nobody(who)),
    "my_requests": lambda store, who: planning.my_requests(store, who),
    "marks": lambda store, who: planning.marks(store, who),
    "model_table": lambda store, who: planning.model_table(store, who),
    "my_roster": lambda store, who: planning.my_roster(store, who, **PAST),
    "give_half_day": lambda store, who: planning.give_half_day(
        store, who, people=("nobody",), day=date(2026, 12, 1)
    ),
    "half_days": lambda store, who: planning.half_days(store, who),
    "take_back_half_day": lambda store, who: planning.take_back_half_day(
        store, who, people=("nobody",), day=date(2026, 12, 1)
    ),
    "override_day": lambda store, who: planning.override_day(
        store, who, day=date(2026, 12, 1), kind=DayKind.HOLIDAY
    ),
    "person_calendar": lambda store, who: planning.person_calendar(store, who, person="nobody"),
    "person_leaves": lambda store, who: planning.person_leaves(store, who, person="nobody"),
    "preview_import": lambda store, who: planning.preview_import(store, who, name="new.csv", content=FILE),
    "preview_roster_sheet": lambda store, who: planning.preview_roster_sheet(
        store, who, version=99, name="a.xlsx", content=b""
    ),
    "proposals": lambda store, who: planning.proposals(store, who),
    "publish": lambda store, who: planning.publish(store, who, version=99),
    "published_roster": lambda store, who: planning.published_roster(store, who, **PAST),
    "renew_calendar_link": lambda store, who: planning.renew_calendar_link(store, nobody(who)),
    "remove_event": lambda store, who: planning.remove_event(
        store, who, code="none", start=date(2026, 12, 1)
    ),
    "request_effect": lambda store, who: planning.request_effect(store, who, request=99),
    "requests": lambda store, who: planning.requests(store, who),
    "remove_mark": lambda store, who: planning.remove_mark(store, who, number=99),
    "repair_roster": lambda store, who: planning.repair_roster(store, who, version=99),
    "requirement": lambda store, who: planning.requirement(store, who, **PAST),
    "compare_versions": lambda store, who: planning.compare_versions(store, who, version=99, other=98),
    "try_order": lambda store, who: planning.try_order(store, who, version=99, order=("cost",)),
    "roster_conflict": lambda store, who: planning.roster_conflict(store, who, version=99),
    "gap_reasons": lambda store, who: planning.gap_reasons(store, who, version=99, gaps=()),
    "roster_fixes": lambda store, who: planning.roster_fixes(store, who, version=99, day=date(2026, 12, 1)),
    "roster_instead": lambda store, who: planning.roster_instead(
        store, who, version=99, person="op01", day=date(2026, 12, 1)
    ),
    "roster_rests": lambda store, who: planning.roster_rests(store, who, version=99, day=date(2026, 12, 1)),
    "roster_reasons": lambda store, who: planning.roster_reasons(store, who, version=99),
    "revert": lambda store, who: planning.revert(store, who, version=99),
    "revoke_calendar_link": lambda store, who: planning.revoke_calendar_link(store, nobody(who)),
    "roster_csv": lambda store, who: planning.roster_csv(store, who, version=99),
    "roster_pdf": lambda store, who: planning.roster_pdf(store, who, version=99),
    "roster_receipts": lambda store, who: planning.roster_receipts(store, who, version=99),
    "roster_view": lambda store, who: planning.roster_view(store, who, version=99),
    "run_scenarios": lambda store, who: planning.run_scenarios(
        store, who, scenarios=(Scenario("x"),), **PAST
    ),
    "save_scenario": lambda store, who: planning.save_scenario(store, who, scenario=Scenario("mine")),
    "scenarios": lambda store, who: planning.scenarios(store, who),
    "set_house_rule": lambda store, who: planning.set_house_rule(
        store, who, name="none", value=1, source="会议"
    ),
    "set_language": lambda store, who: planning.set_language(store, who, "en"),
    "set_password": lambda store, who: planning.set_password(store, who, username="nobody"),
    "shift_advice": lambda store, who: planning.shift_advice(store, who, **PAST),
    "standby_list": lambda store, who: planning.standby_list(store, who, version=99),
    "solve_roster": lambda store, who: planning.solve_roster(store, who, **PAST, seconds=1),
    "solving": lambda store, who: planning.solving(store, who, job=99),
    "staffing_curve": lambda store, who: planning.staffing_curve(store, who, **PAST, slot=20),
    "vacancies": lambda store, who: planning.vacancies(store, who),
    "stand_ins": lambda store, who: planning.stand_ins(
        store, who, version=99, person="op01", day=date(2026, 12, 1)
    ),
    "start_solving": lambda store, who: planning.start_solving(store, who, **PAST, seconds=1),
    "stop_solving": lambda store, who: planning.stop_solving(store, who, job=99),
    "take_breakdown": lambda store, who: planning.take_breakdown(
        store, who, name="a.csv", content=FILE, time="date", count="calls", by=["topic"]
    ),
    "sweep": lambda store, who: planning.sweep(store, who, volumes=(1.0,), absences=(0.0,), **PAST),
    "team": lambda store, who: planning.team(store, who),
    "unconfirmed_rosters": lambda store, who: planning.unconfirmed_rosters(store, who),
    "versions": lambda store, who: planning.versions(store, who),
    "withdraw_request": lambda store, who: planning.withdraw_request(store, who, request=99),
    "what_if": lambda store, who: planning.what_if(store, who, volume=1, absence=0, **PAST),
}
"""One call of every use case; each reaches past its door within a moment."""

REFUSED_BEHIND = {
    "change_role": "unknown_account",
    "set_cell": "unknown_version",
    "set_line_setting": "unknown_line_setting",
    "set_rule_limit": "unknown_book",
    "reset_rule_limit": "unknown_book",
    "order_tiers": "unknown_book",
    "declare_emergency": "emergency_days",
    "end_emergency": "unknown_emergency",
    "accept_outcomes": "no_outcomes",
    "accept_actuals": "missing_column",
    "preview_actuals": "missing_column",
    "set_actuals": "unknown_member",
    "hours_month": "month_ahead",
    "hours_file": "hours_file_kind",
    "grant_leave": "unknown_member",
    "set_tenure": "unknown_member",
    "preview_outcomes": "no_outcomes",
    "try_cell": "unknown_version",
    "unlock_cell": "unknown_version",
    "answer_consent": "not_asked",
    "answer_swap": "unknown_request",
    "ask_consent": "unknown_version",
    "decide_request": "unknown_request",
    "difference": "unknown_version",
    "link_identity": "unknown_account",
    "make_request": "account_without_person",
    "request_effect": "unknown_request",
    "revert": "unknown_version",
    "set_house_rule": "unknown_house_rule",
    "withdraw_request": "unknown_request",
    "accept_roster_sheet": "unknown_version",
    "announce": "unknown_version",
    "briefing": "no_half_hours",
    "surge": "no_half_hours",
    "record_surge": "no_half_hours",
    "bulletin": "paper_kind",
    "change_password": "bad_sign_in",
    "breakdown": "window_past",
    "take_breakdown": "no_such_column",
    "day_so_far": "no_half_hours",
    "confirm_service": "window_past",
    "confirm_roster": "unknown_version",
    "disable_account": "unknown_account",
    "enable_account": "unknown_account",
    "explain_day": "window_past",
    "end_calendar_link": "unknown_account",
    "export_roster": "unknown_version",
    "forecast": "window_past",
    "give_calendar_link": "unknown_account",
    "my_calendar": "account_without_person",
    "person_calendar": "unknown_member",
    "give_half_day": "unknown_member",
    "take_back_half_day": "unknown_member",
    "person_leaves": "unknown_member",
    "preview_roster_sheet": "unknown_version",
    "found_centre": "centre_known",
    "holiday_plan": "unknown_festival",
    "import_table": "missing_column",
    "preview_table": "missing_column",
    "forecast_review": "window_length",
    "model_table": "no_room_for_origins",
    "publish": "unknown_version",
    "renew_calendar_link": "unknown_account",
    "remove_event": "unknown_event",
    "remove_mark": "unknown_mark",
    "repair_roster": "unknown_version",
    "requirement": "window_past",
    "compare_versions": "unknown_version",
    "try_order": "unknown_version",
    "roster_conflict": "unknown_version",
    "gap_reasons": "unknown_version",
    "roster_fixes": "unknown_version",
    "roster_instead": "unknown_version",
    "roster_reasons": "unknown_version",
    "roster_rests": "unknown_version",
    "revoke_calendar_link": "unknown_account",
    "roster_csv": "unknown_version",
    "roster_pdf": "unknown_version",
    "roster_receipts": "unknown_version",
    "roster_view": "unknown_version",
    "run_scenarios": "window_past",
    "set_password": "unknown_account",
    "shift_advice": "window_past",
    "standby_list": "unknown_version",
    "solve_roster": "window_past",
    "solving": "unknown_search",
    "staffing_curve": "window_past",
    "stand_ins": "unknown_version",
    "start_solving": "window_past",
    "stop_solving": "unknown_search",
    "sweep": "window_past",
    "what_if": "window_past",
}
"""What these calls are told behind the door; the others just work."""


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """One store for all calls that are refused: none of them changes it."""
    opened = a_centre(tmp_path_factory.mktemp("untouched"))
    yield opened
    opened.close()


def answer(use_case, store, who):
    """Return the code with which a call is refused, or None."""
    try:
        CALLS[use_case](store, who)
    except PlanError as error:
        return error.code
    return None


def test_every_use_case_stands_in_the_table_of_rights_and_in_this_test():
    offered = set(planning.__all__) - {"Store"} - OUTSIDE
    assert offered == set(MAY)
    assert offered == set(CALLS)


@pytest.mark.parametrize("use_case", sorted(CALLS))
def test_a_use_case_opens_exactly_for_the_roles_of_the_table(store, use_case):
    found = {role: answer(use_case, store, who) for role, who in PEOPLE.items()}
    behind = REFUSED_BEHIND.get(use_case)
    assert found == {role: behind if role in MAY[use_case] else "not_allowed" for role in Role}


@pytest.mark.parametrize("use_case", sorted(CALLS))
def test_a_use_case_asks_for_its_own_row_of_the_table(untouched, use_case, monkeypatch):
    monkeypatch.setitem(MAY, use_case, frozenset())
    with pytest.raises(AccessError) as caught:
        CALLS[use_case](untouched, HEAD)
    assert (caught.value.code, caught.value.details["use_case"]) == ("not_allowed", use_case)


def test_whoever_is_refused_changes_nothing(store):
    before = planning.audit_log(store, HEAD)
    for use_case in CALLS:
        if Role.OPERATOR not in MAY[use_case]:
            assert answer(use_case, store, OPERATOR) == "not_allowed"
    assert planning.audit_log(store, HEAD) == before
    assert [line.username for line in planning.list_accounts(store, HEAD)] == ["head"]
    assert planning.centre(store, HEAD).today == date(2026, 11, 23)


@pytest.mark.parametrize("use_case", sorted(set(CALLS) - {"change_password", "set_language"}))
def test_before_the_first_own_password_nothing_else_opens(untouched, use_case):
    newcomer = Account("new", "新", Role.HEAD, must_change=True)
    assert answer(use_case, untouched, newcomer) == "password_change_first"


def signed_in(store, username):
    password = planning.add_account(
        store, HEAD, username=username, name="安", role=Role.MANAGER, must_change=False
    )
    return planning.sign_in(store, username, password, address="10.0.0.1", settings=SETTINGS)


@pytest.mark.parametrize("use_case", sorted(CALLS))
def test_a_tab_that_was_open_before_can_do_nothing_any_more(untouched, use_case):
    left, other = (
        replace(HEAD, again=lambda now=now: now) for now in (None, replace(HEAD, role=Role.MANAGER))
    )
    assert [answer(use_case, untouched, who) for who in (left, other)] == ["signed_out", "account_changed"]


def test_a_disabled_account_and_a_signed_out_number_are_nobodys(store):
    disabled, left, stays = (signed_in(store, name) for name in ("ann", "ben", "cai"))
    planning.disable_account(store, HEAD, username="ann")
    planning.sign_out(store, left)
    found = [planning.account_of(store, token, settings=SETTINGS) for token in (disabled, left, stays)]
    assert found[:2] == [None, None]
    assert found[2] == Account("cai", "安", Role.MANAGER)
