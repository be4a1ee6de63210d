"""Who worked: the day as rostered, corrected where it was different, and files of attendance."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.hours_words import actual_text, clock_minutes, clock_text
from desk.results import Actual, WorkedDay
from desk.views.parts.visit import Visit, empty
from desk.words import write_date
from desk.words.writing import named

TOLD = "hours.told"
"""Key of the sentence about what was done just now."""

EDITED = ("start", "end", "paid")
"""Columns that the head may change."""

SHOWN = 100
"""Changed lines of a file that are listed; the rest is only counted."""


def confirm_work(visit: Visit) -> None:
    """Show a day that is over, let it be corrected and confirmed, and take in a file."""
    today = visit.centre.today if visit.centre else date.today()
    st.caption(visit.say("hours_page.confirm_what"))
    day = st.date_input(
        visit.say("hours_page.day"), today - timedelta(days=1), max_value=max(today, date.today()),
        key="hours.day", width=240,
    )  # fmt: skip
    found = planning.worked_days(visit.store, visit.who, start=day, days=1)
    if not any(line.planned or line.actual for line in found):
        empty(visit.say("hours_page.nothing"), visit.say("hours_page.nothing_next"))
    edit(visit, day, found)
    with st.expander(visit.say("hours_page.import"), icon=":material/upload_file:"):
        take_file(visit)


def edit(visit: Visit, day: date, found: tuple[WorkedDay, ...]) -> None:
    """Offer the day as a table: what is confirmed, else what was rostered."""
    before = pd.DataFrame([row(visit, line) for line in found])
    names = {name: visit.say(f"hours_page.{name}") for name in before.columns}
    after = st.data_editor(
        before.rename(columns=names), hide_index=True, height="content",
        disabled=[names[name] for name in before.columns if name not in EDITED],
        key=f"hours.edit_{day}_{visit.language}_{st.session_state.get('hours.round', 0)}",
    )  # fmt: skip
    st.caption(visit.say("hours_page.time_hint"))
    left, right = st.columns(2)
    if (
        left.button(visit.say("hours_page.save"), type="primary", key="hours.save", width="stretch")
        and (changed := typed(visit, before, after.set_axis(before.columns, axis=1), found)) is not None
    ):
        told(visit, planning.set_actuals(visit.store, visit.who, actuals=changed))
    if right.button(visit.say("hours_page.as_planned"), key="hours.as_planned", width="stretch"):
        told(visit, planning.confirm_day(visit.store, visit.who, day=day))


def row(visit: Visit, line: WorkedDay) -> dict[str, object]:
    """Return a person's day as a row of texts."""
    times: tuple[int | None, int | None, int] = (None, None, 0)
    if line.actual is not None:
        times = (line.actual.start, line.actual.end, line.actual.paid)
    elif line.planned is not None:
        times = line.planned
    return {
        "person": line.name,
        "planned": "–" if line.shift is None else named("shift", line.shift, visit.language),
        "state": visit.say(
            "hours_page.confirmed" if line.actual else "hours_page.open" if line.planned else "chart.day_off"
        ),
        "start": "" if times[0] is None else clock_text(times[0]),
        "end": "" if times[1] is None else clock_text(times[1]),
        "paid": times[2] / 60,
    }


def typed(
    visit: Visit, before: pd.DataFrame, after: pd.DataFrame, found: tuple[WorkedDay, ...]
) -> list[Actual] | None:
    """Return the rows that were changed; None, with a sentence, if one of them cannot be."""
    changed = []
    for place, line in enumerate(found):
        was, now = ([frame[name].iloc[place] for name in EDITED] for frame in (before, after))
        if was == now:
            continue
        start, end, paid = ("" if pd.isna(value) else str(value) for value in now)
        try:
            first, last = clock_minutes(start), clock_minutes(end)
            emptied = first is None and last is None and bool(was[0])
            minutes = 0 if emptied else round(float(paid or 0) * 60)
            changed.append(Actual(line.person, line.day, first, last, minutes))
        except ValueError:
            st.error(visit.say("hours_page.bad_time", name=line.name, start=start, end=end, paid=paid))
            return None
    return changed


def told(visit: Visit, count: int) -> None:
    """Say on the page that is drawn next how much was kept."""
    code = "saved" if count else "saved_none"
    st.session_state[TOLD] = visit.say(f"hours_page.{code}", count=count)
    st.session_state["hours.round"] = st.session_state.get("hours.round", 0) + 1
    st.rerun()


def take_file(visit: Visit) -> None:
    """Look at a file of attendance, and take it in; nothing is written before."""
    st.caption(visit.say("hours_page.import_hint"))
    file = st.file_uploader(
        visit.say("hours_page.import"), type=["csv", "txt"], label_visibility="collapsed",
        key=f"hours.file_{st.session_state.get('hours.round', 0)}",
    )  # fmt: skip
    if file is None:
        return
    with visit.telling():
        preview = planning.preview_actuals(visit.store, visit.who, name=file.name, content=file.getvalue())
        over = preview.overwritten
        new = len(preview.changes) - len(over)
        st.write(visit.say("hours_page.read", name=file.name, new=new, changed=len(over), same=preview.same))
        agreed = True
        if over:
            rows = [
                {
                    "person": c.name,
                    "day": write_date(c.after.day, visit.language),
                    "was": actual_text(c.before, visit.language) if c.before else "–",
                    "will": actual_text(c.after, visit.language),
                }
                for c in over[:SHOWN]
            ]
            table = pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"hours_page.{c}"))
            st.dataframe(table, hide_index=True)
            agreed = st.checkbox(visit.say("hours_page.overwrite", count=len(over)), key="hours.overwrite")
        if st.button(
            visit.say("hours_page.take_in"), type="primary", key="hours.take_in",
            disabled=not (preview.changes and agreed),
        ):  # fmt: skip
            count = planning.accept_actuals(visit.store, visit.who, preview=preview, overwrite=bool(over))
            told(visit, count)
