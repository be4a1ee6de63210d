"""The watch on the page of the day: the alarm, what carries it, where it may go, and what to do."""

import altair as alt
import pandas as pd
import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.reports.palette import ACCENT, BANDS, INK, NAIVE
from desk.reports.watch_sentences import carrier_sentences, surge_sentences
from desk.results.surge import SurgeView
from desk.views.parts.axes import date_axis, dressed
from desk.views.parts.visit import Visit
from desk.words import say, write_date
from forecast.errors import PlanError

KEPT = "today.surge"
"""The watch that this session has seen last, with the day it is of."""


def show_watch(visit: Visit) -> None:
    """Look for a surge once a day and session, and say what there is."""
    today = visit.centre.today if visit.centre else None
    kept = st.session_state.get(KEPT)
    if kept is None or kept[0] != today:
        try:
            with st.spinner(visit.say("watch.looking")):
                kept = (today, planning.surge(visit.store, visit.who))
        except PlanError as error:  # a short history is no trouble of the day: a quiet line will do
            st.caption(visit.say(f"error.{error.code}", **error.details))
            return
        st.session_state[KEPT] = kept
    show_surge(visit, kept[1])


def show_surge(visit: Visit, view: SurgeView) -> None:
    """Show the alarm in red, its end in green, calm in one line."""
    sentences = surge_sentences(view, visit.language)
    if view.alarm is None:
        st.caption(sentences[0])
        return
    text = "\n".join(f"- {line}" for line in sentences)
    if view.running:
        st.error(text, icon=":material/emergency:", title=visit.say("watch.title"))
    else:
        st.success(text, icon=":material/emergency:", title=visit.say("watch.title"))
    st.altair_chart(surge_chart(view, visit.language), theme=None, alt=visit.say("watch.chart_alt"))
    for line in carrier_sentences(view.carriers, visit.language):
        st.markdown(f"- {line}")
    open_still = not view.recorded and view.alarm.since <= view.known_until
    if (
        visit.who.role is Role.HEAD
        and open_still
        and st.button(visit.say("watch.record_go"), key="today.record_surge")
    ):
        with visit.telling():
            event = planning.record_surge(visit.store, visit.who)
            st.session_state.pop(KEPT, None)
            st.success(visit.say("watch.recorded", name=event.code, start=event.start, end=event.end))


def surge_chart(view: SurgeView, language: str) -> alt.LayerChart:
    """Return what came beside what should have come, then the projection with its band."""
    names = [say(f"watch.{name}", language) for name in ("came", "expected", "projected")]
    rows = [
        (day.day, series, value)
        for day in view.days
        for series, value in ((names[0], day.seen), (names[1], day.expected))
        if value == value
    ]
    rows += [(day.day, names[2], day.mean) for day in view.ahead]
    frame = pd.DataFrame(
        [
            {"date": pd.Timestamp(day), "when": write_date(day, language), "series": series, "calls": value}
            for day, series, value in rows
        ]
    )
    spans = [(day.day, day.low, day.high) for day in view.days] + [
        (day.day, day.p10, day.p90) for day in view.ahead
    ]
    band = pd.DataFrame(
        [{"date": pd.Timestamp(day), "low": low, "high": high} for day, low, high in spans if low == low]
    )
    x = alt.X("date:T", axis=date_axis(language))
    title = say("chart.calls", language)
    area = alt.Chart(band).mark_area(color=BANDS[0]).encode(x=x, y=alt.Y("low:Q", title=title), y2="high:Q")
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=16))
        .encode(
            x=x,
            y=alt.Y("calls:Q", title=title),
            color=alt.Color("series:N", scale=alt.Scale(domain=names, range=[INK, ACCENT, NAIVE]), legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3)),
            tooltip=[
                alt.Tooltip("when:N", title=say("chart.date", language)),
                alt.Tooltip("series:N", title=say("chart.series", language)),
                alt.Tooltip("calls:Q", title=title, format=",.0f"),
            ],
        )
    )  # fmt: skip
    return dressed(alt.layer(area, lines, height=240))
