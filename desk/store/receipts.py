"""Who has confirmed which published roster."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.store.personal_tables import ReceiptRow
from desk.store.tables import AccountRow


def confirmed_by(session: Session, username: str) -> frozenset[int]:
    """Return the versions that an account has confirmed."""
    return frozenset(session.scalars(select(ReceiptRow.roster_id).where(ReceiptRow.username == username)))


def add_receipt(session: Session, version: int, username: str, now: datetime) -> bool:
    """Note that an account has seen a version; False if it had before, for the first time counts."""
    if session.get(ReceiptRow, (version, username)) is not None:
        return False
    session.add(ReceiptRow(roster_id=version, username=username, read_at=now))
    return True


def receipts_of(session: Session, version: int) -> dict[str, datetime]:
    """Return when the members of the team have confirmed a version, by their codes."""
    rows = session.execute(
        select(AccountRow.person, ReceiptRow.read_at)
        .join(AccountRow, AccountRow.username == ReceiptRow.username)
        .where(ReceiptRow.roster_id == version, AccountRow.person.is_not(None))
        .order_by(ReceiptRow.read_at.desc())
    )
    return {str(person): read_at for person, read_at in rows}
