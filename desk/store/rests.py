"""Rests inside the shifts of a version, in the store."""

import datetime as dt
from collections.abc import Iterable
from datetime import UTC, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from desk.store.base import Table
from scheduler.rests import Rest


class RestRow(Table):
    """A meal, nursing hour or pause inside a shift of a version."""

    __tablename__ = "rest"
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    start: Mapped[dt.datetime] = mapped_column(primary_key=True)
    day: Mapped[dt.date]
    kind: Mapped[str] = mapped_column(String(16))
    minutes: Mapped[int]


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
