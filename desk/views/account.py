import streamlit as st

from desk import planning
from desk.views.parts.visit import Visit, here


def page(visit: Visit) -> None:
    """Change one's own password."""
    if visit.who.must_change:
        st.info(visit.say("account_page.must"))
    with st.form("account.form", width=420):
        old = st.text_input(visit.say("account_page.old"), type="password", key="account.old")
        new = st.text_input(visit.say("account_page.new"), type="password", key="account.new")
        again = st.text_input(visit.say("account_page.again"), type="password", key="account.again")
        if st.form_submit_button(visit.say("account_page.save"), type="primary", key="account.save"):
            change(visit, old, new, again)


def change(visit: Visit, old: str, new: str, again: str) -> None:
    """Change the password if both new ones agree."""
    if new != again:
        st.error(visit.say("account_page.differ"))
        return
    with visit.telling():
        planning.change_password(visit.store, visit.who, old=old, new=new)
        st.success(visit.say("account_page.done"))


page(here())
