"""The door: who is here, in which language, and which pages they may open."""

from pathlib import Path

import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.views.parts.elsewhere import offer_other_sign_in
from desk.views.parts.own_words import say_own_words
from desk.views.parts.text_table import as_written
from desk.views.parts.visit import Visit, sign_in_address, told, visit
from desk.words import LANGUAGES, say

PAGES: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.HEAD: {"plan": ("today", "forecast", "requirement", "holiday", "roster", "requests", "what_if", "scenarios"), "mine": ("my_roster",), "settings": ("data", "team", "hours", "line", "rules", "ledger", "calendar", "accounts", "log", "account")},
    Role.MANAGER: {"plan": ("today", "what_if", "scenarios", "forecast", "requirement", "holiday", "roster"), "mine": ("my_roster",), "settings": ("team", "line", "rules", "ledger", "calendar", "account")},
    Role.OPERATOR: {"mine": ("my_roster", "my_requests", "my_hours", "team_roster", "ledger", "rules", "account")},
}  # fmt: skip
"""Pages in the menu by role; what a role may do is decided in `desk.accounts`, not here."""

ICONS = {
    "holiday": "celebration",
    "today": "today", "forecast": "show_chart", "requirement": "groups", "roster": "calendar_view_week", "what_if": "compare_arrows", "data": "upload_file",
    "scenarios": "account_tree",
    "team": "badge", "hours": "schedule", "my_hours": "hourglass_bottom", "line": "support_agent", "rules": "gavel", "calendar": "event", "account": "key", "my_roster": "event_available", "my_requests": "edit_calendar", "ledger": "balance", "accounts": "manage_accounts", "log": "history", "requests": "inbox", "team_roster": "calendar_view_week",
}  # fmt: skip

IMAGES = Path(__file__).parent / "images"
"""The mark of the app, wide for the menu and small where the menu is closed."""

NAMES = {"zh": "中文", "en": "English"}
"""Each language by its own name."""


def open_door(here: Visit) -> None:
    """Show the frame of every page and run the one that was asked for."""
    sections = {"settings": ("account",)} if here.who.must_change else PAGES[here.who.role]
    home, *others = [name for names in sections.values() for name in names]
    st.session_state["door.home"] = f"{home}.py"
    pages = {
        here.say(f"door.{section}"): [
            st.Page(
                f"{name}.py", title=here.say(f"page.{name}"), icon=f":material/{ICONS[name]}:",
                url_path="start" if name == home else name,
            )
            for name in names
        ]
        for section, names in sections.items()
    }  # fmt: skip
    pages[""] = [
        st.Page("go_home.py", title=here.say(f"page.{name}"), url_path=name, visibility="hidden")
        for name in sorted(set(ICONS) - set(others))
    ]  # an address that somebody sent or kept opens the first page in place of an English error
    st.logo(IMAGES / "logo.svg", size="large", icon_image=IMAGES / "icon.svg")
    page = st.navigation(pages, expanded=True)
    with st.sidebar:
        st.markdown(f"**{as_written(here.who.name)}** · {here.say(f'role.{here.who.role}')}")
        if here.centre is not None:
            st.caption(here.centre.name)
        st.segmented_control(
            here.say("door.language"), LANGUAGES, default=here.language, format_func=NAMES.__getitem__, required=True,
            key=f"door.language_{here.language}", on_change=choose_language, args=(here,), label_visibility="collapsed",
        )  # fmt: skip
        st.link_button(here.say("door.sign_out"), "/logout", icon=":material/logout:")
        if here.centre is not None and here.centre.synthetic:
            st.caption(here.say("door.synthetic"))
    say_own_words(here)
    st.title(page.title)
    page.run()


def choose_language(here: Visit) -> None:
    """Keep the language that was chosen in the menu, here and for the next time."""
    chosen = st.session_state[f"door.language_{here.language}"]
    st.session_state["door.language_now"] = chosen
    st.query_params["lang"] = chosen
    planning.set_language(here.store, here.who, chosen)


st.set_page_config(page_title="连心 Lianxin", page_icon="📞", layout="wide", initial_sidebar_state=244)
found = visit()
if found is None:
    language = st.query_params.get("lang", LANGUAGES[0])
    language = language if language in LANGUAGES else LANGUAGES[0]
    st.title(say("door.title", language))
    st.subheader(say("door.sign_in", language))
    st.write(say("door.sign_in_hint", language))
    st.link_button(say("door.to_sign_in", language), sign_in_address(language), type="primary")
    with told(language):
        offer_other_sign_in(language)
else:
    with found.telling():
        open_door(found)
