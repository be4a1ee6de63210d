"""Use of the engine without a store: a file in, a forecast or a backtest out."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from desk.scored import ModelScore
from forecast.backtest import backtest, forecast_history
from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.intake import read_calls, read_events
from forecast.models.house import FEWEST_DAYS
from forecast.prediction import QUANTILE_NAMES, Note
from forecast.rolling import score_table
from forecast.similar import known_until

Told = Callable[[float], None]


def forecast_file(
    history: Path,
    country: str,
    *,
    horizon: int,
    as_of: date | None = None,
    events: Path | None = None,
    similar: Sequence[Path] = (),
    progress: Told | None = None,
) -> tuple[str, tuple[ModelScore, ...], tuple[Note, ...]]:
    """
    Return a forecast as CSV, how the models did on the past, and why one of them was chosen.

    Raises
    ------
    PlanError
        As `forecast.backtest.forecast_history`, `read_daily` and `similar_of`.
    """
    demand = read_daily(history)
    made = forecast_history(
        demand, Calendar(country), events_of(events), horizon=horizon, as_of=as_of,
        similar=similar_of(similar, demand, as_of or demand.grid.end),
        progress=None if progress is None else lambda done, whole: progress(done / whole),
    )  # fmt: skip
    table = pd.DataFrame(made.champion.quantiles, columns=list(QUANTILE_NAMES))
    table.insert(0, "mean", made.champion.mean)
    table.insert(0, "date", made.champion.grid.index.strftime("%Y-%m-%d"))
    csv = table.to_csv(index=False, float_format="%.4f")
    return csv, tuple(ModelScore.of(score) for score in made.scores), made.notes


def backtest_file(
    history: Path,
    country: str,
    *,
    horizon: int,
    every: int,
    origins: int,
    events: Path | None = None,
    similar: Sequence[Path] = (),
    progress: Told | None = None,
) -> tuple[str, tuple[ModelScore, ...]]:
    """Return every forecast of a backtest as CSV, with the scores of champion and seasonal naive."""
    demand = read_daily(history)
    rows = backtest(
        demand, Calendar(country), events_of(events), horizon=horizon, every=every, origins=origins,
        similar=similar_of(similar, demand, demand.grid.end),
        progress=None if progress is None else lambda done, whole: progress(done / whole),
    )  # fmt: skip
    scores = tuple(ModelScore.of(score) for score in score_table(rows, demand))
    return rows.to_csv(index=False, float_format="%.4f", date_format="%Y-%m-%d"), scores


def read_daily(file: Path) -> Demand:
    """
    Return the daily history of a file; days that are absent stay absent.

    Raises
    ------
    DataError
        ``cannot_read``, or as `forecast.intake.read_calls`; ``bad_rows`` if a row cannot be used.
    """
    return read_calls(content_of(file), file.name).demand.daily()


def similar_of(files: Sequence[Path], demand: Demand, until: date) -> tuple[Demand, ...]:
    """
    Return the daily histories of similar centres.

    Parameters
    ----------
    files
        One history each.
    demand
        The history that is to be forecast, which is not similar to itself.
    until
        The last day that is looked at.

    Raises
    ------
    DataError
        As `read_daily`; ``similar_is_itself``, or ``similar_too_short`` if a file knows fewer than two weeks until then.
    """
    found = []
    for file in files:
        other = read_daily(file)
        if other.grid == demand.grid and np.array_equal(other.values, demand.values, equal_nan=True):
            raise DataError("similar_is_itself", file=file.name)
        known = sum(int(np.isfinite(part.values).sum()) for part in known_until([other], until))
        if known < FEWEST_DAYS:
            raise DataError("similar_too_short", file=file.name, until=until, days=known, needed=FEWEST_DAYS)
        found.append(other)
    return tuple(found)


def events_of(file: Path | None) -> tuple[Event, ...]:
    """
    Return the events of a file, or none without a file.

    Raises
    ------
    DataError
        ``cannot_read``, or as `forecast.intake.read_events`.
    """
    return () if file is None else read_events(content_of(file), file.name)


def content_of(file: Path) -> bytes:
    """
    Return the bytes of a file that someone names.

    Raises
    ------
    DataError
        ``cannot_read``.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise DataError("cannot_read", file=str(file), reason=str(error.strerror)) from error
