"""Long work beside the page: it tells how far it is and can be stopped, while the page stays usable."""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Generic, TypeVar

import streamlit as st

from desk.views.parts.visit import Visit

Found = TypeVar("Found")

AT_ONCE = 1.0
"""Seconds in which work may be over before the page speaks of it."""


class StoppedError(Exception):
    """Raised by work that was asked to end and has nothing to show."""


class Work(Generic[Found]):
    """
    A piece of work in a thread of its own.

    Parameters
    ----------
    do
        The work; it tells the object it is handed how far it is, and asks it whether to end.
    limit
        Seconds that it should take; where it cannot tell, the bar moves with the clock.
    stops
        Whether it hears that it is to end.
    """

    def __init__(
        self, do: Callable[["Work[Found]"], Found], *, limit: float | None = None, stops: bool = True
    ) -> None:
        self.text, self.stops, self.seen = "", stops, False
        self._do, self._limit, self._share = do, limit, 0.0
        self._found: Found | None = None
        self._trouble: Exception | None = None
        self._stop, self._began = Event(), time.monotonic()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def tell(self, share: float, text: str) -> None:
        """Say how far the work is, from 0 to 1, and at what."""
        self._share, self.text = share, text

    def go_on(self, share: float, text: str) -> None:
        """Say the same, and end here if somebody wants it: half of this work shows nothing."""
        if self.asked():
            raise StoppedError
        self.tell(share, text)

    def stop(self) -> None:
        """Ask the work to end soon with what it has."""
        self._stop.set()

    def asked(self) -> bool:
        """Say whether somebody wants the work to end."""
        return self._stop.is_set()

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._began

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1."""
        by_clock = self.seconds / self._limit if self._limit else 0.0
        return min(max(self._share, by_clock), 1.0)

    def over(self, within: float = 0.0) -> bool:
        """Say whether the work is done, or will be in so many seconds."""
        self._thread.join(within)
        return not self._thread.is_alive()

    def found(self) -> Found | None:
        """Return what came of it, or raise what went wrong."""
        if self._trouble is not None:
            raise self._trouble
        return self._found

    def _run(self) -> None:
        try:
            self._found = self._do(self)
        except StoppedError:
            return
        except Exception as trouble:  # whatever it is, the page that asked for the work tells it
            self._trouble = trouble


def begin(
    key: str, do: Callable[[Work[Found]], Found], *, limit: float | None = None, stops: bool = True
) -> None:
    """Let work begin, kept under a key of the session, and draw the page anew."""
    st.session_state[key] = Work(do, limit=limit, stops=stops)
    st.rerun()


def busy(key: str) -> bool:
    """Say whether the work of a key goes on; a page asks before it offers the work, and `awaited` answers alike."""
    work: Work[object] | None = st.session_state.get(key)
    if work is None:
        return False
    work.seen = not work.over(AT_ONCE)
    return work.seen


def awaited(visit: Visit, key: str) -> object:
    """Return what came of the work of a key, once; None, and a bar, while it goes on, or what a person can put right."""
    work: Work[object] | None = st.session_state.get(key)
    if work is None:
        return None
    if work.seen:
        _watch(visit, key)
        return None
    del st.session_state[key]
    found: object = None
    with visit.telling():
        found = work.found()
    return found  # noqa: RET504  # None where `telling` has told a refusal


@st.fragment(run_every=1.0)
def _watch(visit: Visit, key: str) -> None:
    work: Work[object] | None = st.session_state.get(key)
    if work is None or work.over():
        st.rerun()
    st.progress(work.share, work.text or visit.say("long_work.begun"))
    stopping = work.asked()
    if work.stops and st.button(
        visit.say("long_work.stop"), key=f"{key}.stop", icon=":material/stop_circle:", disabled=stopping
    ):
        work.stop()
        stopping = True
    st.caption(
        visit.say("long_work.stopping" if stopping else "long_work.so_far", seconds=round(work.seconds))
    )
