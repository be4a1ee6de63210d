"""Who may do what: roles, the one table of rights, passwords and session numbers."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from forecast.errors import PlanError, SettingError


class Role(StrEnum):
    """What a person is at the centre."""

    HEAD = "head"
    MANAGER = "manager"
    OPERATOR = "operator"


class AccessError(PlanError):
    """Someone may not do this, or is not signed in."""


@dataclass(frozen=True, slots=True)
class Account:
    """
    Someone who is signed in.

    Parameters
    ----------
    username
        Sign-in name.
    name
        The name that people read.
    role
        See `Role`.
    person
        Code of the team member that this account belongs to, or None.
    language
        Language of the pages.
    must_change
        Whether the password has to be changed first.
    again
        Looks the same session up once more and returns whose it is by now, None if it has ended; None for whoever
        needs no session (the command line). Asked at every use case: see `require`.
    """

    username: str
    name: str
    role: Role
    person: str | None = None
    language: str = "zh"
    must_change: bool = False
    again: "Callable[[], Account | None] | None" = field(default=None, compare=False, repr=False)


_ALL = frozenset(Role)
_PLANNERS = frozenset({Role.HEAD, Role.MANAGER})
_HEAD = frozenset({Role.HEAD})

MAY: dict[str, frozenset[Role]] = {
    "accept_import": _HEAD,
    "accept_actuals": _HEAD,
    "accept_mark": _HEAD,
    "accept_roster_sheet": _HEAD,
    "add_account": _HEAD,
    "accept_outcomes": _HEAD,
    "preview_outcomes": _HEAD,
    "add_event": _HEAD,
    "line_settings": _PLANNERS,
    "link_identity": _HEAD,
    "set_line_setting": _HEAD,
    "announce": _HEAD,
    "answer_consent": _ALL,
    "answer_swap": _ALL,
    "ask_consent": _HEAD,
    "audit_log": _HEAD,
    "audit_table": _HEAD,
    "balances": _HEAD,
    "breakdown": _PLANNERS,
    "briefing": _PLANNERS,
    "bulletin": _PLANNERS,
    "calendar_link": _ALL,
    "calendar_year": _ALL,
    "centre": _ALL,
    "change_password": _ALL,
    "change_role": _HEAD,
    "confirm_day": _HEAD,
    "confirm_roster": _ALL,
    "confirm_service": _PLANNERS,
    "day_so_far": _PLANNERS,
    "decide_request": _HEAD,
    "decline_mark": _HEAD,
    "difference": _PLANNERS,
    "disable_account": _HEAD,
    "enable_account": _HEAD,
    "end_calendar_link": _HEAD,
    "events": _ALL,
    "explain_day": _PLANNERS,
    "export_roster": _PLANNERS,
    "fairness_ledger": _ALL,
    "festival_curves": _PLANNERS,
    "festival_windows": _ALL,
    "forecast": _PLANNERS,
    "forecast_review": _PLANNERS,
    "found_centre": _HEAD,
    "give_calendar_link": _HEAD,
    "give_half_day": _HEAD,
    "grant_leave": _HEAD,
    "half_days": _HEAD,
    "holiday_plan": _PLANNERS,
    "house_rules": _PLANNERS,
    "hours_month": _HEAD,
    "hours_file": _HEAD,
    "import_table": _HEAD,
    "latest_forecast": _PLANNERS,
    "latest_proposals": _PLANNERS,
    "list_accounts": _HEAD,
    "make_request": _ALL,
    "marks": _PLANNERS,
    "model_table": _PLANNERS,
    "my_balance": _ALL,
    "my_calendar": _ALL,
    "my_requests": _ALL,
    "my_roster": _ALL,
    "override_day": _HEAD,
    "person_calendar": _PLANNERS,
    "person_leaves": _HEAD,
    "preview_actuals": _HEAD,
    "preview_table": _HEAD,
    "preview_import": _HEAD,
    "preview_roster_sheet": _HEAD,
    "proposals": _PLANNERS,
    "publish": _HEAD,
    "published_roster": _ALL,
    "remove_event": _HEAD,
    "remove_mark": _HEAD,
    "renew_calendar_link": _ALL,
    "repair_roster": _HEAD,
    "request_effect": _HEAD,
    "requests": _HEAD,
    "requirement": _PLANNERS,
    "revert": _HEAD,
    "revoke_calendar_link": _ALL,
    "roster_csv": _PLANNERS,
    "compare_versions": _PLANNERS,
    "roster_conflict": _PLANNERS,
    "gap_reasons": _PLANNERS,
    "roster_fixes": _PLANNERS,
    "roster_instead": _PLANNERS,
    "roster_pdf": _PLANNERS,
    "roster_reasons": _PLANNERS,
    "roster_receipts": _PLANNERS,
    "roster_rests": _PLANNERS,
    "roster_view": _PLANNERS,
    "run_scenarios": _PLANNERS,
    "save_scenario": _PLANNERS,
    "rules": _ALL,
    "set_rule_limit": _HEAD,
    "order_tiers": _HEAD,
    "declare_emergency": _HEAD,
    "end_emergency": _HEAD,
    "rest_days_owed": _HEAD,
    "reset_rule_limit": _HEAD,
    "scenarios": _PLANNERS,
    "set_actuals": _HEAD,
    "set_cell": _HEAD,
    "set_house_rule": _HEAD,
    "set_language": _ALL,
    "set_password": _HEAD,
    "set_tenure": _HEAD,
    "shift_advice": _PLANNERS,
    "solve_roster": _HEAD,
    "try_order": _HEAD,
    "solving": _HEAD,
    "take_back_half_day": _HEAD,
    "staffing_curve": _PLANNERS,
    "stand_ins": _PLANNERS,
    "vacancies": _PLANNERS,
    "standby_list": _PLANNERS,
    "start_solving": _HEAD,
    "stop_solving": _HEAD,
    "surge": _PLANNERS,
    "record_surge": _HEAD,
    "sweep": _PLANNERS,
    "take_breakdown": _HEAD,
    "team": _PLANNERS,
    "try_cell": _HEAD,
    "unconfirmed_rosters": _ALL,
    "unlock_cell": _HEAD,
    "versions": _PLANNERS,
    "what_if": _PLANNERS,
    "worked_days": _HEAD,
    "withdraw_request": _ALL,
}
"""Which roles may use which use case: the only place where this is decided."""

SESSION_COOKIE = "lianxin_session"
"""Name of the cookie that holds the session number; set HttpOnly by the sign-in route."""

PROOF_COOKIE = "_streamlit_user"
"""Beginning of the names of the cookies that hold the signed answer of an outside sign-in service."""

SHORTEST_PASSWORD = 10
"""Characters; NIST SP 800-63B (2017), 5.1.1.2 asks for at least 8 of a chosen password, with no rules of composition."""

LONGEST_PASSWORD = 200
"""Characters; more only keeps the hash function busy."""


def require(who: Account, use_case: str) -> None:
    """
    Let only those through who may use it, and whose session still says so.

    A tab that was open before a sign-out, another role or a disabled account holds an old `Account`: it opens nothing.

    Raises
    ------
    AccessError
        ``signed_out`` if the session has ended; ``account_changed`` if the account has another role or person by now;
        ``not_allowed`` if the role may not; ``password_change_first`` before the first own password.
    """
    if who.again is not None:
        now = who.again()
        if now is None:
            raise AccessError("signed_out", name=who.name)
        if (now.role, now.person, now.must_change) != (who.role, who.person, who.must_change):
            raise AccessError("account_changed", name=who.name)
    if who.role not in MAY[use_case]:
        raise AccessError("not_allowed", name=who.name, use_case=use_case)
    if who.must_change and use_case not in {"change_password", "set_language"}:
        raise AccessError("password_change_first", name=who.name)


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


def hash_password(password: str) -> str:
    """
    Return the Argon2 hash of a password.

    Raises
    ------
    SettingError
        ``password_too_short`` or ``password_too_long``.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise SettingError("password_too_short", shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise SettingError("password_too_long", longest=LONGEST_PASSWORD)
    return _hasher().hash(password)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def password_fits(password: str, password_hash: str | None) -> bool:
    """Say whether a password is right; an unknown account takes as long as a known one."""
    fits = _hasher().verify(password[: LONGEST_PASSWORD + 1], password_hash or _nobodys_hash())
    return fits and password_hash is not None


def make_password() -> str:
    """Return a random password that can be read out: four groups of four (80 bits)."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def new_token() -> str:
    """Return an opaque session number of 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what the store keeps of a session number; the number itself is kept nowhere."""
    return hashlib.sha256(token.encode()).hexdigest()


def proof_of(cookies: Mapping[str, str]) -> str:
    """Return what only the browser holds in which somebody has signed in elsewhere; empty if nobody has."""
    return "|".join(cookies[name] for name in sorted(cookies) if name.startswith(PROOF_COOKIE))
