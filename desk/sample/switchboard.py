"""One day at the switch: callers wait, give up, call again, or leave a message after hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import gamma

import numpy as np

from desk.sample import recipe

SLOT_SECONDS = 1800
"""Seconds in a half-hour."""

FIELDS = (
    "offered", "answered", "abandoned", "blocked", "voicemail", "hung_up",
    "within_target", "wait_s", "talk_s", "after_call_s",
)  # fmt: skip
"""What is counted per half-hour of arrival; the last three are sums in seconds."""

OFFERED, ANSWERED, ABANDONED, BLOCKED, VOICEMAIL, HUNG_UP, WITHIN_TARGET, WAIT, TALK, AFTER_CALL = range(10)
"""Their columns."""


@dataclass(frozen=True, slots=True, eq=False)
class SwitchDay:
    """
    What one day left behind.

    Parameters
    ----------
    counts
        Shape (48, len(FIELDS)).
    registered
        Numbers of the callers who were answered or left a message, in order of time.
    slots
        Half-hour in which each of them got through, shape (len(registered),).
    messages
        Pairs of caller and second of the day, one per message left.
    """

    counts: np.ndarray
    registered: np.ndarray
    slots: np.ndarray
    messages: tuple[tuple[int, int], ...]


def run_day(
    rng: np.random.Generator,
    arrivals: np.ndarray,
    handling: np.ndarray,
    operators: Sequence[int],
    *,
    target: float,
) -> SwitchDay:
    """
    Serve one day's callers first come, first served.

    Parameters
    ----------
    arrivals
        Second of the day of each caller's first try, sorted, shape (callers,).
    handling
        Seconds of talk and after-call work of each caller, shape (callers,).
    operators
        Operators at the phones in each of the 48 half-hours; 0 means closed.
    target
        Seconds within which a call counts as answered in time.
    """
    counts = [[0.0] * len(FIELDS) for _ in range(48)]
    next_open = _next_open(operators)
    free = [0.0] * len(next_open)
    leaving: list[float] = []  # when each call now held by the switch will end or give up
    tries = [(second, caller) for caller, second in enumerate(arrivals.tolist())]
    lengths = handling.tolist()
    registered: list[tuple[int, int]] = []
    messages: list[tuple[int, int]] = []
    scale = recipe.PATIENCE / gamma(1 + 1 / recipe.PATIENCE_SHAPE)
    while tries:
        now, caller = heappop(tries)
        slot = int(now // SLOT_SECONDS)
        row = counts[slot]
        row[OFFERED] += 1
        if operators[slot] == 0:
            if rng.random() < recipe.VOICEMAIL:
                row[VOICEMAIL] += 1
                registered.append((caller, slot))
                messages.append((caller, int(now)))
            else:
                row[HUNG_UP] += 1
            continue
        while leaving and leaving[0] <= now:
            heappop(leaving)
        if len(leaving) >= recipe.LINES:
            row[BLOCKED] += 1
            _try_again(rng, tries, now, caller)
            continue
        server, start = _first_free(free, next_open, now)
        wait = start - now
        patience = scale * rng.weibull(recipe.PATIENCE_SHAPE)
        if wait > patience:
            row[ABANDONED] += 1
            row[WAIT] += patience
            heappush(leaving, now + patience)
            _try_again(rng, tries, now + patience, caller)
            continue
        seconds = lengths[caller]
        free[server] = start + seconds
        heappush(leaving, start + seconds / (1 + recipe.AFTER_CALL))
        row[ANSWERED] += 1
        row[WITHIN_TARGET] += wait <= target
        row[WAIT] += wait
        row[TALK] += seconds / (1 + recipe.AFTER_CALL)
        row[AFTER_CALL] += seconds - seconds / (1 + recipe.AFTER_CALL)
        registered.append((caller, slot))
    callers = np.array([caller for caller, _ in registered], dtype=int)
    slots = np.array([slot for _, slot in registered], dtype=int)
    return SwitchDay(np.array(counts), callers, slots, tuple(messages))


def _next_open(operators: Sequence[int]) -> list[list[int | None]]:
    """Return, for each operator and half-hour, the next half-hour in which that operator is at the phones."""
    table: list[list[int | None]] = []
    for number in range(max(operators)):
        row: list[int | None] = [None] * 48
        following: int | None = None
        for slot in reversed(range(48)):
            if operators[slot] > number:
                following = slot
            row[slot] = following
        table.append(row)
    return table


def _first_free(free: list[float], next_open: list[list[int | None]], now: float) -> tuple[int, float]:
    """Return the operator who can take the next call first, and when (infinity: nobody today)."""
    best, earliest = -1, float("inf")
    for number, until in enumerate(free):
        start = max(now, until)
        slot = int(start // SLOT_SECONDS)
        opens = next_open[number][slot] if slot < 48 else None
        if opens is None:
            continue
        start = max(start, float(opens * SLOT_SECONDS))
        if start < earliest:
            best, earliest = number, start
    return best, earliest


def _try_again(rng: np.random.Generator, tries: list[tuple[float, int]], now: float, caller: int) -> None:
    if rng.random() < recipe.REDIAL:
        again = now + rng.exponential(recipe.REDIAL_AFTER)
        if again < 48 * SLOT_SECONDS:
            heappush(tries, (again, caller))
