"""Secret addresses of personal calendars in the store; only a hash of each is kept."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desk.accounts import Account, Role
from desk.store.personal_tables import CalendarLinkRow
from desk.store.tables import AccountRow


def find_link(session: Session, username: str) -> tuple[datetime, datetime | None] | None:
    """Return when an account's address was made and last read, or None if there is none."""
    row = session.scalar(select(CalendarLinkRow).where(CalendarLinkRow.username == username))
    return None if row is None else (row.created_at, row.read_at)


def set_link(session: Session, username: str, token_hash: str, now: datetime) -> None:
    """Keep a new address; the account's earlier one is no longer known."""
    remove_link(session, username)
    session.add(CalendarLinkRow(token_hash=token_hash, username=username, created_at=now))


def remove_link(session: Session, username: str) -> bool:
    """Forget an account's address; False if there was none."""
    done = session.execute(delete(CalendarLinkRow).where(CalendarLinkRow.username == username))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a delete returns a cursor result


def owner_of(session: Session, token_hash: str) -> tuple[Account, datetime | None] | None:
    """Return the active account behind an address and when it was last read."""
    found = session.execute(
        select(CalendarLinkRow, AccountRow)
        .join(AccountRow, AccountRow.username == CalendarLinkRow.username)
        .where(CalendarLinkRow.token_hash == token_hash, AccountRow.active)
    ).first()
    if found is None:
        return None
    link, row = found
    return Account(row.username, row.name, Role(row.role), row.person, row.language), link.read_at


def note_reading(session: Session, token_hash: str, now: datetime) -> None:
    """Note that a calendar has asked."""
    session.execute(
        update(CalendarLinkRow).where(CalendarLinkRow.token_hash == token_hash).values(read_at=now)
    )
