"""What is to be given back once an emergency is over: rest days taken, and the rules that were relaxed."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desk.planning.repairing import problem_and_roster
from desk.planning.rulebooks import load_books
from desk.results import Emergency
from desk.results.surge import Owed
from desk.store import rosters
from desk.store import rulebooks as rows
from scheduler.rulebook import check_all

RESTS = frozenset({"weekly_rest", "consecutive_days"})
"""Rules of ordinary days whose breach takes a rest day that is owed back."""


def declared_on(session: Session, day: date) -> Emergency | None:
    """Return the declared emergency that holds on a day."""
    return next((e for e in rows.load_emergencies(session) if e.first <= day <= e.last), None)


def rests_owed(session: Session, first: date, last: date) -> tuple[Owed, ...]:
    """Return whose rest days the published rosters of some days have taken, by the ordinary rules, most first."""
    usual = load_books(session).normal
    found: dict[str, set[date]] = {}
    names: dict[str, str] = {}
    for version in rosters.versions(session):
        end = version.start + timedelta(days=version.days - 1)
        if version.state != "published" or version.start > last or end < first:
            continue
        problem, roster = problem_and_roster(session, version.id)
        names |= {person.code: person.name for person in problem.people}
        for breach in check_all(replace(problem, published=None), usual, roster):
            if breach.code in RESTS and breach.person is not None and first <= breach.day <= last:
                found.setdefault(breach.person, set()).add(breach.day)
    return tuple(
        Owed(names[person], len(days)) for person, days in sorted(found.items(), key=lambda p: -len(p[1]))
    )
