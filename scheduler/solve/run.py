"""Run: tier by tier, always with a checked roster in hand."""

import ctypes
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.problem import Assignment, Lock, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook, Tier, check_all
from scheduler.solve.best import Best
from scheduler.solve.mend import mended
from scheduler.solve.one_by_one import OneByOne
from scheduler.solve.result import Progress, Result, Status, Stop, shortfalls_of
from scheduler.solve.rows import Reader, Rows
from scheduler.solve.split import Split, split_of
from scheduler.solve.tier import LARGE, TierSearch, solver_for, watched
from scheduler.variables import Variables

WHOLE_LATER = 6000
"""Decisions from which on a later tier is split by person; below, the whole model from a good roster is quicker."""

SHARE = 0.6
"""Share of the remaining time that a tier may take before the next one has its turn."""

FIRST = 5.0
"""Seconds that a first roster may take although someone asked to stop, where nothing is at hand yet."""

LAST = 0.985
"""Share of the remaining time that the last tier may take; the rest is for checking and handing over."""


def solve(
    problem: Problem,
    rulebook: Rulebook,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    start: Roster | None = None,
    mixes: bool = True,
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
    mixes
        Whether large problems begin with mixing everyone's own rosters: that gives the bound and pays in the long run.
    """
    run = _Run(problem, rulebook, stop or Stop(), seed, workers, progress, mixes=mixes)
    return run.result(start)


class _Run:
    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        stop: Stop,
        seed: int,
        workers: int,
        progress: Callable[[Progress], None] | None,
        *,
        mixes: bool,
    ) -> None:
        if workers < 1:
            raise ValueError(f"solve.workers must be >= 1, got {workers}.")
        self.problem, self.rulebook, self.stop = problem, rulebook, stop
        self.seed, self.workers, self.progress, self.mixes = seed, workers, progress, mixes
        self.began = time.monotonic()
        self.parts: tuple[Rows | None, Split | None] | None = None

    @property
    def left(self) -> float:
        return self.stop.seconds - (time.monotonic() - self.began)

    def result(self, start: Roster | None) -> Result:
        released, conflicts = self._untangle()
        self.problem = replace(self.problem, locks=self.problem.locks - set(released))
        x = Variables(self.problem)
        self.reader = Reader(x.model)
        for rule in self.rulebook.rules:
            rule.add(self.problem, x)
        first = self._aimed(x, self.rulebook.tiers[0]) if self.rulebook.tiers else 0
        roster = self._known(x, start)
        if roster is None or not len(roster):
            roster = self._found(x) or roster
        if roster is None:
            broken = check_all(self.problem, self.rulebook, Roster(frozenset()))
            return Result(
                Status.EMPTY, Roster(frozenset()), self._names(), (), (), self._spent(), conflicts=broken
            )
        best = Best(self.problem, self.rulebook, self.stop, self.progress, self.began, roster)
        proven = self._tiers(x, best, first)
        status = Status.CONFLICT if released else Status.OPTIMAL if proven else Status.GOOD
        return Result(
            status,
            best.held.roster,
            self._names(),
            best.held.cost,
            tuple(best.bound),
            self._spent(),
            shortfalls_of(self.problem, best.held.roster),
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
        # As many locks as can be, and no work beside them: what a lock breaks is then the lock's own doing.
        x.model.maximize((len(x.decisions) + 1) * sum(kept) - sum(x.decisions.values()))
        solver = solver_for(max(5.0, self.stop.seconds / 4), self.seed)
        if solver.solve(x.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return tuple(locks), check_all(self.problem, free, locked)
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

    def _known(self, x: Variables, start: Roster | None) -> Roster | None:
        """Return a roster that keeps every rule, if one lies at hand: a given one, the published one, only locks."""
        locked = frozenset(Assignment(k.person, k.day, k.shift) for k in self.problem.locks if k.shift)
        published = frozenset(
            a for a in self.problem.published or () if a.day.toordinal() in self.problem.span
        )
        known = start.assignments if start is not None else published
        if not check_all(self.problem, self.rulebook, Roster(known)):
            return Roster(known)
        mend = mended(self.problem, self.rulebook, x, known, seconds=self.left, seed=self.seed)
        for roster in (mend, Roster(locked)):
            if not check_all(self.problem, self.rulebook, roster):
                return roster
        return None

    def _found(self, x: Variables) -> Roster | None:
        """
        Return a first roster that keeps every rule: each person's own rosters, or what the whole model gives.

        A person's own rosters are asked for even when the time is up, so that a search stopped early has one to show.
        """
        _, parts = self._read(x)
        if parts is not None:
            values = OneByOne(parts, lambda: False).improved(None, sweeps=1)
            if values is not None:
                roster = x.chosen(values.tolist())
                if not check_all(self.problem, self.rulebook, roster):
                    return roster
        solver = solver_for(max(FIRST, self.left / 2), self.seed)
        model = x.model.clone()
        model.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools types it not
        patience = time.monotonic() + FIRST
        with watched(solver, lambda: time.monotonic() > patience and self.stop.asked()):
            if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                return None
        return x.roster(solver)

    def _aimed(self, x: Variables, tier: Tier) -> cp_model.LinearExprT:
        """Let a model aim at a tier and return what the tier costs."""
        cost = sum(weight * goal.add(self.problem, x) for goal, weight in tier.goals)
        if not isinstance(cost, int):
            x.model.minimize(cost)
        self.parts = None
        return cost

    def _read(self, x: Variables, *, split: bool = True) -> tuple[Rows | None, Split | None]:
        """Return the model as it is now as rows and, if asked for, by person, where it can be read so."""
        if self.parts is None:
            rows = self.reader.rows()
            split = split and (self.mixes or len(x.decisions) < LARGE)
            self.parts = rows, split_of(self.problem, x, rows) if split and rows is not None else None
        return self.parts

    def _tiers(self, x: Variables, best: Best, first: cp_model.LinearExprT) -> bool:
        """Improve tier after tier and say whether every one of them is proven best."""
        proven = True
        for level, tier in enumerate(self.rulebook.tiers):
            best.level = level
            if level and (self.left <= 0 or self.stop.asked()):
                # not worth a model that there is no time to search
                proven = proven and best.cost == 0
                continue
            cost = self._aimed(x, tier) if level else first
            if best.cost > 0 and not isinstance(cost, int):
                proven = self._improve(x, best, last=tier is self.rulebook.tiers[-1]) and proven
            else:
                best.bound[level] = best.cost
            x.model.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools types it not
            cap = best.leave(tier.gives)
            if not isinstance(cost, int):
                x.model.add(cost <= cap)
        return proven

    def _improve(self, x: Variables, best: Best, *, last: bool) -> bool:
        """Improve one tier within its share of the time and say whether it is proven best."""
        share = LAST if last else SHARE
        if best.over(time.monotonic() + self.left * share):
            return best.proven
        rows, parts = self._read(x, split=not best.level or len(x.decisions) >= WHOLE_LATER)
        until = time.monotonic() + self.left * share
        search = TierSearch(
            best, x, rows, parts, seed=self.seed, workers=self.workers, until=until, mixes=self.mixes
        )
        search.run()
        del search, rows, parts
        self.parts = None
        _give_back()
        return best.proven


def _give_back() -> None:
    """Return to the system what a tier has freed; the C library would keep it, and the next tier take more."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
