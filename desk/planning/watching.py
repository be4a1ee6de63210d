"""Use cases of the watch: whether more comes in than the calendar explains, what carries it, where it may go."""

import hashlib
import json
from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import HALF_HOUR, Knowledge, load_knowledge
from desk.planning.staffing import load_service, opening_hours
from desk.planning.standing_down import declared_on, rests_owed
from desk.planning.today import closed_slots
from desk.results.surge import DayAhead, SurgeView
from desk.store import Store, breakdowns, effects, known, log
from forecast.calendar import Event, EventKind
from forecast.demand import Demand
from forecast.errors import DataError, SettingError
from forecast.grid import Grid
from forecast.hierarchy import Breakdown
from forecast.models.smoothed_regression import SmoothedRegression
from forecast.surge.alarm import Alarm, Learned, Watch
from forecast.surge.carriers import LOOK_BACK, Carrier, carriers
from forecast.surge.detect import watch
from forecast.surge.expected import ARRAYS, LEAST, MEMORY, Expected
from forecast.surge.project import Projection, project
from forecast.surge.rules import Widths
from forecast.surge.shapes import OwnShape
from forecast.surge.vigilance import Vigilance

WATCHED = 56
"""Days up to today that are watched; a surge that began before is in the history already."""

AHEAD, SHOWN = 14, 42
"""Days projected, and days past that are shown."""

REMEMBERED = 14
"""Days after its end on which a surge is still told, with what is to be given back."""

CAPPED = 0.2
"""Share of the calls of opening hours that nobody answered from which a day's count is only a floor."""

VIGILANCE = Vigilance()
"""How the watch of a centre is kept."""

PATHS = 400
"""Sample paths of a projection."""

MEMORY_NAME = "surge_watch"
"""Name under which what the watch has worked out is kept."""


def surge(store: Store, who: Account, *, name: str = "", content: bytes | None = None, until: int | None = None) -> SurgeView:  # fmt: skip
    """
    Return the alarm that is on, or was on in the last two weeks, with all that it rests on; None in it without one.

    The first look at a history takes some seconds; what it works out is kept.

    Parameters
    ----------
    name, content, until
        A file of the running day's calls so far, as in `desk.planning.day_so_far`; without it the watch ends
        yesterday.

    Raises
    ------
    SettingError
        ``surge_history`` if the history is too short; as `desk.planning.day_so_far` for the file.
    DataError
        ``nothing_imported``, ``no_half_hours``, or as `desk.planning.day_so_far` for the file.
    """
    require(who, "surge")
    with store.read() as session:
        knowledge = load_knowledge(session)
        zone = knowledge.centre.zone
        halves = known.load_demand(session, "total", step=HALF_HOUR, zone=zone)
        capped = _capped(session, knowledge, halves)
        kept_parts = breakdowns.latest(session)
        today = knowledge.centre.today
        first = today - timedelta(
            days=min(WATCHED, max((today - knowledge.demand.grid.start).days - LEAST, 1))
        )
        events = tuple(e for e in knowledge.events if not (e.kind is EventKind.EMERGENCY and e.end >= first))
        key = _key(knowledge, events)
        learned = _recall(session, key, knowledge)
    if halves is None:
        raise DataError("no_half_hours")
    so_far = None if content is None else closed_slots(name, content, until, today=today, zone=zone)
    seen = watch(
        _with_today(knowledge.demand, np.array([np.nan])),
        knowledge.calendar,
        events,
        first=first,
        vigilance=VIGILANCE,
        half_hours=_with_today(_aligned(halves, knowledge.demand), _padded(so_far)),
        capped=np.append(capped, False),
        learned=learned,
    )
    if learned is None:
        with store.begin() as session:
            _keep(session, key, seen.learned)
    alarm = seen.alarms[-1] if seen.alarms else None
    if alarm is not None and alarm.stood_down is not None and (today - alarm.stood_down).days > REMEMBERED:
        alarm = None
    days = tuple(day for day in seen.days if day.day >= today - timedelta(days=SHOWN))
    if alarm is None:
        return SurgeView(today, knowledge.origin, None, days)
    found = _projected(knowledge, events, seen, alarm) if alarm.stood_down is None else None
    parts = None if kept_parts is None else kept_parts[1]
    event = alarm.event(knowledge.origin)
    with store.read() as session:
        declared = declared_on(session, today)
        owed = rests_owed(session, event.start, event.end) if alarm.stood_down is not None else ()
    return SurgeView(
        today=today,
        known_until=knowledge.origin,
        alarm=alarm,
        days=days,
        carriers=_carried(parts, seen, alarm, knowledge),
        ahead=() if found is None else _ahead(found, today),
        kinds=() if found is None else tuple((k.value, w) for k, w in sorted(found.weights.items(), key=lambda p: -p[1])),
        level=1.0 if found is None else found.level,
        lasts=() if found is None else found.lasts,
        fan=() if found is None or found.settled else tuple((k, float(v[0])) for k, v in found.fan.items()),
        recorded=any(e.kind is EventKind.EMERGENCY and e.start <= event.start and event.end <= e.end for e in knowledge.events),
        declared=declared,
        owed=owed,
    )  # fmt: skip


def record_surge(store: Store, who: Account) -> Event:
    """
    Record the surge of the watch as an event up to its last known day; recorded before, it is prolonged.

    Its days are then hidden from every forecast: next year repeats none of it, and the level that stays after it is
    learned from the days that follow.

    Raises
    ------
    SettingError
        ``no_surge`` if there is none to record.
    """
    require(who, "record_surge")
    found = surge(store, who)
    if found.alarm is None or found.alarm.since > found.known_until:
        raise SettingError("no_surge")
    event = found.alarm.event(found.known_until)
    with store.begin() as session:
        before = [e for e in known.load_events(session) if (e.code, e.start) == (event.code, event.start)]
        known.save_events(session, (event,))
        log.add_line(
            session, who.username, "record_surge",
            before={"end": before[0].end} if before else None,
            after={"code": event.code, "start": event.start, "end": event.end},
        )  # fmt: skip
    return event


def _aligned(halves: Demand, daily: Demand) -> Demand:
    """Return half-hours on just the days of the daily series."""
    per_day = halves.grid.slots_per_day
    grid = Grid(daily.grid.start, daily.grid.days, halves.grid.step, halves.grid.zone)
    table = np.full((grid.days, per_day), np.nan)
    shift = (halves.grid.start - grid.start).days
    rows = halves.values.reshape(halves.grid.days, per_day)
    begin, end = max(shift, 0), min(shift + len(rows), grid.days)
    table[begin:end] = rows[begin - shift : end - shift]
    return Demand(grid, table.ravel(), halves.name)


def _with_today(demand: Demand, values: np.ndarray) -> Demand:
    grid = replace(demand.grid, days=demand.grid.days + 1)
    return Demand(grid, np.concatenate([demand.values, values]), demand.name)


def _padded(so_far: np.ndarray | None) -> np.ndarray:
    """Return the running day's half-hours, missing where they are not over."""
    found = np.full(1440 // HALF_HOUR, np.nan)
    if so_far is not None:
        found[: len(so_far)] = so_far
    return found


def _capped(session: Session, knowledge: Knowledge, halves: Demand | None) -> np.ndarray:
    """Return the days on which so many calls went unanswered that their count is only a floor, shape (days,)."""
    grid = knowledge.demand.grid
    found = np.zeros(grid.days, dtype=bool)
    answered = known.load_demand(session, "line.answered", step=HALF_HOUR, zone=grid.zone)
    if answered is None or halves is None:
        return found
    service = load_service(session)
    calls, got = (_aligned(d, knowledge.demand).values.reshape(grid.days, -1) for d in (halves, answered))
    for k in range(max(grid.days - WATCHED - 7, 0), grid.days):
        opens, closes = opening_hours(service, grid.dates[k])
        part = slice(opens // HALF_HOUR, -(-closes // HALF_HOUR))
        offered = float(np.nansum(calls[k, part]))
        if offered > 0 and np.isfinite(got[k, part]).any():
            found[k] = offered - float(np.nansum(got[k, part])) > CAPPED * offered
    return found


def _projected(knowledge: Knowledge, events: tuple[Event, ...], seen: Watch, alarm: Alarm) -> Projection | None:  # fmt: skip
    """Return where a running surge may go, from its full days; None before the first is over."""
    demand, today = knowledge.demand, knowledge.centre.today
    days = [w for w in seen.days if alarm.since <= w.day < today and np.isfinite(w.seen)]
    if not days:
        return None
    eve = alarm.since - timedelta(days=1)
    part = demand.until(eve).since(eve - timedelta(days=MEMORY))
    past = [event for event in events if event.repeats or event.start <= eve]
    made = SmoothedRegression().fit(part, knowledge.calendar, past).predict((today - eve).days - 1 + AHEAD, paths=PATHS)  # fmt: skip
    skip = (today - alarm.since).days
    ahead = replace(
        made, grid=Grid(today, AHEAD, made.grid.step, made.grid.zone), origin=knowledge.origin,
        mean=made.mean[skip:], quantiles=made.quantiles[skip:], paths=made.paths[:, skip:],
    )  # fmt: skip
    at = [(w.day - alarm.since).days for w in days]
    usual = [w.expected for w in seen.days if w.day < alarm.since][-28:]
    return project(
        np.array([w.seen for w in days]),
        made.mean[at],
        np.array([w.spread for w in days]),
        ahead,
        usual=float(np.mean(usual)) if usual else None,
        capped=np.array([w.capped for w in days]),
        own=own_shapes(knowledge, before=alarm.since),
    )


def own_shapes(knowledge: Knowledge, *, before: date) -> tuple[OwnShape, ...]:
    """Return the shapes of the centre's own recorded emergencies before a day, measured against forecasts from their eves."""
    found = []
    demand = knowledge.demand
    for event in knowledge.events:
        if event.kind is not EventKind.EMERGENCY or event.end >= before:
            continue
        eve, days = event.start - timedelta(days=1), min((event.end - event.start).days + 1, 120)
        if (eve - demand.grid.start).days < LEAST:
            continue
        others = [e for e in knowledge.events if e.repeats or e.start <= eve]
        known_then = demand.until(eve).since(eve - timedelta(days=MEMORY))
        made = SmoothedRegression().fit(known_then, knowledge.calendar, others).predict(days, paths=1)
        at = demand.grid.slot_of(event.start)
        shape = OwnShape.learn(event.code, demand.values[at : at + days], made.mean)
        found += [shape] if shape is not None else []
    return tuple(found)


def _ahead(found: Projection, today: date) -> tuple[DayAhead, ...]:
    made = found.prediction
    low, middle, high = (made.quantile(level) for level in (0.1, 0.5, 0.9))
    return tuple(
        DayAhead(
            today + timedelta(days=k),
            float(made.mean[k]),
            float(low[k]),
            float(middle[k]),
            float(high[k]),
            None,
        )
        for k in range(AHEAD)
    )


def _carried(
    breakdown: Breakdown | None, seen: Watch, alarm: Alarm, knowledge: Knowledge
) -> tuple[Carrier, ...]:
    """Return what carries a surge, from the breakdown's days of it; its counts are scaled to the calls."""
    if breakdown is None:
        return ()
    grid = breakdown.grid
    first, last = alarm.since, min(grid.end, knowledge.origin)
    if not grid.start < first <= last:
        return ()
    at = (first - grid.start).days
    before = slice(max(at - LOOK_BACK, 0), at)
    place = knowledge.demand.grid.slot_of(grid.dates[before.start])
    calls = np.nansum(knowledge.demand.values[place : place + at - before.start])
    scale = float(breakdown.counts[before].sum() / max(calls, 1.0))
    wanted = sum(w.expected for w in seen.days if first <= w.day <= last)
    parts: dict[str, Demand] = {}
    for by in breakdown.dimensions:
        names, belongs = breakdown.groups(by)
        table = breakdown.counts @ belongs
        parts |= {f"{by}={name}": Demand(grid, table[:, k]) for k, name in enumerate(names)}
    return carriers(parts, first, last, wanted * scale)


def _key(knowledge: Knowledge, events: tuple[Event, ...]) -> str:
    """Name what a watch learns from: the history, the calendar, and the events that it is told of."""
    digest = hashlib.sha256(knowledge.demand.values.tobytes())
    facts = [
        str(knowledge.demand.grid),
        str(knowledge.calendar.overrides),
        str(events),
        str(VIGILANCE),
        WATCHED,
    ]
    digest.update(json.dumps(facts).encode())
    return digest.hexdigest()


def _keep(session: Session, key: str, learned: Learned) -> None:
    expected = learned.expected
    arrays = {name: getattr(expected, name) for name in (*ARRAYS, "special")}
    arrays["origins"] = np.array([day.toordinal() for day in expected.origins])
    arrays["tuned"] = np.array(
        [learned.widths.ordinary, learned.widths.special, learned.calm, *learned.thresholds]
    )
    effects.keep_arrays(session, arrays, knowledge=key, name=MEMORY_NAME)


def _recall(session: Session, key: str, knowledge: Knowledge) -> Learned | None:
    arrays = effects.find_arrays(session, knowledge=key, name=MEMORY_NAME)
    if arrays is None:
        return None
    grid = replace(knowledge.demand.grid, days=knowledge.demand.grid.days + 1)
    origins = tuple(date.fromordinal(int(day)) for day in arrays["origins"])
    held = {f.name: arrays[f.name] for f in fields(Expected) if f.name in arrays and f.name != "origins"}
    ordinary, special, calm, *thresholds = arrays["tuned"].tolist()
    expected = Expected(grid, **held, origins=origins)
    return Learned(expected, Widths(ordinary, special), np.array(thresholds), int(calm))
