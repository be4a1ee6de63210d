"""read_many: one file with many series below each other becomes one daily Demand each, or says what is wrong with it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from forecast.demand import Demand
from forecast.errors import DataError
from forecast.intake.calls import BadRow, Entry, demand_of, entries_of, slots_of, step_of, step_of_contacts
from forecast.intake.mapping import CATEGORIES, guess_mapping
from forecast.intake.table import Table, read_table

SERIES = (
    "series", "unique_id", "centre", "center", "site", "line", "city", "county", "region", "name",
    "序列", "中心", "热线", "城市", "区县", "地区", "单位", "名称", *CATEGORIES,
)  # fmt: skip
"""Headings of the column that tells the series apart, the best first."""


def read_many(
    content: bytes, name: str, *, by: str | None = None, zone: str = "Asia/Shanghai"
) -> Mapping[str, Demand | DataError]:
    """
    Return every series of a file by its name, in order of name, as daily demand or as what is wrong with it.

    Each series has its own first and last day; a day without a row is missing in it.

    Parameters
    ----------
    content, name
        The file's bytes and name.
    by
        Column that tells the series apart; guessed by its heading if None.
    zone
        Time zone of the file's wall clock.

    Raises
    ------
    DataError
        ``unreadable_table``, ``empty_table``, ``no_time_column`` or ``no_such_column``; ``no_series_column`` if no
        column tells the series apart.
    """
    table = read_table(content, name)
    column = by or _guessed(table)
    place = table.column(column)
    mapping = replace(guess_mapping(table), category=column)
    entries, bad = entries_of(table, mapping)
    good: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        good[entry.category].append(entry)
    wrong: dict[str, list[BadRow]] = defaultdict(list)
    for row in bad:
        label = table.rows[row.row - table.first_row][place]
        wrong[str(label or "")].append(row)
    found: dict[str, Demand | DataError] = {}
    for series in sorted({*good, *wrong}):
        slots, _, conflicts = slots_of(good[series], table.name, mapping)
        rows = [*wrong[series], *conflicts]
        if rows:
            first = min(rows, key=lambda row: row.row)
            found[series] = DataError(
                "bad_rows", file=name, count=len(rows), row=first.row, column=first.column, value=first.value
            )
            continue
        try:
            step = step_of_contacts(table, mapping) if mapping.count is None else step_of(slots, table.name)
            values = {moment: count for (moment, _), count in slots.items()}
            found[series] = demand_of(values, slots, mapping, step, zone, series).daily()
        except DataError as error:
            found[series] = error
    return found


def _guessed(table: Table) -> str:
    lowered = {column.strip().lower(): column for column in table.columns}
    column = next((lowered[word] for word in SERIES if word in lowered), None)
    if column is None:
        raise DataError("no_series_column", file=table.name, columns=", ".join(table.columns))
    return column
