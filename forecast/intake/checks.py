"""What a planner should know about a series before a model sees it."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from forecast.demand import Demand

OUTAGE_EXPECTED = 12.0
"""A run of zeros is suspect where so many were usual: by chance it comes once in 160,000 (Poisson, e^-12)."""

PART_DAY = 0.5
"""A first or last day below this share of the usual day looks cut off."""

BREAK_RATIO = 1.25
"""A lasting change of level is named from this ratio on."""

BREAK_WEEKS = 8
"""Weeks on either side that are compared for a level break."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing that stands out.

    Parameters
    ----------
    code
        ``gap``, ``outage``, ``part_day``, ``level_break``, ``future``, ``non_integer``, ``duplicate``,
        ``parallel_breakdown`` or ``empty_cell``; the sentence stands in ``desk.words``.
    first, last
        First and last day concerned.
    count
        How many days, slots or rows.
    ratio
        Level after over level before (``level_break``), or share of the usual day (``part_day``); else None.
    """

    code: str
    first: date
    last: date
    count: int
    ratio: float | None = None


def check(demand: Demand, today: date | None = None) -> tuple[Finding, ...]:
    """Return what stands out in a series; days after `today` are future days."""
    days = demand.values.reshape(demand.grid.days, demand.grid.slots_per_day)
    known = ~np.isnan(days).all(axis=1)
    totals = np.where(known, np.nansum(days, axis=1), np.nan)
    findings = [*_gaps(demand, known), *_outages(demand, days), *_part_days(demand, totals)]
    findings += _level_breaks(demand, totals)
    dates = demand.grid.dates
    if today is not None and (late := [d for d, k in zip(dates, known, strict=True) if k and d > today]):
        findings.append(Finding("future", late[0], late[-1], len(late)))
    broken = ~np.isnan(demand.values) & (demand.values != np.floor(demand.values))
    if broken.any():
        where = np.flatnonzero(broken) // demand.grid.slots_per_day
        findings.append(Finding("non_integer", dates[where[0]], dates[where[-1]], int(broken.sum())))
    return tuple(findings)


def _gaps(demand: Demand, known: np.ndarray) -> list[Finding]:
    """Return runs of absent days, weekdays that the line never works left aside."""
    dates = demand.grid.dates
    worked = {day.weekday() for day, there in zip(dates, known, strict=True) if there}
    absent = np.array(
        [not there and day.weekday() in worked for day, there in zip(dates, known, strict=True)]
    )
    return [Finding("gap", dates[a], dates[b - 1], b - a) for a, b in _runs(absent)]


def _outages(demand: Demand, days: np.ndarray) -> list[Finding]:
    """Return runs of zeros over slots that usually hold calls."""
    weekend = np.array([day.weekday() >= 5 for day in demand.grid.dates])
    usual = np.zeros_like(days)
    for kind in (False, True):
        chosen = days[weekend == kind]
        there = (~np.isnan(chosen)).sum(axis=0)
        usual[weekend == kind] = np.nansum(chosen, axis=0) / np.maximum(there, 1)
    found = []
    per_day, flat = demand.grid.slots_per_day, usual.ravel()
    for a, b in _runs(demand.values == 0):
        if flat[a:b].sum() >= OUTAGE_EXPECTED:
            first, last = demand.grid.dates[a // per_day], demand.grid.dates[(b - 1) // per_day]
            found.append(Finding("outage", first, last, b - a))
    return found


def _part_days(demand: Demand, totals: np.ndarray) -> list[Finding]:
    """Return a first or last day that is far below its neighbours of the same kind."""
    dates, found = demand.grid.dates, []
    there = np.flatnonzero(~np.isnan(totals))
    if not there.size:
        return []
    for edge, near in ((there[0], there[1:29]), (there[-1], there[-29:-1])):
        alike = [totals[k] for k in near if (dates[k].weekday() >= 5) == (dates[edge].weekday() >= 5)]
        if len(alike) < 4:
            continue
        usual = float(np.median(alike))
        if usual > 0 and totals[edge] < PART_DAY * usual and totals[edge] < min(alike):
            found.append(Finding("part_day", dates[edge], dates[edge], 1, float(totals[edge]) / usual))
    return found


def _level_breaks(demand: Demand, totals: np.ndarray) -> list[Finding]:
    """
    Return weeks at which the weekly level jumps and stays.

    The medians of `BREAK_WEEKS` weekly means on either side are compared on the log scale; the jump must exceed
    `BREAK_RATIO`, stand out from the spread within both sides, and happen between two neighbouring weeks.
    """
    weeks = len(totals) // 7
    table = totals[: weeks * 7].reshape(weeks, 7)
    there = ~np.isnan(table)
    means = np.where(there, table, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    level = np.where(means > 0, np.log(np.maximum(means, 1e-9)), np.nan)
    jumps: list[tuple[float, int, float]] = []
    for k in range(BREAK_WEEKS, weeks - BREAK_WEEKS + 1):
        before, after = level[k - BREAK_WEEKS : k], level[k : k + BREAK_WEEKS]
        if np.isnan(before).any() or np.isnan(after).any():
            continue
        jump = float(np.median(after) - np.median(before))
        spread = float(
            np.median(np.abs(np.concatenate([before - np.median(before), after - np.median(after)])))
        )
        if abs(jump) >= np.log(BREAK_RATIO) and abs(jump) > 4 * spread:
            jumps.append((abs(level[k] - level[k - 1]), k, jump))
    found: list[Finding] = []
    taken: list[int] = []
    for step, k, jump in sorted(jumps, reverse=True):
        if step >= 0.5 * abs(jump) and all(abs(k - other) > BREAK_WEEKS for other in taken):
            taken.append(k)
            day = demand.grid.start + timedelta(days=7 * k)
            found.append(Finding("level_break", day, day, 1, float(np.exp(jump))))
    return sorted(found, key=lambda f: f.first)


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return the runs of True as pairs of first and one past the last place."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
