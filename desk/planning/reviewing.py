"""Use cases of looking back: a forecast as it stood on a past day, and what each model would have been worth."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from desk.accounts import Account, require
from desk.planning.forecasting import KeptLooks, Told, of_looks, window_of
from desk.planning.known import Knowledge, check_length, load_knowledge
from desk.results import ForecastReview, Hindsight
from desk.scored import ModelScore
from desk.store import Store, plans
from forecast.backtest import backtest, forecast_history
from forecast.errors import SettingError
from forecast.models.registry import MODELS
from forecast.prediction import Prediction
from forecast.rolling import score_table
from forecast.scores import coverage, wape

BACK = 28
"""Days back from the last day known, when no day is named."""

SCORED_HORIZON, SCORED_EVERY, SCORED_ORIGINS = 28, 84, 4
"""All models beside each other: four weeks ahead from four days of the last year."""

LATER = "later:"
"""Marks the knowledge of a forecast that was computed as of a past day, but not on it."""

ALL = "models:"
"""Marks the scores of all models beside those of champion and naive."""


def forecast_review(
    store: Store, who: Account, *, as_of: date | None = None, days: int = BACK
) -> ForecastReview:
    """
    Return the forecast of the days after `as_of` as it stood then, beside what came in.

    The forecast that was kept at the time is shown as it was made, even if data or marks have changed since. If
    none was kept, it is computed from what was known then, and said to be.

    Parameters
    ----------
    as_of
        The last day known to the forecast; four weeks before the last day known now if left out.
    days
        Days of the forecast, 1 to 120.

    Raises
    ------
    SettingError
        ``window_length``; ``nothing_to_review`` if no day after `as_of` is known yet.
    DataError
        ``nothing_imported``, ``origin_before_history`` or ``no_history``.
    """
    require(who, "forecast_review")
    check_length(days)
    with store.read() as session:
        known = load_knowledge(session)
    origin = as_of or known.origin - timedelta(days=BACK)
    if origin >= known.origin:
        raise SettingError("nothing_to_review", as_of=origin, last=known.origin)
    with store.read() as session:
        later = _later(known)
        found = plans.find_forecast_as_of(session, origin, days, later=later)
        dates = plans.kept_origins(session, before=known.origin, but=LATER)
    if found is None:
        found = _compute(store, who, known, origin, days, later)
    predictions, made_at, knowledge = found
    prediction, naive = (
        window_of(predictions[name], origin + timedelta(days=1), days) for name in ("champion", "naive")
    )
    actual = np.array([_actual(known, day) for day in prediction.grid.dates])
    return ForecastReview(
        as_of=origin,
        kept=not knowledge.startswith(LATER),
        made_at=made_at,
        prediction=prediction,
        naive=naive,
        actual=actual,
        hindsight=_hindsight(prediction, naive, actual),
        kept_dates=dates,
    )


def model_table(store: Store, who: Account, *, progress: Told | None = None) -> tuple[ModelScore, ...]:
    """
    Return how every model would have done on the centre's own past, best first; kept for what is known now.

    Raises
    ------
    DataError
        ``nothing_imported``.
    SettingError
        ``no_room_for_origins`` if the history is too short to look back on.
    """
    require(who, "model_table")
    told = progress or (lambda _code, _share: None)
    with store.read() as session:
        known = load_knowledge(session)
        key = ALL + known.fingerprint[: 64 - len(ALL)]
        kept = plans.find_scores(session, knowledge=key)
    if kept is not None:
        return kept
    rows = backtest(
        known.demand,
        known.calendar,
        known.events,
        horizon=SCORED_HORIZON,
        every=SCORED_EVERY,
        origins=SCORED_ORIGINS,
        models=tuple(MODELS),
        memory=KeptLooks(store),
        progress=of_looks(told),
    )
    scores = tuple(ModelScore.of(score) for score in score_table(rows, known.demand))
    with store.begin() as session:
        plans.add_scores(session, scores, origin=known.origin, knowledge=key, now=datetime.now(UTC))
    return scores


def _later(known: Knowledge) -> str:
    return LATER + known.fingerprint[: 64 - len(LATER)]


def _compute(
    store: Store, who: Account, known: Knowledge, origin: date, days: int, knowledge: str
) -> tuple[dict[str, Prediction], datetime, str]:
    """Return the forecast of a past day from what was known then, and keep it under a name that says so."""
    made = forecast_history(
        known.demand, known.calendar, known.events, horizon=days, as_of=origin, memory=KeptLooks(store)
    )
    predictions = {"champion": replace(made.champion, notes=made.notes), "naive": made.naive}
    now = datetime.now(UTC)
    with store.begin() as session:
        plans.add_forecast(session, predictions, knowledge=knowledge, who=who.username, now=now)
    return predictions, now, knowledge


def _actual(known: Knowledge, day: date) -> float:
    grid = known.demand.grid
    return float(known.demand.values[grid.slot_of(day)]) if grid.start <= day <= grid.end else float("nan")


def _hindsight(prediction: Prediction, naive: Prediction, actual: np.ndarray) -> Hindsight:
    there = np.isfinite(actual)
    total = float(actual[there].sum())
    return Hindsight(
        days=int(there.sum()),
        wape=wape(actual, prediction.mean),
        naive_wape=wape(actual, naive.mean),
        bias=float(prediction.mean[there].sum()) / total - 1 if total > 0 else float("nan"),
        inside80=coverage(actual, prediction.quantile(0.1), prediction.quantile(0.9)),
        inside95=coverage(actual, prediction.quantile(0.025), prediction.quantile(0.975)),
    )
