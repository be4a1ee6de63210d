"""Requirement by half-hour: a heat map of all days and the steps of one day."""

import altair as alt
import numpy as np
import pandas as pd

from desk.reports.palette import ACCENT, BANDS, INK, NEED_SCALE
from desk.views.parts.axes import day_columns, dressed, time_rows
from desk.words import say, write_date
from desk.words.writing import clock, percent
from forecast.staffing.requirement import Requirement

ROW_HEIGHT = 17


def open_slots(*counts: np.ndarray) -> range:
    """
    Return the slots of a day from the first to the last in which any day has something to show.

    Parameters
    ----------
    counts
        Arrays of shape (days, slots per day).

    Notes
    -----
    All slots are returned if no day has anything.
    """
    busy = np.flatnonzero(np.any([(count > 0).any(axis=0) for count in counts], axis=0))
    return range(int(busy[0]), int(busy[-1]) + 1) if busy.size else range(counts[0].shape[1])


def requirement_heat(requirement: Requirement, language: str) -> alt.LayerChart:
    """Return operators needed, days across and half-hours down, with the number in each cell."""
    grid = requirement.grid
    needed = requirement.operators.reshape(grid.days, grid.slots_per_day)
    calls = requirement.calls.reshape(needed.shape)
    service = requirement.service_level.reshape(needed.shape)
    slots = open_slots(needed)
    frame = pd.DataFrame(
        [
            {
                "day": day.isoformat(), "minute": slot * grid.step, "needed": int(needed[k, slot]),
                "when": f"{write_date(day, language)} {clock(slot * grid.step, language)}",
                "calls": float(calls[k, slot]), "service": percent(float(service[k, slot])),
            }
            for k, day in enumerate(grid.dates)
            for slot in slots
        ]
    )  # fmt: skip
    top = max(int(needed.max()), 1)
    base = alt.Chart(frame).encode(
        x=day_columns(grid.dates, language), y=time_rows(slots, grid.step, language)
    )
    cells = base.mark_rect(stroke="#FFFFFF", strokeWidth=1).encode(
        color=alt.Color("needed:Q", scale=alt.Scale(domain=[0, top], range=list(NEED_SCALE)), legend=None),
        tooltip=[
            alt.Tooltip("when:N", title=say("chart.time", language)), alt.Tooltip("needed:Q", title=say("chart.needed", language)),
            alt.Tooltip("calls:Q", title=say("chart.expected", language), format=".1f"), alt.Tooltip("service:N", title=say("chart.service", language)),
        ],
    )  # fmt: skip
    dark = alt.datum.needed > 0.6 * top
    texts = base.transform_filter(alt.datum.needed > 0).mark_text(fontSize=11).encode(
        text="needed:Q", color=alt.condition(dark, alt.value("#FFFFFF"), alt.value(INK))
    )  # fmt: skip
    return dressed(alt.layer(cells, texts, height=ROW_HEIGHT * len(slots) + 40))


def closed(frame: pd.DataFrame, step: int) -> pd.DataFrame:
    """Return steps over ``time`` with the last row repeated where its slot ends, so that the last step has its width."""
    last = frame.iloc[[-1]].assign(time=lambda rows: rows["time"] + pd.Timedelta(minutes=step))
    return pd.concat([frame, last], ignore_index=True)


def requirement_day(
    requirement: Requirement, low: np.ndarray, high: np.ndarray, day: int, language: str
) -> alt.LayerChart:
    """
    Return the expected calls of one day with their 80 % band.

    Parameters
    ----------
    low, high
        The 10 and 90 % quantiles of calls per half-hour, shape (grid.slots,).
    day
        Number of the day in the grid.
    """
    grid = requirement.grid
    row = slice(day * grid.slots_per_day, (day + 1) * grid.slots_per_day)
    needed, calls = requirement.operators[row], requirement.calls[row]
    slots = open_slots(needed[None, :], calls[None, :] > 0.05)
    base_time = pd.Timestamp(grid.dates[day])
    frame = pd.DataFrame(
        {
            "time": [base_time + pd.Timedelta(minutes=slot * grid.step) for slot in slots],
            "label": [clock(slot * grid.step, language) for slot in slots],
            "calls": calls[list(slots)], "low": low[row][list(slots)], "high": high[row][list(slots)],
        }
    )  # fmt: skip
    frame = closed(frame, grid.step)
    x = alt.X("time:T", axis=alt.Axis(title=None, format="%H:%M", grid=False, labelSeparation=14))
    band = (
        alt.Chart(frame)
        .mark_area(color=BANDS[1], interpolate="step-after")
        .encode(x=x, y=alt.Y("low:Q", title=say("chart.calls_half_hour", language)), y2="high:Q")
    )
    line = alt.Chart(frame).mark_line(color=ACCENT, interpolate="step-after", strokeWidth=2.2).encode(
        x=x, y="calls:Q",
        tooltip=[alt.Tooltip("label:N", title=say("chart.time", language)), alt.Tooltip("calls:Q", title=say("chart.expected", language), format=".1f")],
    )  # fmt: skip
    return dressed(alt.layer(band, line, height=170))
