"""Half days off: who has one on which day, entered and taken back by the head."""

import streamlit as st

from desk import planning
from desk.results import TeamView
from desk.views.parts.visit import Visit, tell_once
from desk.words.writing import full_day

TOLD = "team.half_day_told"
"""Key of the sentence about what was done just now."""


def half_day_entry(visit: Visit, view: TeamView) -> None:
    """List the half days off ahead, give one to some people, or take one back."""
    tell_once(TOLD)
    names = {person.code: person.name for person in view.people}
    with st.expander(visit.say("half_day.title"), icon=":material/timelapse:"), visit.telling():
        st.caption(visit.say("half_day.what"))
        join = visit.say("rules_page.join")
        for date, codes in planning.half_days(visit.store, visit.who):
            st.markdown(
                f"- {full_day(date, visit.language)} {join.join(names.get(code, code) for code in codes)}"
            )
        with st.form("team.half_day_form", border=False):
            people = st.multiselect(
                visit.say("half_day.who"), list(names), format_func=names.__getitem__, key="team.half_day_people"
            )  # fmt: skip
            day = st.date_input(
                visit.say("half_day.day"), value=None, key="team.half_day_day", format="YYYY-MM-DD"
            )
            give = st.form_submit_button(visit.say("half_day.give"), key="team.half_day_give")
            take = st.form_submit_button(visit.say("half_day.take"), key="team.half_day_take")
        if (give or take) and day is None:
            st.warning(visit.say("half_day.no_day"))
        elif day is not None and (give or take):
            act = planning.give_half_day if give else planning.take_back_half_day
            done = act(visit.store, visit.who, people=tuple(people), day=day)
            said = "half_day.given" if give else "half_day.taken"
            st.session_state[TOLD] = visit.say(said, count=len(done), day=full_day(day, visit.language))
            st.rerun()
