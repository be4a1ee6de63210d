"""Block: one person's variables, day by day, with what can be done on each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

MOST_OPTIONS = 2048
"""Ways to fill one day of one person beyond which the day is not walked."""


@dataclass(frozen=True, slots=True)
class Block:
    """
    One person's yes-or-no variables.

    Parameters
    ----------
    places
        Per day the variables of the day, as places in the block.
    options
        Per day the ways to fill it that the rows of the day alone allow, shape (options, variables of the day).
    better
        Per day pairs of options: where the first is possible, the second is never needed.
    """

    places: tuple[np.ndarray, ...]
    options: tuple[np.ndarray, ...]
    better: tuple[tuple[tuple[int, int], ...], ...]

    def priced(self, price: np.ndarray) -> list[np.ndarray]:
        """Return what each option of each day comes to, from the price of each variable."""
        return [options @ price[places] for options, places in zip(self.options, self.places, strict=True)]

    def assembled(self, chosen: Sequence[int]) -> np.ndarray:
        """Return the variables, shape (variables,), that one option per day sets."""
        values = np.zeros(sum(len(places) for places in self.places), dtype=np.int64)
        for options, places, option in zip(self.options, self.places, chosen, strict=True):
            values[places] = options[option]
        return values


def block_of(
    day_of: np.ndarray, days: int, matrix: np.ndarray, bounds: np.ndarray, free: np.ndarray
) -> Block:
    """
    Return the block of one person.

    Parameters
    ----------
    day_of
        Shape (variables,): the day of each variable, from 0.
    days
        Number of days.
    matrix, bounds
        Rows, shape (rows, variables), and what each may come to at most.
    free
        Shape (variables,): 1 where a higher value only ever helps after its day, -1 where a lower one does for
        rows that are still open then, 0 where either may matter (see `leanings`).

    Raises
    ------
    ValueError
        If a day has too many ways to be filled, or none.
    """
    nonzero = matrix != 0
    last = np.where(nonzero, day_of, -1).max(axis=1, initial=-1)
    first = np.where(nonzero, day_of, days).min(axis=1, initial=days)
    places, options, better = [], [], []
    for day in range(days):
        here = np.flatnonzero(day_of == day)
        own = (first == day) & (last == day)
        part = matrix[np.ix_(own, here)]
        ways = _ways(part.shape, part.tobytes(), bounds[own].tobytes())
        places.append(here)
        options.append(ways)
        better.append(_better(ways.shape, ways.tobytes(), free[here].tobytes()))
    return Block(tuple(places), tuple(options), tuple(better))


@lru_cache(maxsize=512)
def _ways(shape: tuple[int, int], matrix: bytes, bounds: bytes) -> np.ndarray:
    """Return every way to set a day's variables that keeps the day's rows, shape (ways, variables)."""
    factors = np.frombuffer(matrix, dtype=np.int64).reshape(shape)
    limit = np.frombuffer(bounds, dtype=np.int64)
    least = np.minimum(factors, 0)
    ahead = np.concatenate(
        [np.cumsum(least[:, ::-1], axis=1)[:, ::-1], np.zeros((shape[0], 1), np.int64)], axis=1
    )
    ways = np.zeros((1, 0), dtype=np.int64)
    for place in range(shape[1]):
        ways = np.vstack([np.column_stack([ways, np.full(len(ways), value)]) for value in (0, 1)])
        used = ways @ factors[:, : place + 1].T
        ways = ways[(used + ahead[:, place + 1] <= limit).all(axis=1)]
        if not 0 < len(ways) <= MOST_OPTIONS:
            raise ValueError(f"block: {len(ways)} ways to fill a day.")
    return ways


@lru_cache(maxsize=512)
def _better(shape: tuple[int, int], ways: bytes, free: bytes) -> tuple[tuple[int, int], ...]:
    """Return the pairs of ways of which the first makes the second needless."""
    table = np.frombuffer(ways, dtype=np.int64).reshape(shape)
    leaning = np.frombuffer(free, dtype=np.int64)
    firm, side = table[:, leaning == 0], table[:, leaning != 0] * leaning[leaning != 0]
    if not side.shape[1]:
        return ()
    same = (firm[:, None] == firm[None]).all(axis=2)
    beats = same & (side[:, None] >= side[None]).all(axis=2) & (side[:, None] > side[None]).any(axis=2)
    return tuple((int(a), int(b)) for a, b in zip(*np.nonzero(beats), strict=True))
