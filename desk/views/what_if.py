import pandas as pd
import streamlit as st

from desk import planning
from desk.results import Comparison, Situation
from desk.views.parts.visit import Visit, here, need_a_roster
from desk.views.parts.what_if_chart import calls_and_cover, service_by_day
from desk.views.parts.window import choose_days
from desk.words import write_date
from desk.words.writing import percent


def page(visit: Visit) -> None:
    """Ask what happens if more people call or fewer operators come, and show it before and after."""
    days = choose_days(visit)
    known = [
        (v.id, v.state)
        for v in planning.versions(visit.store, visit.who)
        if (v.start, v.days) == (days.start, days.days)
    ]
    if not known:
        need_a_roster(visit)
        return
    volume, absence, handling = ask(visit)
    forecast = planning.latest_forecast(visit.store, visit.who, start=days.start, days=days.days)
    question = (days, volume, absence, handling, known, forecast and forecast.made_at)
    asked, view = st.session_state.get("what_if.answer", (None, None))
    if view is None or asked != question:
        view = planning.what_if(
            visit.store,
            visit.who,
            volume=volume,
            absence=absence,
            handling=handling,
            start=days.start,
            days=days.days,
        )
        st.session_state["what_if.answer"] = (question, view)
    show(visit, view, volume, absence)


def ask(visit: Visit) -> tuple[float, float, float]:
    """Ask for the factors in one form, so that nothing is computed while they are being set."""
    with st.form("what_if.form"):
        st.markdown(f"**{visit.say('what_if_page.question')}**")
        columns = st.columns(3, gap="large")
        volume = columns[0].slider(
            visit.say("what_if_page.volume"),
            0.5,
            4.0,
            1.5,
            0.1,
            format="%.1f×",
            key="what_if.volume",
            help=visit.say("what_if_page.volume_hint"),
        )
        absence = columns[1].slider(
            visit.say("what_if_page.absence"), 0, 60, 10, 5, format="%d%%", key="what_if.absence"
        )
        handling = columns[2].slider(
            visit.say("what_if_page.handling"), 0.7, 1.5, 1.0, 0.05, format="%.2f×", key="what_if.handling"
        )
        st.form_submit_button(visit.say("what_if_page.ask"), type="primary", key="what_if.ask")
    return volume, absence / 100, handling


def show(visit: Visit, view: Comparison, volume: float, absence: float) -> None:
    """Show the answer in one sentence, then figures, days and the table."""
    before, after, language = view.before, view.after, visit.language
    gap = after.missing_hours
    sentence = visit.say(
        "what_if_page.worse",
        volume=f"{volume:.1f}",
        absence=percent(absence),
        before=percent(before.mean_service_level),
        after=percent(after.mean_service_level),
        gap=f"{gap:,.0f}",
    )
    (st.warning if gap > before.missing_hours else st.info)(sentence)
    figures = st.columns(3, border=True)
    figures[0].metric(
        visit.say("what_if_page.service"),
        percent(after.mean_service_level),
        visit.say(
            "what_if_page.points",
            points=f"{(after.mean_service_level - before.mean_service_level) * 100:+.0f}",
        ),
    )
    figures[1].metric(
        visit.say("what_if_page.wait"),
        wait(visit, after.mean_wait),
        visit.say("writing.seconds", seconds=f"{after.mean_wait - before.mean_wait:+,.0f}"),
        delta_color="inverse",
    )
    figures[2].metric(
        visit.say("what_if_page.lost"),
        f"{after.total_abandoned:,.0f}",
        f"{after.total_abandoned - before.total_abandoned:+,.0f}",
        delta_color="inverse",
    )
    figures = st.columns(3, border=True)
    figures[0].metric(
        visit.say("what_if_page.calls"),
        f"{after.total_calls:,.0f}",
        f"{after.total_calls - before.total_calls:+,.0f}",
        delta_color="off",
    )
    figures[1].metric(
        visit.say("what_if_page.need"),
        hours(after),
        f"{after.operator_hours_required - before.operator_hours_required:+,.0f}",
        delta_color="off",
    )
    figures[2].metric(
        visit.say("what_if_page.gap"),
        f"{gap:,.0f}",
        f"{gap - before.missing_hours:+,.0f}",
        delta_color="inverse",
    )
    st.subheader(visit.say("what_if_page.hours_title"))
    st.altair_chart(calls_and_cover(view, language), theme=None, alt=visit.say("what_if_page.hours_alt"))
    st.subheader(visit.say("what_if_page.service_title"))
    st.altair_chart(service_by_day(view, language), theme=None, alt=visit.say("what_if_page.service_alt"))
    st.caption(visit.say("what_if_page.assumption"))
    with st.expander(visit.say("what_if_page.table")):
        st.dataframe(table(visit, view), hide_index=True)


def wait(visit: Visit, seconds: float) -> str:
    """Return a wait in seconds, or in minutes where that reads better."""
    if seconds < 120:
        return visit.say("writing.seconds", seconds=f"{seconds:.0f}")
    return visit.say("writing.minutes", minutes=f"{seconds / 60:.1f}")


def hours(situation: Situation) -> str:
    """Return the operator hours that are needed."""
    return f"{situation.operator_hours_required:,.0f}"


def table(visit: Visit, view: Comparison) -> pd.DataFrame:
    """Return every day before and after."""
    rows = [
        {
            "day": write_date(line.day, visit.language), "calls_before": round(line.calls_before), "calls_after": round(line.calls_after),
            "peak_before": line.peak_before, "peak_after": line.peak_after,
            "service_before": percent(line.service_before), "service_after": percent(line.service_after),
        }
        for line in view.by_day
    ]  # fmt: skip
    return pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"what_if_page.{c}"))


page(here())
