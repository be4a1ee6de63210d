"""Accounts, sessions and attempts in the store."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from desk.accounts import Account, Role
from desk.results import AccountLine
from desk.store.tables import AccountRow, AttemptRow, DeviceRow, PersonRow, SessionRow


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session as it is kept: whose, since when, last seen when."""

    account: Account
    active: bool
    created_at: datetime
    seen_at: datetime


def add_account(session: Session, account: Account, password_hash: str, now: datetime) -> bool:
    """Add an account; False if the name is taken."""
    if session.get(AccountRow, account.username) is not None:
        return False
    session.add(
        AccountRow(
            username=account.username,
            name=account.name,
            role=account.role.value,
            person=account.person,
            language=account.language,
            password_hash=password_hash,
            active=True,
            must_change=account.must_change,
            created_at=now,
        )
    )
    return True


def account_and_hash(session: Session, username: str) -> tuple[Account, str] | None:
    """Return an active account and its password hash."""
    row = session.get(AccountRow, username)
    return None if row is None or not row.active else (_account(row), row.password_hash)


def account_lines(session: Session) -> tuple[AccountLine, ...]:
    """Return every account, oldest first."""
    rows = session.scalars(select(AccountRow).order_by(AccountRow.created_at, AccountRow.username))
    return tuple(
        AccountLine(row.username, row.name, row.role, row.person, row.active, row.created_at) for row in rows
    )


def change_account(session: Session, username: str, **fields: object) -> bool:
    """Change fields of an account; False if there is none."""
    if session.get(AccountRow, username) is None:
        return False
    session.execute(update(AccountRow).where(AccountRow.username == username).values(**fields))
    return True


def accounts_of(session: Session, person: str) -> tuple[str, ...]:
    """Return the sign-in names of the active accounts of a member of the team."""
    rows = session.scalars(select(AccountRow).where(AccountRow.person == person, AccountRow.active))
    return tuple(sorted(row.username for row in rows))


def rename_person(session: Session, person: str, name: str) -> None:
    """Let the accounts of a member of the team carry their name."""
    session.execute(update(AccountRow).where(AccountRow.person == person).values(name=name))


def has_left(session: Session, person: str | None) -> bool:
    """Say whether a person has left the team."""
    row = None if person is None else session.get(PersonRow, person)
    return row is not None and not row.active


def person_exists(session: Session, code: str) -> bool:
    """Say whether the team has such a member."""
    return session.get(PersonRow, code) is not None


def add_session(session: Session, token_hash: str, username: str, address: str, now: datetime) -> None:
    """Keep a new sign-in."""
    session.add(
        SessionRow(token_hash=token_hash, username=username, address=address, created_at=now, seen_at=now)
    )


def find_session(session: Session, token_hash: str) -> SignIn | None:
    """Return a sign-in by the hash of its number."""
    found = session.execute(
        select(SessionRow, AccountRow)
        .join(AccountRow, AccountRow.username == SessionRow.username)
        .where(SessionRow.token_hash == token_hash)
    ).first()
    if found is None:
        return None
    kept, row = found
    return SignIn(_account(row), row.active, kept.created_at, kept.seen_at)


def touch_session(session: Session, token_hash: str, now: datetime) -> None:
    """Note that a session is in use."""
    session.execute(update(SessionRow).where(SessionRow.token_hash == token_hash).values(seen_at=now))


def end_session(session: Session, token_hash: str) -> None:
    """Forget one session."""
    session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))


def end_sessions_of(session: Session, username: str) -> None:
    """Forget every session of an account."""
    session.execute(delete(SessionRow).where(SessionRow.username == username))


def end_sessions_before(session: Session, created: datetime, seen: datetime) -> None:
    """Forget sessions begun before `created` or last seen before `seen`."""
    session.execute(delete(SessionRow).where((SessionRow.created_at < created) | (SessionRow.seen_at < seen)))


def add_attempt(
    session: Session, username: str, address: str, device: str | None, *, succeeded: bool, now: datetime
) -> None:
    """Note a try to sign in, from a device that is known for the account or from none (None)."""
    session.add(
        AttemptRow(at=now, address=address, username=username[:64], device=device, succeeded=succeeded)
    )


def failures(
    session: Session,
    since: datetime,
    *,
    username: str | None = None,
    address: str | None = None,
    device: str | None = None,
) -> int:
    """Count failed tries since a moment for an account, from an address or both; from one known device or from none."""
    query = select(func.count()).where(
        AttemptRow.at >= since,
        AttemptRow.succeeded.is_(False),
        AttemptRow.device.is_not_distinct_from(device),
    )
    if username is not None:
        query = query.where(AttemptRow.username == username[:64])
    if address is not None:
        query = query.where(AttemptRow.address == address)
    return session.scalar(query) or 0


def is_known_device(session: Session, username: str, number_hash: str, since: datetime) -> bool:
    """Say whether this account has signed in from this device since a moment."""
    row = session.get(DeviceRow, (number_hash, username[:64]))
    return row is not None and row.seen_at >= since


def device_exists(session: Session, number_hash: str) -> bool:
    """Say whether anybody has signed in from a device."""
    return (
        session.scalar(select(DeviceRow.username).where(DeviceRow.number_hash == number_hash).limit(1))
        is not None
    )


def remember_device(session: Session, username: str, number_hash: str, now: datetime) -> None:
    """Keep that an account has signed in from a device."""
    session.merge(DeviceRow(number_hash=number_hash, username=username, seen_at=now))


def forget_devices_before(session: Session, moment: datetime) -> None:
    """Forget devices that nobody has used for long."""
    session.execute(delete(DeviceRow).where(DeviceRow.seen_at < moment))


def forget_devices_of(session: Session, username: str) -> None:
    """Forget every device of an account."""
    session.execute(delete(DeviceRow).where(DeviceRow.username == username))


def forget_attempts_before(session: Session, moment: datetime) -> None:
    """Forget old tries."""
    session.execute(delete(AttemptRow).where(AttemptRow.at < moment))


def _account(row: AccountRow) -> Account:
    return Account(row.username, row.name, Role(row.role), row.person, row.language, row.must_change)
