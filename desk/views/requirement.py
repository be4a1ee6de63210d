import streamlit as st

from desk import planning
from desk.results import RequirementView
from desk.views.parts.requirement_chart import requirement_day, requirement_heat
from desk.views.parts.staffing_chart import step_over_fan
from desk.views.parts.staffing_panels import show_curve, show_referee, show_settings, show_work
from desk.views.parts.visit import Visit, empty, here
from desk.views.parts.window import choose_days
from desk.words import write_date
from desk.words.writing import clock, percent


def page(visit: Visit) -> None:
    """Show how many operators each half-hour takes, and what that rests on."""
    days = choose_days(visit)
    if planning.latest_forecast(visit.store, visit.who, start=days.start, days=days.days) is None:
        empty(
            visit.say("forecast_page.none"),
            visit.say("requirement_page.none_next"),
            "forecast.py",
            visit.say("requirement_page.to_forecast"),
        )
        return
    show(visit, planning.requirement(visit.store, visit.who, start=days.start, days=days.days))


def show(visit: Visit, view: RequirementView) -> None:
    """Show figures, heat map, one day and the settings."""
    need, language = view.requirement, visit.language
    grid = need.grid
    peak = int(need.operators.argmax())
    day, slot = divmod(peak, grid.slots_per_day)
    figures = st.columns(4, border=True)
    figures[0].metric(visit.say("requirement_page.hours"), f"{need.operator_hours():,.0f}")
    figures[1].metric(
        visit.say("needs.rostered"),
        f"{view.rostered_hours:,.0f}",
        help=visit.say("needs.rostered_hint", lost=percent(need.shrinkage, 1)),
    )
    figures[2].metric(
        visit.say("requirement_page.peak"),
        int(need.operators[peak]),
        visit.say("requirement_page.peak_at", day=grid.dates[day], time=clock(slot * grid.step, language)),
        delta_color="off",
        delta_arrow="off",
    )
    figures[3].metric(visit.say("requirement_page.calls"), f"{need.calls.sum():,.0f}")
    st.subheader(visit.say("requirement_page.title"))
    alt = visit.say("requirement_page.alt", first=grid.start, last=grid.end, peak=int(need.operators[peak]))
    st.altair_chart(requirement_heat(need, language), theme=None, alt=alt)
    chosen = st.selectbox(
        visit.say("requirement_page.day"),
        range(grid.days),
        format_func=lambda k: write_date(grid.dates[k], language),
        key=f"requirement.day_{visit.language}",
        width=420,
    )
    calls = requirement_day(need, view.low, view.high, chosen, language)
    alt = visit.say("requirement_page.day_alt", day=grid.dates[chosen])
    st.altair_chart(calls, theme=None, alt=alt)
    most = int(need.operators.reshape(grid.days, -1)[chosen].max())
    alt = visit.say("needs.step_alt", day=grid.dates[chosen], peak=most)
    st.altair_chart(step_over_fan(view, chosen, language), theme=None, alt=alt)
    st.caption(visit.say("needs.step_hint"))
    show_curve(visit, view, chosen)
    show_work(visit, view, chosen)
    show_referee(visit, view)
    show_settings(visit, view)


page(here())
