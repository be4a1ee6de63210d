"""Why a day's forecast is what it is: sentence, waterfall and past days."""

from datetime import date

import pandas as pd
import streamlit as st

from desk import planning
from desk.views.parts.visit import Visit
from desk.views.parts.waterfall import waterfall
from desk.words import write_date
from desk.words.choosing import note_sentence, reason
from desk.words.explaining import explanation_sentence, number
from forecast.explain import PastDay


def show_explanation(visit: Visit, day: date) -> None:
    """Explain one day; the first explanation after a change fits the model once more."""
    with visit.telling(), st.spinner(visit.say("explain.title")):
        view = planning.explain_day(visit.store, visit.who, day=day)
        found = view.explanation
        st.markdown(explanation_sentence(found, view.low, view.high, visit.language))
        chosen = reason(view.notes)
        if chosen is not None:
            st.caption(note_sentence(chosen, visit.language))
        left, right = st.columns([6, 5], gap="medium")
        with left:
            st.markdown(f"**{visit.say('explain.chart')}**")
            alt = visit.say(
                "explain.chart_alt",
                day=found.day.date,
                base=number(found.rounded()[0], found.digits),
                calls=number(found.calls, found.digits),
            )
            st.altair_chart(waterfall(found, visit.language), theme=None, alt=alt)
        with right:
            st.markdown(f"**{visit.say('explain.past')}**")
            if not found.past:
                st.write(visit.say("explain.no_past"))
            else:
                table = pd.DataFrame([_row(visit, past) for past in found.past])
                note = visit.say("explain.past_note")
                if not any(past.left_out for past in found.past):
                    table = table.drop(columns=[note])
                st.dataframe(table, hide_index=True)
        st.caption(visit.say("explain.how"))


def _row(visit: Visit, past: PastDay) -> dict[str, str]:
    unknown = visit.say("explain.past_unknown")
    return {
        visit.say("chart.date"): write_date(past.date, visit.language),
        visit.say("explain.past_calls"): unknown if past.calls is None else number(past.calls, 0),
        visit.say("explain.past_why"): visit.say(f"why.{past.why}"),
        visit.say("explain.past_note"): visit.say("explain.left_out") if past.left_out else "",
    }
