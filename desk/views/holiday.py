from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.reports.palette import ACCENT, BANDS, HOLIDAY, MUTED
from desk.results import HolidayPlan, Window
from desk.views.parts.axes import date_axis, dressed
from desk.views.parts.text_table import text_table
from desk.views.parts.visit import Visit, empty, here
from desk.words.writing import full_day, named, short_day, source_text, span, weekday

USUAL = "spring_festival"
"""The festival that is chosen first, if it is ahead."""


def page(visit: Visit) -> None:
    """Choose a festival: demand, requirement and standby, wishes and the team, the roster and its cost."""
    windows = planning.festival_windows(visit.store, visit.who)
    if not windows:
        empty(
            visit.say("holiday_page.none"),
            visit.say("holiday_page.none_next"),
            "calendar.py",
            visit.say("page.calendar"),
        )
        return
    first = next((k for k, window in enumerate(windows) if window.code == USUAL), 0)
    chosen = st.segmented_control(
        visit.say("holiday_page.festival"),
        range(len(windows)),
        default=first,
        required=True,
        format_func=lambda k: name_of(visit, windows[k]),
        key="holiday.festival",
    )
    window = windows[chosen]
    if window.provisional:
        st.info(visit.say("window.provisional", year=str(window.main.year)), icon=":material/event_busy:")
    plan = planning.holiday_plan(visit.store, visit.who, code=window.code, start=window.start)
    if plan is None:
        ask_to_forecast(visit, window)
        return
    show_figures(visit, plan)
    show_demand(visit, plan)
    show_roster(visit, plan)
    show_team(visit, plan)
    show_cost(visit, plan)


def name_of(visit: Visit, window: Window) -> str:
    """Return the festival and its days."""
    return (
        f"{named('holiday', window.code, visit.language)} {span(window.first, window.last, visit.language)}"
    )


def ask_to_forecast(visit: Visit, window: Window) -> None:
    """Offer to compute the forecast of these days."""
    empty(visit.say("holiday_page.no_forecast"), visit.say("forecast_page.none_next"))
    if st.button(visit.say("forecast_page.compute"), type="primary", key="holiday.compute"):
        with visit.telling():
            with st.spinner(visit.say("progress.forecasting")):
                planning.forecast(visit.store, visit.who, start=window.start, days=window.days)
            st.rerun()


def show_figures(visit: Visit, plan: HolidayPlan) -> None:
    """Show the break in four numbers."""
    inside = [d for d in plan.days if plan.window.first <= d.day.date <= plan.window.last]
    peak = max(inside, key=lambda d: d.expected)
    standby = max(inside, key=lambda d: d.standby90)
    figures = st.columns(4, border=True)
    figures[0].metric(visit.say("holiday_page.days"), len(inside))
    figures[1].metric(
        visit.say("holiday_page.calls"), f"{sum(d.expected for d in inside):,.0f}",
        visit.say("forecast_page.peak_day", day=short_day(peak.day.date, visit.language), mean=f"{peak.expected:,.0f}"),
        delta_color="off", delta_arrow="off",
    )  # fmt: skip
    figures[2].metric(visit.say("requirement_page.hours"), f"{sum(d.needed for d in inside):,.1f}")
    figures[3].metric(
        visit.say("holiday_page.standby"), standby.standby90,
        visit.say("holiday_page.standby_day", day=short_day(standby.day.date, visit.language))
        if standby.standby90
        else visit.say("holiday_page.standby_none"),
        delta_color="off", delta_arrow="off",
    )  # fmt: skip


def show_demand(visit: Visit, plan: HolidayPlan) -> None:
    """Show the demand band and last year's festival, and the day table with standby."""
    st.subheader(visit.say("holiday_page.demand"))
    alt_text = visit.say("holiday_page.demand_alt", first=plan.days[0].day.date, last=plan.days[-1].day.date)
    st.altair_chart(demand_chart(visit, plan), theme=None, alt=alt_text)
    rows = [
        {
            "day": f"{short_day(d.day.date, visit.language)} {weekday(d.day.date, visit.language)}", "kind": day_name(visit, plan, d.day.date, d.day.holiday), "expected": round(d.expected),
            "interval": f"{d.low:,.0f}–{d.high:,.0f}", "last_time": None if d.last_time is None else round(d.last_time), "needed": d.needed, "peak": d.peak,
            "rostered": d.rostered, "standby75": d.standby75, "standby90": d.standby90,
        }
        for d in plan.days
    ]  # fmt: skip
    st.dataframe(
        pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"holiday_page.col_{c}")),
        hide_index=True,
        height="content",
        placeholder="–",
        column_config={visit.say("holiday_page.col_needed"): st.column_config.NumberColumn(format="%.1f")},
    )
    st.caption(visit.say("holiday_page.standby_how"))


def day_name(visit: Visit, plan: HolidayPlan, day: object, holiday: str | None) -> str:
    """Return the kind of a day in words."""
    facts = next(d.day for d in plan.days if d.day.date == day)
    if facts.statutory and holiday:
        return named("holiday", holiday, visit.language)
    return visit.say(f"day_kind.{facts.kind}")


def demand_chart(visit: Visit, plan: HolidayPlan) -> alt.LayerChart:
    """Return the band of every day, last year's festival beside it, the break shaded."""
    frame = pd.DataFrame(
        [
            {
                "date": pd.Timestamp(d.day.date),
                "expected": d.expected,
                "low": d.low,
                "high": d.high,
                "last": d.last_time,
            }
            for d in plan.days
        ]
    )
    shade = pd.DataFrame(
        [
            {
                "from": pd.Timestamp(plan.window.first),
                "to": pd.Timestamp(plan.window.last) + pd.Timedelta(days=1),
            }
        ]
    )
    title = visit.say("chart.calls")
    names = [visit.say(f"holiday_page.{name}") for name in ("band", "line", "before")]
    scale = alt.Scale(domain=names, range=[BANDS[1], ACCENT, MUTED])
    x = alt.X("date:T", axis=date_axis(visit.language))
    base = alt.Chart(frame).encode(x=x)
    holiday = alt.Chart(shade).mark_rect(color=HOLIDAY, opacity=0.6).encode(x="from:T", x2="to:T")

    def part(marks: alt.Chart, name: str) -> alt.Chart:
        return marks.transform_calculate(series=f"'{name}'").encode(color=alt.Color("series:N", scale=scale))

    band = part(base.mark_area(opacity=0.8), names[0]).encode(y=alt.Y("low:Q", title=title), y2="high:Q")
    line = part(base.mark_line(point=True), names[1]).encode(y=alt.Y("expected:Q", title=title))
    last = part(base.mark_line(strokeDash=[4, 3]), names[2]).encode(y=alt.Y("last:Q", title=title))
    return dressed(alt.layer(holiday, band, last, line).properties(height=230))


def show_roster(visit: Visit, plan: HolidayPlan) -> None:
    """Say how far the roster is, and lead there."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        if plan.version is None:
            st.write(visit.say("holiday_page.no_roster"))
        else:
            state = visit.say(f"roster_page.{plan.state}")
            st.write(visit.say("holiday_page.roster", version=plan.version, state=state))
        label = "make" if plan.version is None and visit.who.role is Role.HEAD else "look"
        if st.button(
            visit.say(f"holiday_page.{label}"),
            type="primary" if label == "make" else "secondary",
            key="holiday.roster",
        ):
            st.session_state["window.chosen"] = f"{plan.window.code}@{plan.window.start}"
            st.switch_page("roster.py")


def show_team(visit: Visit, plan: HolidayPlan) -> None:
    """Show who worked it before, who wishes for days off, and who is away."""
    st.subheader(visit.say("holiday_page.team"))
    if not plan.members:
        empty(visit.say("team_page.none"), visit.say("team_page.none_next"))
        return
    ordered = sorted(plan.members, key=lambda m: (m.times + m.eves, m.code))
    rows = [
        {
            "name": m.name, "zone": named("zone", m.zone, visit.language), "eves": m.eves, "times": m.times, "wishes": days_of(visit, m.wishes),
            "away": days_of(visit, m.away), "shifts": "–" if m.shifts is None else m.shifts,
        }
        for m in ordered
    ]  # fmt: skip
    left_out = () if plan.window.code == USUAL else ("eves",)
    worded(visit, rows, left_out)
    st.caption(visit.say("holiday_page.team_how"))


def days_of(visit: Visit, days: tuple[date, ...]) -> str:
    """Return days in short, neighbouring ones as a span; nothing if there are none."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    ends = [[short_day(day, visit.language) for day in (run[0], run[-1])] for run in runs]
    return " · ".join(first if first == last else f"{first}–{last}" for first, last in ends)


def worded(visit: Visit, rows: Sequence[Mapping[str, object]], left_out: tuple[str, ...] = ()) -> None:
    """Show rows under the heads of this page."""
    text_table(
        [
            {visit.say(f"holiday_page.col_{c}"): value for c, value in row.items() if c not in left_out}
            for row in rows
        ]
    )


def show_cost(visit: Visit, plan: HolidayPlan) -> None:
    """Show the hours by kind of day and what they count in pay."""
    st.subheader(visit.say("holiday_page.cost"))
    if not plan.pay:
        st.caption(visit.say("holiday_page.no_cost"))
        return
    rows = [
        {
            "kind": visit.say(f"holiday_page.{line.kind}"), "hours": line.hours, "multiplier": f"{line.multiplier:g}", "weighted": line.weighted,
            "others": line.others, "source": source_text(line.source, visit.language), "as_of": full_day(line.as_of, visit.language),
        }
        for line in plan.pay
    ]  # fmt: skip
    worded(visit, rows)
    st.caption(visit.say("holiday_page.cost_how", hours=sum(line.weighted for line in plan.pay)))


page(here())
