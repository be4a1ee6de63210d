"""The use cases, one function each: what a person at the centre can do, from the command line or on a page."""

from desk.planning.balances import (
    balances,
    grant_leave,
    hours_file,
    hours_month,
    my_balance,
    set_tenure,
)
from desk.planning.breakdowns import breakdown, take_breakdown
from desk.planning.briefing import briefing
from desk.planning.calendars import (
    calendar_feed,
    calendar_link,
    end_calendar_link,
    give_calendar_link,
    my_calendar,
    person_calendar,
    renew_calendar_link,
    revoke_calendar_link,
)
from desk.planning.centre import audit_log, audit_table, calendar_year, centre, festival_windows, override_day
from desk.planning.comparing import compare_versions, try_order
from desk.planning.confirming import confirm_service
from desk.planning.curve import staffing_curve
from desk.planning.designing import shift_advice
from desk.planning.editing import set_cell, try_cell, unlock_cell
from desk.planning.events import add_event, events, remove_event
from desk.planning.explaining import explain_day
from desk.planning.festivals import festival_curves
from desk.planning.forecasting import forecast, latest_forecast
from desk.planning.founding import found_centre, is_founded
from desk.planning.futures import standby_list
from desk.planning.half_days import give_half_day, half_days, take_back_half_day
from desk.planning.holiday import holiday_plan
from desk.planning.house_rules import house_rules, set_house_rule
from desk.planning.identities import admit_identity, enter, link_identity
from desk.planning.importing import accept_import, preview_import
from desk.planning.leaving import person_leaves
from desk.planning.ledger import fairness_ledger
from desk.planning.line_settings import line_settings, set_line_setting
from desk.planning.marks import accept_mark, decline_mark, latest_proposals, marks, proposals, remove_mark
from desk.planning.notices import announce, confirm_roster, roster_receipts, unconfirmed_rosters
from desk.planning.outcomes import accept_outcomes, preview_outcomes
from desk.planning.papers import bulletin, export_roster, roster_csv, roster_pdf
from desk.planning.publishing import answer_consent, ask_consent, difference, publish, revert
from desk.planning.repairing import repair_roster
from desk.planning.requesting import (
    answer_swap,
    decide_request,
    make_request,
    my_requests,
    request_effect,
    requests,
    withdraw_request,
)
from desk.planning.resting import roster_rests
from desk.planning.reviewing import forecast_review, model_table
from desk.planning.roster_reasons import (
    gap_reasons,
    roster_conflict,
    roster_fixes,
    roster_instead,
    roster_reasons,
)
from desk.planning.rosters import (
    my_roster,
    published_roster,
    roster_view,
    versions,
)
from desk.planning.rosters import team_view as team
from desk.planning.rulebooks import (
    declare_emergency,
    end_emergency,
    order_tiers,
    reset_rule_limit,
    rules,
    set_rule_limit,
)
from desk.planning.scenarios import run_scenarios, save_scenario, scenarios, sweep
from desk.planning.searching import solving, start_solving, stop_solving
from desk.planning.setting_up import set_up_centre, sign_in_names
from desk.planning.sheets import accept_roster_sheet, preview_roster_sheet
from desk.planning.signing_in import (
    account_of,
    add_account,
    change_password,
    change_role,
    disable_account,
    enable_account,
    list_accounts,
    remember_device,
    set_language,
    set_password,
    sign_in,
    sign_out,
)
from desk.planning.solving import solve_roster
from desk.planning.staffing import requirement, what_if
from desk.planning.standing_in import stand_ins
from desk.planning.tables import import_table, preview_table, table_columns
from desk.planning.today import day_so_far
from desk.planning.vacancies import vacancies
from desk.planning.watching import record_surge, surge
from desk.planning.worked import accept_actuals, confirm_day, preview_actuals, set_actuals, worked_days
from desk.store import Store, open_store

__all__ = [
    "Store",
    "accept_actuals",
    "accept_import",
    "accept_mark",
    "accept_outcomes",
    "accept_roster_sheet",
    "account_of",
    "add_account",
    "add_event",
    "admit_identity",
    "announce",
    "answer_consent",
    "answer_swap",
    "ask_consent",
    "audit_log",
    "audit_table",
    "balances",
    "breakdown",
    "briefing",
    "bulletin",
    "calendar_feed",
    "calendar_link",
    "calendar_year",
    "centre",
    "change_password",
    "change_role",
    "compare_versions",
    "confirm_day",
    "confirm_roster",
    "confirm_service",
    "day_so_far",
    "decide_request",
    "declare_emergency",
    "decline_mark",
    "difference",
    "disable_account",
    "enable_account",
    "end_calendar_link",
    "end_emergency",
    "enter",
    "events",
    "explain_day",
    "export_roster",
    "fairness_ledger",
    "festival_curves",
    "festival_windows",
    "forecast",
    "forecast_review",
    "found_centre",
    "gap_reasons",
    "give_calendar_link",
    "give_half_day",
    "grant_leave",
    "half_days",
    "holiday_plan",
    "hours_file",
    "hours_month",
    "house_rules",
    "import_table",
    "is_founded",
    "latest_forecast",
    "latest_proposals",
    "line_settings",
    "link_identity",
    "list_accounts",
    "make_request",
    "marks",
    "model_table",
    "my_balance",
    "my_calendar",
    "my_requests",
    "my_roster",
    "open_store",
    "order_tiers",
    "override_day",
    "person_calendar",
    "person_leaves",
    "preview_actuals",
    "preview_import",
    "preview_outcomes",
    "preview_roster_sheet",
    "preview_table",
    "proposals",
    "publish",
    "published_roster",
    "record_surge",
    "remember_device",
    "remove_event",
    "remove_mark",
    "renew_calendar_link",
    "repair_roster",
    "request_effect",
    "requests",
    "requirement",
    "reset_rule_limit",
    "revert",
    "revoke_calendar_link",
    "roster_conflict",
    "roster_csv",
    "roster_fixes",
    "roster_instead",
    "roster_pdf",
    "roster_reasons",
    "roster_receipts",
    "roster_rests",
    "roster_view",
    "rules",
    "run_scenarios",
    "save_scenario",
    "scenarios",
    "set_actuals",
    "set_cell",
    "set_house_rule",
    "set_language",
    "set_line_setting",
    "set_password",
    "set_rule_limit",
    "set_tenure",
    "set_up_centre",
    "shift_advice",
    "sign_in",
    "sign_in_names",
    "sign_out",
    "solve_roster",
    "solving",
    "staffing_curve",
    "stand_ins",
    "standby_list",
    "start_solving",
    "stop_solving",
    "surge",
    "sweep",
    "table_columns",
    "take_back_half_day",
    "take_breakdown",
    "team",
    "try_cell",
    "try_order",
    "unconfirmed_rosters",
    "unlock_cell",
    "vacancies",
    "versions",
    "what_if",
    "withdraw_request",
    "worked_days",
]
