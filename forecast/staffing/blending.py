"""Call-backs between the calls: what a number of operators can do of them without breaking the promise to callers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammaincc

from forecast.staffing import parameters
from forecast.staffing.erlang import Definition
from forecast.staffing.parameters import BadParameter, Floats
from forecast.staffing.service import ServiceTarget
from forecast.staffing.transient import answered_in_time

_LEAST = 1e-13
"""Probability that may be cut off at the end of the queue."""

LOADS = 9
"""Loads that stand for the whole distribution of a slot."""


@dataclass(frozen=True, slots=True, eq=False)
class Blended:
    """
    A line in steady flow whose idle operators call back; the backlog is never empty.

    Parameters
    ----------
    service_level
        By the definition that was asked for, shape (loads,).
    calling_back
        Mean number of operators on call-backs, shape (loads,).
    busy
        Mean number of operators on calls and call-backs, shape (loads,).
    """

    service_level: Floats
    calling_back: Floats
    busy: Floats


def blended(
    load: Floats,
    n: int,
    reserve: int,
    *,
    aht: float,
    patience: float,
    seconds: float,
    definition: Definition = "offered",
) -> Blended:
    r"""
    Return what callers meet if a call-back starts whenever more than `reserve` operators are idle.

    With a backlog that never ends at least :math:`m = n - reserve` operators are always busy, so the busy and waiting
    form a birth-death chain on :math:`m, m+1, \dots` with births :math:`\lambda` and deaths
    :math:`\min(j, n)\mu + (j-n)^+\theta` above :math:`m`; call-backs are taken to last as long as calls.

    Parameters
    ----------
    load
        Offered loads of calls in erlangs, shape (loads,).
    n, reserve
        Operators, and those who stay idle, 1 <= reserve <= n: it is never 0, or the service level collapses
        (from .82 to .29 on a line of nine). A reserve of `n` means that nobody calls back.
    aht, patience, seconds
        In seconds; patience may be infinite while the load is below `n`.
    definition
        How abandoned callers count.

    Raises
    ------
    BadParameter
        If the reserve is not in 1 to `n`.

    References
    ----------
    S. Bhulai, G. Koole, A queueing model for call blending in call centers, IEEE TAC 48(8), 2003.
    N. Gans, Y.-P. Zhou, A call-routing problem with service-level constraints, Operations Research 51(2), 2003.
    """
    if not 1 <= reserve <= n:
        raise BadParameter("staffing_behaviour", name="reserve", bound=f"in 1 to {n}", value=reserve)
    least = n - reserve
    a = parameters.loads(load)
    leaving = aht / patience
    queue = _queue(float(a.max(initial=0.0)), n, leaving)
    j = np.arange(least, n + queue + 1)
    down = np.minimum(j, n) + np.maximum(j - n, 0) * leaving
    with np.errstate(divide="ignore"):
        steps = np.log(a)[:, None] - np.log(down[1:])[None, :]
    weight = np.concatenate([np.zeros((a.size, 1)), np.cumsum(steps, axis=1)], axis=1)
    chance = np.exp(weight - weight.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    busy = chance @ np.minimum(j, n)
    waiting = chance @ np.maximum(j - n, 0)
    abandoned = np.clip(leaving * waiting / np.where(a > 0, a, 1.0), 0.0, 1.0)
    calling_back = np.maximum(busy - a * (1.0 - abandoned), 0.0) if least else np.zeros_like(a)
    level = _level(chance, j, n, aht, patience, seconds, abandoned, definition)
    return Blended(np.where(a > 0, level, 1.0), calling_back, busy)


def _queue(top: float, n: int, leaving: float) -> int:
    """Return the longest queue that is followed."""
    if leaving > 0:
        many = max(top - n, 0.0) / leaving
        return int(many + 8.0 * np.sqrt(top / leaving + n) + 40) if leaving < 1e6 else 40
    if top >= n:
        raise BadParameter(
            "staffing_load", name="load", bound=f"below {n} where callers never hang up", value=top
        )
    return int(np.ceil(np.log(_LEAST) / np.log(top / n))) + 1 if top > 0 else 1


def _level(
    chance: Floats, j: np.ndarray, n: int, aht: float, patience: float, seconds: float, abandoned: Floats,
    definition: Definition,
) -> Floats:  # fmt: skip
    """Return the service level from what a caller finds: j busy or waiting."""
    states = int(j[-1]) + 1
    within: Floats = chance @ answered_in_time(n, states, aht, patience, seconds)[j]
    if definition == "offered":
        return within
    if definition == "answered":
        return np.minimum(within / np.maximum(1.0 - abandoned, 1e-300), 1.0)
    late = np.zeros(states)
    ahead = np.arange(states - n, dtype=float)
    if np.isfinite(patience):
        late[n:] = betainc(n * patience / aht, ahead + 1.0, np.exp(-seconds / patience))
        stays = float(np.exp(-seconds / patience))
    else:
        late[n:], stays = gammaincc(ahead + 1.0, n / aht * seconds), 1.0
    later: Floats = chance @ late[j]
    if definition == "virtual":
        return 1.0 - later
    if definition == "credit":
        return 1.0 - stays * later
    return within / np.maximum(within + stays * later, 1e-300)


@dataclass(frozen=True, slots=True)
class Room:
    """
    What one slot leaves for call-backs.

    Parameters
    ----------
    operators
        Mean number of operators who can call back.
    reserve
        Operators who stay idle meanwhile; `n` where there is no room.
    service_level
        Expected service level while the backlog lasts, weighted by calls.
    """

    operators: float
    reserve: int
    service_level: float


def room(
    loads: Floats,
    by_calls: Floats,
    by_time: Floats,
    n: int,
    target: ServiceTarget,
    *,
    aht: float,
    patience: float,
    wanted: float = np.inf,
) -> Room:
    """
    Return the call-backs that `n` operators can take on while callers still get what the target promises.

    Without a wish it is the most: the smallest reserve whose expected service level reaches the target. If less is
    wanted, the largest reserve that still leaves so much: callers gain what the call-backs do not need. The cap on
    occupancy holds for both together; where callers get less than the promise without any call-back, there is no room.

    Parameters
    ----------
    loads
        Offered loads in erlangs, rising, shape (loads,).
    by_calls, by_time
        Their weights in calls and as a share of time, shape (loads,).
    n
        Operators.
    target
        The promise.
    aht, patience
        In seconds.
    wanted
        Mean number of operators wanted for call-backs.
    """
    nothing = Room(0.0, n, 1.0)
    if n < 2:
        return nothing
    nodes, of_calls, of_time = condense(loads, by_calls, by_time)
    if not np.isfinite(patience) and nodes[-1] >= n:
        return nothing

    def at(reserve: int) -> Room:
        found = blended(
            nodes,
            n,
            reserve,
            aht=aht,
            patience=patience,
            seconds=target.seconds,
            definition=target.definition,
        )
        on_calls = float((found.busy - found.calling_back) @ of_time)
        free = min(float(found.calling_back @ of_time), target.max_occupancy * n - on_calls)
        return Room(free, reserve, float(found.service_level @ of_calls) if of_calls.sum() > 0 else 1.0)

    def last(low: Room, high: Room, fits: Callable[[Room], bool]) -> tuple[Room, Room]:
        """Part the reserves from `low` (fits not) to `high` (fits) until they are neighbours."""
        while abs(high.reserve - low.reserve) > 1:
            middle = at((low.reserve + high.reserve) // 2)
            low, high = (low, middle) if fits(middle) else (middle, high)
        return low, high

    least = at(n - 1)
    if least.service_level < target.share - 1e-9 or least.operators <= 1e-9:
        return nothing
    most = at(1)
    if most.service_level < target.share - 1e-9:
        _, most = last(most, least, lambda tried: tried.service_level >= target.share - 1e-9)
    if most.operators <= wanted:
        return most
    if least.operators >= wanted:
        return least
    _, most = last(least, most, lambda tried: tried.operators >= wanted)
    return most


def condense(loads: Floats, by_calls: Floats, by_time: Floats) -> tuple[Floats, Floats, Floats]:
    """Return at most `LOADS` loads with their weights in calls and time: means of equal shares of the time."""
    total = by_time.sum()
    if total <= 0:
        return np.zeros(1), np.zeros(1), np.ones(1)
    group = np.minimum((np.cumsum(by_time) - 0.5 * by_time) / total * LOADS, LOADS - 1).astype(int)
    used, group = np.unique(group[by_time > 0], return_inverse=True)
    of_time = np.bincount(group, by_time[by_time > 0], used.size)
    nodes = np.bincount(group, (by_time * loads)[by_time > 0], used.size) / of_time
    of_calls = np.bincount(group, by_calls[by_time > 0], used.size)
    return nodes, of_calls / max(float(of_calls.sum()), 1e-300), of_time / total
