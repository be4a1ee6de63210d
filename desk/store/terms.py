"""Limits of people's own and their fixed turns of weeks, in the store."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.store.terms_tables import RotationRow, TermsRow
from scheduler.people import OwnTerms, Terms
from scheduler.problem import Rotation


def save_terms(session: Session, lines: Iterable[OwnTerms]) -> None:
    """Keep limits of people's own; a line without any limit takes them away."""
    for line in lines:
        kept, terms = session.get(TermsRow, line.person), line.terms
        if terms == Terms():
            if kept is not None:
                session.delete(kept)
            continue
        session.merge(
            TermsRow(
                person=line.person,
                max_minutes=terms.max_minutes,
                min_minutes=terms.min_minutes,
                max_run=terms.max_run,
                min_run=terms.min_run,
                min_off=terms.min_off,
                max_weekends=terms.max_weekends,
                max_shifts=[list(pair) for pair in terms.max_shifts],
            )
        )


def load_terms(session: Session) -> tuple[OwnTerms, ...]:
    """Return the limits of everyone who has any, by code."""
    return tuple(
        OwnTerms(
            row.person,
            Terms(
                max_minutes=row.max_minutes,
                min_minutes=row.min_minutes,
                max_run=row.max_run,
                min_run=row.min_run,
                min_off=row.min_off,
                max_weekends=row.max_weekends,
                max_shifts=tuple((code, most) for code, most in row.max_shifts),
            ),
        )
        for row in session.scalars(select(TermsRow).order_by(TermsRow.person))
    )


def save_rotations(session: Session, rotations: Iterable[Rotation]) -> None:
    """Keep fixed turns; one without days takes the person's turn away."""
    for turn in rotations:
        kept = session.get(RotationRow, turn.person)
        if turn.cells:
            session.merge(RotationRow(person=turn.person, start=turn.start, cells=list(turn.cells)))
        elif kept is not None:
            session.delete(kept)


def load_rotations(session: Session) -> tuple[Rotation, ...]:
    """Return everyone's fixed turn, by code."""
    rows = session.scalars(select(RotationRow).order_by(RotationRow.person))
    return tuple(Rotation(row.person, row.start, tuple(row.cells)) for row in rows)
