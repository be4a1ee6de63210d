"""Report: how a roster does, goal by goal, rule by rule and person by person."""

from dataclasses import dataclass

from scheduler.explain.tightest import Tightest, tightest_places
from scheduler.goals.fair_duties import FairDuties
from scheduler.goals.fair_hours import FairHours
from scheduler.problem import Assignment, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook, check_all


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
    tightest
        For each limit the place that comes closest to it.
    """

    goals: tuple[tuple[str, str, int], ...]
    breaches: tuple[Breach, ...]
    fairness: tuple[FairnessRow, ...]
    changes: tuple[tuple[Assignment, ...], tuple[Assignment, ...]]
    tightest: tuple[Tightest, ...] = ()


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
        tightest_places(problem, rulebook, roster),
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


def _by_day(cells: frozenset[Assignment] | set[Assignment]) -> tuple[Assignment, ...]:
    return tuple(sorted(cells, key=lambda a: (a.day, a.person, a.shift)))
