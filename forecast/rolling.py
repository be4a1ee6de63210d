"""Rolling origins: from which past days a forecast is tried, its rows beside what came in, and the scores."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecast import scores
from forecast.demand import Demand
from forecast.errors import SettingError
from forecast.models.naive import SeasonalNaive
from forecast.prediction import LEVELS, QUANTILE_NAMES, Prediction

ROW_COLUMNS: tuple[str, ...] = (
    "model", "origin", "date", "horizon", "actual", "mean", *QUANTILE_NAMES, "seconds",
)  # fmt: skip
"""Columns of a backtest table: one row per model, origin and day ahead that has an actual value."""


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


def rows_of(name: str, prediction: Prediction, demand: Demand, seconds: float) -> pd.DataFrame:
    """Return one row per day of a forecast that has an actual value; columns are `ROW_COLUMNS`."""
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
