"""Nobody works on more weekends than their own terms allow."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class PersonalWeekends:
    """Work starts on Saturday or Sunday in at most the person's `max_weekends` weekends of the horizon."""

    code: ClassVar[str] = "personal_weekends"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per person with too many working weekends."""
        worked: dict[str, set[date]] = defaultdict(set)
        for a in roster.assignments:
            if a.day.weekday() >= 5:
                worked[a.person].add(a.day - timedelta(days=a.day.weekday() - 5))
        for person in problem.people:
            saturdays = worked[person.code]
            most = person.terms.max_weekends
            if most is not None and len(saturdays) > most:
                yield Breach(
                    self.code, person.code, max(saturdays), (("count", len(saturdays)), ("limit", most))
                )

    def add(self, problem: Problem, x: Variables) -> None:
        """Count every weekend on which a day is worked."""
        weekends: dict[int, list[int]] = {}
        for offset, day in enumerate(problem.dates):
            if day.weekday() >= 5:
                weekends.setdefault(day.toordinal() - day.weekday(), []).append(offset)
        for person in problem.people:
            if person.terms.max_weekends is None:
                continue
            counts = []
            for offsets in weekends.values():
                works = x.model.new_bool_var("weekend")
                for offset in offsets:
                    x.model.add(works >= x.works_on(person, problem.dates[offset]))
                counts.append(works)
            x.model.add(sum(counts) <= person.terms.max_weekends)
