"""The log as CSV: one row per change, with what was before and after as JSON."""

import csv
import json
from collections.abc import Iterable
from io import StringIO

from desk.reports.roster_table import harmless
from desk.results import AuditLine

COLUMNS = ("id", "at", "who", "what", "before", "after")
"""Columns in their order; moments are UTC, ISO 8601."""


def log_table(lines: Iterable[AuditLine]) -> bytes:
    """Return one row per line, UTF-8; a text that looks like a formula gets an apostrophe."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        facts = (json.dumps(dict(pairs), ensure_ascii=False) for pairs in (line.before, line.after))
        writer.writerow([line.id, line.at.isoformat(), harmless(line.who), harmless(line.what), *facts])
    return stream.getvalue().encode()
