"""The forecast of a history by the models that its own past speaks for, and how that would have done."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from forecast.calendar import Calendar, Event
from forecast.calibration import calibrated
from forecast.choice import Choice, choose
from forecast.demand import Demand
from forecast.errors import ModelError, SettingError
from forecast.looks import Kept, Memory
from forecast.models import sampling
from forecast.models.blend import averaged
from forecast.models.naive import SeasonalNaive
from forecast.models.registry import MODELS
from forecast.models.trusted import trusted
from forecast.models.usual import Usual
from forecast.prediction import Note, Prediction
from forecast.rolling import Score, origins_of, rows_of
from forecast.similar import known_until, usual_of

CHAMPION = "champion"
"""Name of the chosen forecast in a backtest table, whichever model it was."""


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
        How the models did on past origins, best first; empty if the history is too short to tell, or a model was
        asked for.
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
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
    similar: Sequence[Demand] = (),
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
    memory, progress, similar
        As in `forecast.choice.choose`.

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
    if model is None:
        choice = choose(demand, calendar, events, memory=memory, progress=progress, similar=similar)
    else:
        choice = Choice((model,), Note("choice_asked", (("model", model),)))
    usual = usual_of(known_until(similar, demand.grid.end), calendar)
    champion, notes = _made(choice, demand, calendar, events, usual, horizon, paths, seed)
    if usual.centres:
        notes = (Note("similar_centres", (("centres", usual.centres),)), *notes)
    return Forecast(champion, naive, choice.scores, (choice.reason, *notes, *champion.notes))


def _made(
    choice: Choice,
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event],
    usual: Usual,
    horizon: int,
    paths: int,
    seed: int,
) -> tuple[Prediction, tuple[Note, ...]]:
    """
    Return the mean of the chosen models that can be used, as wide as the past says, with a note for each that could not.

    If none can, the first model of the registry that can be used takes their place. What was measured of models that
    were used then says nothing of those that are used now, and only changes their width where they are the same.
    """
    members = choice.members
    notes: list[Note] = []
    made: list[Prediction] = []
    draws = paths if len(members) == 1 else max(sampling.DRAWS, paths)
    for code in dict.fromkeys((*members, *MODELS)):
        if made and code not in members:
            break
        try:
            made.append(
                trusted(code, demand, calendar, events, horizon=horizon, paths=draws, seed=seed, usual=usual)
            )
        except ModelError as error:
            if code in members:
                notes.append(Note(error.code, tuple(error.details.items())))
    whole = sampling.is_count(demand.values)
    if len(made) > 1:
        joined = averaged(made, paths=paths, whole=whole, seed=seed)
    else:
        joined = replace(made[0], paths=made[0].paths[:paths])
    if notes:
        return joined, tuple(notes)
    return (
        calibrated(joined, choice.calibration, calendar, whole=whole, seed=seed),
        choice.calibration.notes(),
    )


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
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
    similar: Sequence[Demand] = (),
) -> pd.DataFrame:
    """
    Forecast from past origins as if each were today, for the champion and for seasonal naive.

    Nothing after an origin is used: neither values nor calendar corrections, nor for choosing the model. The seconds
    of the champion are those of its models; choosing them is remembered from origin to origin, as from day to day.

    Parameters
    ----------
    demand, calendar, events
        As in `forecast_history`.
    horizon, every, origins
        Days ahead, days between origins, number of origins; fewer if the history has no room.
    models
        Codes of further models to list beside the champion.
    memory, similar
        As in `forecast.choice.choose`.
    progress
        Called with origins done and origins in all.

    Returns
    -------
    pandas.DataFrame
        Columns `forecast.rolling.ROW_COLUMNS`; days without an actual value have no row.

    Raises
    ------
    DataError, SettingError
        As `forecast_history` and `forecast.rolling.origins_of`.
    """
    for code in models:
        if code not in MODELS:
            raise SettingError("unknown_model", model=code, known=", ".join(MODELS))
    starts = origins_of(demand, horizon=horizon, every=every, origins=origins)
    remembered: dict[str, Kept] = {}
    parts: list[pd.DataFrame] = []
    for done, origin in enumerate(starts):
        if progress is not None:
            progress(done, len(starts))
        known, view = demand.until(origin), calendar.at(origin)
        if not np.isfinite(known.values).any():
            continue
        kept = remembered if memory is None else memory
        choice = choose(known, view, events, memory=kept, similar=similar, scored=False)
        usual = usual_of(known_until(similar, origin), view)
        began = time.perf_counter()
        champion, _ = _made(choice, known, view, events, usual, horizon, 1, seed)
        parts.append(rows_of(CHAMPION, champion, demand, time.perf_counter() - began))
        for code in dict.fromkeys((*models, SeasonalNaive.code)):
            began = time.perf_counter()
            try:
                other = trusted(code, known, view, events, horizon=horizon, paths=1, seed=seed, usual=usual)
            except ModelError:
                continue  # a model that cannot be used on this history has no row
            parts.append(rows_of(code, other, demand, time.perf_counter() - began))
    if progress is not None:
        progress(len(starts), len(starts))
    return pd.concat(parts, ignore_index=True)
