"""Staffing without a store: given figures in, operators and their trade-off out."""

from datetime import date

import numpy as np
from scipy.stats import gamma

from desk.planning.service import definition_of
from desk.results import Redialled, StaffingFigures
from forecast.grid import MINUTES_PER_DAY, Grid
from forecast.prediction import LEVELS, Prediction
from forecast.staffing import parameters
from forecast.staffing.parameters import BadParameter
from forecast.staffing.plan import require
from forecast.staffing.redial import with_redials
from forecast.staffing.service import Handling, Line, ServiceTarget
from forecast.staffing.shrinkage import rostered
from forecast.staffing.trade_off import trade_off

FUTURES = 400
"""Loads that stand for uncertain calls: the middles of equal shares of a gamma distribution."""

BELOW, ABOVE = 4, 5
"""Points of a curve below and above the required number of operators."""

STEP = 0.03
"""Distance of two points as a share of the required number; at least one operator."""

GROUPS = 9
"""Loads on which redials are worked out."""


def staff_figures(
    *,
    calls: float,
    handling: float,
    interval: float = 30,
    patience: float | None = None,
    target: float = 0.8,
    seconds: float = 20.0,
    max_occupancy: float = 1.0,
    definition: str = "offered",
    minimum: float = 0,
    calls_cv: float = 0.0,
    redial: float | None = None,
    shrinkage: float = 0.0,
) -> StaffingFigures:
    """
    Return the operators that given figures take in steady flow.

    Parameters
    ----------
    calls
        Calls in one interval.
    handling, patience, seconds
        In seconds; no patience means that callers never hang up.
    interval
        Minutes of the interval; divides a day.
    target, max_occupancy, definition, minimum
        As in `forecast.staffing.service.ServiceTarget`.
    calls_cv
        Standard deviation over mean of the rate of calls: what a forecast does not know.
    redial
        Share of those who hang up and try again, in [0, 1).
    shrinkage
        Share of rostered time that is lost without being planned, in [0, 1).

    Raises
    ------
    PlanError
        Names the parameter, its bound and the value.
    """
    parameters.loads(calls)
    parameters.handling_times(handling)
    parameters.patiences(patience)
    parameters.minimums(minimum)
    if not interval >= 1 or interval != round(interval) or MINUTES_PER_DAY % interval:
        raise BadParameter(
            "staffing_interval",
            name="interval",
            bound=f"minutes that divide {MINUTES_PER_DAY}",
            value=interval,
        )
    if not (np.isfinite(calls_cv) and 0 <= calls_cv <= 2):
        raise BadParameter("staffing_calls_cv", name="calls_cv", bound="in [0, 2]", value=calls_cv)
    promise = ServiceTarget(
        target, seconds, definition=definition_of(definition), max_occupancy=max_occupancy,
        minimum=int(minimum),
    )  # fmt: skip
    grid = Grid(date(2001, 1, 1), 1, int(interval), "UTC")
    opening = np.zeros(grid.slots, dtype=bool)
    opening[-1] = True
    line = Line(Handling.same(handling), np.inf if patience is None else patience, opening)
    futures = np.ones(1)
    if calls_cv > 0:
        futures = gamma.ppf((np.arange(FUTURES) + 0.5) / FUTURES, calls_cv**-2, scale=calls_cv**2)
        futures /= futures.mean()
    paths = np.where(opening, calls * futures[:, None], 0.0)
    quantiles = np.quantile(paths, LEVELS, axis=0).T.copy()
    made = Prediction(grid, date(2000, 12, 31), "given", paths.mean(axis=0), quantiles, paths)
    need = require(made, line, promise, method="stationary", paths_are="rates")
    required = int(need.operators[-1])
    curve = trade_off(
        made, line, promise, grid.slots - 1, numbers_around(required), method="stationary", paths_are="rates"
    )
    load = calls * handling / (interval * 60.0)
    again = None
    if redial is not None:
        groups = np.array_split(futures, min(GROUPS, futures.size))
        loads = load * np.array([group.mean() for group in groups])
        again = _with_redials(loads, required, handling, line.patience, promise, redial)
    return StaffingFigures(load, required, rostered(float(required), shrinkage), target, curve, again)


def numbers_around(required: int) -> np.ndarray:
    """Return ten numbers of operators around the required one, a step of about 3 % apart."""
    step = max(1, round(required * STEP))
    numbers: np.ndarray = required + step * np.arange(-BELOW, ABOVE + 1)
    return numbers[numbers >= 1]


def _with_redials(
    loads: np.ndarray, required: int, aht: float, patience: float, target: ServiceTarget, again: float
) -> Redialled:
    def at(n: int) -> tuple[float, float]:
        found = [
            with_redials(load=load, n=n, aht=aht, patience=patience, seconds=target.seconds, again=again)
            for load in loads
        ]
        weight = np.array([one.load for one in found])
        level = np.array([float(one.measures.service_level(target.definition)) for one in found])
        whole = float(weight.sum())
        return whole / max(float(loads.sum()), 1e-300), float(level @ weight / whole) if whole > 0 else 1.0

    n = max(required, 1)
    inflation, level = at(n)
    reached = level
    while reached < target.share - 1e-9:
        n += 1
        reached = at(n)[1]
    return Redialled(inflation, level, n if (loads > 0).any() else required)
