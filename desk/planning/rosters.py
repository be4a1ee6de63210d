"""Use cases of rosters: versions, a version with its cover, publishing, and one's own shifts."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import check_length, load_calendar, load_centre, local_now
from desk.planning.problems import problem_of
from desk.planning.revising import still_known
from desk.planning.rulebooks import periods_of
from desk.results import (
    Member,
    MyChange,
    MyRoster,
    MyShift,
    RosterVersion,
    RosterView,
    Shortfall,
    TeamView,
)
from desk.store import Store, plans, receipts, rosters, team, terms
from desk.store.rests import load_rests
from forecast.errors import SettingError
from scheduler.problem import Assignment, Problem
from scheduler.rests import Rest, on_phones
from scheduler.roster import Roster, cover_of
from scheduler.rulebook.periods import check_periods
from scheduler.shifts import Shift, ShiftType

SLOTS = 48
"""Half-hours of a day."""


def versions(store: Store, who: Account) -> tuple[RosterVersion, ...]:
    """Return every version, newest first."""
    require(who, "versions")
    with store.read() as session:
        return rosters.versions(session)


def roster_view(store: Store, who: Account, *, version: int) -> RosterView:
    """
    Return a version with its cover, gaps and broken rules (none).

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    require(who, "roster_view")
    with store.read() as session:
        return _view(session, version)


def published_roster(store: Store, who: Account, *, start: date, days: int) -> RosterView | None:
    """
    Return who works when in the published rosters of a span: shift names only, no gaps and no costs.

    Raises
    ------
    SettingError
        ``window_length``.
    """
    require(who, "published_roster")
    check_length(days)
    last = start + timedelta(days=days - 1)
    with store.read() as session:
        published = rosters.published_over(session, start, last)
        if not published:
            return None
        cells = _cells(session, published, start, last)
        calendar = load_calendar(session, load_centre(session).country)
        people = team.load_people(session)
        types = team.load_shift_types(session)
    nothing = np.zeros(days * SLOTS, dtype=np.int64)
    return RosterView(
        version=published[-1],
        people=tuple(Member(person.code, person.name) for person in people),
        days=calendar.days(start, days),
        cells=cells,
        shift_types=types,
        required=nothing,
        planned=nothing,
        shortfalls=(),
        breaches=(),
        locked=frozenset(),
    )


def my_roster(store: Store, who: Account, *, start: date, days: int) -> MyRoster:
    """
    Return one's own shifts in the published rosters of a span, and what has changed since one last confirmed them.

    Raises
    ------
    SettingError
        ``window_length``.
    """
    require(who, "my_roster")
    check_length(days)
    last = start + timedelta(days=days - 1)
    with store.read() as session:
        here = load_centre(session)
        published = rosters.published_over(session, start, last)
        cells = _cells(session, published, start, last)
        seen = receipts.confirmed_by(session, who.username)
        earlier = tuple(
            old for version in published if (old := _last_seen(session, version, seen)) is not None
        )
        before = _cells(session, earlier, start, last)
        types = {kind.code: kind for kind in team.load_shift_types(session)}
        calendar = load_calendar(session, here.country).days(start, days)
        away = team.load_absences(session, start, last)
        rests = [r for v in published for r in load_rests(session, v.id, person=who.person or "")]
    own = {day: shift for (person, day), shift in sorted(cells.items()) if person == who.person}
    was = {day: shift for (person, day), shift in before.items() if person == who.person}
    covered = {day for v in earlier for day in _dates(v)}
    shifts = tuple(_my_shift(day, types[code], rests) for day, code in sorted(own.items()))
    now = local_now(here)
    return MyRoster(
        person=who.person,
        name=who.name,
        shifts=shifts,
        upcoming=next((shift for shift in shifts if shift.end > now), None),
        calendar=calendar,
        changes=tuple(
            MyChange(day.date, was.get(day.date), own.get(day.date))
            for day in calendar
            if day.date in covered and was.get(day.date) != own.get(day.date)
        ),
        published_at=published[-1].published_at if published else None,
        shift_types=tuple(types.values()),
        leave=tuple(
            sorted((a for a in away if a.person == who.person and a.kind.is_leave), key=lambda a: a.day)
        ),
    )


def _last_seen(session: Session, version: RosterVersion, seen: frozenset[int]) -> RosterVersion | None:
    """
    Return the version that a person knows in place of a published one: the last they have confirmed, else the first.

    None if there is no other, or they have confirmed this one.
    """
    earlier = () if version.id in seen else rosters.superseded_versions(session, version)
    return next((old for old in earlier if old.id in seen), earlier[-1] if earlier else None)


def team_view(store: Store, who: Account) -> TeamView:
    """Return the team with its own limits and turns, the shift types and the transport."""
    require(who, "team")
    with store.read() as session:
        people = team.load_people(session)
        here = {person.code for person in people}
        return TeamView(
            people,
            team.load_shift_types(session),
            team.load_transport(session),
            terms.load_terms(session),
            terms.load_rotations(session),
            tuple(p for p in team.load_people(session, departed=True) if p.code not in here),
        )


def _version(session: Session, number: int) -> tuple[RosterVersion, int]:
    found = rosters.find_version(session, number)
    if found is None:
        raise SettingError("unknown_version", version=number)
    return found


def _view(session: Session, number: int) -> RosterView:
    version, requirement_id = _version(session, number)
    kept = plans.find_requirement(session, id=requirement_id)
    if kept is None:
        raise SettingError("unknown_version", version=number)
    roster, locked = rosters.load_roster(session, number)
    needed = kept[1].requirement
    problem = problem_of(session, kept[1])
    roster = still_known(problem, roster)
    planned = cover_of(problem, roster)
    required = needed.operators
    cells = roster.by_cell()
    rests = tuple(rest for rest in load_rests(session, number) if (rest.person, rest.day) in cells)
    return RosterView(
        version=version,
        people=tuple(Member(person.code, person.name) for person in problem.people),
        days=problem.calendar,
        cells=dict(cells),
        shift_types=team.load_shift_types(session),
        required=required,
        planned=planned,
        shortfalls=_shortfalls(problem, required, planned),
        breaches=check_periods(problem, periods_of(session, version.start, version.days), roster),
        locked=locked,
        at_phones=on_phones(problem, roster, rests) if rests else None,
    )


def _shortfalls(problem: Problem, required: np.ndarray, planned: np.ndarray) -> tuple[Shortfall, ...]:
    """Return the half-hours with too few operators, neighbours of one day as one stretch."""
    found: list[Shortfall] = []
    missing = required - planned
    for slot in np.flatnonzero(missing > 0):
        day, place = problem.dates[slot // SLOTS], int(slot % SLOTS)
        if found and found[-1].day == day and found[-1].last_slot == place - 1:
            joined = found.pop()
            found.append(Shortfall(day, joined.first_slot, place, max(joined.missing, int(missing[slot]))))
        else:
            found.append(Shortfall(day, place, place, int(missing[slot])))
    return tuple(found)


def _cells(
    session: Session, found: tuple[RosterVersion, ...], first: date, last: date
) -> dict[tuple[str, date], str]:
    """Return the cells of some versions within a span; a later version stands above an earlier one."""
    cells: dict[tuple[str, date], str] = {}
    for version in found:
        roster: Roster = rosters.load_roster(session, version.id)[0]
        days = set(_dates(version))
        cells = {key: shift for key, shift in cells.items() if key[1] not in days}
        cells |= {_key(a): a.shift for a in roster if first <= a.day <= last}
    return cells


def _key(assignment: Assignment) -> tuple[str, date]:
    return assignment.person, assignment.day


def _dates(version: RosterVersion) -> tuple[date, ...]:
    return tuple(version.start + timedelta(days=k) for k in range(version.days))


def _my_shift(day: date, kind: ShiftType, rests: Iterable[Rest] = ()) -> MyShift:
    shift = Shift(day, kind)
    own = {r.start: r for r in rests if r.day == day and shift.start <= r.start and r.end <= shift.end}
    inside = tuple(own[start] for start in sorted(own))
    return MyShift(day, kind.code, kind.name, shift.start, shift.end, kind.paid, inside)
