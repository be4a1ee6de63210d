"""What a benchmark of forecasts reads and prints: shared daily files, figures beside seasonal naive, their means."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from forecast import scores
from forecast.calendar import Calendar
from forecast.demand import Demand
from forecast.models.naive import SeasonalNaive
from forecast.prediction import QUANTILE_NAMES

BANDS = {"1-3": (1, 3), "4-14": (4, 14), "15-28": (15, 28)}
"""Days ahead that are scored together."""

MAIN_HOLIDAYS = ("spring_festival", "christmas", "thanksgiving", "new_years_day")
"""Holidays whose windows are scored apart, where a country keeps them; the lunar new year stands for 1 January."""

WINDOW = 7
"""Days either side of a main holiday."""

COUNTRIES = {
    "bank": "US", "ems_gb": "GB", "iowa": "US", "kaohsiung": "TW", "montco911": "US", "taiwan": "TW", "tokyo": "JP"
}  # fmt: skip
"""Country of a shared file by how its name begins."""

FIGURES = (
    "relative_crps", *BANDS, "mase", "coverage_80", "coverage_95", "holiday_crps", "holiday_80", "seconds"
)  # fmt: skip
"""What is printed of every model."""


def shared_files() -> list[str]:
    """Return the daily files beside the repository."""
    return [str(path) for path in sorted(Path("../shared/data").glob("*_daily.csv"))]


def country_of(path: Path) -> str:
    """Return the country of a shared file, ``none`` for any other."""
    return next((code for start, code in COUNTRIES.items() if path.name.startswith(start)), "none")


def read(path: Path, country: str) -> tuple[Demand, Calendar]:
    """Return the history of a file with the columns ``date,calls``, and its calendar."""
    frame = pd.read_csv(path, parse_dates=["date"])
    return Demand.from_series(frame.set_index("date")["calls"]), Calendar(country)


def named(names: Sequence[str]) -> list[tuple[Path, str]]:
    """Return files and their countries, of all shared files if none is named as ``FILE[:COUNTRY]``."""
    found = []
    for name in names or shared_files():
        path, _, country = name.partition(":")
        found.append((Path(path), country or country_of(Path(path))))
    return found


def figures_of(rows: pd.DataFrame, demand: Demand, calendar: Calendar) -> dict[str, dict[str, float]]:
    """Return the figures of every model, each beside seasonal naive on the days that it forecast."""
    quantiles = rows[list(QUANTILE_NAMES)].to_numpy()
    actual = rows["actual"].to_numpy(dtype=float)
    scale = {
        stamp: scores.naive_scale(demand.until(stamp.date()).values) for stamp in rows["origin"].unique()
    }
    losses = rows.assign(
        crps=scores.crps(actual, quantiles),
        scaled=np.abs(actual - rows["mean"].to_numpy(dtype=float))
        / rows["origin"].map(scale).to_numpy(dtype=float),
        in_80=(actual >= rows["p10"]) & (actual <= rows["p90"]),
        in_95=(actual >= rows["p025"]) & (actual <= rows["p975"]),
        festive=in_window(calendar, [stamp.date() for stamp in rows["date"]]),
    )
    naive = losses[losses["model"] == SeasonalNaive.code].set_index(["origin", "date"])["crps"]
    losses["naive"] = naive.reindex(pd.MultiIndex.from_frame(losses[["origin", "date"]])).to_numpy()
    return {str(name): _figures(part) for name, part in losses.groupby("model")}


def _figures(part: pd.DataFrame) -> dict[str, float]:
    festive = part[part["festive"]]
    found = {
        "relative_crps": _ratio(part),
        "mase": float(part["scaled"].mean()),
        "coverage_80": float(part["in_80"].mean()),
        "coverage_95": float(part["in_95"].mean()),
        "holiday_crps": _ratio(festive),
        "holiday_80": float(festive["in_80"].mean()) if len(festive) else float("nan"),
        "seconds": float(part.groupby("origin")["seconds"].first().median()),
        "origins": float(part["origin"].nunique()),
    }
    for band, (first, last) in BANDS.items():
        found[band] = _ratio(part[part["horizon"].between(first, last)])
    return found


def _ratio(part: pd.DataFrame) -> float:
    whole = float(part["naive"].sum())
    return float(part["crps"].sum()) / whole if whole > 0 else float("nan")


def in_window(calendar: Calendar, days: Sequence[date]) -> np.ndarray:
    """Return which days lie within `WINDOW` days of a main holiday, shape (days,)."""
    mains = [
        festival
        for year in range(min(days).year - 1, max(days).year + 2)
        for festival in calendar.festivals(year)
        if festival.code in MAIN_HOLIDAYS
    ]
    lunar = any(festival.code == "spring_festival" for festival in mains)
    at = {f.main.toordinal() for f in mains if not (lunar and f.code == "new_years_day")}
    near = {day + k for day in at for k in range(-WINDOW, WINDOW + 1)}
    return np.array([day.toordinal() in near for day in days])


def summary(found: dict[str, dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Return each model's geometric mean of ratios and plain mean of shares over all series."""
    overall = {}
    for model in sorted({model for table in found.values() for model in table}):
        tables = [table[model] for table in found.values() if model in table]
        overall[model] = {figure: _mean(figure, [table[figure] for table in tables]) for figure in FIGURES}
    return overall


def _mean(figure: str, values: list[float]) -> float:
    known = np.array([value for value in values if np.isfinite(value)])
    if not len(known):
        return float("nan")
    if figure in {"relative_crps", "holiday_crps", "mase", *BANDS}:
        return float(np.exp(np.mean(np.log(known))))
    return float(known.mean())


def show(name: str, table: Mapping[str, Mapping[str, float]], figures: Sequence[str] = FIGURES) -> None:
    """Print the figures of every model on one series, best first."""
    write(f"{name:36.36} " + " ".join(f"{figure:>13}" for figure in figures))
    for model, found in sorted(table.items(), key=lambda item: item[1]["relative_crps"]):
        write(f"  {model:34} " + " ".join(f"{found[figure]:13.3f}" for figure in figures))


def show_overall(
    found: dict[str, dict[str, dict[str, float]]], leading: str, figures: Sequence[str] = FIGURES
) -> None:
    """Print the means over all series, then everything as one JSON object."""
    overall = summary(found)
    for model, means in overall.items():
        write(f"all: {model:31} " + " ".join(f"{means[figure]:13.3f}" for figure in figures))
    write(
        json.dumps({"relative_crps": overall[leading]["relative_crps"], "overall": overall, "series": found})
    )


def write(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
