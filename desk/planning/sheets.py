"""Use cases of the sheet that comes back: look at what somebody has edited, then keep it as a new draft, or not at all."""

from datetime import UTC, datetime

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.problems import problem_of
from desk.planning.revising import still_known
from desk.planning.rulebooks import periods_of
from desk.reports.roster_sheet_reader import SheetReading, read_roster_sheet
from desk.results import CellChange, Member, RosterVersion, SheetPreview
from desk.store import Store, log, plans, rosters, team
from forecast.errors import DataError, SettingError
from forecast.staffing.requirement import Requirement
from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster, cover_of
from scheduler.rulebook.periods import check_periods, tier_costs


def preview_roster_sheet(
    store: Store, who: Account, *, version: int, name: str, content: bytes
) -> SheetPreview:
    """
    Return what an edited sheet would change in a version, with every rule checked; nothing is written.

    Raises
    ------
    SettingError
        ``unknown_version``.
    DataError
        As `desk.reports.roster_sheet_reader.read_roster_sheet`.
    """
    require(who, "preview_roster_sheet")
    with store.read() as session:
        return _preview(session, version, name, content)[0]


def accept_roster_sheet(store: Store, who: Account, *, preview: SheetPreview) -> RosterVersion:
    """
    Keep an edited sheet as a new draft; it is read and checked once more.

    Raises
    ------
    DataError
        ``bad_sheet`` if it cannot be read as a whole.
    SettingError
        ``sheet_unchanged``, or ``sheet_breaks_rules`` if a rule would be broken.
    """
    require(who, "accept_roster_sheet")
    with store.begin() as session:
        found, problem, roster = _preview(session, preview.version, preview.name, preview.content)
        if found.findings:
            raise DataError("bad_sheet", file=found.name, count=len(found.findings))
        if found.breaches:
            raise SettingError("sheet_breaks_rules", file=found.name, count=len(found.breaches))
        if not found.changes:
            raise SettingError("sheet_unchanged", file=found.name, version=found.version)
        base, requirement_id = _version(session, preview.version)
        periods = periods_of(session, base.start, base.days)
        goals = tuple((name, float(cost)) for name, cost in tier_costs(problem, periods, roster))
        number = rosters.add_roster(
            session,
            roster,
            start=base.start,
            days=base.days,
            requirement_id=requirement_id,
            goals=goals,
            status="edited",
            who=who.username,
            now=datetime.now(UTC),
        )
        log.add_line(
            session,
            who.username,
            "import_roster",
            before={"id": base.id},
            after={"id": number, "file": found.name, "changes": len(found.changes)},
        )
        return _version(session, number)[0]


def _preview(
    session: Session, version: int, name: str, content: bytes
) -> tuple[SheetPreview, Problem, Roster]:
    requirement_id = _version(session, version)[1]
    kept = plans.find_requirement(session, id=requirement_id)
    if kept is None:
        raise SettingError("unknown_version", version=version)
    needed = kept[1].requirement
    problem = problem_of(session, kept[1])
    before = still_known(problem, rosters.load_roster(session, version)[0])
    reading = read_roster_sheet(
        content,
        name,
        people=tuple(Member(person.code, person.name) for person in problem.people),
        dates=problem.dates,
        shift_types=team.load_shift_types(session),
    )
    after = before if reading.findings else _roster(reading, before, problem)
    preview = SheetPreview(
        version=version,
        name=name,
        content=content,
        findings=tuple(reading.findings),
        changes=_changes(problem, before, after),
        breaches=()
        if reading.findings
        else check_periods(problem, periods_of(session, problem.start, problem.days), after),
        missing_before=_missing(problem, needed, before),
        missing_after=_missing(problem, needed, after),
    )
    return preview, problem, after


def _roster(reading: SheetReading, before: Roster, problem: Problem) -> Roster:
    """Return the roster of the sheet, with the shifts of those who have left since as they were."""
    here = {person.code for person in problem.people}
    others = {a for a in before if a.person not in here}
    cells = {Assignment(*key, code) for key, code in reading.cells.items() if code is not None}
    return Roster(frozenset(others | cells))


def _changes(problem: Problem, before: Roster, after: Roster) -> tuple[CellChange, ...]:
    old, new = before.by_cell(), after.by_cell()
    return tuple(
        CellChange(person.code, person.name, day, old.get((person.code, day)), new.get((person.code, day)))
        for person in problem.people
        for day in problem.dates
        if old.get((person.code, day)) != new.get((person.code, day))
    )


def _missing(problem: Problem, needed: Requirement, roster: Roster) -> float:
    planned = cover_of(problem, roster, needed.skill, needed.grid.step)
    return float(np.maximum(needed.operators - planned, 0).sum()) * needed.grid.step / 60


def _version(session: Session, number: int) -> tuple[RosterVersion, int]:
    found = rosters.find_version(session, number)
    if found is None:
        raise SettingError("unknown_version", version=number)
    return found
