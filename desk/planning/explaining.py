"""Use case of explaining: why the forecast of one day is what it is."""

from datetime import date

from desk.accounts import Account, require
from desk.planning.forecasting import far_ahead
from desk.planning.known import LONGEST, Knowledge, check_window, load_knowledge
from desk.results import ExplainedDay
from desk.store import Store, effects
from forecast.explain import explain
from forecast.models.blend import JOINED
from forecast.models.effects import Effects, HasEffects
from forecast.models.registry import MODELS


def explain_day(store: Store, who: Account, *, day: date) -> ExplainedDay:
    """
    Return why a day's forecast is what it is; the forecast is made first if there is none yet.

    Raises
    ------
    SettingError
        ``window_past`` or ``window_too_far``.
    DataError
        ``nothing_imported``, or as `forecast.backtest.forecast_history`.
    """
    require(who, "explain_day")
    with store.read() as session:
        known = load_knowledge(session)
    check_window(day, 1, known.centre.today)
    prediction = far_ahead(store, who, known, day, 1)["champion"]
    found = explain(
        prediction,
        day,
        _effects(store, known, prediction.model),
        known.demand,
        known.calendar,
        known.events,
    )
    k = (day - prediction.grid.start).days
    return ExplainedDay(
        explanation=found,
        low=float(prediction.quantile(0.1)[k]),
        high=float(prediction.quantile(0.9)[k]),
        origin=prediction.origin,
        events=tuple(
            event.code
            for event in known.events
            for first, last in event.spans(day, day)
            if first <= day <= last
        ),
        notes=prediction.notes,
    )


def _effects(store: Store, known: Knowledge, model: str) -> Effects | None:
    """Return what the model's forecast is made of, kept from the last time if nothing has changed."""
    with store.read() as session:
        kept = effects.find(session, knowledge=known.fingerprint, model=model)
    if kept is not None:
        return kept
    made = _taken_apart(known, model)
    if made is None:
        return None
    with store.begin() as session:
        effects.keep(session, made, knowledge=known.fingerprint, model=model)
    return made


def _taken_apart(known: Knowledge, model: str) -> Effects | None:
    """Return the effects of a model, of a mean those of the first that has any."""
    for member in model.split(JOINED):
        if member in MODELS:
            fitted = MODELS[member]().fit(known.demand, known.calendar, known.events)
            if isinstance(fitted, HasEffects):
                return fitted.effects(LONGEST)
    return None
