"""The running day: a file of its calls so far, and what the rest of it may still bring."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.day_so_far import rest_of
from desk.reports.palette import ACCENT, BANDS, INK, NAIVE
from desk.results import DayProgress
from desk.views.parts.axes import dressed
from desk.views.parts.visit import Visit
from desk.words import say
from desk.words.so_far import so_far_sentences
from desk.words.writing import clock
from forecast.prediction import LEVELS


def show_day_so_far(visit: Visit) -> None:
    """Ask for today's calls so far, and show where the day is going."""
    st.subheader(visit.say("today.title"))
    file = st.file_uploader(
        visit.say("today.file"),
        type=["csv", "txt", "xlsx"],
        key="today.file",
        help=visit.say("today.file_hint"),
    )
    if file is None:
        st.caption(visit.say("today.file_hint"))
        return
    bar = st.progress(0.0, visit.say("today.learning"))

    def told(_code: str, share: float) -> None:
        bar.progress(share, visit.say("today.learning"))

    with visit.telling():
        view = planning.day_so_far(
            visit.store, visit.who, name=file.name, content=file.getvalue(), progress=told
        )
        before = float(view.before.mean[0])
        for sentence in so_far_sentences(view.day, view.until, view.found, before, visit.language):
            st.write(sentence)
        if view.found.closed < len(view.needed):
            st.write(rest_of(view, visit.language))
        alt_text = visit.say("today.chart_alt", day=view.day, time=clock(view.until, visit.language))
        st.altair_chart(so_far_chart(view, visit.language), theme=None, alt=alt_text)
    bar.empty()


def so_far_chart(view: DayProgress, language: str) -> alt.LayerChart:
    """Return calls known, the estimate with its 80 % interval, and the forecast from before the day began."""
    found, step = view.found, view.step
    slots = np.arange(len(found.mean))
    shown = slots[(found.expected >= 0.05) | (slots < found.closed) & (found.mean > 0)]
    names = [say(f"today.{name}", language) for name in ("actual", "now", "before")]
    rows = []
    for slot in shown:
        known = slot < found.closed
        rows.append((slot, names[0 if known else 1], float(found.mean[slot])))
        rows.append((slot, names[2], float(found.expected[slot])))
    frame = pd.DataFrame(
        [
            {"minute": int(slot) * step, "time": clock(int(slot) * step, language), "series": series, "calls": value}
            for slot, series, value in rows
        ]
    )  # fmt: skip
    ahead = [slot for slot in shown if slot >= found.closed]
    band = pd.DataFrame(
        {
            "minute": [int(slot) * step for slot in ahead],
            "low": [float(found.quantiles[slot, LEVELS.index(0.1)]) for slot in ahead],
            "high": [float(found.quantiles[slot, LEVELS.index(0.9)]) for slot in ahead],
        }
    )
    hours = alt.Axis(
        title=None, grid=False, values=list(range(0, 1441, 120)),
        labelExpr="format(floor(datum.value / 60), '02d') + ':' + format(datum.value % 60, '02d')",
    )  # fmt: skip
    x = alt.X("minute:Q", axis=hours, scale=alt.Scale(nice=False))
    title = say("chart.calls_half_hour", language)
    area = alt.Chart(band).mark_area(color=BANDS[1], opacity=0.7).encode(x=x, y=alt.Y("low:Q", title=title), y2="high:Q")  # fmt: skip
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=16))
        .encode(
            x=x, y=alt.Y("calls:Q", title=title),
            color=alt.Color("series:N", scale=alt.Scale(domain=names, range=[INK, ACCENT, NAIVE]), legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3)),
            tooltip=[
                alt.Tooltip("time:N", title=say("today.time", language)), alt.Tooltip("series:N", title=say("chart.series", language)),
                alt.Tooltip("calls:Q", title=title, format=",.1f"),
            ],
        )
    )  # fmt: skip
    return dressed(alt.layer(area, lines, height=260))
