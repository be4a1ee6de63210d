"""Who is here, in which language, and with which store: looked up afresh on every rerun."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from desk import planning
from desk.accounts import SESSION_COOKIE, Account, Role
from desk.results import Centre, RosterVersion
from desk.settings import read_settings
from desk.words import LANGUAGES, say
from desk.words.refusing import refusal
from desk.words.writing import moment
from forecast.errors import PlanError


@dataclass(frozen=True, slots=True)
class Visit:
    """
    One rerun of one page by one person.

    Parameters
    ----------
    store
        The centre's store.
    who
        The account, as it stands in the store now.
    language
        Language of this page.
    centre
        The centre; None before one's first own password.
    """

    store: planning.Store
    who: Account
    language: str
    centre: Centre | None

    def say(self, code: str, **details: object) -> str:
        """Return a sentence in the language of this page."""
        return say(code, self.language, **details)

    def version_line(self, version: RosterVersion) -> str:
        """Return number, state and making of a roster version in one line."""
        made_at = self.local(version.made_at)
        return self.say(
            "roster_page.version_line",
            id=version.id,
            state=self.say(f"roster_page.{version.state}"),
            made_at=made_at,
        )

    def local(self, at: datetime) -> str:
        """Return a moment, kept in UTC, as day and time at the centre."""
        zone = ZoneInfo(self.centre.zone) if self.centre else UTC
        return moment((at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone), self.language)

    def telling(self) -> AbstractContextManager[None]:
        """Say in this page's language what a person can put right; see `told`."""
        return told(self.language, self.who.role)


@st.cache_resource
def store_at(url: str) -> planning.Store:
    """Return the one store of this process."""
    return planning.open_store(url)


def visit() -> Visit | None:
    """Return who is here, or None if nobody is signed in (any more)."""
    store = store_at(read_settings().database_url)
    token = st.context.cookies.get(SESSION_COOKIE)
    who = planning.account_of(store, token) if token else None
    if who is None:
        return None
    centre = None if who.must_change else planning.centre(store, who)
    return Visit(store, who, language_for(who.language), centre)


def here() -> Visit:
    """Return who is here on a page that the door has let them into; stop the page if the session has ended."""
    found = visit()
    if found is None:
        st.warning(say("door.ended", language_for("zh")))
        st.stop()
    return found


def language_for(wanted: str) -> str:
    """Return the language of this tab: the address first, then what was chosen here, then the account's."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["door.language_now"] = asked
    chosen = st.session_state.get("door.language_now", wanted)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


@contextmanager
def told(language: str, role: Role | None = None) -> Iterator[None]:
    """Say what a person can put right, in place of a traceback; what follows inside is left out."""
    try:
        yield
    except PlanError as error:
        if error.code == "nothing_imported":
            begin_with_history(language, role)
            return
        st.error(refusal(error, language))


def tell_once(key: str) -> None:
    """Say what has just been done, once; its place stays taken, so that what is open below stays open."""
    with st.container():
        if said := st.session_state.pop(key, None):
            st.success(said)


def begin_with_history(language: str, role: Role | None) -> None:
    """Say that a new centre begins with its past calls, and lead the head there."""
    head = role is Role.HEAD
    empty(
        say("start.history", language),
        say("start.history_head" if head else "start.history_others", language),
        "data.py" if head else None,
        say("start.to_data", language),
    )


def empty(text: str, next_step: str, page: str | None = None, label: str = "") -> None:
    """Show that there is nothing yet, and what to do next."""
    with st.container(border=True):
        st.markdown(f"**{text}**")
        st.caption(next_step)
        if page is not None:
            st.page_link(page, label=label, icon=":material/arrow_forward:")


def need_a_roster(visit: Visit) -> None:
    """Say that a page plays with a roster that is not there yet, and lead the head to it."""
    head = visit.who.role is Role.HEAD
    empty(
        visit.say("what_if_page.no_roster"),
        visit.say("start.roster_head" if head else "what_if_page.no_roster_next"),
        "roster.py" if head else None,
        visit.say("start.to_roster"),
    )


def sign_in_address(language: str) -> str:
    """Return where to sign in; the page itself belongs to the web server."""
    return f"/login?lang={language}"


def say_broken() -> None:
    """Say that a page broke, in the language of this tab."""
    st.error(say("door.broken", language_for(LANGUAGES[0])))
