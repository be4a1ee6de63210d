"""Editing by hand on the roster page: choose a cell and a shift; the rules answer at once, in words."""

from datetime import date

import streamlit as st

from desk import planning
from desk.reports.request_sentences import answer_sentence, shift_of
from desk.results import RosterView
from desk.views.parts.visit import Visit, tell_once
from desk.words import write_date
from desk.words.writing import named


def edit_by_hand(visit: Visit, view: RosterView) -> None:
    """Choose a cell, see what another shift would do there, and keep it."""
    tell_once("roster.edited")
    number = view.version.id
    box = st.expander(visit.say("hand.title"), icon=":material/edit:", key="roster.hand", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption(visit.say("hand.what"))
        names = {member.code: member.name for member in view.people}
        one, two, three = st.columns(3)
        person = one.selectbox(
            visit.say("hand.person"), list(names), format_func=names.__getitem__, key=f"hand.person_{number}"
        )
        day = two.selectbox(
            visit.say("hand.day"),
            view.dates,
            format_func=lambda d: write_date(d, visit.language),
            key=f"hand.day_{number}_{visit.language}",
        )
        was = view.cells.get((person, day))
        choices = [None, *(kind.code for kind in view.shift_types if kind.rostered)]
        shift = three.selectbox(
            visit.say("hand.shift"), choices, index=choices.index(was) if was in choices else 0,
            format_func=lambda code: shift_of(code, view.shift_types, visit.language),
            key=f"hand.shift_{number}_{person}_{day}_{visit.language}",
        )  # fmt: skip
        locked = (person, day) in view.locked
        if locked:
            st.caption(f":material/lock: {visit.say('hand.locked')}")
            st.button(
                visit.say("hand.unlock"),
                key="hand.unlock",
                on_click=unlock,
                args=(visit, number, person, day),
            )
        if shift == was and locked:
            return
        with visit.telling():
            trial = planning.try_cell(
                visit.store, visit.who, version=number, person=person, day=day, shift=shift
            )
            if trial.breaches:
                sentences = [
                    answer_sentence(a, names, view.shift_types, visit.language) for a in trial.breaches
                ]
                st.error(visit.say("hand.breaks") + "\n\n" + "\n".join(f"- {s}" for s in sentences))
                return
            st.caption(visit.say("hand.missing", before=trial.missing_before, after=trial.missing_after))
            for tier, before, after in trial.goals:
                if before != after:
                    name = named("tier", tier, visit.language)
                    st.caption(visit.say("hand.goal", tier=name, before=before, after=after))
            st.button(
                visit.say("hand.keep"), type="primary", key="hand.keep", on_click=keep,
                args=(visit, number, person, day, shift, trial.was),
            )  # fmt: skip


def keep(visit: Visit, version: int, person: str, day: date, shift: str | None, was: str | None) -> None:
    """Keep the cell, unless somebody has changed it since."""
    with visit.telling():
        done = planning.set_cell(
            visit.store, visit.who, version=version, person=person, day=day, shift=shift, was=was
        )
        st.session_state["roster.edited"] = visit.say("hand.kept", version=done.id)


def unlock(visit: Visit, version: int, person: str, day: date) -> None:
    """Let the next search change the cell."""
    with visit.telling():
        planning.unlock_cell(visit.store, visit.who, version=version, person=person, day=day)
        st.session_state["roster.edited"] = visit.say("hand.unlocked")
