"""The library of shapes: how emergencies rose, stayed and faded, as multipliers on the calendar-adjusted forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Kind(StrEnum):
    """What kind of emergency it is; it decides how long it lasts."""

    SHOCK = "shock"
    SCARE = "scare"
    EPIDEMIC = "epidemic"
    OWN = "own"
    TREND = "trend"


LONGEST = 160
"""Days that a shape is drawn over."""


@dataclass(frozen=True, slots=True)
class Template:
    r"""
    A shape :math:`m(t) = 1 + A g(t)`, with `g` rising in a ramp to 1, staying, then halving again and again.

    Ranges are the 10 and 90 percent points of lognormal (rises, sizes, half-lives) or uniform draws (plateaus), widened
    by `LOOSENESS` because they come from few events.

    Parameters
    ----------
    kind
        Names it.
    ramp
        Days to the full height.
    size
        The height A.
    plateau
        Days at full height.
    half_life
        Days in which it halves afterwards.
    second_wave
        Probability of a second rise.
    handling
        How much longer calls take at full height, as a range of shares.
    absence
        Share of the operators kept away at full height, as a range.
    after_hours
        Share of the calls that move to the hours after closing at full height.
    """

    kind: Kind
    ramp: tuple[float, float]
    size: tuple[float, float]
    plateau: tuple[float, float]
    half_life: tuple[float, float]
    second_wave: float = 0.0
    handling: tuple[float, float] = (0.0, 0.10)
    absence: tuple[float, float] = (0.0, 0.0)
    after_hours: float = 0.0


TEMPLATES: dict[Kind, Template] = {
    Kind.SHOCK: Template(Kind.SHOCK, (0.1, 0.5), (3, 9), (0, 1), (1, 3), after_hours=0.05),
    Kind.SCARE: Template(Kind.SCARE, (3, 7), (0.6, 2), (3, 7), (7, 14)),
    Kind.EPIDEMIC: Template(
        Kind.EPIDEMIC,
        (1, 3),
        (2, 7),
        (10, 25),
        (14, 28),
        second_wave=0.4,
        handling=(0.10, 0.25),
        absence=(0.10, 0.40),
        after_hours=0.05,
    ),
}
"""
Shapes read off public emergencies of 2003 to 2022 (blackouts and storms; shortages and price scares; epidemics of
2020 and 2022 on health, consumer and city lines): the ranges are a reading of about twenty reports, not a fit.
"""

LOOSENESS = 1.3
"""How much wider than their ranges the draws are."""

TENTH = 1.2816
"""Where the 90 percent point of a normal distribution lies."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnShape:
    """
    The shape of an emergency of the centre's own past.

    Parameters
    ----------
    code
        Code of the event.
    excess
        What came over what should have come, less 1, smoothed, day by day from its start, shape (days,).
    """

    code: str
    excess: np.ndarray

    @classmethod
    def learn(cls, code: str, seen: np.ndarray, expected: np.ndarray) -> "OwnShape | None":
        """Return the shape of a past event, or None if it hardly lifted anything."""
        ratio = np.where(np.isfinite(seen) & (expected > 0), seen / np.maximum(expected, 1e-9), np.nan)
        known = np.isfinite(ratio)
        if known.sum() < 2:
            return None
        at = np.arange(len(ratio))
        ratio = np.interp(at, at[known], ratio[known])
        padded = np.pad(ratio, 1, mode="edge")
        smooth = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
        excess = np.maximum(smooth - 1, 0.0)
        return cls(code, excess) if excess.max() >= 0.2 else None


def draw(template: Template, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return multipliers less 1 of a kind, shape (count, LONGEST)."""
    ramp, size, half_life = (
        _lognormal(limits, count, rng) for limits in (template.ramp, template.size, template.half_life)
    )
    low, high = template.plateau
    plateau = np.maximum(rng.uniform(low / LOOSENESS, high * LOOSENESS, count), 0.0)
    days = np.arange(LONGEST)[None, :] + 0.5
    rising = np.minimum(days / np.maximum(ramp, 0.5)[:, None], 1.0)
    falling = np.exp2(-np.maximum(days - (ramp + plateau)[:, None], 0.0) / half_life[:, None])
    shape = rising * falling
    if template.second_wave > 0:
        again = rng.random(count) < template.second_wave
        begins = ramp + plateau + half_life * rng.uniform(0.8, 2.0, count)
        height = rng.uniform(0.3, 1.0, count) * again
        later = np.maximum(days - begins[:, None], 0.0)
        wave = np.minimum(later / 5.0, 1.0) * np.exp2(-np.maximum(later - 10.0, 0.0) / half_life[:, None])
        shape = np.maximum(shape, height[:, None] * wave)
    return np.asarray(size[:, None] * shape)


def draw_own(shapes: Sequence[OwnShape], count: int, rng: np.random.Generator) -> np.ndarray:
    """Return multipliers less 1 like past emergencies, stretched in height and length, shape (count, LONGEST)."""
    found = np.empty((count, LONGEST))
    height = np.exp(0.5 * rng.standard_normal(count))
    length = np.exp(0.35 * rng.standard_normal(count))
    which = rng.integers(len(shapes), size=count)
    for k in range(count):
        excess = shapes[which[k]].excess
        at = np.arange(LONGEST) / length[k]
        tail = excess[-1] * 0.5 ** (np.maximum(at - len(excess) + 1, 0.0) / 7.0)
        found[k] = height[k] * np.where(
            at <= len(excess) - 1, np.interp(at, np.arange(len(excess)), excess), tail
        )
    return found


def _lognormal(limits: tuple[float, float], count: int, rng: np.random.Generator) -> np.ndarray:
    low, high = np.log(limits[0]), np.log(limits[1])
    deviation = LOOSENESS * (high - low) / (2 * TENTH)
    return np.asarray(np.exp((low + high) / 2 + deviation * rng.standard_normal(count)))
