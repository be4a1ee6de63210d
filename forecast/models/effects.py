"""Effects: what a fitted model adds to the log of each future day, part by part, for those who explain it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

PARTS: tuple[str, ...] = ("weekday", "season", "holiday", "event", "recent")
"""What stands beside the base of every forecast, in the order in which it is told."""

PART_OF: Mapping[str, str] = {
    "level": "recent",
    "weekday": "weekday",
    "trend": "recent",
    "break": "recent",
    "day_kind": "holiday",
    "holiday": "holiday",
    "lunar_core": "holiday",
    "lunar_tail": "holiday",
    "turn_core": "holiday",
    "turn_tail": "holiday",
    "annual_low": "season",
    "annual_high": "season",
    "month": "season",
    "event": "event",
    "festival_year": "holiday",
    "festival_new": "holiday",
}
"""The part to which each group of columns belongs."""

BASE_WEEKS = 52
"""Weeks whose typical level is the base: one year."""


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """
    The parts of a forecast on the log scale.

    Parameters
    ----------
    base
        Log of the typical day of the past year, with all calendar effects taken out.
    parts
        By the codes of `PARTS`, each of shape (days,): what it adds to the log of each day; their sum with
        `base` is the log of the day's typical value. ``recent`` is where the level stands now beside the base.
    is_open
        Days on which the centre works, shape (days,); on the others the forecast is zero.
    """

    base: float
    parts: Mapping[str, np.ndarray]
    is_open: np.ndarray

    def log_total(self) -> np.ndarray:
        """Return the log of each day's typical value, shape (days,)."""
        total: np.ndarray = self.base + np.sum([self.parts[code] for code in PARTS], axis=0)
        return total


@runtime_checkable
class HasEffects(Protocol):
    """A fitted model that can say what its forecast is made of; one that cannot simply lacks this."""

    def effects(self, horizon: int) -> Effects:
        """Return the parts of the next `horizon` days."""
        ...


def separate(
    log_past: np.ndarray,
    log_ahead: np.ndarray,
    columns: np.ndarray,
    groups: Sequence[str],
    estimates: np.ndarray,
    season: int,
) -> tuple[float, dict[str, np.ndarray]]:
    """
    Return base and parts of a regression on the calendar with errors that wander.

    The weekly rhythm into which the errors have drifted is told with the weekday, for nobody would call the
    difference between two Mondays and two Tuesdays a recent level.

    Parameters
    ----------
    log_past, log_ahead
        Log of the past days (those not known filled in) and of the forecast, shape (past,) and (ahead,).
    columns
        Design over past and ahead, shape (past + ahead, columns).
    groups
        Group of each column, a key of `PART_OF`.
    estimates
        Effect of each column.
    season
        Open days in a week.
    """
    past = len(log_past)
    owners = np.array([PART_OF[group] for group in groups])
    parts = {
        code: columns[:, owners == code] @ estimates[owners == code] for code in PARTS if code != "recent"
    }
    calendar = np.sum(list(parts.values()), axis=0)
    level_past, level_ahead = log_past - calendar[:past], log_ahead - calendar[past:]
    base = float(level_past[-BASE_WEEKS * season :].mean())
    rhythm = _rhythm(level_ahead, season)
    ahead = {code: values[past:] for code, values in parts.items()}
    ahead["weekday"] = ahead["weekday"] + rhythm
    ahead["recent"] = level_ahead - rhythm - base
    return base, ahead


def _rhythm(level: np.ndarray, season: int) -> np.ndarray:
    """Return the weekly pattern in the last weeks of a level forecast, shape (ahead,); it adds up to 0 over a week."""
    weeks = len(level) // season
    if season < 2 or weeks < 2:
        return np.zeros(len(level))
    last = level[len(level) - 2 * season :]
    slope = float((last[season:] - last[:season]).mean()) / season
    straight = last - slope * np.arange(2 * season)
    pattern = straight.reshape(2, season).mean(axis=0)
    pattern -= pattern.mean()
    phase = (np.arange(len(level)) - (len(level) - 2 * season)) % season
    found: np.ndarray = pattern[phase]
    return found
