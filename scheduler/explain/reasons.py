"""Reasons: why a half-hour is short, why not this person, and who could stand in."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.goals.fair_hours import FairHours
from scheduler.people import Person
from scheduler.problem import Assignment, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook, check_all
from scheduler.shifts import Shift
from scheduler.solve.result import Shortfall


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Why one person does not work one shift.

    Parameters
    ----------
    person
        Code of the person.
    shift
        The shift that would help.
    code
        ``lacks_skill``, ``busy`` (works another shift that day), ``breaks`` (a rule forbids it, see `breaches`) or
        ``free`` (nothing forbids it: a goal that matters more would pay).
    breaches
        What taking the shift would break.
    instead
        Name of the shift that the person works that day, or None.
    """

    person: str
    shift: Shift
    code: str
    breaches: tuple[Breach, ...] = ()
    instead: str | None = None


def why_not(problem: Problem, rulebook: Rulebook, roster: Roster, person: Person, shift: Shift) -> Reason:
    """Return what stops a person from taking a shift beside what the roster already gives them."""
    return _why_not(problem, rulebook, roster, frozenset(check_all(problem, rulebook, roster)), person, shift)


def _why_not(
    problem: Problem,
    rulebook: Rulebook,
    roster: Roster,
    before: frozenset[Breach],
    person: Person,
    shift: Shift,
) -> Reason:
    """Return what stops a person from taking a shift; what the roster broke before does not count."""
    if shift.type.skill is not None and shift.type.skill not in person.skills:
        return Reason(person.code, shift, "lacks_skill")
    kinds = {kind.code: kind for kind in problem.shift_types}
    instead = roster.by_cell().get((person.code, shift.day))
    others = {a for a in roster.assignments if (a.person, a.day) != (person.code, shift.day)}
    changed = Roster(frozenset(others | {Assignment(person.code, shift.day, shift.type.code)}))
    broken = tuple(breach for breach in check_all(problem, rulebook, changed) if breach not in before)
    name = kinds[instead].name if instead is not None else None
    code = "breaks" if broken else "busy" if name is not None else "free"
    return Reason(person.code, shift, code, broken, name)


def explain_shortfall(
    problem: Problem, rulebook: Rulebook, roster: Roster, shortfall: Shortfall
) -> tuple[Reason, ...]:
    """
    Return for everyone who does not stand in a short half-hour what stops them.

    Of all shifts that would cover its start, the one that breaks least speaks for a person. Whoever lacks the
    skill that is short is named as lacking it. The tuple is empty if no shift type covers the time.
    """
    minute = shortfall.start.hour * 60 + shortfall.start.minute
    until = minute + 30
    helping = [
        Shift(day, kind)
        for day in (shortfall.day - timedelta(days=1), shortfall.day)
        for kind in problem.shift_types
        if day >= problem.start and Shift(day, kind).spans(shortfall.day, minute, until)
    ]
    codes = {(shift.day, shift.type.code) for shift in helping}
    there = {a.person for a in (*roster.assignments, *problem.before) if (a.day, a.shift) in codes}
    before = frozenset(check_all(problem, rulebook, roster))
    reasons = []
    for person in problem.people:
        if person.code in there or not helping:
            continue
        if shortfall.skill is not None and shortfall.skill not in person.skills:
            reasons.append(Reason(person.code, helping[0], "lacks_skill"))
            continue
        options = [_why_not(problem, rulebook, roster, before, person, shift) for shift in helping]
        reasons.append(min(options, key=_weight))
    return tuple(sorted(reasons, key=_weight))


def stand_ins(
    problem: Problem, rulebook: Rulebook, roster: Roster, assignment: Assignment
) -> tuple[Reason, ...]:
    """
    Return who could take over a shift when its person cannot come, best first, each with what speaks against it.

    Those whom nothing forbids come first, those with the lighter load before the heavier; then those who would
    have to give up another shift that day, then those whom a rule forbids.
    """
    rest = Roster(roster.assignments - {assignment})
    shift = problem.shift_of(assignment)
    loads = FairHours().loads(problem, rest)
    before = frozenset(check_all(problem, rulebook, rest))
    reasons = [
        _why_not(problem, rulebook, rest, before, person, shift)
        for person in problem.people
        if person.code != assignment.person
    ]
    return tuple(sorted(reasons, key=lambda reason: (_weight(reason), loads[reason.person], reason.person)))


def _weight(reason: Reason) -> tuple[int, int]:
    return (("free", "busy", "breaks", "lacks_skill").index(reason.code), len(reason.breaches))
