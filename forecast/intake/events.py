"""read_events: a planner's own events from CSV or TOML."""

import tomllib
from datetime import date, datetime

from forecast.calendar import Event, EventKind
from forecast.errors import DataError
from forecast.intake.table import read_table
from forecast.intake.values import read_moment

COLUMNS = ("code", "kind", "start", "end", "repeats")
"""Columns of the CSV and keys of each ``[[event]]`` in TOML; `end` and `repeats` may be left out."""

YES = frozenset({"1", "true", "yes", "y", "是"})
NO = frozenset({"", "0", "false", "no", "n", "否", "none"})


def read_events(content: bytes, name: str = "events.csv") -> tuple[Event, ...]:
    """
    Return the events of a file.

    Raises
    ------
    DataError
        ``unreadable_table``, ``no_such_column``, or ``bad_event`` with file, row (or number), column and value.
    """
    if name.lower().endswith(".toml"):
        try:
            found = tomllib.loads(content.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DataError("unreadable_table", file=name) from error
        entries = found.get("event", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise DataError("unreadable_table", file=name)
        return tuple(_event(name, number, entry) for number, entry in enumerate(entries, start=1))
    table = read_table(content, name)
    for column in ("code", "kind", "start"):
        table.column(column)
    return tuple(
        _event(name, number, dict(zip(table.columns, row, strict=True)))
        for number, row in enumerate(table.rows, start=table.first_row)
        if any(cell is not None for cell in row)
    )


def _event(file: str, row: int, entry: dict[str, object]) -> Event:
    code = str(entry.get("code") or "").strip()
    if not code:
        raise DataError("bad_event", file=file, row=row, column="code", value="")
    kind = str(entry.get("kind") or "").strip()
    if kind not in set(EventKind):
        raise DataError("bad_event", file=file, row=row, column="kind", value=kind)
    start = _day(file, row, "start", entry.get("start"))
    end = _day(file, row, "end", entry["end"]) if entry.get("end") is not None else start
    if end < start:
        raise DataError("bad_event", file=file, row=row, column="end", value=end.isoformat())
    repeats = str(entry.get("repeats")).strip().lower()
    if repeats not in YES | NO:
        raise DataError("bad_event", file=file, row=row, column="repeats", value=repeats)
    return Event(code, EventKind(kind), start, end, repeats in YES)


def _day(file: str, row: int, column: str, cell: object) -> date:
    moment: datetime | None = read_moment(cell)
    if moment is None:
        raise DataError(
            "bad_event", file=file, row=row, column=column, value="" if cell is None else str(cell)
        )
    return moment.date()
