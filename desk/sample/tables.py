"""The sample centre's small tables: what each file's columns are called and how a row becomes an object."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from desk.results import Actual, Entitlement, LeaveDay, LeaveKind, Tenure
from forecast.calendar import Event, EventKind
from forecast.errors import DataError
from scheduler.people import HoursCycle, OwnTerms, Person, Regime, Terms, Transport
from scheduler.problem import Absence, AbsenceKind, Assignment, DutyCount, Rotation, Wish
from scheduler.shifts import ShiftKind, ShiftType

T = TypeVar("T")

OFF = "-"
"""A day off in a fixed turn of weeks."""


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """
    One kind of row in one file.

    Parameters
    ----------
    file
        Name of the CSV file (UTF-8, comma, one heading line).
    columns
        Pairs of column name and reader of its text.
    make
        Builds the object from the columns' values, in order.
    row
        Returns an object's values, in the same order.
    """

    file: str
    columns: tuple[tuple[str, Callable[[str], object]], ...]
    make: Callable[..., T]
    row: Callable[[T], Sequence[object]]

    def text(self, objects: Iterable[T]) -> str:
        """Return the file's content."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow([name for name, _ in self.columns])
        return out.getvalue() + "".join(f"{self.line(thing)}\n" for thing in objects)

    def line(self, thing: T) -> str:
        """Return an object's row as it stands in the file."""
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow([_written(value) for value in self.row(thing)])
        return out.getvalue()

    def cells(self, thing: T) -> tuple[str, ...]:
        """Return the texts of an object's row."""
        return tuple(str(_written(value)) for value in self.row(thing))

    def read(self, folder: Path) -> tuple[T, ...]:
        """
        Return the objects of a file.

        Raises
        ------
        DataError
            ``missing_file``, ``missing_column`` or ``unreadable_value`` with file, row, column and value.
        """
        path = folder / self.file
        if not path.is_file():
            raise DataError("missing_file", file=str(path))
        return self.parse(path.read_bytes(), self.file)

    def parse(self, content: bytes, name: str) -> tuple[T, ...]:
        """
        Return the objects of a file's content; `name` is for the messages.

        Raises
        ------
        DataError
            ``unreadable_file``, ``missing_column`` or ``unreadable_value`` with file, row, column and value.
        """
        reader = csv.DictReader(io.StringIO(_decoded(content, name), newline=""))
        for column, _ in self.columns:
            if column not in (reader.fieldnames or ()):
                raise DataError("missing_column", file=name, column=column)
        return tuple(self._object(name, number, row) for number, row in enumerate(reader, start=2))

    def _object(self, file: str, number: int, row: dict[str, str]) -> T:
        values = []
        for name, parse in self.columns:
            text = (row[name] or "").strip()
            try:
                values.append(parse(text))
            except ValueError as error:
                raise DataError("unreadable_value", file=file, row=number, column=name, value=text) from error
        try:
            return self.make(*values)
        except ValueError as error:
            raise DataError(
                "unreadable_value", file=file, row=number, column="*", value=str(error)
            ) from error


def _decoded(content: bytes, name: str) -> str:
    """Return the text of a file as people's programs save it: UTF-8, with or without a mark, or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError("unreadable_file", file=name, reason="UTF-8, GB18030")


def clock(text: str) -> int:
    """Return minutes from midnight of ``HH:MM``; hours may reach 47 for the next day."""
    hours, minutes = text.split(":")
    if not (0 <= int(hours) < 48 and 0 <= int(minutes) < 60):
        raise ValueError(text)
    return int(hours) * 60 + int(minutes)


def written_clock(minutes: int) -> str:
    """Return minutes from midnight as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _clock_or_none(text: str) -> int | None:
    return clock(text) if text else None


def _clock_text(minutes: int | None) -> str | None:
    return None if minutes is None else written_clock(minutes)


def _minutes(text: str) -> int:
    return int(text) if text else 0


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError(text)
    return text == "1"


def _day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _text_or_none(text: str) -> str | None:
    return text or None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _in_minutes(text: str) -> int:
    hours = float(text or 0)
    if not 0 <= hours <= 10_000:
        raise ValueError(text)
    return round(60 * hours)


def _minutes_or_none(text: str) -> int | None:
    return _in_minutes(text) if text else None


def _int_or_none(text: str) -> int | None:
    if text and int(text) < 0:
        raise ValueError(text)
    return int(text) if text else None


def _count(text: str) -> int:
    return _int_or_none(text) or 0


def _at_least_one(text: str) -> int:
    if text and int(text) < 1:
        raise ValueError(text)
    return int(text or 1)


def _pairs(text: str) -> tuple[tuple[str, int], ...]:
    found = [word.rpartition(":") for word in text.split()]
    if any(not code or int(most) < 0 for code, _, most in found):
        raise ValueError(text)
    return tuple((code, int(most)) for code, _, most in found)


def _cells(text: str) -> tuple[str | None, ...]:
    return tuple(None if word == OFF else word for word in text.split())


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else minutes / 60


def _written(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    return "" if value is None else value


PEOPLE: Table[Person] = Table(
    "team.csv",
    (
        ("code", str), ("name", str), ("regime", Regime), ("cycle", HoursCycle), ("weekly_minutes", int),
        ("skills", _words), ("senior", _flag), ("zone", str), ("no_nights_until", _day_or_none),
        ("no_overtime_until", _day_or_none), ("nursing_minutes", int), ("permit", _flag),
    ),
    Person,
    lambda p: (
        p.code, p.name, p.regime, p.cycle, p.weekly_minutes, p.skills, p.senior, p.zone,
        p.no_nights_until, p.no_overtime_until, p.nursing_minutes, p.permit,
    ),
)  # fmt: skip

TRANSPORT: Table[Transport] = Table(
    "transport.csv",
    (("zone", str), ("day_off", _flag), ("earliest_start", clock), ("latest_end", clock)),
    Transport,
    lambda t: (t.zone, t.day_off, written_clock(t.earliest_start), written_clock(t.latest_end)),
)

SHIFT_TYPES: Table[ShiftType] = Table(
    "shift_types.csv",
    (
        ("code", str), ("name", str), ("start", clock), ("length", int), ("paid", int),
        ("kind", ShiftKind), ("on_phones", _flag), ("skill", _text_or_none), ("not_before", _words),
    ),
    ShiftType,
    lambda s: (
        s.code, s.name, written_clock(s.start), s.length, s.paid, s.kind, s.on_phones, s.skill, s.not_before,
    ),
)  # fmt: skip

ABSENCES: Table[Absence] = Table(
    "absences.csv",
    (("person", str), ("date", date.fromisoformat), ("kind", AbsenceKind)),
    Absence,
    lambda a: (a.person, a.day, a.kind),
)

WISHES: Table[Wish] = Table(
    "wishes.csv",
    (("person", str), ("date", date.fromisoformat), ("shift", _text_or_none), ("weight", int)),
    Wish,
    lambda w: (w.person, w.day, w.shift, w.weight),
)

ACTUALS: Table[Actual] = Table(
    "actuals.csv",
    (
        ("person", str), ("date", date.fromisoformat), ("start", _clock_or_none), ("end", _clock_or_none),
        ("paid", _minutes),
    ),
    Actual,
    lambda a: (a.person, a.day, _clock_text(a.start), _clock_text(a.end), a.paid),
)  # fmt: skip

ENTITLEMENTS: Table[Entitlement] = Table(
    "entitlements.csv",
    (
        ("person", str), ("kind", LeaveKind), ("first", date.fromisoformat), ("last", date.fromisoformat),
        ("days", float),
    ),
    Entitlement,
    lambda e: (e.person, e.kind, e.first, e.last, e.days),
)  # fmt: skip

TENURES: Table[Tenure] = Table(
    "tenures.csv",
    (("person", str), ("since", date.fromisoformat)),
    Tenure,
    lambda t: (t.person, t.since),
)

LEAVE_TAKEN: Table[LeaveDay] = Table(
    "leave_taken.csv",
    (("person", str), ("date", date.fromisoformat), ("kind", LeaveKind)),
    LeaveDay,
    lambda d: (d.person, d.day, d.kind),
)

TERMS: Table[OwnTerms] = Table(
    "terms.csv",
    (
        ("person", str), ("max_hours", _minutes_or_none), ("min_hours", _in_minutes), ("max_run", _int_or_none),
        ("min_run", _at_least_one), ("min_off", _at_least_one), ("max_weekends", _int_or_none),
        ("max_shifts", _pairs),
    ),
    lambda person, *limits: OwnTerms(person, Terms(*limits)),
    lambda t: (
        t.person, _hours(t.terms.max_minutes), _hours(t.terms.min_minutes), t.terms.max_run, t.terms.min_run,
        t.terms.min_off, t.terms.max_weekends, " ".join(f"{code}:{most}" for code, most in t.terms.max_shifts),
    ),
)  # fmt: skip

ROTATIONS: Table[Rotation] = Table(
    "rotations.csv",
    (("person", str), ("start", date.fromisoformat), ("cells", _cells)),
    Rotation,
    lambda r: (r.person, r.start, " ".join(code or OFF for code in r.cells)),
)

DUTIES: Table[Assignment] = Table(
    "festival_duties.csv",
    (("person", str), ("date", date.fromisoformat), ("shift", str)),
    Assignment,
    lambda a: (a.person, a.day, a.shift),
)

CARRIED: Table[DutyCount] = Table(
    "duties.csv",
    (("person", str), ("measure", str), ("year", _count), ("count", _count)),
    lambda person, measure, year, count: DutyCount(person, measure, count, year),
    lambda d: (d.person, d.measure, d.year, d.count),
)

EVENTS: Table[Event] = Table(
    "events.csv",
    (
        ("code", str), ("kind", EventKind), ("start", date.fromisoformat), ("end", date.fromisoformat),
        ("repeats", _flag),
    ),
    Event,
    lambda e: (e.code, e.kind, e.start, e.end, e.repeats),
)  # fmt: skip
