"""A roster that exists, changed cell by cell: what stands, what a change would break, and the new version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from desk.planning.known import load_centre
from desk.planning.problems import problem_of
from desk.planning.rulebooks import periods_of
from desk.results import RosterVersion, ShiftChange
from desk.store import plans, rosters
from forecast.errors import SettingError
from forecast.staffing.requirement import Requirement
from scheduler.problem import Absence, Assignment, Problem
from scheduler.roster import Breach, Roster, cover_of
from scheduler.rulebook.periods import Periods, check_periods, tier_costs

Cells = Mapping[tuple[str, date], str | None]
"""Shift codes by person and day; None is a day off."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """
    A roster as it stands.

    Parameters
    ----------
    version
        The version that it comes from.
    requirement_id, needed
        What it has to cover.
    problem
        What it has to fit today.
    periods
        The rulebooks that hold on its days.
    roster
        Shifts of everyone who is still in the team.
    """

    version: RosterVersion
    requirement_id: int
    needed: Requirement
    problem: Problem
    periods: Periods
    roster: Roster

    def changed(self, cells: Cells) -> Roster:
        """Return the roster with some cells set anew."""
        kept = {a for a in self.roster if (a.person, a.day) not in cells}
        new = {Assignment(*key, shift) for key, shift in cells.items() if shift is not None}
        return Roster(frozenset(kept | new))

    def away(self, absences: frozenset[Absence]) -> "Standing":
        """Return the same roster with more people away."""
        return replace(self, problem=replace(self.problem, absences=self.problem.absences | absences))

    def breaches(self, roster: Roster) -> tuple[Breach, ...]:
        """Return every rule that a roster in the place of this one would break."""
        return check_periods(self.problem, self.periods, roster)

    def goals(self, roster: Roster) -> tuple[tuple[str, float], ...]:
        """Return what every tier of goals costs with a roster in the place of this one."""
        return tuple((name, float(cost)) for name, cost in tier_costs(self.problem, self.periods, roster))

    def missing(self, roster: Roster, days: frozenset[date] | None = None) -> float:
        """Return the operator hours that a roster leaves missing, on some days or all."""
        grid = self.needed.grid
        planned = cover_of(self.problem, roster, self.needed.skill, grid.step)
        short = np.maximum(self.needed.operators - planned, 0).reshape(grid.days, -1).sum(axis=1)
        chosen = [days is None or day in days for day in grid.dates]
        return float(short[chosen].sum()) * grid.step / 60


def standing(session: Session, number: int) -> Standing:
    """
    Return a version as it stands.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    version, requirement_id = find_version(session, number)
    return _standing(session, version, requirement_id, rosters.load_roster(session, number)[0])


def still_known(problem: Problem, roster: Roster) -> Roster:
    """Return a roster without the people and the shift types that the centre no longer has."""
    here = {person.code for person in problem.people}
    known = {kind.code for kind in problem.shift_types}
    return Roster(frozenset(a for a in roster if a.person in here and a.shift in known))


def published_on(session: Session, day: date) -> Standing | None:
    """Return the published roster that holds on a day, with what later versions have put above it."""
    found = rosters.published_over(session, day, day)
    if not found:
        return None
    version, requirement_id = find_version(session, found[-1].id)
    last = version.start + timedelta(days=version.days - 1)
    cells = published_cells(session, version.start, last)
    roster = Roster(frozenset(Assignment(*key, shift) for key, shift in cells.items()))
    return _standing(session, version, requirement_id, roster)


def find_version(session: Session, number: int) -> tuple[RosterVersion, int]:
    """
    Return a version and the number of its requirement.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    found = rosters.find_version(session, number)
    if found is None:
        raise SettingError("unknown_version", version=number)
    return found


def published_cells(session: Session, first: date, last: date) -> dict[tuple[str, date], str]:
    """Return who works when in the published rosters of a span; a later version stands above an earlier one."""
    cells: dict[tuple[str, date], str] = {}
    for version in rosters.published_over(session, first, last):
        end = version.start + timedelta(days=version.days - 1)
        cells = {key: shift for key, shift in cells.items() if not version.start <= key[1] <= end}
        roster = rosters.load_roster(session, version.id)[0]
        cells |= {(a.person, a.day): a.shift for a in roster if first <= a.day <= last}
    return cells


def published_days(session: Session, first: date, last: date) -> frozenset[date]:
    """Return the days of a span on which people already know their shifts."""
    return frozenset(
        version.start + timedelta(days=k)
        for version in rosters.published_over(session, first, last)
        for k in range(version.days)
        if first <= version.start + timedelta(days=k) <= last
    )


def keep_version(
    session: Session, base: Standing, roster: Roster, *, status: str, who: str, now: datetime
) -> int:
    """
    Keep a roster in the place of a standing one as a draft and return the number of the version.

    What people who have left have worked in its days before today stays in it.
    """
    return rosters.add_roster(
        session,
        Roster(roster.assignments | _worked_before(session, base)),
        start=base.version.start,
        days=base.version.days,
        requirement_id=base.requirement_id,
        goals=base.goals(roster),
        status=status,
        who=who,
        now=now,
    )


def publish_kept(session: Session, number: int, *, who: str, now: datetime) -> None:
    """
    Publish a version whose rules have been checked.

    Raises
    ------
    SettingError
        ``published_already`` if someone else was quicker.
    """
    version, _ = find_version(session, number)
    if not rosters.set_published(session, version, who, now):
        raise SettingError("published_already", version=number)


def changes_between(
    problem: Problem, before: Mapping[tuple[str, date], str], after: Mapping[tuple[str, date], str]
) -> tuple[ShiftChange, ...]:
    """Return the cells of the team that differ, by day and in the order of the team."""
    return tuple(
        ShiftChange(person.code, person.name, day, before.get(key), after.get(key))
        for day in problem.dates
        for person in problem.people
        if before.get(key := (person.code, day)) != after.get(key)
    )


def _standing(session: Session, version: RosterVersion, requirement_id: int, roster: Roster) -> Standing:
    kept = plans.find_requirement(session, id=requirement_id)
    if kept is None:
        raise SettingError("unknown_version", version=version.id)
    needed = kept[1].requirement
    problem = problem_of(session, kept[1])
    periods = periods_of(session, version.start, version.days)
    return Standing(version, requirement_id, needed, problem, periods, still_known(problem, roster))


def _worked_before(session: Session, base: Standing) -> frozenset[Assignment]:
    here = {person.code for person in base.problem.people}
    yesterday = load_centre(session).today - timedelta(days=1)
    cells = published_cells(session, base.version.start, yesterday)
    last = base.version.start + timedelta(days=base.version.days - 1)
    return frozenset(
        Assignment(person, day, shift)
        for (person, day), shift in cells.items()
        if person not in here and day <= last
    )
