"""
The largest load that each number of operators can carry: tables for many lines at once.

A few numbers of operators are solved by a bracketed root search. A spline through them says where the others must lie,
a few secant steps go there, and an evaluation on either side proves the result.
Where the proof fails (a cap that begins to bind, a very short patience), the bracketed search has the last word.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.optimize.elementwise import find_root

from forecast.staffing.erlang import Definition
from forecast.staffing.parameters import Floats
from forecast.staffing.question import Question, measured

BLOCK = 512
"""Operators whose break points are found together."""

ENDLESS_LOAD = 1e12
"""A load that is never reached: n operators carry any load, since nobody who hangs up counts."""

_SOLVED = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48)
"""Operators of a block that are solved without a guess, with every 64th."""

_LEVELS = ((8, 16, 1e-2), (1, 1, 1e-5))
"""Levels of guesses: distance of the numbers, below which every one is taken, and relative width of the proof."""

_SECANTS = 5
"""Most secant steps after the proof; each doubles the digits, or nearly."""

_AT_REST = 1e-9
"""Relative move of a secant step after which the next would be lost in rounding."""

_PROOF = 1e-11
"""Relative distance on both sides of a break point at which its number of operators is enough, and too few."""


@lru_cache(maxsize=1024)
def block(question: Question, number: int) -> Floats:
    """Return the break points of `number` * BLOCK and the next operators of one line, shape (BLOCK,); found only once."""
    points: Floats = blocks(question.lines(), number, question.definition)[0]
    points.flags.writeable = False
    return points


def break_points(question: Question, low: int, high: int) -> Floats:
    """
    Return the largest load in erlangs that each of `low` to `high` operators can carry, rising.

    Parameters
    ----------
    question
        The line and its target.
    low, high
        First (at least 1) and last number of operators.

    Notes
    -----
    Where callers hang up almost at once and the definition leaves them out, a load may have no upper bound;
    it is then given as 1e12.
    """
    first, last = low // BLOCK, high // BLOCK
    points = np.concatenate([block(question, number) for number in range(first, last + 1)])
    found: Floats = np.maximum.accumulate(points[low - first * BLOCK : high + 1 - first * BLOCK])
    return found


def blocks(lines: Floats, number: int, definition: Definition) -> Floats:
    """
    Return the break points of one block of operators for every line, shape (lines, BLOCK); no operators carry no load.

    Parameters
    ----------
    lines
        As in `measured`, shape (5, lines).
    number
        Which block: `number` * BLOCK operators and the next.
    """
    first = number * BLOCK
    operators = np.arange(first, first + BLOCK, dtype=float)
    points = np.zeros((lines.shape[1], BLOCK))
    start = 1 if first == 0 else 0
    known = _union([start, BLOCK - 1], (k for k in _SOLVED if k > start), range(64, BLOCK, 64))
    n, rows = _rows(lines, operators[known])
    points[:, known] = _roots(rows, n, definition, n * 1e-9, n * 1.0).reshape(len(points), -1)
    bounded = (points[:, known] < ENDLESS_LOAD).all(axis=1)
    for step, all_below, width in _LEVELS:
        wanted = _union(range(start, all_below), range(0, BLOCK, step))
        new = np.setdiff1d(wanted[wanted >= start], known)
        guess = _guess(operators, points, known, new)
        n, rows = _rows(lines, operators[new])
        found = np.full(guess.size, np.nan)
        sure = np.repeat(bounded, new.size)
        found[sure] = _near(rows[:, sure], n[sure], definition, guess.ravel()[sure], width)
        lost = np.isnan(found)
        if lost.any():
            found[lost] = _roots(rows[:, lost], n[lost], definition, n[lost] * 1e-9, n[lost] * 1.0)
        points[:, new] = found.reshape(guess.shape)
        known = np.union1d(known, new)
        bounded &= (points[:, new] < ENDLESS_LOAD).all(axis=1)
    return np.maximum.accumulate(points, axis=1)


def _union(*parts: Iterable[int]) -> np.ndarray:
    return np.unique(np.concatenate([np.fromiter(part, dtype=int) for part in parts]))


def _rows(lines: Floats, operators: Floats) -> tuple[Floats, Floats]:
    """Return every line with every number of operators: the numbers, and the lines beside them."""
    return np.tile(operators, lines.shape[1]), np.repeat(lines, operators.size, axis=1)


def _guess(operators: Floats, points: Floats, known: np.ndarray, new: np.ndarray) -> Floats:
    """Return where break points must lie: over the root of n, load / root of n is almost straight."""
    root = np.sqrt(operators)
    spline = CubicSpline(root[known], points[:, known] / root[known], axis=1)
    found: Floats = spline(root[new]) * root[new]
    return found


def _near(rows: Floats, n: Floats, definition: Definition, guess: Floats, width: float) -> Floats:
    """Return break points within a relative width of their guesses, NaN where that is not proven."""

    def margin(load: Floats) -> Floats:
        return measured(load, n, rows, definition)[0]

    guess = np.maximum(guess, 1e-12)
    last, here = guess * (1.0 - width), guess * (1.0 + width)
    last_margin, here_margin = margin(last), margin(here)
    low, high = last, here
    inside = (last_margin >= 0) & (here_margin < 0)
    for _ in range(_SECANTS):
        rise = here_margin - last_margin
        ahead = here - here_margin * (here - last) / np.where(rise != 0, rise, -np.inf)
        ahead = np.clip(ahead, low, high)
        moved = np.abs(ahead - here)
        last, last_margin, here = here, here_margin, ahead
        if (moved[inside] <= _AT_REST * here[inside]).all():
            break
        here_margin = margin(here)
    proven = inside & (margin(here * (1.0 - _PROOF)) >= 0) & (margin(here * (1.0 + _PROOF)) < 0)
    found: Floats = np.where(proven, here, np.nan)
    return found


def _roots(rows: Floats, n: Floats, definition: Definition, floor: Floats, ceiling: Floats) -> Floats:
    """Return the largest load that each number of operators carries, sought from floor and ceiling outwards."""

    def margin(load: Floats, n: Floats, *rows: Floats) -> Floats:
        return measured(load, n, np.stack(rows), definition)[0]

    step = ceiling - floor
    while (poor := margin(floor, n, *rows) < 0).any():
        ceiling = np.where(poor, floor, ceiling)
        step = np.where(poor, step * 8.0, step)
        floor = np.where(poor, np.maximum(floor - step, floor * 1e-3), floor)
    step = ceiling - floor
    while (fine := (margin(ceiling, n, *rows) >= 0) & (ceiling < ENDLESS_LOAD)).any():
        step = np.where(fine, np.maximum(step * 8.0, ceiling * 1e-3), step)
        floor = np.where(fine, ceiling, floor)
        ceiling = np.where(fine, np.minimum(ceiling + step, ceiling * 8.0), ceiling)
    points = np.full(n.shape, ENDLESS_LOAD)
    bounded = ceiling < ENDLESS_LOAD
    if bounded.any():
        found = find_root(
            margin,
            (floor[bounded], ceiling[bounded]),
            args=(n[bounded], *rows[:, bounded]),
            tolerances={"xrtol": 1e-14, "xatol": 0.0, "fatol": 0.0, "frtol": 0.0},
        )
        points[bounded] = np.where(found.f_x >= 0, found.x, found.bracket[0])
    return points
