"""What everyone has carried: nights, weekends and festival days, from the first records to a day, as it was worked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desk.planning.known import load_calendar, load_centre
from desk.results import Actual
from desk.store import hours, rosters, team
from forecast.calendar import Day
from scheduler.goals.fair_duties import EVERYDAY, FairDuties, festival_measure
from scheduler.problem import Assignment, DutyCount, Problem
from scheduler.shifts import ShiftType

REACH = 730
"""Days that the solver looks back on: two rounds of every festival."""

CHUNK = 365
"""Days counted in one go."""


def worked_before(
    session: Session, until: date, reach: int, kinds: Mapping[str, ShiftType]
) -> tuple[Assignment, ...]:
    """
    Return who carried what in the `reach` days before a day: as published, corrected by what was confirmed.

    Whoever was rostered and was away or did not come has not carried it; whoever came without being rostered has, as the shift
    that lies closest to their hours. Days on which nothing was published stay out: records speak for those.
    """
    found = rosters.assignments_before(session, until, reach)
    cells = {(a.person, a.day): a for a in found if a.shift in kinds}
    days = {day for _, day in cells}
    for absence in team.load_absences(session, min(days), until) if days else ():
        if absence.kind.share == 1:
            cells.pop((absence.person, absence.day), None)
    for actual in hours.load_actuals(session, min(days), until) if days else ():
        key = actual.person, actual.day
        if actual.day not in days or actual.day >= until:
            continue
        if not actual.paid:
            if key in cells and kinds[cells[key].shift].paid:
                del cells[key]
        elif key not in cells or not kinds[cells[key].shift].paid:
            cells[key] = Assignment(*key, _closest(actual, kinds.values()))
    return tuple(cells[key] for key in sorted(cells, key=lambda key: (key[1], key[0])))


def _closest(actual: Actual, kinds: Iterable[ShiftType]) -> str:
    """Return the shift type whose start and end differ least from the hours worked."""
    first, last = actual.start or 0, actual.end or 0
    paid = [kind for kind in kinds if kind.paid]
    return min(paid, key=lambda k: (abs(k.start - first) + abs(k.end - last), k.code)).code


def carried(session: Session, until: date) -> tuple[DutyCount, ...]:
    """Return what people have carried before a day, in the measures of the fairness goal: records and rosters as worked."""
    found = Counter({(d.person, d.measure, d.year): d.count for d in team.load_duties(session)})
    calendar = load_calendar(session, load_centre(session).country)
    people, kinds = team.load_people(session, departed=True), team.load_shift_types(session)
    here = {person.code for person in people}
    known = {kind.code: kind for kind in kinds}
    past = [a for a in worked_before(session, until, REACH, known) if a.person in here]
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
