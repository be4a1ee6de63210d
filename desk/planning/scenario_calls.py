"""The calls and the line of a scenario: forecast paths bent by what it says."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from forecast.calendar import Calendar, Event, Override
from forecast.demand import Demand
from forecast.grid import Grid
from forecast.models.smoothed_regression import SmoothedRegression
from forecast.prediction import Prediction
from forecast.staffing.service import Line
from forecast.surge.expected import MEMORY
from forecast.surge.scenario import STEADY, Scenario, Volume
from forecast.surge.shapes import TEMPLATES, Kind, draw


def calls_of(
    scenario: Scenario,
    base: Prediction,
    *,
    demand: Demand,
    calendar: Calendar,
    events: tuple[Event, ...],
    seed: int,
) -> Prediction:
    """
    Return the daily calls of a scenario.

    Parameters
    ----------
    scenario
        What it says of volume, alerts and calendar.
    base
        The forecast as it stands.
    demand, calendar, events
        What is known; a change of the calendar is carried over from a second, quick model that is asked both ways.
    seed
        Of the shapes.
    """
    rng = np.random.default_rng(seed)
    days, count = base.grid.days, len(base.paths)
    factor, added = np.ones((count, days)), np.zeros((count, days))
    usual = float(base.mean[base.mean > 0].mean()) if (base.mean > 0).any() else 0.0
    for volume in scenario.volume:
        height = volume.share * (volume.size - 1) * _heights(volume, base.grid, count, rng)
        if volume.adds:
            added += usual * height
        else:
            factor *= 1 + height
    for deflection in scenario.deflection:
        factor *= np.where(
            _inside(deflection.when.on(base.grid.start, days), base.grid), 1 - deflection.share, 1.0
        )
    factor *= _calendar_ratio(scenario, base, demand, calendar, events)
    rates = base.paths * factor + added
    paths = np.where(
        rates >= base.paths, base.paths + rng.poisson(np.maximum(rates - base.paths, 0)), np.rint(rates)
    )
    paths = np.maximum(paths, 0.0)
    levels = base.quantiles * factor.mean(axis=0)[:, None] + added.mean(axis=0)[:, None]
    return replace(
        base,
        mean=base.mean * factor.mean(axis=0) + added.mean(axis=0),
        quantiles=np.maximum.accumulate(np.maximum(levels, 0.0), axis=1),
        paths=paths,
    )


def line_of_scenario(scenario: Scenario, line: Line, grid: Grid) -> Line:
    """Return the line with the scenario's hours, handling time and patience, on a half-hour grid."""
    opening = line.open_slots(grid.slots).reshape(grid.days, grid.slots_per_day).copy()
    for hours in scenario.hours:
        for day in hours.when.on(grid.start, grid.days):
            row = opening[(day - grid.start).days]
            row[:] = False
            row[hours.opens // grid.step : -(-hours.closes // grid.step)] = True
    handling = replace(line.handling, seconds=line.handling.seconds * scenario.handling)
    return replace(
        line,
        handling=handling,
        opening=opening.ravel(),
        patience=line.patience if scenario.patience is None else scenario.patience,
    )


def _heights(volume: Volume, grid: Grid, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return how high a shape stands on each day, 1 at its top, shape (count, days)."""
    span = volume.when.on(grid.start, grid.days)
    if not span:
        return np.zeros((count, grid.days))
    if volume.shape == STEADY:
        return np.tile(_inside(span, grid).astype(float), (count, 1))
    drawn = draw(TEMPLATES[Kind(volume.shape)], count, rng)
    drawn = drawn / np.maximum(drawn.max(axis=1, keepdims=True), 1e-9)
    first = (span[0] - grid.start).days
    heights = np.zeros((count, grid.days))
    heights[:, first:] = drawn[:, : grid.days - first]
    return heights


def _inside(span: tuple[date, ...], grid: Grid) -> np.ndarray:
    chosen = set(span)
    return np.array([day in chosen for day in grid.dates])


def _calendar_ratio(
    scenario: Scenario, base: Prediction, demand: Demand, calendar: Calendar, events: tuple[Event, ...]
) -> np.ndarray:
    """Return what changed days do to the expectation, 1 where nothing changes, shape (days,)."""
    if not scenario.calendar:
        return np.ones(base.grid.days)
    since = base.origin
    known = demand.until(since).since(since - timedelta(days=MEMORY))
    changes = tuple(
        Override(change.day, change.kind, change.holiday, change.statutory, since)
        for change in scenario.calendar
    )
    changed = Calendar(calendar.country, (*calendar.overrides, *changes), calendar.as_of)
    horizon = (base.grid.end - since).days
    means = [
        SmoothedRegression().fit(known, view, events).predict(horizon, paths=1).mean[-base.grid.days :]
        for view in (calendar, changed)
    ]
    return np.asarray(means[1] / np.maximum(means[0], 1e-9))
