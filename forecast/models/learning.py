"""How the house model learns: effects, sizes, error parameters, shocks and scales in turn."""

from collections.abc import Sequence

import numpy as np

from forecast.calendar import Day
from forecast.models import features, sampling
from forecast.models.estimation import BLOCKS, STEPS, Estimation
from forecast.models.ingredients import ALL, Ingredients
from forecast.models.innovations import tail_freedom
from forecast.models.state import State
from forecast.models.usual import NOTHING, Usual
from forecast.models.widening import widening

HALF_LIFE = 1.5 * features.YEAR
"""Days after which a day counts half."""

NORMAL = 200.0
"""Degrees of freedom of a t distribution that nobody can tell from a normal one."""

SMALL_LEVEL = 10.0
"""Calls a day below which the log of a count is biased enough to be put right."""


def estimate(
    series: np.ndarray,
    columns: features.Columns,
    days: Sequence[Day],
    season: int,
    ingredients: Ingredients = ALL,
    usual: Usual = NOTHING,
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
    ingredients
        Parts of the model that are in use.
    usual
        What is known of similar centres: the effects are then learned as what this centre does otherwise.
    """
    known = len(series)
    blocks = _blocks(columns, days)
    offset = _offset(series)
    with np.errstate(invalid="ignore"):
        log = np.log(series + offset)
    guess = usual.of(columns)
    log -= columns.matrix[:known] @ guess
    centre = float(np.nanmean(log))
    log -= centre
    age = np.array([days[known - 1].date.toordinal() - day.date.toordinal() for day in days[:known]])
    weights = 0.5 ** (age / HALF_LIFE)
    fit = Estimation(columns, blocks, log, weights, season, guess, usual.priors(columns), ingredients)
    fit.learn(3)
    fit.search(STEPS)
    fit.learn(3)
    ordinary = np.arange(known) >= 2 * season  # the first days have nothing before them
    for first, last in blocks:
        ordinary[first : last + 1] = False  # a strange festival is what the next one may be like
    shocks = np.zeros(known, dtype=bool)
    for first_look in (True, False) if ingredients.shock_masks else ():
        shocks |= fit.shocks(ordinary)
        fit.hide(shocks)
        fit.learn(2)
        if first_look and fit.add_breaks(ordinary):
            shocks[:] = False  # what was strange before the new level was known may be ordinary on it
            fit.show(log, weights)
    if ingredients.learned_widths:
        fit.rescale(days)
    fit.add_festival_years()
    fit.learn(3)
    fit.search(STEPS // 3)
    fit.add_festival_years()
    fit.complete()
    fit.learn(3)
    surprises = fit.surprises()
    fit.add_guess()
    freedom, wider = NORMAL, np.ones(sampling.LONGEST_HORIZON)
    if ingredients.learned_widths:
        freedom = tail_freedom((surprises / fit.scales[:known])[fit.weights > 0])
        wider = widening(fit.errors, surprises, fit.variance * fit.scales[:known] ** 2, fit.weights)
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
        freedom=freedom,
        lift=_lift(series, fit, centre) if np.nanmean(series) < SMALL_LEVEL else 0.0,
        masked=int(shocks.sum()),
        widening=wider,
    )


def _blocks(columns: features.Columns, days: Sequence[Day]) -> tuple[tuple[int, int], ...]:
    """Return first and last index of every stretch of days that one festival of one year touches."""
    touched = (columns.matrix[:, columns.of(*BLOCKS)] != 0).any(axis=1)
    dates = np.array([day.date.toordinal() for day in days])
    index = np.flatnonzero(touched)
    if not len(index):
        return ()
    cuts = np.flatnonzero(np.diff(dates[index]) > 2) + 1
    return tuple((int(part[0]), int(part[-1])) for part in np.split(index, cuts))


def _offset(series: np.ndarray) -> float:
    """Return what is added before the log: half a call for counts, next to nothing for amounts."""
    if sampling.is_count(series):
        return 0.5
    positive = series[series > 0]
    return 0.05 * float(np.quantile(positive, 0.05)) if (series == 0).any() else 0.0


def _lift(series: np.ndarray, fit: Estimation, centre: float) -> float:
    """Return what the log mean lacks for the counts to add up over the history."""
    seen = np.isfinite(series) & (fit.weights > 0)
    rest = fit.completed - fit.innovations()
    rate = np.exp(rest[seen] + centre)
    own = np.maximum(fit.variance * fit.scales[: fit.known][seen] ** 2 - 1 / rate, 0.0)
    expected = float(np.sum(rate * np.exp(own / 2)))
    return float(np.clip(np.log(max(float(series[seen].sum()), 0.5) / expected), -2.0, 2.0))
