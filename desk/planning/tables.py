"""Use case of the small tables: take in the team, its own limits and turns, shift types, transport, days away, wishes, events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import load_calendar, load_centre
from desk.results import TableChange, TableImport
from desk.sample import tables
from desk.store import Store, hours, known, log, sign_ins, team, terms
from forecast.errors import DataError, SettingError
from scheduler.goals.fair_duties import EVERYDAY, festival_measure
from scheduler.people import OwnTerms
from scheduler.problem import DutyCount, Rotation


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of table is read, compared and kept."""

    table: tables.Table[Any]
    key: Callable[[Any], object]
    load: Callable[[Session], Iterable[Any]]
    save: Callable[[Session, Iterable[Any]], None]


KINDS = {
    "team": Kind(tables.PEOPLE, lambda p: p.code, team.load_people, team.save_people),
    "shifts": Kind(tables.SHIFT_TYPES, lambda s: s.code, team.load_shift_types, team.save_shift_types),
    "transport": Kind(
        tables.TRANSPORT, lambda t: (t.zone, t.day_off), team.load_transport, team.save_transport
    ),
    "absences": Kind(
        tables.ABSENCES,
        lambda a: (a.person, a.day),
        lambda session: team.load_absences(session, date.min, date.max),
        team.save_absences,
    ),
    "wishes": Kind(
        tables.WISHES,
        lambda w: (w.person, w.day, w.shift),
        lambda session: team.load_wishes(session, date.min, date.max),
        team.save_wishes,
    ),
    "entitlements": Kind(
        tables.ENTITLEMENTS,
        lambda e: (e.person, e.kind, e.first),
        hours.load_entitlements,
        hours.save_entitlements,
    ),
    "leave": Kind(
        tables.LEAVE_TAKEN,
        lambda d: (d.person, d.day),
        lambda session: hours.load_leave_days(session, date.min, date.max),
        hours.save_leave_days,
    ),
    "tenures": Kind(tables.TENURES, lambda t: t.person, hours.load_tenures, hours.save_tenures),
    "terms": Kind(tables.TERMS, lambda t: t.person, terms.load_terms, terms.save_terms),
    "rotations": Kind(tables.ROTATIONS, lambda r: r.person, terms.load_rotations, terms.save_rotations),
    "duties": Kind(
        tables.CARRIED, lambda d: (d.person, d.measure, d.year), team.load_duties, team.save_duties
    ),
    "events": Kind(tables.EVENTS, lambda e: (e.code, e.start), known.load_events, known.save_events),
}
"""The tables by name; their columns stand in history/README.md."""

ROUND = 366
"""Days in which every festival comes round."""

EARLIEST = 1990
"""The first year of which a duty is taken in."""


def preview_table(store: Store, who: Account, *, what: str, name: str, content: bytes) -> TableImport:
    """
    Return what `import_table` would do; nothing is written.

    Raises
    ------
    SettingError, DataError
        As `import_table`.
    """
    require(who, "preview_table")
    with store.read() as session:
        return _read(session, what, name, content).done


def import_table(store: Store, who: Account, *, what: str, name: str, content: bytes) -> TableImport:
    """
    Take in a small table as a whole: new lines are added, known ones replaced, nothing is removed.

    Raises
    ------
    SettingError
        ``unknown_import`` or ``empty_store``.
    DataError
        As `desk.sample.tables.Table.parse`; ``line_twice`` or ``unknown_person_in_file``, ``unknown_shift_in_file``,
        ``bad_rotation``, ``unknown_duty_in_file`` or ``duty_year_in_file`` with file, row and value.
    """
    require(who, "import_table")
    with store.begin() as session:
        read = _read(session, what, name, content)
        if read.fresh:
            kind = KINDS[what]
            kind.save(session, read.whole)
            for line in read.fresh if what == "team" else ():
                sign_ins.rename_person(session, line.code, line.name)
            log.add_line(
                session, who.username, "import_table",
                before={"lines": [kind.table.line(line) for line in read.was]},
                after={
                    "file": name, "what": what, "new": read.done.new, "changed": read.done.changed,
                    "lines": [kind.table.line(line) for line in read.fresh],
                },
            )  # fmt: skip
    return read.done


@dataclass(frozen=True, slots=True)
class _Read:
    """A file beside what is known: lines that are new or change, what they were, and the whole table after it."""

    fresh: list[Any]
    was: list[Any]
    whole: list[Any]
    done: TableImport


def _read(session: Session, what: str, name: str, content: bytes) -> _Read:
    if what not in KINDS:
        raise SettingError("unknown_import", what=what, known=", ".join(("calls", *KINDS)))
    kind = KINDS[what]
    found = kind.table.parse(content, name)
    _check_twice(name, [kind.key(line) for line in found])
    load_centre(session)
    codes = {person.code for person in team.load_people(session, departed=True)}
    for row, line in enumerate(found, start=2):
        if getattr(line, "person", None) not in codes | {None}:
            raise DataError("unknown_person_in_file", file=name, row=row, value=line.person)
    shifts = {shift.code for shift in team.load_shift_types(session)}
    for row, line in enumerate(found, start=2):
        _check_shifts(name, row, line, shifts)
    if what == "duties":
        _check_duties(session, name, found)
    before = {kind.key(line): line for line in kind.load(session)}
    fresh = [line for line in found if before.get(kind.key(line)) != line]
    was = [before.get(kind.key(line)) for line in fresh]
    changes = tuple(
        TableChange(None if old is None else kind.table.cells(old), kind.table.cells(new))
        for old, new in zip(was, fresh, strict=True)
    )
    return _Read(
        fresh,
        [line for line in was if line is not None],
        list((before | {kind.key(line): line for line in found}).values()),
        TableImport(table_columns()[what], changes, len(found) - len(fresh)),
    )


def _check_shifts(file: str, row: int, line: object, known: set[str]) -> None:
    """Let only limits and turns through whose shift types the centre has, and turns of whole weeks."""
    codes: tuple[str | None, ...] = ()
    if isinstance(line, OwnTerms):
        codes = tuple(code for code, _ in line.terms.max_shifts)
    if isinstance(line, Rotation):
        codes = line.cells
        if len(codes) % 7:
            raise DataError("bad_rotation", person=line.person, days=len(codes))
    for code in codes:
        if code is not None and code not in known:
            raise DataError(
                "unknown_shift_in_file", file=file, row=row, value=code, known=", ".join(sorted(known))
            )


def _check_duties(session: Session, file: str, lines: Iterable[DutyCount]) -> None:
    """Let only duties through that are shared fairly, festival days with a year that has begun, the others without."""
    centre = load_centre(session)
    calendar = load_calendar(session, centre.country)
    days = calendar.days(centre.today - timedelta(days=ROUND), 2 * ROUND)
    festivals = {measure for day in days if (measure := festival_measure(day)) is not None}
    known = sorted(EVERYDAY) + sorted(festivals)
    for row, line in enumerate(lines, start=2):
        if line.measure not in known:
            raise DataError(
                "unknown_duty_in_file", file=file, row=row, value=line.measure, known=", ".join(known)
            )
        years = {0} if line.measure in EVERYDAY else range(EARLIEST, centre.today.year + 1)
        if line.year not in years:
            raise DataError("duty_year_in_file", file=file, row=row, duty=line.measure, value=line.year)


def table_columns() -> dict[str, tuple[str, ...]]:
    """Return each table that can be taken in, with the names of its columns in their order."""
    return {what: tuple(name for name, _ in kind.table.columns) for what, kind in KINDS.items()}


def _check_twice(file: str, keys: list[object]) -> None:
    seen: dict[object, int] = {}
    for row, key in enumerate(keys, start=2):
        if key in seen:
            raise DataError("line_twice", file=file, row=row, first=seen[key])
        seen[key] = row
