"""Everyone's working days and days off come in runs of the length that their own terms ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class PersonalRuns:
    """
    Runs of working days have between `min_run` and `max_run` days, runs of days off at least `min_off`.

    A run that meets the first or last day of the horizon may be short, for it may go on outside.
    """

    code: ClassVar[str] = "personal_runs"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per run that is too long or too short."""
        working = {(assignment.person, assignment.day) for assignment in roster.assignments}
        dates = problem.dates
        for person in problem.people:
            terms = person.terms
            place = 0
            for works, group in groupby((person.code, day) in working for day in dates):
                run = len(list(group))
                inner = place > 0 and place + run < len(dates)
                least = terms.min_run if works else terms.min_off
                too_long = works and terms.max_run is not None and run > terms.max_run
                if too_long or (inner and run < least):
                    details = (
                        ("run", run),
                        ("what", "work" if works else "off"),
                        ("limit", terms.max_run if too_long else least),
                    )
                    yield Breach(self.code, person.code, dates[place], details)
                place += run

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid every window that is one day too long and every short run between its neighbours."""
        for person in problem.people:
            terms = person.terms
            works = [x.works_on(person, day) for day in problem.dates]
            if terms.max_run is not None:
                for first in range(len(works) - terms.max_run):
                    x.model.add(sum(works[first : first + terms.max_run + 1]) <= terms.max_run)
            for first in range(1, len(works)):
                for run in range(1, min(terms.min_run, len(works) - first)):
                    inside = sum(works[first : first + run])
                    x.model.add(inside <= run - 1 + works[first - 1] + works[first + run])
                for run in range(1, min(terms.min_off, len(works) - first)):
                    inside = sum(works[first : first + run])
                    x.model.add(works[first - 1] + works[first + run] <= 1 + inside)
