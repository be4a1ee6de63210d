"""The use cases, one function each: what a person at the centre can do, from the command line or on a page."""

from desk.planning.centre import audit_log, calendar_year, centre, festival_windows, override_day
from desk.planning.events import add_event, events, remove_event
from desk.planning.explaining import explain_day
from desk.planning.festivals import festival_curves
from desk.planning.forecasting import forecast, latest_forecast
from desk.planning.founding import found_centre, is_founded
from desk.planning.importing import accept_import, preview_import
from desk.planning.marks import accept_mark, decline_mark, marks, proposals, remove_mark
from desk.planning.reviewing import forecast_review, model_table
from desk.planning.rosters import (
    export_roster,
    my_roster,
    publish,
    published_roster,
    roster_view,
    versions,
)
from desk.planning.rosters import team_view as team
from desk.planning.setting_up import set_up_centre, sign_in_names
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
from desk.planning.today import day_so_far
from desk.store import Store, open_store

__all__ = [
    "Store",
    "accept_import",
    "accept_mark",
    "account_of",
    "add_account",
    "add_event",
    "audit_log",
    "calendar_year",
    "centre",
    "change_password",
    "day_so_far",
    "decline_mark",
    "disable_account",
    "events",
    "explain_day",
    "export_roster",
    "festival_curves",
    "festival_windows",
    "forecast",
    "forecast_review",
    "found_centre",
    "import_table",
    "is_founded",
    "latest_forecast",
    "list_accounts",
    "marks",
    "model_table",
    "my_roster",
    "open_store",
    "override_day",
    "preview_import",
    "proposals",
    "publish",
    "published_roster",
    "remove_event",
    "remove_mark",
    "requirement",
    "roster_view",
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
]
