from datetime import date, timedelta

import numpy as np
import pytest

from desk.reports.palette import shift_colours, text_on
from desk.views.parts.forecast_chart import fan_chart
from desk.views.parts.month_chart import month_chart
from desk.views.parts.requirement_chart import open_slots, requirement_day, requirement_heat
from desk.views.parts.roster_chart import coverage_heat, coverage_steps, roster_grid
from desk.views.parts.scenario_chart import sweep_chart
from desk.views.parts.staffing_chart import step_over_fan, trade_off_charts, work_chart
from desk.views.parts.surge_watch import surge_chart
from desk.views.parts.what_if_chart import calls_and_cover, per_day, service_by_day
from desk.words import LANGUAGES, say
from forecast.calendar import Calendar
from tests.desk.views.builders import (
    SHIFTS,
    START,
    a_comparison,
    a_curve,
    a_prediction,
    a_requirement,
    a_requirement_view,
    a_roster,
    a_surge,
    a_sweep,
)

languages = pytest.mark.parametrize("language", LANGUAGES)


def rows_of(chart):
    """All data rows of a chart with its layers, in one list."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


@languages
def test_the_fan_holds_history_intervals_and_seasonal_naive(language):
    past = [START - timedelta(days=k) for k in range(28, 0, -1)]
    days = Calendar("CN").days(START, 14)
    naive = a_prediction("seasonal_naive", level=90.0)
    chart = fan_chart(
        past, np.full(28, 100.0), a_prediction(), naive, days, [("double_11", START, START)], language
    )
    rows = rows_of(chart)
    ahead = [row for row in rows if "p025" in row]
    assert len(ahead) == 14
    assert all(row["p025"] <= row["p10"] <= row["expected"] <= row["p90"] <= row["p975"] for row in ahead)
    assert [row["naive"] for row in ahead] == pytest.approx(list(naive.mean))
    assert len([row for row in rows if "label" in row and row.get("value") == 100.0]) == 28
    marks = {row["name"] for row in rows if "fill" in row}
    # Lunar new year 2027 is 6 February.
    assert marks == {"春节" if language == "zh" else "Spring Festival", say("event.double_11", language)}


def test_a_break_with_a_weekend_inside_is_marked_once_also_in_the_past():
    # National Day 2026: 1 to 7 October, with Sunday 4 October in its midst; the forecast begins in November.
    past = [date(2026, 9, 20) + timedelta(days=k) for k in range(28)]
    made = a_prediction()
    days = (*Calendar("CN").days(past[0], 28), *Calendar("CN").days(made.grid.start, 14))
    rows = rows_of(fan_chart(past, np.full(28, 100.0), made, made, days, (), "zh"))
    marked = {row["name"]: (row["from"][:10], row["to"][:10]) for row in rows if "fill" in row}
    assert marked["国庆节"] == ("2026-09-30", "2026-10-07")  # half a day wider than the days, on either side
    assert len([row for row in rows if row.get("name") == "国庆节"]) == 1


def test_a_forecast_without_calendar_or_events_is_drawn_too():
    chart = fan_chart(
        [START - timedelta(days=1)], np.array([np.nan]), a_prediction(), a_prediction(), (), (), "zh"
    )
    assert len([row for row in rows_of(chart) if "p025" in row]) == 14


@languages
def test_the_requirement_shows_each_open_half_hour_once(language):
    rows = rows_of(requirement_heat(a_requirement(), language))
    assert len(rows) == 14 * 19
    assert {row["needed"] for row in rows} == {2, 3, 4, 5}


def test_one_day_of_the_requirement_carries_its_band():
    need = a_requirement()
    rows = rows_of(requirement_day(need, need.calls * 0.5, need.calls * 1.5, 3, "zh"))
    assert len(rows) == 19 + 1  # the last step has its width
    assert all(row["low"] < row["calls"] < row["high"] for row in rows)


@languages
def test_the_steps_of_operators_stand_over_the_fan_of_load(language):
    rows = rows_of(step_over_fan(a_requirement_view(), 3, language))
    assert [row["needed"] for row in rows] == [2 + k % 4 for k in range(19)] + [
        4
    ]  # the last step has its width
    assert all(row["p10"] <= row["p25"] <= row["p50"] <= row["p75"] <= row["p90"] for row in rows)


@languages
def test_the_trade_off_marks_what_is_required_and_draws_the_target(language):
    level, wait, gone = trade_off_charts(a_curve(), language)
    rows = [row for row in rows_of(level) if "operators" in row]
    assert [row["operators"] for row in rows if row["chosen"]] == [5]
    assert [row["target"] for row in rows_of(level) if "target" in row] == [0.8]
    assert all(row["low"] <= row["level"] <= row["high"] for row in rows)
    assert all(row["wait_low"] <= row["wait"] <= row["wait_high"] for row in rows_of(wait))
    assert all(row["gone_low"] <= row["gone"] <= row["gone_high"] for row in rows_of(gone))


@languages
def test_the_work_between_the_calls_is_drawn_by_kind_and_adds_up(language):
    view = a_requirement_view()
    rows = rows_of(work_chart(view, 0, language))
    assert {row["kind"] for row in rows} == {say(f"work.{code}", language) for code in ("voicemail", "web")}
    total = view.requirement.call_backs.total()[:48].sum()
    assert sum(row["minutes"] for row in rows) == pytest.approx(total)
    assert all(row["high"] - row["low"] == pytest.approx(row["minutes"]) for row in rows)
    by_time = {row["time"]: max(r["high"] for r in rows if r["time"] == row["time"]) for row in rows}
    assert sum(by_time.values()) == pytest.approx(total)  # one kind stands on the other


def test_a_day_without_any_need_shows_all_its_slots():
    assert open_slots(np.zeros((2, 48), dtype=int)) == range(48)


@languages
def test_the_roster_has_a_cell_per_person_and_day_in_the_colour_of_its_shift(language):
    view = a_roster()
    rows = rows_of(roster_grid(view.people, view.dates, view.cells, view.shift_types, view.days, language))
    colours = shift_colours(view.shift_types)
    assert len(rows) == 3 * 14
    for row in rows:
        code = next(
            (c for (p, d), c in view.cells.items() if (p, d.isoformat()) == (row["person"], row["day"])), None
        )
        assert (row["text"] == "") is (code is None)
        if code is not None:
            assert row["fill"] == colours[code]
            assert len(row["text"]) <= 2


def test_a_name_with_a_quote_cannot_break_the_axis():
    view = a_roster(names=("O'Brien \\ 'x'", "周晚舟"))
    spec = str(roster_grid(view.people, view.dates, view.cells, view.shift_types, view.days, "zh").to_dict())
    assert "O\\\\'Brien" in spec or "O\\'Brien" in spec


def test_gaps_carry_the_number_of_missing_operators():
    view = a_roster()
    rows = rows_of(coverage_heat(view.dates, view.planned, view.required, 30, "zh"))
    short = [row for row in rows if row["spare"] < 0]
    assert [(row["day"], row["minute"], row["text"]) for row in short] == [
        ("2027-02-02", m, "−1") for m in (600, 630, 660)
    ]


def test_one_day_of_cover_shows_what_is_met_and_what_is_needed():
    view = a_roster()
    rows = [
        r
        for r in rows_of(coverage_steps(view.dates[1], view.planned[48:96], view.required[48:96], 30, "zh"))
        if "met" in r
    ]
    assert sum(r["required"] - r["met"] for r in rows) == 3


@languages
def test_a_month_starts_on_monday_and_marks_changes(language):
    view = a_roster()
    mine = {day: SHIFTS[0] for (person, day), _ in view.cells.items() if person == "p0"}
    rows = rows_of(
        month_chart(view.dates[0], view.dates[-1], mine, [view.dates[2]], view.days, SHIFTS, language)
    )
    assert [row["weekday"] for row in rows] == [0, 1, 2, 3, 4, 5, 6] * 2  # 1 February 2027 is a Monday
    assert [row["changed"] for row in rows].index(True) == 2


@languages
def test_before_and_after_are_two_lines(language):
    comparison = a_comparison()
    assert len({row["series"] for row in rows_of(calls_and_cover(comparison, language))}) == 3
    assert {row["share"] for row in rows_of(service_by_day(comparison, language))} == {0.9, 0.6}


def test_operator_hours_of_a_day_are_half_the_half_hours():
    assert per_day(np.ones(96), 2) == pytest.approx([24.0, 24.0])


def test_text_can_be_read_on_every_shift_colour():
    assert {text_on(fill) for fill in shift_colours(SHIFTS).values()} == {"#1E2A32", "#FFFFFF"}


@languages
def test_a_surge_shows_what_came_what_should_have_and_where_it_may_go(language):
    rows = rows_of(surge_chart(a_surge(), language))
    assert len({row["series"] for row in rows if "series" in row}) == 3
    ahead = [row for row in rows if row.get("series") == say("watch.projected", language)]
    assert len(ahead) == 14
    assert all(row["low"] <= row["high"] for row in rows if "low" in row)


@languages
def test_the_line_of_a_sweep_stands_where_the_roster_breaks_and_nowhere_else(language):
    rows = rows_of(sweep_chart(a_sweep((1.0, 1.5, 2.0), (0.0, 0.2, 0.4)), language))
    cells, line = [row for row in rows if "share" in row], [row for row in rows if "share" not in row]
    assert len(cells) == 9
    assert [(row["absence"], row["volume"]) for row in line] == [("20%", "×1.5"), ("40%", "×1.5")]
