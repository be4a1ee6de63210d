"""read_calls: a file of daily counts, interval counts or single contacts becomes Demand, or says why not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import gcd, isnan, nan

import numpy as np

from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import MINUTES_PER_DAY, Grid
from forecast.intake.checks import Finding, check
from forecast.intake.mapping import Mapping, guess_mapping, only_dates
from forecast.intake.table import Table, read_table
from forecast.intake.values import read_clock, read_count, read_moment

STEPS = (5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""Slots in minutes that a file of counts may have."""

CONTACT_STEP = 30
"""Slot in minutes into which single contacts are counted."""

PREVIEW = 10
"""Rows shown before anything is taken."""

TOTAL = ""
"""Category of a row without one."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """
    A cell that cannot be taken.

    Parameters
    ----------
    code
        ``bad_date``, ``bad_count``, ``negative_count`` or ``conflicting_rows``.
    file, row, column, value
        Where it stands (rows from 1, heading included) and what it says.
    earlier_row, earlier_value
        Of ``conflicting_rows``: the row of the same time that came first, and what that one says.
    """

    code: str
    file: str
    row: int
    column: str
    value: str
    earlier_row: int | None = None
    earlier_value: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """
    What a file would bring.

    Parameters
    ----------
    file
        Name of the file.
    columns, preview
        Column names and the first rows as they stand.
    mapping
        Which column was taken for what.
    series
        The total, of the good rows only; None if there is no good row.
    by_category
        One series per category, in order of name; empty without a category column.
    report
        What stands out.
    bad_rows
        Cells that cannot be taken, in order of row.
    left_out
        Whether the planner chose to leave the bad rows out.
    """

    file: str
    columns: tuple[str, ...]
    preview: tuple[tuple[object, ...], ...]
    mapping: Mapping
    series: Demand | None
    by_category: tuple[Demand, ...]
    report: tuple[Finding, ...]
    bad_rows: tuple[BadRow, ...]
    left_out: bool

    @property
    def demand(self) -> Demand:
        """
        The accepted series.

        Raises
        ------
        DataError
            ``bad_rows``, or ``conflicting_rows`` if two rows of one time come first, while there are any and they
            are not left out; ``no_good_row`` if nothing else is there.
        """
        if self.bad_rows and not self.left_out:
            first = self.bad_rows[0]
            place = {"row": first.row, "column": first.column, "value": first.value}
            if first.earlier_row is not None:
                place |= {"earlier_row": first.earlier_row, "earlier_value": first.earlier_value}
            code = "bad_rows" if first.earlier_row is None else first.code
            raise DataError(code, file=self.file, count=len(self.bad_rows), **place)
        if self.series is None:
            raise DataError("no_good_row", file=self.file)
        return self.series


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be read: its number in the file, when, of which category, how many."""

    row: int
    moment: datetime
    category: str
    count: float


def read_calls(
    content: bytes,
    name: str,
    *,
    mapping: Mapping | None = None,
    leave_out: bool = False,
    today: date | None = None,
    zone: str = "Asia/Shanghai",
) -> Intake:
    """
    Read a file of calls.

    Parameters
    ----------
    content, name
        The file's bytes and name.
    mapping
        Which column means what; guessed if None.
    leave_out
        Take the good rows although others are bad.
    today
        Days after it are named as future days.
    zone
        Time zone of the file's wall clock.

    Raises
    ------
    DataError
        ``unreadable_table``, ``empty_table``, ``no_time_column``, ``no_such_column`` or ``odd_interval``.
    """
    return calls_in(read_table(content, name), mapping=mapping, leave_out=leave_out, today=today, zone=zone)


def calls_in(
    table: Table,
    *,
    mapping: Mapping | None = None,
    leave_out: bool = False,
    today: date | None = None,
    zone: str = "Asia/Shanghai",
) -> Intake:
    """Return the calls of a table that has been read; parameters and errors as of `read_calls`."""
    chosen = mapping or guess_mapping(table)
    entries, bad = entries_of(table, chosen)
    slots, repeated, conflicts = slots_of(entries, table.name, chosen)
    bad = sorted([*bad, *conflicts], key=lambda b: b.row)
    findings: list[Finding] = []
    total: Demand | None = None
    parts: tuple[Demand, ...] = ()
    if slots:
        step = step_of_contacts(table, chosen) if chosen.count is None else step_of(slots, table.name)
        parts = tuple(demand_of(values, slots, chosen, step, zone, c) for c, values in _split(slots).items())
        total, parallel = _total(parts)
        days = sorted({moment.date() for moment, _ in slots})
        if chosen.count is None:
            findings.append(Finding("one_per_contact", days[0], days[-1], len(entries)))
        if repeated:
            findings.append(Finding("duplicate", repeated[0], repeated[-1], len(repeated)))
        if parallel:
            findings.append(Finding("parallel_breakdown", days[0], days[-1], parallel))
        empty = [moment.date() for (moment, _), count in slots.items() if isnan(count)]
        if empty:
            findings.append(Finding("empty_cell", min(empty), max(empty), len(empty)))
        findings += check(total, today)
    return Intake(
        file=table.name,
        columns=table.columns,
        preview=table.rows[:PREVIEW],
        mapping=chosen,
        series=total,
        by_category=parts if chosen.category else (),
        report=tuple(findings),
        bad_rows=tuple(bad),
        left_out=leave_out,
    )


def entries_of(table: Table, mapping: Mapping) -> tuple[list[Entry], list[BadRow]]:
    """Return the rows that can be read and the cells that cannot."""
    time, clock, count, category = (
        None if name is None else table.column(name)
        for name in (mapping.time, mapping.clock, mapping.count, mapping.category)
    )
    good: list[Entry] = []
    bad: list[BadRow] = []
    for number, row in enumerate(table.rows, start=table.first_row):
        if row.count(None) == len(row):
            continue
        moment = read_moment(row[time]) if time is not None else None
        if moment is None:
            bad.append(_bad("bad_date", table, number, mapping.time, row[time or 0]))
            continue
        if clock is not None:
            since = read_clock(row[clock])
            if since is None:
                bad.append(_bad("bad_date", table, number, mapping.clock or "", row[clock]))
                continue
            moment += since
        value = 1.0
        if count is not None:
            found = nan if row[count] is None else read_count(row[count])
            if found is None or found < 0:
                code = "bad_count" if found is None else "negative_count"
                bad.append(_bad(code, table, number, mapping.count or "", row[count]))
                continue
            value = found
        label = TOTAL if category is None or row[category] is None else str(row[category])
        good.append(Entry(number, moment, label, value))
    return good, bad


def slots_of(
    entries: Iterable[Entry], file: str, mapping: Mapping
) -> tuple[dict[tuple[datetime, str], float], list[date], list[BadRow]]:
    """Return the count by moment and category, days of rows that came twice alike, and rows that contradict."""
    slots: dict[tuple[datetime, str], float] = {}
    repeated: list[date] = []
    conflicts: list[BadRow] = []
    first: dict[tuple[datetime, str], int] = {}
    for entry in entries:
        key = (entry.moment, entry.category)
        if mapping.count is None:
            within = entry.moment.minute % CONTACT_STEP
            start = entry.moment.replace(second=0, microsecond=0) - timedelta(minutes=within)
            key = (start, entry.category)
            slots[key] = slots.get(key, 0.0) + 1.0
        elif key not in slots:
            slots[key], first[key] = entry.count, entry.row
        elif slots[key] == entry.count or (isnan(slots[key]) and isnan(entry.count)):
            repeated.append(entry.moment.date())
        else:
            now, before = _shown(entry.count), _shown(slots[key])
            conflicts.append(
                BadRow("conflicting_rows", file, entry.row, mapping.count, now, first[key], before)
            )
    return slots, sorted(repeated), conflicts


def step_of_contacts(table: Table, mapping: Mapping) -> int:
    """Return the length of slots in minutes into which contacts are counted: whole days where no time is known."""
    return MINUTES_PER_DAY if mapping.clock is None and only_dates(table, mapping.time) else CONTACT_STEP


def step_of(slots: Iterable[tuple[datetime, str]], file: str) -> int:
    """Return the length of the slots in minutes: the largest that all times of day fit."""
    common = 1440
    for moment, _ in slots:
        if moment.second:
            raise DataError("odd_interval", file=file, value=moment.isoformat(sep=" "))
        common = gcd(common, moment.hour * 60 + moment.minute)
    if common not in STEPS:
        raise DataError("odd_interval", file=file, value=f"{common} min")
    return common


def _split(slots: dict[tuple[datetime, str], float]) -> dict[str, dict[datetime, float]]:
    found: dict[str, dict[datetime, float]] = defaultdict(dict)
    for (moment, category), count in slots.items():
        found[category][moment] = count
    return dict(sorted(found.items()))


def demand_of(
    values: dict[datetime, float],
    slots: Iterable[tuple[datetime, str]],
    mapping: Mapping,
    step: int,
    zone: str,
    category: str,
) -> Demand:
    """
    Lay counts on the grid of the whole file.

    On a day that is in the file, a time of day that the file never has is closed (0), and so is a category's
    absent row or a half-hour without a contact; any other absent slot, and every absent day, is missing.
    """
    moments = {moment for moment, _ in slots}
    days = {moment.date() for moment in moments}
    start, end = min(days), max(days)
    grid = Grid(start, (end - start).days + 1, step, zone)
    filled = np.full((grid.days, grid.slots_per_day), np.nan)
    usual = {(moment.hour * 60 + moment.minute) // step for moment in moments}
    closed = [slot for slot in range(grid.slots_per_day) if mapping.count is None or slot not in usual]
    for day in days:
        filled[(day - start).days, closed] = 0.0
    flat = filled.ravel()
    at = {moment: grid.slot_of(moment) for moment in moments}
    flat[list(at.values())] = 0.0
    flat[[at[moment] for moment in values]] = list(values.values())
    return Demand(grid, flat, name=category or "total")


def _total(parts: tuple[Demand, ...]) -> tuple[Demand, int]:
    """
    Return the sum of the categories, and how many parallel breakdowns there are (0 for one).

    Categories named ``breakdown:value`` whose breakdowns each reach the same total count everything several
    times; then only one breakdown is added up.
    """
    groups: dict[str, list[Demand]] = defaultdict(list)
    for part in parts:
        groups[part.name.split(":", 1)[0] if ":" in part.name else TOTAL].append(part)
    sums = [np.sum([part.values for part in group], axis=0) for group in groups.values()]
    parallel = len(sums) > 1 and all(np.array_equal(sums[0], other, equal_nan=True) for other in sums[1:])
    values = sums[0] if parallel else np.sum(sums, axis=0)
    return Demand(parts[0].grid, values, "total", parts[0].unit), len(sums) if parallel else 0


def _shown(count: float) -> str:
    return "" if isnan(count) else f"{count:.15g}"


def _bad(code: str, table: Table, row: int, column: str, cell: object) -> BadRow:
    return BadRow(code, table.name, row, column, "" if cell is None else str(cell))
