import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.request_sentences import measure_name
from desk.views.parts.visit import Visit, empty, here


def page(visit: Visit) -> None:
    """Show what everyone has carried: the same counts for every reader."""
    view = planning.fairness_ledger(visit.store, visit.who)
    st.caption(visit.say("ledger.what"))
    if not view.columns:
        empty(visit.say("ledger.none"), visit.say("ledger.none_next"))
        return
    names = [measure_name(*column, visit.language) for column in view.columns]
    table = pd.DataFrame([row.counts for row in view.rows], columns=names)
    table.insert(0, visit.say("ledger.person"), [row.name for row in view.rows])
    st.dataframe(table, hide_index=True, height="content")
    if view.since is not None:
        st.caption(visit.say("ledger.span", first=view.since, last=view.until))


page(here())
