import streamlit as st

from desk.views.parts.hours_confirm import confirm_work
from desk.views.parts.hours_month import show_hours_month
from desk.views.parts.hours_terms import show_terms
from desk.views.parts.leave_balances import show_balances
from desk.views.parts.visit import Visit, here

TOLD = "hours.told"
"""Key of the sentence about what was done just now."""


def page(visit: Visit) -> None:
    """Who worked, the month for the personnel office, leave and what lapses, and what all of it rests on."""
    if TOLD in st.session_state:
        st.success(st.session_state.pop(TOLD))
    parts = {"confirm": confirm_work, "month": show_hours_month, "leave": show_balances, "terms": show_terms}
    chosen = st.segmented_control(
        visit.say("hours_page.part"), list(parts), default="confirm", required=True,
        format_func=lambda name: visit.say(f"hours_page.{name}"), key=f"hours.part_{visit.language}",
        label_visibility="collapsed",
    )  # fmt: skip
    with visit.telling():
        parts[chosen](visit)


page(here())
