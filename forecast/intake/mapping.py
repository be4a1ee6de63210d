"""guess_mapping: which column holds the time, the count and the category."""

from collections.abc import Callable
from dataclasses import dataclass

from forecast.errors import DataError
from forecast.intake.table import Table
from forecast.intake.values import read_clock, read_count, read_moment

TIMES = (
    "timestamp", "datetime", "date", "day", "start", "time", "ds",
    "来电时间", "受理时间", "登记时间", "开始时间", "日期时间", "日期", "时间", "统计日期",
)  # fmt: skip
"""Headings of a time column, the best first."""

CLOCKS = ("time", "interval", "slot", "half_hour", "hour", "时段", "时间段", "时间", "时刻", "小时")
"""Headings of a column with the time of day beside a date."""

COUNTS = (
    "offered", "calls", "requests", "contacts", "volume", "count", "total", "value", "amount", "y", "n",
    "来电量", "话务量", "呼入量", "呼入总量", "受理量", "诉求量", "来电数", "呼入数", "数量", "件数", "总量", "合计",
)  # fmt: skip
"""Headings of a count column, the best first."""

CATEGORIES = (
    "category", "type", "kind", "queue", "skill", "channel", "topic",
    "类别", "类型", "业务类型", "诉求类型", "渠道", "队列", "分类",
)  # fmt: skip
"""Headings of a category column, the best first."""

MOST = 0.8
"""Share of readable cells that tells what a column holds."""

SOME = 0.5
"""The same for a column whose heading says it already: its bad cells are to be named, not to hide it."""

SAMPLE = 200
"""Rows that are looked at to see what a column holds."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """
    Which column means what.

    Parameters
    ----------
    time
        Column with the date, or date and time.
    count
        Column with the count; None if every row is one contact.
    category
        Column whose values are counted apart and added up, or None.
    clock
        Column with the time of day, where `time` holds only the date, or None.
    """

    time: str
    count: str | None = None
    category: str | None = None
    clock: str | None = None


def guess_mapping(table: Table) -> Mapping:
    """
    Return the likely mapping: by heading first, then by what the cells hold.

    Raises
    ------
    DataError
        ``no_time_column`` if no column holds dates.
    """
    moments = [name for name in table.columns if _holds(table, name, read_moment, TIMES)]
    time = _named(moments, TIMES) or next(iter(moments), None)
    if time is None:
        raise DataError("no_time_column", file=table.name, columns=", ".join(table.columns))
    rest = [name for name in table.columns if name != time]
    numbers = [name for name in rest if _holds(table, name, read_count, COUNTS)]
    count = _named(numbers, COUNTS)
    clock = None
    if only_dates(table, time):
        clocks = [name for name in rest if name != count and _holds(table, name, read_clock, CLOCKS)]
        clock = _named(clocks, CLOCKS)
    if count is None:
        plain = [name for name in numbers if name != clock and name not in moments]
        count = plain[0] if len(plain) == 1 and len(table.columns) <= 3 else None
    category = _named([name for name in rest if name not in {count, clock}], CATEGORIES)
    return Mapping(time, count, category, clock)


def _named(columns: list[str], known: tuple[str, ...]) -> str | None:
    lowered = {name.strip().lower(): name for name in columns}
    return next((lowered[word] for word in known if word in lowered), None)


def _holds(table: Table, name: str, read: Callable[[object], object], known: tuple[str, ...]) -> bool:
    """Tell whether a column holds what `read` reads, by its cells and by its heading."""
    place = table.column(name)
    cells = [row[place] for row in table.rows[:SAMPLE] if row[place] is not None]
    readable = sum(read(cell) is not None for cell in cells)
    named = name.strip().lower() in known
    return readable > 0 and readable >= (SOME if named else MOST) * len(cells)


def only_dates(table: Table, name: str) -> bool:
    """Tell whether a column's moments have no time of day."""
    place = table.column(name)
    moments = [read_moment(row[place]) for row in table.rows[:SAMPLE]]
    return all(m.hour == m.minute == m.second == 0 for m in moments if m is not None)
