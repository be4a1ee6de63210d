"""What the use cases say of a roster that the simulator has played."""

from dataclasses import dataclass

import numpy as np

from desk.results.rosters import RosterVersion


@dataclass(frozen=True, slots=True, eq=False)
class Confirmation:
    """
    A roster's promised service level beside what an independent simulation of it shows.

    Parameters
    ----------
    version
        The roster.
    target
        Share that the line promises to answer in time.
    promised
        Expected service level of the roster by the formulas, weighted by calls, call-backs included.
    simulated, margin
        Service level seen, and the half-width of its 95 % confidence interval.
    abandonment, wait
        Share of callers who hung up and mean wait in seconds, as seen.
    runs, calls
        Times that the window was played, and callers in all of them.
    expected
        Calls of the window by the forecast, while the line is open.
    call_backs, left
        Call-backs made per run, and those that still waited at the end.
    by_day_promised, by_day_simulated
        Service level of each day, shape (days,).
    holds
        Calls of the window that the roster can carry with the target kept, over those expected; spread as forecast, and
        worked out as the promise.
    shape, redial
        Weibull shape of the patience, and share of those who hang up and call again, as played.
    """

    version: RosterVersion
    target: float
    promised: float
    simulated: float
    margin: float
    abandonment: float
    wait: float
    runs: int
    calls: int
    expected: float
    call_backs: float
    left: float
    by_day_promised: np.ndarray
    by_day_simulated: np.ndarray
    holds: float
    shape: float = 1.0
    redial: float = 0.0

    @property
    def confirmed(self) -> bool:
        """Whether the promise lies inside the confidence interval, or the line does even better."""
        return self.promised <= self.simulated + self.margin

    @property
    def keeps_target(self) -> bool:
        """Whether the target lies inside the confidence interval or below it."""
        return self.target <= self.simulated + self.margin
