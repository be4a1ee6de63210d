"""A roster on a page: figures, grid, cover and gaps."""

import pandas as pd
import streamlit as st

from desk.results import RosterView
from desk.views.parts.gaps import by_weight, reasons_of, show_gaps
from desk.views.parts.roster_chart import coverage_heat, coverage_steps, roster_grid
from desk.views.parts.roster_papers import listed
from desk.views.parts.visit import Visit
from desk.words import write_date
from desk.words.breaches import breach_sentence
from desk.words.writing import named, percent

STEP = 30
"""Minutes of a slot in rosters."""


def show_roster(visit: Visit, view: RosterView) -> None:
    """Show the grid, and cover below it on the same days."""
    language, dates = visit.language, view.dates
    figures = st.columns(4, border=True)
    figures[0].metric(visit.say("roster_page.people"), len(view.people))
    figures[1].metric(visit.say("roster_page.shifts"), len(view.cells))
    figures[2].metric(visit.say("roster_page.covered"), percent(view.covered_share, 1))
    figures[3].metric(visit.say("roster_page.short_hours"), f"{view.missing_hours:,.1f}")
    if view.breaches:
        names = {member.code: member.name for member in view.people}
        sentences = [breach_sentence(breach, names, language) for breach in view.breaches]
        st.error(visit.say("roster_page.breaches", count=len(sentences)) + listed(visit, sentences))
    else:
        st.caption(f":green[:material/verified:] {visit.say('roster_page.checked')}")
    st.subheader(visit.say("roster_page.grid_title"))
    alt = visit.say("roster_page.grid_alt", people=len(view.people), first=dates[0], last=dates[-1])
    st.altair_chart(
        roster_grid(view.people, dates, view.cells, view.shift_types, view.days, language),
        theme=None,
        alt=alt,
    )
    st.subheader(visit.say("roster_page.coverage_title"))
    st.caption(visit.say("roster_page.coverage_hint"))
    alt = visit.say("roster_page.coverage_alt", first=dates[0], last=dates[-1], hours=view.missing_hours)
    worst = by_weight(view.shortfalls)
    why = reasons_of(visit, view, worst)
    st.altair_chart(
        coverage_heat(dates, view.seated, view.required, STEP, language, why=why), theme=None, alt=alt
    )
    with st.container():
        if view.resting_hours > 0:
            st.caption(visit.say("roster_rests.missing", hours=view.resting_hours))
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_gaps(visit, view, worst, why)
    with right:
        show_day(visit, view)
    with st.expander(visit.say("roster_page.goals")):
        rows = [
            {"goal": named("tier", code, language), "goal_cost": f"{cost:,.1f}"}
            for code, cost in view.version.goals
        ]
        if rows:
            st.table(
                pd.DataFrame(rows)
                .rename(columns=lambda c: visit.say(f"roster_page.{c}"))
                .set_index(visit.say("roster_page.goal"))
            )
        st.caption(f"{visit.say('roster_page.status')}: {named('status', view.version.status, language)}")


def show_day(visit: Visit, view: RosterView) -> None:
    """Show one day's cover as steps; the first day with a gap comes first."""
    dates = view.dates
    worst = dates.index(view.shortfalls[0].day) if view.shortfalls else 0
    k = st.selectbox(
        visit.say("roster_page.day"),
        range(len(dates)),
        index=worst,
        format_func=lambda n: write_date(dates[n], visit.language),
        key=f"roster.day_{view.version.id}_{visit.language}",
    )
    slots = len(view.planned) // len(dates)
    row = slice(k * slots, (k + 1) * slots)
    st.altair_chart(
        coverage_steps(dates[k], view.seated[row], view.required[row], STEP, visit.language),
        theme=None,
        alt=visit.say("roster_page.day_alt", day=dates[k]),
    )
