"""The waterfall: from a typical day to the forecast of one day, part by part."""

import altair as alt
import pandas as pd

from desk.reports.palette import ACCENT, GAP, MUTED
from desk.views.parts.axes import dressed
from desk.words import say
from desk.words.explaining import number, signed, signed_percent
from forecast.explain import Explanation

RISE = "#2F8799"
FALL = GAP
WHOLE = ACCENT


def waterfall(found: Explanation, language: str) -> alt.LayerChart:
    """Return one bar per part that is worth a call, between what stands before and after it, and the number."""
    rows, level = [], 0.0
    rounded = found.rounded()
    for part, calls in zip(found.parts, rounded, strict=True):
        if part.share is not None and not calls:
            continue
        first = part.share is None
        name = say(f"part.{part.code}", language)
        rows.append(
            {
                "name": name, "from": level, "to": level + calls, "fill": WHOLE if first else RISE if calls > 0 else FALL,
                "text": number(calls, found.digits) if first else signed(calls, found.digits),
                "by": "" if part.share is None else signed_percent(part.share), "top": max(level, level + calls),
            }
        )  # fmt: skip
        level += calls
    if len(rows) > 1:
        rows.append(
            {
                "name": say("part.total", language), "from": 0.0, "to": level, "fill": WHOLE,
                "text": number(level, found.digits), "by": "", "top": level,
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    x = alt.X("name:N", sort=list(frame["name"]), axis=alt.Axis(title=None, labelAngle=0, ticks=False, domain=False))  # fmt: skip
    base = alt.Chart(frame).encode(x=x)
    bars = base.mark_bar(cornerRadius=2, size=42).encode(
        y=alt.Y("from:Q", title=say("chart.calls", language)),
        y2="to:Q",
        color=alt.Color("fill:N", scale=None),
        tooltip=[
            alt.Tooltip("name:N", title=say("explain.part", language)),
            alt.Tooltip("text:N", title=say("explain.calls", language)),
            alt.Tooltip("by:N", title=say("explain.share", language)),
        ],
    )
    amounts = base.mark_text(dy=-20, fontSize=13, fontWeight=600).encode(y="top:Q", text="text:N")
    shares = base.mark_text(dy=-7, fontSize=11, color=MUTED).encode(y="top:Q", text="by:N")
    return dressed(alt.layer(bars, amounts, shares, height=260))
