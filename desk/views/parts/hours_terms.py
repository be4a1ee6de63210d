"""What hours, leave and requests are reckoned by: every setting with its source, changed by the head."""

import pandas as pd
import streamlit as st

from desk import planning
from desk.views.parts.visit import Visit
from desk.words.writing import full_day, source_text

TOLD = "hours.told"
"""Key of the sentence about what was done just now."""


def show_terms(visit: Visit) -> None:
    """Show every setting with its source and day, and change one."""
    st.caption(visit.say("hours_page.terms_what"))
    rules = planning.house_rules(visit.store, visit.who)
    rows = [
        {
            "terms_name": visit.say(f"house_rule.{rule.name}"),
            "terms_value": rule.value,
            "terms_source": source_text(rule.source, visit.language),
            "terms_as_of": full_day(rule.as_of, visit.language),
        }
        for rule in rules
    ]
    table = pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"hours_page.{c}"))
    st.dataframe(table, hide_index=True, height="content")
    values = {rule.name: rule.value for rule in rules}
    with st.expander(visit.say("hours_page.terms_change"), icon=":material/edit:"), visit.telling():
        name = st.selectbox(
            visit.say("hours_page.terms_name"), list(values), key=f"hours.rule_{visit.language}",
            format_func=lambda code: visit.say(f"house_rule.{code}"),
        )  # fmt: skip
        with st.form(f"hours.rule_form_{name}"):
            value = st.number_input(
                visit.say("hours_page.terms_new"), value=values[name], key=f"hours.rule_value_{name}"
            )
            source = st.text_input(visit.say("hours_page.terms_why"), key=f"hours.rule_source_{name}")
            if st.form_submit_button(
                visit.say("hours_page.terms_save"), type="primary", key="hours.rule_save"
            ):
                done = planning.set_house_rule(visit.store, visit.who, name=name, value=value, source=source)
                st.session_state[TOLD] = visit.say(
                    "hours_page.terms_done", name=visit.say(f"house_rule.{done.name}"), value=f"{done.value:g}"
                )  # fmt: skip
                st.rerun()
