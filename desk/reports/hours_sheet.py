"""A month of hours for the personnel office: an Excel sheet for people, and CSV for machines."""

import csv
from io import BytesIO, StringIO

from desk.reports.palette import FAINT, MUTED
from desk.reports.roster_table import harmless
from desk.reports.workbook import workbook
from desk.results import HourKind, HoursLine, HoursMonth, LeaveKind
from desk.words import say
from desk.words.writing import full_day, percent, source_text
from scheduler.problem import AbsenceKind

LEAVE = (*(str(k) for k in LeaveKind), *(str(k) for k in AbsenceKind if k.share == 1 or not k.is_leave))
"""Kinds of days away, each a column; half a day of leave counts as half a day of its kind."""

COLUMNS = (
    "person", "name", "regime", "norm_hours", *(f"{kind}_hours" for kind in HourKind), "overtime_hours",
    "paid_as_hours", "comp_earned_hours", "comp_taken_hours", *(f"{kind}_days" for kind in LEAVE),
    "unconfirmed_days",
)  # fmt: skip
"""Columns of the CSV file in their order."""

TEXTS = 3
"""Columns that hold texts; all others hold numbers or nothing."""


def hours_table(month: HoursMonth) -> bytes:
    """Return one row per person, UTF-8; a text that looks like a formula gets an apostrophe."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("month", "until", *COLUMNS))
    for line in month.lines:
        values = [harmless(v) if isinstance(v, str) else v for v in _values(line)]
        writer.writerow([f"{month.first:%Y-%m}", month.until.isoformat(), *values])
    return stream.getvalue().encode()


def hours_sheet(month: HoursMonth, centre: str, language: str) -> bytes:
    """
    Return the month as an XLSX file on one landscape page; every text is written as a text, never as a formula.

    Parameters
    ----------
    month
        Lines and rates.
    centre
        Its name, for the title.
    language
        Language of all heads.
    """
    stream = BytesIO()
    with workbook(stream) as book:
        sheet = book.add_worksheet(say("hours_sheet.name", language))
        plain = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        edge = {**plain, "border": 1, "border_color": "#C9D2D6"}
        title = book.add_format({**plain, "font_size": 16, "bold": True})
        quiet = book.add_format({**plain, "font_color": MUTED})
        head = book.add_format({**edge, "bold": True, "bg_color": FAINT, "text_wrap": True})
        text, number = book.add_format(edge), book.add_format({**edge, "num_format": "0.##"})
        months = say(f"month.m{month.first.month}", language)
        sheet.write_string(
            0, 0, say("hours_sheet.title", language, year=str(month.first.year), month=months, centre=centre),
            title,
        )  # fmt: skip
        sheet.write_string(1, 0, say("hours_sheet.until", language, day=month.until), quiet)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(2, column, column_name(name, language), head)
        for row, line in enumerate(month.lines, 3):
            values = _values(line)
            values[2] = say(f"regime.{line.regime}", language)
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, value, text)
                elif value is None:
                    sheet.write_blank(row, column, None, text)
                else:
                    sheet.write_number(row, column, value, number)
        below = len(month.lines) + 4
        for row, rate in enumerate(month.rates, below):
            name = say(f"house_rule.{rate.name}", language)
            share, read = percent(rate.value), full_day(rate.as_of, language)
            sheet.write_string(
                row, 0, f"{name}: {share} · {source_text(rate.source, language)} · {read}", quiet
            )
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 2, 14)
        sheet.set_column(TEXTS, len(COLUMNS) - 1, 9)
        sheet.set_row(2, 45)
        sheet.freeze_panes(3, 2)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
    return stream.getvalue()


def column_name(name: str, language: str) -> str:
    """Return the head of a column in words; days away are named by their kind."""
    kind = name.removesuffix("_days")
    if kind in LEAVE:
        return say(f"leave_kind.{kind}", language)
    return say(f"hours_sheet.{name}", language)


def _values(line: HoursLine) -> list[str | float | None]:
    away = dict(line.leave)
    return [
        line.person, line.name, line.regime, round(line.norm, 2),
        *(round(line.of(kind), 2) for kind in HourKind), round(line.overtime, 2),
        None if line.paid_as is None else round(line.paid_as, 2),
        round(line.comp_earned, 2), round(line.comp_taken, 2),
        *(away.get(kind, 0) for kind in LEAVE), line.unconfirmed,
    ]  # fmt: skip
