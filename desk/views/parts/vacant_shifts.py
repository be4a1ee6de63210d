"""Shifts of people who have left: which are vacant, and who could take each over, best first."""

import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.request_sentences import shift_of, stand_in_name, vacancy_line
from desk.results import StandIns, TeamView, Vacancy
from desk.views.parts.visit import Visit, tell_once
from desk.words.reasons import reason_text
from desk.words.writing import percent

LISTED = 8
"""Vacant shifts that are listed; the rest is only counted."""

NARROW = {"rank": 60, "name": 100, "load": 130}
"""Columns that need little room, in pixels."""

READY = ("standby", "free")
"""Codes of those whom nothing forbids."""


def fill_vacancies(visit: Visit, view: TeamView) -> None:
    """List what is vacant, rank stand-ins for one shift, and give it to one of them in a draft."""
    tell_once("team.filled")
    found = planning.vacancies(visit.store, visit.who)
    if not found:
        return
    with st.container(border=True), visit.telling():
        st.markdown(f"**{visit.say('vacancy.title', count=len(found))}**")
        lines = [vacancy_line(vacancy, view.shift_types, visit.language) for vacancy in found]
        st.markdown("\n".join(f"- {line}" for line in lines[:LISTED]))
        if len(lines) > LISTED:
            st.caption(visit.say("vacancy.more", count=len(lines) - LISTED))
            st.page_link("roster.py", label=visit.say("page.roster"), icon=":material/arrow_forward:")
        if drafts := sorted({vacancy.draft for vacancy in found if vacancy.draft is not None}):
            st.info(visit.say("vacancy.publish", version=drafts[-1]))
            if len(lines) <= LISTED:
                st.page_link("roster.py", label=visit.say("page.roster"), icon=":material/arrow_forward:")
        left = [vacancy for vacancy in found if vacancy.draft is None]
        if not left:
            return
        place = st.selectbox(
            visit.say("vacancy.which"), range(len(left)), key=f"team.vacancy_{len(left)}_{visit.language}",
            format_func=lambda k: vacancy_line(left[k], view.shift_types, visit.language),
        )  # fmt: skip
        rank(visit, view, left[place])


def rank(visit: Visit, view: TeamView, vacancy: Vacancy) -> None:
    """Rank who could take one shift over, and offer the first whom nothing forbids."""
    found = planning.stand_ins(
        visit.store, visit.who,
        version=vacancy.version, person=vacancy.person, day=vacancy.day, shift=vacancy.shift,
    )  # fmt: skip
    show_ranks(visit, found)
    ready = [reason.person for reason in found.ranked if reason.code in READY]
    if not ready:
        st.warning(visit.say("vacancy.nobody"))
        return
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    person = left.selectbox(
        visit.say("vacancy.who"), ready, format_func=lambda code: stand_in_name(found, code, visit.language),
        key=f"team.stand_in_{vacancy.person}_{vacancy.day}_{visit.language}",
    )  # fmt: skip
    right.button(
        visit.say("vacancy.give"), type="primary", key="team.fill", width="stretch",
        on_click=give, args=(visit, view, vacancy, person, found.names[person]),
    )  # fmt: skip


def give(visit: Visit, view: TeamView, vacancy: Vacancy, person: str, name: str) -> None:
    """Put somebody in, in a draft."""
    with visit.telling():
        done = planning.set_cell(
            visit.store, visit.who,
            version=vacancy.version, person=person, day=vacancy.day, shift=vacancy.shift, was=None,
        )  # fmt: skip
        shift = shift_of(vacancy.shift, view.shift_types, visit.language)
        st.session_state["team.filled"] = visit.say(
            "vacancy.given", name=name, day=vacancy.day, shift=shift, version=done.id
        )


def show_ranks(visit: Visit, found: StandIns) -> None:
    """Show one row per colleague, best first, with what speaks for or against them."""
    rows = [
        {
            "rank": place,
            "name": stand_in_name(found, reason.person, visit.language),
            "load": percent(found.load[reason.person]),
            "reason": reason_text(reason, found.names, visit.language),
        }
        for place, reason in enumerate(found.ranked, 1)
    ]
    st.dataframe(
        pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"stand_in.{c}")),
        hide_index=True,
        height="content",
        column_config={
            visit.say(f"stand_in.{name}"): st.column_config.Column(width=wide)
            for name, wide in NARROW.items()
        },
    )
