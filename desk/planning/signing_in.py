"""Use cases of accounts: sign in and out, passwords, languages, and who has an account."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from desk.accounts import (
    AccessError,
    Account,
    Role,
    hash_password,
    make_password,
    new_token,
    password_fits,
    require,
    token_hash,
)
from desk.planning.last_head import keep_a_head
from desk.results import AccountLine
from desk.settings import Settings, read_settings
from desk.store import Store, log, sign_ins
from desk.words import LANGUAGES
from forecast.errors import SettingError

PAUSE = timedelta(minutes=15)
"""How far back failed tries count, and so the longest wait after too many."""

SHARED_ADDRESS = 4
"""An office shares one address: it may fail this many times as often as one account may from it."""

KNOWN_FOR = timedelta(days=90)
"""A device from which an account has signed in stays known this long; nobody else can lock it out."""

SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use of a session is kept."""


def sign_in(
    store: Store,
    username: str,
    password: str,
    *,
    address: str,
    device: str | None = None,
    settings: Settings | None = None,
) -> str:
    """
    Return a new opaque session number.

    Failed tries from a device that the account has signed in from before count for that device alone, and nothing
    else stops it: whoever guesses elsewhere, or from the same office, cannot lock a colleague out. All other tries
    count together: per account and address, per address, and per account over all addresses.

    Parameters
    ----------
    device
        Secret number of the browser, as `remember_device` has given it out.

    Raises
    ------
    AccessError
        ``too_many_attempts`` after too many failures, ``bad_sign_in`` if name or password is wrong.

    References
    ----------
    OWASP, Slow Down Online Guessing Attacks with Device Cookies.
    """
    settings = settings or read_settings()
    now = datetime.now(UTC)
    username = username.strip()
    with store.read() as session:
        found = sign_ins.account_and_hash(session, username)
        since, limit = now - PAUSE, settings.sign_in_attempts
        key = token_hash(device) if device else ""
        known = sign_ins.is_known_device(session, username, key, now - KNOWN_FOR)
        if known:
            blocked = sign_ins.failures(session, since, username=username, device=key) >= limit
        else:
            blocked = (
                sign_ins.failures(session, since, username=username, address=address) >= limit
                or sign_ins.failures(session, since, address=address) >= SHARED_ADDRESS * limit
                or sign_ins.failures(session, since, username=username) >= SHARED_ADDRESS * limit
            )
    if blocked:
        raise AccessError("too_many_attempts", minutes=int(PAUSE / timedelta(minutes=1)))
    right = password_fits(password, None if found is None else found[1])
    token = new_token()
    with store.begin() as session:
        sign_ins.add_attempt(session, username, address, key if known else None, succeeded=right, now=now)
        sign_ins.forget_attempts_before(session, now - KNOWN_FOR)
        sign_ins.forget_devices_before(session, now - KNOWN_FOR)
        sign_ins.end_sessions_before(
            session,
            now - timedelta(hours=settings.session_hours),
            now - timedelta(minutes=settings.session_idle_minutes),
        )
        if right:
            sign_ins.add_session(session, token_hash(token), username, address, now)
            log.add_line(session, username, "sign_in", after={"address": address})
    if not right:
        raise AccessError("bad_sign_in")
    return token


def remember_device(store: Store, token: str, device: str | None) -> str | None:
    """
    Return the secret number of the browser in which a session was just opened; None for a session that is nobody's.

    The same browser keeps its number, also if several colleagues share it; a number that this store has not given out
    is replaced.
    """
    now = datetime.now(UTC)
    with store.begin() as session:
        found = sign_ins.find_session(session, token_hash(token))
        if found is None:
            return None
        kept = device if device and sign_ins.device_exists(session, token_hash(device)) else new_token()
        sign_ins.remember_device(session, found.account.username, token_hash(kept), now)
    return kept


def sign_out(store: Store, token: str) -> None:
    """End a session everywhere; an unknown number is no error."""
    with store.begin() as session:
        found = sign_ins.find_session(session, token_hash(token))
        if found is not None:
            sign_ins.end_session(session, token_hash(token))
            log.add_line(session, found.account.username, "sign_out")


def account_of(store: Store, token: str | None, *, settings: Settings | None = None) -> Account | None:
    """
    Return whose session a number is, or None if it is unknown, expired or its account disabled.

    The account looks its session up again at every use case, so what happened since holds at once.
    """
    if not token:
        return None
    settings = settings or read_settings()
    now, key = datetime.now(UTC), token_hash(token)
    found = _alive(store, key, settings)
    if found is None:
        return None
    if now - found.seen_at > SEEN_EVERY:
        with store.begin() as session:
            sign_ins.touch_session(session, key, now)

    def again() -> Account | None:
        still = _alive(store, key, settings)
        return None if still is None else still.account

    return replace(found.account, again=again)


def _alive(store: Store, key: str, settings: Settings) -> sign_ins.SignIn | None:
    """Return a session that has neither expired nor lost its account."""
    with store.read() as session:
        found = sign_ins.find_session(session, key)
    now = datetime.now(UTC)
    if (
        found is None
        or not found.active
        or now - found.seen_at > timedelta(minutes=settings.session_idle_minutes)
        or now - found.created_at > timedelta(hours=settings.session_hours)
    ):
        return None
    return found


def set_language(store: Store, who: Account, language: str) -> Account:
    """
    Keep the language of one's own pages.

    Raises
    ------
    SettingError
        ``unknown_language``.
    """
    require(who, "set_language")
    known_language(language)
    with store.begin() as session:
        sign_ins.change_account(session, who.username, language=language)
        log.add_line(
            session, who.username, "set_language",
            before={"language": who.language}, after={"language": language},
        )  # fmt: skip
    return replace(who, language=language)


def known_language(language: str) -> str:
    """
    Return a language in which there are words.

    Raises
    ------
    SettingError
        ``unknown_language``.
    """
    if language not in LANGUAGES:
        raise SettingError("unknown_language", language=language, known=", ".join(LANGUAGES))
    return language


def change_password(store: Store, who: Account, *, old: str, new: str) -> None:
    """
    Change one's own password; every session of the account ends.

    Raises
    ------
    AccessError
        ``bad_sign_in`` if the old password is wrong.
    SettingError
        As `desk.accounts.hash_password`; ``password_unchanged``.
    """
    require(who, "change_password")
    with store.read() as session:
        found = sign_ins.account_and_hash(session, who.username)
    if not password_fits(old, None if found is None else found[1]):
        raise AccessError("bad_sign_in")
    if new == old:
        raise SettingError("password_unchanged")
    _keep_password(store, who.username, who.username, new, must_change=False)


def add_account(
    store: Store,
    who: Account,
    *,
    username: str,
    name: str,
    role: Role,
    person: str | None = None,
    language: str = "zh",
    must_change: bool = True,
) -> str:
    """
    Add an account and return its first password, which is shown once and kept nowhere.

    Raises
    ------
    SettingError
        ``bad_username``, ``username_taken`` or ``unknown_member``.
    """
    require(who, "add_account")
    username = username.strip()
    if not username or len(username) > 64 or any(c.isspace() for c in username):
        raise SettingError("bad_username", username=username)
    password = make_password()
    kept = hash_password(password)
    account = Account(username, name, role, person, language, must_change)
    with store.begin() as session:
        if person is not None and not sign_ins.person_exists(session, person):
            raise SettingError("unknown_member", person=person)
        if not sign_ins.add_account(session, account, kept, datetime.now(UTC)):
            raise SettingError("username_taken", username=username)
        log.add_line(
            session,
            who.username,
            "add_account",
            after={"username": username, "name": name, "role": role, "person": person},
        )
    return password


def list_accounts(store: Store, who: Account) -> tuple[AccountLine, ...]:
    """Return every account."""
    require(who, "list_accounts")
    with store.read() as session:
        return sign_ins.account_lines(session)


def disable_account(store: Store, who: Account, *, username: str) -> None:
    """
    Disable an account at once, in every open tab.

    Raises
    ------
    SettingError
        ``unknown_account``, ``own_account`` for one's own, or ``last_head``.
    """
    require(who, "disable_account")
    if username == who.username:
        raise SettingError("own_account", username=username)
    with store.begin() as session:
        before = _found(session, username).active
        keep_a_head(session, [username])
        sign_ins.change_account(session, username, active=False)
        sign_ins.end_sessions_of(session, username)
        sign_ins.forget_devices_of(session, username)
        log.add_line(
            session, who.username, "disable_account",
            before={"username": username, "active": before}, after={"username": username, "active": False},
        )  # fmt: skip


def enable_account(store: Store, who: Account, *, username: str) -> str:
    """
    Open a disabled account again, with a new first password, which is shown once.

    Raises
    ------
    SettingError
        ``unknown_account``, ``account_active`` for one that is not disabled, or ``account_of_departed``.
    """
    require(who, "enable_account")
    password = make_password()
    kept = hash_password(password)
    with store.begin() as session:
        line = _found(session, username)
        if line.active:
            raise SettingError("account_active", username=username)
        if sign_ins.has_left(session, line.person):
            raise SettingError("account_of_departed", username=username)
        sign_ins.change_account(session, username, active=True, password_hash=kept, must_change=True)
        log.add_line(
            session, who.username, "enable_account",
            before={"username": username, "active": False}, after={"username": username, "active": True},
        )  # fmt: skip
    return password


def change_role(store: Store, who: Account, *, username: str, role: Role) -> None:
    """
    Give an account another role at once, in every open tab.

    Raises
    ------
    SettingError
        ``unknown_account``, ``own_account`` for one's own, or ``last_head``.
    """
    require(who, "change_role")
    if username == who.username:
        raise SettingError("own_account", username=username)
    with store.begin() as session:
        before = _found(session, username).role
        keep_a_head(session, () if role is Role.HEAD else [username])
        sign_ins.change_account(session, username, role=role.value)
        log.add_line(
            session,
            who.username,
            "change_role",
            before={"username": username, "role": before},
            after={"username": username, "role": role},
        )


def set_password(store: Store, who: Account, *, username: str) -> str:
    """
    Give an account a new first password, which is shown once; every session of the account ends.

    Raises
    ------
    SettingError
        ``unknown_account``, or ``account_disabled``: a new password opens no door that was closed.
    """
    require(who, "set_password")
    password = make_password()
    _keep_password(store, who.username, username, password, must_change=True)
    return password


def _keep_password(store: Store, by: str, username: str, password: str, *, must_change: bool) -> None:
    kept = hash_password(password)
    with store.begin() as session:
        if not _found(session, username).active:
            raise SettingError("account_disabled", username=username)
        sign_ins.change_account(session, username, password_hash=kept, must_change=must_change)
        sign_ins.end_sessions_of(session, username)
        log.add_line(session, by, "set_password", after={"username": username})


def _found(session: Session, username: str) -> AccountLine:
    line = next((a for a in sign_ins.account_lines(session) if a.username == username), None)
    if line is None:
        raise SettingError("unknown_account", username=username)
    return line
