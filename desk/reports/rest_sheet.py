"""Meals and pauses as a sheet of their own: one row per shift."""

from datetime import date
from typing import Any

from desk.results import RosterView
from desk.words import say
from desk.words.reasons import rests_text
from desk.words.writing import shift_name
from scheduler.rests import Rest

WIDTHS = (12, 14, 14, 24, 48)
"""Widths of the columns in characters."""


def write_rests(book: Any, view: RosterView, rests: tuple[Rest, ...], language: str) -> None:
    """
    Add the sheet to a workbook.

    Parameters
    ----------
    book
        The xlsxwriter workbook; it ships no types.
    view
        The roster.
    rests
        Its rests, by start.
    language
        Language of the heads.
    """
    sheet = book.add_worksheet(say("rests.sheet", language))
    bold = book.add_format({"bold": True, "font_name": "Microsoft YaHei"})
    for column, (code, width) in enumerate(
        zip(("date", "name", "shift", "meal", "pauses"), WIDTHS, strict=True)
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, say(f"rests.{code}", language), bold)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    names = {member.code: member.name for member in view.people}
    types = {kind.code: kind for kind in view.shift_types}
    by_cell: dict[tuple[str, date], list[Rest]] = {}
    for rest in rests:
        by_cell.setdefault((rest.person, rest.day), []).append(rest)
    order = {member.code: place for place, member in enumerate(view.people)}
    cells = sorted(
        (cell for cell in by_cell if cell in view.cells and cell[0] in order),
        key=lambda c: (c[1], order[c[0]]),
    )
    for row, (person, day) in enumerate(cells, 1):
        own = by_cell[person, day]
        texts = (
            day.isoformat(),
            names[person],
            shift_name(types[view.cells[person, day]], language),
            rests_text(own, ("meal", "nursing"), language),
            rests_text(own, ("pause",), language),
        )
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
