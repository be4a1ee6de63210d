"""The tables of the rules that hold: the centre's own limits, the order of its goals, declared emergencies."""

import datetime as dt
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from desk.store.base import Table


class RuleLimitRow(Table):
    """A limit of a rulebook as the centre has decided it, in place of the one that comes with the product."""

    __tablename__ = "rule_limit"
    book: Mapped[str] = mapped_column(String(16), primary_key=True)
    rule: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[float]
    source: Mapped[str]
    as_of: Mapped[dt.date]


class TierOrderRow(Table):
    """The order in which a rulebook's goals count, as the centre has decided it."""

    __tablename__ = "tier_order"
    book: Mapped[str] = mapped_column(String(16), primary_key=True)
    names: Mapped[list[Any]]
    source: Mapped[str]
    as_of: Mapped[dt.date]


class EmergencyRow(Table):
    """A declared emergency: its order, its days, who has signed, and which rules the signature relaxes."""

    __tablename__ = "emergency"
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    ordered: Mapped[str]
    signed_by: Mapped[str]
    relaxed: Mapped[list[Any]]
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]
    ended_by: Mapped[str | None]
