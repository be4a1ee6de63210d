"""Histories by several kinds at once: one compact row for each file; the latest is in force."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.store.plan_tables import BreakdownRow
from desk.store.plans import pack, unpack
from forecast.grid import Grid
from forecast.hierarchy import Breakdown


def add(session: Session, breakdown: Breakdown, *, name: str, who: str, now: datetime) -> int:
    """Keep a breakdown and return its number."""
    row = BreakdownRow(
        name=name,
        start=breakdown.grid.start,
        days=breakdown.grid.days,
        facts={
            "dimensions": list(breakdown.dimensions),
            "keys": [list(key) for key in breakdown.keys],
            "zone": breakdown.grid.zone,
        },
        arrays=pack({"counts": breakdown.counts.astype("uint32")}),
        made_by=who,
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def latest(session: Session) -> tuple[int, Breakdown] | None:
    """Return the breakdown in force with its number, or None."""
    row = session.scalar(select(BreakdownRow).order_by(BreakdownRow.id.desc()).limit(1))
    if row is None:
        return None
    return row.id, Breakdown(
        Grid(row.start, row.days, zone=row.facts["zone"]),
        tuple(row.facts["dimensions"]),
        tuple(tuple(key) for key in row.facts["keys"]),
        unpack(row.arrays)["counts"].astype("int64"),
    )
