"""Use case of the day: the last week against its forecast, who is on duty, what waits, and the next seven days."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.backlog import backlog_of
from desk.planning.centre import windows_from
from desk.planning.earlier_forecasts import forecast_before
from desk.planning.forecasting import forecast
from desk.planning.known import HALF_HOUR, Knowledge, load_knowledge
from desk.planning.on_duty import Published, published_from
from desk.planning.risks import risks_of
from desk.planning.staffing import half_hours, line_of, load_service, opening_hours, requirement, target_of
from desk.planning.waiting_work import kinds_of
from desk.results import Backlog, Briefing, ComingDay, DayCurve, PastDay, RequirementView, Window
from desk.store import Store, hours, known
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import MINUTES_PER_DAY, Grid
from forecast.prediction import Prediction
from forecast.staffing.plan import outlook
from forecast.staffing.service import Line

BACK, AHEAD = 7, 7
"""Days before the day, and from the day on."""

NIGHTS = 28
"""Nights from which the messages of an unrecorded night are estimated."""

SERIES = {
    "total": HALF_HOUR, "requests": MINUTES_PER_DAY,
    "line.answered": HALF_HOUR, "line.within_target": HALF_HOUR, "line.voicemail": HALF_HOUR,
}  # fmt: skip
"""What is read of the line's history, with the minutes of a slot."""

SLOTS = 48
"""Half-hours of a day."""


@dataclass(frozen=True, slots=True, eq=False)
class _Material:
    """Everything that was read, in one go."""

    known: Knowledge
    service: Mapping[str, Any]  # Any: as JSON hands it out
    published: Published
    worked: Mapping[date, int]
    series: Mapping[str, Demand | None]
    windows: tuple[Window, ...]
    day: date
    now: datetime


def briefing(store: Store, who: Account, *, look_back: bool = False) -> Briefing:
    """
    Return what the head should know of the day: today by the centre's clock, or the first day ahead of the sample.

    A forecast of the days ahead that is missing is made and kept; one of the week before only with `look_back`.

    Raises
    ------
    PlanError
        As `desk.planning.requirement`; ``no_half_hours`` if only daily totals are known.
    """
    require(who, "briefing")
    with store.read() as session:
        material = _read(session)
    here = material.known.centre
    first = material.day - timedelta(days=BACK)
    past = forecast_before(store, who, material.known, first, BACK, again=look_back)
    needed = requirement(store, who, start=here.today, days=AHEAD)
    ahead = forecast(store, who, start=here.today, days=AHEAD).prediction
    with store.read() as session:
        prediction = half_hours(session, ahead)
    line = line_of(material.service, prediction.grid)
    planned = material.published.cover(here.today, AHEAD)
    met = outlook(prediction, line, target_of(material.service), planned)
    curve = _curve(material, prediction, needed, planned)
    backlog = _backlog(material, line, planned, met.occupancy)
    coming = _coming(material, ahead, needed, planned, met.service_level)
    past_days = _past(material, past)
    monday = material.day - timedelta(days=material.day.weekday())
    over = material.published.over_hours(monday)
    return Briefing(
        centre=here.name,
        synthetic=here.synthetic,
        day=material.day,
        now=material.now,
        target=float(material.service["target_share"]),
        past=past_days,
        ahead=coming,
        curve=curve,
        duties=material.published.duties(material.day),
        over_hours=over,
        backlog=backlog,
        risks=risks_of(
            material.day, past_days, coming, needed.requirement, planned, over, backlog, material.windows,
            published=material.published.covered, known_until=material.known.origin,
        ),
    )  # fmt: skip


def _read(session: Session) -> _Material:
    found = load_knowledge(session)
    here = found.centre
    dawn = datetime.combine(here.today, time(9))
    # The sample lives at the end of its own history; a real centre by the clock.
    now = dawn if here.synthetic else datetime.now(ZoneInfo(here.zone)).replace(tzinfo=None)
    day = now.date()
    since = day - timedelta(days=NIGHTS + 1)
    series = {
        name: known.load_demand(session, name, step=step, zone=here.zone, since=since)
        for name, step in SERIES.items()
    }
    if series["total"] is None:
        raise DataError("no_half_hours")
    last = max(day, here.today) + timedelta(days=AHEAD + 60)
    published = published_from(session, day - timedelta(days=BACK + 7), last)
    kept = hours.load_actuals(session, day - timedelta(days=BACK), day - timedelta(days=1))
    worked = Counter(actual.day for actual in kept if actual.start is not None)
    windows = windows_from(found.calendar, here.today)
    return _Material(found, load_service(session), published, worked, series, windows, day, now)


def _past(material: _Material, prediction: Prediction | None) -> tuple[PastDay, ...]:
    lines = []
    facts = material.known.calendar.days(material.day - timedelta(days=BACK), BACK)
    for k, day in enumerate(facts):
        band: tuple[float | None, float | None, float | None] = (None, None, None)
        if prediction is not None:
            mean, low, high = prediction.mean, prediction.quantile(0.1), prediction.quantile(0.9)
            band = (float(mean[k]), float(low[k]), float(high[k]))
        offered = _open_calls(material, day.date)
        on_duty = material.published.on_duty(day.date)
        lines.append(
            PastDay(
                day,
                _total(material, "total", day.date),
                _total(material, "requests", day.date),
                *band,
                answered=_share(_total(material, "line.answered", day.date), offered),
                in_time=_share(_total(material, "line.within_target", day.date), offered),
                on_duty=material.worked.get(day.date) if on_duty is None else on_duty,
            )
        )
    return tuple(lines)


def _total(material: _Material, name: str, day: date) -> float | None:
    values = _slots(material, name, day)
    return None if values is None or np.isnan(values).all() else float(np.nansum(values))


def _slots(material: _Material, name: str, day: date) -> np.ndarray | None:
    demand = material.series[name]
    if demand is None or not demand.grid.start <= day <= demand.grid.end:
        return None
    at = demand.grid.slot_of(day)
    return demand.values[at : at + demand.grid.slots_per_day]


def _open_calls(material: _Material, day: date) -> float | None:
    """Return the calls that came while the line was open; those after hours can only leave a message."""
    values = _slots(material, "total", day)
    if values is None:
        return None
    opens, closes = opening_hours(material.service, day)
    return float(np.nansum(values[opens // HALF_HOUR : -(-closes // HALF_HOUR)]))


def _share(part: float | None, whole: float | None) -> float | None:
    return min(part / whole, 1.0) if part is not None and whole else None


def _coming(
    material: _Material,
    ahead: Prediction,
    needed: RequirementView,
    planned: np.ndarray,
    service_level: np.ndarray,
) -> tuple[ComingDay, ...]:
    lines = []
    requirement_ = needed.requirement
    facts = material.known.calendar.days(ahead.grid.start, ahead.grid.days)
    low, high = ahead.quantile(0.1), ahead.quantile(0.9)
    for k, day in enumerate(facts):
        part = slice(k * SLOTS, (k + 1) * SLOTS)
        need, there, calls = requirement_.operators[part], planned[part], requirement_.calls[part]
        on_duty = material.published.on_duty(day.date)
        known_plan = on_duty is not None
        in_time = float(service_level[part] @ calls / calls.sum()) if calls.sum() > 0 else 1.0
        lines.append(
            ComingDay(
                day,
                float(ahead.mean[k]),
                float(low[k]),
                float(high[k]),
                needed_hours=float(need.sum()) / 2,
                rostered_hours=float(there.sum()) / 2 if known_plan else None,
                missing_hours=float(np.maximum(need - there, 0).sum()) / 2 if known_plan else None,
                on_duty=on_duty,
                in_time=in_time if known_plan else None,
            )
        )
    return tuple(lines)


def _curve(
    material: _Material, prediction: Prediction, needed: RequirementView, planned: np.ndarray
) -> DayCurve | None:
    grid = prediction.grid
    if not grid.start <= material.day <= grid.end:
        return None
    at = grid.slot_of(material.day)
    part = slice(at, at + SLOTS)
    actual = _slots(material, "total", material.day)
    return DayCurve(
        expected=prediction.mean[part],
        low=prediction.quantile(0.1)[part],
        high=prediction.quantile(0.9)[part],
        actual=np.full(SLOTS, np.nan) if actual is None else actual,
        needed=needed.requirement.operators[part],
        planned=planned[part],
    )


def _backlog(material: _Material, line: Line, planned: np.ndarray, occupancy: np.ndarray) -> Backlog | None:
    grid = Grid(material.known.centre.today, AHEAD, HALF_HOUR, material.known.centre.zone)
    messages, kind = material.series["line.voicemail"], kinds_of(material.service).get("voicemail")
    if messages is None or kind is None or not grid.start <= material.day <= grid.end:
        return None
    yesterday = material.day - timedelta(days=1)
    at = grid.slot_of(material.day)
    part = slice(at, at + SLOTS)
    return backlog_of(
        material.day,
        messages,
        closed=-(-opening_hours(material.service, yesterday)[1] // HALF_HOUR),
        opened=line.open_slots(grid.slots)[part],
        idle=planned[part] * (1.0 - occupancy[part]),
        seconds=kind.seconds,
    )
