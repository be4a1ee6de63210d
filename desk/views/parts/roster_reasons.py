"""Why a roster is as it is: who could have closed a gap, what every goal costs, what everyone carries."""

from datetime import date

import pandas as pd
import streamlit as st

from desk import planning
from desk.results import RosterReasons, RosterView
from desk.views.parts.gaps import tell_fixes
from desk.views.parts.visit import Visit
from desk.words import write_date
from desk.words.limits import goal_value, place_texts
from desk.words.reasons import (
    conflict_lines,
    duty_name,
    finding_text,
    instead_lines,
    owed_text,
    reason_text,
)
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
                key=f"reasons.day_{view.version.id}_{visit.language}",
            )
            show_gaps(
                visit,
                planning.roster_reasons(
                    visit.store, visit.who, version=view.version.id, day=day, most=len(view.required)
                ),
            )
            try_fixes(visit, view, day)
        ask_instead(visit, view)
        show_report(visit, planning.roster_reasons(visit.store, visit.who, version=view.version.id, most=0))


def show_conflict(visit: Visit, view: RosterView) -> None:
    """Say which cells set by hand could not be kept, and what contradicts them."""
    with visit.telling():
        found = planning.roster_conflict(visit.store, visit.who, version=view.version.id)
        if found is not None:
            head, *lines = conflict_lines(found.demands, found.names, found.shift_names, visit.language)
            st.warning("\n".join([head, "", *(f"- {line}" for line in lines)]), icon=":material/lock_open:")


def show_gaps(visit: Visit, found: RosterReasons) -> None:
    """Say for each gap who could have been there and what stopped them."""
    for gap, reasons in found.explained:
        st.markdown(
            f"**{visit.say('solve.shortfall', day=gap.day, start=f'{gap.start:%H:%M}', end=f'{gap.end:%H:%M}', required=gap.required, planned=gap.planned, missing=gap.missing, lost=gap.lost)}**"
        )
        lines = [reason_text(reason, found.names, visit.language, skill=gap.skill) for reason in reasons]
        st.markdown("\n".join(f"- {line}" for line in lines or [visit.say("why.no_shift")]))


def try_fixes(visit: Visit, view: RosterView, day: date) -> None:
    """Offer to try what would close the day's worst gap."""
    st.markdown(f"**{visit.say('fix.title')}**")
    st.caption(visit.say("fix.hint"))
    if not st.button(visit.say("fix.try"), key="reasons.fixes", icon=":material/build:"):
        return
    with st.spinner(visit.say("fix.try")):
        found = planning.roster_fixes(visit.store, visit.who, version=view.version.id, day=day)
    tell_fixes(visit, found)


def ask_instead(visit: Visit, view: RosterView) -> None:
    """Ask what others would have to work if one cell were another."""
    st.markdown(f"**{visit.say('instead.title')}**")
    st.caption(visit.say("instead.hint"))
    names = {member.code: member.name for member in view.people}
    shifts = {
        kind.code: named("shift", kind.name, visit.language) for kind in view.shift_types if kind.rostered
    }
    first, second, third = st.columns(3)
    person = first.selectbox(
        visit.say("instead.person"), list(names), format_func=lambda code: names[code], key="instead.person"
    )
    day = second.selectbox(
        visit.say("instead.day"),
        view.dates,
        format_func=lambda d: write_date(d, visit.language),
        key=f"instead.day_{view.version.id}_{visit.language}",
    )
    off = visit.say("chart.day_off")
    wanted = third.selectbox(
        visit.say("instead.wanted"),
        ["", *shifts],
        format_func=lambda code: shifts.get(code, off),
        key=f"instead.wanted_{visit.language}",
    )
    if st.button(visit.say("instead.ask"), key="instead.ask", icon=":material/help:"):
        with st.spinner(visit.say("instead.ask")):
            found = planning.roster_instead(
                visit.store, visit.who, version=view.version.id, person=person, day=day, shift=wanted or None
            )
        head, *lines = instead_lines(found.found, found.names, found.shift_names, visit.language)
        st.markdown("\n".join([head, "", *(f"- {line}" for line in lines)]))


def show_report(visit: Visit, found: RosterReasons) -> None:
    """Show what is odd, what every goal costs and what everyone carries."""
    if found.findings:
        odd = [finding_text(finding, found.names, visit.language) for finding in found.findings]
        st.warning("\n".join([visit.say("odd.title"), "", *(f"- {line}" for line in odd)]))
    goals = [
        {
            "tier": named("tier", tier, visit.language),
            "goal": named("goal", goal, visit.language),
            "cost": goal_value(goal, cost, visit.language),
        }
        for tier, goal, cost in found.report.goals
    ]
    if found.owed:
        st.warning(owed_text(found.owed, found.names, visit.language), icon=":material/hotel:")
    borne = {measure for row in found.report.fairness for measure, here, _ in row.duties if here}
    carried = [
        {
            "person": found.names[row.person],
            "hours": row.minutes / 60,
            "load": "–" if row.person in found.managers else percent(row.load),
            **{
                duty_name(measure, visit.language): here
                for measure, here, _ in row.duties
                if measure in borne
            },
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
    columns = ("rule", "limit", "reached", "where")
    tight = [
        dict(zip(columns, place_texts(place, found.names, visit.language), strict=True))
        for place in found.report.tightest
    ]
    if tight:
        st.markdown(f"**{visit.say('tight.title')}**")
        table = pd.DataFrame(tight).rename(columns=lambda c: visit.say(f"tight.{c}"))
        st.dataframe(table, hide_index=True, height="content")
