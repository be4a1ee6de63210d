"""Use of the engine without a store: a file in, a forecast or a backtest out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from desk.planning.forecasting import model_score
from desk.results import ModelScore
from forecast.backtest import backtest, forecast_history, score_table
from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.prediction import QUANTILE_NAMES

DATES = ("date", "day", "ds", "日期")
"""Names under which a file may hold its days; else its first column."""

VALUES = ("calls", "value", "volume", "count", "y", "requests", "total", "话务量", "来电量", "诉求量")
"""Names under which a file may hold its counts; else the first column of numbers."""

Told = Callable[[float], None]


def forecast_file(
    history: Path,
    country: str,
    *,
    horizon: int,
    as_of: date | None = None,
    events: Path | None = None,
    progress: Told | None = None,
) -> tuple[str, tuple[ModelScore, ...]]:
    """
    Return a forecast as CSV, with the scores of a short backtest before its origin.

    Raises
    ------
    PlanError
        As `forecast.backtest.forecast_history` and `read_daily`.
    """
    demand, calendar, own = read_daily(history), Calendar(country), read_events(events)
    if as_of is not None:
        demand, calendar = demand.until(as_of), calendar.at(as_of)
    made = forecast_history(demand, calendar, own, horizon=horizon)
    table = pd.DataFrame(made.champion.quantiles, columns=list(QUANTILE_NAMES))
    table.insert(0, "mean", made.champion.mean)
    table.insert(0, "date", made.champion.grid.index.strftime("%Y-%m-%d"))
    csv = table.to_csv(index=False, float_format="%.4f")
    if demand.grid.days < 2 * horizon + 7:
        return csv, ()
    rows = backtest(
        demand, calendar, own, horizon=horizon, every=horizon, origins=3,
        progress=None if progress is None else lambda done, whole: progress(done / whole),
    )  # fmt: skip
    return csv, tuple(model_score(score) for score in score_table(rows, demand))


def backtest_file(
    history: Path,
    country: str,
    *,
    horizon: int,
    every: int,
    origins: int,
    events: Path | None = None,
    progress: Told | None = None,
) -> tuple[str, tuple[ModelScore, ...]]:
    """Return every forecast of a backtest as CSV, with the scores of champion and seasonal naive."""
    demand = read_daily(history)
    rows = backtest(
        demand, Calendar(country), read_events(events), horizon=horizon, every=every, origins=origins,
        progress=None if progress is None else lambda done, whole: progress(done / whole),
    )  # fmt: skip
    scores = tuple(model_score(score) for score in score_table(rows, demand))
    return rows.to_csv(index=False, float_format="%.4f", date_format="%Y-%m-%d"), scores


def read_daily(file: Path) -> Demand:
    """
    Return the daily history of a CSV file; days that are absent stay absent.

    Raises
    ------
    DataError
        ``missing_file``, ``unreadable_file``, ``no_counts``, or ``unreadable_value``, ``negative_count`` and
        ``double_day`` with file, row, column and value.
    """
    table = _read(file)
    day_column = next((c for c in table.columns if c.strip().lower() in DATES), table.columns[0])
    numbers = [c for c in table.columns if c != day_column]
    value_column = next((c for name in VALUES for c in numbers if c.strip().lower() == name), None)
    if value_column is None:
        value_column = next(
            (c for c in numbers if pd.to_numeric(table[c], errors="coerce").notna().any()), None
        )
    if value_column is None:
        raise DataError("no_counts", file=str(file), columns=", ".join(table.columns))
    days = _converted(
        table, day_column, file, pd.to_datetime(table[day_column], errors="coerce", format="mixed")
    )
    counts = _converted(table, value_column, file, pd.to_numeric(table[value_column], errors="coerce"))
    series = pd.Series(counts.to_numpy(dtype=float), index=pd.DatetimeIndex(days).normalize()).dropna()
    if (series < 0).any():
        row = int((counts < 0).to_numpy().argmax())
        raise DataError(
            "negative_count",
            file=str(file),
            row=row + 2,
            column=value_column,
            value=str(table[value_column].iloc[row]),
        )
    if series.index.has_duplicates:
        raise DataError("double_day", file=str(file), day=series.index[series.index.duplicated()][0].date())
    if series.empty:
        raise DataError("no_counts", file=str(file), columns=", ".join(table.columns))
    return Demand.from_series(series)


def read_events(file: Path | None) -> tuple[Event, ...]:
    """
    Return the events of a CSV file with the columns ``code,kind,start,end`` and optionally ``repeats``.

    Raises
    ------
    DataError
        ``missing_column`` or ``unreadable_value``.
    """
    if file is None:
        return ()
    table = _read(file)
    for column in ("code", "kind", "start", "end"):
        if column not in table.columns:
            raise DataError("missing_column", file=str(file), column=column)
    found = []
    for row, facts in enumerate(table.fillna("").to_dict("records"), start=2):
        try:
            found.append(
                Event(
                    str(facts["code"]),
                    EventKind(str(facts["kind"])),
                    date.fromisoformat(str(facts["start"])),
                    date.fromisoformat(str(facts["end"])),
                    str(facts.get("repeats", "")).strip().lower() in {"1", "true", "yes", "是"},
                )
            )
        except ValueError as error:
            raise DataError(
                "unreadable_value", file=str(file), row=row, column="kind,start,end", value=str(error)
            ) from error
    return tuple(found)


def _read(file: Path) -> pd.DataFrame:
    if not file.is_file():
        raise DataError("missing_file", file=str(file))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            table = pd.read_csv(file, dtype=str, encoding=encoding, comment="#")
        except UnicodeDecodeError:
            continue
        except (OSError, ValueError) as error:
            raise DataError("unreadable_file", file=str(file), reason=str(error)) from error
        if table.empty:
            raise DataError("no_counts", file=str(file), columns=", ".join(table.columns))
        return table
    raise DataError("unreadable_file", file=str(file), reason="UTF-8, GB18030")


def _converted(table: pd.DataFrame, column: str, file: Path, found: pd.Series) -> pd.Series:
    """Return a converted column; a value that could not be converted is named."""
    wrong = found.isna() & table[column].notna()
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise DataError(
            "unreadable_value", file=str(file), row=row + 2, column=column, value=str(table[column].iloc[row])
        )
    return found
