"""How long a repair and a list of stand-ins take on the published roster of a demo.

``python -m benchmarks.repairs --database FILE`` takes the SQLite file of a demo, works on a copy of it, lets things happen
to the first published roster (somebody is ill, a zone is closed, calls rise, an emergency is declared) and asks for
stand-ins of every shift of a day. Every time is the whole use case, from reading the store to the kept draft.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from desk import planning
from desk.accounts import Account, Role
from desk.results import Repaired
from desk.store import Store

HEAD = Account("head", "head", Role.HEAD)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print one line per mishap."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, required=True, help="SQLite file of a demo")
    database = parser.parse_args(arguments).database
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        with closing(sqlite3.connect(database)) as read, closing(sqlite3.connect(copy)) as written:
            read.backup(written)
        store = planning.open_store(f"sqlite:///{copy}")
        try:
            measure(store)
        finally:
            store.close()
    return 0


def measure(store: Store) -> None:
    """Let everything happen once."""
    base = next(v for v in reversed(planning.versions(store, HEAD)) if v.state == "published")
    view = planning.roster_view(store, HEAD, version=base.id)
    first = min(day for _, day in view.cells) + timedelta(days=1)
    on_duty = sorted(person for person, day in view.cells if day == first)
    slowest, found = 0.0, 0
    for person in on_duty:
        began = time.perf_counter()
        found += len(planning.stand_ins(store, HEAD, version=base.id, person=person, day=first).ranked)
        slowest = max(slowest, time.perf_counter() - began)
    line(f"stand-ins, {len(on_duty)} shifts of a day, slowest", slowest, f"{found} named")
    zones = sorted({person.zone for person in planning.team(store, HEAD).people if person.zone})

    def repaired(**what: object) -> Callable[[], Repaired]:
        return lambda: planning.repair_roster(store, HEAD, version=base.id, since=first, **what)  # type: ignore[arg-type]

    timed("one ill from now on", repaired(ill=(on_duty[0],)))
    timed("three ill for two days", repaired(ill=tuple(on_duty[:3]), until=first + timedelta(days=1)))
    timed(f"zone {zones[0]} closed", repaired(closed=(zones[0],)))
    timed("calls up by half", repaired(demand=1.5))
    planning.declare_emergency(
        store, HEAD, first=first, last=view.dates[-1], ordered="benchmark", signed_by="benchmark"
    )
    timed("an emergency's rules, calls doubled", repaired(demand=2.0))


def timed(what: str, repair: Callable[[], Repaired]) -> None:
    """Repair once and print what it took."""
    began, worked = time.perf_counter(), time.process_time()
    found = repair()
    worked = time.process_time() - worked
    lost = f"{len(found.changes)} cells changed, lost calls {found.lost_before:.1f} -> {found.lost_after:.1f}"
    line(what, time.perf_counter() - began, f"{worked:.2f} s of processor time, {lost}")


def line(what: str, seconds: float, found: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{what:<40}{seconds:>7.2f} s  {found}\n")


if __name__ == "__main__":
    sys.exit(main())
