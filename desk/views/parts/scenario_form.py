"""The form that builds a scenario."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time

import streamlit as st

from desk import planning
from desk.views.parts.scenario_rows import (
    MOST,
    MOST_AWAY,
    ask_added,
    ask_away,
    ask_calendar,
    ask_deflections,
    ask_span,
    ask_volumes,
    number_of,
)
from desk.views.parts.visit import Visit
from desk.words.writing import named
from forecast.errors import SettingError
from forecast.surge.scenario import Closure, Hours, Scenario, When
from forecast.surge.scenario_file import BUILT_IN

PHONE = "phone"
"""The skill of those who answer calls."""

EVENING = Hours(480, 1230)
"""Opening hours that are offered first: those of a long evening."""


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
        asked = (
            ("parts", 1, MOST, max(len(base.volume), 1)),
            ("alerts", 0, MOST, len(base.deflection)),
            ("groups", 0, MOST, len(base.added)),
            ("away_count", 0, MOST_AWAY, len(base.away)),
            ("changed_days", 0, MOST, len(base.calendar)),
        )
        counts = {
            code: int(
                place.number_input(
                    visit.say(f"scenario_page.{code}"), least, most, min(now, most), help=visit.say(f"scenario_page.{code}_hint"), key=f"scenarios.{code}_{base.code}"
                )
            )
            for place, (code, least, most, now) in zip(st.columns(len(asked)), asked, strict=True)
        }  # fmt: skip
        return _form(visit, base, start, counts)


def _form(visit: Visit, base: Scenario, start: date, counts: Mapping[str, int]) -> Scenario | None:
    team = planning.team(visit.store, visit.who)
    zones = sorted({line.zone for line in team.transport})
    names = {person.code: person.name for person in team.people if PHONE in person.skills}
    with st.form(f"scenarios.form_{base.code}"):
        name = st.text_input(
            visit.say("scenario_page.name"), f"{base.code}-2", key=f"scenarios.name_{base.code}"
        )
        volumes = ask_volumes(visit, base, start, counts["parts"])
        deflections = ask_deflections(visit, base, start, counts["alerts"])
        added = ask_added(visit, base, start, counts["groups"])
        away = ask_away(visit, base, start, counts["away_count"], names)
        calendar = ask_calendar(visit, base, start, counts["changed_days"])
        first, second, third = st.columns(3)
        handling = first.number_input(
            visit.say("scenario_page.handling"), 0.0, None, base.handling, 0.05, key=f"scenarios.handling_{base.code}"
        )  # fmt: skip
        absence = second.number_input(
            visit.say("scenario_page.absence"), 0, None, round(100 * base.absence), 5, key=f"scenarios.absence_{base.code}"
        )  # fmt: skip
        patience = third.number_input(
            visit.say("scenario_page.patience"), 0, None, round(base.patience or 0), 10, help=visit.say("scenario_page.patience_hint"), key=f"scenarios.patience_{base.code}"
        )  # fmt: skip
        closed = first.multiselect(
            visit.say("scenario_page.closed"), zones, [c.zone for c in base.closures if c.zone in zones], placeholder="–", format_func=lambda z: named("zone", z, visit.language)
        )  # fmt: skip
        closure = base.closures[0].when if base.closures else When()
        shut = ask_span(visit, (second, third), closure, start, f"scenarios.closed_{base.code}", "")
        hours = base.hours[0] if base.hours else EVENING
        other = st.checkbox(
            visit.say("scenario_page.other_hours"), bool(base.hours), key=f"scenarios.hours_{base.code}"
        )
        one, two, three, four = st.columns(4)
        opens, closes = (
            place.time_input(visit.say(f"scenario_page.{code}"), time(*divmod(min(minutes, 1439), 60)), step=1800, key=f"scenarios.{code}_{base.code}")
            for place, code, minutes in ((one, "opens", hours.opens), (two, "closes", hours.closes))
        )  # fmt: skip
        open_on = ask_span(visit, (three, four), hours.when, start, f"scenarios.open_{base.code}", "")
        emergency = st.checkbox(
            visit.say("scenario_page.emergency"),
            base.rulebook == "emergency",
            key=f"scenarios.emergency_{base.code}",
        )
        signed = st.text_input(
            visit.say("scenario_page.signed"), base.signed, key=f"scenarios.signed_{base.code}"
        )
        if not st.form_submit_button(visit.say("scenario_page.add"), type="primary"):
            return None
    shown = (number_of(closure.first, start), number_of(closure.last, start, 0) or None)
    own = {line.zone: line.when for line in base.closures} if shut == shown else {}
    with visit.telling(), _by_name(names):
        return Scenario(
            code=name.strip(),
            title=base.title,
            volume=tuple(volume for make in volumes if (volume := make()).size != 1),
            deflection=tuple(make() for make in deflections),
            handling=handling,
            patience=float(patience) or None,
            absence=absence / 100,
            closures=tuple(Closure(zone, own.get(zone) or When(*shut, "closure")) for zone in closed),
            away=tuple(make() for make in away),
            added=tuple(make() for make in added),
            hours=(Hours(_minutes(opens), _minutes(closes), When(*open_on, "hours")), *base.hours[1:])
            if other
            else (),
            rulebook="emergency" if emergency else "normal",
            signed=signed if emergency else "",
            relax=base.relax if emergency else (),
            calendar=tuple(calendar),
        )


@contextmanager
def _by_name(names: Mapping[str, str]) -> Iterator[None]:
    """Let a refusal name a person, whom the form shows by name, not by code."""
    try:
        yield
    except SettingError as error:
        value = str(error.details.get("value"))
        raise SettingError(error.code, **(error.details | {"value": names.get(value, value)})) from error


def _minutes(clock: time) -> int:
    return 60 * clock.hour + clock.minute
