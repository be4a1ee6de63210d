"""The form that builds a scenario."""

import streamlit as st

from desk import planning
from desk.views.parts.visit import Visit
from desk.words.writing import named
from forecast.surge.scenario import SHAPES, Added, Closure, Deflection, Hours, Scenario, Volume, When
from forecast.surge.scenario_file import BUILT_IN


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
    zones = sorted({line.zone for line in planning.team(visit.store, visit.who).transport})
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
        handling = first.number_input(visit.say("scenario_page.handling"), 0.25, 4.0, base.handling, 0.05)
        absence = second.number_input(
            visit.say("scenario_page.absence"), 0, 100, round(100 * base.absence), 5
        )
        closed = third.multiselect(
            visit.say("scenario_page.closed"), zones, [c.zone for c in base.closures if c.zone in zones], format_func=lambda z: named("zone", z, visit.language)
        )  # fmt: skip
        closes_from = third.number_input(
            visit.say("scenario_page.closed_from"), 1, 120, _number(base.closures[0].when.first if base.closures else None)
        )  # fmt: skip
        people = first.number_input(
            visit.say("scenario_page.people"), 0, 50, sum(a.people for a in base.added)
        )
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
                    str(shape), size, When(begins), volume.share, volume.channel, volume.topic, volume.adds
                ),
            )
            if size != 1
            else (),
            deflection=(Deflection(deflection / 100),) if deflection else (),
            handling=handling,
            patience=base.patience,
            absence=absence / 100,
            closures=tuple(Closure(zone, When(closes_from)) for zone in closed),
            away=base.away,
            added=(Added(int(people)),) if people else (),
            hours=(base.hours or (Hours(480, 1230),)) if late else (),
            rulebook="emergency" if emergency else "normal",
            signed=signed if emergency else "",
            relax=base.relax if emergency else (),
            calendar=base.calendar,
        )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 1
