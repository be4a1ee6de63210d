"""A drill on days that have been: what the tool knew each morning, what it advised, and what that would have done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from desk.planning.replay_rosters import play_rosters
from desk.results.surge import DayAhead, DayService, Morning, Replay
from desk.sample import SampleCentre, load_centre
from desk.sample.founding_case import CASES, Case
from desk.sample.load import read_requests
from forecast.calendar import Calendar, Event, EventKind, Override
from forecast.demand import Demand
from forecast.errors import SettingError
from forecast.grid import Grid
from forecast.models.sampling import LONGEST_HORIZON
from forecast.models.smoothed_regression import SmoothedRegression
from forecast.prediction import Prediction
from forecast.staffing.redial import first_calls
from forecast.surge.alarm import Alarm, Watch, Watched
from forecast.surge.carriers import Carrier, carriers
from forecast.surge.detect import watch
from forecast.surge.effects import REDIAL
from forecast.surge.expected import MEMORY
from forecast.surge.project import Projection, project

AHEAD = 14
"""Days shown from each morning."""

REACH = 35
"""Days that each morning's forecast covers: the longest roster that it may have to fill."""

KINDS = ("channel", "type", "topic", "county")
"""Columns of the requests by which a surge is taken apart."""

CAPPED = 0.2
"""Share of the calls that gave up or met the busy tone from which a day's count is only a floor."""

USUAL = 28
"""Days before the surge whose mean is a usual day."""

PATHS = 400
"""Sample paths of every forecast."""

Told = Callable[[str, float], None]
"""Is told what is being done (a code) and the share that is done."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """
    The history of a case.

    Parameters
    ----------
    centre
        The centre.
    calendar
        With the notices of the case.
    events
        The centre's own events without the emergency that is to be found.
    requests, calls
        Registered requests and first calls a day.
    parts
        Requests by half-hour and channel, type, topic, county.
    half_hours, half_calls
        Requests, and first calls (redials taken out), by half-hour.
    capped
        Days whose count is only a floor, shape (days,).
    """

    centre: SampleCentre
    calendar: Calendar
    events: tuple[Event, ...]
    requests: Demand
    calls: Demand
    parts: dict[str, Demand]
    half_hours: Demand
    half_calls: Demand
    capped: np.ndarray


def replay_case(
    folder: Path,
    code: str,
    *,
    rosters: bool = True,
    seconds: float = 6.0,
    runs: int = 24,
    seed: int = 0,
    progress: Told | None = None,
) -> Replay:
    """
    Play a case day by day; nothing after a morning is known on it.

    Parameters
    ----------
    folder
        The centre's folder with its history.
    code
        One of `CASES`.
    rosters
        Whether to solve, repair and simulate rosters as well.
    seconds
        Of each search.
    runs
        Simulated repetitions of every day.
    seed
        Of everything that is drawn.
    progress
        Told what is being done and how far it is.

    Raises
    ------
    SettingError
        ``unknown_case``.
    DataError
        As `desk.sample.load_centre`.
    """
    if code not in CASES:
        raise SettingError("unknown_case", case=code, known=", ".join(CASES))
    case, told = CASES[code], progress or _quiet
    past = read_past(folder, case)
    seen = watch(
        past.requests,
        past.calendar,
        past.events,
        first=case.first,
        half_hours=past.half_hours,
        parts=past.parts,
        capped=past.capped,
        progress=lambda done, whole: told("replay_watch", done / whole),
    )
    mornings: list[Morning] = []
    needs: dict[date, Prediction] = {}
    bases = (Bases(past, past.requests, seed), Bases(past, past.calls, seed))
    days = (case.last - case.first).days + 1
    for k in range(days):
        day = case.first + timedelta(days=k)
        told("replay_mornings", k / days)
        morning, calls = _morning(past, bases, seen, day, seed)
        mornings.append(morning)
        if calls is not None:
            needs[day] = calls
    main = max(seen.alarms, key=lambda alarm: alarm.excess, default=None)
    without: tuple[DayService, ...] = ()
    advised: tuple[DayService, ...] = ()
    if rosters and main is not None:
        plan = play_rosters(
            past.centre, past.calendar, past.events, past.half_calls, case, main, needs,
            seconds=seconds, runs=runs, seed=seed, told=told,
        )  # fmt: skip
        without, advised = plan.without, plan.advised
        mornings = [replace(m, advice=plan.advice.get(m.day)) for m in mornings]
    told("replay_mornings", 1.0)
    carried = () if main is None else _carried(past, seen, main)
    return Replay(code, case.first, case.last, seen.alarms, carried, tuple(mornings), without, advised)


def read_past(folder: Path, case: Case) -> Past:
    """Return the history of a case up to its last day and what it needs of the days after."""
    centre = load_centre(folder)
    last = case.last
    frame = centre.half_hours
    requests = Demand.from_series(frame["requests"], step=30, name="requests", unit="requests").until(last)
    lost = frame["abandoned"] + frame["blocked"]
    first = first_calls(frame["offered"].to_numpy(float), lost.to_numpy(float), REDIAL)
    half_calls = Demand.from_series(pd.Series(first, index=frame.index), step=30, name="first calls").until(
        last
    )
    table = read_requests(folder)
    table = table[table["start"] < pd.Timestamp(last + timedelta(days=1))]
    parts: dict[str, Demand] = {}
    for kind in KINDS:
        counted = table.pivot_table(
            index="start", columns=kind, values="requests", aggfunc="sum", fill_value=0, observed=True
        ).reindex(requests.grid.index, fill_value=0)
        for name in counted.columns:
            parts[f"{kind}={name}"] = Demand(requests.grid, counted[name].to_numpy(dtype=float))
    day = pd.DatetimeIndex(frame.index).normalize()
    daily_lost, daily_offered = lost.groupby(day).sum(), frame["offered"].groupby(day).sum()
    capped = (daily_lost > CAPPED * daily_offered.clip(lower=1)).to_numpy()[: requests.grid.days]
    events = tuple(event for event in centre.events if event.kind is not EventKind.EMERGENCY)
    calendar = Calendar("CN", case.notices)
    return Past(
        centre, calendar, events, requests.daily(), half_calls.daily(), parts, requests, half_calls, capped
    )


class Bases:
    """
    Calendar-adjusted forecasts of a series by morning.

    While a surge is on its days are hidden, so that the forecast from its eve holds until the calendar changes.
    """

    def __init__(self, past: Past, demand: Demand, seed: int) -> None:
        self.past, self.demand, self.seed = past, demand, seed
        self._kept: dict[tuple[date, tuple[Override, ...]], Prediction] = {}

    def of(self, day: date, on: Alarm | None) -> tuple[Prediction, np.ndarray]:
        """Return the forecast from a morning on, and what it expects of the days of the surge before it."""
        known = day - timedelta(days=1)
        origin = known if on is None else min(on.since - timedelta(days=1), known)
        view = self.past.calendar.at(known)
        notices = tuple(notice for notice in view.overrides if notice.as_of <= known)
        key = (origin, notices)
        if key not in self._kept:
            events = [event for event in self.past.events if event.repeats or event.start <= origin]
            part = self.demand.until(origin).since(origin - timedelta(days=MEMORY))
            horizon = AHEAD if on is None else (self.past.requests.grid.end - origin).days + REACH
            self._kept[key] = (
                SmoothedRegression()
                .fit(part, view, events)
                .predict(min(horizon, LONGEST_HORIZON), paths=PATHS, seed=self.seed)
            )
        made, skip = self._kept[key], (known - origin).days
        ahead = replace(
            made,
            grid=Grid(day, made.grid.days - skip, made.grid.step, made.grid.zone),
            origin=known,
            mean=made.mean[skip:],
            quantiles=made.quantiles[skip:],
            paths=made.paths[:, skip:],
        )
        return ahead, made.mean[:skip]


def _morning(
    past: Past, bases: tuple[Bases, Bases], seen: Watch, day: date, seed: int
) -> tuple[Morning, Prediction | None]:
    """Return what was known on a morning, and the calls to staff for if an alarm was on."""
    on = _alarm_on(seen, day)
    base, expected = bases[0].of(day, on)
    days = [] if on is None else [watched for watched in seen.days if on.since <= watched.day < day]
    if on is None or not days:
        return Morning(day, on is not None, 1.0, (), _ahead(past.requests, base)), None
    usual = float(np.mean([watched.expected for watched in seen.days if watched.day < on.since][-USUAL:]))
    found = _projected(days, expected, base, usual, seed)
    calls_base, calls_expected = bases[1].of(day, on)
    first = (on.since - past.calls.grid.start).days
    # Those who gave up are counted among the first calls, so nothing here is capped.
    calls = project(
        past.calls.values[first : first + len(calls_expected)],
        calls_expected,
        np.array([watched.spread for watched in days]),
        calls_base,
        usual=float(np.nanmean(past.calls.values[first - USUAL : first])),
        seed=seed,
    )
    kinds = tuple((kind.value, weight) for kind, weight in sorted(found.weights.items(), key=lambda p: -p[1]))
    fan = () if found.settled else tuple((name, float(values[0])) for name, values in found.fan.items())
    ahead = _ahead(past.requests, found.prediction)
    return Morning(day, True, found.level, kinds, ahead, fan), calls.prediction


def _alarm_on(seen: Watch, day: date) -> Alarm | None:
    """Return the alarm that was on at dawn of a day."""
    dawn = datetime.combine(day, time())
    for alarm in seen.alarms:
        ended = alarm.stood_down is not None and alarm.stood_down < day
        if alarm.raised <= dawn and not ended:
            return alarm
    return None


def _projected(
    days: list[Watched], expected: np.ndarray, base: Prediction, usual: float, seed: int
) -> Projection:
    values, spread = (np.array([getattr(w, name) for w in days]) for name in ("seen", "spread"))
    capped = np.array([watched.capped for watched in days])
    return project(values, expected, spread, base, usual=usual, capped=capped, seed=seed)


def _ahead(demand: Demand, prediction: Prediction) -> tuple[DayAhead, ...]:
    lines = []
    low, middle, high = (prediction.quantile(level) for level in (0.1, 0.5, 0.9))
    for k, day in enumerate(prediction.grid.dates[:AHEAD]):
        at = (day - demand.grid.start).days
        came = float(demand.values[at]) if at < demand.grid.days else None
        lines.append(
            DayAhead(day, float(prediction.mean[k]), float(low[k]), float(middle[k]), float(high[k]), came)
        )
    return tuple(lines)


def _carried(past: Past, seen: Watch, main: Alarm) -> tuple[Carrier, ...]:
    first = main.raised.date()
    days = [w for w in seen.days if first <= w.day <= first + timedelta(days=1)]
    return carriers(past.parts, first, days[-1].day, sum(w.expected for w in days))


def _quiet(_code: str, _share: float) -> None:
    """Tell nobody."""
