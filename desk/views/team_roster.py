from datetime import timedelta

import streamlit as st

from desk import planning
from desk.views.parts.roster_chart import roster_grid
from desk.views.parts.visit import Visit, empty, here
from desk.words.writing import span

WEEKS = 5
"""Weeks to choose from, this one first."""


def page(visit: Visit) -> None:
    """Show one week of the published roster as shift names, nothing else."""
    today = planning.centre(visit.store, visit.who).today
    monday = today - timedelta(days=today.weekday())
    weeks = [monday + timedelta(weeks=k) for k in range(WEEKS)]
    start = st.selectbox(
        visit.say("team_roster_page.week"),
        weeks,
        format_func=lambda w: span(w, w + timedelta(days=6), visit.language),
        key=f"team_roster.week_{visit.language}",
        width=420,
    )
    view = planning.published_roster(visit.store, visit.who, start=start, days=7)
    if view is None:
        empty(visit.say("team_roster_page.none"), visit.say("team_roster_page.none_next"))
        return
    alt = visit.say("team_roster_page.alt", first=view.dates[0], last=view.dates[-1])
    chart = roster_grid(
        view.people, view.dates, view.cells, view.shift_types, view.days, visit.language, legend_columns=1
    )
    with st.container(width=680):
        st.altair_chart(chart, theme=None, alt=alt)


page(here())
