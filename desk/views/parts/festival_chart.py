"""Festivals of past years laid over each other by the day from the main day, the coming one with its band."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from desk.reports.palette import ACCENT, BANDS, MUTED, NAIVE
from desk.results import FestivalCurve
from desk.views.parts.axes import dressed
from desk.words import say

SHADES = ("#D5DBDE", "#8FA3AC", "#5E7681")
"""From the oldest to the latest festival that counts."""


def festival_chart(
    curves: Sequence[FestivalCurve], first: int, language: str, *, lunar: bool
) -> alt.LayerChart:
    """
    Return one line per year; the latest past years are darker, the one to come has its 80 % interval.

    Parameters
    ----------
    curves
        By year.
    first
        Day of the first value, counted from the main day.
    lunar
        Whether the main day is lunar new year's day.
    """
    names = [name_of(curve, language) for curve in curves]
    past = [k for k, curve in enumerate(curves) if not curve.expected and not curve.left_out]
    colours = []
    for k, curve in enumerate(curves):
        if curve.expected:
            colours.append(ACCENT)
        elif curve.left_out:
            colours.append(NAIVE)
        else:
            colours.append(SHADES[max(len(SHADES) - (len(past) - past.index(k)), 0)])
    rows = [
        {
            "day": first + at, "share": None if pd.isna(value) else float(value), "year": name, "weight": 3.0 if curve.expected else 1.4,
            "low": None if curve.low is None or pd.isna(curve.low[at]) else float(curve.low[at]),
            "high": None if curve.high is None or pd.isna(curve.high[at]) else float(curve.high[at]),
        }
        for curve, name in zip(curves, names, strict=True)
        for at, value in enumerate(curve.share)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    x = alt.X("day:Q", axis=alt.Axis(title=say(f"festival.axis{'_lunar' if lunar else ''}", language), grid=False, tickMinStep=1, titleAnchor="middle"))  # fmt: skip
    y = alt.Y(
        "share:Q",
        title=say("festival.share", language),
        axis=alt.Axis(format=".0%"),
        scale=alt.Scale(domain=[0, _top(curves)]),
    )
    band = (
        alt.Chart(frame.dropna(subset=["low"]))
        .mark_area(color=BANDS[1], opacity=0.6)
        .encode(x=x, y=alt.Y("low:Q", title=say("festival.share", language), axis=alt.Axis(format=".0%")), y2="high:Q")
    )  # fmt: skip
    lines = (
        alt.Chart(frame)
        .mark_line(interpolate="monotone", clip=True)
        .encode(
            x=x, y=y,
            color=alt.Color("year:N", scale=alt.Scale(domain=names, range=colours), sort=names, legend=alt.Legend(orient="right", direction="vertical", symbolType="stroke", symbolStrokeWidth=3, offset=8)),
            strokeWidth=alt.StrokeWidth("weight:Q", scale=None),
            tooltip=[
                alt.Tooltip("year:N", title=say("festival.year", language)), alt.Tooltip("day:Q", title=say("chart.date", language)),
                alt.Tooltip("share:Q", title=say("festival.share", language), format=".0%"),
            ],
        )
    )  # fmt: skip
    zero = alt.Chart(pd.DataFrame({"day": [0]})).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="day:Q")
    return dressed(alt.layer(zero, band, lines, height=320))


def _top(curves: Sequence[FestivalCurve]) -> float:
    """Return the top of the axis: an emergency that is left out may leave the picture."""
    shown = [curve.share for curve in curves if not curve.left_out] or [curve.share for curve in curves]
    shown += [curve.high for curve in curves if curve.high is not None]
    return 1.05 * max(float(np.nanmax(values)) for values in shown)


def name_of(curve: FestivalCurve, language: str) -> str:
    """Return the year, and whether it is expected or left out."""
    code = "expected" if curve.expected else "left_out" if curve.left_out else ""
    return say(f"festival.{code}", language, year=str(curve.year)) if code else str(curve.year)
