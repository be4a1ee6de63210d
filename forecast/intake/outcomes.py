"""read_outcomes: what became of the calls, as switchboards report it by half-hour or by day."""

from collections.abc import Mapping as Roles
from dataclasses import dataclass
from datetime import date

import numpy as np

from forecast.demand import Demand
from forecast.errors import DataError
from forecast.intake.calls import BadRow, calls_in
from forecast.intake.mapping import Mapping, guess_mapping
from forecast.intake.table import Table, read_table

HEADINGS = {
    "answered": ("answered", "handled", "接通量", "接通数", "接通", "接听量", "应答量", "接起量"),
    "abandoned": ("abandoned", "放弃量", "放弃数", "放弃", "呼损量", "呼损", "未接通量", "排队放弃"),
    "within_target": ("within_target", "within_sl", "时限内接通", "15秒内接通", "15 秒内接通", "20秒内接通"),
    "wait_s": ("wait_s", "total_wait", "等待总时长", "排队总时长", "等待时长"),
    "mean_wait_s": ("mean_wait_s", "avg_wait", "asa", "平均等待时长", "平均排队时长", "平均等待"),
    "talk_s": ("talk_s", "talk_time", "通话总时长", "通话时长"),
    "after_call_s": ("after_call_s", "acw", "acw_time", "话后总时长", "话后处理时长", "事后处理时长"),
    "mean_handling_s": ("mean_handling_s", "aht", "平均处理时长", "平均通话时长"),
    "operators": ("operators", "agents", "staffed", "在岗人数", "在席人数", "签入人数", "坐席数"),
    "voicemail": ("voicemail", "messages", "留言量", "留言数", "留言"),
    "hung_up": ("hung_up", "hung_up_after_hours", "非服务时间挂断", "未留言挂断"),
    "web": ("web", "web_cases", "网络诉求", "网络工单"),
}  # fmt: skip
"""Columns that are understood, and their headings, the best first; ``mean_`` ones are means in seconds per call."""

NEEDED = "answered"
"""Without this nothing can be learned of the calls."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """
    What a file tells of its calls.

    Parameters
    ----------
    file, columns
        The file and all its columns.
    mapping
        Role (``time``, ``clock`` or one of `HEADINGS`) and column.
    series
        By name, on one grid: ``answered``, ``abandoned``, ``within_target``, ``wait_s`` (all callers together, seconds),
        ``handling_s`` (talk and after-call work of all calls, seconds), ``operators``, ``voicemail``, ``hung_up``, ``web``.
    bad_rows
        Cells that cannot be used.
    """

    file: str
    columns: tuple[str, ...]
    mapping: tuple[tuple[str, str], ...]
    series: Roles[str, Demand]
    bad_rows: tuple[BadRow, ...]


def guess_outcomes(table: Table) -> dict[str, str]:
    """
    Return role and column for every column whose heading is known, its time first.

    Raises
    ------
    DataError
        ``no_time_column``.
    """
    times = guess_mapping(table)
    found = {"time": times.time} | ({} if times.clock is None else {"clock": times.clock})
    lowered = {name.strip().lower(): name for name in table.columns if name not in found.values()}
    for role, headings in HEADINGS.items():
        column = next((lowered[word] for word in headings if word in lowered), None)
        if column is not None:
            found[role] = column
    return found


def read_outcomes(
    content: bytes,
    name: str,
    *,
    mapping: Roles[str, str] | None = None,
    today: date | None = None,
    zone: str = "Asia/Shanghai",
) -> Outcomes:
    """
    Read a file of outcomes.

    Parameters
    ----------
    content, name, today, zone
        As of `forecast.intake.read_calls`.
    mapping
        Role and column; guessed if None.

    Raises
    ------
    DataError
        As `forecast.intake.read_calls`; ``no_outcomes`` if no column holds answered calls.
    """
    table = read_table(content, name)
    chosen = guess_outcomes(table) if mapping is None else dict(mapping)
    if "time" not in chosen:
        raise DataError("no_time_column", file=name, columns=", ".join(table.columns))
    if NEEDED not in chosen:
        raise DataError("no_outcomes", file=name, columns=", ".join(table.columns))
    read: dict[str, Demand] = {}
    bad: dict[tuple[int, str], BadRow] = {}
    for role, column in chosen.items():
        if role not in HEADINGS:
            continue
        intake = calls_in(
            table, mapping=Mapping(chosen["time"], column, None, chosen.get("clock")), today=today, zone=zone
        )
        bad |= {(row.row, row.column): row for row in intake.bad_rows}
        if intake.series is not None:
            read[role] = intake.series
    if NEEDED not in read:
        raise DataError("no_good_row", file=name)
    return Outcomes(
        table.name, table.columns, tuple(chosen.items()), _totals(read),
        tuple(sorted(bad.values(), key=lambda row: row.row)),
    )  # fmt: skip


def _totals(read: dict[str, Demand]) -> dict[str, Demand]:
    """Return the series on the grid of the answered calls, means per call made into sums."""
    grid = read[NEEDED].grid
    values = {role: _on(series, read[NEEDED]) for role, series in read.items()}
    answered = values["answered"]
    came = answered + np.nan_to_num(values.get("abandoned", np.zeros(grid.slots)))
    if "mean_wait_s" in values:
        values.setdefault("wait_s", values["mean_wait_s"] * came)
    if {"talk_s", "after_call_s"} <= set(values):
        values["handling_s"] = values["talk_s"] + values["after_call_s"]
    elif "mean_handling_s" in values:
        values["handling_s"] = values["mean_handling_s"] * answered
    kept = (
        "answered",
        "abandoned",
        "within_target",
        "wait_s",
        "handling_s",
        "operators",
        "voicemail",
        "hung_up",
        "web",
    )
    return {role: Demand(grid, values[role], f"line.{role}") for role in kept if role in values}


def _on(series: Demand, base: Demand) -> np.ndarray:
    """Return the values of a series on the grid of another; rows left out may have shortened either."""
    grid = base.grid
    found = np.full((grid.days, grid.slots_per_day), np.nan)
    own = series.values.reshape(series.grid.days, -1)
    for day, row in zip(series.grid.dates, own, strict=True):
        k = (day - grid.start).days
        if 0 <= k < grid.days and len(row) == grid.slots_per_day:
            found[k] = row
    return found.ravel()
