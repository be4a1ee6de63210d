"""Measure the roster engine on the public shift-scheduling instances of Curtois and Qu.

``python -m benchmarks.rosters FILE... --seconds 60 --workers 2 --out DIR`` reads each instance into a Problem,
solves it under the engine's own rules and goals, checks the roster, writes ``employee,day,shift`` files and ends with
one line of JSON. With ``--peers`` other solvers get the same instances and the same seconds (see `rosters_peers`).
"""

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.rosters_peers import PEERS, compared
from scheduler.goals.preferences import Preferences
from scheduler.goals.shift_cover import ShiftCover
from scheduler.people import Person, Terms
from scheduler.problem import Absence, Problem, ShiftNeed, Wish
from scheduler.rulebook import Rulebook, Tier, check_all
from scheduler.rules.absence import Absent
from scheduler.rules.one_shift_a_day import OneShiftADay
from scheduler.rules.personal_hours import PersonalHours
from scheduler.rules.personal_runs import PersonalRuns
from scheduler.rules.personal_shifts import PersonalShifts
from scheduler.rules.personal_weekends import PersonalWeekends
from scheduler.rules.succession import Succession
from scheduler.shifts import ShiftType
from scheduler.solve import Progress, Result, Status, Stop, solve

MONDAY = date(2026, 1, 5)
"""Day 0 of every instance; only that it is a Monday matters."""

BEST_KNOWN = {
    "1": 607, "2": 828, "4": 1716, "5": 1143, "8": 1300, "9": 439,
    "11": 3443, "12": 4040, "14": 1278, "18": 4459, "20": 4769,
}  # fmt: skip
"""Best known costs, from schedulingbenchmarks.org as read in November 2026."""

BOOK = Rulebook(
    "benchmark",
    (
        OneShiftADay(),
        Absent(),
        Succession(),
        PersonalHours(),
        PersonalShifts(),
        PersonalWeekends(),
        PersonalRuns(),
    ),
    (Tier("cover", ((ShiftCover(), 1), (Preferences(), 1))),),
)
"""The rules of the format, and its two kinds of cost in one sum."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one instance gave, in the units of the format, seconds and megabytes."""

    instance: str
    cost: int | None
    bound: int | None
    gap: float | None
    seconds: float
    peak_mb: float
    valid: bool
    cpu: float
    reached: dict[str, float]


def read(file: Path) -> Problem:
    """Return an instance as a Problem; a shift type's clock times do not matter to the format."""
    sections = _sections(file)
    days = int(sections["HORIZON"][0][0])
    kinds = tuple(
        ShiftType(
            row[0], row[0], 0, int(row[1]), int(row[1]), not_before=frozenset(filter(None, row[2].split("|")))
        )
        for row in sections["SHIFTS"]
    )
    people = tuple(_person(row) for row in sections["STAFF"])
    away = {
        Absence(row[0], MONDAY + timedelta(days=int(day)))
        for row in sections.get("DAYS_OFF", ())
        for day in row[1:]
        if day
    }
    wishes = tuple(
        Wish(row[0], MONDAY + timedelta(days=int(row[1])), row[2], sign * int(row[3]))
        for section, sign in (("SHIFT_ON_REQUESTS", 1), ("SHIFT_OFF_REQUESTS", -1))
        for row in sections.get(section, ())
    )
    needs = tuple(
        ShiftNeed(MONDAY + timedelta(days=int(day)), shift, int(people_), int(under), int(over))
        for day, shift, people_, under, over in sections["COVER"]
    )
    return Problem(MONDAY, days, people, kinds, absences=frozenset(away), wishes=wishes, shift_needs=needs)


def _person(row: list[str]) -> Person:
    code, most_of, most, least, max_run, min_run, min_off, weekends = row
    pairs = (item.split("=") for item in most_of.split("|") if item)
    terms = Terms(
        max_minutes=int(most),
        min_minutes=int(least),
        max_run=int(max_run),
        min_run=int(min_run),
        min_off=int(min_off),
        max_weekends=int(weekends),
        max_shifts=tuple((shift, int(count)) for shift, count in pairs),
    )
    return Person(code, code, terms=terms)


def _sections(file: Path) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    name = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("SECTION_"):
            name = text.removeprefix("SECTION_")
            found[name] = []
        elif text and not text.startswith("#"):
            found[name].append([part.strip() for part in text.split(",")])
    return found


def measure(file: Path, seconds: float, workers: int, seed: int, out: Path | None) -> Row:
    """Solve one instance, write its roster and return what was measured."""
    problem = read(file)
    name = file.stem
    best = BEST_KNOWN.get(name.removeprefix("Instance"))
    reached: dict[str, float] = {}

    def watch(step: Progress) -> None:
        for percent in (5, 1, 0):
            if best is not None and step.cost <= best * (1 + percent / 100):
                reached.setdefault(f"{percent}%", round(step.seconds, 1))

    began = time.process_time()
    result = solve(problem, BOOK, stop=Stop(seconds), seed=seed, workers=workers, progress=watch)
    valid = result.status is not Status.EMPTY and not check_all(problem, BOOK, result.roster)
    if out is not None and valid:
        _write(out / f"{name}.csv", problem, result)
    cost, bound = (result.cost[0], result.bound[0]) if valid else (None, None)
    gap = round((cost - best) / best, 4) if cost is not None and best else None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = round(time.process_time() - began, 1)
    return Row(name, cost, bound, gap, round(result.seconds, 1), round(peak, 1), valid, spent, reached)


def _write(file: Path, problem: Problem, result: Result) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("employee", "day", "shift"))
        writer.writerows((a.person, (a.day - problem.start).days, a.shift) for a in result.roster)


def _lines(rows: list[Row]) -> Iterator[str]:
    yield f"{'instance':<12}{'cost':>8}{'bound':>8}{'gap':>9}{'5%':>8}{'1%':>8}{'0%':>8}{'s':>8}{'CPU s':>8}{'MB':>8}  valid"
    for row in rows:
        gap = "-" if row.gap is None else f"{row.gap:.2%}"
        marks = "".join(f"{row.reached.get(key, '-'):>8}" for key in ("5%", "1%", "0%"))
        yield (
            f"{row.instance:<12}{row.cost or '-':>8}{row.bound or '-':>8}{gap:>9}{marks}"
            f"{row.seconds:>8}{row.cpu:>8}{row.peak_mb:>8}  {row.valid}"
        )


def main(arguments: list[str] | None = None) -> int:
    """Measure every file that is named and print the table and one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--peers", action="store_true", help="ask other solvers, too")
    options = parser.parse_args(arguments)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
    rows = [
        measure(file, options.seconds, options.workers, options.seed, options.out) for file in options.files
    ]
    sys.stdout.write("\n".join(_lines(rows)) + "\n")
    if options.peers:
        for file in options.files:
            for name in PEERS:
                found = compared(name, read(file), BOOK, options.seconds, options.workers)
                sys.stdout.write(f"{file.stem:<12}{json.dumps(found)}\n")
    keys = ("instance", "cost", "bound", "gap", "seconds", "peak_mb", "valid")
    sys.stdout.write(json.dumps([{key: getattr(row, key) for key in keys} for row in rows]) + "\n")
    return 0 if all(row.valid for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
