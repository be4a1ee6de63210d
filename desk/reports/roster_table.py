"""The roster as CSV for machines: one row per shift."""

import csv
from io import StringIO

from desk.results import RosterView
from scheduler.shifts import Shift

COLUMNS = ("date", "person", "name", "shift", "start", "end", "paid_minutes")
"""Columns in their order; times are local, ISO 8601."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet take a text for a formula (OWASP, CSV Injection)."""


def roster_table(view: RosterView) -> bytes:
    """Return one row per shift by date and team order, UTF-8; a text that looks like a formula gets an apostrophe."""
    kinds = {shift.code: shift for shift in view.shift_types}
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for day in view.dates:
        for member in view.people:
            code = view.cells.get((member.code, day))
            if code is None:
                continue
            shift = Shift(day, kinds[code])
            texts = (day.isoformat(), member.code, member.name, code)
            times = (f"{moment:%Y-%m-%dT%H:%M}" for moment in (shift.start, shift.end))
            writer.writerow([*map(harmless, texts), *times, shift.type.paid])
    return stream.getvalue().encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text
