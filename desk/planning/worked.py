"""Use cases of who really worked: shown beside the roster, confirmed by click, or taken in from a file."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.hours import planned
from desk.planning.known import check_length, load_centre, local_now
from desk.planning.revising import published_cells
from desk.results import Actual, ActualChange, ActualsPreview, Centre, WorkedDay
from desk.sample import tables
from desk.store import Store, log, team
from desk.store import hours as rows
from forecast.errors import DataError, SettingError


def worked_days(store: Store, who: Account, *, start: date, days: int) -> tuple[WorkedDay, ...]:
    """
    Return who was rostered and who really worked on the days of a span, by day and in the order of the team.

    Raises
    ------
    SettingError
        ``window_length``.
    """
    require(who, "worked_days")
    check_length(days)
    last = start + timedelta(days=days - 1)
    with store.read() as session:
        kinds = {kind.code: kind for kind in team.load_shift_types(session)}
        cells = published_cells(session, start, last)
        known = {(a.person, a.day): a for a in rows.load_actuals(session, start, last)}
        people = team.load_people(session, departed=True)
        here = {person.code for person in team.load_people(session)}
    found = []
    for day in (start + timedelta(days=k) for k in range(days)):
        for person in people:
            key = person.code, day
            kind = kinds.get(cells.get(key, ""))
            if key in known or kind is not None or person.code in here:
                plan = None if kind is None else (kind.start, kind.end, kind.paid)
                code = None if kind is None else kind.code
                found.append(WorkedDay(person.code, person.name, day, code, plan, known.get(key)))
    return tuple(found)


def set_actuals(store: Store, who: Account, *, actuals: Iterable[Actual]) -> int:
    """
    Keep what was really worked, in place of what was known of the same days; return how many days are new or changed.

    Raises
    ------
    SettingError
        ``unknown_member``, or ``actual_ahead`` for work that is not over yet.
    """
    require(who, "set_actuals")
    with store.begin() as session:
        here = load_centre(session)
        names = {p.code: p.name for p in team.load_people(session, departed=True)}
        wanted = tuple(actuals)
        for actual in wanted:
            if actual.person not in names:
                raise SettingError("unknown_member", person=actual.person)
            if _ahead(here, actual):
                raise SettingError("actual_ahead", name=names[actual.person], day=actual.day)
        changes = _changes(session, names, wanted)
        _keep(session, who, changes, file=None)
    return len(changes)


def confirm_day(store: Store, who: Account, *, day: date) -> int:
    """
    Confirm that all of whom nobody has said otherwise have worked a day as rostered; return how many.

    Raises
    ------
    SettingError
        ``actual_ahead`` if the day is not over yet.
    """
    require(who, "confirm_day")
    with store.read() as session:
        kinds = {kind.code: kind for kind in team.load_shift_types(session)}
        known = {actual.person for actual in rows.load_actuals(session, day, day)}
        away = {
            absence.person for absence in team.load_absences(session, day, day) if absence.kind.share == 1
        }
        cells = published_cells(session, day, day)
    actuals = [
        planned(person, day, kinds[code])
        for (person, _), code in sorted(cells.items())
        if person not in known | away and code in kinds and kinds[code].paid
    ]
    return set_actuals(store, who, actuals=actuals)


def preview_actuals(store: Store, who: Account, *, name: str, content: bytes) -> ActualsPreview:
    """
    Return what a file of hours really worked would do; nothing is written.

    Its columns are ``person, date, start, end, paid``: times as ``HH:MM`` (past midnight up to ``47:59``), paid minutes;
    a line without times says that the person did not work.

    Raises
    ------
    DataError
        As `desk.sample.tables.Table.parse`; ``line_twice``, ``unknown_person_in_file`` or ``actual_ahead_in_file``.
    """
    require(who, "preview_actuals")
    with store.read() as session:
        found = _parse(session, name, content)
        names = {p.code: p.name for p in team.load_people(session, departed=True)}
        changes = _changes(session, names, found)
    return ActualsPreview(name, content, changes, len(found) - len(changes))


def accept_actuals(store: Store, who: Account, *, preview: ActualsPreview, overwrite: bool = False) -> int:
    """
    Take in a file that has been looked at; return how many days are new or changed.

    Parameters
    ----------
    overwrite
        Whether known days may change.

    Raises
    ------
    DataError
        As `preview_actuals`.
    SettingError
        ``actuals_known`` if known days would change and nobody has agreed to that.
    """
    require(who, "accept_actuals")
    with store.begin() as session:
        found = _parse(session, preview.name, preview.content)
        names = {p.code: p.name for p in team.load_people(session, departed=True)}
        changes = _changes(session, names, found)
        known = sum(change.before is not None for change in changes)
        if known and not overwrite:
            raise SettingError("actuals_known", file=preview.name, count=known)
        _keep(session, who, changes, file=preview.name)
    return len(changes)


def _parse(session: Session, name: str, content: bytes) -> tuple[Actual, ...]:
    here = load_centre(session)
    codes = {person.code for person in team.load_people(session, departed=True)}
    found = tables.ACTUALS.parse(content, name)
    seen: dict[tuple[str, date], int] = {}
    for row, actual in enumerate(found, start=2):
        key = actual.person, actual.day
        if actual.person not in codes:
            raise DataError("unknown_person_in_file", file=name, row=row, value=actual.person)
        if key in seen:
            raise DataError("line_twice", file=name, row=row, first=seen[key])
        if _ahead(here, actual):
            raise DataError("actual_ahead_in_file", file=name, row=row, day=actual.day)
        seen[key] = row
    return found


def _ahead(here: Centre, actual: Actual) -> bool:
    """Say whether work is not over yet by the centre's clock."""
    over = datetime.combine(actual.day, time()) + timedelta(minutes=actual.end or 0)
    return over > local_now(here)


def _changes(session: Session, names: dict[str, str], wanted: tuple[Actual, ...]) -> tuple[ActualChange, ...]:
    if not wanted:
        return ()
    first, last = min(a.day for a in wanted), max(a.day for a in wanted)
    known = {(a.person, a.day): a for a in rows.load_actuals(session, first, last)}
    return tuple(
        ActualChange(names[a.person], known.get((a.person, a.day)), a)
        for a in wanted
        if known.get((a.person, a.day)) != a
    )


def _keep(session: Session, who: Account, changes: tuple[ActualChange, ...], *, file: str | None) -> None:
    if not changes:
        return
    rows.save_actuals(session, [change.after for change in changes])
    source = {} if file is None else {"file": file}
    log.add_line(
        session, who.username, "set_actuals",
        before={"days": [_told(change.before) for change in changes if change.before is not None]},
        after={**source, "days": [_told(change.after) for change in changes]},
    )  # fmt: skip


def _told(actual: Actual) -> str:
    times = "-" if actual.start is None or actual.end is None else "–".join(
        tables.written_clock(minutes) for minutes in (actual.start, actual.end)
    )  # fmt: skip
    return f"{actual.person} {actual.day} {times} {actual.paid}"
