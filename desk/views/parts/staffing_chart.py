"""Charts of staffing: operators over the fan of load, one half-hour's trade-off, and the work between the calls."""

import altair as alt
import numpy as np
import pandas as pd

from desk.reports.palette import ACCENT, BANDS, GAP, INK, MUTED, NAIVE
from desk.results import RequirementView, StaffingCurve
from desk.views.parts.axes import dressed
from desk.views.parts.requirement_chart import closed, open_slots
from desk.words import say
from desk.words.writing import clock, named, percent

WORK_COLOURS = (ACCENT, NAIVE, MUTED)
"""Fills of messages, web cases and follow-ups."""


def step_over_fan(view: RequirementView, day: int, language: str) -> alt.LayerChart:
    """
    Return the steps of operators needed on one day over the fan of the offered load.

    Parameters
    ----------
    day
        Number of the day in the window.
    """
    need = view.requirement
    grid = need.grid
    part = slice(day * grid.slots_per_day, (day + 1) * grid.slots_per_day)
    operators = need.operators[part]
    fan = np.zeros((5, grid.slots_per_day)) if view.fan is None else view.fan[:, part]
    slots = list(open_slots(operators[None, :], fan[2][None, :]))
    frame = _by_time(grid.dates[day], slots, grid.step, language)
    for name, values in zip(("p10", "p25", "p50", "p75", "p90"), fan, strict=True):
        frame[name] = values[slots]
    frame["needed"] = operators[slots]
    frame["service"] = [percent(float(level)) for level in need.service_level[part][slots]]
    frame = closed(frame, grid.step)
    base = alt.Chart(frame).encode(x=_time())
    title = say("staff_chart.operators", language)
    fans = [
        base.mark_area(color=colour, interpolate="step-after").encode(
            y=alt.Y(f"{low}:Q", title=title, axis=alt.Axis(tickMinStep=1)), y2=f"{high}:Q"
        )
        for colour, low, high in ((BANDS[0], "p10", "p90"), (BANDS[2], "p25", "p75"))
    ]
    line = base.mark_line(color=INK, interpolate="step-after", strokeWidth=2.4).encode(
        y="needed:Q",
        tooltip=[
            alt.Tooltip("label:N", title=say("chart.time", language)), alt.Tooltip("needed:Q", title=say("chart.needed", language)),
            alt.Tooltip("p50:Q", title=say("staff_chart.load", language), format=".1f"), alt.Tooltip("service:N", title=say("chart.service", language)),
        ],
    )  # fmt: skip
    return dressed(alt.layer(*fans, line, height=220))


def trade_off_charts(found: StaffingCurve, language: str) -> list[alt.LayerChart]:
    """Return service level with the target, mean wait, and abandonment, each with its band, by number of operators."""
    curve = found.curve
    frame = pd.DataFrame(
        {
            "operators": curve.operators, "level": curve.service_level, "low": curve.low, "high": curve.high,
            "wait": curve.wait, "wait_low": curve.wait_low, "wait_high": curve.wait_high,
            "gone": curve.abandonment, "gone_low": curve.abandonment_low, "gone_high": curve.abandonment_high,
            "holds": curve.holds, "chosen": curve.operators == found.required,
        }
    )  # fmt: skip
    x = alt.X(
        "operators:Q", title=say("staff_chart.operators", language), axis=alt.Axis(tickMinStep=1, format="d")
    )
    tooltip = [
        alt.Tooltip("operators:Q", title=say("staff_chart.operators", language)), alt.Tooltip("level:Q", title=say("staff_chart.in_time", language), format=".1%"),
        alt.Tooltip("wait:Q", title=say("staff_chart.wait_seconds", language), format=".1f"), alt.Tooltip("gone:Q", title=say("staff_page.abandonment", language), format=".1%"),
        alt.Tooltip("holds:Q", title=say("staff_page.holds", language), format=".1f"),
    ]  # fmt: skip
    charts = []
    for value, low, high, title, shape in (
        ("level", "low", "high", "staff_chart.in_time", "%"),
        ("wait", "wait_low", "wait_high", "staff_chart.wait_seconds", ".0f"),
        ("gone", "gone_low", "gone_high", "staff_page.abandonment", "%"),
    ):  # fmt: skip
        base = alt.Chart(frame).encode(x=x)
        y = alt.Y(f"{low}:Q", title=say(title, language), axis=alt.Axis(format=shape))
        layers: list[alt.Chart] = [
            base.mark_area(color=BANDS[1]).encode(y=y, y2=f"{high}:Q"),
            base.mark_line(color=ACCENT, strokeWidth=2.2).encode(y=f"{value}:Q"),
            base.mark_point(filled=True, size=70).encode(
                y=f"{value}:Q", color=alt.condition(alt.datum.chosen, alt.value(INK), alt.value(ACCENT)), tooltip=tooltip
            ),
        ]  # fmt: skip
        if value == "level":
            target = alt.Chart(pd.DataFrame({"target": [found.target]}))
            layers.append(target.mark_rule(color=GAP, strokeDash=[5, 4]).encode(y="target:Q"))
        charts.append(dressed(alt.layer(*layers, height=190)))
    return charts


def work_chart(view: RequirementView, day: int, language: str) -> alt.LayerChart:
    """Return the planned minutes of call-backs, web cases and follow-ups of one day, by half-hour."""
    need = view.requirement
    grid, plan = need.grid, need.call_backs
    if plan is None:
        raise ValueError("there is no plan of call-backs to draw.")
    part = slice(day * grid.slots_per_day, (day + 1) * grid.slots_per_day)
    slots = list(open_slots(need.operators[part][None, :]))
    names = [named("work", code, language) for code in plan.names]
    rows = []
    top = plan.minutes[:, part].cumsum(axis=0)
    for name, minutes, high in zip(names, plan.minutes[:, part], top, strict=True):
        frame = _by_time(grid.dates[day], slots, grid.step, language)
        rows.append(
            frame.assign(
                kind=name, minutes=minutes[slots], low=(high - minutes)[slots], high=high[slots],
                end=frame["time"] + pd.Timedelta(minutes=grid.step),
            )
        )  # fmt: skip
    colours = [WORK_COLOURS[k % len(WORK_COLOURS)] for k in range(len(names))]
    bars = alt.Chart(pd.concat(rows)).mark_rect(stroke="#FFFFFF", strokeWidth=1).encode(
        x=_time(), x2="end:T", y=alt.Y("low:Q", title=say("staff_chart.work_minutes", language)), y2="high:Q",
        color=alt.Color("kind:N", scale=alt.Scale(domain=names, range=colours)),
        tooltip=[alt.Tooltip("label:N", title=say("chart.time", language)), alt.Tooltip("kind:N", title=say("staff_chart.work_kind", language)), alt.Tooltip("minutes:Q", title=say("staff_chart.work_minutes", language), format=".0f")],
    )  # fmt: skip
    return dressed(alt.layer(bars, height=150))


def _time() -> alt.X:
    return alt.X("time:T", axis=alt.Axis(title=None, format="%H:%M", grid=False, labelSeparation=14))


def _by_time(day: object, slots: list[int], step: int, language: str) -> pd.DataFrame:
    """Return a frame with the moment and the clock of each slot of a day."""
    first = pd.Timestamp(str(day))
    return pd.DataFrame(
        {
            "time": [first + pd.Timedelta(minutes=slot * step) for slot in slots],
            "label": [clock(slot * step, language) for slot in slots],
        }
    )
