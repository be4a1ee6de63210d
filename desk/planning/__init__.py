"""The use cases, one function each: what a person at the centre can do, from the command line or on a page."""

from desk.planning.centre import audit_log, calendar_year, centre, festival_windows, override_day
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
from desk.store import Store, open_store

__all__ = [
    "Store",
    "account_of",
    "add_account",
    "audit_log",
    "calendar_year",
    "centre",
    "change_password",
    "disable_account",
    "festival_windows",
    "list_accounts",
    "open_store",
    "override_day",
    "set_language",
    "set_password",
    "sign_in",
    "sign_out",
]
