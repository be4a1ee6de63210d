"""Use cases of forecasting: a window's daily forecast, computed once for what is known and then kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from desk.accounts import Account, require
from desk.planning.known import LONGEST, Knowledge, check_window, load_knowledge
from desk.results import ForecastView, Series, Span
from desk.scored import ModelScore
from desk.store import Store, effects, log, plans
from forecast.backtest import forecast_history
from forecast.calendar import LUNAR_COUNTRIES, Calendar, lunar_new_year
from forecast.errors import SettingError
from forecast.grid import Grid
from forecast.looks import Kept
from forecast.prediction import Prediction

Told = Callable[[str, float], None]
"""Is told what is being done (a code) and the share that is done."""

HISTORY = 120
"""Days of history beside a forecast."""

LOOK = "look"
"""Name under which looks back are kept."""


class KeptLooks:
    """Looks back at the past, kept in the store: a forecast of the next day computes none of them again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str, /) -> Kept | None:
        """Return a look that is kept."""
        with self._store.read() as session:
            return effects.find_arrays(session, knowledge=key, name=LOOK)

    def __setitem__(self, key: str, look: Kept, /) -> None:
        """Keep a look."""
        with self._store.begin() as session:
            effects.keep_arrays(session, dict(look), knowledge=key, name=LOOK)


def forecast(
    store: Store, who: Account, *, start: date, days: int, progress: Told | None = None
) -> ForecastView:
    """
    Return the forecast of a window; computed if what is known has changed since it was last made.

    Raises
    ------
    SettingError
        ``window_length``, ``window_past`` or ``window_too_far``.
    DataError
        As `forecast.backtest.forecast_history`.
    """
    require(who, "forecast")
    told = progress or _quiet
    with store.read() as session:
        known = load_knowledge(session)
        kept = plans.find_forecast(session, start, days, origin=known.origin, knowledge=known.fingerprint)
    check_window(start, days, known.centre.today)
    if kept is None:
        told("forecasting", 0.0)
        predictions = {
            name: window_of(prediction, start, days)
            for name, prediction in far_ahead(store, who, known, start, days, told).items()
        }
        now = datetime.now(UTC)
        with store.begin() as session:
            number = plans.add_forecast(
                session, predictions, knowledge=known.fingerprint, who=who.username, now=now
            )
            log.add_line(
                session, who.username, "forecast", after={"id": number, "start": start, "days": days}
            )
        kept = number, predictions, now
    with store.read() as session:
        scores = plans.find_scores(session, knowledge=known.fingerprint)
    told("forecasting", 1.0)
    return _view(known, kept[1], kept[2], scores or ())


def latest_forecast(store: Store, who: Account, *, start: date, days: int) -> ForecastView | None:
    """Return the forecast of a window from the latest day known, if one is kept; nothing is computed."""
    require(who, "latest_forecast")
    with store.read() as session:
        known = load_knowledge(session)
        kept = plans.find_forecast(session, start, days, origin=known.origin, knowledge=None)
        scores = plans.find_scores(session, knowledge=known.fingerprint)
    return None if kept is None else _view(known, kept[1], kept[2], scores or ())


def window_of(prediction: Prediction, start: date, days: int) -> Prediction:
    """Return the part of a daily prediction that covers a window inside it."""
    first = (start - prediction.grid.start).days
    part = slice(first, first + days)
    return replace(
        prediction,
        grid=Grid(start, days, prediction.grid.step, prediction.grid.zone),
        mean=prediction.mean[part],
        quantiles=prediction.quantiles[part],
        paths=prediction.paths[:, part],
    )


def far_ahead(
    store: Store, who: Account, known: Knowledge, start: date, days: int, told: Told | None = None
) -> dict[str, Prediction]:
    """Return the predictions of all days that can be planned, made once; every window is cut from them."""
    last, first = start + timedelta(days=days - 1), known.origin + timedelta(days=1)
    latest = known.origin + timedelta(days=LONGEST)
    if last > latest:
        raise SettingError("window_too_far", last=last, latest=latest)
    with store.read() as session:
        kept = plans.find_forecast(session, first, LONGEST, origin=known.origin, knowledge=known.fingerprint)
    if kept is not None:
        return kept[1]
    made = forecast_history(
        known.demand, known.calendar, known.events, horizon=LONGEST, memory=KeptLooks(store), progress=of_looks(told)
    )  # fmt: skip
    predictions = {"champion": replace(made.champion, notes=made.notes), "naive": made.naive}
    scores, now = tuple(ModelScore.of(score) for score in made.scores), datetime.now(UTC)
    with store.begin() as session:
        plans.add_forecast(session, predictions, knowledge=known.fingerprint, who=who.username, now=now)
        plans.add_scores(session, scores, origin=known.origin, knowledge=known.fingerprint, now=now)
    return predictions


def of_looks(told: Told | None) -> Callable[[int, int], None] | None:
    """Return what tells how many looks back are done, in the words of those who wait."""
    return None if told is None else lambda done, whole: told("scoring", done / whole)


def _view(
    known: Knowledge, kept: dict[str, Prediction], made_at: datetime, scores: tuple[ModelScore, ...]
) -> ForecastView:
    prediction = kept["champion"]
    start, days = prediction.grid.start, prediction.grid.days
    first = known.origin - timedelta(days=HISTORY - 1)
    return ForecastView(
        origin=prediction.origin,
        start=start,
        days=days,
        history=_series(known, first, HISTORY),
        last_year=_series(known, _year_before(known.calendar, start), days),
        prediction=prediction,
        naive=kept["naive"],
        champion=prediction.model,
        scores=scores,
        calendar=known.calendar.days(start, days),
        events=tuple(
            Span(event.code, max(since, first), min(until, prediction.grid.end))
            for event in known.events
            for since, until in event.spans(first, prediction.grid.end)
        ),
        notes=prediction.notes,
        made_at=made_at,
        past=known.calendar.days(first, HISTORY),
    )


def _series(known: Knowledge, first: date, days: int) -> Series:
    dates = tuple(first + timedelta(days=k) for k in range(days))
    grid, values = known.demand.grid, known.demand.values
    return Series(
        dates,
        np.array([values[grid.slot_of(day)] if grid.start <= day <= grid.end else np.nan for day in dates]),
    )


def _year_before(calendar: Calendar, start: date) -> date:
    """Return the like day one year earlier: by the lunar new year near it, else by the weekday."""
    distance = calendar.day(start).lunar_distance
    if calendar.country in LUNAR_COUNTRIES and distance is not None and abs(distance) <= 21:
        new_year = start - timedelta(days=distance)
        return lunar_new_year(new_year.year - 1) + timedelta(days=distance)
    return start - timedelta(days=364)


def _quiet(_code: str, _share: float) -> None:
    """Tell nobody."""
