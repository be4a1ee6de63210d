"""Explain: why a half-hour is short, why not this person, and how a roster does."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.goals.fair_duties import FairDuties
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


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """
    What one person carries.

    Parameters
    ----------
    person
        Code of the person.
    minutes
        Paid minutes in the roster.
    load
        Share of what the contract expects on the days the person is not away; 1 is all of it.
    duties
        Measure, times in this roster, times in the ledger.
    """

    person: str
    minutes: int
    load: float
    duties: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """
    How a roster does.

    Parameters
    ----------
    goals
        Tier, goal and cost, most important first.
    breaches
        What breaks a rule; none for a roster of the engine.
    fairness
        One row per person.
    changes
        Assignments that were added to and taken from the published roster.
    """

    goals: tuple[tuple[str, str, int], ...]
    breaches: tuple[Breach, ...]
    fairness: tuple[FairnessRow, ...]
    changes: tuple[tuple[Assignment, ...], tuple[Assignment, ...]]


def why_not(problem: Problem, rulebook: Rulebook, roster: Roster, person: Person, shift: Shift) -> Reason:
    """Return what stops a person from taking a shift beside what the roster already gives them."""
    if shift.type.skill is not None and shift.type.skill not in person.skills:
        return Reason(person.code, shift, "lacks_skill")
    kinds = {kind.code: kind for kind in problem.shift_types}
    instead = roster.by_cell().get((person.code, shift.day))
    others = {a for a in roster.assignments if (a.person, a.day) != (person.code, shift.day)}
    changed = Roster(frozenset(others | {Assignment(person.code, shift.day, shift.type.code)}))
    before = set(check_all(problem, rulebook, roster))
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
    reasons = []
    for person in problem.people:
        if person.code in there or not helping:
            continue
        if shortfall.skill is not None and shortfall.skill not in person.skills:
            reasons.append(Reason(person.code, helping[0], "lacks_skill"))
            continue
        options = [why_not(problem, rulebook, roster, person, shift) for shift in helping]
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
    reasons = [
        why_not(problem, rulebook, rest, person, shift)
        for person in problem.people
        if person.code != assignment.person
    ]
    return tuple(sorted(reasons, key=lambda reason: (_weight(reason), loads[reason.person], reason.person)))


def report(problem: Problem, rulebook: Rulebook, roster: Roster) -> Report:
    """Return what every goal costs, what breaks a rule, what everyone carries and what has changed."""
    goals = tuple(
        (tier.name, goal.code, goal.cost(problem, roster))
        for tier in rulebook.tiers
        for goal, _ in tier.goals
    )
    published = problem.published or frozenset()
    known = {a for a in published if a.day.toordinal() in problem.span}
    added = roster.assignments - known if problem.published is not None else frozenset()
    return Report(
        goals,
        check_all(problem, rulebook, roster),
        tuple(_carries(problem, rulebook, roster)),
        (_by_day(added), _by_day(known - roster.assignments)),
    )


def _carries(problem: Problem, rulebook: Rulebook, roster: Roster) -> list[FairnessRow]:
    goals = [goal for tier in rulebook.tiers for goal, _ in tier.goals]
    duties = next((goal for goal in goals if isinstance(goal, FairDuties)), FairDuties())
    counts = duties.counts(problem, roster)
    past: dict[tuple[str, str], int] = {}
    for duty in problem.ledger:
        past[duty.person, duty.measure] = past.get((duty.person, duty.measure), 0) + duty.count
    measures = sorted({measure for _, measure in (*counts, *past)})
    loads = FairHours().loads(problem, roster)
    paid = {kind.code: kind.paid for kind in problem.shift_types}
    return [
        FairnessRow(
            person.code,
            sum(paid[a.shift] for a in roster.of(person.code)),
            loads[person.code] / 1000,
            tuple((m, counts.get((person.code, m), 0), past.get((person.code, m), 0)) for m in measures),
        )
        for person in problem.people
    ]


def _weight(reason: Reason) -> tuple[int, int]:
    return (("free", "busy", "breaks", "lacks_skill").index(reason.code), len(reason.breaches))


def _by_day(cells: frozenset[Assignment] | set[Assignment]) -> tuple[Assignment, ...]:
    return tuple(sorted(cells, key=lambda a: (a.day, a.person, a.shift)))
