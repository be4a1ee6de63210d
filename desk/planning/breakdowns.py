"""Use cases of calls by channel, type, topic or county: take in a file, and forecast each part."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.forecasting import KeptLooks, window_of
from desk.planning.known import LONGEST, Knowledge, check_window, load_centre, load_knowledge
from desk.results import BreakdownTaken, BreakdownView
from desk.sample.load import read_requests
from desk.store import Store, breakdowns, effects, log
from forecast.backtest import forecast_history
from forecast.demand import Demand
from forecast.errors import DataError, SettingError
from forecast.grid import Grid
from forecast.hierarchy import Breakdown, split_total
from forecast.intake.table import read_table
from forecast.intake.values import read_count, read_moment
from forecast.prediction import Prediction

MOST = 20_000
"""Combinations that one breakdown may have."""

YEAR = 365
"""Days whose mix is shown beside the forecast."""


def take_breakdown(
    store: Store, who: Account, *, name: str, content: bytes, time: str, count: str, by: Sequence[str]
) -> BreakdownTaken:
    """
    Take in a file with one row per time and combination; it replaces the breakdown of before.

    Parameters
    ----------
    name, content
        The file, CSV or Excel.
    time, count
        Its columns of times and of counts.
    by
        Its columns of kinds.

    Raises
    ------
    DataError
        As `forecast.intake.table.read_table`; ``no_such_column``, ``bad_rows`` or ``no_breakdown``.
    SettingError
        ``too_many_combinations``; ``empty_store``.
    """
    require(who, "take_breakdown")
    table = read_table(content, name)
    places = [table.column(column) for column in (time, count, *by)]
    entries: dict[tuple[date, tuple[str, ...]], float] = {}
    for row, cells in enumerate(table.rows, table.first_row):
        moment, calls = read_moment(cells[places[0]]), read_count(cells[places[1]])
        if moment is None or calls is None or calls < 0:
            place = 0 if moment is None else 1
            column, value = (time, count)[place], cells[places[place]]
            raise DataError("bad_rows", file=name, count=1, row=row, column=column, value=value)
        key = moment.date(), tuple(str(cells[place] or "").strip() for place in places[2:])
        entries[key] = entries.get(key, 0.0) + calls
    with store.begin() as session:
        zone = load_centre(session).zone
        made = _breakdown(entries, tuple(by), zone, name)
        return _keep(session, who.username, name, made)


def breakdown(
    store: Store, who: Account, *, start: date, days: int, by: str | None = None
) -> BreakdownView | None:
    """
    Return the forecast of a window by one dimension (the first, if none is named); None without a breakdown.

    Raises
    ------
    SettingError
        ``window_length``, ``window_past``, ``window_too_far`` or ``unknown_dimension``.
    DataError
        ``nothing_imported`` or ``no_breakdown``.
    """
    require(who, "breakdown")
    with store.read() as session:
        known = load_knowledge(session)
        kept = breakdowns.latest(session)
    check_window(start, days, known.centre.today)
    if kept is None:
        return None
    number, history = kept
    by = by or history.dimensions[0]
    history.groups(by)
    latest = history.grid.end + timedelta(days=LONGEST)
    last = start + timedelta(days=days - 1)
    if last > latest:
        raise SettingError("window_too_far", last=last, latest=latest)
    total = window_of(_total(store, known, number, history), start, days)
    parts = split_total(total, history, known.calendar, known.events, by=by)
    belongs = history.groups(by)[1]
    recent = history.counts[-YEAR:].sum(axis=0) @ belongs
    return BreakdownView(
        history.dimensions,
        parts,
        total,
        tuple(float(x) for x in recent / max(recent.sum(), 1)),
        history.grid.end,
    )


def keep_sample(session: Session, folder: Path, zone: str, who: str) -> None:
    """Keep the sample centre's requests by channel, type, topic and county, where its folder has them."""
    if not any((folder / "requests").glob("*.csv.gz")):
        return
    frame = read_requests(folder)
    by = ("channel", "type", "topic", "county")
    sums = frame.groupby([frame["start"].dt.date, *by], observed=True)["requests"].sum()
    days, *parts, counts = (column.tolist() for _, column in sums.reset_index().items())
    entries = {
        (day, key): float(n) for day, key, n in zip(days, zip(*parts, strict=True), counts, strict=True)
    }
    breakdowns.add(
        session, _breakdown(entries, by, zone, folder.name), name=folder.name, who=who, now=datetime.now(UTC)
    )


def _breakdown(
    entries: dict[tuple[date, tuple[str, ...]], float], by: tuple[str, ...], zone: str, name: str
) -> Breakdown:
    if not any(entries.values()):
        raise DataError("no_breakdown", first=name, last=name)
    keys = tuple(sorted({key for _, key in entries}))
    if len(keys) > MOST:
        raise SettingError("too_many_combinations", found=len(keys), most=MOST)
    first, last = min(day for day, _ in entries), max(day for day, _ in entries)
    grid = Grid(first, (last - first).days + 1, zone=zone)
    counts = np.zeros((grid.days, len(keys)), dtype=np.int64)
    place = {key: k for k, key in enumerate(keys)}
    for (day, key), calls in entries.items():
        counts[(day - first).days, place[key]] += round(calls)
    return Breakdown(grid, by, keys, counts)


def _keep(session: Session, who: str, name: str, made: Breakdown) -> BreakdownTaken:
    number = breakdowns.add(session, made, name=name, who=who, now=datetime.now(UTC))
    taken = BreakdownTaken(made.grid.start, made.grid.end, len(made.keys), int(made.counts.sum()))
    log.add_line(
        session, who, "take_breakdown",
        after={"id": number, "file": name, "first": taken.first, "last": taken.last, "calls": taken.calls},
    )  # fmt: skip
    return taken


def _total(store: Store, known: Knowledge, number: int, history: Breakdown) -> Prediction:
    """Return the forecast of the sum of all combinations, kept for this breakdown and what is known now."""
    name = f"breakdown_{number}"
    with store.read() as session:
        kept = effects.find_arrays(session, knowledge=known.fingerprint, name=name)
    if kept is None:
        totals = history.counts.sum(axis=1).astype(float)
        demand = Demand(history.grid, np.where(totals > 0, totals, np.nan))
        made = forecast_history(
            demand, known.calendar, known.events, horizon=LONGEST, memory=KeptLooks(store)
        ).champion
        kept = {"mean": made.mean, "quantiles": made.quantiles, "paths": made.paths}
        with store.begin() as session:
            effects.keep_arrays(session, kept, knowledge=known.fingerprint, name=name)
    grid = Grid(history.grid.end + timedelta(days=1), LONGEST, zone=history.grid.zone)
    return Prediction(grid, history.grid.end, "champion", kept["mean"], kept["quantiles"], kept["paths"])
