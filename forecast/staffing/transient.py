"""The exact transient pass: the line as a Markov chain that carries its queue from slot to slot."""

import numpy as np
from scipy.special import betainc, gammainc

from forecast.staffing.parameters import BadParameter, Floats
from forecast.staffing.required import Ints
from forecast.staffing.service import ServiceTarget
from forecast.staffing.workload import Workload

FUTURES = 20
"""Futures that the pass follows: the paths, ordered by their calls, in groups of equal size."""

_LEAST = 1e-12
"""Probability that may be cut off at the end of the queue."""


def answered_in_time(n: int, states: int, aht: float, patience: float, seconds: float) -> Floats:
    r"""
    Return the probability that a caller who finds k calls in the system is answered in time, shape (states,).

    With j = k - n callers ahead the wait V is a sum of exponential times with rates :math:`n\mu + i\theta`, i = 0..j,
    so :math:`e^{-\theta V}` is Beta(c, j + 1) with :math:`c = n\mu/\theta`, and the caller must be willing to wait.
    """
    found = np.ones(states)
    ahead = np.arange(max(states - n, 0), dtype=float)
    if n == 0:
        return np.zeros(states)
    if np.isfinite(patience):
        c = n * patience / aht
        found[n:] = c / (c + ahead + 1.0) * betainc(ahead + 1.0, c + 1.0, -np.expm1(-seconds / patience))
    else:
        found[n:] = gammainc(ahead + 1.0, n / aht * seconds)
    return found


def advance(
    state: Floats, rate: Floats, n: int, aht: float, patience: float, length: float, reward: Floats
) -> tuple[Floats, Floats]:
    """
    Let the chain run through one slot by uniformisation in short steps.

    Parameters
    ----------
    state
        Probability of k calls in the system, shape (futures, states).
    rate
        Calls per second, shape (futures,).
    n
        Operators.
    aht, patience, length
        In seconds.
    reward
        Shape (states,), for example the probability of being answered in time.

    Returns
    -------
    state, level
        The state at the end, and the average of the reward over the slot as callers meet it, shape (futures,).
    """
    k = np.arange(state.shape[1])
    down = np.minimum(k, n) / aht + np.maximum(k - n, 0) / patience
    fastest = float(rate.max() + down.max())
    steps = max(int(np.ceil(length * fastest * 1.25)), 1)
    dt = length / steps
    up_share = rate[:, None] * dt
    down_share = down * dt
    stay = 1.0 - up_share - down_share
    stay[:, -1] += up_share[:, 0]
    met = 0.5 * (state @ reward)
    for _ in range(steps):
        following = state * stay
        following[:, 1:] += state[:, :-1] * up_share
        following[:, :-1] += state[:, 1:] * down_share[1:]
        state = following
        met += state @ reward
    met -= 0.5 * (state @ reward)
    return state, met / steps


def exact_operators(work: Workload, target: ServiceTarget, start: Ints) -> tuple[Ints, Floats]:
    """
    Return the smallest operators slot after slot, given the queue that the slots before leave behind.

    Parameters
    ----------
    work
        The workload.
    target
        The promise by the definition ``offered``.
    start
        Operators by modified offered load, shape (slots,): the search begins there. With an occupancy cap it only rises.

    Returns
    -------
    operators, level
        Both of shape (slots,); the expected service level is weighted by calls over `FUTURES` groups of paths.

    Raises
    ------
    BadParameter
        If the target counts abandoned callers in another way.
    """
    if target.definition != "offered":
        raise BadParameter(
            "staffing_exact", name="definition", bound="offered for the exact pass", value=target.definition
        )
    order = np.argsort(work.rates.sum(axis=1), kind="stable")
    groups = np.array_split(order, min(FUTURES, len(order)))
    share = np.array([len(group) for group in groups]) / len(order)
    rates = np.stack([work.rates[group].mean(axis=0) for group in groups]) / np.maximum(
        work.slot_seconds, 1.0
    )
    found, levels = start.copy(), np.ones(len(start))
    state = np.zeros((len(groups), _states(rates, work, start)))
    state[:, 0] = 1.0
    for slot in np.flatnonzero(work.slot_seconds > 0):
        if work.calls[slot] <= 0:
            # Nobody new comes; whoever is in the system is still served.
            everyone = state.shape[1]
            state, _ = _run(work, target, share, rates, state, int(slot), everyone)
            continue
        n = int(start[slot])
        after, level = _run(work, target, share, rates, state, int(slot), n)
        while level < target.share - 1e-9:
            n += 1
            after, level = _run(work, target, share, rates, state, int(slot), n)
        may_fall = n == start[slot] and target.max_occupancy == 1.0
        while may_fall and n > max(int(target.minimum), 1):
            fewer, less = _run(work, target, share, rates, state, int(slot), n - 1)
            if less < target.share - 1e-9:
                break
            n, after, level = n - 1, fewer, less
        found[slot], levels[slot], state = n, level, after
    return found, levels


def _run(
    work: Workload, target: ServiceTarget, share: Floats, rates: Floats, state: Floats, slot: int, n: int
) -> tuple[Floats, float]:
    """Return the state after one slot with n operators and the expected service level, weighted by calls."""
    aht, rate = float(work.aht[slot]), rates[:, slot]
    reward = answered_in_time(n, state.shape[1], aht, work.patience, target.seconds)
    after, level = advance(state, rate, n, aht, work.patience, float(work.slot_seconds[slot]), reward)
    calls = share * rate
    return after, float(level @ calls / calls.sum()) if calls.sum() > 0 else 1.0


def _states(rates: Floats, work: Workload, start: Ints) -> int:
    """Return how many states hold all but `_LEAST` of the probability: operators and a long queue."""
    peak = float(rates.max(initial=0.0))
    waiting = peak * min(work.patience, float(work.slot_seconds.max()))
    many = start.max(initial=1) + waiting
    return int(start.max(initial=1) + waiting + np.sqrt(many) * -np.log10(_LEAST) / 2 + 30)
