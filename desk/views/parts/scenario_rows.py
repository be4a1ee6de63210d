"""The rows of a scenario's form: what moves the calls, who comes and who does not, and the days that change."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from desk.views.parts.visit import Visit
from desk.words.writing import named
from forecast.calendar import DayKind
from forecast.surge.scenario import (
    ADDED,
    SHAPES,
    Added,
    Away,
    DayChange,
    Deflection,
    Scenario,
    Volume,
    When,
)

MOST = 6
"""Rows of a kind at most; a file may hold more."""

MOST_AWAY = 12
"""People who are named one by one at most."""

Line = TypeVar("Line")

Rows = list[Callable[[], Line]]
"""Each makes its line once the form is sent: what cannot be is refused then."""


def number_of(value: date | int | None, start: date, default: int = 1) -> int:
    """Return a day as its number in a window, 1 for the first; `default` for none and for one before the window."""
    if isinstance(value, date):
        value = (value - start).days + 1
    return value if value is not None and value >= 1 else default


def ask_span(
    visit: Visit, places: tuple[DeltaGenerator, DeltaGenerator], when: When, start: date, key: str, more: str
) -> tuple[int, int | None]:
    """Ask for the first and the last day of something, by their numbers; None is the end of the window."""
    first = places[0].number_input(
        visit.say("scenario_page.begins") + more, 1, 120, number_of(when.first, start), key=f"{key}_from"
    )
    last = places[1].number_input(
        visit.say("scenario_page.ends") + more, 0, 120, number_of(when.last, start, 0), help=visit.say("scenario_page.ends_hint"), key=f"{key}_to"
    )  # fmt: skip
    return int(first), int(last) or None


def ask_volumes(visit: Visit, base: Scenario, start: date, count: int) -> Rows[Volume]:
    """Ask for each part of the calls how much it grows, how, when, and how large a part it is."""
    rows: Rows[Volume] = []
    for k in range(count):
        volume = base.volume[k] if k < len(base.volume) else Volume()
        key, more = f"scenarios.volume_{base.code}_{k}", _numbered(k, count)

        def label(code: str, more: str = more) -> str:
            return visit.say(f"scenario_page.{code}") + more

        one, two, three, four = st.columns(4)
        size = one.number_input(label("size"), 0.0, None, volume.size, 0.1, key=f"{key}_size")
        shape = two.selectbox(
            label("shape"), SHAPES, SHAPES.index(volume.shape), format_func=lambda s: visit.say(f"scenario_shape.{s}"), key=f"{key}_shape_{visit.language}"
        )  # fmt: skip
        first, last = ask_span(visit, (three, four), volume.when, start, key, more)
        share = one.number_input(
            label("share"), 0, None, round(100 * volume.share), 5, help=visit.say("scenario_page.share_hint"), key=f"{key}_share"
        )  # fmt: skip
        topic = two.text_input(label("topic"), volume.topic or volume.channel, key=f"{key}_topic")
        adds = three.checkbox(
            label("adds"), volume.adds, help=visit.say("scenario_page.adds_hint"), key=f"{key}_adds"
        )
        fresh = partial(
            Volume, str(shape), size, share=share / 100, adds=adds,
            topic=topic if volume.topic or not volume.channel else "",
            channel=topic if volume.channel and not volume.topic else volume.channel,
        )  # fmt: skip
        rows.append(partial(_dated, fresh, first, last, "volume"))
    return rows


def ask_deflections(visit: Visit, base: Scenario, start: date, count: int) -> Rows[Deflection]:
    """Ask for each published alert what share of the calls it answers, and when."""
    rows: Rows[Deflection] = []
    for k in range(count):
        known = base.deflection[k] if k < len(base.deflection) else Deflection(0.1)
        key, more = f"scenarios.deflection_{base.code}_{k}", _numbered(k, count)
        one, two, three = st.columns(3)
        share = one.number_input(
            visit.say("scenario_page.deflection") + more, 0, None, round(100 * known.share), 5, key=f"{key}_share"
        )  # fmt: skip
        span = ask_span(visit, (two, three), known.when, start, key, more)
        rows.append(partial(_dated, partial(Deflection, share / 100), *span, "deflection"))
    return rows


def ask_away(visit: Visit, base: Scenario, start: date, count: int, names: Mapping[str, str]) -> Rows[Away]:
    """Ask by name who cannot come, and on which days."""
    rows: Rows[Away] = []
    codes, known = list(names), [line for line in base.away if line.person in names]
    for k in range(min(count, len(codes))):
        line = known[k] if k < len(known) else Away(codes[k])
        key, more = f"scenarios.away_{base.code}_{k}", _numbered(k, count)
        one, two, three = st.columns(3)
        code = one.selectbox(
            visit.say("scenario_page.away") + more, codes, codes.index(line.person), format_func=names.__getitem__, key=f"{key}_person"
        )  # fmt: skip
        span = ask_span(visit, (two, three), line.when, start, key, more)
        rows.append(partial(_dated, partial(Away, str(code)), *span, "away"))
    return rows


def ask_added(visit: Visit, base: Scenario, start: date, count: int) -> Rows[Added]:
    """Ask how many people come in addition, as what, and on which days."""
    rows: Rows[Added] = []
    for k in range(count):
        known = base.added[k] if k < len(base.added) else Added(1)
        key, more = f"scenarios.added_{base.code}_{k}", _numbered(k, count)
        one, two, three, four = st.columns(4)
        people = one.number_input(
            visit.say("scenario_page.people") + more, 0, None, known.people, key=f"{key}_people"
        )
        kind = two.selectbox(
            visit.say("scenario_page.kind") + more, ADDED, ADDED.index(known.kind), format_func=lambda k: visit.say(f"added_kind.{k}"), key=f"{key}_kind_{visit.language}"
        )  # fmt: skip
        span = ask_span(visit, (three, four), known.when, start, key, more)
        rows.append(partial(_dated, partial(Added, int(people), str(kind)), *span, "added"))
    return rows


def ask_calendar(visit: Visit, base: Scenario, start: date, count: int) -> list[DayChange]:
    """Ask for each day that changes what it becomes and whether work on it is paid threefold."""
    rows = []
    for k in range(count):
        known = base.calendar[k] if k < len(base.calendar) else None
        key = f"scenarios.calendar_{base.code}_{k}"
        one, two, three = st.columns(3)
        day = one.date_input(
            visit.say("scenario_page.changed_day"), known.day if known else start + timedelta(days=k), key=f"{key}_day"
        )  # fmt: skip
        kind = two.selectbox(
            visit.say("scenario_page.becomes"), list(DayKind), list(DayKind).index(known.kind if known else DayKind.HOLIDAY),
            format_func=lambda kind: named("day_kind", kind.value, visit.language), key=f"{key}_kind_{visit.language}",
        )  # fmt: skip
        statutory = three.checkbox(
            visit.say("scenario_page.statutory"), known.statutory if known else False, key=f"{key}_pay"
        )
        rows.append(DayChange(day, kind or DayKind.HOLIDAY, known.holiday if known else None, statutory))
    return rows


def _numbered(k: int, count: int) -> str:
    """Return what tells one row from the others of its kind."""
    return "" if count == 1 else f" {k + 1}"


def _dated(make: Callable[..., Line], first: int, last: int | None, field: str) -> Line:
    return make(when=When(first, last, field))
