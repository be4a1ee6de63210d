import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.reports.settings_words import emergency_line
from desk.results import RosterVersion
from desk.views.parts.hand_editing import edit_by_hand
from desk.views.parts.other_order import try_another_order
from desk.views.parts.receipts import show_receipts, tell_of_notice
from desk.views.parts.roster_mending import mend_here, show_stand_ins, size_standby
from desk.views.parts.roster_panel import show_roster
from desk.views.parts.roster_papers import bring_back, take_along
from desk.views.parts.roster_reasons import show_conflict, show_reasons
from desk.views.parts.roster_rests import show_rests
from desk.views.parts.solving import solve_here
from desk.views.parts.versions import publishing_choices, show_difference
from desk.views.parts.visit import Visit, empty, here
from desk.views.parts.window import Days, choose_days
from desk.words.refusing import refusal
from desk.words.writing import span
from forecast.errors import PlanError

REFUSED = "roster.refused"
"""Key of the sentence that says why a version was not published."""


def page(visit: Visit) -> None:
    """Make, look at and publish the roster of a window."""
    days = choose_days(visit)
    head = visit.who.role is Role.HEAD
    versions = [
        v for v in planning.versions(visit.store, visit.who) if (v.start, v.days) == (days.start, days.days)
    ]
    team = planning.team(visit.store, visit.who)
    if head and not versions and not (team.people and team.shift_types):
        empty(visit.say("start.team"), visit.say("start.team_head"), "data.py", visit.say("start.to_data"))
        return
    with st.container():
        if not versions:
            empty(
                visit.say("roster_page.none"),
                visit.say("roster_page.none_next" if head else "roster_page.none_manager"),
            )
    if head:
        with st.expander(
            visit.say("roster_page.solve"), expanded=not versions or "roster.job" in st.session_state
        ):
            solve_here(visit, days)
    if versions:
        show_version(visit, days, sorted(versions, key=lambda v: v.id, reverse=True), head)


def show_version(visit: Visit, days: Days, versions: list[RosterVersion], head: bool) -> None:
    """Choose a version, show it, publish it and take it along."""
    by_id = {version.id: version for version in versions}
    left, middle, right = st.columns([3, 1, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        visit.say("roster_page.version"),
        list(by_id),
        format_func=lambda k: visit.version_line(by_id[k]),
        key=f"roster.version_{days.start}_{visit.language}",
    )
    view = planning.roster_view(visit.store, visit.who, version=chosen)
    if (
        head
        and by_id[chosen].state == "draft"
        and middle.button(
            visit.say("roster_page.publish"), type="primary", key="roster.publish", width="stretch"
        )
    ):
        ask_to_publish(visit, by_id[chosen])
    with right:
        take_along(visit, by_id[chosen])
    with st.container():
        if refused := st.session_state.pop(REFUSED, None):
            st.error(refused)
    with st.container():  # each of these may come or go; what stands below keeps its place and stays open
        for declared in planning.rules(visit.store, visit.who).emergencies:
            if max(declared.first, view.dates[0]) <= min(declared.last, view.dates[-1]):
                st.warning(emergency_line(declared, visit.language), icon=":material/gavel:")
    with st.container():
        show_conflict(visit, view)
        show_difference(visit, view)
    show_roster(visit, view)
    with st.container():
        show_receipts(visit, by_id[chosen])
    with st.expander(visit.say("reasons.title"), key="roster.reasons", on_change="rerun") as reasons:
        if reasons.open:
            show_reasons(visit, view)
    with st.expander(visit.say("rests.title"), key="roster.rests", on_change="rerun") as rests:
        if rests.open:
            show_rests(visit, view)
    with st.expander(visit.say("stand_in.title"), key="roster.stand_ins", on_change="rerun") as helpers:
        if helpers.open:
            show_stand_ins(visit, view)
            size_standby(visit, view)
    if head:
        edit_by_hand(visit, view)
        with st.expander(visit.say("repair.title"), key="roster.mend", on_change="rerun") as mend:
            if mend.open:
                mend_here(visit, view)
        with st.expander(visit.say("order.title"), key="roster.order", on_change="rerun") as other:
            if other.open:
                try_another_order(visit, view)
        bring_back(visit, view)


def ask_to_publish(visit: Visit, version: RosterVersion) -> None:
    """Ask once more, then publish."""

    @st.dialog(visit.say("roster_page.publish_ask", id=version.id))
    def ask() -> None:
        days = Days(version.start, version.days)
        st.write(visit.say("roster_page.publish_text", span=span(days.start, days.last, visit.language)))
        yes, no = st.columns(2)
        yes_text, no_text = visit.say("roster_page.publish_yes"), visit.say("roster_page.publish_no")
        answered = yes.button(
            yes_text,
            type="primary",
            key="roster.publish_yes",
            on_click=publish,
            args=(visit, version.id),
            width="stretch",
        )
        if no.button(no_text, key="roster.publish_no", width="stretch") or answered:
            st.rerun()

    ask()


def publish(visit: Visit, version: int) -> None:
    """Publish, and let the page say so when it is drawn anew; a refusal would close with the question."""
    try:
        planning.publish(visit.store, visit.who, version=version, **publishing_choices(version))
    except PlanError as error:
        st.session_state[REFUSED] = refusal(error, visit.language)
        return
    st.session_state["roster.published"] = version
    with visit.telling():
        tell_of_notice(visit, planning.announce(visit.store, visit.who, version=version))


if published := st.session_state.pop("roster.published", None):
    st.toast(here().say("roster_page.publish_done", id=published), icon=":material/check:")
page(here())
