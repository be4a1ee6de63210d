"""The roster as a PDF for the wall: one landscape page a month."""

from collections.abc import Sequence
from datetime import date

from desk.reports.palette import DAY_OFF, FAINT, HOLIDAY, shift_colours, text_on
from desk.reports.typeset import typeset
from desk.results import RosterView
from desk.words import say
from desk.words.writing import clock, named, shift_mark, shift_name, span, weekday
from forecast.calendar import Day, DayKind
from scheduler.shifts import ShiftType

ON_ONE_PAGE = 35
"""Days that still fit side by side on A3; a longer roster takes a page for each month."""

GROUND = {DayKind.HOLIDAY: HOLIDAY, DayKind.WEEKEND: DAY_OFF}
"""Fill of a day off by the kind of day; others stay white."""


def roster_wall(view: RosterView, language: str, *, centre: str, note: str = "") -> bytes:
    """
    Return the roster as a PDF on A3, one page a month; a team too large for a page goes on to the next.

    A draft says in red that it is one.

    Parameters
    ----------
    view
        People, days and cells.
    language
        Language of heads, marks and legend.
    centre
        Name of the centre.
    note
        A line at the foot, for example the version and when it was published.
    """
    worked = set(view.cells.values())
    types = [shift for shift in view.shift_types if shift.code in worked] or list(view.shift_types)
    colours = shift_colours(view.shift_types)
    marks = {shift.code: shift_mark(shift, language) for shift in view.shift_types}
    title = say("sheet.title", language, span=span(view.dates[0], view.dates[-1], language))
    facts = {
        "centre": centre,
        "note": note,
        "draft": say("roster_page.draft", language) if view.version.state == "draft" else "",
        "person": say("sheet.person", language),
        "shifts": say("sheet.shifts", language),
        "hours": say("sheet.hours", language),
        "pages": [_page(view, days, types, colours, marks, language) for days in months(view.days)],
        "legend": [
            {
                "mark": marks[shift.code], "fill": colours[shift.code], "ink": text_on(colours[shift.code]),
                "text": f"{shift_name(shift, language)} {clock(shift.start, language)}–{clock(shift.end, language)}",
            }
            for shift in types
        ],
    }  # fmt: skip
    return typeset("wall", facts, title=title, language=language)


def months(days: Sequence[Day]) -> list[Sequence[Day]]:
    """Return the days of each page."""
    if len(days) <= ON_ONE_PAGE:
        return [days]
    found: dict[tuple[int, int], list[Day]] = {}
    for day in days:
        found.setdefault((day.date.year, day.date.month), []).append(day)
    return list(found.values())


def _page(
    view: RosterView,
    days: Sequence[Day],
    types: Sequence[ShiftType],
    colours: dict[str, str],
    marks: dict[str, str],
    language: str,
) -> dict[str, object]:
    dates = [day.date for day in days]
    paid = {shift.code: shift.paid for shift in view.shift_types}
    rows = []
    for member in view.people:
        worked = [view.cells.get((member.code, day)) for day in dates]
        rows.append(
            {
                "name": member.name,
                "cells": [_cell(code, day, colours, marks) for code, day in zip(worked, days, strict=True)],
                "shifts": str(len(worked) - worked.count(None)),
                "hours": f"{sum(paid[code] for code in worked if code is not None) / 60:g}",
            }
        )
    totals = []
    for shift in types:
        counts = [sum(view.cells.get((m.code, day)) == shift.code for m in view.people) for day in dates]
        totals.append(
            {
                "name": shift_name(shift, language),
                "counts": [str(count or "") for count in counts],
                "sum": str(sum(counts)),
            }
        )
    return {
        "title": say("sheet.title", language, span=span(dates[0], dates[-1], language)),
        "days": [_head(day, k == 0, language) for k, day in enumerate(days)],
        "rows": rows,
        "totals": totals,
    }


def _cell(code: str | None, day: Day, colours: dict[str, str], marks: dict[str, str]) -> dict[str, str]:
    fill = GROUND.get(day.kind, "#FFFFFF") if code is None else colours[code]
    return {"mark": "" if code is None else marks[code], "fill": fill, "ink": text_on(fill)}


def _head(day: Day, first: bool, language: str) -> dict[str, object]:
    named_here = day.kind is DayKind.HOLIDAY and day.statutory and day.holiday is not None
    name = named("holiday", day.holiday or "", language) if named_here else ""
    if day.kind is DayKind.MAKEUP:
        name = say("day_kind.makeup", language)
    return {
        "number": _number(day.date, first=first),
        "weekday": weekday(day.date, language),
        "fill": GROUND.get(day.kind, FAINT),
        "off": day.is_off,
        "name": name,
    }


def _number(day: date, *, first: bool) -> str:
    return f"{day.month}/{day.day}" if first or day.day == 1 else str(day.day)
