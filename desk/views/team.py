from typing import Any

import pandas as pd
import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.reports.request_sentences import departure_sentences
from desk.results import TeamView
from desk.views.parts.half_day_entry import half_day_entry
from desk.views.parts.shift_advice import advise_on_shifts
from desk.views.parts.vacant_shifts import fill_vacancies
from desk.views.parts.visit import Visit, empty, here
from desk.words.writing import clock, named, shift_name
from scheduler.people import Terms
from scheduler.problem import Rotation

LIMITS = ("no_nights", "no_overtime", "nursing")
"""A person's own limits; a column that is empty for everyone is left out."""

NARROW = {"code": 54, "name": 64, "regime": 116, "weekly": 86, "zone": 66, "senior": 70}
"""Columns that need little room, in pixels."""


def page(visit: Visit) -> None:
    """Show people, their own limits and turns, shift types or transport."""
    view = planning.team(visit.store, visit.who)
    parts = {"people": people, "own": own, "shifts": shifts, "transport": transport}
    chosen = st.segmented_control(
        visit.say("page.team"),
        list(parts),
        default="people",
        required=True,
        format_func=lambda name: visit.say(f"team_page.{name}"),
        key="team.part",
        label_visibility="collapsed",
    )
    if not view.people and chosen == "people":
        head = visit.who.role is Role.HEAD
        empty(
            visit.say("team_page.none"), visit.say("team_page.none_next"),
            "data.py" if head else None, visit.say("start.to_data"),
        )  # fmt: skip
        return
    if chosen == "people" and visit.who.role is Role.HEAD:
        fill_vacancies(visit, view)
    rows = parts[chosen](visit, view)
    if chosen == "own":
        st.caption(visit.say("team_page.own_how"))
    if chosen == "own" and not rows:
        st.info(visit.say("team_page.own_none"))
        return
    frame = pd.DataFrame(rows)
    st.dataframe(
        frame.drop(columns=[c for c in LIMITS if c in frame and frame[c].isna().all()]).rename(
            columns=lambda c: visit.say(f"team_page.{c}")
        ),
        hide_index=True,
        height="content",
        row_height=38,
        placeholder="",
        column_config={visit.say(f"team_page.{c}"): column(visit, c) for c in (*LIMITS, *NARROW)},
    )
    if chosen == "shifts":
        advise_on_shifts(visit)
    if chosen == "people":
        st.caption(visit.say("team_page.private"))
        if visit.who.role is Role.HEAD:
            half_day_entry(visit, view)
            say_goodbye(visit, view)


def people(visit: Visit, view: TeamView) -> list[dict[str, object]]:
    """Return one row per person."""
    return [
        {
            "code": p.code, "name": p.name, "regime": visit.say(f"regime.{p.regime}"), "weekly": p.weekly_minutes / 60, "zone": named("zone", p.zone, visit.language), "senior": p.senior,
            "skills": visit.say("rules_page.join").join(named("skill", s, visit.language) for s in sorted(p.skills)),
            "no_nights": p.no_nights_until, "no_overtime": p.no_overtime_until, "nursing": p.nursing_minutes or None,
        }
        for p in view.people
    ]  # fmt: skip


def own(visit: Visit, view: TeamView) -> list[dict[str, object]]:
    """Return one row per person with limits of their own or a fixed turn of weeks."""
    names = {person.code: person.name for person in view.people}
    kinds = {kind.code: shift_name(kind, visit.language) for kind in view.shift_types}
    limits = {line.person: line.terms for line in view.terms}
    turns = {turn.person: turn for turn in view.rotations}
    return [
        {
            "name": names[code],
            "own_limits": own_limits(visit, limits[code], kinds) if code in limits else "",
            "own_turn": own_turn(visit, turns[code], kinds) if code in turns else "",
        }
        for code in names
        if code in limits or code in turns
    ]


def own_limits(visit: Visit, limits: Terms, kinds: dict[str, str]) -> str:
    """Return a person's own limits in one line."""
    values = (
        ("max_hours", limits.max_minutes and limits.max_minutes / 60), ("min_hours", limits.min_minutes / 60 or None),
        ("max_run", limits.max_run), ("min_run", limits.min_run if limits.min_run > 1 else None),
        ("min_off", limits.min_off if limits.min_off > 1 else None), ("max_weekends", limits.max_weekends),
    )  # fmt: skip
    told = [
        visit.say(f"team_page.own_{name}", value=f"{value:g}") for name, value in values if value is not None
    ]
    told += [
        visit.say("team_page.own_shifts", shift=kinds[code], value=most) for code, most in limits.max_shifts
    ]
    return " · ".join(told)


def own_turn(visit: Visit, turn: Rotation, kinds: dict[str, str]) -> str:
    """Return a fixed turn of weeks, one line a week."""
    off = visit.say("chart.day_off")
    cells = [off if code is None else kinds.get(code, code) for code in turn.cells]
    weeks = [" ".join(cells[k : k + 7]) for k in range(0, len(cells), 7)]
    return visit.say("team_page.own_from", day=turn.start) + " " + " / ".join(weeks)


def shifts(visit: Visit, view: TeamView) -> list[dict[str, object]]:
    """Return one row per shift type."""
    return [
        {
            "code": s.code, "name": shift_name(s, visit.language), "times": f"{clock(s.start, visit.language)}–{clock(s.end, visit.language)}",
            "paid": s.paid / 60, "kind": visit.say(f"shift_kind.{s.kind}"), "on_phones": s.on_phones,
        }
        for s in view.shift_types
    ]  # fmt: skip


def transport(visit: Visit, view: TeamView) -> list[dict[str, object]]:
    """Return one row per zone and kind of day."""
    return [
        {
            "zone": named("zone", t.zone, visit.language), "day_kind": visit.say("team_page.day_off" if t.day_off else "team_page.workday"),
            "earliest": clock(t.earliest_start, visit.language), "latest": clock(t.latest_end, visit.language),
        }
        for t in view.transport
    ]  # fmt: skip


def column(visit: Visit, name: str) -> Any:  # Streamlit's own kinds of columns
    """Return how a column is written: limits as days in the reader's form, what is short in little room."""
    if name in NARROW:
        return st.column_config.Column(width=NARROW[name])
    if name == "nursing":
        return st.column_config.NumberColumn(width=95)
    return st.column_config.DateColumn(
        format=visit.say("writing.date_column"), width=102 if name == "no_nights" else 116
    )


def say_goodbye(visit: Visit, view: TeamView) -> None:
    """Take somebody out of the team who has left, after a second yes; say what is left to do."""
    for sentence in st.session_state.pop("team.departed", ()):
        st.success(sentence)
    with st.expander(visit.say("departure.title"), icon=":material/logout:"), visit.telling():
        st.caption(visit.say("departure.what"))
        names = {p.code: p.name for p in view.people if p.code != visit.who.person}
        person = st.selectbox(
            visit.say("departure.who"), list(names), format_func=names.__getitem__, index=None, key="team.leaving"
        )  # fmt: skip
        sure = st.checkbox(visit.say("departure.sure"), key=f"team.sure_{person}", disabled=person is None)
        if st.button(visit.say("departure.go"), disabled=not sure, key="team.leaves") and person is not None:
            done = planning.person_leaves(visit.store, visit.who, person=person)
            st.session_state["team.departed"] = departure_sentences(done, visit.language)
            st.rerun()


page(here())
