"""The fan chart: what came in, what may come, and seasonal naive beside it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import altair as alt
import numpy as np
import pandas as pd

from desk.reports.palette import ACCENT, BANDS, HOLIDAY, INK, MUTED, NAIVE
from desk.views.parts.axes import date_axis, dressed
from desk.words import say, write_date
from desk.words.writing import named
from forecast.calendar import Day, DayKind
from forecast.prediction import Prediction

CLICKED = "clicked"
"""Name of the selection that holds the ISO date of the day that was clicked."""


def fan_chart(
    history_dates: Sequence[date],
    history_values: np.ndarray,
    prediction: Prediction,
    naive: Prediction,
    days: Sequence[Day],
    events: Sequence[tuple[str, date, date]],
    language: str,
) -> alt.LayerChart:
    """
    Return history, the 50, 80 and 95 % intervals, the expected line and seasonal naive, with holidays and events.

    Parameters
    ----------
    history_dates, history_values
        Past days and what came in on them, shape (days,); NaN where nothing is known.
    prediction, naive
        Daily predictions on the same grid.
    days
        Calendar facts of the days shown.
    events
        Code, first and last day of own events.
    """
    past = pd.DataFrame({"date": pd.to_datetime(list(history_dates)), "value": history_values})
    past["series"] = say("chart.history", language)
    past["label"] = [write_date(day, language) for day in history_dates]
    ahead = _ahead(prediction, naive, days, language)
    x = alt.X("date:T", axis=date_axis(language))
    titles = {
        name: say(f"chart.{name}", language)
        for name in ("date", "kind", "expected", "likely", "wide", "naive", "calls")
    }
    y_title = titles["calls"]
    bands = [
        alt.Chart(ahead)
        .mark_area(color=fill, interpolate="linear")
        .encode(x=x, y=alt.Y(f"{low}:Q", title=y_title), y2=f"{high}:Q")
        for fill, low, high in zip(BANDS, ("p025", "p10", "p25"), ("p975", "p90", "p75"), strict=True)
    ]
    names = [say(f"chart.{name}", language) for name in ("history", "expected", "naive")]
    colour = alt.Color(
        "series:N",
        scale=alt.Scale(domain=names, range=[INK, ACCENT, NAIVE]),
        legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3),
    )
    history = alt.Chart(past).mark_line(strokeWidth=1.6, point=alt.OverlayMarkDef(size=14)).encode(
        x=x, y="value:Q", color=colour,
        tooltip=[alt.Tooltip("label:N", title=titles["date"]), alt.Tooltip("value:Q", title=names[0], format=",.0f")],
    )  # fmt: skip
    lines = ahead.melt(["date"], ["expected", "naive"], var_name="series", value_name="value")
    lines["series"] = lines["series"].map({"expected": names[1], "naive": names[2]})
    line = alt.Chart(lines).mark_line(strokeWidth=2.4).encode(
        x=x, y="value:Q", color=colour,
        strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=[[1, 0], [1, 0], [5, 4]]), legend=None),
    )  # fmt: skip
    clicked = alt.selection_point(name=CLICKED, fields=["day"], on="click", nearest=True, empty=False)
    points = alt.Chart(ahead).mark_point(size=70, filled=True, color=ACCENT).encode(
        x=x, y="expected:Q", opacity=alt.condition(clicked, alt.value(1), alt.value(0)),
        tooltip=[
            alt.Tooltip("label:N", title=titles["date"]), alt.Tooltip("kind:N", title=titles["kind"]),
            alt.Tooltip("expected:Q", title=titles["expected"], format=",.0f"), alt.Tooltip("likely:N", title=titles["likely"]),
            alt.Tooltip("wide:N", title=titles["wide"]), alt.Tooltip("naive:Q", title=titles["naive"], format=",.0f"),
        ],
    ).add_params(clicked)  # fmt: skip
    marks = _marks(
        days, events, language, first=min(past["date"].min(), ahead["date"].min()), last=ahead["date"].max()
    )
    return dressed(alt.layer(*marks, *bands, history, line, points, height=360))


def _ahead(prediction: Prediction, naive: Prediction, days: Sequence[Day], language: str) -> pd.DataFrame:
    kinds = {day.date: kind_of_day(day, language) for day in days}
    frame = pd.DataFrame({"date": prediction.grid.index, "expected": prediction.mean, "naive": naive.mean})
    for name, level in (
        ("p025", 0.025),
        ("p10", 0.1),
        ("p25", 0.25),
        ("p75", 0.75),
        ("p90", 0.9),
        ("p975", 0.975),
    ):
        frame[name] = prediction.quantile(level)
    frame["label"] = [write_date(day, language) for day in prediction.grid.dates]
    frame["day"] = [day.isoformat() for day in prediction.grid.dates]
    frame["kind"] = [kinds.get(day, "") for day in prediction.grid.dates]
    frame["likely"] = [
        f"{low:,.0f}–{high:,.0f}" for low, high in zip(frame["p10"], frame["p90"], strict=True)
    ]
    frame["wide"] = [
        f"{low:,.0f}–{high:,.0f}" for low, high in zip(frame["p025"], frame["p975"], strict=True)
    ]
    return frame


def _marks(
    days: Sequence[Day],
    events: Sequence[tuple[str, date, date]],
    language: str,
    *,
    first: pd.Timestamp,
    last: pd.Timestamp,
) -> list[alt.Chart]:
    """Return the shaded holidays with their names and the events' rules; none where the calendar is empty."""
    spans = [
        (named("holiday", code, language), first_day, last_day, HOLIDAY)
        for code, first_day, last_day in _breaks(days)
    ]
    spans += [(named("event", code, language), start, end, "#E4DCEB") for code, start, end in events]
    shown = [s for s in spans if pd.Timestamp(s[2]) >= first and pd.Timestamp(s[1]) <= last]
    if not shown:
        return []
    frame = pd.DataFrame(
        {
            "name": [s[0] for s in shown],
            "from": [max(pd.Timestamp(s[1]) - pd.Timedelta(hours=12), first) for s in shown],
            "to": [pd.Timestamp(s[2]) + pd.Timedelta(hours=12) for s in shown],
            "fill": [s[3] for s in shown],
        }
    ).sort_values("from")
    frame["row"] = _rows(frame["from"], (last - first) / 8)
    x = alt.X("from:T", axis=date_axis(language))
    areas = [
        alt.Chart(frame[frame["fill"] == fill])
        .mark_rect(opacity=0.75, color=fill)
        .encode(x=x, x2="to:T", tooltip=alt.Tooltip("name:N", title=say("chart.marked", language)))
        for fill in frame["fill"].unique()
    ]
    texts = (
        alt.Chart(frame)
        .mark_text(align="left", baseline="top", dx=4, dy=3, fontSize=11, color=MUTED)
        .encode(x=x, y=alt.Y("row:Q", scale=None), text="name:N")
    )
    return [*areas, texts]


def _rows(starts: pd.Series, room: pd.Timedelta) -> list[int]:
    """Return how many pixels below the top each name stands; one too near to the last goes below it."""
    rows: list[int] = []
    for k, gap in enumerate(starts.diff()):
        rows.append(14 if k and gap < room and rows[-1] == 0 else 0)
    return rows


def _breaks(days: Sequence[Day]) -> list[tuple[str, date, date]]:
    """Return each holiday with its first and last day; a weekend inside it does not part it."""
    found: list[tuple[str, date, date]] = []
    for off, run in groupby(days, key=lambda day: day.is_off):
        named_days = [(day.holiday, day.date) for day in run if day.kind is DayKind.HOLIDAY and off]
        for code in dict.fromkeys(code for code, _ in named_days if code is not None):
            dates = [day for name, day in named_days if name == code]
            found.append((code, dates[0], dates[-1]))
    return found


def kind_of_day(day: Day, language: str) -> str:
    """Return what a date is, in words: workday, weekend, make-up workday or the holiday's name."""
    if day.kind is DayKind.HOLIDAY and day.holiday is not None:
        return named("holiday", day.holiday, language)
    return say(f"day_kind.{day.kind.value}", language)
