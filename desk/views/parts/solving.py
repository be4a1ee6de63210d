"""Solving in the background: start, watch and stop, while the rest of the page stays usable."""

import streamlit as st

from desk import planning
from desk.results import JobState
from desk.views.parts.visit import Visit
from desk.views.parts.window import Days
from desk.words import say
from desk.words.writing import named, percent
from scheduler.solve.result import gap as gap_of

SECONDS = (10, 30, 60, 120, 300)
"""Time limits to choose from."""

FUTURES = 8
"""Futures that the paths of the forecast are drawn together to, where a roster is made for their spread."""


def solve_here(visit: Visit, days: Days) -> None:
    """Offer a search, or show the one that runs."""
    job = st.session_state.get("roster.job")
    if job is not None:
        watch(visit, job)
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    seconds = left.select_slider(visit.say("roster_page.seconds"), SECONDS, value=30, key="roster.seconds")
    spread = st.toggle(
        visit.say("roster_page.spread"), key="roster.spread", help=visit.say("roster_page.spread_hint")
    )
    st.caption(visit.say("roster_page.solve_hint"))
    if right.button(visit.say("roster_page.start"), type="primary", key="roster.start", width="stretch"):
        with visit.telling():
            st.session_state["roster.job"] = planning.start_solving(
                visit.store, visit.who, start=days.start, days=days.days, seconds=float(seconds),
                futures=FUTURES if spread else 0,
            )  # fmt: skip
            st.rerun()


@st.fragment(run_every=1.0)
def watch(visit: Visit, job: int) -> None:
    """Show how far a search is; the page is drawn anew when it has ended."""
    with visit.telling():
        state = planning.solving(visit.store, visit.who, job=job)
        if state.running:
            show_progress(visit, state)
            if st.button(visit.say("roster_page.stop"), key="roster.stop", icon=":material/stop_circle:"):
                planning.stop_solving(visit.store, visit.who, job=job)
            return
        st.session_state.pop("roster.job", None)
        if state.error is not None:
            st.error(say(f"error.{state.error}", visit.language, **dict(state.details)))
        elif state.version is not None:
            st.session_state["roster.made"] = state.version
            st.rerun()


def show_progress(visit: Visit, state: JobState) -> None:
    """Show time, cost and bound of a running search."""
    share = min(state.seconds / state.limit, 1.0) if state.limit else 0.0
    text = (
        visit.say("roster_page.waiting")
        if state.state == "waiting"
        else visit.say("roster_page.running", seconds=f"{state.seconds:.0f}", limit=f"{state.limit:.0f}")
    )
    st.progress(share, text)
    if state.cost is None:
        st.caption(visit.say("roster_page.searching"))
    else:
        bound = "–" if state.bound is None else f"{state.bound:,.0f}"
        gap = "–" if state.bound is None else percent(gap_of(round(state.cost), round(state.bound)), 1)
        tier = named("tier", state.message.removeprefix("tier_"), visit.language)
        st.caption(visit.say("roster_page.cost", tier=tier, cost=f"{state.cost:,.0f}", bound=bound, gap=gap))
