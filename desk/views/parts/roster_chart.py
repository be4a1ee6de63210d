"""The roster on screen: people by days, and cover against requirement below on the same days."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import altair as alt
import numpy as np
import pandas as pd

from desk.reports.palette import ACCENT, COVER_SCALE, DAY_OFF, GAP, HOLIDAY, INK, shift_colours, text_on
from desk.results import Member, Shortfall
from desk.views.parts.axes import MARGIN, day_columns, dressed, time_rows
from desk.views.parts.requirement_chart import ROW_HEIGHT, open_slots
from desk.words import say, write_date
from desk.words.writing import clock, shift_mark, shift_name
from forecast.calendar import Day, DayKind
from scheduler.shifts import ShiftType

CELL_HEIGHT = 26
"""Pixels of a person's row."""

HEAD = 64
"""Pixels of the days above the rows, with the gap to the legend."""


def roster_grid(
    people: Sequence[Member],
    dates: Sequence[date],
    cells: Mapping[tuple[str, date], str],
    shift_types: Sequence[ShiftType],
    days: Sequence[Day],
    language: str,
    *,
    legend_columns: int = 4,
) -> alt.LayerChart:
    """
    Return the grid of people by days, each cell in its shift's colour with a code of two characters.

    Parameters
    ----------
    cells
        Shift code by person code and day; days off are absent.
    days
        Calendar facts, so that days off are shaded; may be empty.
    """
    shifts = {shift.code: shift for shift in shift_types}
    used = [shift for shift in shift_types if shift.code in set(cells.values())]
    colours = shift_colours(shift_types)
    facts = {day.date: day for day in days}
    legend = {shift.code: legend_text(shift, language) for shift in used}
    free = say("chart.day_off", language)
    rows = []
    for member in people:
        for day in dates:
            shift = shifts.get(cells.get((member.code, day), ""))
            fill = colours[shift.code] if shift else ground(facts.get(day))
            rows.append(
                {
                    "person": member.code, "name": member.name, "day": day.isoformat(), "when": write_date(day, language),
                    "shift": legend[shift.code] if shift else free, "text": shift_mark(shift, language) if shift else "",
                    "fill": fill, "ink": text_on(fill),
                }
            )  # fmt: skip
    frame = pd.DataFrame(rows)
    names = {member.code: member.name for member in people}
    y = alt.Y(
        "person:N", sort=list(names),
        axis=alt.Axis(
            title=None, ticks=False, domain=False, minExtent=MARGIN, maxExtent=MARGIN, labelColor=INK, labelFontSize=13, labelLimit=MARGIN,
            labelExpr=_names(names),
        ),
    )  # fmt: skip
    base = alt.Chart(frame).encode(x=day_columns(dates, language), y=y)
    tooltip = [
        alt.Tooltip("name:N", title=say("chart.person", language)), alt.Tooltip("when:N", title=say("chart.date", language)),
        alt.Tooltip("shift:N", title=say("chart.shift", language)),
    ]  # fmt: skip
    blocks = base.mark_rect(stroke="#FFFFFF", strokeWidth=2, cornerRadius=4).encode(
        color=alt.Color("fill:N", scale=None, legend=None), tooltip=tooltip
    )
    key = base.transform_filter(alt.FieldOneOfPredicate("shift", list(legend.values()))).mark_square(opacity=0, size=1).encode(
        fill=alt.Fill("shift:N", scale=alt.Scale(domain=list(legend.values()), range=[colours[code] for code in legend]),
                      legend=alt.Legend(symbolType="square", symbolOpacity=1, symbolSize=180, columns=legend_columns)),
    )  # fmt: skip
    texts = base.mark_text(fontSize=12, fontWeight=500).encode(
        text="text:N", color=alt.Color("ink:N", scale=None, legend=None), tooltip=tooltip
    )
    height = CELL_HEIGHT * max(len(people), 1) + HEAD + 20 * -(-len(used) // legend_columns)
    return dressed(alt.layer(blocks, key, texts, height=height))


def coverage_heat(
    dates: Sequence[date],
    planned: np.ndarray,
    required: np.ndarray,
    step: int,
    language: str,
    *,
    why: Mapping[Shortfall, str] = MappingProxyType({}),
) -> alt.LayerChart:
    """
    Return planned minus required operators per half-hour; gaps are red and carry their number.

    Parameters
    ----------
    planned, required
        Operators per slot, shape (days * slots per day,).
    step
        Minutes in a slot.
    why
        What stops people from standing in a gap; it is told at each of its half-hours.
    """
    days = len(dates)
    told = {
        (gap.day, slot): text
        for gap, text in why.items()
        for slot in range(gap.first_slot, gap.last_slot + 1)
    }
    have, need = planned.reshape(days, -1), required.reshape(days, -1)
    slots = open_slots(need, have)
    frame = pd.DataFrame(
        [
            {
                "day": day.isoformat(), "minute": slot * step, "planned": int(have[k, slot]), "required": int(need[k, slot]),
                "spare": int(have[k, slot]) - int(need[k, slot]), "when": f"{write_date(day, language)} {clock(slot * step, language)}", "why": told.get((day, slot), ""),
            }
            for k, day in enumerate(dates)
            for slot in slots
        ]
    )  # fmt: skip
    frame["text"] = [f"−{-spare}" if spare < 0 else "" for spare in frame["spare"]]
    base = alt.Chart(frame).encode(x=day_columns(dates, language), y=time_rows(slots, step, language))
    tooltip = [
        alt.Tooltip("when:N", title=say("chart.time", language)), alt.Tooltip("planned:Q", title=say("chart.planned", language)),
        alt.Tooltip("required:Q", title=say("chart.needed", language)), alt.Tooltip("spare:Q", title=say("chart.spare", language)),
    ]  # fmt: skip
    if told:
        tooltip.append(alt.Tooltip("why:N", title=say("chart.why", language)))
    cells = base.mark_rect(stroke="#FFFFFF", strokeWidth=1).encode(
        color=alt.Color(
            "spare:Q",
            scale=alt.Scale(domain=[-3, -1, 0, 1, 4], range=list(COVER_SCALE), clamp=True),
            legend=None,
        ),
        tooltip=tooltip,
    )
    texts = base.mark_text(fontSize=11, fontWeight=600, color="#FFFFFF").encode(text="text:N")
    return dressed(alt.layer(cells, texts, height=ROW_HEIGHT * len(slots) + HEAD))


def coverage_steps(
    day: date, planned: np.ndarray, required: np.ndarray, step: int, language: str
) -> alt.LayerChart:
    """Return one day's planned operators as steps, the requirement as a line, and what is missing in red."""
    slots = list(open_slots(required[None, :], planned[None, :]))
    start = pd.Timestamp(day)
    frame = pd.DataFrame(
        {
            "time": [start + pd.Timedelta(minutes=slot * step) for slot in [*slots, slots[-1] + 1]],
            "planned": [*planned[slots], planned[slots[-1]]],
            "required": [*required[slots], required[slots[-1]]],
        }
    )
    frame["met"] = np.minimum(frame["planned"], frame["required"])
    x = alt.X("time:T", axis=alt.Axis(title=None, format="%H:%M", grid=False, labelSeparation=14))
    title = say("chart.operators", language)
    have = (
        alt.Chart(frame)
        .mark_area(color="#BFD9DF", interpolate="step-after")
        .encode(x=x, y=alt.Y("planned:Q", title=title, axis=alt.Axis(tickMinStep=1)))
    )
    gap = (
        alt.Chart(frame)
        .mark_area(color=GAP, opacity=0.85, interpolate="step-after")
        .encode(x=x, y="met:Q", y2="required:Q")
    )
    names = [say("chart.planned", language), say("chart.needed", language)]
    lines = frame.melt(["time"], ["planned", "required"], var_name="series", value_name="count")
    lines["series"] = lines["series"].map(dict(zip(("planned", "required"), names, strict=True)))
    line = alt.Chart(lines).mark_line(interpolate="step-after", strokeWidth=2).encode(
        x=x, y="count:Q", color=alt.Color("series:N", scale=alt.Scale(domain=names, range=[ACCENT, INK]), legend=alt.Legend(symbolType="stroke")),
        strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=[[1, 0], [4, 3]]), legend=None),
    )  # fmt: skip
    return dressed(alt.layer(have, gap, line, height=200))


def legend_text(shift: ShiftType, language: str) -> str:
    """Return mark, name and times of a shift: ``上午 上午班 08:00–12:00``; a mark that is the name stands once."""
    times = f"{clock(shift.start, language)}–{clock(shift.end, language)}"
    mark, name = shift_mark(shift, language), shift_name(shift, language)
    return f"{name} {times}" if mark == name else f"{mark}  {name} {times}"


def ground(day: Day | None) -> str:
    """Return the ground colour of an empty cell: workday, weekend or holiday."""
    if day is None or not day.is_off:
        return "#F7F9FA"
    return HOLIDAY if day.kind is DayKind.HOLIDAY else DAY_OFF


def _names(names: Mapping[str, str]) -> str:
    quoted = ", ".join(f"{_quoted(code)}: {_quoted(name)}" for code, name in names.items())
    return f"{{{quoted}}}[datum.value]"


def _quoted(text: str) -> str:
    """Return a Vega string literal; names come from people, so quotes and backslashes are escaped."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
