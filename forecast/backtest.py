"""Rolling origins: how each model would have done, and the forecast that comes of the best one."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecast import scores
from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import ModelError, SettingError
from forecast.models import Model
from forecast.models.naive import SeasonalNaive
from forecast.models.registry import MODELS
from forecast.prediction import LEVELS, QUANTILE_NAMES, Note, Prediction

ROW_COLUMNS: tuple[str, ...] = (
    "model", "origin", "date", "horizon", "actual", "mean", *QUANTILE_NAMES, "seconds",
)  # fmt: skip
"""Columns of a backtest table: one row per model, origin and day ahead that has an actual value."""

CHAMPION = "champion"
"""Name of the chosen forecast in a backtest table, whichever model it was."""


@dataclass(frozen=True, slots=True)
class Score:
    """
    How one model did.

    Parameters
    ----------
    model
        Code of the model.
    origins, days
        Forecasts made, and days with an actual value in them.
    crps
        Mean continuous ranked probability score, in the unit of the demand.
    scaled_crps
        The same over the mean seasonal naive error within each origin's history.
    relative_crps
        The same over that of seasonal naive on the same days; below 1 is better than naive.
    mase, wape
        See `forecast.scores`.
    coverage_80, coverage_95
        Share of days within the interval.
    width_80
        Mean width of the 80 percent interval over the mean actual value.
    seconds
        Median wall-clock time of one fit and forecast.
    """

    model: str
    origins: int
    days: int
    crps: float
    scaled_crps: float
    relative_crps: float
    mase: float
    wape: float
    coverage_80: float
    coverage_95: float
    width_80: float
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """
    A forecast beside seasonal naive, with what led to it.

    Parameters
    ----------
    champion
        The chosen prediction.
    naive
        Seasonal naive for the same days.
    scores
        How the models did on past origins, best first; empty if the history is too short to tell.
    notes
        Why this model was chosen, what was masked, why it is wide ...
    """

    champion: Prediction
    naive: Prediction
    scores: tuple[Score, ...]
    notes: tuple[Note, ...]


def forecast_history(
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    horizon: int,
    as_of: date | None = None,
    paths: int = 200,
    seed: int = 0,
    model: str | None = None,
) -> Forecast:
    """
    Forecast the days after a daily history.

    Parameters
    ----------
    demand
        Daily history.
    calendar, events
        What is known about dates.
    horizon
        Days ahead, 1 to 120.
    as_of
        The last day known; later days and later calendar corrections are not looked at. None means the
        last day of the history.
    paths, seed
        Number and seed of the sample paths.
    model
        Code of a model to use instead of the chosen one.

    Raises
    ------
    DataError
        ``origin_before_history`` or ``no_history``.
    SettingError
        ``origin_after_history``, ``horizon_out_of_range`` or ``unknown_model``.
    """
    if model is not None and model not in MODELS:
        raise SettingError("unknown_model", model=model, known=", ".join(MODELS))
    if as_of is not None:
        if as_of > demand.grid.end:
            raise SettingError("origin_after_history", origin=as_of, last=demand.grid.end)
        demand, calendar = demand.until(as_of), calendar.at(as_of)
    naive = SeasonalNaive().fit(demand, calendar, events).predict(horizon, paths=paths, seed=seed)
    order = (model,) if model is not None else tuple(MODELS)
    champion, notes = _first_that_fits(order, demand, calendar, events, horizon, paths, seed)
    return Forecast(champion, naive, (), (*notes, *champion.notes))


def _first_that_fits(
    order: Sequence[str],
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event],
    horizon: int,
    paths: int,
    seed: int,
) -> tuple[Prediction, tuple[Note, ...]]:
    """Return the prediction of the first model that can be used, with a note for each that could not."""
    notes: list[Note] = []
    for code in (*order, SeasonalNaive.code):
        made: Model = MODELS[code]()
        try:
            prediction = made.fit(demand, calendar, events).predict(horizon, paths=paths, seed=seed)
        except ModelError as error:
            notes.append(Note(error.code, tuple(error.details.items())))
            continue
        return prediction, tuple(notes)
    raise AssertionError("seasonal naive fits every history with a known day")


def origins_of(demand: Demand, *, horizon: int, every: int, origins: int) -> tuple[date, ...]:
    """
    Return the last known day of each forecast, oldest first.

    The last origin leaves a full horizon before the end of the history; earlier ones step back from it.

    Raises
    ------
    SettingError
        ``bad_backtest`` if `every` or `origins` is below 1, ``no_room_for_origins`` if not even one origin
        leaves a week of history before it.
    """
    if every < 1 or origins < 1:
        raise SettingError("bad_backtest", every=every, origins=origins)
    last = demand.grid.end - timedelta(days=horizon)
    found = [last - timedelta(days=every * k) for k in range(origins)]
    found = [origin for origin in found if (origin - demand.grid.start).days >= 6]
    if not found:
        raise SettingError("no_room_for_origins", days=demand.grid.days, horizon=horizon, needed=horizon + 7)
    return tuple(reversed(found))


def backtest(
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    horizon: int,
    every: int,
    origins: int,
    seed: int = 0,
    models: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """
    Forecast from past origins as if each were today, for the champion and for seasonal naive.

    Nothing after an origin is used: neither values nor calendar corrections, nor for choosing the model.

    Parameters
    ----------
    demand, calendar, events
        As in `forecast_history`.
    horizon, every, origins
        Days ahead, days between origins, number of origins; fewer if the history has no room.
    models
        Codes of further models to list beside the champion.
    progress
        Called with origins done and origins in all.

    Returns
    -------
    pandas.DataFrame
        Columns `ROW_COLUMNS`; days without an actual value have no row.

    Raises
    ------
    DataError, SettingError
        As `forecast_history` and `origins_of`.
    """
    for code in models:
        if code not in MODELS:
            raise SettingError("unknown_model", model=code, known=", ".join(MODELS))
    starts = origins_of(demand, horizon=horizon, every=every, origins=origins)
    parts: list[pd.DataFrame] = []
    for done, origin in enumerate(starts):
        if progress is not None:
            progress(done, len(starts))
        known, view = demand.until(origin), calendar.at(origin)
        if not np.isfinite(known.values).any():
            continue
        began = time.perf_counter()
        champion, _ = _first_that_fits(tuple(MODELS), known, view, events, horizon, 1, seed)
        parts.append(_rows(CHAMPION, champion, demand, time.perf_counter() - began))
        for code in dict.fromkeys((*models, SeasonalNaive.code)):
            began = time.perf_counter()
            try:
                other = MODELS[code]().fit(known, view, events).predict(horizon, paths=1, seed=seed)
            except ModelError:
                continue  # a model that cannot be used on this history has no row
            parts.append(_rows(code, other, demand, time.perf_counter() - began))
    if progress is not None:
        progress(len(starts), len(starts))
    return pd.concat(parts, ignore_index=True)


def _rows(name: str, prediction: Prediction, demand: Demand, seconds: float) -> pd.DataFrame:
    first = demand.grid.slot_of(prediction.grid.start)
    actual = demand.series().iloc[first : first + prediction.grid.days].to_numpy()
    frame = pd.DataFrame(prediction.quantiles, columns=list(QUANTILE_NAMES))
    frame.insert(0, "mean", prediction.mean)
    frame.insert(0, "actual", actual)
    frame.insert(0, "horizon", np.arange(1, prediction.grid.days + 1))
    frame.insert(0, "date", prediction.grid.index)
    frame.insert(0, "origin", pd.Timestamp(prediction.origin))
    frame.insert(0, "model", name)
    frame["seconds"] = seconds
    return frame[frame["actual"].notna()]


def score_table(rows: pd.DataFrame, demand: Demand) -> tuple[Score, ...]:
    """
    Return the score of every model in a backtest table, best scaled CRPS first.

    Parameters
    ----------
    rows
        Table made by `backtest`.
    demand
        The history it was made on, for the scale of MASE.
    """
    scale = {
        origin: scores.naive_scale(demand.until(origin.date()).values) for origin in rows["origin"].unique()
    }
    quantiles = rows[list(QUANTILE_NAMES)].to_numpy()
    actual = rows["actual"].to_numpy(dtype=float)
    losses = rows.assign(
        crps=scores.crps(actual, quantiles),
        error=np.abs(actual - rows["mean"].to_numpy()),
        scale=rows["origin"].map(scale).to_numpy(dtype=float),
    )
    naive = float(losses.loc[losses["model"] == SeasonalNaive.code, "crps"].mean())
    table = [_score(str(name), part, naive) for name, part in losses.groupby("model")]
    return tuple(sorted(table, key=lambda score: score.crps))


def _score(name: str, part: pd.DataFrame, naive: float) -> Score:
    actual = part["actual"].to_numpy(dtype=float)
    bounds = {
        level: part[QUANTILE_NAMES[LEVELS.index(level)]].to_numpy() for level in (0.025, 0.1, 0.9, 0.975)
    }
    mean = float(actual.mean())
    return Score(
        model=name,
        origins=int(part["origin"].nunique()),
        days=len(part),
        crps=float(part["crps"].mean()),
        scaled_crps=float((part["crps"] / part["scale"]).mean()),
        relative_crps=float(part["crps"].mean()) / naive if naive > 0 else float("nan"),
        mase=float((part["error"] / part["scale"]).mean()),
        wape=scores.wape(actual, part["mean"].to_numpy(dtype=float)),
        coverage_80=scores.coverage(actual, bounds[0.1], bounds[0.9]),
        coverage_95=scores.coverage(actual, bounds[0.025], bounds[0.975]),
        width_80=scores.interval_width(bounds[0.1], bounds[0.9]) / mean if mean > 0 else float("nan"),
        seconds=float(part.groupby("origin")["seconds"].first().median()),
    )
