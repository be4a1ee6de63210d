"""The rows of a scenario's form: what moves the calls, and the days that the calendar changes in mid-event."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import streamlit as st

from desk.views.parts.visit import Visit
from desk.words.writing import named
from forecast.calendar import DayKind
from forecast.surge.scenario import SHAPES, DayChange, Scenario, Volume, When

MOST = 6
"""Parts of the calls, and days, at most; a file may hold more."""

Rows = list[Callable[[], Volume]]
"""Each makes its part once the form is sent: what cannot be is refused then."""


def number_of(value: date | int | None, start: date, default: int = 1) -> int:
    """Return a day as its number in a window, 1 for the first; `default` for none and for one before the window."""
    if isinstance(value, date):
        value = (value - start).days + 1
    return value if value is not None and value >= 1 else default


def ask_volumes(visit: Visit, base: Scenario, start: date, count: int) -> Rows:
    """Ask for each part of the calls how much it grows, how, when, and how large a part it is."""
    rows: Rows = []
    for k in range(count):
        volume = base.volume[k] if k < len(base.volume) else Volume()
        key, more = f"scenarios.volume_{base.code}_{k}", "" if count == 1 else f" {k + 1}"

        def label(code: str, more: str = more) -> str:
            return visit.say(f"scenario_page.{code}") + more

        one, two, three, four = st.columns(4)
        size = one.number_input(label("size"), 0.0, 20.0, volume.size, 0.1, key=f"{key}_size")
        shape = two.selectbox(
            label("shape"), SHAPES, SHAPES.index(volume.shape), format_func=lambda s: visit.say(f"scenario_shape.{s}"), key=f"{key}_shape_{visit.language}"
        )  # fmt: skip
        begins = three.number_input(
            label("begins"), 1, 120, number_of(volume.when.first, start), key=f"{key}_from"
        )
        ends = four.number_input(
            label("ends"), 0, 120, number_of(volume.when.last, start, 0), help=visit.say("scenario_page.ends_hint"), key=f"{key}_to"
        )  # fmt: skip
        share = one.number_input(
            label("share"), 1, 100, max(round(100 * volume.share), 1), 5, help=visit.say("scenario_page.share_hint"), key=f"{key}_share"
        )  # fmt: skip
        topic = two.text_input(label("topic"), volume.topic or volume.channel, key=f"{key}_topic")
        adds = three.checkbox(
            label("adds"), volume.adds, help=visit.say("scenario_page.adds_hint"), key=f"{key}_adds"
        )
        fresh = replace(
            volume, shape=str(shape), size=size, share=share / 100, adds=adds,
            topic=topic if volume.topic or not volume.channel else "",
            channel=topic if volume.channel and not volume.topic else volume.channel,
        )  # fmt: skip
        rows.append(partial(_dated, fresh, begins, ends or None))
    return rows


def _dated(volume: Volume, first: int, last: int | None) -> Volume:
    return replace(volume, when=When(first, last, "volume"))


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
