"""Rows: a CP-SAT model read as linear rows in arrays, whatever rules and goals have written it."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model, cp_model_helper
from scipy.sparse import csr_array

FAR = 2**40
"""Stands for no limit."""

Terms = dict[int, int]
"""Whole-number coefficients by place of the variable."""


@dataclass(frozen=True, slots=True)
class Rows:
    """
    Whole-number variables within limits, linear rows over them and a cost to be as low as possible.

    Parameters
    ----------
    matrix
        Shape (rows, variables), whole numbers.
    low, high
        Shape (rows,): each row's value lies between them; `FAR` away where there is no limit.
    lower, upper
        Shape (variables,): limits of each variable.
    cost
        Shape (variables,): cost of one unit.
    offset
        Cost that is always there.
    """

    matrix: csr_array
    low: np.ndarray
    high: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    cost: np.ndarray
    offset: int

    def __post_init__(self) -> None:
        # Threads read it side by side, and SciPy would put it in order in place at the first question of each.
        self.matrix.sum_duplicates()

    @property
    def fixed(self) -> np.ndarray:
        """Shape (variables,): which variables have one value left."""
        return np.asarray(self.lower == self.upper)

    def held(self, places: np.ndarray, values: np.ndarray) -> "Rows":
        """Return the same rows with some variables held at a value."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[places], upper[places] = values, values
        return replace(self, lower=lower, upper=upper)

    def tightened(self, rounds: int = 20) -> "Rows":
        """Return the same rows with every limit that a single row implies."""
        lower, upper = self.lower.copy(), self.upper.copy()
        row = np.repeat(np.arange(len(self.low)), np.diff(self.matrix.indptr))
        place, factor = self.matrix.indices, self.matrix.data
        for _ in range(rounds):
            least = np.where(factor > 0, factor * lower[place], factor * upper[place])
            most = np.where(factor > 0, factor * upper[place], factor * lower[place])
            floor = np.bincount(row, least, len(self.low)).astype(np.int64)
            ceiling = np.bincount(row, most, len(self.low)).astype(np.int64)
            over = self.high[row] - (floor[row] - least)
            under = self.low[row] - (ceiling[row] - most)
            up, down = factor > 0, factor < 0
            size = np.abs(factor)
            new_upper, new_lower = upper.copy(), lower.copy()
            np.minimum.at(new_upper, place[up], over[up] // size[up])
            np.maximum.at(new_lower, place[down], -(over[down] // size[down]))
            np.maximum.at(new_lower, place[up], -(-under[up] // size[up]))
            np.minimum.at(new_upper, place[down], -under[down] // size[down])
            if (new_upper == upper).all() and (new_lower == lower).all():
                break
            lower, upper = new_lower, new_upper
            if (lower > upper).any():
                break
        return replace(self, lower=lower, upper=upper)

    def restricted(self, places: np.ndarray, values: np.ndarray) -> "Rows":
        """Return what is left, limits drawn tight, when some variables are held at a value: rows that bind only."""
        held = self.held(places, values)
        touched = np.flatnonzero(abs(self.matrix) @ (~held.fixed).astype(np.int64))
        part = replace(held, matrix=self.matrix[touched], low=self.low[touched], high=self.high[touched])
        return part.tightened()

    def model(self, hint: np.ndarray) -> tuple[cp_model.CpModel, np.ndarray]:
        """
        Return a CP-SAT model of the variables that are not fixed, and their places.

        Parameters
        ----------
        hint
            Shape (variables,): values to start from.
        """
        model = cp_model.CpModel()
        free = ~self.fixed
        places = np.flatnonzero(free)
        own = {
            int(place): model.new_int_var(int(self.lower[place]), int(self.upper[place]), "")
            for place in places
        }
        moved = self.matrix @ np.where(free, 0, self.lower)
        low = np.where(self.low > -FAR, self.low - moved, -FAR)
        high = np.where(self.high < FAR, self.high - moved, FAR)
        least, most = self._reach(free)
        binding = np.flatnonzero((least < low) | (most > high))
        part = csr_array(self.matrix[binding][:, places])
        columns, factors, starts = part.indices.tolist(), part.data.tolist(), part.indptr.tolist()
        limits = np.stack([low[binding], high[binding]], axis=1).tolist()
        # straight into the model's own form: sums of expressions would take three times as long
        constraints = model.proto.constraints
        for first, last, domain in zip(starts, starts[1:], limits, strict=False):
            row = constraints.add().linear
            row.vars.extend(columns[first:last])
            row.coeffs.extend(factors[first:last])
            row.domain.extend(domain)
        costs = [(own[int(place)], int(self.cost[place])) for place in places if self.cost[place]]
        fixed = self.offset + int(self.cost[~free] @ self.lower[~free])
        model.minimize(cp_model.LinearExpr.weighted_sum([v for v, _ in costs], [c for _, c in costs]) + fixed)
        for place in places:
            model.add_hint(own[int(place)], int(hint[place]))
        return model, places

    def _reach(self, free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what the variables that are free add to each row at least and at most."""
        positive = csr_array(self.matrix.maximum(0))
        negative = csr_array(self.matrix.minimum(0))
        lower, upper = np.where(free, self.lower, 0), np.where(free, self.upper, 0)
        return positive @ lower + negative @ upper, positive @ upper + negative @ lower

    @property
    def impossible(self) -> bool:
        """Whether a variable has no value left."""
        return bool((self.lower > self.upper).any())


class Reader:
    """
    Reads a model that grows as rows; what has been read once is not read again.

    Parameters
    ----------
    model
        The model. Constraints may be added between two readings, none may be changed.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        self._proto = model.proto
        self._linear = True
        self._constraints = 0
        self._limits = list[tuple[int, int]]()
        # packed: a list of whole numbers takes five times the memory, and large models have millions
        self._starts, self._places, self._factors = array("q", [0]), array("q"), array("q")
        self._low, self._high = array("q"), array("q")

    def rows(self) -> Rows | None:
        """Return the model as linear rows, or None if it says something that is not linear."""
        objective = self._proto.objective
        self._read()
        if not self._linear or (objective.scaling_factor or 1.0) != 1.0:
            return None
        count = len(self._limits)
        cost = np.zeros(count, dtype=np.int64)
        for place, factor in zip(objective.vars, objective.coeffs, strict=True):
            cost[place if place >= 0 else -place - 1] += factor if place >= 0 else -factor
        limits = np.array(self._limits, dtype=np.int64).reshape(-1, 2)
        entries = (
            np.array(self._factors, dtype=np.int64),
            np.array(self._places, dtype=np.int64),
            np.array(self._starts, dtype=np.int64),
        )
        matrix = csr_array(entries, shape=(len(self._low), count))
        matrix.eliminate_zeros()
        low, high = np.array(self._low, dtype=np.int64), np.array(self._high, dtype=np.int64)
        offset = round(objective.offset)
        return Rows(matrix, low, high, limits[:, 0].copy(), limits[:, 1].copy(), cost, offset)

    def _read(self) -> None:
        variables, constraints = self._proto.variables, self._proto.constraints
        for place in range(len(self._limits), len(variables)):
            domain = variables[place].domain
            self._linear = self._linear and len(domain) == 2
            self._limits.append((domain[0], domain[1]))
        for at in range(self._constraints, len(constraints)):
            constraint = constraints[at]
            plain = _plain(constraint)
            stated = (
                [plain]
                if plain is not None
                else [
                    (list(terms), list(terms.values()), least, most)
                    for terms, least, most in _stated(constraint, self._limits)
                ]
            )
            self._linear = bool(stated)
            self._constraints += 1
            for places, factors, least, most in stated:
                self._places.extend(places)
                self._factors.extend(factors)
                self._starts.append(len(self._places))
                self._low.append(max(least, -FAR))
                self._high.append(min(most, FAR))
            if not self._linear:
                return


def _plain(constraint: cp_model_helper.ConstraintProto) -> tuple[list[int], list[int], int, int] | None:
    """Return places, factors and limits of a sum of different variables that always holds, None for anything else."""
    if len(constraint.enforcement_literal):
        return None
    if constraint.has_linear():
        linear = constraint.linear
        domain = linear.domain
        if len(domain) != 2:
            return None
        places, factors, least, most = _listed(linear.vars), _listed(linear.coeffs), domain[0], domain[1]
    elif constraint.has_at_most_one():
        places = _listed(constraint.at_most_one.literals)
        factors, least, most = [1] * len(places), -FAR, 1
    else:
        return None
    if (places and min(places) < 0) or len(set(places)) < len(places):
        return None
    return places, factors, least, most


def _listed(numbers: Sequence[int]) -> list[int]:
    """Return a repeated field as a list; asked by place it answers four times as fast as when it is walked."""
    return [numbers[place] for place in range(len(numbers))]


def _stated(
    constraint: cp_model_helper.ConstraintProto, limits: list[tuple[int, int]]
) -> Iterator[tuple[Terms, int, int]]:
    """Yield what a constraint says as rows; nothing if it is not linear."""
    enforced = list(constraint.enforcement_literal)
    if constraint.has_linear():
        linear = constraint.linear
        if len(linear.domain) != 2:
            return
        terms, moved = _sum(zip(linear.vars, linear.coeffs, strict=True))
        least, most = linear.domain[0] - moved, linear.domain[1] - moved
    elif constraint.has_bool_or():
        terms, moved = _sum((literal, 1) for literal in constraint.bool_or.literals)
        least, most = 1 - moved, FAR
    elif constraint.has_bool_and():
        for literal in constraint.bool_and.literals:
            clause, moved = _sum([(literal, 1), *((-k - 1, 1) for k in enforced)])
            yield clause, 1 - moved, FAR
        return
    elif constraint.has_at_most_one():
        terms, moved = _sum((literal, 1) for literal in constraint.at_most_one.literals)
        least, most = -FAR, 1 - moved
    elif constraint.has_exactly_one():
        terms, moved = _sum((literal, 1) for literal in constraint.exactly_one.literals)
        least, most = 1 - moved, 1 - moved
    else:
        return
    if not enforced:
        yield terms, least, most
        return
    edges = [sorted((factor * limits[k][0], factor * limits[k][1])) for k, factor in terms.items()]
    floor, ceiling = sum(edge[0] for edge in edges), sum(edge[1] for edge in edges)
    if most < ceiling:
        yield _loosened(terms, enforced, -FAR, most, ceiling - most)
    if least > floor:
        yield _loosened(terms, enforced, least, FAR, least - floor)


def _loosened(terms: Terms, enforced: list[int], least: int, most: int, slack: int) -> tuple[Terms, int, int]:
    """Return a row that binds only if every literal holds."""
    found = dict(terms)
    sign = 1 if least <= -FAR else -1
    for literal in enforced:
        place = literal if literal >= 0 else -literal - 1
        found[place] = found.get(place, 0) + (sign * slack if literal >= 0 else -sign * slack)
        if literal >= 0:
            most, least = (most + slack, least) if sign > 0 else (most, least - slack)
    return found, least, most


def _sum(
    pairs: "Iterator[tuple[int, int]] | list[tuple[int, int]] | zip[tuple[int, int]]",
) -> tuple[Terms, int]:
    """Return coefficients by place and the constant that negated literals bring."""
    terms: Terms = {}
    moved = 0
    for reference, factor in pairs:
        if reference >= 0:
            terms[reference] = terms.get(reference, 0) + factor
        else:
            terms[-reference - 1] = terms.get(-reference - 1, 0) - factor
            moved += factor
    return terms, moved
