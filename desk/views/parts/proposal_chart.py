"""The picture of what stands out: what came in beside the usual level, the days in question shaded."""

from datetime import timedelta

import altair as alt
import numpy as np
import pandas as pd

from desk.reports.palette import ACCENT, HOLIDAY, INK
from desk.views.parts.axes import date_axis, dressed
from desk.words import say, write_date
from forecast.calendar import EventKind
from forecast.marks import Proposal


def proposal_chart(proposal: Proposal, language: str) -> alt.LayerChart:
    """Return both lines; a level break is shaded from its first day to the end of the picture."""
    days = [proposal.first + timedelta(days=k) for k in range(len(proposal.actual))]
    last = days[-1] if proposal.kind is EventKind.PLATFORM else proposal.end
    names = [say("mark.actual", language), say("mark.expected", language)]
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(days * 2),
            "value": np.concatenate([proposal.actual, proposal.expected]),
            "series": [names[0]] * len(days) + [names[1]] * len(days),
            "label": [write_date(day, language) for day in days] * 2,
        }
    )
    shaded = pd.DataFrame(
        {
            "from": [pd.Timestamp(proposal.start) - pd.Timedelta(hours=12)],
            "to": [pd.Timestamp(last) + pd.Timedelta(hours=12)],
        }
    )
    x = alt.X("date:T", axis=date_axis(language))
    area = alt.Chart(shaded).mark_rect(color=HOLIDAY, opacity=0.8).encode(x=alt.X("from:T", axis=date_axis(language)), x2="to:T")  # fmt: skip
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=1.8)
        .encode(
            x=x,
            y=alt.Y("value:Q", title=say("chart.calls", language)),
            color=alt.Color("series:N", scale=alt.Scale(domain=names, range=[INK, ACCENT]), legend=alt.Legend(symbolType="stroke")),
            tooltip=[
                alt.Tooltip("label:N", title=say("chart.date", language)),
                alt.Tooltip("series:N", title=say("chart.series", language)),
                alt.Tooltip("value:Q", title=say("chart.calls", language), format=",.0f"),
            ],
        )
    )  # fmt: skip
    return dressed(alt.layer(area, lines, height=200))
