import pandas as pd
import streamlit as st

from desk import planning
from desk.results import Finding, ImportPreview, ImportResult
from desk.views.parts.marks import show_marks
from desk.views.parts.outcomes import take_outcomes
from desk.views.parts.small_tables import take_table
from desk.views.parts.visit import Visit, empty, here
from desk.words import write_date
from desk.words.writing import named
from forecast.grid import MINUTES_PER_DAY

SHOWN = 200
"""Changed days that are listed; the rest is only counted."""


def page(visit: Visit) -> None:
    """Take in calls, what became of them, or the team and its tables; decide on what stands out in the history."""
    what = st.segmented_control(
        visit.say("data_page.what"),
        ["calls", "outcomes", "tables"],
        default="calls",
        required=True,
        format_func=lambda code: visit.say(f"data_page.what_{code}"),
        key=f"data.what_{visit.language}",
    )
    if what == "outcomes":
        take_outcomes(visit)
        return
    if what == "tables":
        take_table(visit)
        return
    take_file(visit)
    show_marks(visit)


def take_file(visit: Visit) -> None:
    """Choose a file, look at it, and import it; nothing is written before."""
    if done := st.session_state.pop("data.done", None):
        say_done(visit, done)
    file = st.file_uploader(
        visit.say("data_page.file"),
        type=["csv", "txt", "xlsx", "gz"],
        key=f"data.file_{st.session_state.get('data.round', 0)}",
        help=visit.say("data_page.file_hint"),
    )
    if file is None:
        empty(visit.say("data_page.file_hint"), visit.say("data_page.none_next"))
        return
    mapping = st.session_state.get(f"data.mapping_{file.file_id}")
    preview = planning.preview_import(
        visit.store, visit.who, name=file.name, content=file.getvalue(), mapping=mapping
    )
    show_content(visit, preview)
    ask_mapping(visit, preview, file.file_id)
    show_findings(visit, preview)
    show_changes(visit, preview)
    ask_to_accept(visit, preview)


def show_content(visit: Visit, preview: ImportPreview) -> None:
    """Say what the file holds."""
    step = (
        visit.say("data_page.step_contact")
        if "count" not in dict(preview.mapping)
        else visit.say("data_page.step_day")
        if preview.step >= MINUTES_PER_DAY
        else visit.say("data_page.step_minutes", minutes=preview.step)
    )
    st.subheader(visit.say("data_page.read"))
    st.write(
        f"**{preview.name}** · {step} · {visit.say('data_page.covers', first=preview.first, last=preview.last, days=preview.days, rows=preview.rows)}"
    )


def ask_mapping(visit: Visit, preview: ImportPreview, file_id: str) -> None:
    """Show the guessed columns, to be corrected."""
    none = ""
    with st.expander(visit.say("data_page.mapping")), st.form("data.columns", border=False):
        st.caption(visit.say("data_page.mapping_hint"))
        options = [none, *preview.columns]
        chosen = {}
        for column, (role, found) in zip(
            st.columns(max(len(preview.mapping), 1)), preview.mapping, strict=False
        ):
            chosen[role] = column.selectbox(
                named("role_column", role, visit.language), options, index=options.index(found) if found in options else 0,
                format_func=lambda name: name or visit.say("data_page.not_used"), key=f"data.column_{role}",
            )  # fmt: skip
        if st.form_submit_button(visit.say("data_page.preview"), key="data.preview"):
            st.session_state[f"data.mapping_{file_id}"] = {
                role: name for role, name in chosen.items() if name
            }
            st.rerun()


def show_findings(visit: Visit, preview: ImportPreview) -> None:
    """Show what the check of the data says, what must be solved first."""
    st.subheader(visit.say("data_page.findings"))
    if not preview.findings:
        st.success(visit.say("data_page.no_findings"))
        return
    rows = [
        {
            "weight": visit.say("data_page.stops" if finding.stops else "data_page.notice"),
            "finding": sentence(visit, finding),
        }
        for finding in sorted(preview.findings, key=lambda f: not f.stops)
    ]
    st.dataframe(pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"data_page.{c}")), hide_index=True)


def sentence(visit: Visit, finding: Finding) -> str:
    """Return a finding as a sentence."""
    return visit.say(
        f"bad_row.{finding.code}" if finding.stops else f"intake.{finding.code}", **dict(finding.details)
    )


def show_changes(visit: Visit, preview: ImportPreview) -> None:
    """Show which days would be new or different."""
    st.subheader(visit.say("data_page.changes"))
    if preview.known_already:
        st.info(visit.say("data_page.known"))
    elif not preview.changes:
        st.write(visit.say("data_page.no_changes"))
    else:
        rows = [
            {
                "day": write_date(c.day, visit.language),
                "before": "–" if c.before is None else f"{c.before:,.0f}",
                "after": f"{c.after:,.0f}",
            }
            for c in preview.changes[:SHOWN]
        ]
        st.dataframe(
            pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"data_page.{c}")), hide_index=True
        )
        if len(preview.changes) > SHOWN:
            st.caption(visit.say("data_page.more_changes", count=len(preview.changes) - SHOWN))


def ask_to_accept(visit: Visit, preview: ImportPreview) -> None:
    """Import the whole file, or without its faulty rows if that is wanted."""
    faulty = sum(finding.stops for finding in preview.findings)
    leave_out = False
    if faulty:
        st.warning(visit.say("data_page.blocked", count=faulty))
        leave_out = st.checkbox(visit.say("data_page.leave_out"), key="data.leave_out")
    if st.button(
        visit.say("data_page.accept"),
        type="primary",
        disabled=bool(faulty) and not leave_out,
        key="data.accept",
    ):
        result = planning.accept_import(visit.store, visit.who, preview=preview, leave_out=leave_out)
        st.session_state["data.done"] = result
        st.session_state["data.round"] = st.session_state.get("data.round", 0) + 1
        st.rerun()


def say_done(visit: Visit, result: ImportResult) -> None:
    """Say what an import has done."""
    if result.id is None:
        st.info(visit.say("data_page.unchanged"))
    else:
        st.success(
            visit.say(
                "data_page.accepted",
                new=result.days_new,
                changed=result.days_changed,
                left_out=result.rows_left_out,
            )
        )


page(here())
