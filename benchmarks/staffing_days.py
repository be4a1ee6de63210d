"""
Staff four days by every rule and let the simulator judge them half-hour by half-hour.

    python -m benchmarks.staffing_days [--runs 200] [--seed 1]

A day opens empty at 08:00 and closes at 17:00; calls rise and fall twice between 60 % and 100 % of the peak. The rates
are certain, so that only the rule is judged. The last line printed is one JSON object.
"""

import argparse
import json
import sys
import time
from datetime import date
from typing import get_args

import numpy as np

from forecast.grid import Grid
from forecast.prediction import LEVELS, Prediction
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.plan import require
from forecast.staffing.service import Handling, Line, ServiceTarget
from forecast.staffing.simulate import simulate
from forecast.staffing.workload import Method

DAYS = ((60, 300.0, 120.0), (2000, 300.0, 120.0), (60, 1200.0, 240.0), (600, 1200.0, 240.0))
"""Calls an hour at the peak, handling time and patience in seconds."""

TARGET = ServiceTarget(0.8, 20.0)
"""80 % in 20 s."""

SLACK = 0.05
"""How far below the target a half-hour may lie before it is counted a second time."""


def a_day(peak: float) -> tuple[Grid, np.ndarray, np.ndarray]:
    """Return the grid, whether each slot is open, and calls per slot, both of shape (48,)."""
    grid = Grid(date(2026, 3, 2), 1, 30, "UTC")
    hour = (np.arange(grid.slots) + 0.5) / 2
    open_ = (hour > 8) & (hour < 17)
    return grid, open_, np.where(open_, peak / 2 * (0.8 - 0.2 * np.cos(4 * np.pi * (hour - 8) / 9)), 0.0)


def judged(
    peak: float, aht: float, patience: float, method: Method, runs: int, seed: int
) -> dict[str, float | str]:
    """Return operator-hours of a rule and what the simulator saw of them."""
    grid, open_, calls = a_day(peak)
    line = Line(Handling.same(aht), patience, open_)
    prediction = Prediction(
        grid, date(2026, 3, 1), "given", calls, np.repeat(calls[:, None], len(LEVELS), axis=1), calls[None, :]
    )
    begin = time.process_time()
    need = require(prediction, line, TARGET, method=method, paths_are="rates")
    took = time.process_time() - begin
    seen = simulate(
        grid, calls, need.operators, line, TARGET, runs=runs, seed=seed, behaviour=Behaviour(service="exponential")
    )  # fmt: skip
    level = seen.service_level[open_]
    return {
        "peak": peak, "aht": aht, "rule": method, "hours": need.operator_hours(),
        "day": round(seen.day, 4), "margin": round(seen.day_margin, 4), "first": round(float(level[0]), 3),
        "worst": round(float(level.min()), 3),
        "worst_margin": round(float(seen.service_level_margin[open_][level.argmin()]), 3),
        "below": int((level < TARGET.share).sum()), "far_below": int((level < TARGET.share - SLACK).sum()),
        "seconds": round(took, 2),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    found = []
    for peak, aht, patience in DAYS:
        for method in get_args(Method):
            one = judged(peak, aht, patience, method, arguments.runs, arguments.seed)
            found.append(one)
            sys.stdout.write(" ".join(f"{name} {value}" for name, value in one.items()) + "\n")
            sys.stdout.flush()
    sys.stdout.write(json.dumps({"runs": arguments.runs, "days": found}) + "\n")


if __name__ == "__main__":
    main()
