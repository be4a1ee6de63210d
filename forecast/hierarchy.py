"""Hierarchy: a total split by channel, type, topic and county, adding up on the mean and on every path."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from forecast.calendar import Calendar, Event
from forecast.errors import DataError, SettingError
from forecast.grid import Grid
from forecast.models.features import masked_by_events
from forecast.prediction import LEVELS, Prediction
from forecast.sharing import concentration_of, share_out

MEMORIES = (30.0, 90.0, 365.0)
"""Half-lives in days of which the one that foretold the mix best is used."""

TRIED = 365
"""Days at the end of the history on which they are tried."""

BELIEF = 20.0
"""Calls' worth of evidence that workdays and days off have the same mix."""

FLOOR = 0.5
"""Calls that every combination is taken to have had: what never came in may still come."""

TIGHTEST = 100_000.0
"""Largest Dirichlet concentration."""


@dataclass(frozen=True, slots=True, eq=False)
class Breakdown:
    """
    Daily counts of every combination that ever came in.

    Parameters
    ----------
    grid
        Daily.
    dimensions
        What the counts are told apart by, for example ``("channel", "topic")``.
    keys
        One tuple per combination, with a name for each dimension.
    counts
        Shape (grid.days, combinations), whole numbers.

    Raises
    ------
    ValueError
        If a shape does not fit or a count is negative.
    """

    grid: Grid
    dimensions: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    counts: np.ndarray

    def __post_init__(self) -> None:
        if self.counts.shape != (self.grid.days, len(self.keys)):
            raise ValueError(f"counts must be ({self.grid.days}, {len(self.keys)}), got {self.counts.shape}.")
        if any(len(key) != len(self.dimensions) for key in self.keys):
            raise ValueError(f"every key must name {self.dimensions}.")
        if (self.counts < 0).any():
            raise ValueError("counts must be >= 0.")

    def groups(self, by: str) -> tuple[tuple[str, ...], np.ndarray]:
        """
        Return the names of one dimension and which combinations belong to each, shape (combinations, names).

        Raises
        ------
        SettingError
            ``unknown_dimension``.
        """
        if by not in self.dimensions:
            raise SettingError("unknown_dimension", by=by, known=", ".join(self.dimensions))
        place = self.dimensions.index(by)
        names = tuple(sorted({key[place] for key in self.keys}))
        belongs = np.array([[key[place] == name for name in names] for key in self.keys], dtype=float)
        return names, belongs


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """
    How a day is shared by the combinations.

    Parameters
    ----------
    shares
        Shape (2, combinations): of a workday and of a day off; each row adds up to 1.
    concentration
        Of the Dirichlet about them.
    memory
        Half-life in days with which they were learned.
    """

    shares: np.ndarray
    concentration: float
    memory: float


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """
    A forecast by the names of one dimension.

    Parameters
    ----------
    grid
        Daily.
    by
        The dimension.
    names
        Its names.
    mean
        Shape (grid.days, names); its sum over names is the total's mean.
    quantiles
        Shape (grid.days, names, len(LEVELS)).
    paths
        Shape (paths, grid.days, names); on every path the names add up to the total's path.
    """

    grid: Grid
    by: str
    names: tuple[str, ...]
    mean: np.ndarray
    quantiles: np.ndarray
    paths: np.ndarray


def learn_mix(history: Breakdown, calendar: Calendar, events: Sequence[Event] = ()) -> Mix:
    """
    Learn the mix of the combinations, newer days counting more.

    Thousands of sparse combinations are learned as well as a few: each share is a smoothed proportion, never zero.
    Days without calls, or in an emergency or an outage, say nothing.

    Raises
    ------
    DataError
        ``no_breakdown`` if no day has a call.
    """
    counts = history.counts.astype(float)
    totals = counts.sum(axis=1)
    used = (totals > 0) & ~masked_by_events(history.grid.dates, events)
    if not used.any():
        raise DataError("no_breakdown", first=history.grid.start, last=history.grid.end)
    off = np.array([day.is_off for day in calendar.days(history.grid.start, history.grid.days)])
    counts = np.where(used[:, None], counts, 0.0)
    memory = min(MEMORIES, key=lambda half_life: _surprise(counts, used, half_life))
    weights = 0.5 ** (np.arange(history.grid.days)[::-1] / memory)
    parent = _shares(weights @ counts + FLOOR * weights.mean())
    rows = []
    for rest in (False, True):
        seen = (weights * (off == rest)) @ counts
        rows.append(_shares(seen + BELIEF * parent))
    shares = np.array(rows)
    recent = used & (np.arange(history.grid.days) >= history.grid.days - TRIED)
    return Mix(shares, _concentration(counts[recent], shares[off[recent].astype(int)]), memory)


def split_total(
    total: Prediction,
    history: Breakdown,
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    by: str,
    seed: int = 0,
) -> Parts:
    """
    Return a daily prediction of the total, split by one dimension.

    The total is the best forecast there is; the mix is uncertain about it: on every path each day is shared out by a
    Dirichlet draw of the combinations and a multinomial draw of its calls, so that all dimensions, seen through the
    same seed, are sums of the same combinations.

    Parameters
    ----------
    total
        Of the sum of all combinations.
    history
        Days up to its origin; later ones are not looked at.
    by
        The dimension.
    seed
        Of the split.

    Raises
    ------
    SettingError
        ``unknown_dimension``.
    DataError
        ``no_breakdown``.

    References
    ----------
    Athanasopoulos, G., Ahmed, R. A. and Hyndman, R. J. (2009). Hierarchical forecasts for Australian domestic
    tourism. International Journal of Forecasting 25, 146-166: top-down by proportions, which beat bottom-up where
    the lowest level is sparse. Mosimann, J. E. (1962). Biometrika 49, 65-82: Dirichlet-multinomial noise.
    """
    names, belongs = history.groups(by)
    last = min((total.origin - history.grid.start).days + 1, history.grid.days)
    if last < 1:
        raise DataError("no_breakdown", first=history.grid.start, last=total.origin)
    known = Breakdown(
        Grid(history.grid.start, last, history.grid.step, history.grid.zone),
        history.dimensions,
        history.keys,
        history.counts[:last],
    )
    mix = learn_mix(known, calendar, events)
    days, count = total.grid.days, len(total.paths)
    whole = bool((total.paths == np.round(total.paths)).all())
    paths = np.empty((count, days, len(names)))
    quantiles = np.empty((days, len(names), len(LEVELS)))
    mean = np.empty((days, len(names)))
    for k, facts in enumerate(calendar.days(total.grid.start, days)):
        rng = np.random.default_rng([seed, k])
        shares = mix.shares[int(facts.is_off)]
        mean[k] = total.mean[k] * (shares @ belongs)
        paths[:, k] = share_out(total.paths[:, k], shares, mix.concentration, whole, rng) @ belongs
        drawn = np.interp(rng.random(DRAWS), LEVELS, total.quantiles[k])
        grouped = share_out(
            np.round(drawn) if whole else drawn, shares @ belongs, mix.concentration, whole, rng
        )
        quantiles[k] = np.maximum.accumulate(np.quantile(grouped, LEVELS, axis=0).T, axis=1)
    return Parts(total.grid, by, names, mean, quantiles, paths)


DRAWS = 1000
"""Simulated splits of one day behind its quantiles."""


def _shares(calls: np.ndarray) -> np.ndarray:
    shares: np.ndarray = calls / calls.sum()
    return shares


def _surprise(counts: np.ndarray, used: np.ndarray, half_life: float) -> float:
    """Return how badly the mix of the days before, at one memory, foretold each of the last days (log score)."""
    fade = 0.5 ** (1 / half_life)
    before = lfilter([0.0, 1.0], [1.0, -fade], counts, axis=0) + FLOOR
    log_shares = np.log(before / before.sum(axis=1, keepdims=True))
    tried = used.copy()
    tried[: max(len(used) - TRIED, len(used) // 2)] = False
    return -float((counts[tried] * log_shares[tried]).sum())


def _concentration(counts: np.ndarray, shares: np.ndarray) -> float:
    """Return the Dirichlet concentration from how far days stray from the mix, over combinations expected to be seen."""
    totals = counts.sum(axis=1, keepdims=True)
    expected = totals * shares
    seen = expected >= 1.0
    if not seen.any():
        return TIGHTEST
    stray = np.where(seen, (counts - expected) ** 2 / np.maximum(expected * (1 - shares), 1e-9), 0.0)
    ratio = float(stray.sum() / seen.sum())
    size = float((totals[:, 0] * seen.any(axis=1)).sum() / max(int(seen.any(axis=1).sum()), 1))
    return concentration_of(size, ratio, tightest=TIGHTEST)
