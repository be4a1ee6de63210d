"""Tier: improve one tier by whole personal rosters, the whole model and large neighbourhoods."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from random import Random

import numpy as np
from ortools.sat.python import cp_model

from scheduler.roster import Roster
from scheduler.rulebook import check_all
from scheduler.solve.best import Best
from scheduler.solve.columns import Columns
from scheduler.solve.neighbourhoods import Neighbourhood, Neighbourhoods
from scheduler.solve.one_by_one import OneByOne
from scheduler.solve.rows import Rows
from scheduler.solve.split import Split
from scheduler.variables import Variables

WHOLE, LARGE, HUGE = 0.5, 1500, 30_000
"""Share of a tier's time for the whole model at most; none from so many decisions with a split, and without one."""

LATER_WHOLE = 0.25
"""Share of a later tier's time for the whole model at most: it settles what is easy, and what is left is uneven."""

PATIENCE = 0.15
"""Share of a tier's time without a better roster after which the whole model gives way to neighbourhoods."""

MIXED, PRICED = 0.35, 0.75
"""Shares of a tier's time at which mixing whole personal rosters ends at the latest, and taking the mix apart."""

FIRST_CELLS, LATER_CELLS = 200, 60
"""Days of people that the first neighbourhoods of a tier set free; later tiers start from a good roster."""

LATER_PEOPLE = 3.0
"""How much more often than other kinds the first neighbourhoods of a later tier are a few people all the time: what is
uneven lies between people, and two or three of them take a moment."""

NEAR = 1000
"""Cells that may differ from what stands before they weigh as much as one unit of a repair's first tier."""

MOST_TIES = 100_000
"""Rows that tie people beyond which their rosters are not mixed: the programme would take gigabytes and end nowhere."""

SUBSOLVE, LATER_SUBSOLVE = 2.0, 0.3
"""
Work of one neighbourhood's search at most, in CP-SAT's deterministic seconds: in the first tier, and where there is a good
roster to start from, as in later tiers and repairs.
"""


class TierSearch:
    """
    The searches of one tier.

    Parameters
    ----------
    best
        The best roster, shared.
    x
        The model with the tier's cost to be as low as possible.
    rows, split
        The model as linear rows and by person, where it can be read so.
    seed, workers
        As for `solve`.
    until
        When the tier's time is up, by the monotonic clock.
    mixes
        As for `solve`; without, a large model goes to neighbourhoods at once, and they stay near what is published.
    """

    def __init__(
        self,
        best: Best,
        x: Variables,
        rows: Rows | None,
        split: Split | None,
        *,
        seed: int,
        workers: int,
        until: float,
        mixes: bool = True,
    ) -> None:
        self.best, self.x, self.split = best, x, split
        self.rows = split.rows if split is not None else rows and rows.tightened()
        self.seed, self.workers, self.until, self.mixes = seed, workers, until, mixes
        self._hoods = Neighbourhoods(
            best.problem,
            Random(f"{seed} {best.level}"),
            best.rulebook.tiers[best.level],
            cells=LATER_CELLS if best.level else FIRST_CELLS,
            people=LATER_PEOPLE if best.level else 1.0,
        )
        cells = list(x.decisions)
        self._places = np.array([works.index for works in x.decisions.values()], dtype=np.int64)
        self._people = np.array([cell.person for cell in cells])
        self._days = np.array([cell.day.toordinal() for cell in cells], dtype=np.int64)
        self._cells = cells
        if not mixes and best.level == 0 and self.rows is not None:
            self.rows = self._near(self.rows)

    def _near(self, rows: Rows) -> Rows:
        """Return rows by which, of rosters that cost the same, the one nearest to the published is the best."""
        known = self.best.problem.published or frozenset()
        cost = rows.cost * NEAR
        cost[self._places] += [-1 if cell in known else 1 for cell in self._cells]
        return replace(rows, cost=cost)

    def run(self) -> None:
        """Improve the tier until it is proven best or its time is up."""
        large = len(self._cells) >= LARGE and (self.split is not None or not self.mixes)
        if self.split is not None:
            taken_apart = threading.Event()
            with ThreadPoolExecutor(self.workers) as pool:
                others = range(self.workers - 1 if large else 0)
                jobs = [pool.submit(self._late, taken_apart) for _ in others]
                # In the thread of the caller, where what one tier has taken of the memory serves the next.
                try:
                    self._priced()
                finally:
                    taken_apart.set()
                if jobs:
                    self._search()
                for job in jobs:
                    job.result()
        if not large and len(self._cells) < HUGE and not self.best.over(self.until):
            self._whole()
        with ThreadPoolExecutor(self.workers) as pool:
            for job in [pool.submit(self._search) for _ in range(self.workers)]:
                job.result()

    def _late(self, taken_apart: threading.Event) -> None:
        """Search neighbourhoods; in the first tier once the mix is taken apart: a poor start is not worth it."""
        if self.best.level == 0:
            taken_apart.wait(MIXED * max(0.0, self.until - time.monotonic()))
        self._search()

    def _priced(self) -> None:
        """Improve by whole personal rosters and raise the bound."""
        best, split = self.best, self.split
        if split is None:
            return
        began = time.monotonic()
        mixed, priced = (began + share * (self.until - began) for share in (MIXED, PRICED))
        simple = OneByOne(split, lambda: best.over(self.until))
        self._offered(simple.improved(self._values(best.held.roster)))
        if split.ties.shape[0] > MOST_TIES:
            return
        columns = Columns(split, lambda: best.over(mixed), best.raised)
        columns.know(self._values(best.held.roster))
        columns.generate()
        columns.over = lambda: best.over(priced)
        values = columns.dive(self._values(best.held.roster))
        self._offered(values)
        self._offered(simple.improved(values))

    def _offered(self, values: np.ndarray | None) -> None:
        if values is not None:
            found = self.x.chosen(values.tolist())
            if not check_all(self.best.problem, self.best.rulebook, found):
                self.best.offer(found)

    def _values(self, roster: Roster) -> np.ndarray:
        """Return the model's variables for a roster, as far as the decisions settle them."""
        if self.rows is None:
            raise ValueError("tier: the model has no rows.")
        works = np.array([cell in roster.assignments for cell in self._cells], dtype=np.int64)
        return self.rows.held(self._places, works).tightened().lower

    def _whole(self) -> None:
        """Improve by the model as it is."""
        best, x = self.best, self.x
        x.hint(best.held.roster)
        span = self.until - time.monotonic()
        solver = self._solver(span * (LATER_WHOLE if best.level else WHOLE), self.workers)
        patience = inf
        if self.workers == 1:
            solver.parameters.max_deterministic_time = best.stop.seconds * PATIENCE
        else:
            patience = max(1.0, span * PATIENCE)
        # until the solver has seen the roster that it starts from, it cannot have found a better one
        best.better = inf
        with self._watched(solver, patience):
            status = solver.solve(x.model, _Watch(best, x))
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            best.offer(x.roster(solver))
            best.raised(round(solver.best_objective_bound))

    def _search(self) -> None:
        """Improve one neighbourhood after the other, beside other threads that do the same."""
        best = self.best
        while not best.over(self.until):
            with best.lock:
                best.rounds += 1
                hood, held = self._hoods.choose(best.held.roster), best.held
                seed = self._hoods.drawn()
            status, roster = self._solved(hood, held.roster, seed)
            with best.lock:
                before = best.cost
                if roster is not None:
                    best.offer(self._joined(held.roster, roster))
                self._hoods.learn(hood, before - best.cost, proven=status == cp_model.OPTIMAL)

    def _solved(self, hood: Neighbourhood, roster: Roster, seed: int) -> tuple[object, Roster | None]:
        """Return how the search of a neighbourhood ended and what it found."""
        solver = self._solver(self.until - time.monotonic())
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = SUBSOLVE
        if self.best.level or not self.mixes:
            _hastened(solver)
        found = {cp_model.OPTIMAL, cp_model.FEASIBLE}
        if self.rows is None:
            with self._watched(solver):
                status = solver.solve(self.x.pinned(roster, hood.frees))
            return status, self.x.roster(solver) if status in found else None
        free = (hood.first <= self._days) & (self._days <= hood.last)
        free &= np.isin(self._people, list(hood.people))
        values = np.zeros(len(self.rows.cost), dtype=np.int64)
        values[self._places] = [cell in roster.assignments for cell in self._cells]
        rest = self._places[~free]
        left = self.rows.restricted(rest, values[rest])
        if left.impossible:
            return cp_model.INFEASIBLE, None
        model, places = left.model(
            np.where(np.isin(np.arange(len(values)), self._places), values, left.lower)
        )
        with self._watched(solver):
            status = solver.solve(model)
        if status not in found:
            return status, None
        chosen = left.lower.copy()
        chosen[places] = [solver.response_proto.solution[place] for place in range(len(places))]
        return status, self.x.chosen(chosen.tolist())

    def _joined(self, old: Roster, new: Roster) -> Roster:
        """Return what a search has changed, put into the best roster of the moment if that keeps the rules."""
        best = self.best
        if best.held.roster == old:
            return new
        changed = {(a.person, a.day) for a in old.assignments ^ new.assignments}
        kept = {a for a in best.held.roster.assignments if (a.person, a.day) not in changed}
        joined = Roster(frozenset(kept | {a for a in new.assignments if (a.person, a.day) in changed}))
        return new if check_all(best.problem, best.rulebook, joined) else joined

    def _solver(self, seconds: float, workers: int = 1) -> cp_model.CpSolver:
        return solver_for(min(seconds, self.best.left), self.seed, workers)

    @contextmanager
    def _watched(self, solver: cp_model.CpSolver, patience: float = inf) -> Iterator[None]:
        """End a search when the caller asks, when the tier is proven, or when `patience` seconds bring nothing."""
        best = self.best
        with watched(
            solver, lambda: best.stop.asked() or best.proven or time.monotonic() - best.better > patience
        ):
            yield


def solver_for(seconds: float, seed: int, workers: int = 1) -> cp_model.CpSolver:
    """Return a CP-SAT solver with the settings that suit rosters."""
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.05, seconds)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    # Looking for symmetries, OR-Tools 9.15 ends the whole process on some rosters ("VarToConstraints(var).empty()").
    solver.parameters.symmetry_level = 0
    return solver


def _hastened(solver: cp_model.CpSolver) -> None:
    """Set a solver to many short searches: preparing a model at length would take longer than searching it."""
    solver.parameters.max_deterministic_time = LATER_SUBSOLVE
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.cp_model_probing_level = 0


@contextmanager
def watched(solver: cp_model.CpSolver, over: Callable[[], bool]) -> Iterator[None]:
    """End a search soon after `over` says True."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            if over():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hands every solution of a search to the best."""

    def __init__(self, best: Best, x: Variables) -> None:
        super().__init__()
        self._best, self._x = best, x

    def on_solution_callback(self) -> None:
        """Offer the solution with the bound of the moment."""
        self._best.better = min(self._best.better, time.monotonic())
        self._best.offer(self._x.roster(self))
        self._best.raised(round(self.best_objective_bound))
