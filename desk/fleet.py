"""Use of the engine for many series: one file in, one file out, and a sentence for each series that failed."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from desk.files import content_of, events_of
from forecast.calendar import Calendar
from forecast.demand import Demand
from forecast.errors import DataError, PlanError, SettingError
from forecast.fleet import forecast_many
from forecast.intake import read_many
from forecast.models.registry import MODELS
from forecast.models.sampling import LONGEST_HORIZON
from forecast.prediction import QUANTILE_NAMES


@dataclass(frozen=True, slots=True)
class FleetResult:
    """
    Forecasts of many series.

    Parameters
    ----------
    table
        CSV with one row per series and day: series, model, date, mean and quantiles; empty if all have failed.
    models
        How many series each model, or mean of models, forecast.
    failed
        By name: why a series has no forecast.
    """

    table: str
    models: dict[str, int]
    failed: dict[str, PlanError]


def forecast_fleet(
    file: Path,
    country: str,
    *,
    horizon: int,
    by: str | None = None,
    events: Path | None = None,
    model: str | None = None,
    workers: int | None = None,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> FleetResult:
    """
    Forecast every series of a file.

    Parameters
    ----------
    file
        Series below each other, told apart by one column.
    by
        That column; guessed if None.
    workers
        Processes at once; two where the machine has them, if None.

    Raises
    ------
    SettingError
        ``horizon_out_of_range``, ``unknown_model``, ``unknown_country`` or ``bad_workers``.
    DataError
        As `forecast.intake.read_many`.
    """
    if not 1 <= horizon <= LONGEST_HORIZON:
        raise SettingError("horizon_out_of_range", horizon=horizon, longest=LONGEST_HORIZON)
    if model is not None and model not in MODELS:
        raise SettingError("unknown_model", model=model, known=", ".join(MODELS))
    if workers is not None and workers < 1:
        raise SettingError("bad_workers", workers=workers)
    calendar, own = Calendar(country), events_of(events)
    found = read_many(content_of(file), file.name, by=by)
    failed: dict[str, PlanError] = {
        name: demand for name, demand in found.items() if isinstance(demand, DataError)
    }
    usable = {name: demand for name, demand in found.items() if isinstance(demand, Demand)}
    parts, models = [], dict[str, int]()
    for name, made in forecast_many(
        usable, calendar, own, horizon=horizon, model=model, seed=seed, progress=progress,
        workers=workers or min(2, os.cpu_count() or 1),
    ):  # fmt: skip
        if isinstance(made, PlanError):
            failed[name] = made
            continue
        champion = made.champion
        models[champion.model] = models.get(champion.model, 0) + 1
        part = pd.DataFrame(champion.quantiles, columns=list(QUANTILE_NAMES))
        part.insert(0, "mean", champion.mean)
        part.insert(0, "date", champion.grid.index.strftime("%Y-%m-%d"))
        part.insert(0, "model", champion.model)
        part.insert(0, "series", name)
        parts.append(part)
    table = pd.concat(parts, ignore_index=True).to_csv(index=False, float_format="%.4f") if parts else ""
    return FleetResult(table, models, dict(sorted(failed.items())))
