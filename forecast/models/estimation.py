"""The working state of the house model while it learns."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize

from forecast.calendar import Day, DayKind
from forecast.models import features
from forecast.models.arima import DAMPING, ArimaErrors
from forecast.models.breaks import APART, MOST, against_steps, clearest_break
from forecast.models.ingredients import ALL, FREE, Ingredients
from forecast.models.innovations import find_shocks, restlessness, without_shocks
from forecast.models.shrinkage import learn_sizes, penalty, solve

SMOOTH = ("level", "weekday", "trend", "break", "annual_low")
"""Groups whose effects look like the errors' own wandering, so that both have to be weighed against each other."""

LONG_HISTORY = 3 * features.YEAR
"""Days from which every other effect has been seen often enough to stand still while the errors are looked for."""

START = np.array([-0.5, 2.5, -1.0, 2.5])
"""Where the search begins (log odds of phi, theta1, theta2, seasonal), and the centre of a weak prior."""

LOOSENESS = np.array([1.0, 1.0, 1.0, 1.5])
"""Deviations of that prior."""

LARGEST = 0.995
"""Their largest value; that of a week's own shape is less where it comes back, which must not overshoot the calendar."""

STEPS = 45
"""Evaluations of the marginal likelihood in the search for the four parameters."""

MOST_EXPLAINED = 0.8
"""Share of a day's innovation that its own effects may take away before nothing can be told from the rest."""

SCALE_BELIEF = 30.0
"""Days' worth of evidence that every kind of day is as uncertain as any other."""

BLOCKS = ("day_kind", "holiday", "lunar_core", "lunar_tail", "turn_core", "turn_tail")
"""Groups that make up a festival's curve."""

OWN = BLOCKS[1:]
"""Those of them that only this festival has: before they were seen once, its year is its first."""


class Estimation:
    """
    The working state of one estimation; every method changes it in place.

    Its series is what this centre does otherwise than similar ones: their guess was taken off it.
    """

    def __init__(
        self,
        columns: features.Columns,
        blocks: Sequence[tuple[int, int]],
        log: np.ndarray,
        weights: np.ndarray,
        season: int,
        guess: np.ndarray,
        priors: Sequence[features.Group],
        ingredients: Ingredients = ALL,
    ) -> None:
        self.columns, self.blocks, self.log = columns, blocks, log
        self.guess = guess
        self.matrix, self.groups, self.names = columns.matrix, columns.groups, columns.names
        self.known = len(log)
        self._stepped, self._kept_steps = np.empty(0), np.empty(0)
        self.weights = np.where(np.isfinite(log), weights, 0.0)
        self.scales = np.ones(len(self.matrix))
        self.place = START.copy()
        self.season, self.ingredients = season, ingredients
        self.errors = self._errors(START)
        self.prior = np.array([group.size for group in priors])
        if not ingredients.shrinkage:
            self.prior = np.maximum(self.prior, FREE)
        self.belief = np.array([group.belief for group in priors])
        self.sizes = self.prior.copy()
        self.completed = _first_guess(log, season)
        self.variance = 0.01
        self.solve()

    def _errors(self, place: np.ndarray) -> ArimaErrors:
        kept = self.ingredients.kept
        if not self.ingredients.wandering_errors:  # both sides cancel
            return ArimaErrors(0.0, DAMPING, 0.0, kept, self.season, kept=kept)
        largest = np.array([LARGEST, LARGEST, LARGEST, min(LARGEST, kept)])
        odds = 1 / (1 + np.exp(-np.clip(place, -6.0, 6.0)))
        phi, theta1, theta2, seasonal = (float(x) for x in largest * odds)
        return ArimaErrors(phi, theta1, theta2, seasonal, self.season, kept=kept)

    def _members(self) -> np.ndarray:
        order = {group.code: k for k, group in enumerate(features.GROUPS)}
        return np.array([order[code] for code in self.groups])

    def _differenced(self) -> np.ndarray:
        """Return series and columns of the history, differenced, shape (1 + columns, known)."""
        return np.vstack([self.errors.difference(self.completed[None]), self._steps()])

    def _steps(self) -> np.ndarray:
        """Return the columns of the history, differenced, shape (columns, known): whatever is learned, they are the same."""
        if self._stepped is not self.matrix:
            self._stepped, self._kept_steps = self.matrix, self.errors.difference(self.matrix[: self.known].T)
        return self._kept_steps

    def _moments(
        self, errors: ArimaErrors, differenced: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, float, float]:
        """Return weighted X'X, X'y, y'y of the whitened series and the sum of the weights."""
        white = errors.smooth(differenced) * (np.sqrt(self.weights) / self.scales[: self.known])
        full = (
            white @ white.T
        )  # in double precision: a constant series leaves next to nothing to tell columns apart
        return full[1:, 1:], full[1:, 0], float(full[0, 0]), float(self.weights.sum())

    def solve(self) -> None:
        """Find the effects for the present parameters and sizes."""
        sizes = self.sizes[self._members()]
        self.posterior = solve(*self._moments(self.errors, self._differenced()), sizes, self.variance)
        self.variance = self.posterior.variance

    def learn(self, rounds: int) -> None:
        """Let every group learn its size."""
        members, moments = self._members(), self._moments(self.errors, self._differenced())
        for _ in range(rounds):
            if self.ingredients.shrinkage:
                self.sizes = learn_sizes(self.posterior, members, self.sizes, self.prior, self.belief)
            self.posterior = solve(*moments, self.sizes[members], self.variance)
            self.variance = self.posterior.variance
        self._refill()

    def search(self, evaluations: int) -> None:
        """
        Find the four parameters of the errors on the marginal likelihood.

        In a long history the effects of single days are held where they are: they hardly depend on how the level
        wanders, and leaving them out makes the search several times as fast.
        """
        if not self.ingredients.wandering_errors:
            return
        chosen = np.isin(np.array(self.groups), SMOOTH) | (self.known < LONG_HISTORY)
        sizes = self.sizes[self._members()][chosen]
        rest = self.completed - self.matrix[: self.known, ~chosen] @ self.posterior.effects[~chosen]
        rows = np.vstack([self.errors.difference(rest[None]), self._steps()[chosen]])

        def misfit(place: np.ndarray) -> float:
            surprise = float(np.sum(((place - START) / LOOSENESS) ** 2))
            return penalty(*self._moments(self._errors(place), rows), sizes, self.variance) + surprise

        corners = np.vstack([self.place, self.place + np.diag([0.8, 0.8, 0.8, 0.8])])
        found = minimize(
            misfit,
            self.place,
            method="Nelder-Mead",
            options={"maxfev": evaluations, "initial_simplex": corners, "xatol": 0.02, "fatol": 0.02},
        )
        self.place = found.x
        self.errors = self._errors(found.x)
        self.solve()
        self._refill()

    def add_breaks(self, judged: np.ndarray) -> bool:
        """Let the level step for good where it did, on days that may be judged; return whether it did at all."""
        usual = self.weights
        self.weights = usual / restlessness(self.innovations(), usual) ** 2
        self.solve()  # effects and steps are weighed alike, else what both explain is counted twice
        found = self._breaks(judged)
        self.weights = usual
        self.solve()
        self._refill()
        return found

    def _breaks(self, judged: np.ndarray) -> bool:
        allowed, weights = judged.copy(), self.weights
        shared = against_steps(self.errors, weights * self.errors.smooth(self._steps()))
        for count in range(MOST):
            rest = self.log - self.matrix[: self.known] @ self.posterior.effects
            surprises = without_shocks(rest, self.errors)
            day = clearest_break(self.errors, surprises, shared, self.posterior, weights, allowed)
            if day is None:
                return count > 0
            allowed[max(day - APART, 0) : day + APART + 1] = False
            self.columns = features.Columns(
                np.column_stack([self.columns.matrix, np.arange(len(self.columns.matrix)) >= day]),
                (*self.columns.names, f"level_{day}"),
                (*self.columns.groups, "break"),
            )
            self.matrix, self.groups, self.names = (
                self.columns.matrix,
                self.columns.groups,
                self.columns.names,
            )
            step = self.errors.whiten(self.matrix[None, : self.known, -1])
            shared = np.vstack([shared, against_steps(self.errors, weights * step)])
            self.solve()
            self._refill()
        return True

    def shocks(self, judged: np.ndarray) -> np.ndarray:
        """Return the days that are out of line with what came before them, of those that may be judged."""
        rest = self.completed - self.matrix[: self.known] @ self.posterior.effects
        rest[~np.isfinite(self.log)] = np.nan
        return find_shocks(rest, self.errors, restlessness(self.innovations(), self.weights), judged)

    def hide(self, days: np.ndarray) -> None:
        """Take days out as if nothing were known of them."""
        self.weights = np.where(days, 0.0, self.weights)
        self.log = np.where(days, np.nan, self.log)
        self._refill()

    def show(self, log: np.ndarray, weights: np.ndarray) -> None:
        """Take all known days in again, shape (known,) each."""
        self.log, self.weights = log.copy(), np.where(np.isfinite(log), weights, 0.0)
        self.completed = np.where(np.isfinite(log), log, self.completed)
        self.learn(1)

    def _refill(self) -> None:
        """Put hidden days at their effects and a straight line between the errors about them."""
        missing = ~np.isfinite(self.log)
        if missing.any():
            fitted = self.matrix[: self.known] @ self.posterior.effects
            error = self.log - fitted
            at = np.arange(self.known)
            error[missing] = np.interp(at[missing], at[~missing], error[~missing])
            self.completed = fitted + error

    def complete(self) -> None:
        """Put hidden days at their expectation given all others."""
        if np.isfinite(self.log).all():
            return
        self.solve()
        fitted = self.matrix[: self.known] @ self.posterior.effects
        self.completed = fitted + self.errors.complete(self.log - fitted, self.variance)

    def add_guess(self) -> None:
        """Turn what this centre does otherwise than similar ones into what it does; nothing is learned after that."""
        guess = self._guess(len(self.names))
        self.completed = self.completed + self.matrix[: self.known] @ guess
        self.posterior = replace(self.posterior, effects=self.posterior.effects + guess)

    def _guess(self, columns: int) -> np.ndarray:
        """Return what similar centres say of the first columns; they know nothing of those that were added."""
        return np.append(self.guess, np.zeros(columns - len(self.guess)))

    def innovations(self) -> np.ndarray:
        """Return the innovations of the history, shape (known,)."""
        rest = self.completed - self.matrix[: self.known] @ self.posterior.effects
        return np.asarray(self.errors.whiten(rest[None, :])[0])

    def surprises(self) -> np.ndarray:
        """
        Return the innovations as large as they were before the effects were fitted to them, shape (known,).

        A day with a column of its own, seen three times, explains a good part of itself; what is left of it says
        less about the next one than what is left of an ordinary day.
        """
        white = self.errors.smooth(self._steps())
        own = np.einsum("ik,ij,jk->k", white, self.posterior.covariance, white, optimize=True)
        share = self.weights * own / (self.variance * self.scales[: self.known] ** 2)
        return np.asarray(self.innovations() / np.sqrt(1 - np.minimum(share, MOST_EXPLAINED)))

    def rescale(self, days: Sequence[Day]) -> None:
        """Learn how uncertain each weekday and the days about festivals are, shrunk to one."""
        surprises = self.surprises()
        calm = restlessness(surprises, self.weights)
        scales = np.append(calm, np.full(len(days) - self.known, calm[-1]))
        squares = surprises**2 + 1e-18  # of a constant, too
        total = float(np.sum(self.weights * squares / calm**2) / self.weights.sum())
        special = np.zeros(len(days), dtype=bool)
        for first, last in self.blocks:
            special[first : last + 1] = True
        weekday = np.array([day.date.weekday() for day in days])
        makeup = np.array([day.kind is DayKind.MAKEUP for day in days])
        for members in (*(weekday == k for k in range(7)), special | makeup):
            inside = members[: self.known]
            weight = float(self.weights[inside].sum())
            seen = float(np.sum((self.weights * squares / scales[: self.known] ** 2)[inside]))
            scales[members] *= np.sqrt((seen / total + SCALE_BELIEF) / (weight + SCALE_BELIEF))
        self.scales = np.clip(scales, 0.1, 10.0)

    def add_festival_years(self) -> None:
        """
        Give every festival of every year a strength of its own: its curve, times one unknown, over its block.

        A festival still to come that was never seen has no curve; its days move together by one unknown as they are.
        """
        base = len(self.columns.names)
        chosen = self.columns.of(*BLOCKS)
        effects = self.posterior.effects[:base] + self._guess(base)
        curve = self.columns.matrix[:, chosen] @ effects[chosen]
        told = (self.columns.matrix[: self.known] != 0).any(axis=0) | (self._guess(base) != 0)
        unseen = self.columns.of(*OWN) & ~told
        new = 1.0 * (self.columns.matrix[:, unseen] != 0).any(axis=1)
        made, groups, names = [], [], []
        for group, values in (("festival_year", curve), ("festival_new", new)):
            for first, last in self.blocks:
                column = np.zeros(len(curve))
                column[first : last + 1] = values[first : last + 1]
                if column.any():
                    made.append(column)
                    groups.append(group)
                    names.append(f"{group}_{first}")
        if made:
            self.matrix = np.column_stack([self.columns.matrix, *made])
            self.groups = (*self.columns.groups, *groups)
            self.names = (*self.columns.names, *names)
            self.solve()


def _first_guess(log: np.ndarray, season: int) -> np.ndarray:
    """Return the series with each missing day on the line between the same weekday before and after."""
    filled = log.copy()
    at = np.arange(len(log))
    for k in range(season):
        same = at[k::season]
        known = same[np.isfinite(log[same])]
        if len(known):
            filled[same] = np.interp(same, known, log[known])
    filled[~np.isfinite(filled)] = 0.0
    return filled
