"""Neighbourhoods: which cells of a roster the next search may change."""

from collections import Counter
from dataclasses import dataclass
from random import Random

import numpy as np

from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster, cover_of
from scheduler.rulebook import Tier

FOCUS = 0.5
"""Share of the searches that look at a day on which people are missing."""

ALIKE = 0.5
"""Share of the searches among some people that begin with people of the same skills."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """
    A part of the roster that is free.

    Parameters
    ----------
    kind
        ``days`` (everyone in a span of days), ``people`` (some people all the time) or ``window`` (some people
        in a span of days).
    people
        Codes of the people who are free.
    first, last
        Ordinals of the first and last free day.
    """

    kind: str
    people: frozenset[str]
    first: int
    last: int

    def frees(self, cell: Assignment) -> bool:
        """Say whether a cell may change."""
        return self.first <= cell.day.toordinal() <= self.last and cell.person in self.people


class Neighbourhoods:
    """
    Chooses neighbourhoods and learns which kind and size pay.

    Parameters
    ----------
    problem
        What is being solved.
    random
        Source of chance.
    tier
        The tier that is being improved.
    cells
        Days of people that the first neighbourhoods set free.
    people
        How often some people all the time are chosen at first, other kinds being 1.
    """

    def __init__(
        self, problem: Problem, random: Random, tier: Tier, *, cells: int = 200, people: float = 1.0
    ) -> None:
        self.problem, self.random, self.tier = problem, random, tier
        first = float(min(cells, problem.days * len(problem.people)))
        self._cells = dict.fromkeys(("days", "people", "window"), first)
        self._worth = dict.fromkeys(self._cells, 1.0) | {"people": people}

    def choose(self, roster: Roster) -> Neighbourhood:
        """Return the next neighbourhood; kinds that have paid come more often."""
        kinds = list(self._worth)
        kind = self.random.choices(kinds, [self._worth[k] for k in kinds])[0]
        people = [person.code for person in self.problem.people]
        span = self.problem.span
        cells = self._cells[kind]
        if kind == "people":
            some = min(len(people), max(2, round(cells / len(span))))
            return Neighbourhood(kind, frozenset(self._some(some)), span[0], span[-1])
        chosen = people
        if kind == "window":
            some = min(len(people), max(2, round((cells * len(people) / len(span)) ** 0.5)))
            chosen = self.random.sample(people, some)
        days = min(len(span), max(2, round(cells / len(chosen))))
        short = self._short_days(roster)
        if short and self.random.random() < FOCUS:
            first = self.random.choice(short) - self.random.randrange(days)
        else:
            first = span[0] + self.random.randint(1 - days // 2, len(span) - days // 2)
        first = max(span[0], min(first, span[-1] - days + 1))
        return Neighbourhood(kind, frozenset(chosen), first, first + days - 1)

    def _some(self, count: int) -> list[str]:
        """Return so many people by chance, half of the time those with one's skills first: they can trade shifts."""
        people = list(self.problem.people)
        self.random.shuffle(people)
        if self.random.random() < ALIKE:
            skills = people[0].skills
            people.sort(key=lambda person: person.skills != skills)
        return [person.code for person in people[:count]]

    def _short_days(self, roster: Roster) -> list[int]:
        """Return the ordinals of the days on which people are missing."""
        there = Counter((assignment.day, assignment.shift) for assignment in roster.assignments)
        days = {need.day for need in self.problem.shift_needs if there[need.day, need.shift] < need.people}
        for requirement in self.problem.requirements:
            planned = cover_of(self.problem, roster, requirement.skill, requirement.grid.step)
            slots = np.flatnonzero(planned < requirement.operators) // requirement.grid.slots_per_day
            days |= {self.problem.dates[int(offset)] for offset in slots}
        return sorted(day.toordinal() for day in days)

    def drawn(self) -> int:
        """Return a seed for the next search."""
        return self.random.randrange(2**30)

    def learn(self, hood: Neighbourhood, gain: int, *, proven: bool) -> None:
        """Remember what a neighbourhood brought: grow the easy ones, shrink those that ran out of time."""
        self._worth[hood.kind] = 0.8 * self._worth[hood.kind] + (0.8 if gain > 0 else 0.03)
        whole = self.problem.days * len(self.problem.people)
        factor = 1.15 if proven else 0.8
        self._cells[hood.kind] = min(whole, max(20.0, self._cells[hood.kind] * factor))
