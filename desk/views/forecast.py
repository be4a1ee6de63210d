from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from desk import planning
from desk.results import ForecastView
from desk.views.parts.background import Work, awaited, begin, busy
from desk.views.parts.breakdown import show_breakdown
from desk.views.parts.explanation import show_explanation
from desk.views.parts.forecast_chart import CLICKED, fan_chart, kind_of_day
from desk.views.parts.hindsight import show_festivals, show_models, show_review
from desk.views.parts.so_far import show_day_so_far
from desk.views.parts.visit import Visit, empty, here
from desk.views.parts.window import Days, choose_days
from desk.words import write_date
from desk.words.choosing import model_name, note_sentence, reason
from desk.words.writing import percent, short_day

COMPARED = 0.8
"""Share of the work that is done when the models have been compared on the past and the forecast begins."""

COMPUTING = "forecast.computing"
"""Key of the forecast that is being computed."""

SECTIONS: dict[str, Callable[[Visit], None]] = {
    "today": show_day_so_far,
    "review": show_review,
    "value": show_models,
    "festival": show_festivals,
}
"""What can be shown below the forecast, one at a time, beside its grounds and its breakdown."""


def page(visit: Visit) -> None:
    """Show the forecast of a window, or how to get one."""
    days = choose_days(visit)
    view = planning.latest_forecast(visit.store, visit.who, start=days.start, days=days.days)
    if view is None:
        empty(visit.say("forecast_page.none"), visit.say("forecast_page.none_next"))
    label = "compute" if view is None else "again"
    if st.button(
        visit.say(f"forecast_page.{label}"),
        type="primary" if view is None else "secondary",
        key="forecast.compute",
        disabled=busy(COMPUTING),
    ):
        compute(visit, days)
    if awaited(visit, COMPUTING) is not None:
        st.toast(visit.say("forecast_page.done"), icon=":material/check:")
        view = planning.latest_forecast(visit.store, visit.who, start=days.start, days=days.days)
    if view is not None:
        show(visit, view)


def compute(visit: Visit, days: Days) -> None:
    """Let the forecast be computed beside the page; the result is kept in the store."""

    def forecast(work: Work[ForecastView]) -> ForecastView:
        making = visit.say("progress.forecasting")

        def told(code: str, share: float) -> None:
            if code == "scoring":
                text = visit.say("progress.scoring", share=percent(share))
                work.go_on(COMPARED * share, text if share < 1 else making)

        work.tell(0.0, making)
        return planning.forecast(visit.store, visit.who, start=days.start, days=days.days, progress=told)

    begin(COMPUTING, forecast)


def show(visit: Visit, view: ForecastView) -> None:
    """Show figures, fan chart, the day that was clicked, and the grounds."""
    language, prediction = visit.language, view.prediction
    dates = prediction.grid.dates
    total = float(prediction.mean.sum())
    low, high = view.total_range
    peak = int(prediction.mean.argmax())
    figures = st.columns(3, border=True)
    figures[0].metric(
        visit.say("forecast_page.total"),
        f"{total:,.0f}",
        visit.say("forecast_page.range", low=f"{low:,.0f}", high=f"{high:,.0f}"),
        delta_color="off",
        delta_arrow="off",
    )
    figures[1].metric(
        visit.say("forecast_page.peak"),
        short_day(dates[peak], language),
        visit.say("forecast_page.peak_calls", calls=f"{prediction.mean[peak]:,.0f}"),
        delta_color="off",
        delta_arrow="off",
    )
    naive = float(view.naive.mean.sum())
    difference = (
        visit.say("forecast_page.naive_difference", share=f"{total / naive - 1:+.0%}") if naive else None
    )
    figures[2].metric(
        visit.say("forecast_page.naive_total"),
        f"{naive:,.0f}",
        difference,
        delta_color="off",
        delta_arrow="off",
    )
    st.caption(visit.say("forecast_page.origin", origin=view.origin, made_at=visit.local(view.made_at)))
    st.subheader(visit.say("forecast_page.chart_title"))
    chart = fan_chart(
        view.history.dates,
        view.history.values,
        prediction,
        view.naive,
        (*view.past, *view.calendar),
        [(e.code, e.first, e.last) for e in view.events],
        language,
    )
    alt = visit.say("forecast_page.chart_alt", first=dates[0], last=dates[-1], total=f"{total:,.0f}")
    key = f"forecast.day_{dates[0]}_{len(dates)}"
    event = st.altair_chart(
        chart, theme=None, alt=alt, key=f"{key}_chart", on_select="rerun", selection_mode=CLICKED
    )
    take_click(event, dates, key)
    chosen = st.selectbox(
        visit.say("forecast_page.choose_day"),
        range(len(dates)),
        format_func=lambda k: write_date(dates[k], language),
        key=key,
    )
    show_day(visit, view, chosen)
    section = st.segmented_control(
        visit.say("section.label"), ["grounds", "breakdown", *SECTIONS], default="grounds", required=True, key="forecast.section",
        format_func=lambda name: visit.say(f"section.{name}"), label_visibility="collapsed",
    )  # fmt: skip
    if section == "grounds":
        show_grounds(visit, view)
    elif section == "breakdown":
        show_breakdown(visit, Days(view.start, view.days))
    else:
        SECTIONS[section](visit)


def show_grounds(visit: Visit, view: ForecastView) -> None:
    """Show why this model is in use, why the interval is as wide as it is, and every day."""
    left, right = st.columns([2, 1], gap="large")
    with left:
        st.subheader(visit.say("forecast_page.scores_title"))
        show_scores(visit, view)
    with right:
        st.subheader(visit.say("forecast_page.why_wide"))
        chosen = reason(view.notes)
        others = [note for note in view.notes if note is not chosen]
        for note in others:
            st.markdown(f"- {note_sentence(note, visit.language)}")
        if not others:
            st.write(visit.say("forecast_page.no_notes"))
    show_table(visit, view)


def take_click(event: object, dates: tuple[date, ...], key: str) -> None:
    """Choose the day that was clicked on the chart, once, so that the list can change it again."""
    found = getattr(event, "selection", {}).get(CLICKED, [])
    clicked = found[0].get("day") if found else None
    if clicked != st.session_state.get(f"{key}_clicked"):
        st.session_state[f"{key}_clicked"] = clicked
        chosen = next((k for k, day in enumerate(dates) if day.isoformat() == clicked), None)
        if chosen is not None:
            st.session_state[key] = chosen


def show_day(visit: Visit, view: ForecastView, k: int) -> None:
    """Show one day: expected, interval, naive, and what kind of day it is."""
    prediction = view.prediction
    day = view.calendar[k]
    with st.container(border=True):
        st.markdown(f"**{write_date(day.date, visit.language)}** · {kind_of_day(day, visit.language)}")
        cells = st.columns(4)
        cells[0].metric(visit.say("forecast_page.day_expected"), f"{prediction.mean[k]:,.0f}")
        cells[1].metric(
            visit.say("forecast_page.day_interval"),
            f"{prediction.quantile(0.1)[k]:,.0f}–{prediction.quantile(0.9)[k]:,.0f}",
        )
        cells[2].metric(visit.say("forecast_page.day_naive"), f"{view.naive.mean[k]:,.0f}")
        if k < len(view.last_year.values):
            last = view.last_year.values[k]
            cells[3].metric(
                visit.say("forecast_page.day_last_year"), "–" if pd.isna(last) else f"{last:,.0f}"
            )
        show_explanation(visit, day.date)


def show_scores(visit: Visit, view: ForecastView) -> None:
    """Say in plain words why this model is in use, then show the numbers."""
    name = model_name(view.champion, visit.language)
    scores = {score.model: score for score in view.scores}
    champion = scores.get("champion", scores.get(view.champion))
    naive = scores.get("seasonal_naive")
    chosen = reason(view.notes)
    if chosen is not None:
        st.write(note_sentence(chosen, visit.language))
    if champion is None or naive is None:
        st.write(visit.say("forecast_page.champion_unscored", champion=name))
    else:
        if champion.crps < naive.crps:
            gain = percent(1 - champion.crps / naive.crps)
            st.write(visit.say("forecast_page.champion_better", champion=name, gain=gain))
        else:
            st.write(visit.say("forecast_page.champion_same", champion=name))
        st.write(visit.say("forecast_page.coverage_plain", coverage=percent(champion.coverage80)))
    if not scores:
        return
    table = pd.DataFrame(
        [
            {
                "model": model_name(s.model, visit.language), "crps": f"{s.crps:.3f}", "mase": f"{s.mase:.2f}", "wape": percent(s.wape, 1),
                "coverage80": percent(s.coverage80), "coverage95": percent(s.coverage95), "seconds": f"{s.seconds:.1f}",
            }
            for s in view.scores
        ]
    )  # fmt: skip
    st.table(
        table.rename(columns=lambda c: visit.say(f"forecast_page.{c}")).set_index(
            visit.say("forecast_page.model")
        )
    )


def show_table(visit: Visit, view: ForecastView) -> None:
    """Show every day as a table that can be taken along."""
    prediction = view.prediction
    table = pd.DataFrame(
        {
            visit.say("chart.date"): [write_date(d.date, visit.language) for d in view.calendar],
            visit.say("chart.kind"): [kind_of_day(d, visit.language) for d in view.calendar],
            visit.say("chart.expected"): prediction.mean.round().astype(int),
            "10%": prediction.quantile(0.1).round().astype(int),
            "90%": prediction.quantile(0.9).round().astype(int),
            visit.say("chart.naive"): view.naive.mean.round().astype(int),
        }
    )
    with st.expander(visit.say("forecast_page.table")):
        st.dataframe(table, hide_index=True)


page(here())
