"""One day by half-hours: calls expected and so far, operators needed and on the phones."""

import json

import altair as alt
import numpy as np
import pandas as pd

from desk.reports.palette import ACCENT, BANDS, GAP, INK
from desk.results import DayCurve
from desk.views.parts.axes import dressed
from desk.words import say
from desk.words.writing import clock

STEP = 30
"""Minutes of a slot."""


def today_charts(curve: DayCurve, language: str) -> tuple[alt.LayerChart, alt.LayerChart]:
    """Return calls of the day, expected with the 80 % interval and actual, and operators needed and planned."""
    staffed = (curve.needed > 0) | (curve.planned > 0)
    shown = np.flatnonzero(staffed if staffed.any() else curve.expected > 0)
    part = slice(int(shown[0]), int(shown[-1]) + 1) if shown.size else slice(16, 36)
    minutes = np.arange(48)[part] * STEP
    frame = pd.DataFrame(
        {
            "minute": minutes,
            "time": [clock(int(minute), language) for minute in minutes],
            "expected": curve.expected[part], "low": curve.low[part], "high": curve.high[part], "actual": curve.actual[part],
            "needed": curve.needed[part], "planned": curve.planned[part],
        }
    )  # fmt: skip
    return dressed(_calls(frame, language)), dressed(_operators(frame, language))


def _calls(frame: pd.DataFrame, language: str) -> alt.LayerChart | alt.FacetChart:
    names = [say(f"chart.{name}", language) for name in ("likely", "expected", "history")]
    base = alt.Chart(frame).encode(x=_x(frame, language), tooltip=_tips(language))
    scale = alt.Scale(domain=names, range=[BANDS[1], ACCENT, INK])
    title = say("chart.calls_half_hour", language)
    band = _named(base.mark_area(opacity=0.7), names[0], scale).encode(
        y=alt.Y("low:Q", title=title), y2="high:Q"
    )
    line = _named(base.mark_line(strokeWidth=2), names[1], scale).encode(y=alt.Y("expected:Q", title=title))
    points = _named(base.mark_point(filled=True, size=55), names[2], scale).encode(
        y=alt.Y("actual:Q", title=title)
    )
    return alt.layer(band, line, points.transform_filter("isValid(datum.actual)")).properties(
        height=200, width="container"
    )


def _operators(frame: pd.DataFrame, language: str) -> alt.LayerChart | alt.FacetChart:
    names = [say(f"chart.{name}", language) for name in ("planned", "needed")]
    base = alt.Chart(frame).encode(x=_x(frame, language), tooltip=_tips(language))
    scale = alt.Scale(domain=names, range=[BANDS[2], GAP])
    title = say("chart.operators", language)
    axis = alt.Axis(tickMinStep=1, format="d")
    planned = _named(base.mark_area(interpolate="step-after"), names[0], scale).encode(
        y=alt.Y("planned:Q", title=title, axis=axis)
    )
    needed = _named(base.mark_line(interpolate="step-after", strokeWidth=2), names[1], scale).encode(
        y=alt.Y("needed:Q", title=title, axis=axis)
    )
    return alt.layer(planned, needed).properties(height=110, width="container")


def _named(marks: alt.Chart, name: str, scale: alt.Scale) -> alt.Chart:
    """Give marks their place in the legend."""
    return marks.transform_calculate(series=json.dumps(name)).encode(color=alt.Color("series:N", scale=scale))


def _x(frame: pd.DataFrame, language: str) -> alt.X:
    hours = [int(minute) for minute in frame["minute"] if minute % 120 == 0]
    labels = "{" + ", ".join(f"'{minute}': '{clock(minute, language)}'" for minute in hours) + "}"
    return alt.X(
        "minute:Q",
        title=None,
        scale=alt.Scale(domain=[int(frame["minute"].min()), int(frame["minute"].max()) + STEP], nice=False),
        axis=alt.Axis(values=hours, labelExpr=f"{labels}[toString(datum.value)]", grid=False),
    )


def _tips(language: str) -> list[alt.Tooltip]:
    names = {"expected": "expected", "actual": "history", "needed": "needed", "planned": "planned"}
    return [
        alt.Tooltip("time:N", title=say("chart.time", language)),
        *(alt.Tooltip(f"{field}:Q", title=say(f"chart.{name}", language), format=".1f") for field, name in names.items()),
    ]  # fmt: skip
