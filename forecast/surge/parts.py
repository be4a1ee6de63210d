"""Parts of today: whether a channel, a type, a topic or a county brings far more than its share."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from forecast.demand import Demand
from forecast.surge.rules import surprise

HALF_LIFE = 28.0
"""Days after which a day counts half for the share of a part."""

WINDOW = 112
"""Days that are looked back on for it."""

OFFSET = 0.5
"""Calls that every part is given beforehand, so that a new one has an expectation."""

MATERIAL = 0.05
"""Share of the whole day's expectation that a part must exceed its own by before it can raise an alarm."""

PASSED = 0.05
"""Share of the day that must have passed before parts are judged."""

LEAST_SPREAD = 0.15
"""Log deviation of a part's day about its share beyond count noise, at least."""


class Parts:
    """
    Judges the parts of each day after every half-hour.

    Parameters
    ----------
    parts
        Demand in slots shorter than a day by the name of the part (``topic=food``), all on the same grid; a slot that
        is not over yet is missing.
    """

    def __init__(self, parts: Mapping[str, Demand]) -> None:
        grids = {demand.grid for demand in parts.values()}
        if len(grids) != 1:
            raise ValueError(f"parts need one common grid, got {len(grids)}.")
        self.names = tuple(parts)
        self.grid = grids.pop()
        table = np.stack([demand.values for demand in parts.values()])
        self.sums = np.cumsum(table.reshape(len(parts), self.grid.days, self.grid.slots_per_day), axis=2)
        self.spread = np.full(len(parts), LEAST_SPREAD)
        self.hidden = np.zeros(self.grid.days, dtype=bool)

    def hide(self, first: date, last: date) -> None:
        """Let the days of a surge say nothing about the usual shares."""
        days = np.array([first <= day <= last for day in self.grid.dates])
        self.hidden |= days

    def shares(self, at: int) -> np.ndarray:
        """Return every part's usual share of a day's total, from the days before it, shape (parts,)."""
        part = slice(max(at - WINDOW, 0), at)
        per_day = np.where(self.hidden[part], 0.0, np.nan_to_num(self.sums[:, part, -1]))
        weights = 0.5 ** (np.arange(per_day.shape[1])[::-1] / HALF_LIFE)
        seen = per_day @ weights
        whole = seen[self._first_kind()].sum()
        return np.asarray((seen + OFFSET) / max(whole, 1.0))

    def _first_kind(self) -> np.ndarray:
        """Return which parts belong to the first kind (all channels, say): they add up to the total."""
        kind = self.names[0].partition("=")[0]
        return np.array([name.partition("=")[0] == kind for name in self.names])

    def learn(self, begin: date, last: date, means: np.ndarray) -> None:
        """
        Learn how much each part's days stray from their shares beyond chance.

        Parameters
        ----------
        begin, last
            Training days.
        means
            What each of these days should have brought in all; NaN where nothing is known.
        """
        start = (begin - self.grid.start).days
        rest: list[np.ndarray] = []
        expected: list[np.ndarray] = []
        for k, mean in enumerate(means[: (last - begin).days + 1]):
            at = start + k
            if np.isfinite(mean) and 28 <= at < self.grid.days and not self.hidden[at]:
                wanted = mean * self.shares(at)
                rest.append(self.sums[:, at, -1] - wanted)
                expected.append(wanted)
        if len(rest) < 28:
            return
        gap, wanted_table = np.array(rest), np.array(expected)
        beyond = np.clip(gap**2, 0.0, 25 * wanted_table + 25) - wanted_table
        alpha = np.nansum(beyond, axis=0) / np.maximum(np.nansum(wanted_table**2, axis=0), 1e-9)
        self.spread = np.sqrt(np.maximum(alpha, LEAST_SPREAD**2))

    def judge(self, day: date, mean: float, passed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """
        Return the worst part's deviation after each slot, its place in `names`, and the slots, each shape (slots,).

        Parameters
        ----------
        day
            The day.
        mean
            What the whole day should bring.
        passed
            Share of the day that has usually passed at the end of each slot, shape (slots of a day,).
        """
        at = (day - self.grid.start).days
        if not 28 <= at < self.grid.days:
            return np.zeros(0), np.zeros(0, dtype=int), np.zeros(0, dtype=int)
        seen = self.sums[:, at]
        slots = np.flatnonzero((passed >= PASSED) & np.isfinite(seen).all(axis=0))
        if not len(slots):
            return np.zeros(0), np.zeros(0, dtype=int), slots
        wanted = mean * self.shares(at)[:, None] * np.minimum(passed[slots], 1.0)[None, :]
        found = surprise(seen[:, slots], wanted, self.spread[:, None])
        found = np.where(seen[:, slots] - wanted >= MATERIAL * mean, found, 0.0)
        worst = found.argmax(axis=0)
        return found[worst, np.arange(len(slots))], worst, slots
