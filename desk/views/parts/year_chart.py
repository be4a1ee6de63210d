"""A year on one strip: a row per month, a column per day of the month."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from desk.reports.palette import ACCENT, DAY_OFF, INK
from desk.views.parts.axes import MARGIN, dressed
from desk.views.parts.forecast_chart import kind_of_day
from desk.words import say, write_date
from forecast.calendar import Day, DayKind

_FILLS = {
    DayKind.WORKDAY: "#F7F9FA",
    DayKind.WEEKEND: DAY_OFF,
    DayKind.HOLIDAY: "#EFC27F",
    DayKind.MAKEUP: "#A9CFD7",
}


def year_chart(days: Sequence[Day], language: str) -> alt.LayerChart:
    """Return the year with days off, holidays and make-up workdays; a statutory day has a dark edge."""
    kinds = [say(f"day_kind.{kind.value}", language) for kind in _FILLS]
    months = "{" + ", ".join(f"'{m}': '{say(f'month.m{m}', language)}'" for m in range(1, 13)) + "}"
    frame = pd.DataFrame(
        [
            {
                "month": d.date.month, "number": d.date.day, "kind": say(f"day_kind.{d.kind.value}", language), "name": kind_of_day(d, language),
                "when": write_date(d.date, language), "statutory": d.statutory and d.kind is DayKind.HOLIDAY,
            }
            for d in days
        ]
    )  # fmt: skip
    base = alt.Chart(frame).encode(
        x=alt.X("number:O", axis=alt.Axis(orient="top", title=None, labelAngle=0, ticks=False, domain=False, labelFontSize=11)),
        y=alt.Y("month:O", axis=alt.Axis(title=None, ticks=False, domain=False, labelExpr=f"{months}[toString(datum.value)]", minExtent=MARGIN, maxExtent=MARGIN)),
        tooltip=[alt.Tooltip("when:N", title=say("chart.date", language)), alt.Tooltip("name:N", title=say("chart.kind", language))],
    )  # fmt: skip
    cells = base.mark_rect(stroke="#FFFFFF", strokeWidth=2, cornerRadius=3).encode(
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=kinds, range=list(_FILLS.values())),
            legend=alt.Legend(symbolType="square"),
        )
    )
    edges = base.transform_filter(alt.datum.statutory).mark_rect(
        filled=False, stroke=INK, strokeWidth=1.4, cornerRadius=3
    )
    dots = base.transform_filter(alt.datum.kind == say("day_kind.makeup", language)).mark_circle(
        size=26, color=ACCENT
    )
    return dressed(alt.layer(cells, edges, dots, height=22 * 12))
