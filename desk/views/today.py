from functools import partial

import streamlit as st

from desk import planning
from desk.reports.bulletin import Paper, duty_line, risk_sentences
from desk.results import Briefing, ComingDay
from desk.views.parts.background import Work, awaited, begin, busy
from desk.views.parts.so_far import show_day_so_far
from desk.views.parts.surge_watch import show_watch
from desk.views.parts.today_chart import today_charts
from desk.views.parts.visit import Visit, empty, here
from desk.words import write_date
from desk.words.writing import named, percent, short_day, weekday

LOOKING = "today.looking"
"""Key of the look back at the last week."""

USUAL = 28
"""Days of the plan whose forecast this page rests on."""


def page(visit: Visit) -> None:
    """Show the day: alarms, calls against the forecast, who is on duty, what waits, and the next seven days."""
    today = planning.centre(visit.store, visit.who).today
    if planning.latest_forecast(visit.store, visit.who, start=today, days=USUAL) is None:
        empty(
            visit.say("today_page.none"),
            visit.say("today_page.none_next"),
            "forecast.py",
            visit.say("requirement_page.to_forecast"),
        )
        return
    view = planning.briefing(visit.store, visit.who)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"#### {write_date(view.day, visit.language)}", width="content")
        offer_papers(visit)
    show_figures(visit, view)
    show_risks(visit, view)
    show_watch(visit)
    chart, duty = st.columns([3, 2], gap="large")
    with chart:
        show_day(visit, view)
    with duty:
        show_duty(visit, view)
    show_ahead(visit, view)
    show_past(visit, view)


def offer_papers(visit: Visit) -> None:
    """Offer the bulletin and the situation report."""
    with st.popover(visit.say("bulletin_page.heading"), icon=":material/download:", width="content"):
        for paper in Paper:
            for kind, form in (("pdf", "pdf"), ("txt", "text")):
                st.download_button(
                    visit.say(f"bulletin_page.{paper}_{form}"),
                    partial(
                        planning.bulletin,
                        visit.store,
                        visit.who,
                        paper=paper,
                        kind=kind,
                        language=visit.language,
                    ),
                    visit.say(
                        "bulletin_page.name",
                        paper=visit.say(f"bulletin.{paper}"),
                        day=str(planning.centre(visit.store, visit.who).today),
                        kind=kind,
                    ),
                    key=f"today.{paper}_{kind}",
                    on_click="ignore",
                    width="stretch",
                )


def show_figures(visit: Visit, view: Briefing) -> None:
    """Show the four numbers of the day."""
    figures = st.columns(4, border=True)
    now = sum(len(duty.people) for duty in view.on_now)
    whole = len({name for duty in view.duties for name in duty.people})
    figures[0].metric(
        visit.say("today_page.on_now"), now, visit.say("today_page.whole_day", count=whole), delta_color="off", delta_arrow="off"
    )  # fmt: skip
    first = next((line for line in view.ahead if line.day.date == view.day), None)
    if first is None:
        figures[1].metric(visit.say("today_page.expected"), "–")
    else:
        band = visit.say("forecast_page.range", low=f"{first.low:,.0f}", high=f"{first.high:,.0f}")
        figures[1].metric(
            visit.say("today_page.expected"), f"{first.expected:,.0f}", band, delta_color="off", delta_arrow="off"
        )  # fmt: skip
    backlog = view.backlog
    if backlog is None:
        figures[2].metric(visit.say("today_page.backlog"), "–", visit.say("today_page.no_backlog"), delta_color="off", delta_arrow="off")  # fmt: skip
    else:
        clear = (
            visit.say("today_page.not_today")
            if backlog.clear_at is None
            else visit.say("today_page.clear", time=f"{backlog.clear_at:%H:%M}")
        )
        about = "≈ " if backlog.estimated else ""
        figures[2].metric(
            visit.say("today_page.backlog"), f"{about}{backlog.messages:,.0f}", clear, delta_color="off", delta_arrow="off"
        )  # fmt: skip
    last = view.past[-1]
    figures[3].metric(
        visit.say("today_page.yesterday"),
        "–" if last.calls is None else f"{last.calls:,.0f}",
        visit.say("today_page.no_comparison")
        if last.deviation is None
        else visit.say("today_page.deviation", share=f"{last.deviation:+.0%}"),
        delta_color="off",
        delta_arrow="off",
    )


def show_risks(visit: Visit, view: Briefing) -> None:
    """Show what cannot wait in red, the rest as notes; the alarm of a surge stands first among them."""
    urgent = tuple(risk for risk in view.risks if risk.urgent)
    others = tuple(risk for risk in view.risks if not risk.urgent)
    if urgent:
        st.error(lines(risk_sentences(urgent, visit.language)), icon=":material/notifications_active:")
    else:
        st.success(visit.say("today_page.calm"), icon=":material/check_circle:")
    if others:
        st.info(lines(risk_sentences(others, visit.language)), icon=":material/info:")


def lines(sentences: list[str]) -> str:
    """Return sentences below each other."""
    return sentences[0] if len(sentences) == 1 else "\n".join(f"- {sentence}" for sentence in sentences)


def show_day(visit: Visit, view: Briefing) -> None:
    """Show the day's calls, expected and so far, above the operators."""
    st.subheader(visit.say("today_page.day"))
    if view.curve is None:
        empty(visit.say("today_page.too_far"), visit.say("today_page.too_far_next"))
        return
    alt = visit.say("today_page.day_alt", day=view.day)
    for chart in today_charts(view.curve, visit.language):
        st.altair_chart(chart, theme=None, alt=alt)
    if not view.curve.known:
        st.caption(visit.say("today_page.nothing_yet"))
    with st.expander(visit.say("today_page.so_far"), icon=":material/upload_file:"):
        show_day_so_far(visit)


def show_duty(visit: Visit, view: Briefing) -> None:
    """Show who is on duty now and later today."""
    st.subheader(visit.say("today_page.duty", time=f"{view.now:%H:%M}"))
    if not view.duties:
        empty(visit.say("today_page.nobody"), visit.say("today_page.nobody_next"))
        return
    for duty in view.duties:
        dot = ":green[●]" if duty in view.on_now else ":gray[○]"
        st.markdown(f"{dot} {duty_line(duty, visit.language)}")
    st.caption(visit.say("today_page.dots"))


def show_ahead(visit: Visit, view: Briefing) -> None:
    """Show the next days at a glance."""
    st.subheader(visit.say("bulletin.ahead"))
    for column, line in zip(st.columns(len(view.ahead), border=True), view.ahead, strict=True):
        with column:
            show_coming(visit, line)


def show_coming(visit: Visit, line: ComingDay) -> None:
    """Show one day ahead: calls, people and whether they are enough."""
    day = line.day
    name = f" {named('holiday', day.holiday, visit.language)}" if day.holiday and day.is_off else ""
    st.markdown(f"**{short_day(day.date, visit.language)}** {weekday(day.date, visit.language)}{name}")
    st.markdown(f"### {line.expected:,.0f}")
    st.caption(f"{line.low:,.0f}–{line.high:,.0f}")
    if line.on_duty is None:
        st.markdown(f":orange[{visit.say('today_page.unpublished')}]")
    elif line.missing_hours:
        st.markdown(f":red[{visit.say('today_page.missing', hours=line.missing_hours)}]")
    else:
        st.markdown(f":green[{visit.say('today_page.enough', count=line.on_duty)}]")
    if line.in_time is not None:
        st.caption(visit.say("today_page.in_time", share=percent(line.in_time)))


def show_past(visit: Visit, view: Briefing) -> None:
    """Offer to look back at the last week if no forecast of it was kept."""
    if any(line.expected is not None for line in view.past):
        return
    st.caption(visit.say("today_page.no_past"))
    if st.button(visit.say("today_page.look_back"), key="today.look_back", disabled=busy(LOOKING)):

        def look(work: Work[Briefing]) -> Briefing:
            work.tell(0.0, visit.say("papers_cli.looking_back"))
            return planning.briefing(visit.store, visit.who, look_back=True)

        begin(LOOKING, look, limit=60, stops=False)
    if awaited(visit, LOOKING) is not None:
        st.rerun()


page(here())
