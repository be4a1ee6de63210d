"""What the centre knows: itself, its demand by import, its events and the corrections of its calendar."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from desk.results import Centre
from desk.store.kept_demand import kept_demand
from desk.store.tables import CentreRow, DemandRow, EventRow, ImportRow, OverrideRow
from forecast.calendar import DayKind, Event, EventKind, Override
from forecast.demand import Demand
from forecast.grid import MINUTES_PER_DAY, Grid


def save_centre(session: Session, centre: Centre, service: Mapping[str, Any]) -> None:
    """Keep what the centre is, and when its line is open and what it promises."""
    session.merge(
        CentreRow(
            id=1,
            name=centre.name,
            country=centre.country,
            zone=centre.zone,
            opens=centre.opens,
            closes=centre.closes,
            synthetic=centre.synthetic,
            service=dict(service),
        )
    )


def save_fitted(session: Session, fitted: Mapping[str, Any]) -> None:  # Any: goes into JSON
    """Keep what the history tells of the line beside the settings of its service."""
    row = find_centre(session)
    if row is not None:
        row.service = {**row.service, "fitted": dict(fitted)}


def save_service(session: Session, service: Mapping[str, Any]) -> None:  # Any: goes into JSON
    """Keep changed settings of the line, and its opening hours beside the centre's name."""
    row = find_centre(session)
    if row is not None:
        row.service = dict(service)
        row.opens, row.closes = int(service["open"]), int(service["close"])


def find_centre(session: Session) -> CentreRow | None:
    """Return the centre's row, or None in an empty store."""
    return session.get(CentreRow, 1)


def find_import(session: Session, content: bytes) -> int | None:
    """Return the number of the import that took in exactly this file."""
    query = select(ImportRow.id).where(ImportRow.sha256 == hashlib.sha256(content).hexdigest())
    return session.scalar(query)


def add_import(session: Session, name: str, content: bytes, who: str, now: datetime) -> int:
    """Note a file that is taken in, and return its number."""
    row = ImportRow(name=name, sha256=hashlib.sha256(content).hexdigest(), made_by=who, made_at=now)
    session.add(row)
    session.flush()
    return row.id


def add_demand(session: Session, demand: Demand, import_id: int) -> None:
    """Keep every day of a series that has a value, as told by one import."""
    per_day = demand.values.reshape(demand.grid.days, demand.grid.slots_per_day)
    unknown = np.isnan(per_day)
    told = np.where(unknown, None, per_day).tolist()  # type: ignore[call-overload]  # NumPy's types know no None
    rows = [
        {
            "series": demand.name,
            "day": day,
            "import_id": import_id,
            "step": demand.grid.step,
            "counts": counts,
        }
        for day, counts, nothing in zip(demand.grid.dates, told, unknown.all(axis=1), strict=True)
        if not nothing
    ]
    if rows:
        session.execute(insert(DemandRow), rows)


def last_day(session: Session) -> date | None:
    """Return the latest day with data of the whole line."""
    return session.scalar(select(func.max(DemandRow.day)).where(DemandRow.series == "total"))


def load_demand(
    session: Session, series: str, *, step: int, zone: str, since: date | None = None
) -> Demand | None:
    """
    Return a series as the latest imports tell it, on slots of `step` minutes, on request only from a day on.

    A day that is known only in shorter slots is added up; one known only in longer slots is missing. Days before
    `since` are left out.
    """
    return kept_demand(
        session, series, (step, zone, since), lambda: _read_demand(session, series, step, zone, since)
    )


def _read_demand(session: Session, series: str, step: int, zone: str, since: date | None) -> Demand | None:
    query = (
        select(DemandRow.day, DemandRow.step, DemandRow.counts)
        .where(DemandRow.series == series)
        .order_by(DemandRow.import_id)
    )
    if since is not None:
        query = query.where(DemandRow.day >= since)
    latest: dict[date, np.ndarray] = {}
    for day, kept, counts in session.execute(query):
        if step % kept == 0:
            values = np.array([np.nan if count is None else count for count in counts])
            latest[day] = values.reshape(MINUTES_PER_DAY // step, step // kept).sum(axis=1)
    if not latest:
        return None
    first, last = min(latest), max(latest)
    grid = Grid(first, (last - first).days + 1, step, zone)
    missing = np.full(grid.slots_per_day, np.nan)
    return Demand(grid, np.concatenate([latest.get(day, missing) for day in grid.dates]), series)


def save_events(session: Session, events: Iterable[Event]) -> None:
    """Keep the centre's own events."""
    for event in events:
        session.merge(
            EventRow(
                code=event.code,
                start=event.start,
                end=event.end,
                kind=event.kind.value,
                repeats=event.repeats,
            )
        )


def remove_event(session: Session, event: Event) -> None:
    """Forget an own event."""
    session.delete(session.get_one(EventRow, (event.code, event.start)))


def load_events(session: Session) -> tuple[Event, ...]:
    """Return the centre's own events by their start."""
    rows = session.scalars(select(EventRow).order_by(EventRow.start, EventRow.code))
    return tuple(Event(row.code, EventKind(row.kind), row.start, row.end, row.repeats) for row in rows)


def add_override(session: Session, override: Override, who: str, now: datetime) -> None:
    """Add a correction of a date; an earlier one stays for those who look back."""
    session.add(
        OverrideRow(
            day=override.date,
            kind=override.kind.value,
            holiday=override.holiday,
            statutory=override.statutory,
            as_of=override.as_of,
            made_by=who,
            made_at=now,
        )
    )


def load_overrides(session: Session) -> tuple[Override, ...]:
    """Return every correction in the order in which it was entered."""
    rows = session.scalars(select(OverrideRow).order_by(OverrideRow.id))
    return tuple(Override(row.day, DayKind(row.kind), row.holiday, row.statutory, row.as_of) for row in rows)
