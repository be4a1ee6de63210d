"""
Ask public forecasting packages the same questions, each in an environment of its own, made on demand.

A task is one JSON file: ``dates`` (the axis: weekdays on which the series is never seen are left out),
``values`` (null where missing) and ``filled`` (missing days by the same weekday about them), ``season`` (axis
days in a week), ``offset`` (added before the log), ``country``, ``lunar_new_years``, ``regressors`` (one row per
date), ``levels`` and ``origins`` (date, days known, days to forecast). The answer is a CSV: model, origin, date,
processor seconds, one quantile per level.
"""

import hashlib
import json
import os
import subprocess
import venv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from forecast.calendar import LUNAR_COUNTRIES, Calendar, lunar_new_year
from forecast.demand import Demand
from forecast.models import features, sampling
from forecast.prediction import LEVELS, QUANTILE_NAMES

PROPHET, STATSFORECAST = "prophet==1.5.0", "statsforecast==2.1.1"

PEERS = {
    "Prophet": (PROPHET, "peer_prophet.py"),
    "AutoARIMA": (STATSFORECAST, "peer_statsforecast.py"),
    "AutoETS": (STATSFORECAST, "peer_statsforecast.py"),
    "AutoTheta": (STATSFORECAST, "peer_statsforecast.py"),
    "MSTL": (STATSFORECAST, "peer_statsforecast.py"),
    "SeasonalNaive": (STATSFORECAST, "peer_statsforecast.py"),
}
"""Every peer: the package with its version, and the script that asks it."""

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "lianxin" / "peers"
"""Where environments and answers are kept; an answer is asked again when the task or the script changes."""


def python_of(package: str) -> Path:
    """Return the interpreter of a package's own environment, made if it is not there yet."""
    folder = CACHE / package
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", package], check=True)
        (folder / "ready").touch()
    return python


def task_of(demand: Demand, calendar: Calendar, origins: Sequence[date], horizon: int) -> dict[str, object]:
    """Return the task that the peers get: everything that our own model knows, in their words."""
    days = calendar.days(demand.grid.start, demand.grid.days)
    weekday = np.array([day.date.weekday() for day in days])
    weekdays = [k for k in range(7) if np.isfinite(demand.values[weekday == k]).any()]
    axis = np.isin(weekday, weekdays)
    dates = [day.date for day, kept in zip(days, axis, strict=True) if kept]
    values = sampling.without_outages(demand.values)[axis]
    offset = 0.5 if sampling.is_count(values) else 0.0
    if (values == 0).any() and offset == 0:
        offset = 0.05 * float(np.quantile(values[values > 0], 0.05))
    filled = values.copy()
    for k in range(len(weekdays)):
        same = pd.Series(values[k :: len(weekdays)])
        filled[k :: len(weekdays)] = same.interpolate(limit_direction="both").to_numpy()
    at = {day: k for k, day in enumerate(dates)}
    asked = []
    for origin in origins:
        known = sum(day <= origin for day in dates)
        rows = sum(origin < day <= origin + timedelta(days=horizon) for day in dates)
        asked.append({"date": str(origin), "known": known, "rows": rows})
    lunar = []
    if calendar.country in LUNAR_COUNTRIES:
        lunar = [str(lunar_new_year(year)) for year in range(dates[0].year - 1, dates[-1].year + 2)]
    return {
        "dates": [str(day) for day in at],
        "values": [None if np.isnan(v) else float(v) for v in values],
        "filled": [float(v) for v in filled],
        "season": len(weekdays),
        "offset": offset,
        "country": calendar.country,
        "lunar_new_years": lunar,
        "regressors": _regressors(calendar, dates).tolist(),
        "levels": list(LEVELS),
        "origins": asked,
    }


def _regressors(calendar: Calendar, dates: Sequence[date]) -> np.ndarray:
    """Return some 20 columns: three annual pairs, kinds of day, a lunar window in steps, the turn of the year."""
    days = [calendar.day(day) for day in dates]
    ordinal = np.array([day.toordinal() for day in dates])
    columns = []
    if len(dates) > 366:
        for k in (1, 2, 3):
            columns += [np.sin(2 * np.pi * k * ordinal / 365.25), np.cos(2 * np.pi * k * ordinal / 365.25)]
    labels = [features.labels(day, calendar) for day in days]
    for name in sorted({label for found in labels for label in found}):
        columns.append(np.array([1.0 * (name in found) for found in labels]))
    distance = np.array([999 if day.lunar_distance is None else day.lunar_distance for day in days])
    for first, last in ((-10, -4), (-3, -1), (0, 0), (1, 2), (3, 4), (5, 7), (8, 14)):
        columns.append(1.0 * ((distance >= first) & (distance <= last)))
    if calendar.country != "none":
        for month, of_month in ((12, 24), (12, 25), (12, 26), (12, 31), (1, 1)):
            columns.append(np.array([1.0 * ((day.month, day.day) == (month, of_month)) for day in dates]))
    return np.column_stack(
        [column for column in columns if np.any(column != column[0])] or [np.zeros(len(dates))]
    )


def ask(name: str, task: dict[str, object]) -> pd.DataFrame:
    """Return a peer's forecasts: model, origin, date, seconds and one column per quantile."""
    package, script = PEERS[name]
    source = Path(__file__).with_name(script)
    text = json.dumps(task)
    key = hashlib.sha256((package + name + source.read_text() + text).encode()).hexdigest()[:16]
    answers = CACHE / "answers"
    answers.mkdir(parents=True, exist_ok=True)
    kept = answers / f"{name}-{key}.csv"
    if not kept.exists():
        asked, part = answers / f"{name}-{key}.json", answers / f"{name}-{key}.part"
        asked.write_text(text)
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
        subprocess.run(
            [str(python_of(package)), str(source), str(asked), str(part), name],
            check=True,
            env={**os.environ, **single},
            capture_output=True,
        )
        part.rename(kept)
        asked.unlink()
    table = pd.read_csv(kept, names=["model", "origin", "date", "seconds", *QUANTILE_NAMES])
    return table.assign(origin=pd.to_datetime(table["origin"]), date=pd.to_datetime(table["date"]))
