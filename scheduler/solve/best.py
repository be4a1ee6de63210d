"""Best: the best roster so far with its costs, bounds and clock; the one door through which a roster comes in."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook, check_all
from scheduler.solve.result import Progress, Stop


@dataclass(frozen=True, slots=True)
class Held:
    """A roster with its costs per tier."""

    roster: Roster
    cost: tuple[int, ...]


class Best:
    """
    What all searches of a solve share; safe to use from several threads.

    Parameters
    ----------
    problem, rulebook, stop, progress
        As for `solve`.
    began
        When the solve began, by the monotonic clock.
    roster
        The first roster; it keeps every rule.
    """

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        stop: Stop,
        progress: Callable[[Progress], None] | None,
        began: float,
        roster: Roster,
    ) -> None:
        self.problem, self.rulebook, self.stop = problem, rulebook, stop
        self.level = 0
        self.caps: list[int] = []
        self.rounds = 0
        self.better = time.monotonic()
        self.lock = threading.RLock()
        self._progress, self._began = progress, began
        self.held = Held(roster, self._costs(roster))
        self.bound = [0] * len(rulebook.tiers)
        self._tell()

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.stop.seconds - (time.monotonic() - self._began)

    @property
    def cost(self) -> int:
        """Cost in the tier that is being improved."""
        return self.held.cost[self.level]

    @property
    def proven(self) -> bool:
        """Whether the tier that is being improved cannot get better."""
        return self.cost <= self.bound[self.level]

    def over(self, until: float) -> bool:
        """Say whether the tier is done: proven, out of time or rounds, or asked to stop."""
        spent = self.stop.rounds is not None and self.rounds >= self.stop.rounds
        return self.proven or spent or time.monotonic() >= until or self.stop.asked()

    def leave(self, gives: int) -> int:
        """Close the tier and return what it may cost from now on, `gives` percent above what it does."""
        self.caps.append(self.cost + self.cost * gives // 100)
        return self.caps[-1]

    def raised(self, bound: int) -> None:
        """Take a bound of the tier if it is higher than the one known."""
        with self.lock:
            if bound > self.bound[self.level]:
                self.bound[self.level] = bound
                self._tell()

    def offer(self, roster: Roster) -> None:
        """Take a roster if it is better in this tier, good enough above, and passes every check."""
        cost = self._costs(roster)
        with self.lock:
            above = all(each <= cap for each, cap in zip(cost, self.caps, strict=False))
            if not above or cost[self.level] >= self.cost:
                return
            if broken := check_all(self.problem, self.rulebook, roster):
                raise AssertionError(f"rule {broken[0].code}: model and check disagree: {broken[0]}")
            self.held = Held(roster, cost)
            self.better = time.monotonic()
            self._tell()

    def _costs(self, roster: Roster) -> tuple[int, ...]:
        return tuple(tier.cost(self.problem, roster) for tier in self.rulebook.tiers)

    def _tell(self) -> None:
        if self._progress is not None and self.rulebook.tiers:
            tier = self.rulebook.tiers[self.level].name
            spent = time.monotonic() - self._began
            self._progress(Progress(spent, tier, self.cost, self.bound[self.level], self.held.roster))
