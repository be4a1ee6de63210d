"""A report of what became of the calls: choose it, look at what the line learns from it, take it in."""

import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.settings_words import fitted_value
from desk.results import OutcomesPreview
from desk.views.parts.visit import Visit, empty, tell_once
from desk.words import write_date
from desk.words.writing import named
from forecast.intake.outcomes import HEADINGS

TOLD = "data.outcomes_told"
"""Key of the sentence about the report that was taken in just now."""


def take_outcomes(visit: Visit) -> None:
    """Choose a report, look at it, and take it in; nothing is written before."""
    tell_once(TOLD)
    file = st.file_uploader(
        visit.say("outcomes.file"),
        type=["csv", "txt", "xlsx", "gz"],
        key=f"data.outcomes_{st.session_state.get('data.outcomes_round', 0)}",
        help=visit.say("outcomes.file_hint"),
    )
    if file is None:
        empty(visit.say("outcomes.file_hint"), visit.say("outcomes.none_next"))
        return
    key = f"data.outcomes_mapping_{file.file_id}"
    with visit.telling():
        with st.spinner(visit.say("outcomes.learning")):
            preview = planning.preview_outcomes(
                visit.store,
                visit.who,
                name=file.name,
                content=file.getvalue(),
                mapping=st.session_state.get(key),
            )
        show_report(visit, preview)
        ask_columns(visit, preview, key)
        ask_to_take(visit, preview)


def show_report(visit: Visit, preview: OutcomesPreview) -> None:
    """Show what the report holds, what cannot be used, and the line's figures with it."""
    st.subheader(visit.say("outcomes.read", file=preview.name))
    st.write(
        visit.say(
            "outcomes.covers",
            first=write_date(preview.first, visit.language),
            last=write_date(preview.last, visit.language),
            minutes=preview.step,
        )
    )
    rows = [
        {"role": named("outcome_column", role, visit.language), "total": f"{total:,.0f}"}
        for role, total in preview.totals
    ]
    figures = [
        {"setting": named("setting", line.code, visit.language), "fitted": fitted_value(line, visit.language)}
        for line in preview.figures
    ]
    left, right = st.columns(2, gap="large")
    with left:
        st.dataframe(pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"outcomes.{c}")), hide_index=True)
    with right:
        st.caption(visit.say("outcomes.figures"))
        if figures:
            st.dataframe(
                pd.DataFrame(figures).rename(columns=lambda c: visit.say(f"staff_page.{c}")), hide_index=True
            )
        else:
            st.info(visit.say("outcomes.nothing_learned"))
        for warning in dict.fromkeys(line.warning for line in preview.figures if line.warning is not None):
            st.info(visit.say(f"staffing.{warning}"))
    for row in preview.bad_rows[:20]:
        st.warning(visit.say(f"bad_row.{row.code}", **dict(row.details)))


def ask_columns(visit: Visit, preview: OutcomesPreview, key: str) -> None:
    """Show the guessed columns, to be corrected."""
    none, mapped = "", dict(preview.mapping)
    with (
        st.expander(visit.say("data_page.mapping")),
        st.form(f"data.outcomes_columns_{visit.language}", border=False),
    ):
        st.caption(visit.say("outcomes.mapping_hint"))
        options = [none, *preview.columns]
        cells = st.columns(4)
        chosen = {
            role: cells[k % 4].selectbox(
                named("outcome_column", role, visit.language), options, index=options.index(mapped.get(role, none)),
                format_func=lambda name: name or visit.say("data_page.not_used"), key=f"data.outcomes_{role}",
            )
            for k, role in enumerate(("time", "clock", *HEADINGS))
        }  # fmt: skip
        if st.form_submit_button(visit.say("data_page.preview"), key="data.outcomes_preview"):
            st.session_state[key] = {role: name for role, name in chosen.items() if name}
            st.rerun()


def ask_to_take(visit: Visit, preview: OutcomesPreview) -> None:
    """Take the report in, without its unusable cells if that is wanted."""
    if preview.known_already:
        st.info(visit.say("data_page.known"))
        return
    faulty, leave_out = len(preview.bad_rows), False
    if faulty:
        st.warning(visit.say("data_page.blocked", count=faulty))
        leave_out = st.checkbox(visit.say("data_page.leave_out"), key="data.outcomes_leave_out")
    if st.button(
        visit.say("outcomes.take"),
        type="primary",
        disabled=bool(faulty) and not leave_out,
        key="data.outcomes_take",
    ):
        done = planning.accept_outcomes(visit.store, visit.who, preview=preview, leave_out=leave_out)
        st.session_state[TOLD] = visit.say(
            "data_page.accepted", new=done.days_new, changed=done.days_changed, left_out=done.rows_left_out
        )
        st.session_state["data.outcomes_round"] = st.session_state.get("data.outcomes_round", 0) + 1
        st.rerun()
