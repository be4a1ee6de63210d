"""What a roster of an emergency costs: paid hours, overtime, rest owed, and the limits that it needs relaxed."""

from collections.abc import Mapping
from dataclasses import replace

from desk.planning.rehearsal import overtime_minutes
from desk.results.repairs import RepairPrice
from desk.results.scenarios import Relaxed
from scheduler.explain import rest_owed
from scheduler.people import Regime
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook, check_all
from scheduler.rulebook.periods import Periods, parts


def price_of(
    problem: Problem,
    usual: Rulebook,
    periods: Periods,
    before: Roster,
    after: Roster,
    rates: Mapping[str, float],
) -> RepairPrice:
    """
    Return what a repair costs beside the roster that it came from.

    Parameters
    ----------
    problem
        The days open to change.
    usual
        The rulebook of ordinary days.
    periods
        The books that hold.
    before, after
        The roster that is known, less who is gone, and the repaired one.
    rates
        As `cost_hours`.
    """
    used: dict[tuple[str, str], Relaxed] = {}
    owed = 0
    for period, piece, inside in parts(problem, periods, after):
        owed += sum(rest_owed(piece, usual, inside).values())
        for line in limits_used(piece, usual, inside, period.book):
            if line.people:
                key = line.usual.owner, line.usual.name
                known = used[key].people if key in used else ()
                used[key] = replace(line, people=tuple(sorted({*known, *line.people})))
    over = [sum(overtime_minutes(problem, each, p) for p in problem.people) / 60 for each in (before, after)]
    paid = [cost_hours(problem, each, rates) for each in (before, after)]
    return RepairPrice(over[0], over[1], paid[0], paid[1], owed, tuple(used.values()))


def cost_hours(problem: Problem, roster: Roster, rates: Mapping[str, float]) -> float:
    """
    Return the hours to be paid: ordinary ones once, those above contract and on statutory days by their rate.

    Public staff get time off instead.
    """
    kinds = {kind.code: kind for kind in problem.shift_types}
    statutory = {day.date for day in problem.calendar if day.statutory}
    whole = 0.0
    for person in problem.people:
        own = roster.of(person.code)
        paid = sum(kinds[a.shift].paid for a in own) / 60
        festive = sum(kinds[a.shift].paid for a in own if a.day in statutory) / 60
        over = overtime_minutes(problem, roster, person) / 60
        paid_for = person.regime is Regime.ENTERPRISE
        extra = rates["extension"] - 1 if paid_for else 0.0
        festive_extra = rates["statutory"] - 1 if paid_for else 0.0
        whole += paid + extra * max(over - festive, 0.0) + festive_extra * festive
    return whole


def limits_used(
    problem: Problem, usual_book: Rulebook, roster: Roster, book: Rulebook
) -> tuple[Relaxed, ...]:
    """Return every limit that a book relaxes, with those whose roster needs it."""
    touched: dict[str, set[str]] = {}
    for breach in check_all(replace(problem, published=None), usual_book, roster):
        if breach.person is not None:
            touched.setdefault(breach.code, set()).add(breach.person)
    return tuple(
        Relaxed(usual, now, tuple(sorted(touched.get(usual.owner, ()))))
        for usual, now in usual_book.relaxed(book)
        if usual is not None and now is not None
    )
