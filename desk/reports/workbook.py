"""Excel files in which a text stays a text: no name or note becomes a formula, a link or a number."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import xlsxwriter

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def workbook(stream: IO[bytes]) -> Iterator[Any]:  # xlsxwriter ships no types
    """Open a new workbook that is written to a stream at the end of the block."""
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        yield book
