import io
from dataclasses import replace

import openpyxl
import pytest

from desk.reports.scenario_report import rows, scenario_pdf, scenario_xlsx
from desk.words import say
from forecast.surge.scenario_file import BUILT_IN, built_in
from tests.desk.views.builders import EASED, a_scenario_table

TABLE = a_scenario_table([built_in(code) for code in BUILT_IN[:3]])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_speaks_of_every_scenario(language):
    lines = rows(TABLE, language)
    assert {len(values) for _, values in lines} == {3}
    said = dict(lines)
    assert said[say("scenario_row.in_time", language)][0] == "85% (75%–90%)"
    assert "林知夏" in said[say("scenario_row.relaxed", language)][0]  # whom a relaxed rule touches
    assert (
        "44" in said[say("scenario_row.relaxed", language)][0]
        or "四十四" in said[say("scenario_row.relaxed", language)][0]
    )
    assert "90" not in said[say("scenario_row.worst_wait", language)][0]
    assert "林知夏" in said[say("scenario_row.standby", language)][0]
    assert said[say("scenario_row.called_in", language)][0] == "林知夏"
    assert said[say("scenario_row.changed_people", language)][0] == "–"


def test_a_relaxed_occupancy_is_told_with_its_source_days_and_half_hours():
    eased = replace(TABLE, outcomes=(replace(TABLE.outcomes[0], eased=EASED),))
    told = [
        dict(rows(eased, language))[say("scenario_row.relaxed", language)][0] for language in ("zh", "en")
    ]
    first, last = (f"{day.month}月{day.day}日" for day in (EASED.spans[0][0], EASED.spans[-1][0]))
    line = f"85% → 90%（应急依据）；用于 {first} 09:00–10:00、14:30–15:00；{last} 10:00–12:00"
    assert told[0].splitlines()[-1] == f"计划占用率上限：{line}"
    assert "09:00–10:00, 14:30–15:00; " in told[1].splitlines()[-1]
    assert "应急依据" not in dict(rows(TABLE, "zh"))[say("scenario_row.relaxed", "zh")][0]


def test_whoever_comes_in_addition_is_told_by_number():
    first = TABLE.outcomes[0]
    more = replace(first, standby=("+2", "p0"), names={**first.names, "+2": "+2"})
    told = [dict(rows(replace(TABLE, outcomes=(more,)), language)) for language in ("zh", "en")]
    assert told[0][say("scenario_row.standby", "zh")] == ("增援 2、林知夏",)
    assert told[1][say("scenario_row.standby", "en")] == ("extra person 2, 林知夏",)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "苏念青（2月1日–2月2日）、苏念青（2月5日）"),
        ("en", "苏念青 (1 Feb–2 Feb), 苏念青 (5 Feb)"),
    ],
)
def test_whose_leave_could_be_asked_back_is_told_with_the_days(language, told):
    assert dict(rows(TABLE, language))[say("scenario_row.leave", language)][0] == told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_roster_that_serves_worse_says_so_with_what_the_standing_one_breaks(language):
    worse = a_scenario_table([built_in(code) for code in BUILT_IN]).outcomes[4]
    searched = replace(worse, breaks=())
    better = replace(worse, advised=replace(worse.advised, in_time=0.62))

    def told(outcome):
        label = say("scenario_row.against", language)
        return dict(rows(replace(TABLE, outcomes=(outcome,)), language))[label][0]

    # 45 % of the advised roster against 50 % of the standing one, then 62 %
    assert say("scenario_row.loss", language, points=5) in told(worse)
    assert say("scenario_row.broken", language, rule=say("rule.senior_on_duty", language), count=8) in told(
        worse
    )
    assert say("scenario_row.longer", language) in told(searched)
    assert told(better).startswith(say("scenario_row.gain", language, points=12))


def test_the_sheet_holds_the_comparison_every_day_and_who_changes():
    book = openpyxl.load_workbook(io.BytesIO(scenario_xlsx(TABLE, "zh")))
    compare, days, halves, people = book.worksheets
    assert compare.cell(1, 2).value == say("scenario.founding_case", "zh")
    assert days.max_row == 1 + 3 * 14
    assert halves.max_row == 1 + 3 * 14 * 48
    assert [halves.cell(2, k).value for k in range(3, 10)] == ["00:00", 3, 2, 12, 90, 5, 30]
    assert [people.cell(2, k).value for k in (2, 3, 4)] == ["林知夏", 5, 6]


def test_a_name_of_a_person_or_a_scenario_never_becomes_a_formula():
    first = TABLE.outcomes[0]
    outcome = replace(
        first,
        scenario=replace(first.scenario, code="=1+1"),
        names={"p0": "=2+2", "p1": "苏念青"},
    )
    book = openpyxl.load_workbook(io.BytesIO(scenario_xlsx(replace(TABLE, outcomes=(outcome,)), "zh")))
    compare, *_, people = book.worksheets
    found = [compare.cell(1, 2), people.cell(2, 2)]
    assert [(cell.value, cell.data_type) for cell in found] == [("=1+1", "s"), ("=2+2", "s")]


def test_the_pdf_is_made_in_both_languages():
    assert scenario_pdf(TABLE, "zh").startswith(b"%PDF")
    assert scenario_pdf(TABLE, "en") != scenario_pdf(TABLE, "zh")
