"""The tables of plans: forecasts and what they are made of, requirements, rosters, searches, marks, scenarios."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.store.base import Table


class ForecastRow(Table):
    """A forecast as it was made; never changed afterwards."""

    __tablename__ = "forecast"
    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[dt.date]
    start: Mapped[dt.date]
    days: Mapped[int]
    knowledge: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]]
    arrays: Mapped[bytes]
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]
    __table_args__ = (Index("ix_forecast_window", "start", "days", "origin", "knowledge"),)


class ScoreRow(Table):
    """A backtest of the models on the centre's own past."""

    __tablename__ = "score"
    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[dt.date]
    knowledge: Mapped[str] = mapped_column(String(64), index=True)
    facts: Mapped[dict[str, Any]]
    made_at: Mapped[dt.datetime]


class RequirementRow(Table):
    """Operators needed, computed from a forecast; never changed afterwards."""

    __tablename__ = "requirement"
    id: Mapped[int] = mapped_column(primary_key=True)
    forecast_id: Mapped[int] = mapped_column(ForeignKey("forecast.id"), index=True)
    knowledge: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]]
    arrays: Mapped[bytes]
    made_at: Mapped[dt.datetime]


class RosterRow(Table):
    """A version of a roster."""

    __tablename__ = "roster"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[dt.date] = mapped_column(index=True)
    days: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    goals: Mapped[list[Any]]
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]
    published_by: Mapped[str | None]
    published_at: Mapped[dt.datetime | None]


class AssignmentRow(Table):
    """A person works a shift on a day, in one version of a roster."""

    __tablename__ = "assignment"
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    shift: Mapped[str] = mapped_column(ForeignKey("shift_type.code"))
    locked: Mapped[bool]


class JobRow(Table):
    """A search that runs in its own process."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    start: Mapped[dt.date]
    days: Mapped[int]
    limit_seconds: Mapped[float]
    stop_asked: Mapped[bool]
    seconds: Mapped[float]
    cost: Mapped[float | None]
    bound: Mapped[float | None]
    message: Mapped[str]
    roster_id: Mapped[int | None] = mapped_column(ForeignKey("roster.id"))
    error: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]


class EffectsRow(Table):
    """What one model's forecast is made of, for one state of knowledge; only a memory of a computation."""

    __tablename__ = "effects"
    knowledge: Mapped[str] = mapped_column(String(64), primary_key=True)
    model: Mapped[str] = mapped_column(String(64), primary_key=True)
    arrays: Mapped[bytes]


class MarkRow(Table):
    """Days of the history that are marked, or whose proposal was declined; a removed mark keeps its row."""

    __tablename__ = "mark"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    start: Mapped[dt.date] = mapped_column(index=True)
    end: Mapped[dt.date]
    repeats: Mapped[bool]
    state: Mapped[str] = mapped_column(String(16))
    ratio: Mapped[float | None]
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]


class ProposalRow(Table):
    """What stood out in the history, for one state of knowledge; only a memory of a computation."""

    __tablename__ = "proposal"
    knowledge: Mapped[str] = mapped_column(String(64), primary_key=True)
    facts: Mapped[list[Any]]


class BreakdownRow(Table):
    """A history of daily calls by several kinds at once, as one file told it; the latest is in force."""

    __tablename__ = "breakdown"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    start: Mapped[dt.date]
    days: Mapped[int]
    facts: Mapped[dict[str, Any]]
    arrays: Mapped[bytes]
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]


class ScenarioRow(Table):
    """A scenario that someone has kept for everyone."""

    __tablename__ = "scenario"
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]
