"""
The smallest number of operators that keeps a service target and an occupancy cap.

For one line (handling time, patience, target) the load that n operators can carry rises with n. Where many half-hours
share a line, its break points are found once and every half-hour is one look-up in a sorted table; where few do, the
numbers themselves are searched, all lines together.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from forecast.staffing import parameters
from forecast.staffing.break_points import BLOCK, block, blocks
from forecast.staffing.erlang import Definition
from forecast.staffing.parameters import Floats
from forecast.staffing.question import Question, check_definition, measured

Ints = npt.NDArray[np.int64]

MOST = 10_000_000
"""Operators beyond which no answer is sought."""

_TOGETHER = 64
"""Lines whose tables are made together."""

_LEAPS = 8
"""Guesses of a search after which it halves what is left."""


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
        As in `Question`; lines that many half-hours share get a table of their own.
    minimum
        Operators that are there whatever comes.

    Raises
    ------
    BadParameter
        If a parameter is out of its range.
    """
    check_definition(definition)
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
    loads, *columns, least = (array.ravel() for array in arrays)
    found = np.zeros(loads.size, dtype=np.int64)
    busy = np.flatnonzero(loads > 0)
    if busy.size and loads.max() > MOST:
        raise _too_large(float(loads.max()))
    varying = [column[busy] for column in columns if busy.size and (column != column[0]).any()]
    if busy.size and not varying:
        service, waiting, wait, share, cap = (float(column[0]) for column in columns)
        question = Question(service, waiting, wait, share, cap, definition)
        found[busy] = answer(question, loads[busy])
    elif busy.size:
        order = np.lexsort(varying)
        fresh = np.zeros(order.size, dtype=bool)
        for column in varying:
            fresh[1:] |= column[order[1:]] != column[order[:-1]]
        busy = busy[order]
        lines = np.stack([column[busy] for column in columns])
        found[busy] = _answers(loads[busy], lines, np.flatnonzero(fresh), definition)
    return np.maximum(found, least.astype(np.int64)).reshape(shape)[()]


def answer(question: Question, load: Floats) -> Ints:
    """Return the required operators for checked loads of one line, shape as `load`; 0 where no calls come."""
    busy = load > 0
    found = np.zeros(load.shape, dtype=np.int64)
    if not busy.any():
        return found
    least, most = float(load[busy].min()), float(load.max())
    if not _worth_a_table(least, most, int(busy.sum())):
        found[busy] = search(question, load[busy])
        return found
    low, high = int(least) // BLOCK, int(most) // BLOCK
    while low > 0 and block(question, low)[0] >= least:
        low -= 1
    while block(question, high)[-1] < most:
        high += 1
        if high * BLOCK > MOST:
            raise _too_large(most)
    points = np.maximum.accumulate(
        np.concatenate([block(question, number) for number in range(low, high + 1)])
    )
    return np.where(busy, low * BLOCK + np.searchsorted(points, load), 0)


def _answers(loads: Floats, lines: Floats, starts: np.ndarray, definition: Definition) -> Ints:
    """Return the required operators of loads above 0 that are sorted by line; `starts` are where a new line begins."""
    edges = np.concatenate([[0], starts, [loads.size]])
    least, most = (pick.reduceat(loads, edges[:-1]) for pick in (np.minimum, np.maximum))
    dense = np.flatnonzero(_worth_a_table(least, most, np.diff(edges)))
    found = np.zeros(loads.size, dtype=np.int64)
    for together in np.array_split(dense, max(-(-dense.size // _TOGETHER), 1)):
        if not together.size:
            continue
        low, tables = _tables(lines[:, edges[together]], least[together], most[together], definition)
        for first, points, line in zip(low, tables, together, strict=True):
            part = slice(edges[line], edges[line + 1])
            found[part] = first + np.searchsorted(points, loads[part])
    rest = found == 0
    if rest.any():
        found[rest] = _search(loads[rest], lines[:, rest], definition)
    return found


def _worth_a_table(least: npt.ArrayLike, most: npt.ArrayLike, count: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return whether a table of break points between two loads costs less than a search for each of so many loads."""
    operators = (np.asarray(most) // BLOCK - np.asarray(least) // BLOCK + 1) * BLOCK
    found: npt.NDArray[np.bool_] = np.asarray(count) * 2 >= operators
    return found


def _tables(
    lines: Floats, least: Floats, most: Floats, definition: Definition
) -> tuple[list[int], list[Floats]]:
    """Return for every line the first number of operators of a table that holds all answers, and the table."""
    parts: list[dict[int, Floats]] = [{} for _ in least]
    low, high = (least // BLOCK).astype(int), (most // BLOCK).astype(int)
    while True:
        missing = [
            (number, line)
            for line in range(len(parts))
            for number in range(low[line], high[line] + 1)
            if number not in parts[line]
        ]
        if not missing:
            return low.tolist(), [
                np.maximum.accumulate(np.concatenate([part[k] for k in sorted(part)])) for part in parts
            ]
        for number in sorted({number for number, _ in missing}):
            who = [line for wanted, line in missing if wanted == number]
            for line, points in zip(who, blocks(lines[:, who], number, definition), strict=True):
                parts[line][number] = points
        for line, part in enumerate(parts):
            low[line] -= low[line] > 0 and part[low[line]][0] >= least[line]
            high[line] += part[high[line]][-1] < most[line]
        if high.max() * BLOCK > MOST:
            raise _too_large(float(most.max()))


def _too_large(load: float) -> parameters.BadParameter:
    return parameters.BadParameter(
        "staffing_load_large", name="load", bound=f"small enough for {MOST} operators", value=load
    )


def search(question: Question, load: Floats) -> Ints:
    """Return the required operators for loads above 0 of one line, all loads together."""
    return _search(load, question.lines(load.size), question.definition)


def _search(load: Floats, lines: Floats, definition: Definition) -> Ints:
    """
    Return the required operators for loads above 0, each with its line.

    The normal quantile of the service level is almost straight in n with slope 1 / root of load: a step by it lands
    within one or two of the answer, which the number itself and the one below it then prove.
    """
    low, high = np.zeros(load.size, dtype=np.int64), np.full(load.size, MOST, dtype=np.int64)
    goal = ndtri(np.clip(lines[3], 1e-12, 1 - 1e-12))
    at = np.clip(np.ceil(load + 0.5 * goal * np.sqrt(load)), 1, MOST - 1).astype(np.int64)
    active = np.arange(load.size)
    leap = 0
    while active.size:
        a, line = load[active], lines[:, active]
        margin, level, occupancy = measured(a, at[active].astype(float), line, definition)
        fine = margin >= 0
        high[active[fine]] = at[active[fine]]
        low[active[~fine]] = at[active[~fine]]
        if high[active].max() == MOST and (low[active] >= MOST - 1).any():
            raise _too_large(float(load.max()))
        step = (goal[active] - ndtri(np.clip(level, 1e-12, 1 - 1e-12))) * np.sqrt(a)
        by_cap = at[active] * (np.where(line[4] < 1.0, occupancy / line[4], 0.0) - 1.0)
        ahead = at[active] + np.ceil(np.maximum(step, by_cap))
        bottom, top = low[active] + 1, high[active] - 1
        halved = np.where(top >= MOST - 1, 2 * np.maximum(at[active], 1), (bottom + top) // 2)
        leap += 1
        ahead = np.where(leap > _LEAPS, halved, ahead)
        at[active] = np.clip(ahead, bottom, np.maximum(top, bottom)).astype(np.int64)
        active = active[high[active] - low[active] > 1]
    return high
