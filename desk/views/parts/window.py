"""Which days: the next four weeks or a festival."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from desk import planning
from desk.views.parts.visit import Visit
from desk.words.writing import named, span

NEXT_WEEKS = 28
"""Days of the usual plan."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a page speaks of."""

    start: date
    days: int

    @property
    def last(self) -> date:
        """The last day."""
        return self.start + timedelta(days=self.days - 1)


def choose_days(here: Visit) -> Days:
    """Ask for the window; the answer is kept over pages."""
    centre = planning.centre(here.store, here.who)
    festivals = {f"{w.code}@{w.start}": w for w in planning.festival_windows(here.store, here.who)}
    usual = "next_weeks"
    options = [usual, *festivals]

    def text(option: str) -> str:
        if option == usual:
            return here.say("window.next_weeks")
        window = festivals[option]
        name = named("holiday", window.code, here.language)
        return here.say("window.festival", name=name, span=span(window.first, window.last, here.language))

    kept = st.session_state.get("window.chosen", usual)
    index = options.index(kept) if kept in options else 0
    chosen = st.selectbox(here.say("window.label"), options, index=index, format_func=text, width=420)
    st.session_state["window.chosen"] = chosen
    if chosen == usual:
        return Days(centre.today, NEXT_WEEKS)
    window = festivals[chosen]
    if window.provisional:
        st.info(here.say("window.provisional", year=str(window.main.year)), icon=":material/event_busy:")
    return Days(window.start, window.days)
