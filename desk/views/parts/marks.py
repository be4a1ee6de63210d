"""Marks of the history: what the check found, each with its picture and a decision, and what is marked already."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.results import Mark
from desk.views.parts.proposal_chart import proposal_chart
from desk.views.parts.visit import Visit, tell_once
from desk.words.marking import proposal_sentence
from desk.words.writing import percent
from forecast.calendar import NEVER_REPEATED, EventKind
from forecast.errors import SettingError
from forecast.marks import Proposal

KINDS = (EventKind.EMERGENCY, EventKind.OUTAGE, EventKind.CENSORED, EventKind.PLATFORM, EventKind.OTHER)
"""What days of the history can be marked as."""


def show_marks(visit: Visit) -> None:
    """Show what stands out and what is marked; only the head decides."""
    st.subheader(visit.say("mark.title"))
    st.caption(visit.say("mark.what_for"))
    tell_once("mark.done")
    try:
        found = planning.latest_proposals(visit.store, visit.who)
    except SettingError as error:
        if error.code != "nothing_imported":
            raise
        st.caption(visit.say("start.marks"))
        return
    with visit.telling():
        if found is None and st.button(visit.say("mark.look"), key="mark.look", icon=":material/search:"):
            with st.spinner(visit.say("mark.looking"), show_time=True):
                planning.proposals(visit.store, visit.who)
            st.rerun()
        if found is None:
            st.caption(visit.say("mark.not_looked"))
        elif not found:
            st.success(visit.say("mark.none_found"), icon=":material/check:")
        else:
            st.markdown(f"**{visit.say('mark.found', count=len(found))}**")
        for proposal in found or ():
            show_proposal(visit, proposal)
        show_kept(visit, planning.marks(visit.store, visit.who))


def show_proposal(visit: Visit, proposal: Proposal) -> None:
    """Show one finding with its picture, and ask what it was."""
    key = f"mark.{proposal.kind.value}_{proposal.start}"
    last = proposal.first + timedelta(days=len(proposal.actual) - 1)
    with st.container(border=True):
        st.markdown(proposal_sentence(proposal, visit.language))
        alt = visit.say("mark.picture", first=proposal.first, last=last)
        st.altair_chart(proposal_chart(proposal, visit.language), theme=None, alt=alt)
        if visit.who.role is Role.HEAD:
            ask(visit, proposal, key)


def ask(visit: Visit, proposal: Proposal, key: str) -> None:
    """Let the head mark the days, moved or renamed if need be, or leave them."""
    options = list(KINDS)
    cells = st.columns([2, 2, 2, 1, 1], vertical_alignment="bottom")
    kind = cells[0].selectbox(
        visit.say("mark.kind"), options, index=options.index(proposal.kind), key=f"{key}_kind",
        format_func=lambda k: visit.say(f"event_kind.{k.value}"),
    )  # fmt: skip
    start = cells[1].date_input(visit.say("mark.start"), proposal.start, key=f"{key}_start")
    end = cells[2].date_input(visit.say("mark.end"), proposal.end, key=f"{key}_end")
    repeats = proposal.repeats and kind not in NEVER_REPEATED
    if cells[3].button(visit.say("mark.accept"), key=f"{key}_accept", type="primary"):
        made = planning.accept_mark(
            visit.store, visit.who, kind=kind, start=start, end=end, repeats=repeats, ratio=proposal.ratio
        )
        st.session_state["mark.done"] = visit.say("mark.accepted", first=made.start, last=made.end)
        st.rerun()
    if cells[4].button(visit.say("mark.decline"), key=f"{key}_decline"):
        planning.decline_mark(
            visit.store, visit.who, kind=proposal.kind, start=proposal.start, end=proposal.end
        )
        st.session_state["mark.done"] = visit.say("mark.declined", first=proposal.start, last=proposal.end)
        st.rerun()


def show_kept(visit: Visit, kept: tuple[Mark, ...]) -> None:
    """Show the decisions so far; the head may take one back."""
    st.markdown(f"**{visit.say('mark.marks')}**")
    if not kept:
        st.caption(visit.say("mark.none"))
        return
    rows = [
        {
            "number": mark.id, "kind": visit.say(f"event_kind.{mark.kind.value}"), "start": str(mark.start), "end": str(mark.end),
            "repeats": "✓" if mark.repeats else "", "state": visit.say(f"mark.{mark.state}_state"),
            "ratio": "–" if mark.ratio is None else percent(mark.ratio), "who": mark.made_by, "when": visit.local(mark.made_at),
        }
        for mark in kept
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"mark.{c}")), hide_index=True)
    if visit.who.role is not Role.HEAD:
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    number = left.selectbox(visit.say("mark.which"), [mark.id for mark in kept], key="mark.which")
    if right.button(visit.say("mark.remove"), key="mark.remove") and number is not None:
        planning.remove_mark(visit.store, visit.who, number=number)
        st.session_state["mark.done"] = visit.say("mark.removed", number=number)
        st.rerun()
