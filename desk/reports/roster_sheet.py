"""The roster as an Excel sheet: people by days, shift colours, counts that follow edits, and a legend."""

from io import BytesIO
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from desk.reports.palette import DAY_OFF, FAINT, HOLIDAY, MUTED, shift_colours, text_on
from desk.reports.rest_sheet import write_rests
from desk.reports.workbook import workbook
from desk.results import Member, RosterView
from desk.words import say
from desk.words.writing import clock, shift_name, span, weekday
from forecast.calendar import DayKind
from scheduler.rests import Rest

HEAD_ROWS = 4
"""Title, note, day of the month and weekday stand above the people."""

FIRST_DAY = 2
"""Code and name stand before the days."""

TIMES_WIDE = 4
"""Columns of days that the times of a shift take in the legend."""


def roster_sheet(view: RosterView, language: str, *, note: str = "", rests: tuple[Rest, ...] = ()) -> bytes:
    """
    Return the roster as an XLSX file on one landscape page, in the shape that centres keep by hand.

    Counts are formulas, and colours follow the codes, so the sheet stays true when somebody edits it.
    Every text is written as a text: a name that begins with ``=`` stays a name.

    Parameters
    ----------
    view
        People, dates and cells.
    language
        Language of heads and legend.
    note
        A line under the title, for example the version and who published it.
    rests
        Meals and pauses; they stand on a sheet of their own.
    """
    stream = BytesIO()
    with workbook(stream) as book:
        _Sheet(book, view, language).fill(note)
        if rests:
            write_rests(book, view, rests, language)
    return stream.getvalue()


class _Sheet:
    """One sheet while it is written; rows and columns count from zero."""

    def __init__(self, book: Any, view: RosterView, language: str) -> None:  # xlsxwriter ships no types
        self.book, self.view, self.language = book, view, language
        self.sheet = book.add_worksheet(say("sheet.name", language))
        self.last = HEAD_ROWS + len(view.people) - 1
        self.after = FIRST_DAY + len(view.dates)
        self.totals = self.last + 2
        self.legend = self.totals + len(view.shift_types) + 2
        plain = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        edge = {**plain, "border": 1, "border_color": "#C9D2D6", "align": "center"}
        self.title = book.add_format({**plain, "font_size": 16, "bold": True})
        self.quiet = book.add_format({**plain, "font_color": MUTED})
        self.text = book.add_format({**edge, "align": "left"})
        self.cell = book.add_format(edge)
        self.head = book.add_format({**edge, "bold": True, "bg_color": FAINT, "text_wrap": True})
        fills = {DayKind.HOLIDAY: HOLIDAY, DayKind.WEEKEND: DAY_OFF}
        self.grounds = {kind: book.add_format({**edge, "bg_color": fill}) for kind, fill in fills.items()}
        self.kinds = {day.date: day.kind for day in view.days}

    def fill(self, note: str) -> None:
        """Write everything."""
        self.write_heads(note)
        for row, member in enumerate(self.view.people, HEAD_ROWS):
            self.write_member(row, member)
        self.write_totals()
        self.write_legend()
        self.colour_codes()
        self.lay_out()

    def write_heads(self, note: str) -> None:
        """Write the title, the days and the names of the columns."""
        dates = self.view.dates
        self.sheet.set_row(0, 28)
        title = say("sheet.title", self.language, span=span(dates[0], dates[-1], self.language))
        self.sheet.write_string(0, 0, title, self.title)
        self.sheet.write_string(1, 0, note or say("sheet.hint", self.language), self.quiet)
        for k, day in enumerate(dates):
            ground = self.grounds.get(self.kinds[day], self.head)
            number = f"{day.month}/{day.day}" if day.day == 1 or k == 0 else str(day.day)
            self.sheet.write_string(2, FIRST_DAY + k, number, ground)
            self.sheet.write_string(3, FIRST_DAY + k, weekday(day, self.language), ground)
        counts = [shift.code for shift in self.view.shift_types]
        sums = [say(f"sheet.{name}", self.language) for name in ("shifts", "hours")]
        names = [(0, say("sheet.code", self.language)), (1, say("sheet.person", self.language))]
        for column, name in [*names, *enumerate([*counts, *sums], self.after)]:
            self.sheet.merge_range(2, column, 3, column, "", self.head)
            self.sheet.write_string(2, column, name, self.head)

    def write_member(self, row: int, member: Member) -> None:
        """Write one person's shifts, with counts and hours behind them."""
        shifts = self.view.shift_types
        worked = [self.view.cells.get((member.code, day)) for day in self.view.dates]
        self.sheet.write_string(row, 0, member.code, self.text)
        self.sheet.write_string(row, 1, member.name, self.text)
        for column, (day, code) in enumerate(zip(self.view.dates, worked, strict=True), FIRST_DAY):
            ground = self.grounds.get(self.kinds[day], self.cell)
            if code is None:
                self.sheet.write_blank(row, column, None, ground)
            else:
                self.sheet.write_string(row, column, code, ground)
        days = xl_range_abs(row, FIRST_DAY, row, self.after - 1)
        for k, shift in enumerate(shifts):
            self.write_count(row, self.after + k, days, k, worked.count(shift.code))
        counts = xl_range_abs(row, self.after, row, self.after + len(shifts) - 1)
        paid = xl_range_abs(self.legend + 1, 2, self.legend + len(shifts), 2)
        hours = sum(worked.count(shift.code) * shift.paid / 60 for shift in shifts)
        last = self.after + len(shifts)
        self.sheet.write_formula(row, last, f"=SUM({counts})", self.cell, len(worked) - worked.count(None))
        self.sheet.write_formula(row, last + 1, f"=MMULT({counts},{paid})", self.cell, hours)

    def write_totals(self) -> None:
        """Write how many people work each shift on each day."""
        for k, shift in enumerate(self.view.shift_types):
            self.sheet.write_string(self.totals + k, 0, shift.code, self.head)
            self.sheet.write_string(self.totals + k, 1, shift_name(shift, self.language), self.text)
            for column, day in enumerate(self.view.dates, FIRST_DAY):
                count = sum(
                    self.view.cells.get((member.code, day)) == shift.code for member in self.view.people
                )
                self.write_count(
                    self.totals + k, column, xl_range_abs(HEAD_ROWS, column, self.last, column), k, count
                )

    def write_count(self, row: int, column: int, cells: str, shift: int, count: int) -> None:
        """Write a formula that counts the cells which equal a shift's code in the legend (COUNTIF would take ``*``)."""
        self.sheet.write_formula(
            row, column, f"=SUMPRODUCT(--({cells}={self.code_of(shift)}))", self.cell, count
        )

    def code_of(self, shift: int) -> str:
        """Return the address of a shift's code in the legend."""
        return str(xl_rowcol_to_cell(self.legend + 1 + shift, 0, row_abs=True, col_abs=True))

    def write_legend(self) -> None:
        """Write what the codes mean."""
        for column, name in enumerate(("code", "shift", "paid")):
            self.sheet.write_string(self.legend, column, say(f"sheet.{name}", self.language), self.head)
        self.write_wide(self.legend, say("sheet.times", self.language), self.head)
        for row, shift in enumerate(self.view.shift_types, self.legend + 1):
            times = f"{clock(shift.start, self.language)}–{clock(shift.end, self.language)}"
            self.sheet.write_string(row, 0, shift.code, self.cell)
            self.sheet.write_string(row, 1, shift_name(shift, self.language), self.text)
            self.sheet.write_number(row, 2, shift.paid / 60, self.cell)
            self.write_wide(row, times, self.text)

    def write_wide(self, row: int, text: str, look: Any) -> None:  # xlsxwriter has no types
        """Write a text of the legend over several narrow days, so that it is read whole."""
        self.sheet.merge_range(row, 3, row, 3 + TIMES_WIDE - 1, text, look)

    def colour_codes(self) -> None:
        """Let every code take its colour, also when somebody changes it, and offer the codes as a list."""
        colours, count = shift_colours(self.view.shift_types), len(self.view.shift_types)
        for k, shift in enumerate(self.view.shift_types):
            fill = colours[shift.code]
            style = self.book.add_format({"bg_color": fill, "font_color": text_on(fill)})
            rule = {"type": "cell", "criteria": "==", "value": f"={self.code_of(k)}", "format": style}
            self.sheet.conditional_format(HEAD_ROWS, FIRST_DAY, self.last, self.after - 1, rule)
            self.sheet.conditional_format(self.totals, 0, self.totals + count - 1, 0, rule)
            self.sheet.conditional_format(self.legend + 1, 0, self.legend + count, 0, rule)
        codes = f"={xl_range_abs(self.legend + 1, 0, self.legend + count, 0)}"
        self.sheet.data_validation(
            HEAD_ROWS, FIRST_DAY, self.last, self.after - 1, {"validate": "list", "source": codes}
        )

    def lay_out(self) -> None:
        """Set widths, what stays in sight, and the page: one A3 landscape."""
        self.sheet.set_column(0, 0, 7)
        self.sheet.set_column(1, 1, 12)
        self.sheet.set_column(FIRST_DAY, self.after - 1, 5)
        self.sheet.set_column(self.after, self.after + len(self.view.shift_types) + 1, 6)
        self.sheet.freeze_panes(HEAD_ROWS, FIRST_DAY)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
