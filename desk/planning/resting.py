"""Use case: when people rest inside their shifts, and who is at the phones meanwhile."""

from datetime import date

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.repairing import problem_and_roster
from desk.planning.rulebooks import periods_of
from desk.planning.solving import rests_under
from desk.results import RestDay, RestLine
from desk.store import Store
from desk.store.rests import load_rests, save_rests
from forecast.errors import SettingError
from scheduler.problem import Problem
from scheduler.rests import Rest, on_phones
from scheduler.roster import SLOT, Roster, cover_of


def roster_rests(store: Store, who: Account, *, version: int, day: date) -> RestDay:
    """
    Return meals, nursing hours and pauses of a day, and who is at the phones while they last.

    A version that was not made by the engine has them placed when they are first asked for.

    Raises
    ------
    SettingError
        ``unknown_version`` or ``no_such_day``.
    """
    require(who, "roster_rests")
    with store.begin() as session:
        problem, roster = problem_and_roster(session, version)
        if day.toordinal() not in problem.span:
            end = problem.dates[-1]
            raise SettingError("no_such_day", day=day, version=version, start=problem.start, end=end)
        rests = rests_of(session, version, problem, roster)
    per_day = 1440 // SLOT
    at = (day - problem.start).days * per_day
    part = slice(at, at + per_day)
    seats = on_phones(problem, roster, rests)
    required = problem.requirements[0].operators
    names = {person.code: person.name for person in problem.people}
    return RestDay(
        day=day,
        lines=tuple(
            RestLine(
                names[a.person],
                problem.shift_of(a).type,
                tuple(rest for rest in rests if (rest.person, rest.day) == (a.person, day)),
            )
            for a in roster.on(day)
            if problem.shift_of(a).type.on_phones
        ),
        required=required[part],
        planned=cover_of(problem, roster)[part],
        on_phones=seats[part],
    )


def rests_of(session: Session, version: int, problem: Problem, roster: Roster) -> tuple[Rest, ...]:
    """Return the rests of a version; they are placed and kept if there are none yet."""
    found = load_rests(session, version)
    if not found and len(roster):
        found = rests_under(problem, periods_of(session, problem.start, problem.days), roster)
        save_rests(session, version, found)
    return found
