"""The use cases, one function each: what a person at the centre can do, from the command line or on a page."""

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
from desk.planning.centre import audit_log, calendar_year, centre, festival_windows, override_day
from desk.planning.events import add_event, events, remove_event
from desk.planning.explaining import explain_day
from desk.planning.forecasting import forecast, latest_forecast
from desk.planning.founding import found_centre, is_founded
from desk.planning.house_rules import house_rules, set_house_rule
from desk.planning.importing import accept_import, preview_import
from desk.planning.papers import export_roster, roster_csv, roster_pdf
from desk.planning.publishing import answer_consent, ask_consent, difference, publish, revert
from desk.planning.requesting import (
    answer_swap,
    decide_request,
    make_request,
    my_requests,
    request_effect,
    requests,
    withdraw_request,
)
from desk.planning.rosters import (
    my_roster,
    published_roster,
    roster_view,
    versions,
)
from desk.planning.rosters import team_view as team
from desk.planning.setting_up import set_up_centre, sign_in_names
from desk.planning.sheets import accept_roster_sheet, preview_roster_sheet
from desk.planning.signing_in import (
    account_of,
    add_account,
    change_password,
    disable_account,
    list_accounts,
    set_language,
    set_password,
    sign_in,
    sign_out,
)
from desk.planning.solving import solve_roster, solving, start_solving, stop_solving
from desk.planning.staffing import requirement, what_if
from desk.planning.tables import import_table
from desk.store import Store, open_store

__all__ = [
    "Store",
    "accept_import",
    "accept_roster_sheet",
    "account_of",
    "add_account",
    "add_event",
    "answer_consent",
    "answer_swap",
    "ask_consent",
    "audit_log",
    "calendar_feed",
    "calendar_link",
    "calendar_year",
    "centre",
    "change_password",
    "decide_request",
    "difference",
    "disable_account",
    "end_calendar_link",
    "events",
    "explain_day",
    "export_roster",
    "festival_windows",
    "forecast",
    "found_centre",
    "give_calendar_link",
    "house_rules",
    "import_table",
    "is_founded",
    "latest_forecast",
    "list_accounts",
    "make_request",
    "my_calendar",
    "my_requests",
    "my_roster",
    "open_store",
    "override_day",
    "person_calendar",
    "preview_import",
    "preview_roster_sheet",
    "publish",
    "published_roster",
    "remove_event",
    "renew_calendar_link",
    "request_effect",
    "requests",
    "requirement",
    "revert",
    "revoke_calendar_link",
    "roster_csv",
    "roster_pdf",
    "roster_view",
    "set_house_rule",
    "set_language",
    "set_password",
    "set_up_centre",
    "sign_in",
    "sign_in_names",
    "sign_out",
    "solve_roster",
    "solving",
    "start_solving",
    "stop_solving",
    "team",
    "versions",
    "what_if",
    "withdraw_request",
]
