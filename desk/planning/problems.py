"""Everything that a roster must fit, as the engine takes it: operators and managers, shifts, demand, what is known and published."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk.planning.carrying import carried, worked_before
from desk.planning.known import HALF_HOUR, load_calendar, load_centre
from desk.planning.staffing import load_service, opening_hours
from desk.planning.standing_by import wanted_beside
from desk.results import RequirementView
from desk.store import rosters, team, terms
from forecast.errors import SettingError
from forecast.grid import Grid
from scheduler.people import HoursCycle, OwnTerms, Person, Terms
from scheduler.problem import Absence, Assignment, Problem, ShiftNeed
from scheduler.rules.cycle_hours import cycle_start
from scheduler.shifts import ShiftKind, ShiftType

PHONE = "phone"
"""The skill of everyone who answers calls."""

LOOK_BACK = 35
"""Days of published rosters before the window that rest, runs and hours look back on."""


def problem_of(session: Session, needed: RequirementView) -> Problem:
    """
    Return everything that a roster for a requirement must fit.

    Operators come first, then the managers of the duty roster.

    Raises
    ------
    SettingError
        ``no_operators`` if nobody answers calls.
    """
    grid = needed.requirement.grid
    team_now = team.load_people(session)
    operators = tuple(person for person in team_now if PHONE in person.skills)
    if not operators:
        raise SettingError("no_operators")
    types = tuple(k for k in team.load_shift_types(session) if k.rostered)
    lead = {kind.skill for kind in types if kind.kind is ShiftKind.MANAGER and kind.skill is not None}
    managers = tuple(p for p in team_now if PHONE not in p.skills and not lead.isdisjoint(p.skills))
    absences = team.load_absences(session, grid.start, grid.end)
    people = _with_terms(operators + managers, terms.load_terms(session), absences, grid.days)
    codes = {person.code for person in people}
    calendar = load_calendar(session, load_centre(session).country)
    published = {
        a
        for version in rosters.published_over(session, grid.start, grid.end)
        for a in rosters.load_roster(session, version.id)[0]
        if grid.start <= a.day <= grid.end and a.person in codes
    }
    return Problem(
        start=grid.start,
        days=grid.days,
        people=people,
        shift_types=types,
        requirements=(needed.requirement,),
        shift_needs=(
            *_idle(load_service(session), grid, types),
            *wanted_beside(session, needed, types, people),
        ),
        calendar=calendar.days(grid.start, grid.days),
        transport=team.load_transport(session),
        absences=frozenset(a for a in absences if a.person in codes),
        wishes=tuple(w for w in team.load_wishes(session, grid.start, grid.end) if w.person in codes),
        closures=team.load_closures(session, grid.start, grid.end),
        ledger=tuple(duty for duty in carried(session, grid.start) if duty.person in codes),
        before=_before(session, grid.start, people),
        published=frozenset(published) or None,
        rotations=tuple(turn for turn in terms.load_rotations(session) if turn.person in codes),
    )


def _with_terms(
    people: tuple[Person, ...], own: tuple[OwnTerms, ...], absences: frozenset[Absence], days: int
) -> tuple[Person, ...]:
    """Return people with their own limits over a window; least hours only count the days on which they are not away."""
    limits = {line.person: line.terms for line in own}
    away = Counter(a.person for a in absences if a.kind.share == 1)

    def scaled(code: str) -> Terms:
        least = limits[code].over(days - away[code]).min_minutes
        return replace(limits[code].over(days), min_minutes=least)

    return tuple(replace(p, terms=scaled(p.code)) if p.code in limits else p for p in people)


def operators_only(problem: Problem) -> Problem:
    """Return a problem without the managers of the duty roster and what is wanted of them."""
    people = tuple(person for person in problem.people if PHONE in person.skills)
    codes = {person.code for person in people}
    duty = {kind.code for kind in problem.shift_types if kind.kind is ShiftKind.MANAGER}
    return replace(
        problem,
        people=people,
        shift_needs=tuple(need for need in problem.shift_needs if need.shift not in duty),
        absences=frozenset(a for a in problem.absences if a.person in codes),
        wishes=tuple(wish for wish in problem.wishes if wish.person in codes),
        locks=frozenset(lock for lock in problem.locks if lock.person in codes),
        ledger=tuple(line for line in problem.ledger if line.person in codes),
        before=tuple(a for a in problem.before if a.person in codes),
        rotations=tuple(turn for turn in problem.rotations if turn.person in codes),
        published=None
        if problem.published is None
        else frozenset(a for a in problem.published if a.person in codes),
    )


def _before(session: Session, start: date, people: tuple[Person, ...]) -> tuple[Assignment, ...]:
    """Return what was worked before a day: some weeks of it, and for comprehensive hours all of the running cycle."""
    near = start - timedelta(days=LOOK_BACK)
    first = {
        person.code: near if person.cycle is HoursCycle.WEEK else min(near, cycle_start(start, person.cycle))
        for person in people
    }
    reach = (start - min(first.values())).days
    past = worked_before(session, start, reach)
    return tuple(a for a in (*past.rostered, *past.noted) if a.person in first and a.day >= first[a.person])


def _idle(service: Mapping[str, Any], grid: Grid, types: tuple[ShiftType, ...]) -> tuple[ShiftNeed, ...]:
    """Return that nobody is wanted on a shift that reaches beyond the opening hours, by the half-hours that it does."""
    found = []
    for day in grid.dates:
        hours = (opening_hours(service, day), opening_hours(service, day + timedelta(days=1)))
        open_ = [(first, last) for first, last in (hours[0], (hours[1][0] + 1440, hours[1][1] + 1440))]
        for kind in (kind for kind in types if kind.on_phones):
            inside = sum(max(0, min(kind.end, last) - max(kind.start, first)) for first, last in open_)
            idle = (kind.length - inside) // HALF_HOUR
            if idle > 0:
                found.append(ShiftNeed(day, kind.code, 0, over=idle))
    return tuple(found)
