"""What everyone has carried: nights, weekends and festival days, from the first records to a day, as it was worked."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from sqlalchemy.orm import Session

from desk.planning.known import load_calendar, load_centre
from desk.results import Actual
from desk.store import hours, rosters, team
from scheduler.goals.fair_duties import EVERYDAY, FairDuties
from scheduler.people import Person
from scheduler.problem import Assignment, DutyCount, Problem
from scheduler.shifts import ShiftType

REACH = 730
"""Days that the solver looks back on: two rounds of every festival."""

RECENT = 91
"""Days that count for what comes round all the time (nights, weekends ...): a quarter evens itself out [chosen]."""

CATCH_UP = 2
"""
Turns behind or ahead of the others that one roster makes good at most [chosen].

Whoever is new or was away for long would else have every weekend at once.
"""

CHUNK = 365
"""Days counted in one go."""


@dataclass(frozen=True, slots=True)
class Past:
    """
    What was worked before a day, by day and person.

    Parameters
    ----------
    rostered
        On days with a published roster: as published, corrected by what was confirmed.
    noted
        On days without one: as the hours worked were noted, each as the shift that lies closest to them.
    """

    rostered: tuple[Assignment, ...]
    noted: tuple[Assignment, ...]

    def counts(
        self,
        measures: Callable[[Assignment], Iterable[tuple[str, int]]],
        records: Iterable[DutyCount],
    ) -> Counter[tuple[str, str, int]]:
        """
        Return how often each person has carried each measure of a year, records included.

        Parameters
        ----------
        measures
            Measures and years (0 for those without one) in which an assignment counts.
        records
            Counts from before; where they know a measure of a year, they speak for the days without a roster.
        """
        found = Counter({(d.person, d.measure, d.year): d.count for d in records})
        told = {(measure, year) for _, measure, year in found}
        for a in self.rostered:
            found.update((a.person, *item) for item in measures(a))
        for a in self.noted:
            found.update((a.person, *item) for item in measures(a) if item not in told)
        return found


def worked_before(session: Session, until: date, reach: int) -> Past:
    """
    Return who carried what in the `reach` days before a day, of those who are in the team today.

    Whoever was rostered and was away or did not come has not carried it; whoever came without being rostered has, as the shift
    that lies closest to their hours.
    """
    kinds = {kind.code: kind for kind in team.load_shift_types(session)}
    people = {person.code: person for person in team.load_people(session)}
    first = until - timedelta(days=reach)
    found = rosters.assignments_before(session, until, reach)
    published = {a.day for a in found}
    cells = {(a.person, a.day): a for a in found if a.shift in kinds}
    for absence in team.load_absences(session, first, until):
        if absence.kind.share == 1:
            cells.pop((absence.person, absence.day), None)
    nearest: dict[tuple[str, int | None, int | None], str | None] = {}
    for actual in hours.load_actuals(session, first, until - timedelta(days=1)):
        key = actual.person, actual.day
        if not actual.paid:
            if key in cells and kinds[cells[key].shift].paid:
                del cells[key]
        elif (key not in cells or not kinds[cells[key].shift].paid) and actual.person in people:
            hours_of = actual.person, actual.start, actual.end
            if hours_of not in nearest:
                nearest[hours_of] = _closest(actual, people[actual.person], kinds.values())
            if (closest := nearest[hours_of]) is not None:
                cells[key] = Assignment(*key, closest)
    past = [
        cells[key] for key in sorted(cells, key=lambda key: (key[1], key[0])) if cells[key].person in people
    ]
    return Past(
        tuple(a for a in past if a.day in published), tuple(a for a in past if a.day not in published)
    )


def _closest(actual: Actual, person: Person, kinds: Iterable[ShiftType]) -> str | None:
    """
    Return the paid shift type that the person could have had and whose start and end differ least from the hours worked.

    Work beside the phones is a shift only at exactly its hours: a manager at the desk is not on duty by that.
    """
    first, last = actual.start or 0, actual.end or 0
    able = [
        kind
        for kind in kinds
        if kind.paid
        and (kind.skill is None or kind.skill in person.skills)
        and (kind.on_phones or (kind.start, kind.end) == (first, last))
    ]
    closest = min(able, key=lambda k: (abs(k.start - first) + abs(k.end - last), k.code), default=None)
    return None if closest is None else closest.code


def carried(session: Session, until: date) -> tuple[DutyCount, ...]:
    """
    Return what people have carried before a day, in the measures of the fairness goal.

    Festival days count over two years. Of what comes round all the time only the last quarter and the records count, and
    nobody is further from the median of those who had a turn than `CATCH_UP`; what all have carried alike is left out.
    """
    calendar = load_calendar(session, load_centre(session).country)
    people, kinds = team.load_people(session), team.load_shift_types(session)
    problems = {
        start: Problem(start, CHUNK, people, kinds, calendar=calendar.days(start, CHUNK))
        for start in (until - timedelta(days=k) for k in range(CHUNK, REACH + CHUNK, CHUNK))
    }

    def measures(a: Assignment) -> Iterator[tuple[str, int]]:
        ago = (until - a.day).days
        problem = problems[until - timedelta(days=(ago + CHUNK - 1) // CHUNK * CHUNK)]
        for measure in FairDuties().measures(problem, problem.shift_of(a)):
            if measure not in EVERYDAY:
                yield measure, a.day.year
            elif ago <= RECENT:
                yield measure, 0

    found = worked_before(session, until, REACH).counts(measures, team.load_duties(session))
    for turn in EVERYDAY:
        _even_out(found, turn, [person.code for person in people])
    return tuple(
        DutyCount(person, measure, count, year)
        for (person, measure, year), count in sorted(found.items())
        if count
    )


def _even_out(counts: Counter[tuple[str, str, int]], measure: str, people: Iterable[str]) -> None:
    """Leave of everyone's count of a measure what lies near the median of those who had a turn."""
    keys = [(person, measure, 0) for person in people]
    had = [counts[key] for key in keys if counts[key] > 0]
    if had:
        middle = median_low(had)
        base = max(0, middle - CATCH_UP)
        for key in keys:
            counts[key] = min(max(counts[key], base), middle + CATCH_UP) - base
