"""Within the day: after each closed half-hour, what the rest of the day may still bring, by a learned slope."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.halfhours import Profile, learn
from forecast.models.features import masked_by_events
from forecast.prediction import LEVELS, Prediction

BELIEF = 30.0
"""Days' worth of evidence that what came early says nothing of what is still to come."""

STEEPEST = 1.0
"""A slope above one would be the plain ratio, and more than it: the trials found even the ratio too much."""

ROBUST = 3.0
"""Deviations at which a day's error counts no more: one storm is not how days hang together."""

FEWEST_CALLS = 5.0
"""Calls expected so far below which no update is made: their number is all but chance."""

SMALLEST_SHARE = 0.02
"""Share of the day's calls that must have been expected so far; before that the line has hardly opened."""

FOLDS, SHARES = 5, (0.0, 0.25, 0.5, 0.75, 1.0)
"""Stretches of days on which slopes of the others are tried, and the shares of them that are tried."""

FEWEST_DAYS = 28
"""Days needed before anything is learned."""

DRAWS = 2000
"""Simulated rests of the day behind the band."""


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    r"""
    How the log error of the rest of the day hangs on the log error so far, by closed slots.

    With calls so far :math:`s` of an expected :math:`e_s`, the rest is expected at
    :math:`e_r (s / e_s)^{b}`; :math:`b = 0` is no update, :math:`b = 1` the plain ratio.

    Parameters
    ----------
    profile
        Shares of the day by which what was to be expected so far is told.
    slope
        Shape (slots per day,), for the slots closed; 0 where nothing can be said yet.
    late
        Deviation of what is left of the log error of the rest after the update, beyond counting chance, shape
        (slots per day,).

    References
    ----------
    Shen, H. and Huang, J. Z. (2008). Interday forecasting and intraday updating of call center arrivals.
    Manufacturing & Service Operations Management 10, 391-410: penalised updating, never the plain ratio.
    """

    profile: Profile
    slope: np.ndarray
    late: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class DaySoFar:
    """
    One day after some of its slots have closed.

    Parameters
    ----------
    closed
        Slots whose calls are known.
    calls
        Calls in them, shape (closed,).
    expected
        Expected before the day began, per slot, shape (slots per day,).
    mean
        Calls known, then expected now, per slot, shape (slots per day,).
    quantiles
        Of each slot still to come, shape (slots per day, len(LEVELS)); what is known stands at every level.
    total
        Quantiles of the day's total, shape (len(LEVELS),).
    slope
        By how much of its error so far the rest of the day is moved (0 to 1, on the log scale).
    """

    closed: int
    calls: np.ndarray
    expected: np.ndarray
    mean: np.ndarray
    quantiles: np.ndarray
    total: np.ndarray
    slope: float

    @property
    def so_far(self) -> float:
        """Calls known."""
        return float(self.calls.sum())

    @property
    def expected_so_far(self) -> float:
        """Calls that were expected in the same slots."""
        return float(self.expected[: self.closed].sum())

    @property
    def low(self) -> float:
        """The 10 % quantile of the day's total."""
        return float(self.total[LEVELS.index(0.1)])

    @property
    def high(self) -> float:
        """The 90 % quantile of the day's total."""
        return float(self.total[LEVELS.index(0.9)])

    @property
    def rest(self) -> float:
        """Calls still expected."""
        return float(self.mean[self.closed :].sum())


def learn_slopes(
    history: Demand, daily: np.ndarray, calendar: Calendar, events: Sequence[Event] = ()
) -> Slopes:
    """
    Learn how much the morning says of the afternoon.

    Parameters
    ----------
    history
        Complete days in slots shorter than a day.
    daily
        What was forecast for each of its days before the day began, shape (history.grid.days,); NaN where
        nothing was. Errors of the forecast are what early and late slots share.
    calendar, events
        What is known about its days; days of an emergency or an outage say nothing.

    Raises
    ------
    DataError
        ``no_profile`` if no day is complete.
    """
    profile = learn(history, calendar, events)
    slots = history.grid.slots_per_day
    counts = history.values.reshape(history.grid.days, slots)
    days = calendar.days(history.grid.start, history.grid.days)
    shares = np.array([profile.of(day) for day in days])
    used = np.isfinite(counts).all(axis=1) & np.isfinite(daily) & (np.nan_to_num(daily) > 0)
    used &= ~masked_by_events(history.grid.dates, events)
    expected = shares[used] * daily[used][:, None]
    x, y, chance = _errors(counts[used], expected)
    if used.sum() < FEWEST_DAYS:
        return Slopes(profile, np.zeros(slots), np.zeros(slots))
    slope = _stood_the_test(x, y) * _slopes(x, y)
    left = y - slope * x
    with np.errstate(invalid="ignore"):
        spare = np.array(
            [np.nanvar(part) if np.isfinite(part).sum() >= FEWEST_DAYS else 0.0 for part in left.T]
        )
        late = np.sqrt(np.maximum(spare - np.nan_to_num(chance), 0.0))
    return Slopes(profile, slope, late)


def _errors(counts: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """
    Return log errors so far and of the rest by slots closed, each (days, slots), and the rest's counting chance.

    NaN where too little was expected on either side.
    """
    total_calls, total = counts.sum(axis=1, keepdims=True), expected.sum(axis=1, keepdims=True)
    s = np.cumsum(counts, axis=1) - counts
    e_s = np.cumsum(expected, axis=1) - expected
    r, e_r = total_calls - s, total - e_s
    enough = (e_s >= np.maximum(FEWEST_CALLS, SMALLEST_SHARE * total)) & (e_r >= FEWEST_CALLS)
    x = np.where(enough, np.log((s + 0.5) / (e_s + 0.5)), np.nan)
    y = np.where(enough, np.log((r + 0.5) / (e_r + 0.5)), np.nan)
    chance = np.where(enough, 1 / np.maximum(e_r, 1.0), 0.0).sum(axis=0) / np.maximum(enough.sum(axis=0), 1)
    return _tame(x), _tame(y), chance


def _slopes(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """
    Return the slope of late on early errors by slots closed, shape (slots,), shrunk to none.

    A ridge of `BELIEF` days, then the positive part of the James-Stein factor: a slope no larger than its own
    standard error is none.
    """
    slope = np.zeros(x.shape[1])
    for closed in range(x.shape[1]):
        there = np.isfinite(x[:, closed])
        days = int(there.sum())
        if days < FEWEST_DAYS:
            continue
        early, late = x[there, closed], y[there, closed]
        early, late = early - early.mean(), late - late.mean()
        square = float((early**2).sum())
        found = float((early * late).sum()) / max(square * (1 + BELIEF / days), 1e-12)
        error = float(((late - found * early) ** 2).mean()) / max(square, 1e-12)
        slope[closed] = float(np.clip(found * max(1 - error / max(found**2, 1e-12), 0.0), 0.0, STEEPEST))
    padded = np.concatenate([[0.0], slope, [slope[-1]]])
    return np.where(slope > 0, (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4, 0.0)


def _stood_the_test(x: np.ndarray, y: np.ndarray) -> float:
    """Return the share of the slopes that does best on stretches of days they were not learned from."""
    folds = np.array_split(np.arange(len(x)), FOLDS)
    left = dict.fromkeys(SHARES, 0.0)
    for fold in folds:
        others = np.setdiff1d(np.arange(len(x)), fold)
        slope = _slopes(x[others], y[others])
        for share in SHARES:
            left[share] += float(np.nansum(np.abs(y[fold] - share * slope * x[fold])))
    return min(SHARES, key=left.__getitem__)


def update(
    prediction: Prediction, so_far: np.ndarray, shares: np.ndarray, slopes: Slopes, *, seed: int = 0
) -> DaySoFar:
    """
    Return one day after its first slots have closed.

    Parameters
    ----------
    prediction
        Daily, of this one day, made before it began.
    so_far
        Calls of the closed slots, shape (closed,).
    shares
        Of the day's slots, shape (slots per day,), adding up to 1.
    slopes
        Learned from the past.
    seed
        Of the band.

    Raises
    ------
    ValueError
        If more slots are closed than the day has, or a count is negative or missing.
    """
    slots, closed = len(shares), len(so_far)
    if not 0 <= closed <= slots:
        raise ValueError(f"so_far must have 0 to {slots} slots, got {closed}.")
    if not (np.isfinite(so_far).all() and (so_far >= 0).all()):
        raise ValueError("so_far must be finite and >= 0.")
    total = float(prediction.mean[0])
    expected = total * shares
    rng = np.random.default_rng(seed)
    days = np.interp(rng.random(DRAWS), LEVELS, prediction.quantiles[0])
    known, e_s = float(so_far.sum()), float(expected[:closed].sum())
    told = 0 < closed < slots and e_s >= max(FEWEST_CALLS, SMALLEST_SHARE * total)
    slope = float(slopes.slope[closed]) if told else 0.0
    factor = ((known + 0.5) / (e_s + 0.5)) ** slope if slope else 1.0
    rest = _rests(days, shares, closed, slopes, slope, factor, total, rng)
    spread = rng.standard_gamma(np.maximum(slopes.profile.concentration * shares[closed:], 1e-9), (DRAWS, slots - closed))  # fmt: skip
    sums = spread.sum(axis=1, keepdims=True)
    parts = rng.poisson(rest[:, None] * np.where(sums > 0, spread / np.maximum(sums, 1e-300), 0.0))
    mean = np.concatenate([so_far, expected[closed:] * factor])
    quantiles = np.repeat(mean[:, None], len(LEVELS), axis=1)
    if closed < slots:
        quantiles[closed:] = np.quantile(parts, LEVELS, axis=0).T
    totals = known + parts.sum(axis=1)
    return DaySoFar(
        closed, so_far.copy(), expected, mean, quantiles, np.quantile(totals, LEVELS) if closed < slots else np.full(len(LEVELS), known), slope
    )  # fmt: skip


def _rests(
    days: np.ndarray,
    shares: np.ndarray,
    closed: int,
    slopes: Slopes,
    slope: float,
    factor: float,
    total: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """
    Return simulated rates of the rest of the day, shape (draws,).

    Without an update they are the forecast's own; with one they stand about the updated mean with the deviation that
    was left over in the past, or the forecast's own where that is smaller.
    """
    left = float(shares[closed:].sum())
    if not slope:
        return days * left
    own = float(np.std(np.log(np.maximum(days, 0.5) / max(total, 0.5))))
    chance = np.sqrt(1 / max(total, 1.0))
    beyond = np.sqrt(max(own**2 - chance**2, 0.0))
    deviation = min(float(slopes.late[closed]), beyond) if slopes.late[closed] > 0 else beyond
    noise = rng.standard_normal(len(days))
    return np.asarray(total * left * factor * np.exp(deviation * noise - deviation**2 / 2))


def _tame(errors: np.ndarray) -> np.ndarray:
    """Return errors with those far out pulled in, by column; NaN stays."""
    tamed = errors.copy()
    for column in tamed.T:
        there = np.isfinite(column)
        if there.any():
            middle = float(np.median(column[there]))
            spread = 1.4826 * float(np.median(np.abs(column[there] - middle))) + 1e-9
            column[there] = np.clip(column[there], middle - ROBUST * spread, middle + ROBUST * spread)
    return tamed
