"""The form that builds a scenario."""

from datetime import date

import streamlit as st

from desk import planning
from desk.views.parts.scenario_rows import MOST, ask_calendar, ask_volumes, number_of
from desk.views.parts.visit import Visit
from desk.words.writing import named
from forecast.surge.scenario import (
    ADDED,
    Added,
    Away,
    Closure,
    Deflection,
    Hours,
    Scenario,
    When,
)
from forecast.surge.scenario_file import BUILT_IN

PHONE = "phone"
"""The skill of those who answer calls."""


def ask_scenario(visit: Visit, known: dict[str, Scenario], start: date) -> Scenario | None:
    """
    Return the scenario that was just built, or None.

    The form starts from a scenario that is known; what cannot be is said in a sentence and nothing is lost. Days are
    numbered from `start`.
    """
    with st.expander(visit.say("scenario_page.build"), expanded=True):
        base_code = st.selectbox(
            visit.say("scenario_page.base"),
            list(known),
            format_func=lambda code: named("scenario", code, visit.language),
            key=f"scenarios.base_{visit.language}",
        )
        base = known[base_code or BUILT_IN[0]]
        left, right = st.columns(2)
        parts = left.number_input(
            visit.say("scenario_page.parts"), 1, MOST, min(max(len(base.volume), 1), MOST), help=visit.say("scenario_page.parts_hint"), key=f"scenarios.parts_{base.code}"
        )  # fmt: skip
        changed = right.number_input(
            visit.say("scenario_page.changed_days"), 0, MOST, min(len(base.calendar), MOST), help=visit.say("scenario_page.changed_days_hint"), key=f"scenarios.changed_{base.code}"
        )  # fmt: skip
        return _form(visit, base, start, int(parts), int(changed))


def _form(visit: Visit, base: Scenario, start: date, parts: int, changed: int) -> Scenario | None:
    team = planning.team(visit.store, visit.who)
    zones = sorted({line.zone for line in team.transport})
    names = {person.code: person.name for person in team.people if PHONE in person.skills}
    with st.form(f"scenarios.form_{base.code}"):
        name = st.text_input(
            visit.say("scenario_page.name"), f"{base.code}-2", key=f"scenarios.name_{base.code}"
        )
        volumes = ask_volumes(visit, base, start, parts)
        calendar = ask_calendar(visit, base, start, changed)
        first, second, third = st.columns(3)
        handling = first.number_input(visit.say("scenario_page.handling"), 0.25, 4.0, base.handling, 0.05)
        absence = second.number_input(
            visit.say("scenario_page.absence"), 0, 100, round(100 * base.absence), 5
        )
        closed = third.multiselect(
            visit.say("scenario_page.closed"), zones, [c.zone for c in base.closures if c.zone in zones], placeholder="–", format_func=lambda z: named("zone", z, visit.language)
        )  # fmt: skip
        closes_from = third.number_input(
            visit.say("scenario_page.closed_from"), 1, 120, number_of(base.closures[0].when.first if base.closures else None, start)
        )  # fmt: skip
        people = first.number_input(
            visit.say("scenario_page.people"), 0, 50, sum(a.people for a in base.added)
        )
        kind = first.selectbox(
            visit.say("scenario_page.kind"), ADDED, ADDED.index(base.added[0].kind) if base.added else 0,
            format_func=lambda k: visit.say(f"added_kind.{k}"),
        )  # fmt: skip
        patience = second.number_input(
            visit.say("scenario_page.patience"), 0, 3600, round(base.patience or 0), 10, help=visit.say("scenario_page.patience_hint")
        )  # fmt: skip
        away = third.multiselect(
            visit.say("scenario_page.away"), list(names), [a.person for a in base.away if a.person in names], format_func=lambda c: names[c], placeholder="–"
        )  # fmt: skip
        deflection = second.number_input(
            visit.say("scenario_page.deflection"), 0, 90, round(100 * base.deflection[0].share) if base.deflection else 0, 5
        )  # fmt: skip
        late = first.checkbox(visit.say("scenario_page.late"), bool(base.hours))
        emergency = second.checkbox(visit.say("scenario_page.emergency"), base.rulebook == "emergency")
        signed = st.text_input(visit.say("scenario_page.signed"), base.signed)
        if not st.form_submit_button(visit.say("scenario_page.add"), type="primary"):
            return None
    # Days of a zone or a person that the form does not ask for stay as they were.
    kept = {c.zone: c for c in base.closures if number_of(c.when.first, start) == closes_from}
    gone = {a.person: a for a in base.away}
    with visit.telling():
        return Scenario(
            code=name.strip(),
            title=base.title,
            volume=tuple(volume for make in volumes if (volume := make()).size != 1),
            deflection=(Deflection(deflection / 100, base.deflection[0].when if base.deflection else When()),)
            if deflection
            else (),
            handling=handling,
            patience=float(patience) or None,
            absence=absence / 100,
            closures=tuple(kept.get(zone, Closure(zone, When(closes_from))) for zone in closed),
            away=tuple(gone.get(code, Away(code)) for code in away),
            added=_added(base, int(people), str(kind)),
            hours=(base.hours or (Hours(480, 1230),)) if late else (),
            rulebook="emergency" if emergency else "normal",
            signed=signed if emergency else "",
            relax=base.relax if emergency else (),
            calendar=tuple(calendar),
        )


def _added(base: Scenario, people: int, kind: str) -> tuple[Added, ...]:
    """Return who comes in addition: as they stood, with their days, unless the form says otherwise."""
    if base.added and (people, kind) == (sum(a.people for a in base.added), base.added[0].kind):
        return base.added
    return (Added(people, kind),) if people else ()
