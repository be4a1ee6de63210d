"""Columns: whole personal rosters, mixed by a linear programme; they give a bound and, by diving, a roster.

References
----------
Dantzig and Wolfe (1960), Decomposition principle for linear programs, Operations Research 8; smoothing of the prices:
Wentges (1997), Weighted Dantzig-Wolfe decomposition, International Transactions in Operational Research 4.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, inf

import numpy as np
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]  # OR-Tools ships no types for it

from scheduler.solve.rows import FAR
from scheduler.solve.split import Split

CALM = 0.7
"""Weight of the best prices so far against those of the last programme."""

SURE = 0.99
"""Share of a person's mix from which a roster is taken as it is when diving."""

PART = 0.1
"""Share of the people left whose rosters a dive takes at a time."""

DIVING, DIVING_CALM = 60, 0.5
"""Programmes between two steps of a dive at most, and the weight of the best prices in them."""

NEAR = 0.005
"""Share by which a mix may cost more than before and still be good enough to dive on."""

TINY = 1e-6
"""What rounding may make of nothing."""


@dataclass(slots=True)
class Column:
    """One roster of one person: its variables, its variable in the programme."""

    values: np.ndarray
    weight: pywraplp.Variable


@dataclass
class Columns:
    """
    The linear programme over the rosters known so far, which grows by the rosters that its prices ask for.

    Parameters
    ----------
    split
        The model by person.
    over
        Asked now and then; True ends the search.
    tell
        Told of every better bound.
    bound
        No roster of the team costs less than this.
    """

    split: Split
    over: Callable[[], bool]
    tell: Callable[[int], None] = lambda _: None
    bound: int = 0
    _known: list[dict[bytes, Column]] = field(init=False)
    _taken: dict[int, Column] = field(init=False, default_factory=dict)
    _reached: float = field(init=False, default=-inf)

    def __post_init__(self) -> None:
        split, rows = self.split, self.split.rows
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString("use_dual_simplex: false use_preprocessing: false")
        infinity = self._solver.infinity()
        self._ties = [
            self._solver.Constraint(
                float(low) if low > -FAR else -infinity, float(high) if high < FAR else infinity
            )
            for low, high in zip(split.low, split.high, strict=True)
        ]
        self._ones = [self._solver.Constraint(1.0, 1.0) for _ in split.own]
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        by_place = split.ties.tocsc()
        self._own_ties = [by_place[:, own.places].tocsr() for own in split.own]
        soft = np.zeros(len(self._ties), dtype=bool)
        for place in split.shared:
            entries = slice(by_place.indptr[place], by_place.indptr[place + 1])
            held = self._solver.NumVar(float(rows.lower[place]), float(rows.upper[place]), "")
            for tie, factor in zip(by_place.indices[entries], by_place.data[entries], strict=True):
                self._ties[tie].SetCoefficient(held, float(factor))
                soft[tie] = True
            self._objective.SetCoefficient(held, float(rows.cost[place]))
        dear = 1.0 + 10.0 * float(np.abs(rows.cost).max(initial=1))
        for tie in np.flatnonzero(~soft):
            for sign, limit in ((1.0, split.low[tie]), (-1.0, -split.high[tie])):
                if limit > -FAR:
                    broken = self._solver.NumVar(0.0, infinity, "")
                    self._ties[tie].SetCoefficient(broken, sign)
                    self._objective.SetCoefficient(broken, dear)
        fixed = rows.fixed
        self._constant = rows.offset + int(rows.cost[fixed] @ rows.lower[fixed])
        self._known = [{} for _ in split.own]
        self._prices = np.zeros(len(self._ties))

    def know(self, values: np.ndarray) -> None:
        """Take in a roster of the team, shape (variables of the model,)."""
        for person, own in enumerate(self.split.own):
            self._add(person, values[own.places])

    def _add(self, person: int, values: np.ndarray) -> bool:
        key = values.astype(np.int8).tobytes()
        if key in self._known[person]:
            return False
        weight = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._ones[person].SetCoefficient(weight, 1.0)
        use = self._own_ties[person] @ values
        for tie in np.flatnonzero(use):
            self._ties[tie].SetCoefficient(weight, float(use[tie]))
        cost = self.split.rows.cost[self.split.own[person].places] @ values
        self._objective.SetCoefficient(weight, float(cost))
        self._known[person][key] = Column(values, weight)
        return True

    def generate(self, rounds: int = 10_000, calm: float = CALM, enough: float = -inf) -> float:
        """
        Take in rosters until no better mix is left, the time is up or the rounds are; return what the mix costs.

        Parameters
        ----------
        rounds
            Programmes to solve at most.
        calm
            Weight of the best prices so far against those of the last programme.
        enough
            A mix that costs no more than this is good enough.
        """
        if not all(self._known):
            self._ask(np.zeros(len(self._ties)), None)
        for _ in range(rounds):
            if not self._solved():
                break
            prices = np.array([tie.dual_value() for tie in self._ties])
            ones = np.array([one.dual_value() for one in self._ones])
            value = self._value()
            if value <= enough or (
                not self._taken and self.bound >= ceil(value - TINY * max(1.0, abs(value)))
            ):
                return value
            if not self._ask(calm * self._prices + (1 - calm) * prices, (prices, ones)) and not (
                calm and self._ask(prices, (prices, ones))
            ):
                return value
        return self._value() if self._solved() else inf

    def _solved(self) -> bool:
        return not self.over() and self._solver.Solve() == pywraplp.Solver.OPTIMAL

    def _value(self) -> float:
        return float(self._objective.Value()) + self._constant

    def _ask(self, prices: np.ndarray, true: tuple[np.ndarray, np.ndarray] | None) -> bool:
        """Take in everyone's best roster at some prices and say whether the programme gains by one of them."""
        split, rows = self.split, self.split.rows
        prices = np.where((prices > 0) & (split.low <= -FAR), 0.0, prices)
        prices = np.where((prices < 0) & (split.high >= FAR), 0.0, prices)
        price = rows.cost - prices @ split.ties
        gains = False
        total = float(self._constant) + float(np.where(prices > 0, prices * split.low, 0.0).sum())
        total += float(np.where(prices < 0, prices * split.high, 0.0).sum())
        shared = price[split.shared]
        total += float(np.minimum(shared * rows.lower[split.shared], shared * rows.upper[split.shared]).sum())
        real = price if true is None else rows.cost - true[0] @ split.ties
        for person, own in enumerate(split.own):
            if person in self._taken:
                continue
            if self.over():
                return False
            least, values = own.cheapest(price)
            total += least
            if values is None:
                continue
            saves = true is None or real[own.places] @ values < true[1][person] - TINY
            gains = (saves and self._add(person, values)) or gains
        if not self._taken and total > self._reached:
            self._reached, self._prices = total, prices
            self.bound = max(self.bound, ceil(total - TINY * max(1.0, abs(total))))
            self.tell(self.bound)
        return gains

    def dive(self, otherwise: np.ndarray) -> np.ndarray:
        """
        Return a roster of the team: the mix taken apart, a few people at a time, with new rosters asked for between.

        Parameters
        ----------
        otherwise
            Shape (variables of the model,): the roster of whoever is left when the time is up.

        Returns
        -------
        values
            Shape (variables of the model,), right for everyone's own variables.
        """
        own = self.split.own
        value = self.generate(rounds=0)
        while len(self._taken) < len(own) and value < inf:
            value = max(value, self.generate(DIVING, DIVING_CALM, value + NEAR * abs(value)))
            if not self._solved():
                break
            shares = sorted(
                (
                    (column.weight.solution_value(), person, key)
                    for person, known in enumerate(self._known)
                    if person not in self._taken
                    for key, column in known.items()
                    if column.weight.solution_value() > TINY
                ),
                reverse=True,
            )
            step = max(1, round(PART * (len(own) - len(self._taken))))
            chosen: set[int] = set()
            for share, person, key in shares:
                if person not in chosen and (share > SURE or len(chosen) < step):
                    chosen.add(person)
                    self._take(person, key)
        values = otherwise.copy()
        for person, column in self._taken.items():
            values[own[person].places] = column.values
        self._release()
        return values

    def _take(self, person: int, key: bytes) -> None:
        for other, column in self._known[person].items():
            column.weight.SetBounds(float(other == key), float(other == key))
        self._taken[person] = self._known[person][key]

    def _release(self) -> None:
        for person in self._taken:
            for column in self._known[person].values():
                column.weight.SetBounds(0.0, self._solver.infinity())
        self._taken.clear()
