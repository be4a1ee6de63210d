"""One person's weeks as a wall calendar, fit for a phone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd

from desk.reports.palette import GAP, shift_colours, text_on
from desk.views.parts.axes import dressed
from desk.views.parts.roster_chart import ground, legend_text
from desk.words import say, write_date
from desk.words.writing import shift_mark, short_day
from forecast.calendar import Day
from scheduler.shifts import ShiftType


def month_chart(
    first: date,
    last: date,
    cells: Mapping[date, ShiftType],
    changed: Sequence[date],
    days: Sequence[Day],
    shift_types: Sequence[ShiftType],
    language: str,
    leave: Collection[date] = (),
) -> alt.LayerChart:
    """
    Return one person's weeks as a wall calendar, Monday first, fit for a phone; changed days carry a red edge.

    `leave` are days off that were asked for.
    """
    colours = shift_colours(shift_types)
    facts = {day.date: day for day in days}
    off = say("my_page.on_leave", language)
    monday = first - timedelta(days=first.weekday())
    rows = []
    for k in range((last - first).days + 1):
        day = first + timedelta(days=k)
        shift = cells.get(day)
        fill = colours[shift.code] if shift else ground(facts.get(day))
        rows.append(
            {
                "week": (day - monday).days // 7, "weekday": day.weekday(), "number": str(day.day) if day.day != 1 and k else short_day(day, language),
                "text": shift_mark(shift, language) if shift else off if day in leave else "", "fill": fill, "ink": text_on(fill),
                "when": write_date(day, language), "shift": legend_text(shift, language) if shift else off if day in leave else say("chart.day_off", language), "changed": day in set(changed),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    heads = "{" + ", ".join(f"'{k}': '{say(f'weekday.d{k + 1}', language)}'" for k in range(7)) + "}"
    base = alt.Chart(frame).encode(
        x=alt.X("weekday:O", sort=list(range(7)), scale=alt.Scale(domain=list(range(7))),
                axis=alt.Axis(orient="top", title=None, labelAngle=0, ticks=False, domain=False, labelExpr=f"{heads}[toString(datum.value)]")),
        y=alt.Y("week:O", axis=None),
        tooltip=[alt.Tooltip("when:N", title=say("chart.date", language)), alt.Tooltip("shift:N", title=say("chart.shift", language))],
    )  # fmt: skip
    blocks = base.mark_rect(stroke="#FFFFFF", strokeWidth=3, cornerRadius=6).encode(
        color=alt.Color("fill:N", scale=None, legend=None)
    )
    edge = base.transform_filter(alt.datum.changed).mark_rect(
        filled=False, stroke=GAP, strokeWidth=2.5, cornerRadius=6
    )
    ink = alt.Color("ink:N", scale=None, legend=None)
    numbers = base.mark_text(dy=-13, fontSize=11, opacity=0.8).encode(text="number:N", color=ink)
    texts = base.mark_text(dy=7, fontSize=15, fontWeight=600).encode(text="text:N", color=ink)
    return dressed(
        alt.layer(blocks, edge, numbers, texts).properties(height=56 * (int(frame["week"].max()) + 1))
    )
