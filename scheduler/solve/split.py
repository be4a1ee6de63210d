"""Split: which rows of a model bind one person alone, and which tie people together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from scheduler.problem import Problem
from scheduler.solve.block import block_of
from scheduler.solve.diagram import Bounded, Diagram, sketched
from scheduler.solve.rows import FAR, Rows
from scheduler.variables import Variables

SHORT = 14
"""Days that a row may span to be remembered day by day; longer ones are counted as they turn out to bind."""

MOST_ARCS = 3_000_000
"""Arcs of one person's diagram at most; rows that would need more are left to the other searches."""

LARGEST = 30_000_000
"""Entries of one person's rows at most."""

NEIGHBOURS = 2
"""Days in a row over which a cost may be caused to be counted within one person's rosters."""


class Own:
    """
    One person's rosters: priced exactly, with rows over many days taken in when a roster breaks them.

    Parameters
    ----------
    places
        The person's variables, as places in the model.
    sketch
        Paths that keep the rows over a few days.
    waiting
        Rows over many days, those with the same factors together.
    """

    def __init__(self, places: np.ndarray, sketch: Diagram, waiting: Sequence[Bounded]) -> None:
        self.places, self.diagram = places, sketch
        self._waiting = list(waiting)
        self._left_out: list[Bounded] = []

    @property
    def exact(self) -> bool:
        """Whether no row had to be left out."""
        return not self._left_out

    def cheapest(self, price: np.ndarray) -> tuple[float, np.ndarray | None]:
        """
        Return a price that no roster of the person is below, and the roster that has it, if there is one.

        Parameters
        ----------
        price
            Shape (variables of the model,).
        """
        while True:
            least, values = self.diagram.cheapest(price[self.places])
            broken = [rows for rows in self._waiting if (rows[0] @ values > rows[1]).any()]
            if not broken:
                break
            rows = broken[0]
            self._waiting = [other for other in self._waiting if other is not rows]
            refined = self.diagram.refined(rows, MOST_ARCS)
            if refined is None:
                self._left_out.append(rows)
            else:
                self.diagram = refined
        sound = all((rows[0] @ values <= rows[1]).all() for rows in self._left_out)
        return least, values if sound else None


@dataclass(frozen=True, slots=True)
class Split:
    """
    A model as everyone's own rosters and the rows that tie them.

    Parameters
    ----------
    rows
        The model, tightened.
    own
        Everyone's rosters, in the order of the people.
    ties, low, high
        Rows over all variables, shape (ties, variables), that concern more than one person.
    shared
        Variables of the ties that belong to nobody.
    """

    rows: Rows
    own: tuple[Own, ...]
    ties: csr_array
    low: np.ndarray
    high: np.ndarray
    shared: np.ndarray


def split_of(problem: Problem, x: Variables, rows: Rows) -> Split | None:
    """Return the rows of a problem's model split by person, or None where they cannot be."""
    person_of = np.full(len(rows.cost), -1)
    day_of = np.full(len(rows.cost), -1)
    number = {person.code: place for place, person in enumerate(problem.people)}
    for cell, works in x.decisions.items():
        person_of[works.index] = number[cell.person]
        day_of[works.index] = (cell.day - problem.start).days
    return split(rows, person_of, day_of, len(problem.people), problem.days)


def split(rows: Rows, person_of: np.ndarray, day_of: np.ndarray, people: int, days: int) -> Split | None:
    """
    Return a model split by person, or None where it cannot be.

    A yes-or-no variable that meets only one person's decisions is that person's, if nobody counts it or if it is
    settled within `NEIGHBOURS` days.

    Parameters
    ----------
    rows
        The model.
    person_of, day_of
        Shape (variables,): the person and the day of a decision, -1 for every other variable.
    people, days
        How many there are.
    """
    rows = rows.tightened()
    if rows.impossible:
        return None
    free = ~rows.fixed
    moved = rows.matrix @ np.where(free, 0, rows.lower)
    matrix = csr_array(rows.matrix * free[None, :]) if len(free) else rows.matrix
    matrix.eliminate_zeros()
    matrix.sort_indices()
    low = np.where(rows.low > -FAR, rows.low - moved, -FAR)
    high = np.where(rows.high < FAR, rows.high - moved, FAR)
    owner = np.where(free, person_of, -1)
    line = np.repeat(np.arange(len(low)), np.diff(matrix.indptr))
    near = _near(day_of, line, matrix.indices, len(low))
    quiet = rows.cost == 0
    # What a row counts for many people at once, such as the cost of an earlier tier, is as good as a cost.
    told = _owned(owner.copy(), rows, free & (near | quiet), line, matrix.indices, len(low)) < 0
    quiet &= np.bincount(matrix.indices, told[line], len(free)) == 0
    tries = [free & (near | quiet), free & quiet]
    for may in tries if (near & ~quiet).any() else tries[1:]:
        try:
            return _parted(rows, matrix, low, high, owner, line, day_of, may, people, days)
        except ValueError:
            continue
    return None


def _near(day_of: np.ndarray, line: np.ndarray, place: np.ndarray, count: int) -> np.ndarray:
    """Say of each variable whether it meets only decisions of days next to each other, if any."""
    first, last = np.full(count, 2**31), np.full(count, -1)
    dated = day_of[place] >= 0
    np.minimum.at(first, line[dated], day_of[place[dated]])
    np.maximum.at(last, line[dated], day_of[place[dated]])
    least, most = np.full(len(day_of), 2**31), np.full(len(day_of), -1)
    np.minimum.at(least, place, first[line])
    np.maximum.at(most, place, last[line])
    return np.asarray((most >= 0) & (most - least < NEIGHBOURS))


def _parted(
    rows: Rows,
    matrix: csr_array,
    low: np.ndarray,
    high: np.ndarray,
    owner: np.ndarray,
    line: np.ndarray,
    day_of: np.ndarray,
    may: np.ndarray,
    people: int,
    days: int,
) -> Split:
    """
    Return the model split by person.

    Raises
    ------
    ValueError
        If a person's rows are too many, or a day has too many ways to be filled.
    """
    free, owner = ~rows.fixed, owner.copy()
    single = _owned(owner, rows, may, line, matrix.indices, len(low))
    own = []
    for person in range(people):
        places = np.flatnonzero(owner == person)
        mine = np.flatnonzero(single == person)
        if len(mine) * len(places) > LARGEST:
            raise ValueError(f"split: {len(mine)} rows over {len(places)} variables of one person.")
        part = matrix[mine][:, places].toarray()
        own.append(_own(places, part, low[mine], high[mine], rows, day_of[places], days, matrix, single))
    used = np.diff(matrix.indptr) > 0
    ties, tie_low, tie_high = _substituted(matrix, low, high, used & (single < 0), owner, rows)
    shared = np.flatnonzero((np.bincount(ties.indices, minlength=len(free)) > 0) & (owner < 0))
    return Split(rows, tuple(own), ties, tie_low, tie_high, shared)


def _owned(
    owner: np.ndarray, rows: Rows, may: np.ndarray, line: np.ndarray, place: np.ndarray, count: int
) -> np.ndarray:
    """Give variables that meet only one person to that person, in place; return the owner of each row, or -1."""
    may = may & (owner < 0) & (rows.lower == 0) & (rows.upper == 1)
    while True:
        whose = owner[place]
        first, last = np.full(count, 2**31), np.full(count, -1)
        known = whose >= 0
        np.minimum.at(first, line[known], whose[known])
        np.maximum.at(last, line[known], whose[known])
        stray = np.zeros(count, dtype=bool)
        stray[line[(whose < 0) & ~may[place]]] = True
        single = np.where((first == last) & ~stray, last, -1)
        asks = (whose < 0) & (single[line] >= 0)
        if not asks.any():
            return single
        least, most = np.full(len(owner), 2**31), np.full(len(owner), -1)
        np.minimum.at(least, place[asks], single[line[asks]])
        np.maximum.at(most, place[asks], single[line[asks]])
        agreed = (most >= 0) & (least == most)
        owner[agreed] = most[agreed]
        may &= most < 0


def _own(
    places: np.ndarray,
    part: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    rows: Rows,
    day_of: np.ndarray,
    days: int,
    matrix: csr_array,
    single: np.ndarray,
) -> Own:
    """Return one person's rosters from the rows of that person alone."""
    top, bottom = np.maximum(part, 0).sum(axis=1), np.minimum(part, 0).sum(axis=1)
    upper, lower = high < top, low > bottom
    bounded = np.vstack([part[upper], -part[lower]]).astype(np.int64)
    bounds = np.concatenate([high[upper], -low[lower]]).astype(np.int64)
    when = _days(day_of, bounded, days)
    outside = _outside(places, matrix, single)
    dear = rows.cost[places]
    own_day = np.where(bounded != 0, when, -1)
    last = own_day.max(axis=1, initial=-1)
    first = np.where(bounded != 0, when, days).min(axis=1, initial=days)
    span = last - first + 1
    later = (last[:, None] > when[None, :]) | (span > SHORT)[:, None]
    raises = ((bounded > 0) & later).any(axis=0) | outside | (dear > 0)
    lowers = ((bounded < 0) & later).any(axis=0) | outside | (dear < 0)
    leaning = np.where(raises & lowers, 0, np.where(raises, -1, 1))
    leaning[day_of >= 0] = 0
    block = block_of(when, days, bounded, bounds, leaning)
    short = (span > 1) & (span <= SHORT)
    sketch = sketched(block, (bounded[short], bounds[short]))
    return Own(places, sketch, list(_grouped(bounded[span > SHORT], bounds[span > SHORT])))


def _grouped(matrix: np.ndarray, bounds: np.ndarray) -> Iterator[Bounded]:
    groups: dict[bytes, list[int]] = {}
    for row in range(len(bounds)):
        groups.setdefault(np.abs(matrix[row]).tobytes(), []).append(row)
    for same in groups.values():
        yield matrix[same], bounds[same]


def _outside(places: np.ndarray, matrix: csr_array, single: np.ndarray) -> np.ndarray:
    """Say of each variable whether it stands in a row that ties people."""
    in_ties = np.zeros(matrix.shape[1], dtype=bool)
    in_ties[matrix[np.flatnonzero(single < 0)].indices] = True
    return np.asarray(in_ties[places])


def _days(day_of: np.ndarray, bounded: np.ndarray, days: int) -> np.ndarray:
    """Return a day for every variable: the last day of the decisions that it sums up."""
    when = day_of.copy()
    touches = bounded != 0
    while (when < 0).any():
        unknown = (touches & (when < 0)).sum(axis=1)
        lines = np.flatnonzero(unknown == 1)
        if not len(lines):
            when[when < 0] = days - 1
            break
        known = np.where(touches[lines] & (when >= 0), when, -1).max(axis=1)
        asks = when.copy()
        for line, day in zip(lines, known, strict=True):
            place = int(np.flatnonzero(touches[line] & (when < 0))[0])
            asks[place] = max(asks[place], day)
        if (asks == when).all():
            when[when < 0] = days - 1
            break
        when = asks
    return when


def _substituted(
    matrix: csr_array, low: np.ndarray, high: np.ndarray, tie: np.ndarray, owner: np.ndarray, rows: Rows
) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Return the ties with every shared variable replaced that one of them defines by people's decisions."""
    lines = np.flatnonzero(tie)
    part = csr_array(matrix[lines])
    line = np.repeat(np.arange(len(lines)), np.diff(part.indptr))
    shared = owner[part.indices] < 0
    alone = np.bincount(line, shared, minlength=len(lines)) == 1
    alone &= low[lines] == high[lines]
    defines: dict[int, int] = {}
    for entry in np.flatnonzero(shared & alone[line] & (np.abs(part.data) == 1)):
        place = int(part.indices[entry])
        if (
            rows.cost[place] == 0
            and place not in defines
            and _implied(part, int(line[entry]), place, low, high, lines, rows)
        ):
            defines[place] = int(line[entry])
    if not defines:
        return part, low[lines], high[lines]
    keep = np.ones(len(lines), dtype=bool)
    keep[list(defines.values())] = False
    count = matrix.shape[1]
    stays = np.ones(count)
    stays[list(defines)] = 0
    from_, to, factors, constant = [np.arange(count)], [np.arange(count)], [stays], np.zeros(count)
    for place, row in defines.items():
        entries = slice(part.indptr[row], part.indptr[row + 1])
        where, factor = part.indices[entries], part.data[entries]
        sign = factor[where == place][0]
        others = where != place
        from_.append(np.full(int(others.sum()), place))
        to.append(where[others])
        factors.append(-sign * factor[others])
        constant[place] = sign * low[lines[row]]
    change = csr_array(
        (np.concatenate(factors), (np.concatenate(from_), np.concatenate(to))), shape=(count, count)
    )
    kept = csr_array(part[np.flatnonzero(keep)])
    moved = kept @ constant
    ties = csr_array(kept @ change)
    ties.eliminate_zeros()
    least, most = low[lines[keep]], high[lines[keep]]
    return ties, np.where(least > -FAR, least - moved, -FAR), np.where(most < FAR, most - moved, FAR)


def _implied(
    part: csr_array, row: int, place: int, low: np.ndarray, high: np.ndarray, lines: np.ndarray, rows: Rows
) -> bool:
    """Say whether the limits of a defined variable already follow from its definition."""
    entries = slice(part.indptr[row], part.indptr[row + 1])
    where, factor = part.indices[entries], part.data[entries]
    own = where == place
    sign = int(factor[own][0])
    others, factors = where[~own], -sign * factor[~own]
    fixed = sign * int(low[lines[row]])
    least = fixed + np.where(factors > 0, factors * rows.lower[others], factors * rows.upper[others]).sum()
    most = fixed + np.where(factors > 0, factors * rows.upper[others], factors * rows.lower[others]).sum()
    return bool(rows.lower[place] <= least and most <= rows.upper[place])
