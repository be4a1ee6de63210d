"""What the use cases say of files that come in."""

from dataclasses import dataclass
from datetime import date

from desk.results.facts import Facts
from desk.results.forecasts import SettingLine


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a planner should know about a file: a code, its facts, and whether it stops the import."""

    code: str
    details: Facts
    stops: bool


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day whose total would change by an import (None: not known before)."""

    day: date
    before: float | None
    after: float


@dataclass(frozen=True, slots=True)
class TableChange:
    """A line of a small table that is new (without `before`) or changes, as the texts of its cells."""

    before: tuple[str, ...] | None
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableImport:
    """
    What taking in a small table does.

    Parameters
    ----------
    columns
        Names of the file's columns.
    changes
        Lines that are new or change, in the order of the file.
    same
        How many lines are as they were.
    """

    columns: tuple[str, ...]
    changes: tuple[TableChange, ...]
    same: int

    @property
    def new(self) -> int:
        """How many lines are new."""
        return len(self.changes) - self.changed

    @property
    def changed(self) -> int:
        """How many known lines change."""
        return sum(change.before is not None for change in self.changes)


@dataclass(frozen=True, slots=True, eq=False)
class ImportPreview:
    """
    What an import would do; nothing is written yet.

    Parameters
    ----------
    name, content
        The file.
    mapping
        Role and column of the file, as guessed or as given.
    columns
        All columns of the file.
    step
        Minutes of a slot.
    first, last, days
        What it covers.
    rows
        Rows read.
    findings
        What the report on its quality says; one that `stops` is a row that cannot be used.
    changes
        Days that are new or differ from what is known, in order.
    known_already
        Whether this very file has been imported before.
    """

    name: str
    content: bytes
    mapping: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    step: int
    first: date
    last: date
    days: int
    rows: int
    findings: tuple[Finding, ...]
    changes: tuple[DayChange, ...]
    known_already: bool


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import has done; `id` is None if the file was known already."""

    id: int | None
    days_new: int
    days_changed: int
    rows_left_out: int


@dataclass(frozen=True, slots=True, eq=False)
class OutcomesPreview:
    """
    What a report of the switchboard holds, and what the line's figures would be with it.

    Parameters
    ----------
    name, content
        The file.
    mapping
        Role and column.
    columns
        All columns of the file.
    step
        Minutes of a slot.
    first, last
        What it covers.
    totals
        Role and sum over the file.
    bad_rows
        Cells that cannot be used.
    figures
        Settings that the history speaks of, as they would be.
    known_already
        Whether this very file has been taken in before.
    """

    name: str
    content: bytes
    mapping: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    step: int
    first: date
    last: date
    totals: tuple[tuple[str, float], ...]
    bad_rows: tuple[Finding, ...]
    figures: tuple[SettingLine, ...]
    known_already: bool
