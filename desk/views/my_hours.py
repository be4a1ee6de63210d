import streamlit as st

from desk import planning
from desk.reports.hours_words import away_text
from desk.results import Balance, HourKind
from desk.views.parts.leave_balances import lapsing_items, leave_table
from desk.views.parts.text_table import text_table
from desk.views.parts.visit import Visit, empty, here


def page(visit: Visit) -> None:
    """Show what lapses first, then one's own leave, then one's own hours."""
    found = planning.my_balance(visit.store, visit.who)
    if found is None:
        empty(visit.say("hours_page.no_person"), visit.say("hours_page.no_person_next"))
        return
    if found.lapsing:
        lines = "\n".join(f"- {item}" for item in lapsing_items(visit, found))
        st.warning(f"**{visit.say('hours_page.lapsing')}**\n\n{lines}", icon=":material/hourglass_bottom:")
    st.subheader(visit.say("hours_page.own_leave"))
    if found.since is None:
        empty(visit.say("hours_page.balance_none"), visit.say("hours_page.balance_none_next"))
    if found.lines:
        text_table(leave_table(visit, found.lines), on_phone=("my_leave", 3))
    st.subheader(visit.say("hours_page.own_hours"))
    _, now = found.months[-1]
    if now.overtime >= found.overtime_cap:
        hours, cap = (f"{value:g}" for value in (now.overtime, found.overtime_cap))
        st.warning(visit.say("hours_page.over_cap", hours=hours, cap=cap))
    text_table(hours_of(visit, found))
    st.caption(visit.say("hours_page.own_private"))


def hours_of(visit: Visit, found: Balance) -> list[dict[str, object]]:
    """Return last month and this one side by side, a row a kind of hours."""
    columns = {}
    for name, (_, line) in zip(("last_month", "this_month"), found.months, strict=True):
        columns[visit.say(f"hours_page.{name}")] = {
            visit.say("hours_page.norm"): f"{line.norm:g}",
            **{visit.say(f"hour_kind.{kind}"): f"{round(line.of(kind), 2):g}" for kind in HourKind},
            visit.say("hours_page.overtime_of"): f"{round(line.overtime, 2):g} / {found.overtime_cap:g}",
            visit.say("hours_page.comp_earned"): f"{round(line.comp_earned, 2):g}",
            visit.say("hours_page.comp_taken"): f"{round(line.comp_taken, 2):g}",
            visit.say("hours_page.away"): away_text(line, visit.language),
            visit.say("hours_page.unconfirmed_column"): str(line.unconfirmed),
        }
    heads = next(iter(columns.values()))
    return [
        {visit.say("hours_page.kind"): head, **{month: lines[head] for month, lines in columns.items()}}
        for head in heads
    ]


page(here())
