"""Reasons: why a half-hour is short, why not this person, and who could stand in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from scheduler.explain.alone import Asking
from scheduler.goals.fair_hours import FairHours
from scheduler.people import Person
from scheduler.problem import Assignment, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook
from scheduler.shifts import Shift, ShiftKind
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
        ``lacks_skill``, ``busy`` (works another shift that day), ``breaks`` (a rule forbids it, see `breaches`),
        ``standby`` (stands by that day: call in) or ``free`` (nothing forbids it: a goal that matters more would pay).
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
    """
    Return what stops a person from taking a shift beside what the roster already gives them.

    Parameters
    ----------
    problem, rulebook, roster
        Where the person would take the shift.
    person, shift
        Who would take which shift.
    """
    return _why_not(Asking(problem, rulebook, roster), person, shift)


def _why_not(asking: Asking, person: Person, shift: Shift) -> Reason:
    if shift.type.skill is not None and shift.type.skill not in person.skills:
        return Reason(person.code, shift, "lacks_skill")
    instead = asking.cells.get((person.code, shift.day))
    broken = asking.broken(person, shift)
    name = asking.kinds[instead].name if instead is not None else None
    code = "breaks" if broken else "busy" if name is not None else "free"
    if code == "busy" and instead is not None and asking.kinds[instead].kind is ShiftKind.STANDBY:
        code = "standby" if shift.type.kind is not ShiftKind.STANDBY else "busy"
    return Reason(person.code, shift, code, broken, name)


def explain_shortfalls(
    problem: Problem,
    rulebook: Rulebook,
    roster: Roster,
    shortfalls: Iterable[Shortfall],
    *,
    brief: bool = False,
) -> Iterator[tuple[Shortfall, tuple[Reason, ...]]]:
    """
    Yield for every shortfall what `explain_shortfall` says; nobody is asked twice about the same shift.

    With `brief` whoever works another shift that day counts as busy without being asked what else forbids it.
    """
    asking = Asking(problem, rulebook, roster)
    known: dict[tuple[str, Shift], Reason] = {}

    def asked(person: Person, shift: Shift) -> Reason:
        key = (person.code, shift)
        if key not in known:
            instead = asking.cells.get((person.code, shift.day))
            if brief and instead is not None and asking.kinds[instead].kind is not ShiftKind.STANDBY:
                known[key] = Reason(person.code, shift, "busy", (), asking.kinds[instead].name)
            else:
                known[key] = _why_not(asking, person, shift)
        return known[key]

    for shortfall in shortfalls:
        yield shortfall, _reasons(problem, roster, shortfall, asked)


def explain_shortfall(
    problem: Problem, rulebook: Rulebook, roster: Roster, shortfall: Shortfall
) -> tuple[Reason, ...]:
    """
    Return for everyone who does not stand in a short half-hour what stops them.

    Of all shifts that would cover its start, the one that breaks least speaks for a person. Whoever lacks the
    skill that is short is named as lacking it; whoever can take none of these shifts at all is left out. The tuple is empty
    if no shift type covers the time.
    """
    [(_, found)] = explain_shortfalls(problem, rulebook, roster, [shortfall])
    return found


def _reasons(
    problem: Problem, roster: Roster, shortfall: Shortfall, asked: Callable[[Person, Shift], Reason]
) -> tuple[Reason, ...]:
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
        able = [shift for shift in helping if shift.type.skill is None or shift.type.skill in person.skills]
        options = [asked(person, shift) for shift in able]
        if options:
            reasons.append(min(options, key=_weight))
    return tuple(sorted(reasons, key=_weight))


def stand_ins(
    problem: Problem, rulebook: Rulebook, roster: Roster, assignment: Assignment
) -> tuple[Reason, ...]:
    """
    Return who could take over a shift when its person cannot come, best first, each with what speaks against it.

    Those who stand by come first, then those whom nothing forbids, in both the lighter load before the heavier; then
    those who would have to give up another shift that day, then those whom a rule forbids.
    """
    rest = Roster(roster.assignments - {assignment})
    shift = problem.shift_of(assignment)
    loads = FairHours().loads(problem, rest)
    asking = Asking(problem, rulebook, rest)
    reasons = [
        _why_not(asking, person, shift) for person in problem.people if person.code != assignment.person
    ]
    return tuple(sorted(reasons, key=lambda reason: (_weight(reason), loads[reason.person], reason.person)))


def _weight(reason: Reason) -> tuple[int, int]:
    return (("standby", "free", "busy", "breaks", "lacks_skill").index(reason.code), len(reason.breaches))
