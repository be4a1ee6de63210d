"""After something has happened: a repaired roster with its differences, and stand-ins for one shift."""

from datetime import timedelta

import streamlit as st

from desk import planning
from desk.reports.roster_moves import move_lines
from desk.reports.scenario_report import eased_lines, limit_lines
from desk.results import Repaired, RosterView
from desk.views.parts.background import Work, awaited, begin, busy
from desk.views.parts.vacant_shifts import show_ranks
from desk.views.parts.visit import Visit
from desk.words import write_date
from desk.words.reasons import conflict_lines
from desk.words.writing import named

WORK = "repair.work"
"""Key of the repair that is being searched for."""

AROUND = 5
"""Seconds that a repair takes beside its search."""

LISTED = 40
"""Changes listed before the rest is only counted."""


def mend_here(visit: Visit, view: RosterView) -> None:
    """Ask what has happened, repair, and show what changed."""
    first, last = view.dates[0], view.dates[-1]
    today = visit.centre.today if visit.centre else first
    soonest = min(max(first, today), last)
    st.caption(visit.say("repair.hint") + visit.say("repair.declare"))
    names = {member.code: member.name for member in view.people}
    left, right = st.columns(2)
    since = left.date_input(
        visit.say("repair.since"),
        soonest,
        min_value=first,
        max_value=last,
        key=f"repair.since_{view.version.id}",
    )
    until = right.date_input(
        visit.say("repair.until"),
        min(soonest + timedelta(days=6), last),
        min_value=first,
        max_value=last,
        key=f"repair.until_{view.version.id}",
    )
    ill = left.multiselect(
        visit.say("repair.ill"),
        list(names),
        format_func=lambda code: names[code],
        placeholder="–",
        key="repair.ill",
    )
    zones = sorted(
        {p.zone for p in planning.team(visit.store, visit.who).people if p.code in names and p.zone}
    )
    closed = right.multiselect(
        visit.say("repair.closed"),
        zones,
        format_func=lambda z: named("zone", z, visit.language),
        placeholder="–",
        key="repair.closed",
    )
    demand = left.slider(visit.say("repair.demand"), 0.5, 5.0, 1.0, 0.25, key="repair.demand")
    seconds = right.number_input(
        visit.say("repair.seconds"), 2, 300, 10, help=visit.say("repair.seconds_hint"), key="repair.seconds"
    )
    if right.button(visit.say("repair.go"), type="primary", key="repair.go", disabled=busy(WORK)):

        def repair(work: Work[Repaired]) -> Repaired:
            work.tell(0.0, visit.say("repair.searching"))
            return planning.repair_roster(
                visit.store, visit.who, version=view.version.id, since=since, until=until, ill=tuple(ill),
                closed=tuple(closed), demand=demand, seconds=float(seconds), stop=work.asked,
            )  # fmt: skip

        begin(WORK, repair, limit=seconds + AROUND)
    if (made := awaited(visit, WORK)) is not None:
        st.session_state["repair.done"] = made
    done: Repaired | None = st.session_state.get("repair.done")
    if done is not None and view.version.id in {done.base, done.version.id}:
        show_repaired(visit, view, done)


def show_repaired(visit: Visit, view: RosterView, done: Repaired) -> None:
    """Say what a repair has changed, saved and cost, and lead to the draft that is to be published."""
    st.success(
        visit.say(
            "repair.done",
            id=done.version.id,
            base=done.base,
            count=len(done.changes),
            before=done.missing_before,
            after=done.missing_after,
            lost_before=done.lost_before,
            lost_after=done.lost_after,
        )
    )
    price = done.price
    st.markdown(
        visit.say(
            "repair.price",
            over_before=price.overtime_before,
            over_after=price.overtime_after,
            paid_before=price.paid_before,
            paid_after=price.paid_after,
            owed=price.rest_owed,
        )
    )
    limits = limit_lines(price.relaxed, done.names, visit.language)
    if limits := [*limits, *eased_lines(price.eased, visit.language)]:
        st.markdown("\n".join([visit.say("repair.relaxed"), "", *(f"- {line}" for line in limits)]))
    if view.version.id == done.base and done.changes:
        st.button(
            visit.say("repair.open", id=done.version.id), icon=":material/visibility:", key="repair.open",
            on_click=open_version, args=(visit, view, done.version.id),
        )  # fmt: skip
    if done.conflict:
        head, *lines = conflict_lines(done.conflict, done.names, done.shift_names, visit.language)
        st.warning("\n".join([head, "", *(f"- {line}" for line in lines)]))
    if not done.changes:
        st.caption(visit.say("repair.nothing" if done.proven else "repair.longer"))
    moves = move_lines(done.changes, done.names, done.shift_names, visit.language)
    st.markdown("\n".join(f"- {line}" for line in moves[:LISTED]))
    if len(moves) > LISTED:
        with st.expander(visit.say("roster_page.more_shortfalls", count=len(moves) - LISTED)):
            st.markdown("\n".join(f"- {line}" for line in moves[LISTED:]))


def open_version(visit: Visit, view: RosterView, version: int) -> None:
    """Let the page show another version when it is drawn anew."""
    st.session_state[f"roster.version_{view.version.start}_{visit.language}"] = version


def show_stand_ins(visit: Visit, view: RosterView) -> None:
    """Rank who could take over one shift."""
    names = {member.code: member.name for member in view.people}
    left, right = st.columns(2)
    person = left.selectbox(
        visit.say("stand_in.person"), list(names), format_func=lambda code: names[code], key="stand_in.person"
    )
    days = sorted(day for code, day in view.cells if code == person)
    if not days:
        st.caption(visit.say("stand_in.none"))
        return
    day = right.selectbox(
        visit.say("stand_in.day"),
        days,
        format_func=lambda d: write_date(d, visit.language),
        key=f"stand_in.day_{person}_{view.version.id}_{visit.language}",
    )
    with visit.telling():
        found = planning.stand_ins(visit.store, visit.who, version=view.version.id, person=person, day=day)
        show_ranks(visit, found)


def size_standby(visit: Visit, view: RosterView) -> None:
    """Offer to work out how many people should stand by on each day."""
    st.markdown(f"**{visit.say('standby.title')}**")
    if st.button(visit.say("standby.go"), key="standby.go", icon=":material/group_add:"):
        with visit.telling(), st.spinner(visit.say("standby.go")):
            found = planning.standby_list(visit.store, visit.who, version=view.version.id)
            lines = [visit.say("standby.day", day=day, people=people) for day, people in found.items()]
            st.markdown("\n".join(f"- {line}" for line in lines))
