"""Axes and looks that all charts share."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, cast

import altair as alt

from desk.reports.palette import FAINT, INK, MUTED
from desk.words import say
from desk.words.writing import clock, weekday

FONT = "'Source Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

MARGIN = 64
"""Pixels left of every chart that stands above or below another one by day, so that their days line up."""


def dressed(chart: alt.LayerChart | alt.FacetChart) -> alt.LayerChart:
    """Return the chart in the app's clothes; the font falls back to the machine's Chinese one."""
    clothed = (
        chart.configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=MUTED, titleColor=MUTED, titleFontWeight="normal", labelFontSize=12, titleFontSize=12,
            gridColor=FAINT, domainColor=FAINT, tickColor=FAINT, titleAngle=0, titlePadding=8,
        )
        .configure_axisY(titleAlign="left", titleAnchor="end", titleY=-10, titleX=-40)
        .configure_legend(
            labelColor=INK, titleColor=MUTED, titleFontWeight="normal", labelFontSize=12, titleFontSize=12,
            orient="top", direction="horizontal", labelLimit=320, symbolSize=120, padding=0, offset=26, title=None,
        )
        .configure_title(color=INK, fontSize=14, anchor="start", fontWeight=600)
    )  # fmt: skip
    return cast("alt.LayerChart", clothed)  # Altair types a layer of plain charts as "layer or facet"


def day_label(day: date, language: str) -> str:
    """Return the two-line head of a day's column: day and month only where a month begins, then the weekday."""
    head = (
        say("writing.month_first", language, month=say(f"month.m{day.month}", language))
        if day.day == 1
        else str(day.day)
    )
    return f"{head}|{weekday(day, language)}"


def day_columns(dates: Sequence[date], language: str, *, orient: Literal["top", "bottom"] = "top") -> alt.X:
    """Return an x encoding with one column per day; its field ``day`` holds the ISO date."""
    labels = {day.isoformat(): day_label(day, language).split("|") for day in dates}
    return alt.X(
        "day:O",
        sort=[day.isoformat() for day in dates],
        axis=alt.Axis(
            orient=orient, labelAngle=0, title=None, ticks=False, domain=False, labelExpr=f"{_table(labels)}[datum.value]",
            labelOverlap=False, labelFontSize=11, labelPadding=20, labelLineHeight=14,
        ),
    )  # fmt: skip


def time_rows(slots: Sequence[int], step: int, language: str) -> alt.Y:
    """Return a y encoding with one row per slot of the day; its field ``minute`` holds minutes after midnight."""
    labels = {
        str(slot * step): clock(slot * step, language) if slot * step % 60 == 0 else "" for slot in slots
    }
    return alt.Y(
        "minute:O",
        sort=[slot * step for slot in slots],
        axis=alt.Axis(
            title=None, ticks=False, domain=False, labelExpr=f"{_table(labels)}[toString(datum.value)]",
            minExtent=MARGIN, maxExtent=MARGIN, labelOverlap=False, labelFontSize=11,
        ),
    )  # fmt: skip


def date_axis(language: str, **more: Any) -> alt.Axis:  # passes on whatever an axis takes
    """Return a time axis that writes days as the language does."""
    return alt.Axis(
        title=None,
        format=say("writing.axis_day", language),
        labelOverlap=True,
        labelSeparation=14,
        grid=False,
        **more,
    )


def _table(labels: dict[str, Any]) -> str:
    """Return a Vega object literal; the texts come from dates and words alone, so quoting is enough."""
    pairs = []
    for key, value in labels.items():
        parts = value if isinstance(value, list) else [value]
        pairs.append(f"'{key}': [" + ", ".join(f"'{part}'" for part in parts) + "]")
    return "{" + ", ".join(pairs) + "}"
