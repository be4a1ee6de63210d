"""Ask other solvers for the same rosters, on what each of them can say; run by ``benchmarks.rosters --peers``.

``cp_sat`` and ``highs`` get the project's own model whole: CP-SAT with its defaults, HiGHS as a mixed-integer programme.
``pyworkforce`` cannot say runs, weekends, most hours, most shifts or how much a missing person costs: it gets everyone's
days off, the pairs of shifts that may not follow each other, the least of all least hours and the cover as a must.
Its process needs a Python of its own that has the package:

    python rosters_peers.py PROBLEM.json
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def cp_sat(problem, book, seconds, workers):
    """Return the cost and bound of one CP-SAT model with default settings."""
    from ortools.sat.python import cp_model

    x = _model(problem, book)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    status = solver.solve(x.model)
    roster = x.roster(solver) if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None
    return roster, solver.best_objective_bound


def highs(problem, book, seconds, _workers):
    """Return the roster and bound of HiGHS on the same rows."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    from scheduler.solve.rows import FAR, Reader

    x = _model(problem, book)
    rows = Reader(x.model).rows()
    low = np.where(rows.low > -FAR, rows.low, -np.inf)
    high = np.where(rows.high < FAR, rows.high, np.inf)
    found = milp(
        rows.cost,
        integrality=np.ones(len(rows.cost)),
        bounds=Bounds(rows.lower, rows.upper),
        constraints=LinearConstraint(rows.matrix, low, high),
        options={"time_limit": seconds},
    )
    roster = x.chosen(np.rint(found.x).astype(int).tolist()) if found.x is not None else None
    return roster, (found.mip_dual_bound or 0) + rows.offset


def pyworkforce(problem, _book, seconds, _workers):
    """Return the roster of pyworkforce, asked in the Python that ``PYWORKFORCE_PYTHON`` names."""
    from datetime import timedelta

    from scheduler.problem import Assignment
    from scheduler.roster import Roster

    python = os.environ.get("PYWORKFORCE_PYTHON")
    if python is None:
        raise LookupError("set PYWORKFORCE_PYTHON to a Python that has pyworkforce")
    days = range(problem.days)
    cover = {(need.day, need.shift): need.people for need in problem.shift_needs}
    kinds = [kind.code for kind in problem.shift_types]
    asked = {
        "num_days": problem.days,
        "resources": [person.code for person in problem.people],
        "shifts": kinds,
        "shifts_hours": [kind.paid // 60 for kind in problem.shift_types],
        "min_working_hours": min(person.terms.min_minutes for person in problem.people) // 60,
        "max_resting": problem.days,
        "banned_shifts": [
            {"resource": a.person, "shift": kind, "day": (a.day - problem.start).days}
            for a in problem.absences
            for kind in kinds
        ],
        "required_resources": {
            kind: [cover.get((problem.start + timedelta(days=day), kind), 0) for day in days]
            for kind in kinds
        },
        "non_sequential_shifts": [
            {"origin": kind.code, "destination": after}
            for kind in problem.shift_types
            for after in kind.not_before
        ],
        "max_search_time": seconds,
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "problem.json"
        file.write_text(json.dumps(asked), encoding="utf-8")
        done = subprocess.run(
            [python, __file__, str(file)],
            capture_output=True,
            text=True,
            check=True,
            timeout=4 * seconds + 60,
        )
    chosen = json.loads(done.stdout.splitlines()[-1])
    if any(cell["day"] < 0 for cell in chosen):
        return None, 0
    return Roster(
        frozenset(
            Assignment(c["resource"], problem.start + timedelta(days=c["day"]), c["shift"]) for c in chosen
        )
    ), 0


PEERS = {"cp_sat": cp_sat, "highs": highs, "pyworkforce": pyworkforce}
"""Every peer by its name."""


def compared(name, problem, book, seconds, workers):
    """Return one line of the table: cost, bound, seconds, how many rules are broken, and what hindered."""
    from scheduler.rulebook import check_all

    began = time.monotonic()
    try:
        roster, bound = PEERS[name](problem, book, seconds, workers)
    except (LookupError, subprocess.SubprocessError) as trouble:
        return {"peer": name, "note": str(trouble).splitlines()[0]}
    spent = round(time.monotonic() - began, 1)
    if roster is None:
        return {"peer": name, "seconds": spent, "note": "no roster"}
    broken = len(check_all(problem, book, roster))
    cost = book.tiers[0].cost(problem, roster)
    return {"peer": name, "cost": cost, "bound": round(bound), "seconds": spent, "breaches": broken}


def _model(problem, book):
    from scheduler.variables import Variables

    x = Variables(problem)
    for rule in book.rules:
        rule.add(problem, x)
    x.model.minimize(sum(weight * goal.add(problem, x) for goal, weight in book.tiers[0].goals))
    return x


def main():
    """Solve the problem of a file with pyworkforce and print its shifts as one line of JSON."""
    from pyworkforce.rostering import MinHoursRoster

    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = MinHoursRoster(**asked).solve()
    sys.stdout.write(json.dumps(found["resource_shifts"]) + "\n")


if __name__ == "__main__":
    main()
