"""Measure how the roster engine scales: centres out of a seed, under the rulebook of ordinary days.

``python -m benchmarks.scale --people 500 --seconds 600 --workers 2`` makes a centre in which people suffice by
construction, solves it, checks the roster and ends with one line of JSON: the share of the required person-hours that is
missing, broken rules, seconds and peak memory.
"""

import argparse
import json
import resource
import sys
import time

import numpy as np

from benchmarks.centres import a_large_centre
from scheduler.roster import cover_of
from scheduler.rulebook import check_all, normal
from scheduler.solve import Progress, Stop, solve


def measure(people: int, days: int, seconds: float, workers: int, seed: int) -> dict[str, object]:
    """Solve one centre and return what was measured, in the units of the names."""
    book = normal()
    problem, _ = a_large_centre(seed, people, days, book)
    reached: dict[str, float] = {}

    def watch(step: Progress) -> None:
        reached.setdefault("first", step.seconds)
        if step.tier != book.tiers[0].name:
            reached.setdefault("cover", step.seconds)

    began = time.process_time()
    result = solve(problem, book, stop=Stop(seconds), seed=seed, workers=workers, progress=watch)
    wanted, missing = 0, 0
    for requirement in problem.requirements:
        planned = cover_of(problem, result.roster, requirement.skill, requirement.grid.step)
        wanted += int(requirement.operators.sum())
        missing += int(np.maximum(requirement.operators - planned, 0).sum())
    return {
        "people": people,
        "days": days,
        "status": result.status.value,
        "required_hours": wanted / 2,
        "missing_percent": round(100 * missing / max(1, wanted), 3),
        "breaches": len(check_all(problem, book, result.roster)),
        "gaps": dict(zip(result.tiers, (round(gap, 3) for gap in result.gaps), strict=True)),
        "first_s": round(reached.get("first", result.seconds), 1),
        "cover_s": round(reached.get("cover", result.seconds), 1),
        "seconds": round(result.seconds, 1),
        "cpu_s": round(time.process_time() - began, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure one centre and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    found = measure(options.people, options.days, options.seconds, options.workers, options.seed)
    sys.stdout.write(json.dumps(found) + "\n")
    return 1 if found["breaches"] else 0


if __name__ == "__main__":
    sys.exit(main())
