import io

import openpyxl
import pytest

from desk.reports.scenario_report import rows, scenario_pdf, scenario_xlsx
from desk.words import say
from forecast.surge.scenario_file import BUILT_IN, built_in
from tests.desk.views.builders import a_scenario_table

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


def test_the_sheet_holds_the_comparison_every_day_and_who_changes():
    book = openpyxl.load_workbook(io.BytesIO(scenario_xlsx(TABLE, "zh")))
    compare, days, halves, people = book.worksheets
    assert compare.cell(1, 2).value == say("scenario.founding_case", "zh")
    assert days.max_row == 1 + 3 * 14
    assert halves.max_row == 1 + 3 * 14 * 48
    assert [halves.cell(2, k).value for k in range(3, 10)] == ["00:00", 3, 2, 12, 90, 5, 30]
    assert [people.cell(2, k).value for k in (2, 3, 4)] == ["林知夏", 5, 6]


def test_the_pdf_is_made_in_both_languages():
    assert scenario_pdf(TABLE, "zh").startswith(b"%PDF")
    assert scenario_pdf(TABLE, "en") != scenario_pdf(TABLE, "zh")
