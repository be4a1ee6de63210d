"""Sections of the forecast page that look back: a past forecast, all models, festivals of past years."""

from datetime import timedelta

import numpy as np
import pandas as pd
import streamlit as st

from desk import planning
from desk.planning.festivals import FIRST
from desk.results import ForecastReview
from desk.scored import ModelScore
from desk.views.parts.background import Work, awaited, begin, busy
from desk.views.parts.festival_chart import festival_chart
from desk.views.parts.review_chart import review_chart
from desk.views.parts.visit import Visit
from desk.words import write_date
from desk.words.choosing import model_name, note_sentence, reason
from desk.words.explaining import signed_percent
from desk.words.reviewing import hindsight_sentence
from desk.words.writing import named, percent

NAIVE = "seasonal_naive"
"""The model that all others are measured against."""


MEASURING, MEASURED = "value.measuring", "value.measured"
"""Keys of the models' scores, while they are worked out and then."""


def show_review(visit: Visit) -> None:
    """Show the forecast as it stood on a day that is chosen, beside what came in."""
    st.subheader(visit.say("review.title"))
    last = planning.centre(visit.store, visit.who).today - timedelta(days=1)
    as_of = st.date_input(
        visit.say("review.as_of"), last - timedelta(days=28), max_value=last - timedelta(days=1), key="review.as_of", width=240
    )  # fmt: skip
    with visit.telling():
        with st.spinner(visit.say("review.working")):
            view = planning.forecast_review(visit.store, visit.who, as_of=as_of)
        code = "kept" if view.kept else "later"
        found = view.hindsight
        st.write(
            hindsight_sentence(
                visit.language, days=found.days, wape=found.wape, naive_wape=found.naive_wape,
                bias=found.bias, inside80=found.inside80,
            )
        )  # fmt: skip
        st.caption(visit.say(f"review.as_of_{code}", as_of=view.as_of, made_at=visit.local(view.made_at)))
        chosen = reason(view.prediction.notes)
        if chosen is not None:
            st.caption(note_sentence(chosen, visit.language))
        dates = view.prediction.grid.dates
        alt = visit.say("review.chart_alt", first=dates[0], last=dates[-1])
        st.altair_chart(review_chart(view, visit.language), theme=None, alt=alt)
        with st.expander(visit.say("review.table")):
            st.dataframe(pd.DataFrame(review_rows(visit, view)), hide_index=True)
        if view.kept_dates:
            days = " · ".join(str(day) for day in view.kept_dates[:8])
            st.caption(visit.say("review.kept_days", days=days))


def review_rows(visit: Visit, view: ForecastReview) -> list[dict[str, str]]:
    """Return every day of a review as a row of words and figures."""
    low, high = view.prediction.quantile(0.1), view.prediction.quantile(0.9)
    rows = []
    for k, day in enumerate(view.prediction.grid.dates):
        actual, mean = float(view.actual[k]), float(view.prediction.mean[k])
        there = bool(np.isfinite(actual))
        inside = visit.say("review.yes" if low[k] <= actual <= high[k] else "review.no")
        rows.append(
            {
                visit.say("chart.date"): write_date(day, visit.language),
                visit.say("chart.expected"): f"{mean:,.0f}",
                visit.say("chart.likely"): f"{low[k]:,.0f}–{high[k]:,.0f}",
                visit.say("review.actual"): f"{actual:,.0f}" if there else "–",
                visit.say("review.error"): signed_percent(mean / actual - 1) if there and actual > 0 else "–",
                visit.say("review.inside"): inside if there else "–",
                visit.say("chart.naive"): f"{view.naive.mean[k]:,.0f}",
            }
        )
    return rows


def show_models(visit: Visit) -> None:
    """Show what every model would have added on the centre's own past, once it has been measured."""
    st.subheader(visit.say("value.title"))
    st.caption(visit.say("value.what_for"))
    if st.button(visit.say("value.compute"), key="value.ask", disabled=busy(MEASURING)):

        def measure(work: Work[tuple[ModelScore, ...]]) -> tuple[ModelScore, ...]:
            return planning.model_table(
                visit.store,
                visit.who,
                progress=lambda _, share: work.go_on(share, visit.say("value.working")),
            )

        begin(MEASURING, measure)
    if (found := awaited(visit, MEASURING)) is not None:
        st.session_state[MEASURED] = found
    scores: tuple[ModelScore, ...] | None = st.session_state.get(MEASURED)
    if scores is not None:
        st.dataframe(pd.DataFrame(model_rows(visit, scores)), hide_index=True)
        st.caption(visit.say("value.note"))


def model_rows(visit: Visit, scores: tuple[ModelScore, ...]) -> list[dict[str, str]]:
    """Return every model's figures as a row, its gain over seasonal naive first."""
    naive = next((s.crps for s in scores if s.model == NAIVE), 0.0)
    return [
        {
            visit.say("forecast_page.model"): model_name(s.model, visit.language),
            visit.say("value.gain"): signed_percent(1 - s.crps / naive) if naive else "–",
            visit.say("forecast_page.crps"): f"{s.crps:.3f}",
            visit.say("forecast_page.mase"): f"{s.mase:.2f}",
            visit.say("forecast_page.wape"): percent(s.wape, 1),
            visit.say("forecast_page.coverage80"): percent(s.coverage80),
            visit.say("forecast_page.coverage95"): percent(s.coverage95),
            visit.say("forecast_page.seconds"): f"{s.seconds:.1f}",
        }
        for s in scores
    ]


def show_festivals(visit: Visit) -> None:
    """Lay the festivals of all years over each other."""
    year = planning.centre(visit.store, visit.who).today.year
    codes = [w.code for w in planning.calendar_year(visit.store, visit.who, year=year).festivals]
    codes.sort(key=lambda code: code != "spring_festival")
    if not codes:
        st.write(visit.say("festival.none"))
        return
    code = st.selectbox(
        visit.say("festival.which"), codes, key=f"festival.which_{visit.language}", width=240,
        format_func=lambda c: named("holiday", c, visit.language),
    )  # fmt: skip
    lunar = code == "spring_festival"
    st.subheader(visit.say("festival.title" if lunar else "festival.title_plain"))
    with visit.telling():
        curves = planning.festival_curves(visit.store, visit.who, code=code or codes[0])
        if not curves:
            st.write(visit.say("festival.none"))
            return
        chart = festival_chart(curves, FIRST, visit.language, lunar=lunar)
        st.altair_chart(chart, theme=None, alt=visit.say("festival.alt", count=len(curves)))
