"""The house model: calendar effects shrunk by group, with ARIMA errors, on the log scale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from threadpoolctl import threadpool_limits

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.models import features, sampling
from forecast.models.effects import PART_OF, PARTS, Effects, separate
from forecast.models.ingredients import ALL, Ingredients
from forecast.models.learning import estimate
from forecast.models.opening import Opening
from forecast.models.state import State, grown, outlook
from forecast.models.usual import NOTHING, Usual
from forecast.prediction import Note, Prediction

FEWEST_DAYS = 14
"""Known days needed: two of each weekday."""


@dataclass(frozen=True, slots=True)
class House:
    """
    Regression on the calendar with grouped shrinkage and ARIMA errors, estimated together.

    The filter that makes the errors white is run over the series and all columns at once, so that one ridge
    solve gives all effects for given parameters; a simplex search finds the four parameters on the marginal
    likelihood, and each group of columns learns its size in between. Missing, shocked and emergency days are
    completed by the Kalman smoother. A festival of one year has an effect in common over its whole block.

    Parameters
    ----------
    ingredients
        Parts of the model that are in use; all of them, but for measuring what each brings.
    """

    code: ClassVar[str] = "house"
    ingredients: Ingredients = ALL

    def fit(
        self, demand: Demand, calendar: Calendar, events: Sequence[Event] = (), usual: Usual = NOTHING
    ) -> "FittedHouse":
        """
        Learn from daily demand.

        Raises
        ------
        ModelError
            ``too_short`` with fewer than two weeks, ``nothing_came_in`` if all days are zero.
        """
        values = sampling.without_outages(sampling.observed(demand))
        known = int(np.isfinite(values).sum())
        if known < FEWEST_DAYS:
            raise ModelError("too_short", model=self.code, days=known, needed=FEWEST_DAYS)
        if not (values > 0).any():
            raise ModelError("nothing_came_in", model=self.code, days=len(values))
        opening = Opening.learn(demand, calendar)
        every = calendar.days(demand.grid.start, demand.grid.days + sampling.LONGEST_HORIZON)
        weekly = np.array([day.date.weekday() in opening.weekdays or opening.on(day) for day in every])
        days = tuple(day for day, kept in zip(every, weekly, strict=True) if kept)
        inside = weekly[: demand.grid.days]
        closed = np.array([not opening.on(day) for day in days[: int(inside.sum())]])
        hidden = features.masked_by_events([day.date for day in days[: int(inside.sum())]], events)
        series = np.where(hidden | closed, np.nan, values[inside])
        if np.isfinite(series).sum() < FEWEST_DAYS:
            raise ModelError(
                "too_short", model=self.code, days=int(np.isfinite(series).sum()), needed=FEWEST_DAYS
            )
        columns = features.build(
            days, len(series), calendar, events, opening.weekdays, frozenset(usual.groups)
        )
        if not self.ingredients.lunar_window:
            columns = columns.without("lunar_core", "lunar_tail")
        with threadpool_limits(1):  # thousands of small products: threads spend more on waiting than on work
            state = estimate(series, columns, days, len(opening.weekdays), self.ingredients, usual)
        return FittedHouse(demand, calendar, opening, inside, weekly[demand.grid.days :], state)


@dataclass(frozen=True, slots=True, eq=False)
class FittedHouse:
    """The house model after one history."""

    demand: Demand
    calendar: Calendar
    opening: Opening
    past_axis: np.ndarray
    on_axis: np.ndarray
    state: State

    def predict(self, horizon: int, *, paths: int = 200, seed: int = 0) -> Prediction:
        """Return the next `horizon` days."""
        grid = sampling.future(self.demand, horizon, longest=len(self.on_axis))
        on_axis = self.on_axis[:horizon]
        draws = np.zeros((max(sampling.DRAWS, paths), horizon))
        if on_axis.any():
            draws[:, on_axis] = self._simulate(int(on_axis.sum()), len(draws), np.random.default_rng(seed))
        draws *= self.opening.mask(grid, self.calendar)
        notes: tuple[Note, ...] = ()
        if self.state.masked:
            notes = (Note("shocks_masked", (("days", self.state.masked),)),)
        return sampling.from_draws(grid, self.demand.grid.end, House.code, draws, paths=paths, notes=notes)

    def update(self, demand: Demand) -> "FittedHouse":
        """
        Take in the days since the fit with all parameters kept: what a centre does every morning.

        Days far out of line do not move the level unless they last, as in a fit.

        Parameters
        ----------
        demand
            The same history, longer by at most `sampling.LONGEST_HORIZON` days less those to be forecast.

        Raises
        ------
        ValueError
            If the history does not start with the one of the fit, or is too long to be forecast further.
        """
        before, added = self.demand.grid, demand.grid.days - self.demand.grid.days
        if demand.grid.start != before.start or not 0 <= added < len(self.on_axis):
            raise ValueError(
                f"demand must start on {before.start} and have {before.days} to "
                f"{before.days + len(self.on_axis) - 1} days, got {demand.grid.start} and {demand.grid.days}."
            )
        here = self.on_axis[:added]
        works = self.opening.mask(demand.grid, self.calendar)[before.days :]
        values = sampling.without_outages(demand.values)[before.days :]
        new = np.where(works, values, np.nan)[here]
        return replace(
            self,
            demand=demand,
            past_axis=np.concatenate([self.past_axis, here]),
            on_axis=self.on_axis[added:],
            state=grown(self.state, np.log(new + self.state.offset) - self.state.centre),
        )

    def effects(self, horizon: int) -> Effects:
        """Return what the next `horizon` days are made of."""
        grid = sampling.future(self.demand, horizon, longest=len(self.on_axis))
        state, steps = self.state, int(self.on_axis.sum())
        base, parts = separate(
            state.completed + state.centre,
            outlook(state, steps)[0],
            state.columns[: len(state.completed) + steps],
            state.groups,
            state.posterior.effects,
            len(self.opening.weekdays),
        )
        found = {code: np.zeros(len(self.on_axis)) for code in PARTS}
        for code, values in parts.items():
            found[code][self.on_axis] = values
        return Effects(
            base,
            {code: values[:horizon] for code, values in found.items()},
            self.opening.mask(grid, self.calendar),
        )

    def calendar_effects(self) -> np.ndarray:
        """Return what calendar and repeating events add to the log of each past day, shape (demand.grid.days,)."""
        state = self.state
        told = [PART_OF[group] != "recent" and not group.startswith("festival_") for group in state.groups]
        effects = np.zeros(self.demand.grid.days)
        effects[self.past_axis] = (
            state.columns[: len(state.completed)][:, told] @ state.posterior.effects[told]
        )
        return effects

    def _simulate(self, steps: int, count: int, rng: np.random.Generator) -> np.ndarray:
        state, shape = self.state, (count, steps)
        mean, per_effect, spread = outlook(state, steps)
        covariance = per_effect @ state.posterior.covariance @ per_effect.T
        root = np.linalg.cholesky(covariance + 1e-10 * np.eye(steps) * (1 + np.trace(covariance)))
        heavy = rng.standard_t(state.freedom, shape) * np.sqrt((state.freedom - 2) / state.freedom)
        deviation = np.sqrt(state.posterior.variance) * state.scales[len(state.completed) :][:steps]
        shocks = heavy * deviation
        strayed = (shocks @ spread.T) * state.widening[:steps] - shocks
        log_mean = mean + state.lift + rng.standard_normal(shape) @ root.T + strayed
        highest = np.log(LARGEST_GROWTH * max(float(np.nanmax(self.demand.values)), 1.0))
        log_mean = np.minimum(log_mean, highest)
        if not sampling.is_count(self.demand.values):
            amount = np.exp(np.minimum(log_mean + shocks, highest)) - state.offset
            return np.asarray(np.maximum(amount, 0.0))
        own = np.sqrt(np.maximum(1 - np.exp(-log_mean) / deviation**2, 0.0))
        rate = np.exp(np.minimum(log_mean + own * shocks, highest))
        return np.asarray(rng.poisson(rate), dtype=float)


LARGEST_GROWTH = 5.0
"""No simulated day exceeds this many times the largest day known."""
