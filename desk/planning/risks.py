"""What somebody should look at, from the facts of a day; the urgent first."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import numpy as np

from desk.results import Backlog, ComingDay, PastDay, Risk, Window
from forecast.staffing.requirement import Requirement

SOON = timedelta(days=45)
"""A festival that begins within this time should have its roster."""

GAPS = 3
"""The largest gaps that are named one by one."""


def risks_of(
    day: date,
    past: Sequence[PastDay],
    coming: Sequence[ComingDay],
    needed: Requirement,
    planned: np.ndarray,
    over_hours: Sequence[tuple[str, float, float]],
    backlog: Backlog | None,
    windows: Sequence[Window],
    *,
    published: Collection[date],
    known_until: date,
) -> tuple[Risk, ...]:
    """Return every risk that the facts show."""
    found = [
        *_late_data(day, known_until),
        *_unusual(past),
        *_unpublished(coming),
        *_gaps(needed, planned, published),
        *_waiting(backlog),
        *_festivals(day, windows, published),
    ]
    if over_hours:
        name, hours, limit = over_hours[0]
        found.append(
            Risk(
                "over_hours", (("count", len(over_hours)), ("name", name), ("hours", hours), ("limit", limit))
            )
        )
    return tuple(sorted(found, key=lambda risk: not risk.urgent))


def _late_data(day: date, known_until: date) -> list[Risk]:
    late = (day - known_until).days - 1
    return [Risk("data_late", (("days", late), ("last", known_until)), urgent=late > 2)] if late > 0 else []


def _unusual(past: Sequence[PastDay]) -> list[Risk]:
    if not past or not past[-1].unusual:
        return []
    last = past[-1]
    facts = (("day", last.day.date), ("calls", last.calls), ("low", last.low), ("high", last.high))
    above = last.calls is not None and last.high is not None and last.calls > last.high
    return [Risk("above_band" if above else "below_band", facts, urgent=above)]


def _unpublished(coming: Sequence[ComingDay]) -> list[Risk]:
    days = [line.day.date for line in coming if line.on_duty is None]
    return [Risk("unpublished", (("count", len(days)), ("day", days[0])), urgent=True)] if days else []


def _gaps(needed: Requirement, planned: np.ndarray, published: Collection[date]) -> list[Risk]:
    """Return the longest stretches with too few operators on published days."""
    missing = np.maximum(needed.operators - planned, 0).reshape(needed.grid.days, -1)
    stretches = []
    for day, row in zip(needed.grid.dates, missing, strict=True):
        if day not in published:
            continue
        edges = np.flatnonzero(np.diff(np.concatenate([[False], row > 0, [False]]).astype(int)))
        stretches += [
            (int(row[first:last].sum()), day, int(first), int(last), int(row[first:last].max()))
            for first, last in edges.reshape(-1, 2)
        ]
    stretches.sort(key=lambda stretch: (-stretch[0], stretch[1]))
    step = needed.grid.step
    named = [
        Risk(
            "gap", (("day", day), ("first", first * step), ("last", last * step), ("missing", most)),
            urgent=day <= needed.grid.start + timedelta(days=1),
        )
        for _, day, first, last, most in stretches[:GAPS]
    ]  # fmt: skip
    if len(stretches) > GAPS:
        hours = sum(stretch[0] for stretch in stretches) * step / 60
        named.append(Risk("more_gaps", (("count", len(stretches) - GAPS), ("hours", hours))))
    return named


def _waiting(backlog: Backlog | None) -> list[Risk]:
    if backlog is None or backlog.messages < 1 or backlog.clear_at is not None:
        return []
    return [Risk("backlog", (("messages", round(backlog.messages)), ("hours", backlog.hours)), urgent=True)]


def _festivals(day: date, windows: Sequence[Window], published: Collection[date]) -> list[Risk]:
    found = []
    for window in windows:
        if not day <= window.first <= day + SOON:
            continue
        left = (window.first - day).days
        if window.first not in published:
            found.append(
                Risk("festival_unpublished", (("holiday", window.code), ("days", left)), urgent=left <= 14)
            )
        if window.provisional:
            found.append(Risk("provisional", (("holiday", window.code), ("year", str(window.main.year)))))
    return found
