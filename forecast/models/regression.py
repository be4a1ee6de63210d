"""The first step of the pool: a penalised negative-binomial regression on the calendar, and what it leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from statsmodels.genmod.families import NegativeBinomial

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.models import features, sampling
from forecast.models.opening import Opening
from forecast.models.usual import NOTHING, Usual

FEWEST_DAYS = 14
"""Known days needed: two of each weekday."""

LONGEST_SEARCH, LONGEST_STEP, SMALL_STEP = 60, 2.0, 1e-6
"""Steps of the search, the largest change of a day's log mean in one of them, and the change that ends it."""

LEFT_OUT = ("trend", "annual_high", "festival_year")
"""Groups that this smaller model does without: its level follows the series by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """
    What the calendar explains of a history, and what it leaves.

    Parameters
    ----------
    opening
        Days on which the centre works.
    log_mean
        Log of the calendar's mean over history and `LONGEST_HORIZON` days after it.
    error
        Log of value over mean on each day of the history; NaN where nothing is known.
    spent
        Share of the known days that fitting the effects used up: what is left of them is that much too small.
    """

    opening: Opening
    log_mean: np.ndarray
    error: np.ndarray
    spent: float


def regress_on_calendar(
    demand: Demand, calendar: Calendar, events: Sequence[Event], code: str, usual: Usual = NOTHING
) -> Stage:
    """
    Return the regression of daily demand on the calendar.

    Raises
    ------
    ModelError
        ``too_short`` with fewer than two weeks, ``nothing_came_in`` if all days are zero, ``did_not_converge`` if
        the regression has no finite answer; they name the model `code`.
    """
    values = sampling.without_outages(sampling.observed(demand))
    if np.isfinite(values).sum() < FEWEST_DAYS:
        raise ModelError("too_short", model=code, days=int(np.isfinite(values).sum()), needed=FEWEST_DAYS)
    if not (values > 0).any():
        raise ModelError("nothing_came_in", model=code, days=len(values))
    opening = Opening.learn(demand, calendar)
    days = calendar.days(demand.grid.start, demand.grid.days + sampling.LONGEST_HORIZON)
    columns = features.build(
        days, demand.grid.days, calendar, events, opening.weekdays, frozenset(usual.groups)
    ).without(*LEFT_OUT)
    is_open = np.array([opening.on(day) for day in days])
    hidden = features.masked_by_events([day.date for day in days[: demand.grid.days]], events)
    used = np.isfinite(values) & is_open[: demand.grid.days] & ~hidden
    guess = columns.matrix @ usual.of(columns)
    sizes = {group.code: group.size for group in usual.priors(columns)}
    effects, freedom = _regress(
        values[used],
        columns.matrix[: demand.grid.days][used],
        guess[: demand.grid.days][used],
        columns.groups,
        sizes,
        code,
    )
    log_mean = columns.matrix @ effects + guess
    if not np.isfinite(log_mean).all():
        raise ModelError("did_not_converge", model=code)
    error = np.full(demand.grid.days, np.nan)
    error[used] = np.log((values[used] + 0.5) / (np.exp(log_mean[: demand.grid.days][used]) + 0.5))
    return Stage(opening, log_mean, error, freedom / int(used.sum()))


def _regress(
    values: np.ndarray,
    matrix: np.ndarray,
    guess: np.ndarray,
    groups: Sequence[str],
    sizes: Mapping[str, float],
    code: str,
) -> tuple[np.ndarray, float]:
    """
    Return the effects beside a guess, shape (columns,), each group shrunk by its size, and their degrees of freedom.

    By penalised iterated least squares; the guess is what similar centres say of each day's log, shape (days,).

    Raises
    ------
    ModelError
        ``did_not_converge``.
    """
    penalty = np.diag([sizes[code] ** -2 for code in groups])
    level = list(groups).index("level")
    centre = guess + np.log(values.mean()) - guess.mean()
    effects = np.zeros(matrix.shape[1])
    dispersion = 0.02
    for _ in range(3):
        family = NegativeBinomial(alpha=dispersion)
        for _step in range(LONGEST_SEARCH):
            log_mean = np.clip(matrix @ effects + centre, -20.0, 40.0)
            mean = np.exp(log_mean)
            weight = mean**2 / family.variance(mean)
            target = log_mean - centre + (values - mean) / mean
            root = np.sqrt(weight)
            weighted = matrix * root[:, None]
            gram = weighted.T @ weighted  # one array twice is half the work
            step = np.linalg.solve(gram + penalty, weighted.T @ (root * target)) - effects
            step *= min(1.0, LONGEST_STEP / max(float(np.abs(matrix @ step).max()), 1e-12))
            effects = effects + step
            if np.abs(step).max() < SMALL_STEP:
                break
        else:
            raise ModelError("did_not_converge", model=code)
        mean = np.exp(np.clip(matrix @ effects + centre, -20.0, 40.0))
        dispersion = float(np.clip(np.mean(((values - mean) ** 2 - mean) / mean**2), 1e-3, 5.0))
    effects[level] += np.log(values.mean()) - guess.mean()
    return effects, float(np.trace(np.linalg.solve(gram + penalty, gram)))
