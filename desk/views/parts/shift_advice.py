"""Advice on shift types: which few starts and lengths would fit the requirement best."""

import streamlit as st

from desk import planning
from desk.views.parts.visit import Visit
from desk.words.advice import advice_lines


def advise_on_shifts(visit: Visit, *, days: int = 28) -> None:
    """Offer to work out better shift types for the coming weeks."""
    st.subheader(visit.say("advice.title"))
    st.caption(visit.say("advice.hint"))
    most = st.slider(visit.say("advice.most"), 1, 8, 4, key="advice.most")
    if not st.button(visit.say("advice.go"), key="advice.go", icon=":material/schedule:"):
        return
    with visit.telling(), st.spinner(visit.say("advice.go")):
        start = planning.centre(visit.store, visit.who).today
        found = planning.shift_advice(visit.store, visit.who, start=start, days=days, most=most)
        usual, designed, *rest = advice_lines(found.usual, found.designed, visit.language)
        st.markdown(f"- {usual}\n- {designed}")
        st.markdown("\n".join(f"- {line}" for line in rest))
