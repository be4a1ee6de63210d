"""A month of everyone's hours, and the same as files for the personnel office."""

from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.hours_words import away_text
from desk.results import HourKind, HoursLine
from desk.views.parts.visit import Visit, empty
from desk.words.writing import month_name

MONTHS = 13
"""Months to choose from, the running one first."""


def show_hours_month(visit: Visit) -> None:
    """Show one month and hand it out."""
    month = st.selectbox(
        visit.say("hours_page.choose_month"), months(visit), key="hours.month", width=240,
        format_func=lambda day: month_name(day, visit.language),
    )  # fmt: skip
    view = planning.hours_month(visit.store, visit.who, month=month)
    if not any(line.hours or line.leave for line in view.lines):
        empty(visit.say("hours_page.hours_none"), visit.say("hours_page.hours_none_next"))
        return
    st.caption(visit.say("hours_page.until", day=view.until))
    days = sum(line.unconfirmed for line in view.lines)
    if days:
        st.warning(visit.say("hours_page.unconfirmed", days=days))
    else:
        st.success(visit.say("hours_page.all_confirmed"))
    rows = pd.DataFrame([row(visit, line) for line in view.lines])
    st.dataframe(rows, hide_index=True, height="content")
    st.caption(visit.say("hours_page.note"))
    left, right = st.columns(2)
    for column, kind, word in ((left, "xlsx", "excel"), (right, "csv", "csv")):
        column.download_button(
            visit.say(f"hours_page.{word}"),
            partial(
                planning.hours_file, visit.store, visit.who, month=month, kind=kind, language=visit.language
            ),
            f"lianxin-hours-{month:%Y-%m}.{kind}", key=f"hours.download_{kind}", on_click="ignore",
            width="stretch",
        )  # fmt: skip


def months(visit: Visit) -> list[date]:
    """Return the first days of the running month and those before it."""
    day = visit.centre.today if visit.centre else date.today()
    found = [day.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def row(visit: Visit, line: HoursLine) -> dict[str, object]:
    """Return one person's month as a row with heads in words."""
    return {
        visit.say("hours_page.person_column"): line.name,
        visit.say("team_page.regime"): visit.say(f"regime.{line.regime}"),
        visit.say("hours_page.norm"): round(line.norm, 1),
        **{visit.say(f"hour_kind.{kind}"): round(line.of(kind), 1) for kind in HourKind},
        visit.say("hours_page.paid_as"): "–" if line.paid_as is None else f"{round(line.paid_as, 1):g}",
        visit.say("hours_page.comp_earned"): round(line.comp_earned, 1),
        visit.say("hours_page.comp_taken"): round(line.comp_taken, 1),
        visit.say("hours_page.away"): away_text(line, visit.language),
        visit.say("hours_page.unconfirmed_column"): line.unconfirmed,
    }
