"""Another order of goals on the roster page: solve again with some tiers first, and see what changes."""

import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.roster_moves import move_lines
from desk.results import RosterView, VersionComparison
from desk.views.parts.background import Work, awaited, begin, busy
from desk.views.parts.visit import Visit
from desk.words.limits import goal_value
from desk.words.writing import named

SECONDS = (5, 10, 30, 60)
"""Time limits to choose from."""

WORK = "order.work"
"""Key of the search with another order."""

AROUND = 5
"""Seconds that it takes beside its search."""

LISTED = 40
"""Cells listed before the rest is only counted."""


def try_another_order(visit: Visit, view: RosterView) -> None:
    """Ask which tiers come first, solve, and compare goal by goal and cell by cell."""
    st.caption(visit.say("order.hint"))
    left, middle, right = st.columns([3, 2, 1], vertical_alignment="bottom")
    first = left.multiselect(
        visit.say("order.first"),
        [tier for tier, _ in view.version.goals],
        format_func=lambda tier: named("tier", tier, visit.language),
        key=f"order.first_{view.version.id}_{visit.language}",
    )
    seconds = middle.select_slider(visit.say("order.seconds"), SECONDS, value=10, key="order.seconds")
    if right.button(visit.say("order.go"), key="order.go", type="primary", disabled=busy(WORK)):

        def solve(work: Work[VersionComparison]) -> VersionComparison:
            work.tell(0.0, visit.say("order.go"))
            return planning.try_order(
                visit.store, visit.who, version=view.version.id, order=tuple(first), seconds=float(seconds)
            )

        begin(WORK, solve, limit=seconds + AROUND, stops=False)
    if (made := awaited(visit, WORK)) is not None:
        st.session_state["order.found"] = made
    found: VersionComparison | None = st.session_state.get("order.found")
    if found is not None and found.version.id == view.version.id:
        show_comparison(visit, found)


def show_comparison(visit: Visit, found: VersionComparison) -> None:
    """Show two versions side by side: what every goal costs, and the cells that differ."""
    st.success(
        visit.say("order.done", other=found.other.id, version=found.version.id, count=len(found.changes))
    )
    before, after = (visit.say("order.before", id=v.id) for v in (found.version, found.other))
    rows = [
        {
            visit.say("order.tier"): named("tier", line.tier, visit.language),
            visit.say("order.goal"): named("goal", line.goal, visit.language),
            before: goal_value(line.goal, line.before, visit.language),
            after: goal_value(line.goal, line.after, visit.language),
            "": visit.say("order.better" if line.after < line.before else "order.worse")
            if line.after != line.before
            else "",
        }
        for line in found.goals
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content")
    lines = move_lines(found.changes, found.names, found.shift_names, visit.language)
    st.markdown("\n".join(f"- {line}" for line in lines[:LISTED]))
    if len(lines) > LISTED:
        with st.expander(visit.say("roster_page.more_shortfalls", count=len(lines) - LISTED)):
            st.markdown("\n".join(f"- {line}" for line in lines[LISTED:]))
