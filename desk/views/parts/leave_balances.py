"""Everyone's leave: what lapses first, the balances, and what the head grants by hand."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from desk import planning
from desk.reports.hours_words import amount_text
from desk.results import GRANTED_BY_HAND, Balance, BalanceLine, LeaveKind
from desk.views.parts.visit import Visit
from desk.words.writing import full_day

TOLD = "hours.told"
"""Key of the sentence about what was done just now."""


def show_balances(visit: Visit) -> None:
    """Show what is about to lapse, then everyone's balances, then two forms."""
    found = planning.balances(visit.store, visit.who)
    show_lapsing(visit, found)
    rows = [summary(visit, balance) for balance in found]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content")
    st.caption(visit.say("hours_page.own_private"))
    names = {balance.person: balance.name for balance in found}
    left, right = st.columns(2, gap="large")
    with left, visit.telling():
        grant(visit, names)
    with right, visit.telling():
        enter_tenure(visit, names)


def show_lapsing(visit: Visit, found: tuple[Balance, ...]) -> None:
    """Name everyone of whom something lapses soon, the nearest first; time off owed that lapses soon as one sum."""
    near = sorted((b for b in found if b.lapsing), key=lambda b: min(line.last for line in b.lapsing))
    if not near:
        st.info(visit.say("hours_page.nothing_lapses"))
        return
    join = visit.say("log_page.between")
    lines = [
        visit.say("hours_page.lapsing_line", name=b.name, items=join.join(lapsing_items(visit, b)))
        for b in near
    ]
    st.warning(
        f"**{visit.say('hours_page.lapsing')}**\n\n" + "\n".join(f"- {line}" for line in lines),
        icon=":material/hourglass_bottom:",
    )


def lapsing_items(visit: Visit, balance: Balance) -> list[str]:
    """Return what lapses soon of one person's, one text a kind, with the nearest day of that kind."""
    kinds = dict.fromkeys(line.kind for line in sorted(balance.lapsing, key=lambda line: line.last))
    return [
        visit.say(
            f"hours_page.{'lapsing_mine' if len(own) == 1 else 'lapsing_first'}", kind=visit.say(f"leave_kind.{kind}"),
            left=amount_text(kind, sum(line.left for line in own), visit.language),
            last=min(line.last for line in own),
        )
        for kind in kinds
        for own in [[line for line in balance.lapsing if line.kind is kind]]
    ]  # fmt: skip


def summary(visit: Visit, balance: Balance) -> dict[str, object]:
    """Return one person's balances as a row with heads in words."""
    _, now = balance.months[-1]
    left = balance.left
    return {
        visit.say("hours_page.person_column"): balance.name,
        visit.say("hours_page.annual_left"): amount(left.get(LeaveKind.ANNUAL)),
        visit.say("hours_page.comp_left"): amount(left.get(LeaveKind.COMP)),
        **{visit.say(f"leave_kind.{kind}"): amount(left.get(kind)) for kind in GRANTED_BY_HAND},
        visit.say("hours_page.overtime_of"): f"{now.overtime:g} / {balance.overtime_cap:g}",
        visit.say("hours_page.statutory"): amount(balance.statutory),
        visit.say("hours_page.since"): "–"
        if balance.since is None
        else full_day(balance.since, visit.language),
    }


def amount(value: float | None) -> str:
    """Return a number as short as it can be; a dash where there is none."""
    return "–" if value is None else f"{round(value, 1):g}"


def leave_table(visit: Visit, lines: tuple[BalanceLine, ...]) -> list[dict[str, str]]:
    """Return one row per entitlement."""
    return [
        {
            visit.say("hours_page.kind"): visit.say(f"leave_kind.{line.kind}"),
            visit.say("hours_page.left"): amount_text(line.kind, line.left, visit.language),
            visit.say("hours_page.last"): full_day(line.last, visit.language),
            visit.say("hours_page.granted"): amount_text(line.kind, line.granted, visit.language),
            visit.say("hours_page.taken"): amount_text(line.kind, line.taken, visit.language),
            visit.say("hours_page.ahead"): amount_text(line.kind, line.planned, visit.language),
        }
        for line in lines
    ]


def grant(visit: Visit, names: dict[str, str]) -> None:
    """Grant leave that begins with something the centre cannot know."""
    today = visit.centre.today if visit.centre else date.today()
    with st.form("hours.grant"):
        st.markdown(f"**{visit.say('hours_page.grant')}**")
        st.caption(visit.say("hours_page.grant_private"))
        person = st.selectbox(
            visit.say("hours_page.person"), list(names), format_func=names.__getitem__, key="hours.grant_person"
        )  # fmt: skip
        kind = st.selectbox(
            visit.say("hours_page.grant_kind"), GRANTED_BY_HAND, key=f"hours.grant_kind_{visit.language}",
            format_func=lambda k: visit.say(f"leave_kind.{k}"),
        )  # fmt: skip
        a, b = st.columns(2)
        first = a.date_input(visit.say("hours_page.grant_first"), today, key="hours.grant_first")
        last = b.date_input(
            visit.say("hours_page.grant_last"), today + timedelta(days=179), key="hours.grant_last"
        )
        days = st.number_input(
            visit.say("hours_page.grant_days"), 0.0, 400.0, 15.0, 0.5, key="hours.grant_days"
        )
        if st.form_submit_button(visit.say("hours_page.grant_save"), type="primary", key="hours.grant_save"):
            done = planning.grant_leave(
                visit.store, visit.who, person=person, kind=kind, first=first, last=last, days=days
            )
            st.session_state[TOLD] = visit.say(
                "hours_page.grant_done", name=names[person], kind=visit.say(f"leave_kind.{kind}"),
                days=f"{done.days:g}", last=done.last,
            )  # fmt: skip
            st.rerun()


def enter_tenure(visit: Visit, names: dict[str, str]) -> None:
    """Enter since when somebody has worked."""
    today = visit.centre.today if visit.centre else date.today()
    with st.form("hours.tenure"):
        st.markdown(f"**{visit.say('hours_page.tenure')}**")
        st.caption(visit.say("hours_page.tenure_hint"))
        person = st.selectbox(
            visit.say("hours_page.person"), list(names), format_func=names.__getitem__, key="hours.tenure_person"
        )  # fmt: skip
        since = st.date_input(
            visit.say("hours_page.since"), today.replace(year=today.year - 5, day=1), max_value=today,
            min_value=date(1960, 1, 1), key="hours.tenure_since",
        )  # fmt: skip
        if st.form_submit_button(
            visit.say("hours_page.tenure_save"), type="primary", key="hours.tenure_save"
        ):
            done = planning.set_tenure(visit.store, visit.who, person=person, since=since)
            st.session_state[TOLD] = visit.say("hours_page.tenure_done", name=names[person], since=done.since)
            st.rerun()
