"""The use cases, one function each: what a person at the centre can do, from the command line or on a page."""

from desk.planning.centre import audit_log, calendar_year, centre, festival_windows, override_day
from desk.planning.events import add_event, events, remove_event
from desk.planning.forecasting import forecast, latest_forecast
from desk.planning.importing import accept_import, preview_import
from desk.planning.repairing import repair_roster, stand_ins
from desk.planning.roster_reasons import roster_fixes, roster_instead, roster_reasons
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
from desk.store import Store, open_store

__all__ = [
    "Store",
    "accept_import",
    "account_of",
    "add_account",
    "add_event",
    "audit_log",
    "calendar_year",
    "centre",
    "change_password",
    "disable_account",
    "events",
    "export_roster",
    "festival_windows",
    "forecast",
    "latest_forecast",
    "list_accounts",
    "my_roster",
    "open_store",
    "override_day",
    "preview_import",
    "publish",
    "published_roster",
    "remove_event",
    "repair_roster",
    "requirement",
    "roster_fixes",
    "roster_instead",
    "roster_reasons",
    "roster_view",
    "set_language",
    "set_password",
    "set_up_centre",
    "sign_in",
    "sign_in_names",
    "sign_out",
    "solve_roster",
    "solving",
    "stand_ins",
    "start_solving",
    "stop_solving",
    "team",
    "versions",
    "what_if",
]
