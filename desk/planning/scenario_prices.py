"""The price list of a scenario: what one more operator, one more person or a relaxed rule would bring."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from desk.planning.problems import PHONE
from desk.planning.rehearsal import processes
from desk.planning.rulebooks import OCCUPANCY, Books
from desk.results.scenarios import Price
from forecast.grid import Grid
from scheduler.people import Person
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook
from scheduler.solve import Stop, repair

PRICE_SECONDS = 2.0
"""Of each search for the price list."""


def price_of_an_hour(grid: Grid, saved: np.ndarray) -> tuple[Price, ...]:
    """Return what one more operator for the hour in which it helps most would bring; empty if it helps nowhere."""
    pairs = saved[:-1] + saved[1:]
    pairs[grid.slots_per_day - 1 :: grid.slots_per_day] = 0.0
    at = int(pairs.argmax())
    if pairs[at] <= 0:
        return ()
    day, slot = divmod(at, grid.slots_per_day)
    minute = slot * grid.step
    return (Price("hour", f"{grid.dates[day]} {minute // 60:02d}:{minute % 60:02d}", float(pairs[at])),)


def prices_of(
    problem: Problem, books: Books, book: Rulebook, roster: Roster, seed: int, stop: Callable[[], bool]
) -> tuple[Price, ...]:
    """Return what one more person and each single relaxed rule would bring, a short search each."""

    def lost(setting: Problem, rules: Rulebook) -> float:
        result = repair(setting, rules, stop=Stop(PRICE_SECONDS, stop), seed=seed, workers=processes())
        return rules.tiers[0].cost(setting, result.roster) / 100

    now = book.tiers[0].cost(problem, roster) / 100
    if now <= 0:
        return ()
    standing = replace(problem, published=frozenset(roster.assignments))
    one = Person("+p", "+p", skills=frozenset({PHONE}))
    lines = [Price("person", "", now - lost(replace(standing, people=(*standing.people, one)), book))]
    if book.name == "normal":
        for code in (code for code in books.relaxable if code != OCCUPANCY):
            rules = books.normal.relaxing(books.emergency, (code,)).rules
            lines.append(Price("rule", code, now - lost(standing, replace(book, rules=rules))))
    kept = [replace(line, calls_saved=max(line.calls_saved, 0.0)) for line in lines]
    return tuple(sorted(kept, key=lambda line: -line.calls_saved))
