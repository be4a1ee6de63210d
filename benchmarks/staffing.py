"""
Measure the staffing formulas on a file of exact cases: errors, required operators and speed.

    python -m benchmarks.staffing CASES.csv [--peers]

The last line printed is one JSON object. With ``--peers`` the public packages are measured on the same cases, each in a
virtual environment of its own that is removed afterwards (needs a package index).
"""

import argparse
import csv
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import date
from pathlib import Path

import numpy as np
import scipy

from forecast.grid import Grid
from forecast.staffing.erlang import performance
from forecast.staffing.required import required
from forecast.staffing.service import Handling, Line, ServiceTarget
from forecast.staffing.simulate import simulate

MEASURES = {
    "p_wait": "p_wait",
    "sl_offered": "sl_offered",
    "sl_answered": "sl_answered",
    "sl_virtual": "sl_virtual",
    "p_w_le_t": "sl_credit",
    "asa": "asa",
    "mean_wait": "mean_wait",
    "p_abandon": "p_abandon",
    "occupancy": "occupancy",
    "mean_queue": "mean_queue",
}
"""Column of the case file and field of `Performance`."""

TINY = 1e-100
"""Reference values below this are compared absolutely only; service levels below it are stored as 0."""

HALF_HOURS = 5_000_000
"""Half-hours of the speed measurement."""

SMALLER = (1_000, 100_000)
"""Smaller numbers of half-hours that are timed, too, the first time and once the table is known."""

SETS = ((1_000_000, 1), (1_000_000, 20), (1_000_000, 100), (100_000, 1_000), (10_000, 10_000))
"""Half-hours and sets of parameters (handling time and patience) that are timed together, all sets new."""

PYTHONS = ("python3.13", "python3.12")
"""Interpreters for the peers, the first that answers; else this one. Some packages ask for a newer Python than ours."""

PEERS = ("pyworkforce", "pyqueueing", "mod-turbotab", "call-center-tools", "CallCenterDim", "erlanglib")
"""Public packages with Erlang formulas; `benchmarks.staffing_peer` knows how to ask each."""


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a case file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str, empty: float = np.nan) -> np.ndarray:
    """Return one column as floats."""
    return np.array([float(row[name]) if row.get(name) else empty for row in rows])


def measure(rows: list[dict[str, str]]) -> dict[str, object]:
    """Return the worst errors per measure, the required-operator mismatches and the speed."""
    n = np.array([float(row["n"] or row["required_n"]) for row in rows])
    patience = column(rows, "patience_s", np.inf)
    found = performance(
        load=column(rows, "load_erl"),
        n=n,
        aht=column(rows, "aht_s"),
        patience=patience,
        seconds=column(rows, "t_s"),
    )
    worst_abs, worst_rel = {}, {}
    for name, attribute in MEASURES.items():
        exact = column(rows, name)
        known = ~np.isnan(exact)
        error = np.abs(getattr(found, attribute) - exact)[known]
        size = np.abs(exact[known])
        worst_abs[name] = float(error.max(initial=0.0))
        worst_rel[name] = float((error[size > TINY] / size[size > TINY]).max(initial=0.0))
    asked = [row for row in rows if row["kind"].endswith("_req")]
    got = required(
        column(asked, "load_erl"),
        aht=column(asked, "aht_s"),
        patience=column(asked, "patience_s", np.inf),
        seconds=column(asked, "t_s"),
        target=column(asked, "target"),
        max_occupancy=column(asked, "max_occ", 1.0),
    )
    return {
        "cases": len(rows),
        "worst_abs": worst_abs,
        "worst_rel": worst_rel,
        "required_mismatches": int((got != column(asked, "required_n")).sum()),
        "half_hours_per_second": speed()[0],
    }


def speed(half_hours: int = HALF_HOURS, aht: float = 300.0) -> tuple[float, float]:
    """
    Return half-hours per second, by the clock and by the processor.

    Loads lie between 0.5 and 300 erlangs, with patience 120 s and 80 % in 20 s.
    """
    loads = np.random.default_rng(1).uniform(0.5, 300.0, half_hours)
    clock, processor = time.perf_counter(), time.process_time()
    required(loads, aht=aht, patience=120.0, seconds=20.0, target=0.8, max_occupancy=0.85)
    return half_hours / (time.perf_counter() - clock), half_hours / (time.process_time() - processor)


def speed_of_sets(half_hours: int, sets: int) -> tuple[float, float]:
    """Return the same where each half-hour belongs to one of many sets of parameters, none of them known before."""
    rng = np.random.default_rng(sets)
    loads, which = rng.uniform(0.5, 300.0, half_hours), rng.integers(0, sets, half_hours)
    aht, patience = rng.uniform(180.0, 780.0, sets)[which], rng.uniform(60.0, 240.0, sets)[which]
    clock, processor = time.perf_counter(), time.process_time()
    required(loads, aht=aht, patience=patience, seconds=20.0, target=0.8, max_occupancy=0.85)
    return half_hours / (time.perf_counter() - clock), half_hours / (time.process_time() - processor)


def calls_a_minute() -> float:
    """Return calls that the simulator plays in a minute on one core: six operators, 5 erlangs, a week of days."""
    grid = Grid(date(2026, 3, 2), 7, 30)
    line = Line(Handling.same(300.0), 120.0)
    begin = time.perf_counter()
    seen = simulate(
        grid,
        np.full(grid.slots, 30.0),
        np.full(grid.slots, 7),
        line,
        ServiceTarget(0.8, 20.0),
        runs=10,
        seed=1,
    )
    return seen.calls * seen.runs / (time.perf_counter() - begin) * 60.0


def interpreter() -> str:
    """Return the Python that runs the peers."""
    for name in PYTHONS:
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
            return found
    return sys.executable


def peer(name: str, cases: Path) -> dict[str, object]:
    """Return what a public package makes of the cases, or why it could not be asked."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([interpreter(), "-m", "venv", folder], check=True, capture_output=True)
        python = Path(folder) / "bin" / "python"
        for command, limit in (
            ([str(python), "-m", "pip", "install", "--quiet", name], 300),
            (
                [str(python), str(Path(__file__).with_name("staffing_peer.py")), name, str(cases.resolve())],
                900,
            ),
        ):
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True)
            except subprocess.CalledProcessError as error:
                return {"failed": error.stderr.strip().splitlines()[-1:] or ["no message"]}
            except subprocess.TimeoutExpired:
                return {"failed": [f"took more than {limit} s"]}
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1] if __doc__ else None)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--peers", action="store_true", help="measure the public packages, too")
    arguments = parser.parse_args()
    warnings.simplefilter("error")
    out = sys.stdout
    result = measure(read(arguments.cases))
    out.write(f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}\n")
    for name in MEASURES:
        absolute, relative = result["worst_abs"][name], result["worst_rel"][name]  # type: ignore[index] # dicts by name
        out.write(f"{name:12s} worst absolute {absolute:9.2e}   worst relative {relative:9.2e}\n")
    out.write(f"required operators: {result['required_mismatches']} mismatches\n")
    out.write(f"speed: {result['half_hours_per_second']:,.0f} half-hours per second\n")
    for k, half_hours in enumerate(SMALLER):
        first, again = (speed(half_hours, aht=301.0 + k)[0] for _ in range(2))
        out.write(
            f"speed at {half_hours:,}: {first:,.0f} half-hours per second, {again:,.0f} with the table known\n"
        )
    for half_hours, sets in SETS:
        clock, processor = speed_of_sets(half_hours, sets)
        out.write(
            f"speed at {half_hours:,} with {sets:,} sets: {clock:,.0f} half-hours per second, "
            f"{processor:,.0f} per second of processor time\n"
        )
    out.write(f"simulator: {calls_a_minute():,.0f} calls a minute\n")
    if arguments.peers:
        for name in PEERS:
            out.write(f"{name}: {json.dumps(peer(name, arguments.cases))}\n")
            out.flush()
    out.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
