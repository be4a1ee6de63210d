from datetime import date

import streamlit as st

from desk import planning
from desk.reports.hours_words import amount_text
from desk.reports.request_sentences import answer_sentence, request_sentence, shift_of
from desk.results import PENDING, LeaveKind, MyRequests, RequestKind, RequestLine, RequestState, RosterView
from desk.views.parts.visit import Visit, empty, here, tell_once
from scheduler.problem import AbsenceKind

AHEAD = 60
"""Days of the published roster from which colleagues and shifts are offered."""

HALVES = ("whole", "morning", "afternoon")
"""For how much of a single day leave can be asked."""

STATES = {
    RequestState.GRANTED: "green",
    RequestState.REFUSED: "red",
    RequestState.WITHDRAWN: "gray",
}
"""Colours of what is over; everything else is orange."""


def page(visit: Visit) -> None:
    """Show what waits for oneself, then a form, then every request with its answers."""
    if visit.who.person is None:
        empty(visit.say("requests_page.no_person"), visit.say("requests_page.no_person_next"))
        return
    tell_once("my_requests.said")
    today = planning.centre(visit.store, visit.who).today
    mine = planning.my_requests(visit.store, visit.who)
    known = planning.published_roster(visit.store, visit.who, start=today, days=AHEAD)
    show_consents(visit, mine, known)
    show_asked(visit, mine, known)
    with st.container(border=True, width=560):
        ask(visit, known)
    if not mine.own:
        empty(visit.say("requests_page.none"), visit.say("requests_page.none_next"))
    for line in mine.own:
        show(visit, line, known)


def show_consents(visit: Visit, mine: MyRequests, known: RosterView | None) -> None:
    """Ask for consent to every change at short notice."""
    if not mine.consents:
        return
    st.subheader(visit.say("requests_page.consents"))
    types = known.shift_types if known else ()
    for c in mine.consents:
        with st.container(border=True, width=560):
            before, after = (shift_of(code, types, visit.language) for code in (c.before, c.after))
            st.markdown(visit.say("requests_page.consent_line", day=c.day, before=before, after=after))
            yes, no = st.columns(2)
            for column, agree, word in ((yes, True, "agree"), (no, False, "decline")):
                column.button(
                    visit.say(f"requests_page.{word}"), key=f"my_requests.{word}_{c.version}_{c.day}",
                    on_click=consent, args=(visit, c.version, c.day, agree), width="stretch",
                )  # fmt: skip


def show_asked(visit: Visit, mine: MyRequests, known: RosterView | None) -> None:
    """Show the swaps that colleagues propose."""
    if not mine.asked_of_me:
        return
    st.subheader(visit.say("requests_page.asked_of_me"))
    types = known.shift_types if known else ()
    for line in mine.asked_of_me:
        with st.container(border=True, width=560):
            st.markdown(f"**{line.name}** · {request_sentence(line, types, visit.language)}")
            yes, no = st.columns(2)
            for column, agree, word in ((yes, True, "agree"), (no, False, "decline")):
                column.button(
                    visit.say(f"requests_page.{word}"), key=f"my_requests.swap_{word}_{line.id}",
                    on_click=answer, args=(visit, line.id, agree), width="stretch",
                )  # fmt: skip


def ask(visit: Visit, known: RosterView | None) -> None:
    """Offer the fields that one kind of request needs, and nothing else."""
    st.subheader(visit.say("requests_page.new"))
    kinds = list(RequestKind) if known else [RequestKind.LEAVE]
    kind = st.segmented_control(
        visit.say("requests_page.kind"), kinds, default=RequestKind.LEAVE, required=True,
        format_func=lambda k: visit.say(f"request_kind.{k}"), key="my_requests.kind",
    )  # fmt: skip
    today = planning.centre(visit.store, visit.who).today
    more: dict[str, object] = {}
    first = st.date_input(visit.say("requests_page.first"), today, min_value=today, key="my_requests.first")
    if kind is RequestKind.LEAVE:
        more["last"] = st.date_input(
            visit.say("requests_page.last"), first, min_value=first, key=f"my_requests.last_{first}"
        )
        if more["last"] == first:
            more["half"] = choose_half(visit)
        more["leave"] = choose_leave(visit)
    elif known is not None and kind is RequestKind.SWAP:
        names = {m.code: m.name for m in known.people if m.code != visit.who.person}
        more["colleague"] = st.selectbox(
            visit.say("requests_page.colleague"),
            list(names),
            format_func=names.__getitem__,
            key="my_requests.colleague",
        )
        more["their_day"] = st.date_input(
            visit.say("requests_page.their_day"), first, min_value=today, key=f"my_requests.their_{first}"
        )
    elif known is not None:
        codes = [t.code for t in known.shift_types]
        choices: list[str | None] = [None, *codes] if kind is RequestKind.PREFERENCE else list(codes)
        more["shift"] = st.selectbox(
            visit.say("requests_page.shift"), choices, key=f"my_requests.shift_{kind}_{visit.language}",
            format_func=lambda code: shift_of(code, known.shift_types, visit.language),
        )  # fmt: skip
    st.caption(visit.say("requests_page.private"))
    if st.button(visit.say("requests_page.send"), type="primary", key="my_requests.send", width="stretch"):
        with visit.telling():
            made = planning.make_request(visit.store, visit.who, kind=kind, first=first, **more)  # type: ignore[arg-type]  # the fields of each kind
            state = visit.say(f"request_state.{made.state}")
            st.session_state["my_requests.said"] = visit.say("requests_page.sent", id=made.id, state=state)
            st.rerun()


def choose_half(visit: Visit) -> AbsenceKind | None:
    """Ask whether a leave of one day is for all of it or half."""
    found = st.segmented_control(
        visit.say("requests_page.half"), HALVES, default="whole", required=True,
        format_func=lambda name: visit.say(f"day_half.{name}"), key=f"my_requests.half_{visit.language}",
    )  # fmt: skip
    return AbsenceKind(found) if found != "whole" else None


def choose_leave(visit: Visit) -> LeaveKind:
    """Ask what leave is to be taken from, with what is left of each."""
    balance = planning.my_balance(visit.store, visit.who)
    left = balance.left if balance else {}
    kinds = [kind for kind in LeaveKind if kind in left or kind is LeaveKind.PERSONAL]

    def named_left(kind: LeaveKind) -> str:
        name = visit.say(f"leave_kind.{kind}")
        if kind not in left:
            return name
        amount = amount_text(kind, left[kind], visit.language)
        return visit.say("hours_page.leave_left", kind=name, left=amount)

    return st.selectbox(
        visit.say("hours_page.leave_from"), kinds, format_func=named_left,
        key=f"my_requests.leave_{visit.language}",
    )  # fmt: skip


def show(visit: Visit, line: RequestLine, known: RosterView | None) -> None:
    """Show one request with every answer and its reason."""
    types = known.shift_types if known else ()
    names = {m.code: m.name for m in known.people} if known else {}
    with st.container(border=True, width=560):
        colour = STATES.get(line.state, "orange")
        st.markdown(f"**{request_sentence(line, types, visit.language)}**")
        st.markdown(f":{colour}-badge[{visit.say(f'request_state.{line.state}')}]")
        for said in line.answers:
            st.caption(answer_sentence(said, names, types, visit.language))
        changeable = line.state is RequestState.GRANTED and line.kind is not RequestKind.SWAP
        if line.state in PENDING or changeable:
            st.button(
                visit.say("requests_page.withdraw"), key=f"my_requests.withdraw_{line.id}",
                on_click=withdraw, args=(visit, line.id),
            )  # fmt: skip


def withdraw(visit: Visit, number: int) -> None:
    """Take a request back."""
    with visit.telling():
        planning.withdraw_request(visit.store, visit.who, request=number)
        st.session_state["my_requests.said"] = visit.say("requests_page.withdrawn", id=number)


def answer(visit: Visit, number: int, agree: bool) -> None:
    """Agree to a colleague's swap, or not."""
    with visit.telling():
        line = planning.answer_swap(visit.store, visit.who, request=number, agree=agree)
        state = visit.say(f"request_state.{line.state}")
        st.session_state["my_requests.said"] = visit.say("requests_page.answered", id=number, state=state)


def consent(visit: Visit, version: int, day: date, agree: bool) -> None:
    """Agree to a change at short notice, or not."""
    with visit.telling():
        planning.answer_consent(visit.store, visit.who, version=version, day=day, agree=agree)


page(here())
