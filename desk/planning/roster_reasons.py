"""Use cases: why a roster is as it is, gap by gap and cell by cell, and what would help."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.conflicts import conflict_among, known_locks
from desk.planning.problems import PHONE
from desk.planning.repairing import part_of_day, problem_and_roster, version_of
from desk.planning.rulebooks import load_books, periods_of
from desk.planning.staffing import half_hours, line_of, load_service, target_of
from desk.results import CellInstead, GapFixes, LockConflict, RosterReasons
from desk.results import Shortfall as Stretch
from desk.store import Store, plans
from forecast.errors import SettingError
from forecast.staffing.plan import outlook
from scheduler.explain import (
    Reason,
    cheapest_fixes,
    explain_shortfalls,
    findings,
    if_instead,
    report,
    rest_owed,
)
from scheduler.problem import Lock, Problem
from scheduler.roster import Roster, cover_of
from scheduler.rulebook.periods import parts
from scheduler.solve import Shortfall, shortfalls_of

MINUTES = 30
"""Minutes of a slot in rosters."""


def roster_reasons(
    store: Store, who: Account, *, version: int, day: date | None = None, most: int = 3
) -> RosterReasons:
    """
    Return what every goal costs, what everyone carries, and for the worst gaps what stopped each person.

    Parameters
    ----------
    version
        Which roster.
    day
        Only gaps of this day; all days if not given.
    most
        Gaps to explain, by calls lost; 0 explains none.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    require(who, "roster_reasons")
    with store.read() as session:
        found = version_of(session, version)[0]
        problem, roster = problem_and_roster(session, version)
        periods = periods_of(session, problem.start, problem.days)
        usual = load_books(session).normal
    gaps = sorted(
        (gap for gap in shortfalls_of(problem, roster) if day is None or gap.day == day),
        key=lambda gap: (-gap.lost, gap.start),
    )
    pieces = tuple(parts(problem, periods, roster))
    told = report(problem, periods[0].book, roster)
    if len(pieces) > 1:
        each = [report(piece, period.book, inside) for period, piece, inside in pieces]
        told = replace(
            told,
            breaches=tuple(breach for one in each for breach in one.breaches),
            tightest=tuple(place for one in each for place in one.tightest),
        )
    owed: Counter[str] = Counter()
    for period, piece, inside in pieces:
        if period.book.rules != usual.rules:
            owed.update(rest_owed(piece, usual, inside))
    told_of: dict[Shortfall, tuple[Reason, ...]] = {}
    for period, piece, inside in pieces:
        here = [gap for gap in gaps[:most] if period.holds(gap.day)]
        told_of.update(explain_shortfalls(piece, period.book, inside, here))
    return RosterReasons(
        version=found,
        report=told,
        gaps=tuple(gaps),
        explained=tuple((gap, told_of[gap]) for gap in gaps[:most]),
        names={person.code: person.name for person in problem.people},
        shift_names={kind.code: kind.name for kind in problem.shift_types},
        findings=findings(problem, periods[0].book),
        owed=tuple(sorted(owed.items())),
        managers=frozenset(p.code for p in problem.people if PHONE not in p.skills),
    )


def gap_reasons(
    store: Store, who: Account, *, version: int, gaps: tuple[Stretch, ...]
) -> tuple[tuple[Reason, ...], ...]:
    """
    Return for each stretch with too few operators what stops everyone from standing in its worst half-hour.

    Whoever works another shift that day counts as busy, so that the answer takes a moment.

    Parameters
    ----------
    version
        Which roster.
    gaps
        Stretches of it.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    require(who, "gap_reasons")
    with store.read() as session:
        problem, roster = problem_and_roster(session, version)
        periods = periods_of(session, problem.start, problem.days)
    short = [gap for gap in shortfalls_of(problem, roster) if gap.skill is None]
    worst = {
        gap: max(within, key=lambda part: (part.missing, part.lost))
        for gap in gaps
        if (within := [part for part in short if _inside(part, gap)])
    }
    told_of: dict[Shortfall, tuple[Reason, ...]] = {}
    for period, piece, inside in parts(problem, periods, roster):
        here = [part for part in worst.values() if period.holds(part.day)]
        told_of.update(explain_shortfalls(piece, period.book, inside, here, brief=True) if here else ())
    return tuple(told_of[worst[gap]] if gap in worst else () for gap in gaps)


def _inside(part: Shortfall, gap: Stretch) -> bool:
    slot = (part.start.hour * 60 + part.start.minute) // MINUTES
    return part.day == gap.day and gap.first_slot <= slot <= gap.last_slot


def roster_conflict(store: Store, who: Account, *, version: int) -> LockConflict | None:
    """
    Return the cells set by hand that a version could not keep, with the smallest set of demands that contradict each other.

    None if every one of them stands as it was set.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    require(who, "roster_conflict")
    with store.read() as session:
        problem, roster = problem_and_roster(session, version)
        locks = known_locks(session, version, problem)
        periods = periods_of(session, problem.start, problem.days)
    cells = roster.by_cell()
    released = sorted(
        (lock for lock in locks if cells.get((lock.person, lock.day)) != lock.shift),
        key=lambda lock: (lock.day, lock.person),
    )
    if not released:
        return None
    return LockConflict(
        released=tuple(released),
        demands=conflict_among(replace(problem, locks=locks), periods, roster, released),
        names={person.code: person.name for person in problem.people},
        shift_names={kind.code: kind.name for kind in problem.shift_types},
    )


def roster_fixes(
    store: Store, who: Account, *, version: int, day: date, seconds: float = 3.0, slot: int | None = None
) -> GapFixes:
    """
    Return what would close the worst gap of a day: accept the wait, stretch a limit for some, or one more person.

    Every fix has been tried by solving the days around the gap again; limits of the law are never stretched.

    Parameters
    ----------
    version, day
        Which roster and which day.
    seconds
        Time for each try.
    slot
        The half-hour of the day whose gap is meant, if not the worst.

    Raises
    ------
    SettingError
        ``unknown_version``, or ``no_gap`` if nobody is missing then.
    """
    require(who, "roster_fixes")
    with store.read() as session:
        number = version_of(session, version)[1]
        whole, everyone = problem_and_roster(session, version)
        problem, book, roster = part_of_day(session, version, day)
        gaps = [gap for gap in shortfalls_of(problem, roster) if gap.day == day and _holds(gap, slot)]
        if not gaps:
            raise SettingError("no_gap", version=version, day=day)
        gap = max(gaps, key=lambda gap: gap.lost)
        wait = _wait(session, number, whole, everyone, gap)
    return GapFixes(
        gap=gap,
        wait=wait,
        fixes=cheapest_fixes(problem, book, roster, gap, seconds=seconds),
        names={person.code: person.name for person in problem.people},
        shift_names={kind.code: kind.name for kind in problem.shift_types},
    )


def _holds(gap: Shortfall, slot: int | None) -> bool:
    if slot is None:
        return True
    moment = datetime.combine(gap.day, time()) + timedelta(minutes=slot * MINUTES)
    return gap.start <= moment < gap.end


def roster_instead(
    store: Store, who: Account, *, version: int, person: str, day: date, shift: str | None = None
) -> CellInstead:
    """
    Return what the neighbours' rosters would have to be if a cell were another: a day off, or a shift.

    Parameters
    ----------
    version, person, day
        The cell ("why me?").
    shift
        The shift that it should be ("why not her?"); a day off if not given.

    Raises
    ------
    SettingError
        ``unknown_version``, ``not_on_the_phones``, ``no_such_day`` or ``no_such_shift_type``.
    """
    require(who, "roster_instead")
    with store.read() as session:
        whole = problem_and_roster(session, version)[0]
        problem, book, roster = part_of_day(session, version, day)
    if person not in {p.code for p in problem.people}:
        raise SettingError("not_on_the_phones", name=person)
    if day.toordinal() not in whole.span:
        end = whole.start + timedelta(days=whole.days - 1)
        raise SettingError("no_such_day", day=day, version=version, start=whole.start, end=end)
    known = {kind.code: kind.name for kind in problem.shift_types}
    if shift is not None and shift not in known:
        raise SettingError("no_such_shift_type", name=shift, known=", ".join(known))
    return CellInstead(
        found=if_instead(problem, book, roster, Lock(person, day, shift)),
        names={p.code: p.name for p in problem.people},
        shift_names=known,
    )


def _wait(session: Session, number: int, problem: Problem, roster: Roster, gap: Shortfall) -> float | None:
    """Return the mean wait of the callers of a gap with the operators that are planned."""
    behind = plans.forecast_behind(session, number)
    if behind is None:
        return None
    prediction, service = half_hours(session, behind[1]), load_service(session)
    grid = prediction.grid
    planned = cover_of(problem, roster, gap.skill, grid.step)
    if (grid.start, grid.slots) != (problem.start, len(planned)):
        return None
    found = outlook(prediction, line_of(service, grid), target_of(service), planned)
    at = (gap.day - grid.start).days * grid.slots_per_day
    first = at + (gap.start.hour * 60 + gap.start.minute) // grid.step
    last = first + max(1, round((gap.end - gap.start) / timedelta(minutes=grid.step)))
    weights = prediction.mean[first:last]
    return float(np.average(found.wait[first:last], weights=weights)) if weights.sum() > 0 else 0.0
