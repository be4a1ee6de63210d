"""Measure meals and designed shifts against the half-hour requirement, each beside the best there can be.

``python -m benchmarks.breaks --people 100 --days 7`` makes a centre out of a seed (see `benchmarks.centres`) whose
roster is known and asks for nine tenths of its cover. It prints the operator hours that are missing when everyone is at
the phones, with every meal in the middle of its shift, with the meals as `place_breaks` lays them, and the least that
any meals could leave (HiGHS on everyone's meals at once, by proof); then what shifts `design_shifts` chooses beside
the centre's own. The last line is one JSON object.
"""

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

from benchmarks.centres import a_large_centre
from scheduler.problem import Problem
from scheduler.rests import Rest, faults, on_phones
from scheduler.roster import SLOT, Roster, cover_of
from scheduler.rulebook import normal
from scheduler.rulebook.rest_times import RestTimes
from scheduler.shifts import ShiftKind
from scheduler.solve.breaks import place_breaks
from scheduler.solve.design import best_fit, design_shifts

ASKED = 0.9
"""Share of the cover that is asked for, so that meals have room at most times and not at all."""


def missing(problem: Problem, planned: np.ndarray) -> float:
    """Return the operator hours that are missing of the requirement for everyone."""
    return float(np.maximum(problem.requirements[0].operators - planned, 0).sum()) / 2


def at_noon(problem: Problem, roster: Roster, times: RestTimes) -> tuple[Rest, ...]:
    """Return the meal of every shift in its middle, as a plan without a search would lay it."""
    found = []
    for cell in roster:
        shift = problem.shift_of(cell)
        meal = times.meal_of(shift.type)
        if meal and shift.type.on_phones:
            middle = (shift.type.length - meal) // (2 * SLOT) * SLOT
            start = shift.start + timedelta(minutes=middle)
            found.append(Rest(cell.person, cell.day, "meal", start, start + timedelta(minutes=meal)))
    return tuple(found)


def least(problem: Problem, roster: Roster, times: RestTimes, seconds: float) -> float:
    """Return the fewest operator hours that must be missing wherever the meals lie."""
    need, cover = problem.requirements[0].operators, cover_of(problem, roster)
    groups = Counter((cell.day, cell.shift) for cell in roster)
    kinds = {kind.code: kind for kind in problem.shift_types}
    options: list[tuple[int, list[int]]] = []
    sizes: list[int] = []
    for (day, code), size in sorted(groups.items()):
        kind, first = kinds[code], 1440 * (day - problem.start).days
        meal, edge = times.meal_of(kind), int(60 * times.meal_edge)
        if not meal:
            continue
        starts = range(-(-(kind.start + edge) // SLOT) * SLOT, kind.end - edge - meal + 1, SLOT)
        for start in starts:
            slots = [(first + start + k) // SLOT for k in range(0, meal, SLOT)]
            options.append((len(sizes), [slot for slot in slots if slot < len(need)]))
        sizes.append(size)
    count, slots = len(options), len(need)
    matrix = lil_array((len(sizes) + slots, count + slots))
    for place, (group, away) in enumerate(options):
        matrix[group, place] = 1
        for slot in away:
            matrix[len(sizes) + slot, place] = -1
    for slot in range(slots):
        matrix[len(sizes) + slot, count + slot] = 1
    low = np.concatenate([sizes, need - cover])
    high = np.concatenate([sizes, np.full(slots, np.inf)])
    cost = np.concatenate([np.zeros(count), np.ones(slots)])
    found = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, np.inf),
        constraints=LinearConstraint(matrix.tocsr(), low, high),
        options={"time_limit": seconds},
    )
    return float(found.mip_dual_bound or 0.0) / 2


def measure(people: int, days: int, seed: int, seconds: float) -> dict[str, object]:
    """Return what was measured, in hours, people and seconds."""
    book = normal()
    centre, roster = a_large_centre(seed, people, days, book)
    asked = replace(
        centre.requirements[0],
        operators=np.floor(ASKED * cover_of(centre, roster)).astype(int),
        lost=np.ones(len(centre.requirements[0].lost)),
    )
    problem = replace(centre, requirements=(asked,))
    began = time.process_time()
    rests = place_breaks(problem, roster, book.rest_times)
    spent = time.process_time() - began
    nights = {kind.code for kind in problem.shift_types if kind.kind is ShiftKind.NIGHT}
    works = {(cell.person, cell.day): cell.shift for cell in roster}
    seats = on_phones(problem, roster, rests)
    began = time.process_time()
    designed = design_shifts(asked, most=6, given=problem.shift_types, seconds=seconds)
    return {
        "people": people,
        "days": days,
        "shifts": len(roster),
        "asked_hours": round(float(asked.operators.sum()) / 2, 1),
        "meals": sum(rest.kind == "meal" for rest in rests),
        "night_meals": sum(r.kind == "meal" and works[r.person, r.day] in nights for r in rests),
        "missing_without_meals": missing(problem, cover_of(problem, roster)),
        "missing_meals_in_the_middle": missing(
            problem, on_phones(problem, roster, at_noon(problem, roster, book.rest_times))
        ),
        "missing": missing(problem, seats),
        "least": least(problem, roster, book.rest_times, seconds),
        "empty_half_hours": int(((seats == 0) & (cover_of(problem, roster) > 0)).sum()),
        "faults": len(list(faults(problem, roster, rests, book.rest_times))),
        "breaks_cpu_s": round(spent, 1),
        "designed": {
            "types": len(designed.types),
            "shifts": designed.shifts,
            "idle_hours": designed.idle,
            "missing_hours": designed.missing,
            "proven": designed.proven,
            "cpu_s": round(time.process_time() - began, 1),
        },
        "own_types": {
            "types": len(problem.shift_types),
            "shifts": (own := best_fit(asked, problem.shift_types, seconds=seconds)).shifts,
            "idle_hours": own.idle,
            "missing_hours": own.missing,
            "proven": own.proven,
        },
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure one centre and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args(arguments)
    found = measure(options.people, options.days, options.seed, options.seconds)
    for key, value in found.items():
        sys.stdout.write(f"{key:<30}{value}\n")
    sys.stdout.write(json.dumps(found) + "\n")
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
