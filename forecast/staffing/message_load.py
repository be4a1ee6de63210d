"""Messages that are called back beside the calls: what the backlog of closed hours takes from callers, slot by slot."""

import numpy as np
import numpy.typing as npt

from forecast.staffing import parameters
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.blending import blended, condense
from forecast.staffing.parameters import Floats
from forecast.staffing.service import ServiceTarget
from forecast.staffing.workload import Workload


def service_lost(
    work: Workload, target: ServiceTarget, cover: npt.ArrayLike, left: Floats, behaviour: Behaviour
) -> Floats:
    """
    Return the service level that callers lose to call-backs, shape (slots,).

    Whoever is idle beyond the reserve calls back for as long as messages wait. The expected backlog is followed like a
    fluid: a slot takes what it has room for, and callers meet the line with an endless backlog (`blended`) for that
    share of the slot, and the line without one for the rest.

    Parameters
    ----------
    work
        Calls.
    target
        Acceptable wait and how abandoned callers count.
    cover
        Operators on the phones per slot, shape (slots,).
    left
        Expected messages left in each slot, shape (slots,).
    behaviour
        Reserve and length of a call-back.
    """
    people = parameters.operators(cover).astype(int).tolist()
    lost, waiting = np.zeros(len(people)), 0.0
    for slot, n in enumerate(people):
        waiting += float(left[slot])
        if waiting <= 0 or n <= behaviour.reserve:
            continue
        if work.open[slot]:
            free, worse = _beside_calls(work, target, slot, n, behaviour.reserve)
        else:
            free, worse = float(n - behaviour.reserve), 0.0
        fits = free * float(work.slot_seconds[slot]) / behaviour.call_back_seconds
        if fits > 0:
            done = min(waiting, fits)
            lost[slot] = worse * done / fits
            waiting -= done
    return lost


def _beside_calls(
    work: Workload, target: ServiceTarget, slot: int, n: int, reserve: int
) -> tuple[float, float]:
    """Return operators who can call back while messages never end, and the service level that callers lose by it."""
    nodes, of_calls, of_time = condense(work.loads, work.by_calls[slot], work.by_time[slot])
    if not np.isfinite(work.patience) and nodes[-1] >= n:
        return 0.0, 0.0
    without, beside = (
        blended(
            nodes, n, kept, aht=float(work.aht[slot]), patience=work.patience, seconds=target.seconds,
            definition=target.definition,
        )
        for kept in (n, reserve)
    )  # fmt: skip
    worse = float((without.service_level - beside.service_level) @ of_calls)
    return float(beside.calling_back @ of_time), max(worse, 0.0)
