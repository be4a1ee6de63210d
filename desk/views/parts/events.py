"""The centre's own events on the calendar page: a table for everyone; the head adds, removes and takes back."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.views.parts.visit import Visit, tell_once
from desk.words import write_date
from desk.words.writing import named, span
from forecast.calendar import Event, EventKind

REMOVED = "calendar.event_removed"
"""Key of the event that was removed last, for taking it back."""

TOLD = "calendar.event_told"
"""Key of the sentence about the change that was made just now."""


def show_events(visit: Visit) -> None:
    """Show the events; the head may change them."""
    st.subheader(visit.say("events.title"))
    st.caption(visit.say("events.what_for"))
    tell_once(TOLD)
    found = planning.events(visit.store, visit.who)
    if found:
        st.dataframe(
            pd.DataFrame([_row(visit, event) for event in found]).rename(
                columns=lambda column: visit.say(f"events.{column}")
            ),
            hide_index=True,
        )
    else:
        st.info(visit.say("events.none"))
    if visit.who.role is Role.HEAD:
        left, right = st.columns([3, 2], gap="large")
        with left:
            _ask_to_add(visit)
        with right:
            _ask_to_remove(visit, found)


def _row(visit: Visit, event: Event) -> dict[str, object]:
    return {
        "name": named("event", event.code, visit.language),
        "kind": visit.say(f"event_kind.{event.kind}"),
        "first": write_date(event.start, visit.language),
        "last": write_date(event.end, visit.language),
        "repeats": event.repeats,
    }


def _ask_to_add(visit: Visit) -> None:
    today = planning.centre(visit.store, visit.who).today
    with st.form("calendar.event_form", clear_on_submit=False):
        name = st.text_input(visit.say("events.name"), key="calendar.event_name")
        kind = st.selectbox(
            visit.say("events.kind"),
            list(EventKind),
            format_func=lambda k: visit.say(f"event_kind.{k}"),
            key=f"calendar.event_kind_{visit.language}",
        )
        first = st.date_input(visit.say("events.first"), today, key="calendar.event_first")
        length = st.number_input(
            visit.say("events.days"), min_value=1, max_value=366, value=1, key="calendar.event_days"
        )
        repeats = st.checkbox(visit.say("events.repeats"), key="calendar.event_repeats")
        if st.form_submit_button(visit.say("events.add"), key="calendar.event_add"):
            done = planning.add_event(
                visit.store,
                visit.who,
                code=name,
                kind=kind or EventKind.OTHER,
                start=first,
                end=first + timedelta(days=int(length) - 1),
                repeats=repeats,
            )
            _tell_again(visit.say("events.added", name=done.code, first=done.start, last=done.end))


def _ask_to_remove(visit: Visit, found: tuple[Event, ...]) -> None:
    if found:
        with st.form("calendar.event_removal"):
            chosen = st.selectbox(
                visit.say("events.which"),
                found,
                format_func=lambda e: (
                    f"{named('event', e.code, visit.language)} · {span(e.start, e.end, visit.language)}"
                ),
                key=f"calendar.event_which_{visit.language}",
            )
            if st.form_submit_button(visit.say("events.remove"), key="calendar.event_remove") and chosen:
                gone = planning.remove_event(visit.store, visit.who, code=chosen.code, start=chosen.start)
                st.session_state[REMOVED] = gone
                _tell_again(visit.say("events.removed", name=named("event", gone.code, visit.language)))
    last: Event | None = st.session_state.get(REMOVED)
    if last is not None and st.button(
        visit.say("events.take_back", name=named("event", last.code, visit.language)),
        icon=":material/undo:",
        key="calendar.event_take_back",
    ):
        planning.add_event(
            visit.store, visit.who, code=last.code, kind=last.kind, start=last.start, end=last.end,
            repeats=last.repeats,
        )  # fmt: skip
        del st.session_state[REMOVED]
        _tell_again(visit.say("events.added", name=last.code, first=last.start, last=last.end))


def _tell_again(sentence: str) -> None:
    """Draw the page anew with what has changed, and say so."""
    st.session_state[TOLD] = sentence
    st.rerun()
