"""Use cases of signing in through an outside service: whose account somebody has there, and their way in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desk.accounts import (
    AccessError,
    Account,
    hash_password,
    make_password,
    new_token,
    require,
    token_hash,
)
from desk.settings import Settings, read_settings
from desk.store import Store, identities, log, sign_ins
from forecast.errors import SettingError

WAITS = timedelta(minutes=10)
"""How long a browser may take to come for its session after the proof: one click lies between."""


@dataclass(frozen=True, slots=True)
class Identity:
    """
    Who somebody is at a sign-in service, as its signed answer says (OpenID Connect Core 1.0, section 2).

    Parameters
    ----------
    issuer, subject
        The service, and the person there; both never change.
    email, verified
        Address, and whether the service has checked it.
    expires
        Until when the answer holds.
    """

    issuer: str
    subject: str
    email: str
    verified: bool
    expires: datetime


def link_identity(store: Store, who: Account, *, username: str, email: str) -> None:
    """
    Let an e-mail address at the sign-in service stand for an account; an empty one takes that back.

    The first who proves this address is bound to the account; whoever gets the address later is refused.

    Raises
    ------
    SettingError
        ``unknown_account``, ``bad_email`` or ``email_taken``.
    """
    require(who, "link_identity")
    address = email.strip().lower()
    local, _, domain = address.partition("@")
    if address and (
        not local or "." not in domain or len(address) > 254 or any(c.isspace() for c in address)
    ):
        raise SettingError("bad_email", email=email)
    with store.begin() as session:
        if username not in {line.username for line in sign_ins.account_lines(session)}:
            raise SettingError("unknown_account", username=username)
        if address and identities.owner_of_email(session, address) not in (None, username):
            raise SettingError("email_taken", email=address)
        before = identities.email_of(session, username)
        if address:
            identities.link(session, username, address)
        else:
            identities.unlink(session, username)
        log.add_line(
            session, who.username, "link_identity",
            before={"username": username, "email": before}, after={"username": username, "email": address or None},
        )  # fmt: skip


def admit_identity(
    store: Store, identity: Identity, *, browser: str, settings: Settings | None = None
) -> str:
    """
    Let the browser in which somebody has just proved who they are come for a session; return the sign-in name.

    Nobody gets an account or a right by this: the head has linked the address to an account before.

    Parameters
    ----------
    browser
        What only that browser holds: the signed cookies of the sign-in service's answer.

    Raises
    ------
    AccessError
        ``identity_off``, ``identity_expired``, ``identity_unverified`` or ``identity_unknown``.
    """
    if not (settings or read_settings()).identity_provider:
        raise AccessError("identity_off")
    now = datetime.now(UTC)
    if identity.expires <= now:
        raise AccessError("identity_expired")
    if not (identity.issuer and identity.subject and browser):
        raise AccessError("identity_unknown", email=identity.email)
    email = identity.email.strip().lower()
    with store.begin() as session:
        username = identities.owner_of_subject(session, identity.issuer, identity.subject)
        if username is None:
            if not identity.verified:
                raise AccessError("identity_unverified", email=identity.email)
            username = identities.owner_of_email(session, email)
            if username is None or not identities.bind(session, username, identity.issuer, identity.subject):
                raise AccessError("identity_unknown", email=identity.email)
        if sign_ins.account_and_hash(session, username) is None:
            raise AccessError("identity_unknown", email=identity.email)
        identities.admit(session, username, token_hash(browser), now)
    return username


def enter(store: Store, browser: str, *, address: str) -> str | None:
    """Return a new session number for a browser that was admitted a moment ago, once; None for any other."""
    now, token = datetime.now(UTC), new_token()
    with store.begin() as session:
        username = identities.take_admission(session, token_hash(browser), now - WAITS)
        found = None if username is None else sign_ins.account_and_hash(session, username)
        if found is None:
            return None
        if found[0].must_change:  # the first password was read out by somebody: it ends, nobody needs another
            fields = {"must_change": False, "password_hash": hash_password(make_password())}
            sign_ins.change_account(session, found[0].username, **fields)
        sign_ins.add_session(session, token_hash(token), found[0].username, address, now)
        log.add_line(session, found[0].username, "sign_in", after={"address": address, "elsewhere": True})
    return token
