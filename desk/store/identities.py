"""Who of an outside sign-in service is which account, in the store."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desk.store.personal_tables import AdmissionRow, IdentityRow


def link(session: Session, username: str, email: str) -> None:
    """Let an e-mail address of the sign-in service stand for an account; who comes first with it is bound to it."""
    session.execute(delete(IdentityRow).where(IdentityRow.username == username))
    session.add(IdentityRow(username=username, email=email))


def unlink(session: Session, username: str) -> bool:
    """Forget who an account is elsewhere; False if nobody has said so."""
    done = session.execute(delete(IdentityRow).where(IdentityRow.username == username))
    session.execute(delete(AdmissionRow).where(AdmissionRow.username == username))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a delete returns a cursor result


def email_of(session: Session, username: str) -> str | None:
    """Return the e-mail address that stands for an account."""
    row = session.get(IdentityRow, username)
    return None if row is None else row.email


def owner_of_email(session: Session, email: str) -> str | None:
    """Return the account for which an e-mail address stands."""
    return session.scalar(select(IdentityRow.username).where(IdentityRow.email == email))


def owner_of_subject(session: Session, issuer: str, subject: str) -> str | None:
    """Return the account to which a subject of an issuer is bound."""
    return session.scalar(
        select(IdentityRow.username).where(IdentityRow.issuer == issuer, IdentityRow.subject == subject)
    )


def bind(session: Session, username: str, issuer: str, subject: str) -> bool:
    """Bind an account to a subject; False if it is bound to another one."""
    done = session.execute(
        update(IdentityRow)
        .where(IdentityRow.username == username, IdentityRow.subject.is_(None))
        .values(issuer=issuer, subject=subject)
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]  # an update returns a cursor result


def admit(session: Session, username: str, browser_hash: str, now: datetime) -> None:
    """Keep that a browser may come for a session."""
    session.merge(AdmissionRow(browser_hash=browser_hash, username=username, made_at=now))


def take_admission(session: Session, browser_hash: str, since: datetime) -> str | None:
    """Return whose session a browser may have, once; forget what is older than a moment."""
    session.execute(delete(AdmissionRow).where(AdmissionRow.made_at < since))
    row = session.get(AdmissionRow, browser_hash)
    if row is None:
        return None
    username = row.username
    session.delete(row)
    return username
