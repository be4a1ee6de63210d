"""The life of a version on the roster page: its difference to what people know, consent, and the way back."""

import pandas as pd
import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.reports.request_sentences import shift_of
from desk.results import Difference, RosterView, ShiftChange
from desk.views.parts.visit import Visit, tell_once
from desk.words import write_date


def show_difference(visit: Visit, view: RosterView) -> None:
    """Show old against new and who is disturbed; ask for consent, or go back to an earlier version."""
    tell_once("roster.life")
    if view.version.state == "published":
        return
    with visit.telling():
        found = planning.difference(visit.store, visit.who, version=view.version.id)
        waits = view.version.state == "draft" and bool(found.without_consent)
        with st.expander(visit.say("versions_page.title"), waits, icon=":material/compare_arrows:"):
            show(visit, view, found)


def show(visit: Visit, view: RosterView, found: Difference) -> None:
    """Show the changes as a table, and what can be done about them."""
    if found.against is None:
        st.caption(visit.say("versions_page.first"))
        return
    if not found.changes:
        st.caption(visit.say("versions_page.none"))
        return
    short = sum(change.short_notice for change in found.changes)
    st.write(
        visit.say("versions_page.summary", count=len(found.changes), people=found.disturbed, short=short)
    )
    rows = [
        {
            "person": change.name,
            "day": write_date(change.day, visit.language),
            "before": shift_of(change.before, view.shift_types, visit.language),
            "after": shift_of(change.after, view.shift_types, visit.language),
            "consent": consent_of(visit, change),
        }
        for change in found.changes
    ]
    st.dataframe(
        pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"versions_page.{c}")), hide_index=True
    )
    if visit.who.role is not Role.HEAD:
        return
    version = view.version
    if version.state == "draft" and found.without_consent:
        st.button(
            visit.say("versions_page.ask"), key="roster.ask_consent", on_click=ask, args=(visit, version.id)
        )
        st.checkbox(visit.say("versions_page.regardless"), key=f"roster.regardless_{version.id}")
    if version.state == "superseded":
        if found.without_consent:
            st.checkbox(visit.say("versions_page.regardless"), key=f"roster.regardless_{version.id}")
        st.button(
            visit.say("versions_page.revert"), key="roster.revert",
            on_click=revert, args=(visit, version.id, found.against),
        )  # fmt: skip


def consent_of(visit: Visit, change: ShiftChange) -> str:
    """Return whether a person has to agree to a change, and has."""
    if not change.short_notice:
        return visit.say("versions_page.not_needed")
    return visit.say(f"versions_page.{change.consent or 'not_asked'}")


def publishing_choices(version: int) -> dict[str, bool]:
    """Return how the planner has chosen to publish a version."""
    return {"regardless": True} if st.session_state.get(f"roster.regardless_{version}") else {}


def ask(visit: Visit, version: int) -> None:
    """Ask everyone for consent."""
    with visit.telling():
        count = planning.ask_consent(visit.store, visit.who, version=version)
        st.session_state["roster.life"] = visit.say("versions_page.was_asked", count=count)


def revert(visit: Visit, version: int, over: int) -> None:
    """Go back to an earlier version."""
    with visit.telling():
        done = planning.revert(
            visit.store, visit.who, version=version, over=over, **publishing_choices(version)
        )
        st.session_state["roster.life"] = visit.say("versions_page.reverted", version=done.id)
