"""Rests inside the shifts of a version, in the store."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.store.tables import RestRow
from scheduler.solve.breaks import Rest


def save_rests(session: Session, version: int, rests: Iterable[Rest]) -> None:
    """Keep the rests of a version; their times are those of the wall clock at the centre."""
    session.add_all(
        RestRow(
            roster_id=version,
            person=rest.person,
            start=rest.start.replace(tzinfo=UTC),
            day=rest.day,
            kind=rest.kind,
            minutes=round((rest.end - rest.start) / timedelta(minutes=1)),
        )
        for rest in rests
    )


def load_rests(session: Session, version: int, *, person: str | None = None) -> tuple[Rest, ...]:
    """Return the rests of a version by start, on request of one person only."""
    query = select(RestRow).where(RestRow.roster_id == version).order_by(RestRow.start, RestRow.person)
    if person is not None:
        query = query.where(RestRow.person == person)
    found = []
    for row in session.scalars(query):
        start = row.start.replace(tzinfo=None)
        end = start + timedelta(minutes=row.minutes)
        found.append(Rest(row.person, row.day, row.kind, start, end))
    return tuple(found)
