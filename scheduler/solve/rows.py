"""Rows: a CP-SAT model read as linear rows in arrays, whatever rules and goals have written it."""

from collections.abc import Iterator
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

    @property
    def impossible(self) -> bool:
        """Whether a variable has no value left."""
        return bool((self.lower > self.upper).any())


def rows_of(model: cp_model.CpModel) -> Rows | None:
    """Return a model as linear rows, or None if it says something that is not linear."""
    proto = model.proto
    limits = np.array(
        [(variable.domain[0], variable.domain[1]) for variable in proto.variables], dtype=np.int64
    ).reshape(-1, 2)
    if any(len(variable.domain) != 2 for variable in proto.variables):
        return None
    starts, places, factors = [0], list[int](), list[int]()
    low, high = list[int](), list[int]()
    for constraint in proto.constraints:
        stated = list(_stated(constraint, limits))
        if not stated:
            return None
        for terms, least, most in stated:
            places += terms.keys()
            factors += terms.values()
            starts.append(len(places))
            low.append(max(least, -FAR))
            high.append(min(most, FAR))
    cost = np.zeros(len(limits), dtype=np.int64)
    objective = proto.objective
    for place, factor in zip(objective.vars, objective.coeffs, strict=True):
        cost[place if place >= 0 else -place - 1] += factor if place >= 0 else -factor
    scale = objective.scaling_factor or 1.0
    if scale != 1.0:
        return None
    matrix = csr_array(
        (np.array(factors, dtype=np.int64), np.array(places, dtype=np.int64), np.array(starts)),
        shape=(len(low), len(limits)),
    )
    matrix.eliminate_zeros()
    return Rows(
        matrix,
        np.array(low, dtype=np.int64),
        np.array(high, dtype=np.int64),
        limits[:, 0].copy(),
        limits[:, 1].copy(),
        cost,
        round(objective.offset),
    )


def _stated(
    constraint: cp_model_helper.ConstraintProto, limits: np.ndarray
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
    edges = [sorted((factor * int(limits[k, 0]), factor * int(limits[k, 1]))) for k, factor in terms.items()]
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
