"""The form that builds a scenario."""

import streamlit as st

from desk import planning
from desk.views.parts.visit import Visit
from desk.words.writing import named
from forecast.surge.scenario import (
    ADDED,
    SHAPES,
    Added,
    Away,
    Closure,
    Deflection,
    Hours,
    Scenario,
    Volume,
    When,
)
from forecast.surge.scenario_file import BUILT_IN

PHONE = "phone"
"""The skill of those who answer calls."""


def ask_scenario(visit: Visit, known: dict[str, Scenario]) -> Scenario | None:
    """
    Return the scenario that was just built, or None.

    The form starts from a scenario that is known; what cannot be is said in a sentence and nothing is lost.
    """
    with st.expander(visit.say("scenario_page.build"), expanded=True):
        base_code = st.selectbox(
            visit.say("scenario_page.base"),
            list(known),
            format_func=lambda code: named("scenario", code, visit.language),
            key=f"scenarios.base_{visit.language}",
        )
        base = known[base_code or BUILT_IN[0]]
        return _form(visit, base)


def _form(visit: Visit, base: Scenario) -> Scenario | None:
    volume = base.volume[0] if base.volume else Volume()
    team = planning.team(visit.store, visit.who)
    zones = sorted({line.zone for line in team.transport})
    names = {person.code: person.name for person in team.people if PHONE in person.skills}
    with st.form(f"scenarios.form_{base.code}"):
        name = st.text_input(
            visit.say("scenario_page.name"), f"{base.code}-2", key=f"scenarios.name_{base.code}"
        )
        first, second, third = st.columns(3)
        size = first.number_input(visit.say("scenario_page.size"), 0.0, 20.0, volume.size, 0.1)
        shape = second.selectbox(
            visit.say("scenario_page.shape"), SHAPES, SHAPES.index(volume.shape), format_func=lambda s: visit.say(f"scenario_shape.{s}")
        )  # fmt: skip
        begins = third.number_input(visit.say("scenario_page.begins"), 1, 120, _number(volume.when.first))
        ends = third.number_input(
            visit.say("scenario_page.ends"), 0, 120, _number(volume.when.last, 0), help=visit.say("scenario_page.ends_hint")
        )  # fmt: skip
        handling = first.number_input(visit.say("scenario_page.handling"), 0.25, 4.0, base.handling, 0.05)
        absence = second.number_input(
            visit.say("scenario_page.absence"), 0, 100, round(100 * base.absence), 5
        )
        closed = third.multiselect(
            visit.say("scenario_page.closed"), zones, [c.zone for c in base.closures if c.zone in zones], placeholder="–", format_func=lambda z: named("zone", z, visit.language)
        )  # fmt: skip
        closes_from = third.number_input(
            visit.say("scenario_page.closed_from"), 1, 120, _number(base.closures[0].when.first if base.closures else None)
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
    with visit.telling():
        return Scenario(
            code=name.strip(),
            title=base.title,
            volume=(
                Volume(
                    str(shape),
                    size,
                    When(begins, ends or None, "volume"),
                    volume.share,
                    volume.channel,
                    volume.topic,
                    volume.adds,
                ),
            )
            if size != 1
            else (),
            deflection=(Deflection(deflection / 100),) if deflection else (),
            handling=handling,
            patience=float(patience) or None,
            absence=absence / 100,
            closures=tuple(Closure(zone, When(closes_from)) for zone in closed),
            away=tuple(Away(code) for code in away),
            added=(Added(int(people), str(kind)),) if people else (),
            hours=(base.hours or (Hours(480, 1230),)) if late else (),
            rulebook="emergency" if emergency else "normal",
            signed=signed if emergency else "",
            relax=base.relax if emergency else (),
            calendar=base.calendar,
        )


def _number(value: object, default: int = 1) -> int:
    return value if isinstance(value, int) else default
