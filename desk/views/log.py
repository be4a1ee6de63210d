import json

import pandas as pd
import streamlit as st

from desk import planning
from desk.views.parts.visit import Visit, here

SHOWN = 500
"""Newest lines on the page; the file holds all of them."""


def page(visit: Visit) -> None:
    """Show who changed what, the newest first, and hand the whole log out."""
    lines = planning.audit_log(visit.store, visit.who, limit=SHOWN)
    st.caption(visit.say("log_page.what"))
    wanted = st.text_input(visit.say("log_page.search"), key="log.search").strip().lower()
    rows = [
        {
            "at": visit.local(line.at),
            "who": line.who,
            "what_done": line.what,
            "before": json.dumps(dict(line.before), ensure_ascii=False) if line.before else "",
            "after": json.dumps(dict(line.after), ensure_ascii=False) if line.after else "",
        }
        for line in lines
    ]
    shown = [row for row in rows if wanted in " ".join(row.values()).lower()]
    st.dataframe(
        pd.DataFrame(shown, columns=["at", "who", "what_done", "before", "after"]).rename(
            columns=lambda c: visit.say(f"log_page.{c}")
        ),
        hide_index=True,
    )
    st.download_button(
        visit.say("log_page.export"), lambda: planning.audit_table(visit.store, visit.who), "lianxin-log.csv",
        mime="text/csv", key="log.export", on_click="ignore",
    )  # fmt: skip


page(here())
