"""Service by day, a line for every scenario."""

import altair as alt
import pandas as pd

from desk.reports.scenario_report import scenario_name
from desk.results.scenarios import ScenarioTable
from desk.views.parts.axes import date_axis, dressed
from desk.words import say, write_date


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
