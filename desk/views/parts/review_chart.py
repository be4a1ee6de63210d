"""The chart of hindsight: the forecast of then with its band, what came in, and seasonal naive."""

import altair as alt
import pandas as pd

from desk.reports.palette import ACCENT, BANDS, INK, NAIVE
from desk.results import ForecastReview
from desk.views.parts.axes import date_axis, dressed
from desk.words import say, write_date


def review_chart(view: ForecastReview, language: str) -> alt.LayerChart:
    """Return forecast, 80 % interval, actual calls and seasonal naive over the same days."""
    prediction = view.prediction
    names = [
        say("review.actual", language),
        say("chart.expected", language),
        say("chart.naive", language),
    ]
    frame = pd.DataFrame(
        {
            "date": prediction.grid.index, "low": prediction.quantile(0.1), "high": prediction.quantile(0.9),
            names[0]: view.actual, names[1]: prediction.mean, names[2]: view.naive.mean,
            "label": [write_date(day, language) for day in prediction.grid.dates],
        }
    )  # fmt: skip
    x = alt.X("date:T", axis=date_axis(language))
    band = alt.Chart(frame).mark_area(color=BANDS[1], opacity=0.7).encode(
        x=x, y=alt.Y("low:Q", title=say("chart.calls", language)), y2="high:Q"
    )  # fmt: skip
    lines = frame.melt(["date", "label"], names, var_name="series", value_name="value")
    drawn = alt.Chart(lines).mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=16)).encode(
        x=x, y="value:Q",
        color=alt.Color("series:N", scale=alt.Scale(domain=names, range=[INK, ACCENT, NAIVE]), legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3)),
        strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=[[1, 0], [1, 0], [5, 4]]), legend=None),
        tooltip=[
            alt.Tooltip("label:N", title=say("chart.date", language)), alt.Tooltip("series:N", title=say("chart.series", language)),
            alt.Tooltip("value:Q", title=say("chart.calls", language), format=",.0f"),
        ],
    )  # fmt: skip
    return dressed(alt.layer(band, drawn, height=280))
