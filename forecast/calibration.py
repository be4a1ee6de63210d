"""Calibration: what the intervals held on looks back at the past, and the width that would have been right, shrunk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from forecast import scores
from forecast.calendar import Calendar, DayKind
from forecast.demand import Demand
from forecast.grid import Grid
from forecast.models import sampling
from forecast.prediction import LEVELS, Note, Prediction

BANDS: tuple[tuple[int, int], ...] = ((1, 3), (4, 14), (15, sampling.LONGEST_HORIZON))
"""Days ahead that are measured together."""

FESTIVE = len(BANDS)
"""The kind of the days on and about holidays, whatever the days ahead; the kinds before it are the bands."""

ABOUT = 3
"""Days before and after a holiday that count as festive."""

MIDDLE = LEVELS.index(0.5)

INTERVALS: tuple[tuple[float, int, int], ...] = (
    (0.8, LEVELS.index(0.1), LEVELS.index(0.9)),
    (0.95, LEVELS.index(0.025), LEVELS.index(0.975)),
)
"""Shares of days that intervals are to hold, and their bounds; between and beyond them lie straight lines."""

WEEK = 7
"""Days that go wrong together: errors of one week of one look count as one."""

LUCK = 0.9
r"""
Deviation of the log of a measured width from one independent error, over the root of how many there are: a quantile's
:math:`\sqrt{p(1-p)/n}/f` for the absolute value of a normal error, the same at p = 0.8 and 0.95 within 7 %.
"""

ASTRAY = 0.15
"""Deviation of the log of the right over the stated width between hotlines, before anything is measured."""

SMALLEST = 10.0
"""Calls from which a width is measured and changed; below, whole calls hold more than they say by their nature."""

NARROWEST, WIDEST = 0.5, 2.0
"""Factors beyond which no measurement is believed."""

WORTH_TELLING = 0.02
"""Change of the width from which it is told."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    What the width of an interval is multiplied by, on the log scale.

    Parameters
    ----------
    factors
        Of each of `INTERVALS`: by band of days ahead, then of festive days.
    held
        Share of days that the 80 percent interval held on the looks; NaN if there were none.
    days
        How many days that rests on.
    """

    factors: tuple[tuple[float, ...], ...] = ((1.0,) * (len(BANDS) + 1),) * len(INTERVALS)
    held: float = float("nan")
    days: int = 0

    def notes(self) -> tuple[Note, ...]:
        """Return what a planner should know about it: nothing if nothing was measured."""
        if not self.days:
            return ()
        change = float(np.exp(np.mean(np.log(self.factors[0][:FESTIVE])))) - 1
        code = "calibrated"
        if abs(change) >= WORTH_TELLING:
            code = "calibrated_wider" if change > 0 else "calibrated_narrower"
        return (Note(code, (("held", 100 * self.held), ("days", self.days), ("percent", 100 * abs(change)))),)


UNMEASURED = Calibration()
"""Nothing to go by: the width stays."""


def measure(demand: Demand, calendar: Calendar, looks: Sequence[Prediction]) -> Calibration:
    r"""
    Return the widths that the intervals of past looks should have had, shrunk to those they had.

    An error counts in half-widths of its own interval, on the log scale and on its own side of the median; the right
    width is the conformal one, the :math:`(n+1)p`-th smallest of them for an interval that is to hold p. A band's log width is
    believed by :math:`n / (n + LUCK^2/ASTRAY^2)` for n independent errors: first that of all ordinary days together,
    then what each kind of day still lacks.

    Parameters
    ----------
    demand
        The history, up to the day from which is forecast.
    calendar
        What is known about dates.
    looks
        Past predictions made with what was known then; their days must lie within the history.

    References
    ----------
    Romano, Y., Patterson, E. and Candes, E. (2019). Conformalized quantile regression. Advances in Neural Information
    Processing Systems 32. Lei, J. et al. (2018). Distribution-free predictive inference for regression. Journal of the
    American Statistical Association 113, 1094-1111, section 5.2 (scaled residuals).
    """
    whole = sampling.is_count(demand.values)
    ratios: list[list[np.ndarray]] = [[] for _ in INTERVALS]
    kinds: list[np.ndarray] = []
    for made in looks:
        first = demand.grid.slot_of(made.grid.start)
        actual, middle = demand.values[first : first + made.grid.days], made.quantiles[:, MIDDLE]
        usable = np.isfinite(actual) & _large(middle, whole)
        for _, low, high in INTERVALS:
            usable &= (made.quantiles[:, low] < middle) & (middle < made.quantiles[:, high])
        kinds.append(kinds_of(made.grid, calendar)[usable])
        error = np.log((actual + _offset(middle, whole)) / (middle + _offset(middle, whole)))[usable]
        for k, (below, above) in enumerate(_half_widths(made, whole)):
            ratios[k].append(np.abs(error) / np.where(error > 0, above[usable], below[usable]))
    days = sum(len(part) for part in kinds)
    if not days:
        return UNMEASURED
    held = sum(int(np.sum(part <= 1)) for part in ratios[0]) / days
    factors = []
    for (share, _, _), parts in zip(INTERVALS, ratios, strict=True):
        ordinary = [part[kind != FESTIVE] for part, kind in zip(parts, kinds, strict=True)]
        overall = _believed(ordinary, share)
        own = [
            _believed([part[kind == k] / overall for part, kind in zip(parts, kinds, strict=True)], share)
            for k in range(len(BANDS) + 1)
        ]
        factors.append(tuple(float(np.clip(overall * factor, NARROWEST, WIDEST)) for factor in own))
    return Calibration(tuple(factors), held, days)


def kinds_of(grid: Grid, calendar: Calendar) -> np.ndarray:
    """Return the kind of each day of a forecast: its band of days ahead, or `FESTIVE`, shape (grid.days,)."""
    around = calendar.days(grid.start - timedelta(days=ABOUT), grid.days + 2 * ABOUT)
    special = np.array([day.kind in {DayKind.HOLIDAY, DayKind.MAKEUP} for day in around])
    near = np.convolve(special, np.ones(2 * ABOUT + 1), mode="valid") > 0
    firsts = [first for first, _ in BANDS]
    band = np.searchsorted(firsts, np.arange(1, grid.days + 1), side="right") - 1
    return np.where(near, FESTIVE, band)


def calibrated(
    prediction: Prediction, calibration: Calibration, calendar: Calendar, *, whole: bool, seed: int
) -> Prediction:
    """
    Return a forecast as wide as it should be: quantiles and paths stretched about each day's median.

    Every path keeps its rank on every day, so days move together as they did, and a sum of days is stretched, too.

    Parameters
    ----------
    prediction
        From the day after its origin on.
    calibration, calendar
        Measured on the history before it.
    whole
        Whether the values are counts; the paths then stay whole numbers.
    seed
        Of the rounding to whole numbers, which keeps the mean.
    """
    middle = prediction.quantiles[:, MIDDLE]
    factors = np.array(calibration.factors)[:, kinds_of(prediction.grid, calendar)]
    factors = np.where(_large(middle, whole), factors, 1.0)
    as_it_is = (factors == 1).all(axis=0)
    if as_it_is.all():
        return prediction
    offset, (inner, outer) = _offset(middle, whole), _half_widths(prediction, whole)

    def stretched(rows: np.ndarray) -> np.ndarray:
        log = np.log((rows + offset) / (middle + offset))
        near, far = (np.where(log > 0, side[1], side[0]) for side in (inner, outer))
        beyond = np.maximum(np.abs(log) - near, 0.0)
        gap = np.maximum(far - near, 1e-12)
        slope = np.maximum((factors[1] * far - factors[0] * near) / gap, 0.0)
        moved = np.sign(log) * (factors[0] * np.minimum(np.abs(log), near) + slope * beyond)
        return np.where(as_it_is, rows, np.maximum((middle + offset) * np.exp(moved) - offset, 0.0))

    paths = stretched(prediction.paths)
    if whole:
        paths = np.floor(paths + np.random.default_rng([seed, FESTIVE]).random(paths.shape) * ~as_it_is)
    quantiles = np.maximum.accumulate(stretched(prediction.quantiles.T).T, axis=1)
    mean = np.maximum(prediction.mean + (quantiles - prediction.quantiles) @ scores.weights(), 0.0)
    return replace(prediction, mean=mean, quantiles=quantiles, paths=paths)


def _believed(looks: Sequence[np.ndarray], share: float) -> float:
    """Return the width that ratios of several looks speak for if it is to hold a share of them, shrunk to 1."""
    every = np.concatenate(looks)
    if not len(every):
        return 1.0
    independent = sum(max(1.0, len(look) / WEEK) for look in looks if len(look))
    level = min(share * (len(every) + 1) / len(every), 1.0)
    width = max(float(np.quantile(every, level, method="inverted_cdf")), 1e-3)
    return float(np.exp(np.log(width) * independent / (independent + (LUCK / ASTRAY) ** 2)))


def _half_widths(made: Prediction, whole: bool) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return how far each interval reaches below and above the median on the log scale, shape (days,) each."""
    middle = made.quantiles[:, MIDDLE]
    offset = _offset(middle, whole)
    log = np.log((made.quantiles + offset[:, None]) / (middle + offset)[:, None])
    return [(-log[:, low], log[:, high]) for _, low, high in INTERVALS]


def _large(middle: np.ndarray, whole: bool) -> np.ndarray:
    return middle >= SMALLEST if whole else middle > 0


def _offset(middle: np.ndarray, whole: bool) -> np.ndarray:
    """Return what is added before the log: half a call for counts, next to nothing for amounts."""
    return np.full(len(middle), 0.5) if whole else 1e-3 * middle + 1e-12
