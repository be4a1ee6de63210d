from io import BytesIO

import openpyxl
import pytest

from desk.reports.roster_sheet import HEAD_ROWS, roster_sheet
from tests.desk.views.builders import SHIFTS, a_roster


def sheet_of(view, language="zh", *, values=True, **more):
    return openpyxl.load_workbook(BytesIO(roster_sheet(view, language, **more)), data_only=values).active


def test_every_cell_of_the_roster_stands_in_its_row_and_column():
    view = a_roster()
    sheet = sheet_of(view)
    found = {
        (member.code, day): sheet.cell(HEAD_ROWS + 1 + r, 3 + c).value
        for r, member in enumerate(view.people)
        for c, day in enumerate(view.dates)
        if sheet.cell(HEAD_ROWS + 1 + r, 3 + c).value is not None
    }
    assert found == view.cells


def test_counts_and_hours_of_a_person_add_up():
    view = a_roster(shifts=SHIFTS[:1])
    sheet = sheet_of(view)
    worked = sum(member == view.people[0].code for member, _ in view.cells)
    row = [sheet.cell(HEAD_ROWS + 1, 3 + len(view.dates) + k).value for k in range(3)]
    assert row == [worked, worked, worked * 8]  # one shift type of 480 paid minutes


def test_counts_are_formulas_that_follow_an_edit():
    view = a_roster()
    cell = sheet_of(view, values=False).cell(HEAD_ROWS + 1, 3 + len(view.dates))
    assert cell.value.startswith("=SUMPRODUCT(")


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2", "http://example.invalid"])
def test_a_name_never_becomes_a_formula_or_a_link(name):
    sheet = sheet_of(a_roster(names=(name, "周晚舟")), values=False, note=name)
    for cell in (sheet.cell(HEAD_ROWS + 1, 2), sheet.cell(2, 1)):
        assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_each_shift_has_its_colour_and_stands_in_the_legend():
    sheet = sheet_of(a_roster())
    fills = {
        rule.dxf.fill.bgColor.rgb
        for found in sheet.conditional_formatting
        for rule in found.rules
        if "C5" in str(found.sqref)
    }
    assert len(fills) == len(SHIFTS)
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"早班", "夜班", "08:00–17:00", "21:00–次日 08:00"} <= texts
    times = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "21:00–次日 08:00")
    merged = next(found for found in sheet.merged_cells.ranges if times.coordinate in found)
    assert (
        5 * merged.size["columns"] >= 17
    )  # five characters a day column; 次日 takes two more than it counts


def test_the_sheet_speaks_english_too():
    texts = {cell.value for row in sheet_of(a_roster(), "en").iter_rows() for cell in row}
    assert {"Roster 1 Feb – 14 Feb 2027", "Early", "Hours"} <= texts


def test_it_prints_on_one_landscape_page():
    sheet = sheet_of(a_roster(days=28))
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (
        1,
        1,
    )  # 1 is the format's default
