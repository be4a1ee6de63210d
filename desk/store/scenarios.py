"""Scenarios in the store, as the TOML that they are shared in."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.store.plan_tables import ScenarioRow


def save(session: Session, code: str, text: str, who: str, now: datetime) -> None:
    """Keep a scenario; one of the same code is replaced."""
    session.merge(ScenarioRow(code=code, text=text, made_by=who, made_at=now))


def load(session: Session) -> tuple[tuple[str, str], ...]:
    """Return code and text of every scenario by code."""
    rows = session.scalars(select(ScenarioRow).order_by(ScenarioRow.code))
    return tuple((row.code, row.text) for row in rows)
