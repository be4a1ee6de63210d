"""What everyone has carried: nights, weekends and festival days, from the first records to a day."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desk.planning.known import load_calendar, load_centre
from desk.store import rosters, team
from forecast.calendar import Day
from scheduler.goals.fair_duties import EVERYDAY, FairDuties, festival_measure
from scheduler.problem import Assignment, DutyCount, Problem

REACH = 730
"""Days that the solver looks back on: two rounds of every festival."""

CHUNK = 365
"""Days counted in one go."""


def carried(session: Session, until: date) -> tuple[DutyCount, ...]:
    """Return what people have carried before a day, in the measures of the fairness goal: records and published rosters."""
    found = Counter({(d.person, d.measure, d.year): d.count for d in team.load_duties(session)})
    calendar = load_calendar(session, load_centre(session).country)
    people, kinds = team.load_people(session, departed=True), team.load_shift_types(session)
    codes = {kind.code for kind in kinds}
    here = {person.code for person in people}
    past = [
        a for a in rosters.assignments_before(session, until, REACH) if a.shift in codes and a.person in here
    ]
    for start, part in _chunks(past):
        problem = Problem(start, CHUNK, people, kinds, calendar=calendar.days(start, CHUNK))
        for a in part:
            for measure in FairDuties().measures(problem, problem.shift_of(a)):
                found[a.person, measure, 0 if measure in EVERYDAY else a.day.year] += 1
    return tuple(
        DutyCount(person, measure, count, year) for (person, measure, year), count in sorted(found.items())
    )


def festival_days(assignments: Iterable[Assignment], days: dict[date, Day]) -> Counter[tuple[str, str, int]]:
    """Return how often each person worked on each statutory festival day, by its name and its year."""
    found: Counter[tuple[str, str, int]] = Counter()
    for a in assignments:
        measure = festival_measure(days[a.day])
        if measure is not None:
            found[a.person, measure, a.day.year] += 1
    return found


def _chunks(assignments: list[Assignment]) -> list[tuple[date, list[Assignment]]]:
    parts: list[tuple[date, list[Assignment]]] = []
    for a in sorted(assignments, key=lambda a: a.day):
        if not parts or a.day >= parts[-1][0] + timedelta(days=CHUNK):
            parts.append((a.day, []))
        parts[-1][1].append(a)
    return parts
