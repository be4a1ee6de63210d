"""Use case of the running day: after each closed half-hour, what the rest of it may still bring."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from desk.accounts import Account, require
from desk.planning.easing import easing_of
from desk.planning.forecasting import Told, far_ahead, window_of
from desk.planning.known import HALF_HOUR, Knowledge, load_knowledge
from desk.planning.on_duty import published_from
from desk.planning.staffing import line_of, load_service, target_of
from desk.results import DayProgress
from desk.store import Store, effects, known
from forecast.backtest import forecast_history
from forecast.demand import Demand
from forecast.errors import DataError, SettingError
from forecast.grid import Grid
from forecast.halfhours import Profile
from forecast.intake import read_calls
from forecast.models.blend import JOINED
from forecast.prediction import LEVELS, Prediction
from forecast.staffing.easing import Easing
from forecast.staffing.plan import require as operators_for
from forecast.within_day import DaySoFar, Slopes, learn_slopes, update

WEEKS = 10
"""Past weeks that are forecast as of their eve, to learn what a morning says of its afternoon."""

YEARS = 3
"""Years of history behind each of these forecasts; the older past would move them little."""

PATHS = 100
"""Levels of the updated band behind the rest of the day's requirement; half-hours are staffed one by one."""

MEMORY = "within_day"
"""Name under which what was learned is kept."""


def day_so_far(
    store: Store,
    who: Account,
    *,
    name: str,
    content: bytes,
    until: int | None = None,
    progress: Told | None = None,
) -> DayProgress:
    """
    Return the running day after its closed half-hours; nothing of it is kept.

    Parameters
    ----------
    name, content
        A file of calls with times of the day that is first not known yet; half-hours before its last one that it
        does not list had no calls.
    until
        Minutes after midnight up to which the file tells all calls; if left out, the end of the last half-hour with
        a call, or its beginning where the file lists single calls, for that half-hour may not be over.
    progress
        Is told how far the learning is.

    Raises
    ------
    DataError
        As `forecast.intake.read_calls`; ``bad_rows``, ``nothing_imported``, ``no_half_hours``.
    SettingError
        ``not_the_running_day`` if the file's last day is not the first unknown one; ``so_far_too_coarse`` if its
        slots are longer than half an hour.
    """
    require(who, "day_so_far")
    told = progress or (lambda _code, _share: None)
    with store.read() as session:
        knowledge = load_knowledge(session)
        history = known.load_demand(session, "total", step=HALF_HOUR, zone=knowledge.centre.zone)
    if history is None or not np.isfinite(history.values).any():
        raise DataError("no_half_hours")
    day = knowledge.centre.today
    so_far = closed_slots(name, content, until, today=day, zone=knowledge.centre.zone)
    before = window_of(far_ahead(store, who, knowledge, day, 1)["champion"], day, 1)
    slopes = _slopes(store, knowledge, history, before.model.split(JOINED)[0], told)
    found = update(before, so_far, slopes.profile.of(knowledge.calendar.day(day)), slopes)
    with store.read() as session:
        service = load_service(session)
        planned = published_from(session, day - timedelta(days=1), day).cover(day, 1)
        easing = easing_of(session, service, day, 1)
    return DayProgress(day, HALF_HOUR, found, before, _needed(found, before, service, easing), planned)


def _needed(
    found: DaySoFar,
    before: Prediction,
    service: Mapping[str, Any],  # Any: as JSON hands it out
    easing: Easing | None,
) -> np.ndarray:
    """Return the operators of every half-hour by the day's updated quantiles, shape (48,)."""
    grid = Grid(before.grid.start, 1, HALF_HOUR, before.grid.zone)
    at = (np.arange(PATHS) + 0.5) / PATHS
    paths = np.stack([np.interp(at, LEVELS, row) for row in found.quantiles], axis=1)
    now = Prediction(grid, before.origin, before.model, found.mean, found.quantiles, np.rint(paths))
    return operators_for(now, line_of(service, grid), target_of(service), easing=easing).operators


def closed_slots(name: str, content: bytes, until: int | None, *, today: date, zone: str) -> np.ndarray:
    """Return the calls of the running day's closed half-hours from a file, shape (closed,); errors as `day_so_far`."""
    taken = read_calls(content, name, zone=zone)
    demand = taken.demand
    if demand.grid.end != today:
        raise SettingError("not_the_running_day", day=demand.grid.end, today=today)
    if HALF_HOUR % demand.grid.step:
        raise SettingError("so_far_too_coarse", file=name, minutes=demand.grid.step)
    return _closed(demand, until, contacts=taken.mapping.count is None)


def _closed(demand: Demand, until: int | None, *, contacts: bool) -> np.ndarray:
    """Return the calls of the last day's closed half-hours, shape (closed,)."""
    per_day, within = demand.grid.slots_per_day, HALF_HOUR // demand.grid.step
    halves = np.nan_to_num(demand.values[-per_day:]).reshape(-1, within).sum(axis=1)
    if until is not None:
        return np.asarray(halves[: until // HALF_HOUR])
    last = int(np.flatnonzero(halves)[-1]) if halves.any() else -1
    return np.asarray(halves[: last if contacts and last >= 0 else last + 1])


def _slopes(store: Store, knowledge: Knowledge, history: Demand, model: str, told: Told) -> Slopes:
    """Return what mornings say of afternoons, learned once for what is known now, by forecasts of one model."""
    with store.read() as session:
        kept = effects.find_arrays(session, knowledge=knowledge.fingerprint, name=MEMORY)
    if kept is not None:
        profile = Profile(HALF_HOUR, kept["shares"], float(kept["concentration"][0]))
        return Slopes(profile, kept["slope"], kept["late"])
    slopes = learn_slopes(
        history,
        _past_forecasts(knowledge, history.grid.dates, model, told),
        knowledge.calendar,
        knowledge.events,
    )
    arrays = {
        "shares": slopes.profile.shares, "concentration": np.array([slopes.profile.concentration]),
        "slope": slopes.slope, "late": slopes.late,
    }  # fmt: skip
    with store.begin() as session:
        effects.keep_arrays(session, arrays, knowledge=knowledge.fingerprint, name=MEMORY)
    return slopes


def _past_forecasts(knowledge: Knowledge, dates: Sequence[object], model: str, told: Told) -> np.ndarray:
    """Return what was forecast for each day on the eve of its week, shape (days,); NaN before the last weeks."""
    demand = knowledge.demand.since(knowledge.origin - timedelta(days=YEARS * 366))
    place = {day: k for k, day in enumerate(dates)}
    found = np.full(len(place), np.nan)
    for week in range(WEEKS, 0, -1):
        told("learning", 1 - week / WEEKS)
        origin = knowledge.origin - timedelta(days=7 * week)
        if (origin - demand.grid.start).days < 2 * 7:
            continue
        made = forecast_history(
            demand, knowledge.calendar, knowledge.events, horizon=7, as_of=origin, paths=1, model=model
        ).champion
        for day, mean in zip(made.grid.dates, made.mean, strict=True):
            if day in place:
                found[place[day]] = mean
    told("learning", 1.0)
    return found
