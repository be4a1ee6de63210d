"""A roster on the way out, as Excel, PDF or CSV, and an edited sheet on its way back."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from desk import planning
from desk.results import CellChange, RosterVersion, RosterView, SheetPreview
from desk.views.parts.text_table import as_written
from desk.views.parts.visit import Visit, tell_once
from desk.words import write_date
from desk.words.breaches import breach_sentence
from desk.words.writing import shift_name

MANY = 12
"""Lines that are listed before the rest is only counted."""


def take_along(visit: Visit, version: RosterVersion) -> None:
    """Offer the version as files; each is made when it is asked for."""
    last = version.start + timedelta(days=version.days - 1)
    made: dict[str, Callable[[], bytes]] = {
        "excel": lambda: planning.export_roster(
            visit.store, visit.who, version=version.id, language=visit.language
        ),
        "pdf": lambda: planning.roster_pdf(
            visit.store, visit.who, version=version.id, language=visit.language
        ),
        "csv": lambda: planning.roster_csv(visit.store, visit.who, version=version.id),
    }
    with st.popover(visit.say("papers.take"), icon=":material/download:", width="stretch"):
        for kind, make in made.items():
            st.download_button(
                visit.say(f"papers.{kind}"),
                make,
                visit.say(f"papers.{kind}_name", first=str(version.start), last=str(last)),
                key=f"roster.{kind}",
                on_click="ignore",
                width="stretch",
            )


def bring_back(visit: Visit, view: RosterView) -> None:
    """Take in an edited sheet: say what is wrong with it, or show what it changes and keep it as a draft."""
    tell_once("roster.kept")
    with st.expander(visit.say("sheet_import.heading"), icon=":material/upload:"):
        st.caption(visit.say("sheet_import.what"))
        file = st.file_uploader(
            visit.say("sheet_import.file"),
            type=["xlsx"],
            key=f"roster.sheet_{view.version.id}_{st.session_state.get('roster.round', 0)}",
        )
        if file is None:
            return
        with visit.telling():
            show_preview(
                visit,
                view,
                planning.preview_roster_sheet(
                    visit.store, visit.who, version=view.version.id, name=file.name, content=file.getvalue()
                ),
            )


def show_preview(visit: Visit, view: RosterView, preview: SheetPreview) -> None:
    """Show what is wrong, or every change and every broken rule; a good sheet can be kept."""
    if preview.findings:
        sentences = [
            visit.say(f"sheet_finding.{found.code}", **dict(found.details)) for found in preview.findings
        ]
        st.error(visit.say("sheet_import.findings", count=len(sentences)) + listed(visit, sentences))
        return
    if not preview.changes:
        st.info(visit.say("sheet_import.none", version=preview.version))
        return
    facts = dict(preview.summary)
    st.write(
        visit.say(
            "sheet_import.summary", version=preview.version, people=facts["people"], changes=facts["changes"],
            before=preview.missing_before, after=preview.missing_after,
        )
    )  # fmt: skip
    st.dataframe(changes_table(visit, view, preview.changes), hide_index=True)
    if preview.breaches:
        names = {member.code: member.name for member in view.people}
        sentences = [breach_sentence(breach, names, visit.language) for breach in preview.breaches]
        st.error(visit.say("sheet_import.breaches", count=len(sentences)) + listed(visit, sentences))
        return
    st.caption(f":green[:material/verified:] {visit.say('sheet_import.checked')}")
    st.button(
        visit.say("sheet_import.accept"),
        type="primary",
        key="roster.sheet_accept",
        on_click=keep,
        args=(visit, preview),
    )


def changes_table(visit: Visit, view: RosterView, changes: Sequence[CellChange]) -> pd.DataFrame:
    """Return one row per changed cell, in words."""
    names = {shift.code: shift_name(shift, visit.language) for shift in view.shift_types}
    free = visit.say("chart.day_off")
    rows = [
        {
            "person": change.name,
            "day": write_date(change.day, visit.language),
            "before": names.get(change.before or "", free),
            "after": names.get(change.after or "", free),
        }
        for change in changes
    ]
    return pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"sheet_import.{c}"))


def listed(visit: Visit, sentences: Sequence[str]) -> str:
    """Return sentences as a list, the first few of many; what people typed is shown as it stands."""
    lines = [f"- {as_written(sentence)}" for sentence in sentences[:MANY]]
    if len(sentences) > MANY:
        lines.append(f"- {visit.say('sheet_import.more', count=len(sentences) - MANY)}")
    return "\n\n" + "\n".join(lines)


def keep(visit: Visit, preview: SheetPreview) -> None:
    """Keep the sheet as a new draft and let the page show it."""
    with visit.telling():
        version = planning.accept_roster_sheet(visit.store, visit.who, preview=preview)
        st.session_state["roster.kept"] = visit.say("sheet_import.done", version=version.id)
        st.session_state["roster.round"] = st.session_state.get("roster.round", 0) + 1
