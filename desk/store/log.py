"""The log: who changed what, when, from what to what; it only grows."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.results import AuditLine
from desk.store.tables import AuditRow


def add_line(
    session: Session,
    who: str,
    what: str,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write one line in the transaction of the change itself."""
    session.add(
        AuditRow(
            at=datetime.now(UTC), who=who, what=what, before=plain(before or {}), after=plain(after or {})
        )
    )


def lines(session: Session, *, limit: int | None = 500) -> tuple[AuditLine, ...]:
    """Return the newest lines, newest first; all of them without a limit."""
    rows = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit))
    return tuple(
        AuditLine(row.id, row.at, row.who, row.what, tuple(row.before.items()), tuple(row.after.items()))
        for row in rows
    )


def plain(facts: Mapping[str, object]) -> dict[str, Any]:
    """Return facts as JSON can hold them: dates as ISO text, everything else that is not a number as text."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return str(value)
