"""Roster: who works when, as frozen data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.problem import Assignment


@dataclass(frozen=True, slots=True)
class Breach:
    """
    One place where a roster breaks a rule: a fact, not a sentence.

    Parameters
    ----------
    code
        Code of the rule.
    person
        Code of the person, or None if it concerns the team.
    day
        The day on which it shows.
    details
        Pairs of name and value for the sentence.
    """

    code: str
    person: str | None
    day: date
    details: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """Assignments of a horizon; at most one shift per person and day is a rule, not a law of this type."""

    assignments: frozenset[Assignment]

    def of(self, person: str) -> tuple[Assignment, ...]:
        """Return one person's assignments by day and shift."""
        return tuple(
            sorted((a for a in self.assignments if a.person == person), key=lambda a: (a.day, a.shift))
        )

    def on(self, day: date) -> tuple[Assignment, ...]:
        """Return one day's assignments by person."""
        return tuple(sorted((a for a in self.assignments if a.day == day), key=lambda a: (a.person, a.shift)))

    def by_cell(self) -> Mapping[tuple[str, date], str]:
        """Return shift codes by person and day (the last by code, if a cell holds several)."""
        return {(a.person, a.day): a.shift for a in sorted(self.assignments, key=lambda a: a.shift)}

    def __iter__(self) -> Iterator[Assignment]:
        return iter(sorted(self.assignments, key=lambda a: (a.day, a.person, a.shift)))

    def __len__(self) -> int:
        return len(self.assignments)
