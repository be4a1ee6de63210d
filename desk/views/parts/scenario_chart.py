"""Service by day, a line for every scenario; service by volume and absence, with the line where a roster breaks."""

import altair as alt
import pandas as pd

from desk.reports.palette import INK
from desk.reports.scenario_report import scenario_name
from desk.results.scenarios import ScenarioTable, Sweep
from desk.views.parts.axes import date_axis, dressed
from desk.words import say, write_date
from desk.words.writing import percent


def service_by_scenario(table: ScenarioTable, language: str) -> alt.LayerChart:
    """Return the share answered in time, every day of every scenario, with the band of the runs."""
    names = [scenario_name(outcome, language) for outcome in table.outcomes]
    frame = pd.DataFrame(
        [
            {
                "date": pd.Timestamp(line.day),
                "when": write_date(line.day, language),
                "series": name,
                "share": line.in_time,
                "low": line.in_time_low,
                "high": line.in_time_high,
            }
            for name, outcome in zip(names, table.outcomes, strict=True)
            for line in outcome.advised.days
        ]
    )
    base = alt.Chart(frame).encode(
        x=alt.X("date:T", axis=date_axis(language)),
        color=alt.Color("series:N", scale=alt.Scale(domain=names), legend=alt.Legend(symbolType="stroke")),
    )
    y = alt.Y("share:Q", title=say("chart.service", language), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))  # fmt: skip
    band = base.mark_area(opacity=0.12).encode(y="low:Q", y2="high:Q")
    tips = [alt.Tooltip("when:N", title=say("chart.date", language)), alt.Tooltip("series:N", title=say("chart.series", language)), alt.Tooltip("share:Q", title=say("chart.service", language), format=".0%")]  # fmt: skip
    line = base.mark_line(strokeWidth=2.4).encode(y=y, tooltip=tips)
    return dressed(alt.layer(band, line, height=260))


def sweep_chart(found: Sweep, language: str) -> alt.LayerChart:
    """Return the share answered in time as a heat map, and a line through the volumes at which the roster breaks."""
    across = [percent(absence) for absence in found.absences]
    frame = pd.DataFrame(
        [
            {"absence": across[k], "volume": f"×{volume:g}", "share": float(found.in_time[row, k]), "text": percent(float(found.in_time[row, k]))}
            for row, volume in enumerate(found.volumes)
            for k in range(len(across))
        ]
    )  # fmt: skip
    rows = [f"×{volume:g}" for volume in found.volumes]
    x = alt.X("absence:O", sort=across, title=say("scenario_page.sweep_away", language), axis=alt.Axis(labelAngle=0, titleAngle=0))  # fmt: skip
    y = alt.Y("volume:O", sort=rows, title=say("scenario_page.sweep_volume", language))
    base = alt.Chart(frame).encode(x=x, y=y)
    cells = base.mark_rect().encode(
        color=alt.Color("share:Q", scale=alt.Scale(domain=[0, 0.6, 1], range=["#C0392B", "#FBE6A2", "#2F8799"]), legend=None),
        tooltip=[alt.Tooltip("absence:N", title=say("scenario_page.sweep_away", language)), alt.Tooltip("volume:N", title=say("scenario_page.sweep_volume", language)), alt.Tooltip("text:N", title=say("chart.service", language))],
    )  # fmt: skip
    texts = base.mark_text(fontSize=12).encode(text="text:N")
    # A row in which the roster breaks is the first whose volume reaches the point; the line runs along its upper edge.
    edges = [
        {"absence": across[k], "volume": rows[next(row for row, v in enumerate(found.volumes) if v >= at)]}
        for k, at in enumerate(found.breaks)
        if at is not None
    ]
    marks = (
        alt.Chart(pd.DataFrame(edges, columns=["absence", "volume"]))
        .mark_tick(orient="horizontal", thickness=3, color=INK, yOffset=-20, size=90)
        .encode(x=x, y=y)
    )
    return dressed(alt.layer(cells, texts, marks, height=40 * len(rows)))
