"""
Update days slot by slot and print what it is worth beside no update and beside the plain ratio.

``python -m benchmarks.within_day FILE:COUNTRY [FILE:COUNTRY ...] [--step 30] [--days 60]``; a file has the columns
``timestamp,calls``. Each of the last days is forecast from the days before it, then updated after every hour with
slopes learned from forecasts before it. Error: sum of absolute errors over the sum of calls, of all slots still to
come. The last line is one JSON object with the same figures.
"""

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from desk.planning.forecasting import window_of
from forecast.backtest import forecast_history
from forecast.calendar import Calendar, Day
from forecast.demand import Demand
from forecast.prediction import Prediction
from forecast.within_day import Slopes, learn_slopes, update

EVERY = 7
"""Days between two forecasts; each serves the days up to the next."""

HOURS = range(7, 20)
"""Hours after which the day is updated."""


def main() -> None:
    """Measure every file that is named."""
    parser = argparse.ArgumentParser(description="Update days slot by slot.")
    parser.add_argument("files", nargs="+", metavar="FILE:COUNTRY")
    parser.add_argument("--step", type=int, default=30)
    parser.add_argument("--days", type=int, default=60)
    wanted = parser.parse_args()
    found: dict[str, object] = {}
    for name in wanted.files:
        path, _, country = name.partition(":")
        figures = measure(read(Path(path), wanted.step), Calendar(country or "none"), wanted.days)
        found[Path(path).stem] = figures
        for hour, row in figures["by_hour"].items():
            _write(f"{Path(path).stem:36.36} after {hour}:00  " + "  ".join(f"{k} {v:.4f}" for k, v in row.items()))  # fmt: skip
        _write(f"{Path(path).stem:36.36} all          " + "  ".join(f"{k} {v:.4f}" for k, v in figures["all"].items()))  # fmt: skip
    _write(json.dumps(found))


def read(path: Path, step: int) -> Demand:
    """Return a file of interval counts in slots of `step` minutes; slots outside of opening hours hold nothing."""
    series = pd.read_csv(path, parse_dates=["timestamp"]).set_index("timestamp")["calls"]
    series = series.resample(f"{step}min").sum(min_count=1)
    there = series.groupby(series.index.normalize()).transform(
        lambda day: day.notna().any() and day.sum() > 0
    )
    return Demand.from_series(series[there].fillna(0.0), step=step)


def measure(demand: Demand, calendar: Calendar, days: int) -> dict[str, dict[str, dict[str, float]]]:
    """Return errors of the slots to come, by hour and in all: no update, update, plain ratio; and the band's cover."""
    slots = demand.grid.slots_per_day
    counts = demand.values.reshape(demand.grid.days, slots)
    known = np.isfinite(counts).all(axis=1)
    counts = np.where(known[:, None], counts, np.nan)
    daily = Demand(demand.grid.daily(), counts.sum(axis=1))
    forecasts = np.full(demand.grid.days, np.nan)
    made: dict[int, tuple[Prediction, int]] = {}
    begin = max(2 * days, 56)
    for origin in range(demand.grid.days - begin, demand.grid.days, EVERY):
        last = demand.grid.start + timedelta(days=origin - 1)
        prediction = forecast_history(daily, calendar, horizon=EVERY, as_of=last, paths=1).champion
        for k in range(min(EVERY, demand.grid.days - origin)):
            forecasts[origin + k] = prediction.mean[k]
            made[origin + k] = (prediction, k)
    rows: list[dict[str, float]] = []
    for start in range(demand.grid.days - days, demand.grid.days, EVERY):
        last = demand.grid.start + timedelta(days=start - 1)
        past = demand.until(last)
        slopes = learn_slopes(past, forecasts[:start], calendar.at(last))
        for day in range(start, min(start + EVERY, demand.grid.days)):
            if known[day] and day in made:
                rows += _day(made[day], counts[day], slopes, calendar.day(demand.grid.dates[day]), slots)
    frame = pd.DataFrame(rows)
    return {
        "by_hour": {str(hour): _errors(part) for hour, part in frame.groupby("hour")},
        "all": _errors(frame),
    }


def _day(
    made: tuple[Prediction, int], counts: np.ndarray, slopes: Slopes, facts: Day, slots: int
) -> list[dict[str, float]]:
    """Return the errors of one day after every hour."""
    prediction, k = made
    one = window_of(prediction, prediction.grid.dates[k], 1)
    shares = slopes.profile.of(facts)
    rows = []
    for hour in HOURS:
        closed = hour * slots // 24
        found = update(one, counts[:closed], shares, slopes)
        e_s = found.expected_so_far
        ratio = found.so_far / e_s if e_s >= 5 else 1.0
        actual, plain = counts[closed:], found.expected[closed:]
        if actual.sum() == 0 and plain.sum() < 1:
            continue
        rest = float(actual.sum())
        total = float(counts.sum())
        rows.append(
            {
                "hour": hour, "calls": rest, "no_update": np.abs(actual - plain).sum(), "update": np.abs(actual - found.mean[closed:]).sum(),
                "ratio": np.abs(actual - plain * ratio).sum(), "rest_no_update": abs(rest - plain.sum()), "rest_update": abs(rest - found.rest),
                "rest_ratio": abs(rest - plain.sum() * ratio), "inside80": float(found.low <= total <= found.high), "slope": found.slope,
            }
        )  # fmt: skip
    return rows


def _errors(part: pd.DataFrame) -> dict[str, float]:
    calls = max(float(part["calls"].sum()), 1.0)
    sums = ("no_update", "update", "ratio", "rest_no_update", "rest_update", "rest_ratio")
    return {name: float(part[name].sum()) / calls for name in sums} | {
        "inside80": float(part["inside80"].mean()), "slope": float(part["slope"].mean())
    }  # fmt: skip


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
