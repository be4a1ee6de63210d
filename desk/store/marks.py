"""Marks of the history in the store, and the proposals that one state of knowledge gave rise to."""

from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.results import Mark
from desk.store.plan_tables import MarkRow, ProposalRow
from forecast.calendar import EventKind
from forecast.marks import Proposal


def add(
    session: Session,
    *,
    kind: EventKind,
    start: date,
    end: date,
    repeats: bool,
    state: str,
    ratio: float | None,
    who: str,
    now: datetime,
) -> Mark:
    """Keep a decision and return it."""
    row = MarkRow(
        kind=kind.value,
        start=start,
        end=end,
        repeats=repeats,
        state=state,
        ratio=ratio,
        made_by=who,
        made_at=now,
    )
    session.add(row)
    session.flush()
    return _mark(row)


def load(session: Session, *states: str) -> tuple[Mark, ...]:
    """Return the marks in some states, by their first day."""
    query = select(MarkRow).where(MarkRow.state.in_(states)).order_by(MarkRow.start, MarkRow.id)
    return tuple(_mark(row) for row in session.scalars(query))


def find(session: Session, number: int) -> Mark | None:
    """Return a mark by its number."""
    row = session.get(MarkRow, number)
    return None if row is None else _mark(row)


def change_state(session: Session, number: int, state: str) -> None:
    """Let a mark hold, or hold no more."""
    row = session.get_one(MarkRow, number)
    row.state = state


def keep_proposals(session: Session, proposals: tuple[Proposal, ...], *, knowledge: str) -> None:
    """Keep what was found in one state of knowledge."""
    facts = [
        {
            "kind": p.kind.value,
            "start": p.start.isoformat(),
            "end": p.end.isoformat(),
            "ratio": p.ratio,
            "repeats": p.repeats,
            "first": p.first.isoformat(),
            "actual": [None if np.isnan(value) else float(value) for value in p.actual],
            "expected": [float(value) for value in p.expected],
        }
        for p in proposals
    ]
    session.merge(ProposalRow(knowledge=knowledge, facts=facts))


def find_proposals(session: Session, *, knowledge: str) -> tuple[Proposal, ...] | None:
    """Return what was found in one state of knowledge; None if nobody has looked yet."""
    row = session.get(ProposalRow, knowledge)
    return None if row is None else tuple(_proposal(facts) for facts in row.facts)


def _proposal(facts: dict[str, Any]) -> Proposal:  # Any: as JSON hands it out
    return Proposal(
        kind=EventKind(facts["kind"]),
        start=date.fromisoformat(facts["start"]),
        end=date.fromisoformat(facts["end"]),
        ratio=facts["ratio"],
        repeats=facts["repeats"],
        first=date.fromisoformat(facts["first"]),
        actual=np.array([np.nan if value is None else value for value in facts["actual"]]),
        expected=np.array(facts["expected"]),
    )


def _mark(row: MarkRow) -> Mark:
    return Mark(
        row.id,
        EventKind(row.kind),
        row.start,
        row.end,
        row.repeats,
        row.state,
        row.ratio,
        row.made_by,
        row.made_at,
    )
