"""The centre's small tables from a file: people, shifts, transport, absences, wishes and events."""

import streamlit as st

from desk import planning
from desk.results import TableImport
from desk.views.parts.visit import Visit, empty, tell_once
from desk.words.writing import named


def take_table(visit: Visit) -> None:
    """Choose which table and a file of it, and take it in as a whole: new lines are added, none is removed."""
    tell_once("data.table_done")
    columns = planning.table_columns()
    what = st.selectbox(
        visit.say("small_table.which"), list(columns), key=f"data.table_{visit.language}",
        format_func=lambda code: named("log_table", code, visit.language), width=420,
    )  # fmt: skip
    file = st.file_uploader(
        visit.say("small_table.file"),
        type=["csv"],
        key=f"data.table_file_{what}_{st.session_state.get('data.table_round', 0)}",
    )
    if file is None:
        empty(
            visit.say("small_table.columns", columns=", ".join(columns[what])), visit.say("small_table.how")
        )
        return
    with visit.telling():
        preview = planning.preview_table(
            visit.store, visit.who, what=what, name=file.name, content=file.getvalue()
        )
        show_changes(visit, preview)
        if preview.changes and st.button(
            visit.say("small_table.take"), type="primary", key="data.table_take"
        ):
            done = planning.import_table(
                visit.store, visit.who, what=what, name=file.name, content=file.getvalue()
            )
            st.session_state["data.table_done"] = visit.say(
                "founding.table_done", file=file.name, new=done.new, changed=done.changed, same=done.same
            )
            st.session_state["data.table_round"] = st.session_state.get("data.table_round", 0) + 1
            st.rerun()


def show_changes(visit: Visit, preview: TableImport) -> None:
    """Show every line that is new or changes, a changed cell as it was and as it will be."""
    st.markdown(visit.say("small_table.would", new=preview.new, changed=preview.changed, same=preview.same))
    if not preview.changes:
        return
    rows = [
        {
            visit.say("small_table.state"): visit.say(
                f"small_table.{'new' if change.before is None else 'changed'}"
            ),
            **{
                column: new if old == new else f"{old or '–'} → {new or '–'}"
                for column, old, new in zip(
                    preview.columns, change.before or change.after, change.after, strict=True
                )
            },
        }
        for change in preview.changes
    ]
    st.dataframe(rows, hide_index=True)
