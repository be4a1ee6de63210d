"""The second step of the pool: a time-series model of statsmodels for what the calendar leaves."""

import warnings
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.models import sampling
from forecast.models.opening import Opening
from forecast.models.regression import Stage, regress_on_calendar
from forecast.models.usual import NOTHING, Usual
from forecast.prediction import Prediction

LONGEST_MEMORY = 728
"""Open days from which the rest is learned: two years tell how a level moves, and older ones cost time."""

LARGEST_STRAY = 4.0
"""Robust deviations beyond which a day's rest is cut: one storm is not a new level."""

MOST_SPENT = 0.5
"""Share of the days that the effects may use up before nothing more can be told from it."""

LARGEST_GROWTH = 5.0
"""No simulated day exceeds this many times the largest day known."""


class Law(Protocol):
    """What a time-series model has learned of the rest: it can go on from its end."""

    def simulate(self, steps: int, count: int, rng: np.random.Generator) -> np.ndarray:
        """Return futures of the rest, shape (count, steps)."""
        ...


@dataclass(frozen=True, slots=True)
class CalendarThenRest(ABC):
    """
    A regression on the calendar, then a model of statsmodels for what it leaves: `learn` is what differs.

    The rest is centred and scaled by its robust deviation before it is learned, so that a search starts well
    whatever the level of the line.
    """

    code: ClassVar[str]

    @abstractmethod
    def learn(self, rest: np.ndarray, season: int) -> Law | None:
        """
        Return the law of the rest, None if the search for it did not converge.

        Parameters
        ----------
        rest
            Shape (days,), scaled; NaN where nothing is known.
        season
            Open days in a week.
        """
        ...

    def fit(
        self, demand: Demand, calendar: Calendar, events: Sequence[Event] = (), usual: Usual = NOTHING
    ) -> "FittedRest":
        """
        Learn from daily demand.

        Raises
        ------
        ModelError
            As `regress_on_calendar`; ``did_not_converge`` also if the model of the rest did not.
        """
        stage = regress_on_calendar(demand, calendar, events, self.code, usual)
        works = stage.opening.mask(demand.grid, calendar)
        rest = stage.error[works][-LONGEST_MEMORY:]
        known = rest[np.isfinite(rest)]
        spread = 1.4826 * float(np.median(np.abs(known - np.median(known)))) + 1e-3
        centre = float(np.median(known))
        scaled = np.clip((rest - centre) / spread, -LARGEST_STRAY, LARGEST_STRAY)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a search is judged by its result, not by its warnings
            law = self.learn(scaled, len(stage.opening.weekdays))
        if law is None:
            raise ModelError("did_not_converge", model=self.code)
        return FittedRest(self.code, demand, calendar, stage, law, centre, spread)


@dataclass(frozen=True, slots=True, eq=False)
class FittedRest:
    """A regression on the calendar with the law of what it leaves, which is `centre` plus `spread` times what was learned."""

    code: str
    demand: Demand
    calendar: Calendar
    stage: Stage
    law: Law
    centre: float
    spread: float

    def predict(self, horizon: int, *, paths: int = 200, seed: int = 0) -> Prediction:
        """
        Return the next `horizon` days.

        Raises
        ------
        ModelError
            ``did_not_converge`` if the law runs away.
        """
        grid = sampling.future(self.demand, horizon)
        opening: Opening = self.stage.opening
        works = opening.mask(grid, self.calendar)
        rng = np.random.default_rng(seed)
        draws = np.zeros((max(sampling.DRAWS, paths), horizon))
        steps = int(works.sum())
        if steps:
            rest = self.centre + self.spread * self.law.simulate(steps, len(draws), rng)
            if not np.isfinite(rest).all():
                raise ModelError("did_not_converge", model=self.code)
            middle, spent = np.median(rest, axis=0), min(self.stage.spent, MOST_SPENT)
            rest = middle + np.sqrt((1 + spent) / (1 - spent)) * (
                rest - middle
            )  # effects are not known exactly
            first = self.demand.grid.days
            log_mean = self.stage.log_mean[first : first + horizon][works]
            draws[:, works] = self._amounts(log_mean, rest, rng)
        return sampling.from_draws(grid, self.demand.grid.end, self.code, draws, paths=paths)

    def _amounts(self, log_mean: np.ndarray, rest: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Return calls for a rest on the log scale; counts carry count noise, which the rest's own spread contains."""
        highest = np.log(LARGEST_GROWTH * max(float(np.nanmax(self.demand.values)), 1.0))
        if not sampling.is_count(self.demand.values):
            return np.asarray(np.exp(np.minimum(log_mean + rest, highest)))
        middle = np.median(rest, axis=0)
        noise = np.exp(-np.minimum(log_mean + middle, highest))  # variance of the log of a Poisson count
        spread = np.maximum(rest.var(axis=0), 1e-12)
        own = np.sqrt(np.maximum(1 - noise / spread, 0.0))
        rate = np.exp(np.minimum(log_mean + middle + own * (rest - middle), highest))
        return np.asarray(rng.poisson(rate), dtype=float)
