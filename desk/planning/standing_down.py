"""What is to be given back once an emergency is over: rest days taken, and the rules that were relaxed."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.repairing import problem_and_roster
from desk.planning.rulebooks import load_books
from desk.results import Emergency
from desk.results.surge import Owed
from desk.store import Store, rosters
from desk.store import rulebooks as rows
from scheduler.explain import rest_owed
from scheduler.rulebook.periods import Period, parts


def declared_on(session: Session, day: date) -> Emergency | None:
    """Return the declared emergency that holds on a day."""
    return next((e for e in rows.load_emergencies(session) if e.first <= day <= e.last), None)


def rest_days_owed(store: Store, who: Account, *, first: date, last: date) -> tuple[Owed, ...]:
    """Return whose weekly rest the published rosters of some days have taken, by the ordinary rules, most first."""
    require(who, "rest_days_owed")
    with store.read() as session:
        return rests_owed(session, first, last)


def rests_owed(session: Session, first: date, last: date) -> tuple[Owed, ...]:
    """Return what `rest_days_owed` returns, to a use case that has its own session."""
    usual = load_books(session).normal
    found, names = Counter[str](), dict[str, str]()
    for version in rosters.versions(session):
        end = version.start + timedelta(days=version.days - 1)
        if version.state != "published" or version.start > last or end < first:
            continue
        problem, roster = problem_and_roster(session, version.id)
        names |= {person.code: person.name for person in problem.people}
        span = Period(max(first, version.start), min(last, end), usual)
        for _, piece, inside in parts(problem, (span,), roster):
            found.update(rest_owed(piece, usual, inside))
    return tuple(Owed(names[person], days) for person, days in found.most_common())
