"""Why a roster is as it is: who could have closed a gap, what every goal costs, what everyone carries."""

import pandas as pd
import streamlit as st

from desk import planning
from desk.results import RosterReasons, RosterView
from desk.views.parts.visit import Visit
from desk.words.reasons import duty_name, reason_text
from desk.words.writing import named, percent


def show_reasons(visit: Visit, view: RosterView) -> None:
    """Explain a gap of the roster, then its goals and loads."""
    days = list(dict.fromkeys(gap.day for gap in view.shortfalls))
    with visit.telling():
        if days:
            day = st.selectbox(
                visit.say("reasons.gap"),
                days,
                format_func=lambda d: visit.say("reasons.gap_day", day=d),
                key=f"reasons.day_{view.version.id}",
            )
            show_gaps(
                visit, planning.roster_reasons(visit.store, visit.who, version=view.version.id, day=day)
            )
        show_report(visit, planning.roster_reasons(visit.store, visit.who, version=view.version.id, most=0))


def show_gaps(visit: Visit, found: RosterReasons) -> None:
    """Say for each gap who could have been there and what stopped them."""
    for gap, reasons in found.explained:
        st.markdown(
            f"**{visit.say('solve.shortfall', day=gap.day, start=f'{gap.start:%H:%M}', end=f'{gap.end:%H:%M}', required=gap.required, planned=gap.planned, missing=gap.missing, lost=gap.lost)}**"
        )
        lines = [reason_text(reason, found.names, visit.language, skill=gap.skill) for reason in reasons]
        st.markdown("\n".join(f"- {line}" for line in lines or [visit.say("why.no_shift")]))


def show_report(visit: Visit, found: RosterReasons) -> None:
    """Show what every goal costs and what everyone carries."""
    goals = [
        {
            "tier": named("tier", tier, visit.language),
            "goal": named("goal", goal, visit.language),
            "cost": f"{cost:,}",
        }
        for tier, goal, cost in found.report.goals
    ]
    carried = [
        {
            "person": found.names[row.person],
            "hours": row.minutes / 60,
            "load": percent(row.load),
            **{duty_name(measure, visit.language): here for measure, here, _ in row.duties},
        }
        for row in found.report.fairness
    ]
    added, removed = found.report.changes
    if added or removed:
        st.caption(visit.say("reasons.changes", added=len(added), removed=len(removed)))
    left, right = st.columns([1, 1], gap="large")
    left.table(
        pd.DataFrame(goals)
        .rename(columns=lambda c: visit.say(f"reasons.{c}"))
        .set_index(visit.say("reasons.tier"))
    )
    right.markdown(f"**{visit.say('reasons.carried')}**")
    table = pd.DataFrame(carried).rename(
        columns={c: visit.say(f"reasons.{c}") for c in ("person", "hours", "load")}
    )
    right.dataframe(table, hide_index=True, height="content")
