"""Before and after: what callers meet through the day, and every day's calls."""

import altair as alt
import numpy as np
import pandas as pd

from desk.reports.palette import ACCENT, INK, NAIVE
from desk.results import Comparison
from desk.views.parts.axes import date_axis, dressed
from desk.words import say, write_date


def calls_and_cover(comparison: Comparison, language: str) -> alt.LayerChart:
    """Return operator hours a day: needed before, needed after, and rostered."""
    names = [say(f"chart.{name}", language) for name in ("needed_before", "needed_after", "rostered")]
    hours = [
        per_day(values, comparison.days) for values in
        (comparison.before.required, comparison.after.required, comparison.after.planned)
    ]  # fmt: skip
    dates = [line.day for line in comparison.by_day]
    frame = pd.DataFrame(
        [
            {
                "date": pd.Timestamp(day),
                "when": write_date(day, language),
                "series": name,
                "hours": float(values[k]),
            }
            for name, values in zip(names, hours, strict=True)
            for k, day in enumerate(dates)
        ]
    )
    x = alt.X("date:T", axis=date_axis(language))
    line = alt.Chart(frame).mark_line(strokeWidth=2.4, point=alt.OverlayMarkDef(size=22)).encode(
        x=x, y=alt.Y("hours:Q", title=say("chart.operator_hours", language), scale=alt.Scale(zero=True)),
        color=alt.Color("series:N", scale=alt.Scale(domain=names, range=[ACCENT, NAIVE, INK]), legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3)),
        strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=[[1, 0], [1, 0], [4, 3]]), legend=None),
        tooltip=[alt.Tooltip("when:N", title=say("chart.date", language)), alt.Tooltip("series:N", title=say("chart.series", language)), alt.Tooltip("hours:Q", title=say("chart.operator_hours", language), format=".1f")],
    )  # fmt: skip
    return dressed(alt.layer(line, height=260))


def service_by_day(comparison: Comparison, language: str) -> alt.LayerChart:
    """Return the share answered in time, every day before and after."""
    names = [say(f"chart.{name}", language) for name in ("before", "after")]
    frame = pd.DataFrame(
        [
            {
                "date": pd.Timestamp(line.day),
                "when": write_date(line.day, language),
                "series": name,
                "share": share,
            }
            for line in comparison.by_day
            for name, share in zip(names, (line.service_before, line.service_after), strict=True)
        ]
    )
    bars = alt.Chart(frame).mark_line(strokeWidth=2.4, point=alt.OverlayMarkDef(size=22)).encode(
        x=alt.X("date:T", axis=date_axis(language)),
        y=alt.Y("share:Q", title=say("chart.service", language), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)),
        color=alt.Color("series:N", scale=alt.Scale(domain=names, range=[ACCENT, NAIVE]), legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3)),
        tooltip=[alt.Tooltip("when:N", title=say("chart.date", language)), alt.Tooltip("series:N", title=say("chart.series", language)), alt.Tooltip("share:Q", title=say("chart.service", language), format=".0%")],
    )  # fmt: skip
    return dressed(alt.layer(bars, height=220))


def per_day(operators: np.ndarray, days: int) -> np.ndarray:
    """Return operator hours per day from operators per half-hour, shape (days,)."""
    return np.asarray(operators.reshape(days, -1).sum(axis=1) / 2)
