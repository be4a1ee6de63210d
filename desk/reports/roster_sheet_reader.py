"""Read back a roster sheet that somebody has edited: every cell, or everything that is wrong with it."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from desk.reports.roster_sheet import FIRST_DAY
from desk.results import Finding, Member
from desk.words import LANGUAGES, say
from desk.words.writing import shift_name
from forecast.errors import DataError
from scheduler.shifts import ShiftType

DEEPEST = 2000
"""Rows that are looked at; a team and its totals need far fewer."""

OFF = {"", "-", "–", "—", "/", "off", "x"}
"""How people write a day off, beside the languages' own words."""

MOST = 30
"""Findings that are listed of one kind; more say nothing new."""

LARGEST = 100_000_000
"""Most bytes that the sheet may unpack to."""


@dataclass(slots=True)
class SheetReading:
    """Shift codes by person code and day (None: a day off), and what keeps the sheet from being used."""

    cells: dict[tuple[str, date], str | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, /, **details: object) -> None:
        """Add a finding, unless there are very many of its kind already."""
        if sum(finding.code == code for finding in self.findings) < MOST:
            self.findings.append(Finding(code, tuple(details.items()), stops=True))


def read_roster_sheet(
    content: bytes,
    name: str,
    *,
    people: Sequence[Member],
    dates: Sequence[date],
    shift_types: Sequence[ShiftType],
) -> SheetReading:
    """
    Return the cells of an edited sheet, in whichever language it was written.

    Rows may be moved, hidden or coloured; shifts may be given by code or by name. Heads, people and days must be
    those of the version that the sheet was made from.

    Raises
    ------
    DataError
        ``unreadable_table`` if it is no Excel file; ``sheet_no_header`` if no row names code and person.
    """
    rows = _rows(content, name)
    start = _header(rows, name)
    reading = SheetReading()
    _check_days(rows[start], start + 1, dates, reading)
    if not reading.findings:
        ends = {shift.code for shift in shift_types} | {say("sheet.code", language) for language in LANGUAGES}
        end = _first_of(rows, start + 2, ends - {member.code for member in people})
        _read_people(rows[:end], start + 2, people, dates, _codes(shift_types), reading)
    return reading


def _rows(content: bytes, name: str) -> list[tuple[Any, ...]]:  # Any: a cell may hold anything
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise DataError("unreadable_table", file=name)
        book = openpyxl.load_workbook(BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return [tuple(row) for row in sheet.iter_rows(max_row=DEEPEST, values_only=True)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise DataError("unreadable_table", file=name) from error


def _header(rows: Sequence[tuple[Any, ...]], name: str) -> int:
    heads = {tuple(say(f"sheet.{head}", language) for head in ("code", "person")) for language in LANGUAGES}
    for number, row in enumerate(rows):
        if tuple(_text(cell) for cell in row[:FIRST_DAY]) in heads:
            return number
    code, person = next(iter(sorted(heads, reverse=True)))
    raise DataError("sheet_no_header", file=name, first=code, second=person)


def _check_days(row: tuple[Any, ...], number: int, dates: Sequence[date], reading: SheetReading) -> None:
    for k, day in enumerate(dates):
        found = row[FIRST_DAY + k] if len(row) > FIRST_DAY + k else None
        if not _is_day(found, day):
            reading.note("sheet_header", cell=_address(number, FIRST_DAY + k), value=_text(found), day=day)
            return


def _first_of(rows: Sequence[tuple[Any, ...]], start: int, ends: set[str]) -> int:
    """Return where the counts or the legend begin below the people."""
    firsts = enumerate((_text(row[0]) if row else "" for row in rows[start:]), start)
    return next((number for number, first in firsts if first in ends), len(rows))


def _read_people(
    rows: Sequence[tuple[Any, ...]],
    start: int,
    people: Sequence[Member],
    dates: Sequence[date],
    codes: Mapping[str, str | None],
    reading: SheetReading,
) -> None:
    names = {member.code: member.name for member in people}
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[start:], start + 1):
        code, name = (_text(cell) for cell in (*row[:FIRST_DAY], None, None)[:FIRST_DAY])
        if not code and not name:
            continue
        if code not in names:
            reading.note("sheet_unknown_person", row=number, code=code or "–", name=name or "–")
        elif names[code] != name:
            reading.note("sheet_renamed", row=number, code=code, value=name or "–", name=names[code])
        elif code in seen:
            reading.note("sheet_twice", row=number, first=seen[code], code=code, name=name)
        else:
            seen[code] = number
            _read_cells(row, number, code, dates, codes, reading)
    missing = [member.name for member in people if member.code not in seen]
    if missing and not any(finding.code != "sheet_unknown_shift" for finding in reading.findings):
        reading.note("sheet_missing", count=len(missing), whole=len(people), names=_few(missing))


def _read_cells(
    row: tuple[Any, ...],
    number: int,
    person: str,
    dates: Sequence[date],
    codes: Mapping[str, str | None],
    reading: SheetReading,
) -> None:
    for k, day in enumerate(dates):
        text = _text(row[FIRST_DAY + k] if len(row) > FIRST_DAY + k else None)
        key = text.casefold()
        if key in codes:
            reading.cells[person, day] = codes[key]
        else:
            known = ", ".join(dict.fromkeys(code for code in codes.values() if code))
            reading.note("sheet_unknown_shift", cell=_address(number, FIRST_DAY + k), value=text, known=known)


def _codes(shift_types: Sequence[ShiftType]) -> dict[str, str | None]:
    """Return the code for everything that may stand in a cell, in lower case; none for what nobody is rostered to."""
    rostered = [shift for shift in shift_types if shift.rostered]
    off = OFF | {say("chart.day_off", language).casefold() for language in LANGUAGES}
    found: dict[str, str | None] = dict.fromkeys(off)
    for shift in rostered:
        for name in (shift.name, *(shift_name(shift, language) for language in LANGUAGES)):
            found.setdefault(name.casefold(), shift.code)
    return found | {shift.code.casefold(): shift.code for shift in rostered}


def _is_day(found: object, day: date) -> bool:
    if isinstance(found, datetime):
        return found.date() == day
    if isinstance(found, (int, float)):
        return found == day.day
    return _text(found) in {str(day.day), f"{day.month}/{day.day}", f"{day:%m/%d}", day.isoformat()}


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row}"


def _few(names: Iterable[str]) -> str:
    first = list(names)
    return " · ".join(first[:5]) + (" …" if len(first) > 5 else "")
