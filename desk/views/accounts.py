import pandas as pd
import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.results import AccountLine
from desk.settings import read_settings
from desk.views.parts.visit import Visit, here, tell_once


def page(visit: Visit) -> None:
    """Show who has an account; add one, change its role, give a new password, or disable it."""
    with st.container():
        if made := st.session_state.pop("accounts.password", None):
            st.success(visit.say("accounts_page.password", username=made[0]))
            st.code(made[1])
    tell_once("accounts.said")
    lines = planning.list_accounts(visit.store, visit.who)
    names = {person.code: person.name for person in planning.team(visit.store, visit.who).people}
    rows = [
        {
            "username": line.username,
            "name": line.name,
            "role": visit.say(f"role.{line.role}"),
            "person": names.get(line.person or "", line.person or ""),
            "active": line.active,
        }
        for line in lines
    ]
    st.dataframe(
        pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"accounts_page.{c}")),
        hide_index=True,
        height="content",
    )
    left, right = st.columns(2, gap="large")
    with left:
        change(visit, lines)
    with right:
        add(visit)


def change(visit: Visit, lines: tuple[AccountLine, ...]) -> None:
    """Change one account; it takes effect at once in every open tab."""
    others = {line.username: line for line in lines if line.username != visit.who.username}
    st.subheader(visit.say("accounts_page.change"))
    st.caption(visit.say("accounts_page.at_once"))
    if not others:
        return
    username = st.selectbox(visit.say("accounts_page.username"), list(others), key="accounts.chosen")
    role = st.selectbox(
        visit.say("accounts_page.role"), list(Role), index=list(Role).index(Role(others[username].role)),
        format_func=lambda r: visit.say(f"role.{r}"), key=f"accounts.role_{username}_{visit.language}",
    )  # fmt: skip
    actions = ((change_role, "set_role"), (new_password, "new_password"), (disable, "disable"))
    for action, word in actions if others[username].active else ((enable, "enable"),):
        st.button(
            visit.say(f"accounts_page.{word}"), key=f"accounts.{word}", on_click=action,
            args=(visit, username, role), width="stretch",
        )  # fmt: skip
    if read_settings().identity_provider:
        link(visit, username)


def link(visit: Visit, username: str) -> None:
    """Let an e-mail address at the sign-in service stand for an account."""
    with st.form("accounts.link", border=False):
        email = st.text_input(visit.say("accounts_page.email"), key=f"accounts.email_{username}")
        if st.form_submit_button(visit.say("accounts_page.link"), width="stretch", key="accounts.link_go"):
            with visit.telling():
                planning.link_identity(visit.store, visit.who, username=username, email=email)
                st.session_state["accounts.said"] = visit.say("accounts_page.linked", username=username)
                st.rerun()


def add(visit: Visit) -> None:
    """Add an account; its first password is shown once."""
    st.subheader(visit.say("accounts_page.add"))
    people = {person.code: person.name for person in planning.team(visit.store, visit.who).people}
    with st.form("accounts.new", border=False):
        username = st.text_input(visit.say("accounts_page.username"), key="accounts.new_username")
        name = st.text_input(visit.say("accounts_page.name"), key="accounts.new_name")
        role = st.selectbox(
            visit.say("accounts_page.role"), list(Role), index=2,
            format_func=lambda r: visit.say(f"role.{r}"), key=f"accounts.new_role_{visit.language}",
        )  # fmt: skip
        person = st.selectbox(
            visit.say("accounts_page.person"), [None, *people],
            format_func=lambda code: people.get(code or "", visit.say("accounts_page.nobody")), key="accounts.new_person",
        )  # fmt: skip
        if st.form_submit_button(visit.say("accounts_page.add"), type="primary", width="stretch"):
            with visit.telling():
                password = planning.add_account(
                    visit.store,
                    visit.who,
                    username=username,
                    name=name or username,
                    role=role or Role.OPERATOR,
                    person=person,
                )
                st.session_state["accounts.password"] = (username, password)
                st.rerun()


def change_role(visit: Visit, username: str, role: Role) -> None:
    """Give another role."""
    with visit.telling():
        planning.change_role(visit.store, visit.who, username=username, role=role)
        st.session_state["accounts.said"] = visit.say("accounts_page.changed", username=username)


def new_password(visit: Visit, username: str, _: Role) -> None:
    """Give a new first password."""
    with visit.telling():
        password = planning.set_password(visit.store, visit.who, username=username)
        st.session_state["accounts.password"] = (username, password)


def disable(visit: Visit, username: str, _: Role) -> None:
    """Disable an account."""
    with visit.telling():
        planning.disable_account(visit.store, visit.who, username=username)
        st.session_state["accounts.said"] = visit.say("accounts_page.changed", username=username)


def enable(visit: Visit, username: str, _: Role) -> None:
    """Open a disabled account again, with a new first password."""
    with visit.telling():
        password = planning.enable_account(visit.store, visit.who, username=username)
        st.session_state["accounts.password"] = (username, password)


page(here())
