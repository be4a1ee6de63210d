"""read_table: the bytes of a CSV or Excel file, in whatever encoding, as rows under named columns."""

import csv
import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from forecast.errors import DataError
from forecast.intake.values import read_moment

ENCODINGS = ("utf-8-sig", "gb18030")
"""Encodings that are tried in turn for a file without a UTF-16 mark."""

LARGEST = 400_000_000
"""Most bytes that a packed file may unpack to."""


@dataclass(frozen=True, slots=True)
class Table:
    """
    A file's rows.

    Parameters
    ----------
    name
        Name of the file.
    columns
        Column names, unique; ``1``, ``2`` ... where the file has no heading.
    rows
        Cells of every row, as wide as `columns`: text from CSV; text, numbers and dates from Excel; None if empty.
    first_row
        Number of the first of `rows` in the file, counted from 1.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    first_row: int

    def column(self, name: str) -> int:
        """
        Return the place of a column.

        Raises
        ------
        DataError
            ``no_such_column`` with what there is.
        """
        if name not in self.columns:
            raise DataError("no_such_column", file=self.name, column=name, columns=", ".join(self.columns))
        return self.columns.index(name)


def read_table(content: bytes, name: str) -> Table:
    """
    Return the table in a file: ``.csv``, ``.txt``, ``.tsv`` or ``.xlsx``, each also as ``.gz``.

    Comma, semicolon or tab; UTF-8 with or without mark, UTF-16 with mark, or GB18030. Title lines above the
    heading (at most half of its cells filled) are skipped.

    Raises
    ------
    DataError
        ``unreadable_table`` if it is neither; ``empty_table`` if nothing stands under the heading.
    """
    bare = name.lower()
    if bare.endswith(".gz"):
        content, bare = _unpack(content, name), bare.removesuffix(".gz")
    lines = _excel(content, name) if bare.endswith((".xlsx", ".xlsm")) else _text(content, name)
    filled = [
        (number, line) for number, line in enumerate(lines, start=1) if any(c is not None for c in line)
    ]
    if not filled:
        raise DataError("empty_table", file=name)
    width = max(sum(cell is not None for cell in line) for _, line in filled[:50])
    start = next(k for k, (_, line) in enumerate(filled) if 2 * sum(c is not None for c in line) > width)
    heading = filled[start][1]
    if any(_is_moment(cell) for cell in heading):
        columns = tuple(str(k + 1) for k in range(len(heading)))
        body = filled[start:]
    else:
        columns = _unique(heading)
        body = filled[start + 1 :]
    if not body:
        raise DataError("empty_table", file=name)
    first = body[0][0]
    rows = tuple(
        (*line[: len(columns)], *([None] * (len(columns) - len(line)))) for line in lines[first - 1 :]
    )
    return Table(name, columns, rows, first)


def _unpack(content: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            unpacked = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError("unreadable_table", file=name) from error
    if len(unpacked) > LARGEST:
        raise DataError("unreadable_table", file=name)
    return unpacked


def _text(content: bytes, name: str) -> list[tuple[object, ...]]:
    text = _decode(content, name)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise DataError("unreadable_table", file=name) from error
    return [tuple(cell.strip() or None for cell in line) for line in lines]


def _decode(content: bytes, name: str) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content[:4096]:
        raise DataError("unreadable_table", file=name)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError("unreadable_table", file=name)


def _excel(content: bytes, name: str) -> list[tuple[object, ...]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise DataError("unreadable_table", file=name) from error
    try:
        for sheet in book.worksheets:
            lines = [
                tuple((cell.strip() or None) if isinstance(cell, str) else cell for cell in line)
                for line in sheet.iter_rows(values_only=True)
            ]
            if any(cell is not None for line in lines for cell in line):
                return lines
    finally:
        book.close()
    return []


def _is_moment(cell: object) -> bool:
    return cell is not None and read_moment(cell) is not None


def _unique(heading: tuple[object, ...]) -> tuple[str, ...]:
    names: list[str] = []
    for place, cell in enumerate(heading, start=1):
        name = str(cell) if cell is not None else str(place)
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)
