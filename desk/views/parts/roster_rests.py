"""When people rest inside their shifts on one day, and who is at the phones meanwhile."""

import pandas as pd
import streamlit as st

from desk import planning
from desk.results import RosterView
from desk.views.parts.roster_chart import coverage_steps
from desk.views.parts.visit import Visit
from desk.words import write_date
from desk.words.reasons import rests_text
from desk.words.writing import clock, shift_name

STEP = 30
"""Minutes of a slot in rosters."""


def show_rests(visit: Visit, view: RosterView) -> None:
    """Choose a day and show its meals, nursing hours and pauses."""
    day = st.selectbox(
        visit.say("rests.day"),
        view.dates,
        format_func=lambda d: write_date(d, visit.language),
        key=f"rests.day_{view.version.id}_{visit.language}",
    )
    with visit.telling():
        found = planning.roster_rests(visit.store, visit.who, version=view.version.id, day=day)
        rows = [
            {
                "name": line.name,
                "shift": f"{shift_name(line.shift, visit.language)} {clock(line.shift.start, visit.language)}–{clock(line.shift.end, visit.language)}",
                "meal": rests_text(line.rests, ("meal", "nursing"), visit.language),
                "pauses": rests_text(line.rests, ("pause",), visit.language),
            }
            for line in found.lines
        ]
        if not rows:
            st.caption(visit.say("rests.none"))
            return
        st.caption(visit.say("rests.hint", hours=found.missing_hours))
        st.dataframe(
            pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"rests.{c}")),
            hide_index=True,
            height="content",
        )
        st.altair_chart(
            coverage_steps(day, found.on_phones, found.required, STEP, visit.language),
            theme=None,
            alt=visit.say("rests.alt", day=day),
        )
