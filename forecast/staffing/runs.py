"""What the simulator has seen: means with their margins, and every run on its own for bands and worst days."""

from dataclasses import dataclass

import numpy as np

from forecast.staffing.parameters import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """
    What was seen; arrays with one value per slot have shape (slots,), closed slots hold 1 and 0.

    Parameters
    ----------
    service_level, wait, abandonment
        Per slot, over all calls of all runs; the wait in seconds over all callers.
    service_level_margin
        Half-width of the 95 % confidence interval of each slot's service level.
    occupancy
        Busy time on calls and call-backs over logged-in time, per slot (calls are booked where they begin).
    day, day_margin
        Service level over all slots and the half-width of its 95 % confidence interval.
    day_abandonment, day_wait, day_wait_margin, day_abandonment_margin
        The same for abandonment and wait.
    calls
        Mean calls per run, redials included.
    call_backs, waiting_call_backs
        Mean call-backs made per run, and those still waiting at the end.
    runs
        Number of runs.
    """

    service_level: Floats
    service_level_margin: Floats
    wait: Floats
    abandonment: Floats
    occupancy: Floats
    day: float
    day_margin: float
    day_abandonment: float
    day_abandonment_margin: float
    day_wait: float
    day_wait_margin: float
    calls: float
    call_backs: float
    waiting_call_backs: float
    runs: int


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """
    Counts by run and slot; every array has shape (runs, slots). Callers are booked on the slot in which they came.

    Parameters
    ----------
    offered, answered, in_time, abandoned, early
        Callers: all (redials included), answered, answered within the target, gave up, gave up within the target.
    waited
        Seconds waited in all, until answer or giving up.
    worked
        Seconds on calls and call-backs.
    call_backs
        Messages called back.
    backlog
        Messages still waiting at the end of the slot.
    """

    offered: np.ndarray
    answered: np.ndarray
    in_time: np.ndarray
    abandoned: np.ndarray
    early: np.ndarray
    waited: np.ndarray
    worked: np.ndarray
    call_backs: np.ndarray
    backlog: np.ndarray

    @classmethod
    def joined(cls, parts: "list[Runs]") -> "Runs":
        """Return the runs of several parts as one, in their order."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))
