"""Use cases of staffing: operators needed per half-hour, and what happens if more call or fewer come."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.easing import easing_of
from desk.planning.forecasting import forecast
from desk.planning.known import HALF_HOUR, load_calendar, load_centre
from desk.planning.service import capped_of, definition_of, losses_of, method_of, setting_lines, with_history
from desk.planning.waiting_work import waiting_work
from desk.results import Comparison, DayComparison, RequirementView, Situation
from desk.store import Store, known, plans, rosters, team
from desk.store.rests import load_rests
from forecast.errors import DataError, SettingError
from forecast.grid import Grid
from forecast.halfhours import split
from forecast.prediction import Prediction
from forecast.staffing.noise import rates_of
from forecast.staffing.plan import outlook
from forecast.staffing.plan import require as operators_for
from forecast.staffing.requirement import Requirement
from forecast.staffing.service import Handling, Line, ServiceTarget
from forecast.staffing.shrinkage import total
from forecast.staffing.workload import Method, Workload, workload
from scheduler.problem import Problem
from scheduler.rests import on_phones

FAN = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Levels of the load that stand behind the line of operators."""


def requirement(
    store: Store, who: Account, *, start: date, days: int, method: Method | None = None
) -> RequirementView:
    """
    Return the operators that every half-hour of a window takes; the forecast is made first if there is none.

    Parameters
    ----------
    method
        ``stationary``, ``mol_sl`` or ``exact``; None for that of the settings.

    Raises
    ------
    PlanError
        As `desk.planning.forecast`; ``no_half_hours`` if only daily totals are known; ``unknown_method``.
    """
    require(who, "requirement")
    return requirement_of(store, who, start=start, days=days, method=method)[1]


def requirement_of(
    store: Store, who: Account, *, start: date, days: int, method: Method | None = None
) -> tuple[int, RequirementView]:
    """Return the number under which the requirement is kept, and the requirement."""
    view = forecast(store, who, start=start, days=days)
    with store.read() as session:
        found = plans.find_forecast(session, start, days, origin=view.origin, knowledge=None)
        if found is None:
            raise AssertionError("the forecast has just been kept")
        forecast_id = found[0]
        service = load_service(session)
        chosen = method_of(service, method)
        easing = easing_of(session, service, start, days)
        rests_on = [service, chosen, *([] if easing is None else [asdict(easing)])]
        key = hashlib.sha256(json.dumps(rests_on, sort_keys=True, default=str).encode()).hexdigest()
        kept = plans.find_requirement(session, forecast_id=forecast_id, knowledge=key)
        if kept is not None:
            return kept
        prediction = half_hours(session, view.prediction)
        line, target = line_of(service, prediction.grid), target_of(service)
        open_slots = line.open_slots(prediction.grid.slots)
        batches = waiting_work(session, service, prediction, open_slots, prediction.mean * open_slots)
    work = workload(prediction, line, method=chosen)
    needed = operators_for(
        prediction,
        line,
        target,
        method=chosen,
        shrinkage=total(losses_of(service)),
        batches=batches,
        work=work,
        easing=easing,
    )
    band = (prediction.quantile(0.1) * open_slots, prediction.quantile(0.9) * open_slots)
    settings = setting_lines(service, eased=bool(needed.eased))
    made = RequirementView(
        needed, *band, settings, fan=work.fan(FAN), method=chosen, capped=capped_of(service)
    )
    with store.begin() as session:
        number = plans.add_requirement(
            session, forecast_id, needed, band=band, settings=made.settings, knowledge=key,
            now=datetime.now(UTC), fan=made.fan, method=chosen, capped=made.capped,
        )  # fmt: skip
    return number, made


def what_if(
    store: Store,
    who: Account,
    *,
    volume: float,
    absence: float,
    handling: float = 1.0,
    start: date,
    days: int,
) -> Comparison:
    """
    Compare a window as planned with one in which more people call or fewer operators come.

    Parameters
    ----------
    volume
        Calls as a multiple of the forecast, 0 to 20.
    absence
        Share of the rostered operators who do not come, in [0, 1].
    handling
        Handling time as a multiple of the usual one, 0.25 to 4.

    Raises
    ------
    SettingError
        ``what_if_range`` if a factor is out of range.
    """
    require(who, "what_if")
    for name, value, low, high in (
        ("volume", volume, 0.0, 20.0),
        ("absence", absence, 0.0, 1.0),
        ("handling", handling, 0.25, 4.0),
    ):
        if not low <= value <= high:
            raise SettingError("what_if_range", name=name, value=value, low=low, high=high)
    view = forecast(store, who, start=start, days=days)
    usual = requirement(store, who, start=start, days=days).requirement
    with store.read() as session:
        service = load_service(session)
        prediction = half_hours(session, view.prediction)
        planned = planned_cover(session, usual)
        easing = easing_of(session, service, start, days)
    line, target = line_of(service, prediction.grid), target_of(service)
    changed_line = replace(line, handling=replace(line.handling, seconds=line.handling.seconds * handling))
    changed = replace(
        prediction,
        mean=prediction.mean * volume,
        quantiles=prediction.quantiles * volume,
        paths=rates_of(prediction.paths, prediction.grid.slots_per_day) * volume,
    )
    method = method_of(service, None)
    before = _situation(workload(prediction, line, method=method), prediction, line, target, usual, planned)
    open_slots = changed_line.open_slots(changed.grid.slots)
    with store.read() as session:
        batches = waiting_work(session, service, changed, open_slots, changed.mean * open_slots)
    work = workload(changed, changed_line, method=method, paths_are="rates")
    needed = operators_for(
        changed, changed_line, target, method=method, batches=batches, work=work, easing=easing
    )
    present = np.floor(planned * (1 - absence) + 1e-9).astype(np.int64)
    after = _situation(work, changed, changed_line, target, needed, present)
    return Comparison(start, days, before, after, _by_day(prediction.grid, before, after))


def load_service(session: Session) -> dict[str, Any]:  # Any: as JSON hands it out
    """
    Return when the line is open and what it promises; what the history tells stands in place of the settings.

    Raises
    ------
    SettingError
        ``empty_store``.
    """
    row = known.find_centre(session)
    if row is None:
        raise SettingError("empty_store")
    return with_history(row.service)


def line_of(service: Mapping[str, Any], grid: Grid) -> Line:  # Any: as JSON hands it out
    """Return handling times, patience, redials and opening hours on a grid."""
    opening = np.zeros(grid.slots, dtype=bool)
    for k, day in enumerate(grid.dates):
        first, last = opening_hours(service, day)
        at = k * grid.slots_per_day
        opening[at + first // grid.step : at + -(-last // grid.step)] = True
    names = tuple(service["handling"])
    shares = np.array([float(service["mix"].get(name, 0.0)) for name in names])
    if shares.sum() <= 0:
        shares = np.ones(len(names))
    seconds = np.array([float(service["handling"][name]) for name in names])
    handling = Handling(seconds, shares / shares.sum(), names=names)
    if (spread := service.get("fitted", {}).get("handling_cv")) is not None:
        handling = replace(handling, cv=float(spread))
    counted = float(service.get("fitted", {}).get("abandoned", {}).get("value", 0.0))
    return Line(handling, float(service["patience"]), opening, float(service.get("redial", 0.0)), counted)


def opening_hours(service: Mapping[str, Any], day: date) -> tuple[int, int]:
    """Return opening and closing of a day in minutes from midnight."""
    late = f"{day:%m-%d}" in service["late_days"] or any(
        first <= day.isoformat() <= last for first, last in service["late_spans"]
    )
    return int(service["open"]), int(service["late_close"] if late else service["close"])


def target_of(service: Mapping[str, Any]) -> ServiceTarget:
    """Return what the line promises."""
    return ServiceTarget(
        float(service["target_share"]),
        float(service["target_seconds"]),
        definition=definition_of(service.get("definition", "offered")),
        max_occupancy=float(service["max_occupancy"]),
        minimum=int(service.get("minimum", 1)),
        rule=service.get("rule", "expected"),
        confidence=float(service.get("confidence", 0.9)),
    )


def half_hours(session: Session, prediction: Prediction) -> Prediction:
    """
    Return a daily forecast spread over half-hours.

    Raises
    ------
    DataError
        ``no_half_hours`` if only daily totals are known.
    """
    centre = load_centre(session)
    history = known.load_demand(session, "total", step=HALF_HOUR, zone=centre.zone)
    if history is None:
        raise DataError("no_half_hours")
    return split(prediction, history, load_calendar(session, centre.country), known.load_events(session))


def planned_cover(session: Session, needed: Requirement) -> np.ndarray:
    """Return who is on the phones, meals taken off: as published for just these days, else as drafted last, else as needed."""
    for version in sorted(rosters.versions(session), key=lambda v: v.state != "published"):
        if (version.start, version.days) == (needed.grid.start, needed.grid.days):
            roster, _ = rosters.load_roster(session, version.id)
            problem = Problem(
                version.start,
                version.days,
                team.load_people(session, departed=True),
                team.load_shift_types(session),
            )
            rests = load_rests(session, version.id)
            return on_phones(problem, roster, rests, needed.skill, needed.grid.step)
    return needed.operators


def _situation(
    work: Workload,
    prediction: Prediction,
    line: Line,
    target: ServiceTarget,
    needed: Requirement,
    planned: np.ndarray,
) -> Situation:
    found = outlook(prediction, line, target, planned, work=work)
    calls = needed.calls
    whole = float(calls.sum())
    abandoned = found.abandonment * calls
    hours = needed.grid.step / 60
    return Situation(
        calls=calls,
        required=needed.operators,
        planned=planned,
        service_level=found.service_level,
        wait=found.wait,
        abandoned=abandoned,
        total_calls=whole,
        total_abandoned=float(abandoned.sum()),
        mean_service_level=float(found.service_level @ calls / whole) if whole else 1.0,
        mean_wait=float(found.wait @ calls / whole) if whole else 0.0,
        operator_hours_required=float(needed.operators.sum()) * hours,
        operator_hours_planned=float(planned.sum()) * hours,
    )


def _by_day(grid: Grid, before: Situation, after: Situation) -> tuple[DayComparison, ...]:
    lines = []
    for k, day in enumerate(grid.dates):
        part = slice(k * grid.slots_per_day, (k + 1) * grid.slots_per_day)
        lines.append(
            DayComparison(
                day=day,
                calls_before=float(before.calls[part].sum()),
                calls_after=float(after.calls[part].sum()),
                peak_before=int(before.required[part].max()),
                peak_after=int(after.required[part].max()),
                service_before=_service(before, part),
                service_after=_service(after, part),
            )
        )
    return tuple(lines)


def _service(situation: Situation, part: slice) -> float:
    calls = situation.calls[part]
    return float(situation.service_level[part] @ calls / calls.sum()) if calls.sum() > 0 else 1.0
