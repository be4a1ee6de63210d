"""Use cases of importing: look at a file first, then take it in as a whole, or not at all."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import numpy as np

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.planning.measuring import learn_again
from desk.results import Centre, DayChange, Finding, ImportPreview, ImportResult
from desk.store import Store, known, log
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import MINUTES_PER_DAY
from forecast.intake import Intake, Mapping, read_calls

NOBODYS = Centre("", "CN", "Asia/Shanghai", 0, MINUTES_PER_DAY, date.max)
"""What a file is looked at with while there is no centre."""


def preview_import(
    store: Store, who: Account, *, name: str, content: bytes, mapping: dict[str, str] | None = None
) -> ImportPreview:
    """
    Return what an import would do, also before there is a centre; nothing is written.

    Raises
    ------
    DataError
        As `forecast.intake.read_calls`; ``no_good_row`` if no row can be used.
    """
    require(who, "preview_import")
    with store.read() as session:
        here = load_centre(session) if known.find_centre(session) is not None else NOBODYS
        before = known.load_demand(session, "total", step=MINUTES_PER_DAY, zone=here.zone)
        again = known.find_import(session, content) is not None
    found = _read(here, name, content, mapping, leave_out=False)
    if found.series is None:
        raise DataError("no_good_row", file=name)
    grid = found.series.grid
    chosen = {role: column for role, column in asdict(found.mapping).items() if column is not None}
    stops = [
        Finding(row.code, tuple((k, v) for k, v in asdict(row).items() if k != "code"), stops=True)
        for row in found.bad_rows
    ]
    facts = [
        Finding(f.code, tuple((k, v) for k, v in asdict(f).items() if k != "code"), stops=False)
        for f in found.report
    ]
    return ImportPreview(
        name=name,
        content=content,
        mapping=tuple(chosen.items()),
        columns=found.columns,
        step=grid.step,
        first=grid.start,
        last=grid.end,
        days=grid.days,
        rows=int(np.isfinite(found.series.values).sum()) + len(found.bad_rows),
        findings=(*stops, *facts),
        changes=_changes(before, found.series.daily()),
        known_already=again,
    )


def accept_import(
    store: Store, who: Account, *, preview: ImportPreview, leave_out: bool = False
) -> ImportResult:
    """
    Take in a file that has been looked at; the same file a second time changes nothing.

    Raises
    ------
    DataError
        ``bad_rows`` if rows cannot be used and are not left out.
    """
    require(who, "accept_import")
    with store.begin() as session:
        here = load_centre(session)
        if known.find_import(session, preview.content) is not None:
            return ImportResult(None, 0, 0, 0)
        found = _read(here, preview.name, preview.content, dict(preview.mapping), leave_out=leave_out)
        demand = found.demand
        before = known.load_demand(session, "total", step=MINUTES_PER_DAY, zone=here.zone)
        changes = _changes(before, demand.daily())
        number = known.add_import(session, preview.name, preview.content, who.username, datetime.now(UTC))
        known.add_demand(session, Demand(demand.grid, demand.values, "total", demand.unit), number)
        session.flush()
        learn_again(session)
        done = ImportResult(
            id=number,
            days_new=sum(change.before is None for change in changes),
            days_changed=sum(change.before is not None for change in changes),
            rows_left_out=len(found.bad_rows),
        )
        known_days = [change for change in changes if change.before is not None]
        log.add_line(
            session, who.username, "import",
            before={"lines": [f"{change.day} {change.before:g}" for change in known_days]},
            after={
                "file": preview.name, **asdict(done),
                "lines": [f"{change.day} {change.after:g}" for change in known_days],
            },
        )  # fmt: skip
    return done


def _read(
    here: Centre, name: str, content: bytes, mapping: dict[str, str] | None, *, leave_out: bool
) -> Intake:
    chosen = None
    if mapping is not None:
        if "time" not in mapping:
            raise DataError("no_time_column", file=name, columns=", ".join(mapping.values()))
        chosen = Mapping(**{role: mapping.get(role) for role in ("time", "count", "category", "clock")})  # type: ignore[arg-type]  # time is there
    yesterday = here.today - timedelta(days=1)
    return read_calls(
        content,
        name,
        mapping=chosen,
        leave_out=leave_out,
        today=max(yesterday, datetime.now(UTC).date()),
        zone=here.zone,
    )


def _changes(before: Demand | None, after: Demand) -> tuple[DayChange, ...]:
    """Return the days that are new or differ."""
    known_days = {} if before is None else dict(zip(before.grid.dates, before.values, strict=True))
    found = []
    for day, value in zip(after.grid.dates, after.values, strict=True):
        old = known_days.get(day, np.nan)
        if np.isfinite(value) and not (np.isfinite(old) and old == value):
            found.append(DayChange(day, None if np.isnan(old) else float(old), float(value)))
    return tuple(found)
