import pandas as pd
import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.results import CalendarYear
from desk.views.parts.events import show_events
from desk.views.parts.forecast_chart import kind_of_day
from desk.views.parts.visit import Visit, here
from desk.views.parts.year_chart import year_chart
from desk.words import write_date
from desk.words.writing import named
from forecast.calendar import DayKind


def page(visit: Visit) -> None:
    """Show a year's days and breaks; a planner may correct one."""
    today = planning.centre(visit.store, visit.who).today
    year = st.segmented_control(
        visit.say("calendar_page.year"),
        [today.year - 1, today.year, today.year + 1],
        default=today.year,
        required=True,
        key="calendar.year",
    )
    view = planning.calendar_year(visit.store, visit.who, year=year)
    if view.provisional:
        st.warning(
            f"**{visit.say('calendar_page.provisional', year=str(year))}**  \n{visit.say('calendar_page.provisional_next')}",
            icon=":material/event_busy:",
        )
    else:
        st.success(visit.say("calendar_page.announced", year=str(year)), icon=":material/event_available:")
    st.altair_chart(
        year_chart(view.days, visit.language), theme=None, alt=visit.say("calendar_page.alt", year=str(year))
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_festivals(visit, view)
    if visit.who.role is Role.HEAD:
        with right:
            ask_to_correct(visit, view)
    show_events(visit)


def show_festivals(visit: Visit, view: CalendarYear) -> None:
    """Show the breaks and the make-up workdays."""
    st.subheader(visit.say("calendar_page.festivals"))
    rows = [
        {
            "festival": named("holiday", w.code, visit.language), "first": write_date(w.first, visit.language),
            "last": write_date(w.last, visit.language), "days": (w.last - w.first).days + 1,
        }
        for w in view.festivals
    ]  # fmt: skip
    st.dataframe(
        pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"calendar_page.{c}")), hide_index=True
    )
    makeups = [write_date(d.date, visit.language) for d in view.days if d.kind is DayKind.MAKEUP]
    if makeups:
        st.caption(f"{visit.say('calendar_page.makeups')}: {' · '.join(makeups)}")


def ask_to_correct(visit: Visit, view: CalendarYear) -> None:
    """Correct one date."""
    st.subheader(visit.say("calendar_page.override"))
    codes = sorted({d.holiday for d in view.days if d.holiday})
    with st.form("calendar.form"):
        day = st.date_input(
            visit.say("calendar_page.date"),
            view.days[0].date,
            min_value=view.days[0].date,
            max_value=view.days[-1].date,
            key=f"calendar.date_{view.year}",
        )
        kind = st.selectbox(
            visit.say("calendar_page.kind"),
            list(DayKind),
            format_func=lambda k: visit.say(f"day_kind.{k}"),
            key=f"calendar.kind_{visit.language}",
        )
        holiday = st.selectbox(
            visit.say("calendar_page.holiday"),
            [None, *codes],
            format_func=lambda c: (
                visit.say("calendar_page.no_holiday") if c is None else named("holiday", c, visit.language)
            ),
            key=f"calendar.holiday_{visit.language}",
        )
        statutory = st.checkbox(visit.say("calendar_page.statutory"), key="calendar.statutory")
        if st.form_submit_button(visit.say("calendar_page.save"), key="calendar.save"):
            planning.override_day(
                visit.store,
                visit.who,
                day=day,
                kind=kind or DayKind.WORKDAY,
                holiday=holiday,
                statutory=statutory,
            )
            changed = next(
                d
                for d in planning.calendar_year(visit.store, visit.who, year=view.year).days
                if d.date == day
            )
            st.success(visit.say("calendar_page.saved", day=day, kind=kind_of_day(changed, visit.language)))


page(here())
