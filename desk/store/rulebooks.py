"""A centre's own limits, the order of its goals and its emergencies, in the store."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk.results import Emergency
from desk.store.rule_tables import EmergencyRow, RuleLimitRow, TierOrderRow
from scheduler.rulebook import Limit


def save_limit(session: Session, book: str, limit: Limit) -> None:
    """Keep a limit of the centre's own."""
    session.merge(
        RuleLimitRow(
            book=book, rule=limit.owner, name=limit.name, value=float(limit.value), source=limit.source,
            as_of=limit.as_of,
        )
    )  # fmt: skip


def remove_limit(session: Session, book: str, rule: str, name: str) -> None:
    """Let a limit be again what comes with the product."""
    session.execute(
        delete(RuleLimitRow).where(
            RuleLimitRow.book == book, RuleLimitRow.rule == rule, RuleLimitRow.name == name
        )
    )


def load_limits(session: Session, book: str) -> tuple[Limit, ...]:
    """Return the limits of the centre's own; their kind is left to the book."""
    rows = session.scalars(select(RuleLimitRow).where(RuleLimitRow.book == book))
    return tuple(Limit(row.rule, row.name, row.value, "", row.source, row.as_of) for row in rows)


def save_order(session: Session, book: str, names: Iterable[str], source: str, as_of: date) -> None:
    """Keep the order in which a book's goals count."""
    session.merge(TierOrderRow(book=book, names=list(names), source=source, as_of=as_of))


def load_order(session: Session, book: str) -> tuple[tuple[str, ...], str, date] | None:
    """Return the order of a book's tiers with its source, if the centre has one of its own."""
    row = session.get(TierOrderRow, book)
    return None if row is None else (tuple(row.names), row.source, row.as_of)


def add_emergency(session: Session, declared: Emergency, who: str, now: datetime) -> int:
    """Keep a declared emergency and return its number."""
    row = EmergencyRow(
        first=declared.first, last=declared.last, ordered=declared.ordered, signed_by=declared.signed_by,
        relaxed=list(declared.relaxed), made_by=who, made_at=now, ended_by=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def end_emergency(session: Session, number: int, last: date, who: str) -> None:
    """Let an emergency end on a day; a last day before the first says that it never held."""
    row = session.get_one(EmergencyRow, number)
    row.last, row.ended_by = last, who


def load_emergencies(session: Session) -> tuple[Emergency, ...]:
    """Return every declared emergency, the newest first."""
    rows = session.scalars(select(EmergencyRow).order_by(EmergencyRow.id.desc()))
    return tuple(
        Emergency(
            row.id, row.first, row.last, row.ordered, row.signed_by, tuple(row.relaxed), row.made_by,
            row.made_at, row.ended_by,
        )
        for row in rows
    )  # fmt: skip
