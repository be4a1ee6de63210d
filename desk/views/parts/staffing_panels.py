"""Panels of the requirement page: one half-hour's trade-off, the work between the calls, the referee, the settings."""

import streamlit as st

from desk import planning
from desk.reports.scenario_report import eased_lines
from desk.reports.settings_words import capped_line, fitted_value, setting_value
from desk.results import Confirmation, RequirementView
from desk.views.parts.background import Work, awaited, begin, busy
from desk.views.parts.staffing_chart import trade_off_charts, work_chart
from desk.views.parts.text_table import text_table
from desk.views.parts.visit import Visit
from desk.words import say
from desk.words.writing import clock, full_day, named, percent, source_text


def show_curve(visit: Visit, view: RequirementView, day: int) -> None:
    """Let one half-hour of a day be chosen, and show its curve."""
    need, language = view.requirement, visit.language
    grid = need.grid
    first = day * grid.slots_per_day
    open_ = [s for s in range(grid.slots_per_day) if need.operators[first + s] > 0]
    if not open_:
        return
    st.subheader(visit.say("needs.curve_title"))
    busiest = max(open_, key=lambda s: (need.operators[first + s], need.calls[first + s]))
    slot = st.selectbox(
        visit.say("needs.curve_half_hour"), open_, index=open_.index(busiest), width=220,
        format_func=lambda s: clock(s * grid.step, language), key=f"requirement.slot.{day}",
    )  # fmt: skip
    found = planning.staffing_curve(
        visit.store, visit.who, start=grid.start, days=grid.days, slot=first + slot
    )
    alt = visit.say("needs.curve_alt", day=found.day, time=clock(slot * grid.step, language))
    for column, chart in zip(st.columns(3), trade_off_charts(found, language), strict=True):
        column.altair_chart(chart, theme=None, alt=alt)
    if (holds := found.curve.holds_of(found.required)) is not None:
        st.caption(
            visit.say(
                "needs.curve_line", operators=found.required, calls=f"{holds:,.1f}", expected=f"{found.calls:,.1f}",
                method=visit.say(f"method.{found.method}"),
            )
        )  # fmt: skip


def show_work(visit: Visit, view: RequirementView, day: int) -> None:
    """Show when the work that can wait is done."""
    need = view.requirement
    grid, plan = need.grid, need.call_backs
    st.subheader(visit.say("needs.work_title"))
    if plan is None:
        st.caption(visit.say("needs.work_none"))
        return
    there = need.operators > 0
    st.markdown(
        visit.say(
            "needs.work_line", minutes=f"{plan.total().sum():,.0f}", days=grid.days,
            reserve=int(plan.reserve[there].min()) if there.any() else 1,
            extra=f"{plan.extra.sum() * grid.step / 60:,.1f}",
        )
    )  # fmt: skip
    if plan.late.sum() > 1e-6:
        st.warning(visit.say("staff_page.late", minutes=f"{plan.late.sum():,.0f}"))
    alt = visit.say("needs.work_alt", day=grid.dates[day])
    st.altair_chart(work_chart(view, day, visit.language), theme=None, alt=alt)
    if "voicemail" in plan.names:
        slot = plan.clear("voicemail", grid.slots_per_day)[day]
        st.caption(
            visit.say("needs.work_not_clear", day=grid.dates[day])
            if slot is None
            else visit.say(
                "needs.work_clear", day=grid.dates[day], time=clock((slot + 1) * grid.step, visit.language)
            )
        )


def show_referee(visit: Visit, view: RequirementView) -> None:
    """Let the simulator play the window's roster, and show what it saw."""
    grid = view.requirement.grid
    st.subheader(visit.say("needs.confirm_title"))
    st.caption(visit.say("needs.confirm_hint"))
    key = f"requirement.confirmed.{grid.start}.{grid.days}"
    work_key = f"{key}.work"
    if st.button(
        visit.say("needs.confirm"),
        key="requirement.confirm",
        icon=":material/fact_check:",
        disabled=busy(work_key),
    ):

        def play(work: Work[Confirmation]) -> Confirmation:
            return planning.confirm_service(
                visit.store, visit.who, start=grid.start, days=grid.days,
                progress=lambda share: work.go_on(share, visit.say("staff_page.playing")),
            )  # fmt: skip

        begin(work_key, play)
    if (found := awaited(visit, work_key)) is not None:
        st.session_state[key] = found
    if key in st.session_state:
        show_confirmation(visit, st.session_state[key])


def show_confirmation(visit: Visit, found: Confirmation) -> None:
    """Show promise, result and target side by side, with the verdict in a sentence."""
    figures = st.columns(3, border=True)
    figures[0].metric(visit.say("needs.promised"), percent(found.promised, 1))
    figures[1].metric(
        visit.say("needs.simulated"), f"{percent(found.simulated, 1)} ± {percent(found.margin, 1)}"
    )
    figures[2].metric(visit.say("needs.target"), percent(found.target))
    sentence = visit.say(
        "staff_page.confirmed" if found.confirmed else "staff_page.not_confirmed",
        promised=percent(found.promised, 1), simulated=percent(found.simulated, 1),
        margin=percent(found.margin, 1), calls=found.calls,
    )  # fmt: skip
    (st.success if found.confirmed else st.warning)(sentence)
    if not found.keeps_target:
        st.warning(
            visit.say(
                "staff_page.below_target", target=percent(found.target), simulated=percent(found.simulated, 1)
            )
        )
    st.caption(
        visit.say(
            "needs.confirm_version", id=found.version.id, state=visit.say(f"roster_page.{found.version.state}"),
            runs=found.runs, calls=found.calls, call_backs=f"{found.call_backs:,.0f}", left=f"{found.left:,.1f}",
            wait=f"{found.wait:,.1f}", abandonment=percent(found.abandonment, 1), holds=f"{found.holds:.2f}",
            carried=round(found.holds * found.expected), expected=round(found.expected),
        )
    )  # fmt: skip
    st.caption(visit.say("needs.confirm_callers", shape=f"{found.shape:g}", redial=percent(found.redial)))


def show_settings(visit: Visit, view: RequirementView) -> None:
    """Show every number that the requirement rests on, what the history says of it, and where it came from."""
    language = visit.language
    st.subheader(visit.say("requirement_page.settings"))
    st.caption(visit.say("needs.method_line", method=visit.say(f"method.{view.method}")))
    if view.capped is not None and view.capped.share > 0:
        st.info(capped_line(view.capped, language))
    for line in eased_lines(view.eased, language):
        st.info(line)
    for warning in dict.fromkeys(line.warning for line in view.settings if line.warning is not None):
        st.info(visit.say(f"staffing.{warning}"))
    rows = [
        {
            visit.say("requirement_page.setting"): named("setting", line.code, language),
            visit.say("requirement_page.value"): setting_value(line, language),
            visit.say("needs.fitted"): fitted_value(line, language),
            visit.say("requirement_page.source"): say("staff_page.history", language) if line.from_history else source_text(line.source, language),
            visit.say("requirement_page.as_of"): "" if line.as_of is None or line.from_history else full_day(line.as_of, language),
        }
        for line in view.settings
    ]  # fmt: skip
    text_table(rows)
