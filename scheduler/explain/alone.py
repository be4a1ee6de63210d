"""Alone: what one person's shifts break, asked many times over without looking at everyone again."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.people import Person
from scheduler.problem import Assignment, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook, check_all
from scheduler.rules import TEAM_RULES
from scheduler.shifts import Shift

NEXT = timedelta(days=1)
"""Shifts are at most a day long: they reach into the next day and no further."""


def alone(problem: Problem, code: str) -> Problem:
    """Return the problem of one person alone, with nothing of what the team owes together."""
    return replace(
        problem,
        people=tuple(person for person in problem.people if person.code == code),
        requirements=(),
        scenarios=(),
        shift_needs=(),
        absences=frozenset(a for a in problem.absences if a.person == code),
        locks=frozenset(lock for lock in problem.locks if lock.person == code),
        wishes=tuple(wish for wish in problem.wishes if wish.person == code),
        ledger=tuple(duty for duty in problem.ledger if duty.person == code),
        before=tuple(a for a in problem.before if a.person == code),
        published=None,
        rotations=tuple(turn for turn in problem.rotations if turn.person == code),
    )


class Asking:
    """
    Asks of a roster what it would break if one person took one more shift.

    Parameters
    ----------
    problem, rulebook, roster
        The roster as it is.
    """

    def __init__(self, problem: Problem, rulebook: Rulebook, roster: Roster) -> None:
        self.problem, self.roster = problem, roster
        self.cells = roster.by_cell()
        self.kinds = {kind.code: kind for kind in problem.shift_types}
        team = tuple(rule for rule in rulebook.rules if rule.code in TEAM_RULES)
        self._own, self._team = rulebook.without(*TEAM_RULES), replace(rulebook, rules=team)
        self._before = frozenset(check_all(problem, rulebook, roster))
        self._alone: dict[str, tuple[Problem, frozenset[Assignment]]] = {}
        self._days: dict[date, tuple[Problem, frozenset[Assignment]]] = {}
        self._together: dict[tuple[Shift, str | None, bool], tuple[Breach, ...]] = {}

    def broken(self, person: Person, shift: Shift) -> tuple[Breach, ...]:
        """Return what breaks, beside what is broken already, if a person takes a shift instead of what they have that day."""
        code = person.code
        if code not in self._alone:
            mine = frozenset(a for a in self.roster.assignments if a.person == code)
            self._alone[code] = alone(self.problem, code), mine
        problem, mine = self._alone[code]
        taken = Assignment(code, shift.day, shift.type.code)
        changed = Roster(frozenset(a for a in mine if a.day != shift.day) | {taken})
        found = (*check_all(problem, self._own, changed), *self._of_team(person, shift, taken))
        return tuple(breach for breach in found if breach not in self._before)

    def _of_team(self, person: Person, shift: Shift, taken: Assignment) -> tuple[Breach, ...]:
        """Return what the team breaks together; it is the same whoever of equal rank takes the shift."""
        key = shift, self.cells.get((person.code, shift.day)), person.senior
        if key not in self._together:
            problem, near = self._near(shift.day)
            others = {a for a in near if (a.person, a.day) != (person.code, shift.day)}
            found = check_all(problem, self._team, Roster(frozenset(others | {taken})))
            touched = (shift.day, shift.day + NEXT)
            self._together[key] = tuple(breach for breach in found if breach.day in touched)
        return self._together[key]

    def _near(self, day: date) -> tuple[Problem, frozenset[Assignment]]:
        """Return what stands in a day and its neighbours: all that is there together on it and on the next morning."""
        if day not in self._days:
            span = (day - NEXT, day, day + NEXT)
            problem = replace(self.problem, before=tuple(a for a in self.problem.before if a.day in span))
            self._days[day] = problem, frozenset(a for a in self.roster.assignments if a.day in span)
        return self._days[day]
