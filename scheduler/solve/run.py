"""Run: tier by tier, first the whole model, then large neighbourhoods, always with a checked roster in hand."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf
from random import Random

from ortools.sat.python import cp_model

from scheduler.problem import Assignment, Lock, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook, Tier, check_all
from scheduler.solve.columns import Columns
from scheduler.solve.neighbourhoods import Neighbourhoods
from scheduler.solve.result import Progress, Result, Status, Stop, shortfalls_of
from scheduler.solve.rows import rows_of
from scheduler.solve.split import split_of
from scheduler.variables import Variables

SHARE = 0.45
"""Share of the remaining time that a tier may take before the next one has its turn."""

WHOLE, WHOLE_WHEN_LARGE, LARGE = 0.5, 0.2, 3000
"""Share of a tier's time for the whole model at most, before neighbourhoods take over; less from so many decisions."""

PATIENCE = 0.15
"""Share of a tier's time without a better roster after which the whole model gives way to neighbourhoods."""

PRICED = 0.5
"""Share of a tier's time for whole personal rosters at most."""

SUBSOLVE = 3.0
"""Seconds of one neighbourhood's search at most."""


def solve(
    problem: Problem,
    rulebook: Rulebook,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    start: Roster | None = None,
) -> Result:
    """
    Return the best roster found in the time; too few people make gaps, never a refusal.

    Parameters
    ----------
    problem, rulebook
        What to fill and under which rules.
    stop
        When to end; 20 seconds if not given.
    seed
        Of the search. With one worker and time enough to end by itself, the same seed gives the same roster.
    workers
        Threads of the search.
    progress
        Told of every better roster.
    start
        A roster to start from; the published one if not given.
    """
    run = _Run(problem, rulebook, stop or Stop(), seed, workers, progress)
    return run.result(start)


@dataclass(slots=True)
class _Held:
    """The best roster so far with its costs per tier."""

    roster: Roster
    cost: list[int]


class _Run:
    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        stop: Stop,
        seed: int,
        workers: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        if workers < 1:
            raise ValueError(f"solve.workers must be >= 1, got {workers}.")
        self.problem, self.rulebook, self.stop = problem, rulebook, stop
        self.seed, self.workers, self.progress = seed, workers, progress
        self.began = time.monotonic()
        self.bound = [0] * len(rulebook.tiers)
        self.level = 0
        self.lock = threading.Lock()
        self.better = self.began

    @property
    def left(self) -> float:
        return self.stop.seconds - (time.monotonic() - self.began)

    def result(self, start: Roster | None) -> Result:
        released, conflicts = self._untangle()
        self.problem = replace(self.problem, locks=self.problem.locks - set(released))
        roster = self._first(start)
        if roster is None:
            broken = check_all(self.problem, self.rulebook, Roster(frozenset()))
            return Result(
                Status.EMPTY, Roster(frozenset()), self._names(), (), (), self._spent(), conflicts=broken
            )
        self.held = _Held(roster, [tier.cost(self.problem, roster) for tier in self.rulebook.tiers])
        proven = self._tiers()
        status = Status.CONFLICT if released else Status.OPTIMAL if proven else Status.GOOD
        best = self.held.roster
        return Result(
            status,
            best,
            self._names(),
            tuple(self.held.cost),
            tuple(self.bound),
            self._spent(),
            shortfalls_of(self.problem, best),
            released,
            conflicts,
        )

    def _names(self) -> tuple[str, ...]:
        return tuple(tier.name for tier in self.rulebook.tiers)

    def _spent(self) -> float:
        return time.monotonic() - self.began

    def _untangle(self) -> tuple[tuple[Lock, ...], tuple[Breach, ...]]:
        """Return the fewest locked cells that must give way to the other rules, and what they would break."""
        locked = Roster(
            frozenset(Assignment(k.person, k.day, k.shift) for k in self.problem.locks if k.shift)
        )
        if not self.problem.locks or not check_all(self.problem, self.rulebook, locked):
            return (), ()
        free = self.rulebook.without("locked_cells")
        x = Variables(self.problem)
        for rule in free.rules:
            rule.add(self.problem, x)
        locks = sorted(self.problem.locks, key=lambda k: (k.day, k.person, k.shift or ""))
        kept = [x.model.new_bool_var("kept") for _ in locks]
        people = {person.code: person for person in self.problem.people}
        for lock, keep in zip(locks, kept, strict=True):
            for shift in self.problem.shifts_on(lock.day):
                works = x.works(people[lock.person], shift)
                x.model.add(works == int(shift.type.code == lock.shift)).only_enforce_if(keep)
        x.model.maximize(sum(kept))
        solver = self._solver(max(5.0, self.stop.seconds / 4))
        if solver.solve(x.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return (), ()
        roster = x.roster(solver)
        released = tuple(
            lock for lock, keep in zip(locks, kept, strict=True) if not solver.boolean_value(keep)
        )
        conflicts: list[Breach] = []
        for lock in released:
            others = {a for a in roster.assignments if (a.person, a.day) != (lock.person, lock.day)}
            wanted = {Assignment(lock.person, lock.day, lock.shift)} if lock.shift else set()
            conflicts += check_all(self.problem, free, Roster(frozenset(others | wanted)))
        return released, tuple(dict.fromkeys(conflicts))

    def _first(self, start: Roster | None) -> Roster | None:
        """Return a roster that keeps every rule: a given one, the published one, only locks, or a found one."""
        locked = frozenset(Assignment(k.person, k.day, k.shift) for k in self.problem.locks if k.shift)
        published = frozenset(
            a for a in self.problem.published or () if a.day.toordinal() in self.problem.span
        )
        known = start.assignments if start is not None else published
        for roster in (Roster(known), self._mended(known), Roster(locked)):
            if not check_all(self.problem, self.rulebook, roster):
                return roster
        x = Variables(self.problem)
        for rule in self.rulebook.rules:
            rule.add(self.problem, x)
        solver = self._solver(max(1.0, self.left / 2))
        with self._watched(solver):
            if solver.solve(x.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                return None
        return x.roster(solver)

    def _mended(self, known: frozenset[Assignment]) -> Roster:
        """Return a roster with its locks put in and, one by one, what breaks a rule taken out."""
        cells = {(lock.person, lock.day) for lock in self.problem.locks}
        locked = {Assignment(k.person, k.day, k.shift) for k in self.problem.locks if k.shift}
        kept = {a for a in known if (a.person, a.day) not in cells} | locked
        while broken := check_all(self.problem, self.rulebook, Roster(frozenset(kept))):
            first = broken[0]
            loose = [a for a in kept - locked if first.person in {None, a.person}]
            if not loose:
                break
            kept.discard(min(loose, key=lambda a: (abs((a.day - first.day).days), a.day, a.person, a.shift)))
        return Roster(frozenset(kept))

    def _tiers(self) -> bool:
        """Improve tier after tier and say whether every one of them is proven best."""
        x = Variables(self.problem)
        for rule in self.rulebook.rules:
            rule.add(self.problem, x)
        proven = True
        for level, tier in enumerate(self.rulebook.tiers):
            self.level = level
            cost = sum(weight * goal.add(self.problem, x) for goal, weight in tier.goals)
            if self.held.cost[self.level] > 0 and not isinstance(cost, int):
                x.model.minimize(cost)
                proven = self._improve(x, tier) and proven
            else:
                self.bound[self.level] = self.held.cost[self.level]
            x.model.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools types it not
            if not isinstance(cost, int):
                x.model.add(cost <= self.held.cost[self.level])
        return proven

    def _improve(self, x: Variables, tier: Tier) -> bool:
        """Improve one tier within its share of the time and say whether it is proven best."""
        last = self.level == len(self.rulebook.tiers) - 1
        until = time.monotonic() + (self.left if last else self.left * SHARE)
        if self.left <= 0 or self.stop.asked():
            return False
        if self._priced(x, until):
            return True
        x.hint(self.held.roster)
        span = until - time.monotonic()
        share = WHOLE if len(x.decisions) < LARGE else WHOLE_WHEN_LARGE
        solver = self._solver(span * share, self.workers)
        self.better = time.monotonic()
        with self._watched(solver, patience=max(1.0, span * PATIENCE)):
            status = solver.solve(x.model, _Watch(self, x))
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            self.offer(x.roster(solver))
            self.bound[self.level] = max(self.bound[self.level], round(solver.best_objective_bound))
        if status == cp_model.OPTIMAL:
            return True
        search = Neighbourhoods(self.problem, Random(f"{self.seed} {self.level}"), tier)
        with ThreadPoolExecutor(self.workers) as pool:
            for done in [pool.submit(self._search, x, search, until) for _ in range(self.workers)]:
                done.result()
        return self.held.cost[self.level] <= self.bound[self.level]

    def _priced(self, x: Variables, until: float) -> bool:
        """Improve a tier by whole personal rosters, raise its bound, and say whether it is proven best."""
        rows = rows_of(x.model)
        parts = split_of(self.problem, x, rows) if rows is not None else None
        if parts is None:
            return False
        over = time.monotonic() + (until - time.monotonic()) * PRICED
        columns = Columns(parts, lambda: time.monotonic() > over or self.stop.asked())
        columns.generate()
        self.bound[self.level] = max(self.bound[self.level], columns.bound)
        values = columns.dive()
        if values is not None:
            found = x.chosen(values.tolist())
            if not check_all(self.problem, self.rulebook, found):
                self.offer(found)
        return self.held.cost[self.level] <= self.bound[self.level]

    def _search(self, x: Variables, search: Neighbourhoods, until: float) -> None:
        """Improve one neighbourhood after the other, beside other threads that do the same."""
        while time.monotonic() < until and not self.stop.asked():
            with self.lock:
                if self.held.cost[self.level] <= self.bound[self.level]:
                    return
                hood, held = search.choose(self.held.roster), self.held
                seed = search.drawn()
            model = x.pinned(held.roster, hood.frees)
            solver = self._solver(min(SUBSOLVE, max(0.1, until - time.monotonic())))
            solver.parameters.random_seed = seed
            with self._watched(solver):
                status = solver.solve(model)
            with self.lock:
                before = self.held.cost[self.level]
                if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                    self.offer(self._joined(held.roster, x.roster(solver)))
                gain = before - self.held.cost[self.level]
                search.learn(hood, gain, proven=status == cp_model.OPTIMAL)

    def _joined(self, old: Roster, new: Roster) -> Roster:
        """Return what a search has changed, put into the best roster of the moment if that keeps the rules."""
        if self.held.roster == old:
            return new
        changed = {(a.person, a.day) for a in old.assignments ^ new.assignments}
        kept = {a for a in self.held.roster.assignments if (a.person, a.day) not in changed}
        joined = Roster(frozenset(kept | {a for a in new.assignments if (a.person, a.day) in changed}))
        return new if check_all(self.problem, self.rulebook, joined) else joined

    def offer(self, roster: Roster, bound: float | None = None) -> None:
        """Take a roster if it is better in this tier, no worse above, and passes every check."""
        cost = [tier.cost(self.problem, roster) for tier in self.rulebook.tiers]
        if cost[: self.level + 1] >= self.held.cost[: self.level + 1]:
            return
        if broken := check_all(self.problem, self.rulebook, roster):
            raise AssertionError(f"rule {broken[0].code}: model and check disagree: {broken[0]}")
        self.held = _Held(roster, cost)
        self.better = time.monotonic()
        if bound is not None:
            self.bound[self.level] = max(self.bound[self.level], round(bound))
        if self.progress is not None:
            tier = self.rulebook.tiers[self.level].name
            self.progress(Progress(self._spent(), tier, cost[self.level], self.bound[self.level], roster))

    def _solver(self, seconds: float, workers: int = 1) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.05, min(seconds, max(0.05, self.left)))
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = self.seed
        solver.parameters.linearization_level = 2
        return solver

    @contextmanager
    def _watched(self, solver: cp_model.CpSolver, patience: float = inf) -> Iterator[None]:
        """End a search when the caller asks, or when it has found nothing better for `patience` seconds."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.1):
                if self.stop.asked() or time.monotonic() - self.better > patience:
                    solver.stop_search()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hands every solution of a search to the run."""

    def __init__(self, run: _Run, x: Variables) -> None:
        super().__init__()
        self._run, self._x = run, x

    def on_solution_callback(self) -> None:
        """Offer the solution with the bound of the moment."""
        self._run.offer(self._x.roster(self), self.best_objective_bound)
