"""
The smallest number of operators that keeps a service target and an occupancy cap.

For one line (handling time, patience, target) the load that n operators can carry rises with n. These break points
are found once, all n together, by a bracketed root search; every half-hour is then one look-up in a sorted table.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.optimize.elementwise import find_root

from forecast.staffing import parameters
from forecast.staffing.erlang import DEFINITIONS, Definition, answered_in_time
from forecast.staffing.parameters import Floats

Ints = npt.NDArray[np.int64]

SLACK = 1e-10
"""Service level that may be missing at a tie; the formulas are exact to 1e-13."""

CAP_SLACK = 1e-9
"""Relative slack of the occupancy cap at a tie: 27.3 erlangs at 0.7 are 39 operators."""

MOST = 10_000_000
"""Operators beyond which no answer is sought."""

BLOCK = 512
"""Operators whose break points are found together."""

_ENDLESS_LOAD = 1e12
"""A load that is never reached: n operators carry any load, since nobody who hangs up counts."""


@dataclass(frozen=True, slots=True)
class Question:
    """
    What the operators of one line must reach.

    Parameters
    ----------
    aht, patience
        Average handling time and patience in seconds; patience may be infinite.
    seconds, target
        Acceptable wait in seconds and the share of callers who must be answered within it, in (0, 1).
    max_occupancy
        Highest share of busy time, in (0, 1].
    definition
        How abandoned callers count.

    Raises
    ------
    BadParameter
        If a value is out of its range.
    """

    aht: float
    patience: float = np.inf
    seconds: float = 20.0
    target: float = 0.8
    max_occupancy: float = 1.0
    definition: Definition = "offered"

    def __post_init__(self) -> None:
        parameters.handling_times(self.aht)
        parameters.patiences(self.patience)
        parameters.waits(self.seconds)
        parameters.targets(self.target)
        parameters.occupancy_caps(self.max_occupancy)
        if self.definition not in DEFINITIONS:
            raise ValueError(f"definition must be one of {', '.join(DEFINITIONS)}, got {self.definition!r}.")

    def margin(self, load: Floats, n: Floats) -> Floats:
        """Return how far n operators stay above the target or below the cap, whichever is nearer; falls in load."""
        row = np.ones_like(load)
        patience = float(parameters.patiences(self.patience))
        level, occupancy = answered_in_time(
            load, n, row * self.aht, row * patience, row * self.seconds, self.definition
        )
        margin = level - (self.target - SLACK)
        if self.max_occupancy < 1.0:
            margin = np.minimum(margin, self.max_occupancy * (1.0 + CAP_SLACK) - occupancy)
        return margin


def required(
    load: npt.ArrayLike,
    *,
    aht: npt.ArrayLike,
    patience: npt.ArrayLike | None = None,
    seconds: npt.ArrayLike = 20.0,
    target: npt.ArrayLike = 0.8,
    max_occupancy: npt.ArrayLike = 1.0,
    definition: Definition = "offered",
    minimum: npt.ArrayLike = 0,
) -> Ints:
    """
    Return the smallest number of operators for every load; the arguments broadcast like numpy.

    Parameters
    ----------
    load
        Offered load in erlangs. Without calls nobody is required but for `minimum`; with calls at least one operator.
    aht, patience, seconds, target, max_occupancy, definition
        As in `Question`; each distinct combination gets a table of its own.
    minimum
        Operators that are there whatever comes.

    Raises
    ------
    BadParameter
        If a parameter is out of its range.
    """
    arrays = np.broadcast_arrays(
        parameters.loads(load),
        parameters.handling_times(aht),
        parameters.patiences(patience),
        parameters.waits(seconds),
        parameters.targets(target),
        parameters.occupancy_caps(max_occupancy),
        parameters.minimums(minimum),
    )
    shape = arrays[0].shape
    *flat, least = (array.ravel() for array in arrays)
    found = np.zeros(flat[0].size, dtype=np.int64)
    varying = [column for column in flat[1:] if column.size and (column != column[0]).any()]
    if not varying:
        groups = [np.ones(found.size, dtype=bool)] if found.size else []
    else:
        _, group = np.unique(np.column_stack(varying), axis=0, return_inverse=True)
        order = np.argsort(group.ravel(), kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(group.ravel()[order])) + 1)
    for members in groups:
        service, waiting, wait, share, cap = (float(column[members][0]) for column in flat[1:])
        question = Question(service, waiting, wait, share, cap, definition)
        found[members] = answer(question, flat[0][members])
    return np.maximum(found, least.astype(np.int64)).reshape(shape)[()]


def answer(question: Question, load: Floats) -> Ints:
    """Return the required operators for checked loads of one line, shape as `load`; 0 where no calls come."""
    busy = load > 0
    if not busy.any():
        return np.zeros(load.shape, dtype=np.int64)
    least, most = float(load[busy].min()), float(load.max())
    if most - least > 2 * busy.sum():
        found = np.zeros(load.shape, dtype=np.int64)
        found[busy] = search(question, load[busy])
        return found
    low, points = _table(question, least, most)
    return np.where(busy, low + np.searchsorted(points, load), 0)


def _table(question: Question, least: float, most: float) -> tuple[int, Floats]:
    """Return the first number of operators of a table that holds the answers for all loads between, and the table."""
    if most > MOST:
        raise _too_large(most)
    first, last = int(least) // BLOCK, int(most) // BLOCK
    while first > 0 and _block(question, first)[0] >= least:
        first -= 1
    while _block(question, last)[-1] < most:
        last += 1
        if last * BLOCK > MOST:
            raise _too_large(most)
    last = max(last, first)
    points = np.concatenate([_block(question, number) for number in range(first, last + 1)])
    return max(first * BLOCK, 1), np.maximum.accumulate(points)


def _too_large(load: float) -> parameters.BadParameter:
    return parameters.BadParameter(
        "staffing_load", name="load", bound=f"small enough for {MOST} operators", value=load
    )


def search(question: Question, load: Floats) -> Ints:
    """Return the required operators for loads above 0 by bisection on n, all loads together."""
    low = np.zeros(load.shape, dtype=np.int64)
    high = np.maximum(np.ceil(load), 1.0).astype(np.int64)
    enough = question.margin(load, high.astype(float)) >= 0
    while not enough.all():
        low = np.where(enough, low, high)
        high = np.where(enough, high, 2 * high)
        if high.max() > MOST:
            raise _too_large(float(load.max()))
        enough[~enough] = question.margin(load[~enough], high[~enough].astype(float)) >= 0
    while True:
        open_ = high - low > 1
        if not open_.any():
            return high
        middle = (low + high) // 2
        fine = np.zeros(load.shape, dtype=bool)
        fine[open_] = question.margin(load[open_], middle[open_].astype(float)) >= 0
        high = np.where(open_ & fine, middle, high)
        low = np.where(open_ & ~fine, middle, low)


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
    it is then given as 1e12. The points are found in blocks of `BLOCK` operators, and a block is found only once.
    """
    first, last = low // BLOCK, high // BLOCK
    points = np.concatenate([_block(question, number) for number in range(first, last + 1)])
    start = max(first * BLOCK, 1)
    return np.maximum.accumulate(points[low - start : high - start + 1])


@lru_cache(maxsize=1024)
def _block(question: Question, number: int) -> Floats:
    """Return the break points of one block of operators; every eighth first, which brackets the others tightly."""
    n = np.arange(max(number * BLOCK, 1), (number + 1) * BLOCK, dtype=float)
    coarse = np.unique(np.r_[0 : n.size : 8, n.size - 1])
    points = np.empty(n.size)
    points[coarse] = _roots(question, n[coarse], n[coarse] * 1e-9, n[coarse] * 1.0)
    rest = np.setdiff1d(np.arange(n.size), coarse)
    if (points[coarse] < _ENDLESS_LOAD).all():
        guess = np.sqrt(n[rest]) * np.interp(n[rest], n[coarse], points[coarse] / np.sqrt(n[coarse]))
        width = 1e-3 * np.maximum(np.abs(guess), 1e-6)
        points[rest] = _roots(question, n[rest], np.maximum(guess - width, guess * 0.5), guess + width)
    else:
        points[rest] = _roots(question, n[rest], n[rest] * 1e-9, n[rest] * 1.0)
    points.flags.writeable = False
    return points


def _roots(question: Question, n: Floats, floor: Floats, ceiling: Floats) -> Floats:
    """Return the largest load that each number of operators carries, sought from floor and ceiling outwards."""
    step = ceiling - floor
    while (poor := question.margin(floor, n) < 0).any():
        ceiling = np.where(poor, floor, ceiling)
        step = np.where(poor, step * 8.0, step)
        floor = np.where(poor, np.maximum(floor - step, floor * 1e-3), floor)
    step = ceiling - floor
    while (fine := (question.margin(ceiling, n) >= 0) & (ceiling < _ENDLESS_LOAD)).any():
        step = np.where(fine, np.maximum(step * 8.0, ceiling * 1e-3), step)
        floor = np.where(fine, ceiling, floor)
        ceiling = np.where(fine, np.minimum(ceiling + step, ceiling * 8.0), ceiling)
    points = np.full(n.shape, _ENDLESS_LOAD)
    bounded = ceiling < _ENDLESS_LOAD
    if bounded.any():
        found = find_root(
            question.margin,
            (floor[bounded], ceiling[bounded]),
            args=(n[bounded],),
            tolerances={"xrtol": 1e-14, "xatol": 0.0, "fatol": 0.0, "frtol": 0.0},
        )
        points[bounded] = np.where(found.f_x >= 0, found.x, found.bracket[0])
    return points
