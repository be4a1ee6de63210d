"""How the house model learns: effects, sizes, error parameters, shocks and scales in turn."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from forecast.calendar import Day, DayKind
from forecast.models import features, sampling
from forecast.models.arima import ArimaErrors
from forecast.models.breaks import APART, MOST, against_steps, clearest_break
from forecast.models.innovations import find_shocks, restlessness, tail_freedom, without_shocks
from forecast.models.shrinkage import learn_sizes, penalty, solve
from forecast.models.state import State
from forecast.models.widening import widening

HALF_LIFE = 1.5 * features.YEAR
"""Days after which a day counts half."""

BELIEFS = (1.0, 0.7)
"""
Shares of a departure from the calendar, in level and in the week's shape, that are left a week later: with 1 a level
wanders for ever, with 0.7 half of what set it apart is gone in two weeks. The forecast is the mean of both beliefs,
since a history of a few years cannot tell them apart a month ahead.
"""

SMOOTH = ("level", "weekday", "trend", "break", "annual_low")
"""Groups whose effects look like the errors' own wandering, so that both have to be weighed against each other."""

LONG_HISTORY = 3 * features.YEAR
"""Days from which every other effect has been seen often enough to stand still while the errors are looked for."""

START = np.array([-0.5, 2.5, -1.0, 2.5])
"""Where the search begins (log odds of phi, theta1, theta2, seasonal), and the centre of a weak prior."""

LOOSENESS = np.array([1.0, 1.0, 1.0, 1.5])
"""Deviations of that prior."""

STEPS = 45
"""Evaluations of the marginal likelihood in the search for the four parameters."""

SCALE_BELIEF = 30.0
"""Days' worth of evidence that every kind of day is as uncertain as any other."""

BLOCKS = ("day_kind", "holiday", "lunar_core", "lunar_tail", "turn_core", "turn_tail")
"""Groups that make up a festival's curve."""

SMALL_LEVEL = 10.0
"""Calls a day below which the log of a count is biased enough to be put right."""


def _blocks(columns: features.Columns, days: Sequence[Day]) -> tuple[tuple[int, int], ...]:
    """Return first and last index of every stretch of days that one festival of one year touches."""
    touched = (columns.matrix[:, columns.of(*BLOCKS)] != 0).any(axis=1)
    dates = np.array([day.date.toordinal() for day in days])
    index = np.flatnonzero(touched)
    if not len(index):
        return ()
    cuts = np.flatnonzero(np.diff(dates[index]) > 2) + 1
    return tuple((int(part[0]), int(part[-1])) for part in np.split(index, cuts))


def estimate(
    series: np.ndarray, columns: features.Columns, days: Sequence[Day], season: int, kept: float
) -> State:
    """
    Learn everything from a series on its open days.

    Parameters
    ----------
    series
        Shape (history,); NaN where nothing is known or the day is to say nothing.
    columns, days
        Design and facts over history and future.
    season
        Open days in a week.
    kept
        One of `BELIEFS`.
    """
    known = len(series)
    blocks = _blocks(columns, days)
    offset = _offset(series)
    with np.errstate(invalid="ignore"):
        log = np.log(series + offset)
    centre = float(np.nanmean(log))
    log -= centre
    age = np.array([days[known - 1].date.toordinal() - day.date.toordinal() for day in days[:known]])
    weights = 0.5 ** (age / HALF_LIFE)
    fit = Estimation(columns, blocks, log, weights, season, kept)
    fit.learn(3)
    fit.search(STEPS)
    fit.learn(3)
    ordinary = np.arange(known) >= 2 * season  # the first days have nothing before them
    for first, last in blocks:
        ordinary[first : last + 1] = False  # a strange festival is what the next one may be like
    shocks = np.zeros(known, dtype=bool)
    for first_look in (True, False):
        shocks |= fit.shocks(ordinary)
        fit.hide(shocks)
        fit.learn(2)
        if first_look and fit.add_breaks(ordinary):
            shocks[:] = False  # what was strange before the new level was known may be ordinary on it
            fit.show(log, weights)
    fit.rescale(days)
    fit.add_festival_years()
    fit.learn(3)
    fit.search(STEPS // 3)
    fit.add_festival_years()
    fit.complete()
    fit.learn(3)
    standard = fit.innovations() / fit.scales[:known]
    return State(
        errors=fit.errors,
        posterior=fit.posterior,
        columns=fit.matrix,
        groups=fit.groups,
        names=fit.names,
        completed=fit.completed,
        centre=centre,
        offset=offset,
        scales=fit.scales,
        freedom=tail_freedom(standard[fit.weights > 0]),
        lift=_lift(series, fit, centre) if np.nanmean(series) < SMALL_LEVEL else 0.0,
        masked=int(shocks.sum()),
        widening=widening(fit.errors, fit.innovations(), fit.variance * fit.scales[:known] ** 2, fit.weights),
    )


class Estimation:
    """The working state of one estimation; every method changes it in place."""

    def __init__(
        self,
        columns: features.Columns,
        blocks: Sequence[tuple[int, int]],
        log: np.ndarray,
        weights: np.ndarray,
        season: int,
        kept: float,
    ) -> None:
        self.columns, self.blocks, self.log = columns, blocks, log
        self.matrix, self.groups, self.names = columns.matrix, columns.groups, columns.names
        self.known = len(log)
        self.weights = np.where(np.isfinite(log), weights, 0.0)
        self.scales = np.ones(len(self.matrix))
        self.place = START.copy()
        self.season, self.kept = season, kept
        self.errors = self._errors(START)
        self.prior = np.array([group.size for group in features.GROUPS])
        self.belief = np.array([group.belief for group in features.GROUPS])
        self.sizes = self.prior.copy()
        self.completed = _first_guess(log, season)
        self.variance = 0.01
        self.solve()

    def _errors(self, place: np.ndarray) -> ArimaErrors:
        odds = 1 / (1 + np.exp(-np.clip(place, -6.0, 6.0)))
        phi, theta1, theta2, seasonal = (float(x) for x in 0.995 * odds)
        return ArimaErrors(phi, theta1, theta2, seasonal, self.season, kept=self.kept)

    def _members(self) -> np.ndarray:
        order = {group.code: k for k, group in enumerate(features.GROUPS)}
        return np.array([order[code] for code in self.groups])

    def _differenced(self) -> np.ndarray:
        """Return series and columns of the history, differenced, shape (1 + columns, known)."""
        return self.errors.difference(np.vstack([self.completed, self.matrix[: self.known].T]))

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
        chosen = np.isin(np.array(self.groups), SMOOTH) | (self.known < LONG_HISTORY)
        sizes = self.sizes[self._members()][chosen]
        rest = self.completed - self.matrix[: self.known, ~chosen] @ self.posterior.effects[~chosen]
        rows = self.errors.difference(np.vstack([rest, self.matrix[: self.known, chosen].T]))

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
        allowed = judged.copy()
        weights = self.weights / restlessness(self.innovations(), self.weights) ** 2
        shared = against_steps(self.errors, weights * self.errors.whiten(self.matrix[: self.known].T))
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

    def innovations(self) -> np.ndarray:
        """Return the innovations of the history, shape (known,)."""
        rest = self.completed - self.matrix[: self.known] @ self.posterior.effects
        return np.asarray(self.errors.whiten(rest[None, :])[0])

    def rescale(self, days: Sequence[Day]) -> None:
        """Learn how uncertain each weekday and the days about festivals are, shrunk to one."""
        calm = restlessness(self.innovations(), self.weights)
        scales = np.append(calm, np.full(len(days) - self.known, calm[-1]))
        squares = self.innovations() ** 2
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
        """Give every festival of every year a strength of its own: its curve, times one unknown, over its block."""
        base = len(self.columns.names)
        chosen = self.columns.of(*BLOCKS)
        curve = self.columns.matrix[:, chosen] @ self.posterior.effects[:base][chosen]
        made, names = [], []
        for first, last in self.blocks:
            column = np.zeros(len(curve))
            column[first : last + 1] = curve[first : last + 1]
            made.append(column)
            names.append(f"festival_year_{first}")
        if made:
            self.matrix = np.column_stack([self.columns.matrix, *made])
            self.groups = (*self.columns.groups, *("festival_year" for _ in made))
            self.names = (*self.columns.names, *names)
            self.solve()


def _offset(series: np.ndarray) -> float:
    """Return what is added before the log: half a call for counts, next to nothing for amounts."""
    if sampling.is_count(series):
        return 0.5
    positive = series[series > 0]
    return 0.05 * float(np.quantile(positive, 0.05)) if (series == 0).any() else 0.0


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


def _lift(series: np.ndarray, fit: Estimation, centre: float) -> float:
    """Return what the log mean lacks for the counts to add up over the history."""
    seen = np.isfinite(series) & (fit.weights > 0)
    rest = fit.completed - fit.innovations()
    rate = np.exp(rest[seen] + centre)
    own = np.maximum(fit.variance * fit.scales[: fit.known][seen] ** 2 - 1 / rate, 0.0)
    expected = float(np.sum(rate * np.exp(own / 2)))
    return float(np.clip(np.log(max(float(series[seen].sum()), 0.5) / expected), -2.0, 2.0))
