"""What the line's own history tells: patience, handling times, mix, messages, web cases, and where seats capped it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from desk.planning.known import HALF_HOUR
from desk.store import known
from forecast.calendar import Event, EventKind
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import MINUTES_PER_DAY, Grid
from forecast.staffing import handling, patience
from forecast.staffing.censoring import uncap

OUTCOMES = ("answered", "within_target", "abandoned", "wait_s", "operators", "voicemail", "hung_up", "web")
"""Columns of a line's history that are kept per half-hour, each as the series ``line.<name>``."""

HANDLED = "handling_s"
"""Talk and after-call work of a half-hour in seconds, kept like `OUTCOMES`."""

RECENT = 365
"""Days that speak for today: a year, so that no season is left out."""

LATELY = 56
"""Days behind the web cases per call and their times of day: eight weeks."""

UNUSUAL = frozenset({EventKind.EMERGENCY, EventKind.OUTAGE, EventKind.CENSORED})
"""Events whose days are no measure of usual ones."""


def keep_line_history(
    session: Session, half_hours: pd.DataFrame, types: pd.DataFrame | None, grid: Grid, import_id: int
) -> None:
    """
    Keep what became of the calls per half-hour, and the answered calls of each type per day.

    Parameters
    ----------
    half_hours
        Columns as in ``half_hours/`` of the centre's folder, one row per slot of `grid`; absent columns are left out.
    types
        One column of answered calls per type and one row per day, or None.
    grid
        The slots.
    import_id
        The import that tells it.
    """
    columns = {name: half_hours[name] for name in OUTCOMES if name in half_hours}
    if {"talk_s", "after_call_s"} <= set(half_hours):
        columns[HANDLED] = half_hours["talk_s"] + half_hours["after_call_s"]
    for name, column in columns.items():
        known.add_demand(session, Demand(grid, column.to_numpy(dtype=float), f"line.{name}", name), import_id)
    if types is not None:
        days = Grid(grid.start, grid.days, zone=grid.zone)
        table = types.reindex(days.index, fill_value=0)
        for kind in table:
            values = table[kind].to_numpy(dtype=float)
            known.add_demand(session, Demand(days, values, f"type.{kind}", "calls"), import_id)


def learn_again(session: Session) -> None:
    """Measure the line afresh from all that is known by now; a centre without a history of its line stays as it is."""
    row = known.find_centre(session)
    if row is None:
        return
    found = measure(session, row.zone, row.service, known.load_events(session))
    if found:
        known.save_fitted(session, found)


def measure(
    session: Session, zone: str, service: Mapping[str, Any], events: tuple[Event, ...]
) -> dict[str, Any]:  # Any: goes into JSON
    """
    Return what the history tells of the line; a part that it does not tell is absent.

    Parameters
    ----------
    zone
        Time zone of the centre.
    service
        Settings of the line; its types of calls and its patience are the names and the guess to start from.
    events
        Days of emergencies and the like are left out of the usual and give the growth of handling time in a surge.
    """
    types = tuple(service.get("handling", ()))
    days = _side_by_side(
        {
            name: known.load_demand(session, f"line.{name}", step=MINUTES_PER_DAY, zone=zone)
            for name in (*OUTCOMES, HANDLED)
        }
        | {
            f"type.{name}": known.load_demand(session, f"type.{name}", step=MINUTES_PER_DAY, zone=zone)
            for name in types
        }
    )
    if "answered" not in days:
        return {}
    grid = next(iter(days.values())).grid
    surge = _unusual(grid, events)
    recent = (np.arange(grid.days) >= grid.days - RECENT) & ~surge
    found: dict[str, Any] = {
        "first": str(grid.dates[max(grid.days - RECENT, 0)]),
        "last": str(grid.end),
        **_handling(days, surge, recent, types),
    }
    if {"voicemail", "hung_up"} <= set(days):
        left, gone = (np.nansum(days[name].values[recent]) for name in ("voicemail", "hung_up"))
        if left + gone > 0:
            found["voicemail"] = {"share": float(left / (left + gone)), "count": int(left + gone)}
    since = grid.end - timedelta(days=RECENT - 1)
    slots = _side_by_side(
        {
            name: known.load_demand(session, f"line.{name}", step=HALF_HOUR, zone=zone, since=since)
            for name in ("answered", "abandoned", "wait_s", "operators", "voicemail")
        }
    )
    if {"answered", "operators"} <= set(slots):
        usual = ~_unusual(slots["answered"].grid, events)
        columns = {name: np.where(usual, np.nan_to_num(series.values), 0.0) for name, series in slots.items()}
        found |= _patience(columns)
        waits = found["patience"]["value"] if "patience" in found else float(service["patience"])
        found |= _capped(columns, waits, _mean_handling(service, found), slots["answered"].grid.step)
    return found | _web(session, zone, grid.end)


def _unusual(grid: Grid, events: tuple[Event, ...]) -> np.ndarray:
    """Return whether a slot lies on a day of an emergency or the like, shape (grid.slots,)."""
    spans = [span for event in events if event.kind in UNUSUAL for span in event.spans(grid.start, grid.end)]
    days = np.array([any(first <= day <= last for first, last in spans) for day in grid.dates])
    return np.repeat(days, grid.slots_per_day)


def _side_by_side(found: Mapping[str, Demand | None]) -> dict[str, Demand]:
    """Return the series that there are on one grid, NaN where one does not reach or tells nothing."""
    there = {name: series for name, series in found.items() if series is not None}
    if not there:
        return {}
    first = min(series.grid.start for series in there.values())
    last = max(series.grid.end for series in there.values())
    made = {}
    for name, series in there.items():
        grid = Grid(first, (last - first).days + 1, series.grid.step, series.grid.zone)
        values = np.full(grid.slots, np.nan)
        at = (series.grid.start - first).days * grid.slots_per_day
        values[at : at + series.grid.slots] = series.values
        made[name] = Demand(grid, values, name)
    return made


def _handling(
    days: dict[str, Demand], surge: np.ndarray, recent: np.ndarray, names: tuple[str, ...]
) -> dict[str, Any]:
    calls = {name: days[f"type.{name}"].values for name in names if f"type.{name}" in days}
    if HANDLED not in days or not calls:
        return {}
    told = np.isfinite([days[HANDLED].values, *calls.values()]).all(axis=0)
    used, recent = (recent | surge) & told, recent & told
    try:
        fitted = handling.fit_totals(
            days[HANDLED].values[used], {name: column[used] for name, column in calls.items()}, surge[used]
        )
    except DataError:
        return {}
    whole = sum(float(column[recent].sum()) for column in calls.values())
    return {
        "handling": {
            fit.type: {"value": fit.seconds, "low": fit.low, "high": fit.high, "count": fit.calls} for fit in fitted
        },
        "handling_cv": fitted[0].cv,
        "handling_growth": fitted[0].growth if surge.any() else None,
        "mix": {name: {"value": float(calls[name][recent].sum()) / whole, "count": round(whole)} for name in calls},
    }  # fmt: skip


def _mean_handling(service: Mapping[str, Any], found: Mapping[str, Any]) -> float:
    """Return the handling time of the mean call in seconds, from the history where it tells, else from the settings."""
    told = {
        part: {name: fit["value"] for name, fit in found.get(part, {}).items()}
        for part in ("handling", "mix")
    }
    seconds = {
        **service["handling"],
        **{name: value for name, value in told["handling"].items() if value > 0},
    }
    shares = told["mix"] or service.get("mix", {})
    weights = [float(shares.get(name, 0.0)) for name in seconds]
    return float(np.average(list(seconds.values()), weights=weights if sum(weights) > 0 else None))


def _patience(slots: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Return the patience, and the share that hung up, by half-hours with their hang-ups; nothing if none were counted."""
    if "abandoned" not in slots:
        return {}
    answered, gone, there = (slots[name] for name in ("answered", "abandoned", "operators"))
    found: dict[str, Any] = {}
    if (came := float(answered.sum() + gone.sum())) > 0:
        found["abandoned"] = {"value": float(gone.sum()) / came, "count": round(came)}
    try:
        fit = patience.fit_slots(slots.get("wait_s", np.zeros_like(gone)), gone, answered + gone, there)
    except DataError:
        return found
    return found | {
        "patience": {
            "value": fit.seconds, "low": fit.low, "high": fit.high, "count": fit.abandoned, "warning": fit.warning,
        }
    }  # fmt: skip


def _capped(slots: Mapping[str, np.ndarray], waits: float, aht: float, step: int) -> dict[str, Any]:
    """Return where seats held the calls down, and how many came there; estimated if nobody counted those who hung up."""
    open_ = slots["operators"] > 0
    if not open_.any():
        return {}
    gone, left = (
        slots[name][open_] if name in slots and "abandoned" in slots else None
        for name in ("abandoned", "voicemail")
    )
    seen = uncap(
        slots["answered"][open_], slots["operators"][open_], aht=aht, patience=waits, slot_seconds=step * 60.0,
        abandoned=gone, voicemail=left,
    )  # fmt: skip
    return {
        "capped": {
            "share": float(seen.capped.mean()),
            "answered": float(slots["answered"][open_][seen.capped].sum()),
            "calls": float(seen.calls[seen.capped].sum()),
            "counted": gone is not None,
        }
    }


def _web(session: Session, zone: str, last: date) -> dict[str, Any]:
    """Return web cases per call and their shares of the day, from the last eight weeks."""
    since = last - timedelta(days=LATELY - 1)
    web, calls = (
        known.load_demand(session, name, step=HALF_HOUR, zone=zone, since=since)
        for name in ("line.web", "total")
    )
    if web is None or calls is None:
        return {}
    came, rang = float(np.nansum(web.values)), float(np.nansum(calls.values))
    if came <= 0 or rang <= 0:
        return {}
    by_day = np.nansum(web.values.reshape(web.grid.days, web.grid.slots_per_day), axis=0)
    return {"web": {"share": came / rang, "count": int(came), "profile": (by_day / came).round(6).tolist()}}
