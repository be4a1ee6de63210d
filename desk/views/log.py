import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.log_lines import action_text, facts_text
from desk.views.parts.visit import Visit, here

SHOWN = 500
"""Newest lines on the page; the file holds all of them."""


def page(visit: Visit) -> None:
    """Show who changed what, the newest first, and hand the whole log out."""
    st.caption(visit.say("log_page.what"))
    wanted = st.text_input(visit.say("log_page.search"), key="log.search").strip().lower()
    rows = _rows(visit)
    shown = [row for row in rows if wanted in " ".join(row.values()).lower()]
    if not shown:
        st.info(visit.say("log_page.none", wanted=wanted))
    else:
        st.dataframe(
            pd.DataFrame(shown).rename(columns=lambda c: visit.say(f"log_page.{c}")),
            hide_index=True,
            height="content" if len(shown) <= 15 else 560,
            column_config={visit.say("log_page.after"): st.column_config.TextColumn(width="large")},
        )
    st.download_button(
        visit.say("log_page.export"), lambda: planning.audit_table(visit.store, visit.who), "lianxin-log.csv",
        mime="text/csv", key="log.export", on_click="ignore",
    )  # fmt: skip


def _rows(visit: Visit) -> list[dict[str, str]]:
    """Return the newest lines in words."""
    team = planning.team(visit.store, visit.who)
    people = {person.code: person.name for person in (*team.people, *team.departed)}
    shifts = {kind.code: kind.name for kind in team.shift_types}
    return [
        {
            "at": visit.local(line.at),
            "who": line.who,
            "what_done": action_text(line.what, visit.language),
            "before": facts_text(line.what, line.before, people, shifts, visit.language),
            "after": facts_text(line.what, line.after, people, shifts, visit.language),
        }
        for line in planning.audit_log(visit.store, visit.who, limit=SHOWN)
    ]


page(here())
