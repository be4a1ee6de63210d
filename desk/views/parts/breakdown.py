"""The forecast by channel, type, topic or county: a table of the window and a stacked bar per day."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from desk import planning
from desk.results import BreakdownView
from desk.views.parts.axes import date_axis, dressed
from desk.views.parts.visit import Visit
from desk.views.parts.window import Days
from desk.words import say, write_date
from desk.words.writing import named, percent

SHADES = ("#0F6E84", "#7CB5C1", "#C27A12", "#E0B93F", "#5E7681", "#B69ECC", "#2C4A73", "#E0935F", "#A9CFD7", "#9AA7AD")  # fmt: skip
"""Fills of the names, largest first; later names share the last."""


def show_breakdown(visit: Visit, days: Days) -> None:
    """Ask by what, and show the parts of the window."""
    with visit.telling():
        with st.spinner(visit.say("breakdown.working")):
            view = planning.breakdown(visit.store, visit.who, start=days.start, days=days.days)
        if view is None:
            st.write(visit.say("breakdown.none"))
            return
        by = st.segmented_control(
            visit.say("breakdown.by"), list(view.dimensions), default=view.dimensions[0], required=True, key="breakdown.by",
            format_func=lambda name: named("dimension", name, visit.language),
        )  # fmt: skip
        if by != view.parts.by:
            view = planning.breakdown(visit.store, visit.who, start=days.start, days=days.days, by=by) or view
        name = named("dimension", view.parts.by, visit.language)
        first, last = view.parts.grid.start, view.parts.grid.end
        st.subheader(visit.say("breakdown.title", by=name, first=first, last=last))
        st.dataframe(pd.DataFrame(breakdown_rows(visit, view)), hide_index=True)
        alt_text = visit.say("breakdown.chart_alt", by=name, first=first, last=last)
        st.altair_chart(breakdown_chart(view, visit.language), theme=None, alt=alt_text)
        st.caption(visit.say("breakdown.note"))


def breakdown_rows(visit: Visit, view: BreakdownView) -> list[dict[str, str]]:
    """Return every name's calls over the window with their interval, largest first."""
    parts, total = view.parts, float(view.parts.mean.sum())
    sums = parts.paths.sum(axis=1)
    rows = []
    for k in np.argsort(-parts.mean.sum(axis=0), kind="stable"):
        low, high = np.quantile(sums[:, k], (0.1, 0.9))
        mean = float(parts.mean[:, k].sum())
        rows.append(
            {
                visit.say("breakdown.name"): named(parts.by, parts.names[k], visit.language),
                visit.say("chart.expected"): f"{mean:,.0f}",
                visit.say("chart.likely"): f"{low:,.0f}–{high:,.0f}",
                visit.say("breakdown.share"): percent(mean / total, 1) if total else "–",
                visit.say("breakdown.last_year"): percent(view.last_year[k], 1),
            }
        )
    return rows


def breakdown_chart(view: BreakdownView, language: str) -> alt.LayerChart:
    """Return one stacked bar per day."""
    parts = view.parts
    order = np.argsort(-parts.mean.sum(axis=0), kind="stable")
    names = [named(parts.by, parts.names[k], language) for k in order]
    frame = pd.DataFrame(
        [
            {"date": stamp, "label": write_date(stamp.date(), language), "name": name, "calls": float(parts.mean[at, k]), "order": place}
            for at, stamp in enumerate(parts.grid.index)
            for place, (k, name) in enumerate(zip(order, names, strict=True))
        ]
    )  # fmt: skip
    fills = [SHADES[min(k, len(SHADES) - 1)] for k in range(len(names))]
    bars = alt.Chart(frame).mark_bar().encode(
        x=alt.X("yearmonthdate(date):T", axis=date_axis(language)),
        y=alt.Y("calls:Q", title=say("breakdown.day", language)),
        color=alt.Color("name:N", sort=names, scale=alt.Scale(domain=names, range=fills), legend=alt.Legend(orient="right", direction="vertical", symbolType="square", offset=8)),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip("label:N", title=say("chart.date", language)), alt.Tooltip("name:N", title=say("breakdown.name", language)),
            alt.Tooltip("calls:Q", title=say("chart.expected", language), format=",.1f"),
        ],
    )  # fmt: skip
    return dressed(alt.layer(bars, height=260))
