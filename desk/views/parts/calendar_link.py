"""One's own shifts in one's own calendar: a secret address, or a file."""

from urllib.parse import urlsplit

import streamlit as st

from desk import planning
from desk.settings import read_settings
from desk.views.parts.visit import Visit

SHOWN = "my_roster.calendar_address"
"""Where a new address waits until its page has shown it."""

BOX = "my_roster.calendar"
"""Key of the box, by which it stays as the person left it."""


def show_calendar_link(visit: Visit) -> None:
    """Offer the file and the address; a new address is shown once."""
    box = st.expander(
        visit.say("feed.heading"), icon=":material/calendar_add_on:", key=BOX, on_change="rerun"
    )
    if not box.open:
        return
    with box:
        st.caption(visit.say("feed.what"))
        if SHOWN in st.session_state:
            show_address(visit, st.session_state.pop(SHOWN))
        link = planning.calendar_link(visit.store, visit.who)
        if link is None:
            st.write(visit.say("feed.none"))
        else:
            read_at = visit.say("feed.never") if link.read_at is None else visit.local(link.read_at)
            st.write(visit.say("feed.since", made_at=visit.local(link.made_at), read_at=read_at))
        with st.container(horizontal=True):
            st.button(
                visit.say("feed.make" if link is None else "feed.renew"),
                type="primary" if link is None else "secondary",
                key="my_roster.calendar_renew", on_click=renew, args=(visit,),
            )  # fmt: skip
            if link is not None:
                st.button(
                    visit.say("feed.revoke"), key="my_roster.calendar_revoke", on_click=revoke, args=(visit,)
                )
            st.download_button(
                visit.say("feed.file"),
                lambda: planning.my_calendar(visit.store, visit.who),
                visit.say("feed.file_name"),
                mime="text/calendar",
                key="my_roster.calendar_file",
                on_click="ignore",
                icon=":material/download:",
            )


def show_address(visit: Visit, path: str) -> None:
    """Show a new address, to be copied or to be opened on this device."""
    address = f"{base_address()}{path}"
    st.success(visit.say("feed.renewed"))
    st.code(address, language=None, wrap_lines=True)
    st.caption(visit.say("feed.once"))
    st.link_button(
        visit.say("feed.subscribe"),
        address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
        icon=":material/calendar_month:",
    )


def base_address() -> str:
    """Return how others reach this app: as set, or as this visitor has reached it."""
    kept = read_settings().public_address
    if kept:
        return kept.rstrip("/")
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}"


def renew(visit: Visit) -> None:
    """Make a new address and let the page show it."""
    with visit.telling():
        st.session_state[SHOWN] = planning.renew_calendar_link(visit.store, visit.who)


def revoke(visit: Visit) -> None:
    """End the address."""
    with visit.telling():
        planning.revoke_calendar_link(visit.store, visit.who)
        st.toast(visit.say("feed.revoked"))
