"""After an alarm: how high, how long, from the days seen so far and what such events usually do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import log_ndtr

from forecast.prediction import LEVELS, Note, Prediction
from forecast.surge.shapes import LONGEST, TEMPLATES, Kind, OwnShape, draw, draw_own

PARTICLES = 4000
"""Shapes drawn of each kind."""

PRIOR: dict[Kind, float] = {
    Kind.SHOCK: 0.25,
    Kind.SCARE: 0.25,
    Kind.EPIDEMIC: 0.25,
    Kind.OWN: 0.15,
    Kind.TREND: 0.10,
}
"""What kind it is before a day has been seen; without own past emergencies their share goes to the others."""

STATED = 0.85
"""Weight of the kind that the planner states."""

MISFIT = 0.15
"""Log deviation of a day about its shape beyond that about the forecast: no emergency keeps to a template."""

ADDS = 0.5
"""Share of the shapes that add to a day instead of multiplying what the calendar expects of it."""

TAKEN_BACK = 2
"""Days before the first odd day on which it may have begun."""

SETTLED = 2
"""Days seen up to which a fan of scenarios is shown instead of one band."""

MEMORY = 0.5
"""Weight of each further day back in the local level: about two days count."""

LASTS = 14.0
"""Days in which what the shapes missed at the end fades by half."""

DAMPING, SLOPE_MEMORY, WANDER = 0.8, 0.5, 0.10
"""Of the damped log trend: share of the slope kept per day, weight of each further day back in it, daily wandering."""

STEEPEST = 0.3
"""Log slope a day at most: three days of it more than double."""

OVER = 1.3
"""Multiplier below which a surge no longer needs more people than a busy day."""


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """
    What the next days may bring.

    Parameters
    ----------
    prediction
        Daily, on the days of the calendar-adjusted forecast that it rests on.
    multiplier
        Quantiles of what comes over what should come, shape (days, len(LEVELS)).
    weights
        Probability of each kind, by kind.
    level
        Present multiplier.
    days_seen
        Days of the emergency that are known.
    lasts
        10, 50 and 90 percent points of the days from now until the multiplier stays below `OVER`.
    fan
        Mean calls a day if the present excess halves, stays, doubles, by name; for the first two days of an emergency,
        when no single band deserves trust.
    """

    prediction: Prediction
    multiplier: np.ndarray
    weights: Mapping[Kind, float]
    level: float
    days_seen: int
    lasts: tuple[float, float, float]
    fan: Mapping[str, np.ndarray]

    @property
    def settled(self) -> bool:
        """Whether enough days are seen for one band; before, read the fan."""
        return self.days_seen > SETTLED


def project(
    seen: np.ndarray,
    expected: np.ndarray,
    spread: np.ndarray,
    base: Prediction,
    *,
    usual: float | None = None,
    capped: np.ndarray | None = None,
    stated: Kind | None = None,
    own: Sequence[OwnShape] = (),
    seed: int = 0,
) -> Projection:
    """
    Project level and shape of an emergency over the days of a forecast made as if it were not there.

    Shapes of every kind are drawn, weighed by the days seen (a day held down by the seats only says "at least so
    much"), and drawn again by weight; what the heaviest still miss at the end stays as a fading local level. Half of
    them multiply what the calendar expects of each day, half add to it as a multiple of a usual day: in a holiday's
    trough an emergency does not fall, and when it ends it does not rise. A damped log trend stands beside them as a
    kind of its own, weighed by how well it would have foretold each day.

    Parameters
    ----------
    seen, expected, spread
        Days since the first odd one: what came, what should have come, and its log deviation, shape (days seen,).
    base
        Calendar-adjusted daily forecast of the days after the last one seen.
    usual
        Calls of a usual day; the mean of what is expected over the days seen and to come if not given.
    capped
        Which of the days seen were held down by the seats.
    stated
        The kind, if the planner knows it.
    own
        Shapes of the centre's own past emergencies.
    seed
        Of the draws.
    """
    known = np.isfinite(seen) & np.isfinite(expected)
    if not known.any():
        raise ValueError("project needs at least one day of the emergency that is known.")
    rng = np.random.default_rng(seed)
    floor = np.zeros(len(seen), dtype=bool) if capped is None else capped
    count, horizon = len(base.paths), base.grid.days
    shapes = {kind: draw(template, PARTICLES, rng) for kind, template in TEMPLATES.items()}
    if own:
        shapes[Kind.OWN] = draw_own(own, PARTICLES, rng)
    days = np.arange(len(seen))
    rest = np.log((seen + 0.5) / (expected + 0.5))
    noise = np.sqrt(spread**2 + 1 / (expected + 0.5) + MISFIT**2)
    evidence: dict[Kind, float] = {}
    futures: dict[Kind, np.ndarray] = {}
    whole = np.concatenate([expected, base.mean])
    level = usual or float(np.nanmean(whole))
    for kind, table in shapes.items():
        begun = rng.integers(0, TAKEN_BACK + 1, PARTICLES)
        at = np.minimum(np.arange(len(whole))[None, :] + begun[:, None], LONGEST - 1)
        adds = rng.random(PARTICLES) < ADDS
        per_day = np.where(adds[:, None], level / np.maximum(whole, 1.0)[None, :], 1.0)
        table = np.log1p(np.take_along_axis(table, at, 1) * per_day)
        gap = (rest[None, :] - table[:, days]) / noise[None, :]
        each = np.where(
            floor[None, :], log_ndtr(-gap), -0.5 * np.minimum(gap**2, 36.0) - np.log(noise)[None, :]
        )
        score = np.where(known[None, :], each, 0.0).sum(axis=1)
        top = float(score.max())
        weight = np.exp(score - top)
        evidence[kind] = top + float(np.log(weight.mean()))
        chosen = rng.choice(PARTICLES, size=count, p=weight / weight.sum())
        ahead = table[chosen][:, len(seen) :]
        missed = _local(rest[known][None, :] - table[chosen][:, days[known]])
        futures[kind] = ahead + missed[:, None] * 0.5 ** (np.arange(1, horizon + 1) / LASTS)
    evidence[Kind.TREND], futures[Kind.TREND] = _trends(rest, noise, known, whole / level, count, rng)
    weights = _weights(evidence, stated)
    kinds = tuple(weights)
    which = rng.choice(len(kinds), size=count, p=[weights[kind] for kind in kinds])
    log_multiplier = np.stack([futures[kind] for kind in kinds])[which, np.arange(count)]
    multiplier = np.exp(np.clip(log_multiplier, -0.7, 4.0))
    now = float(np.exp(_local(rest[known][None, :])[0]))
    excess = (now - 1) * float(expected[known][-1])
    return Projection(
        _prediction(base, multiplier, rng),
        np.quantile(multiplier, LEVELS, axis=0).T,
        weights,
        now,
        int(known.sum()),
        _lasts(multiplier),
        {
            name: base.mean + factor * max(excess, 0.0)
            for name, factor in (("half", 0.5), ("same", 1.0), ("double", 2.0))
        },
    )


def _local(rest: np.ndarray) -> np.ndarray:
    """Return the mean of the last days, each further back counting less, shape (rows,)."""
    weights = MEMORY ** np.arange(rest.shape[1])[::-1]
    return np.asarray(rest @ weights / weights.sum())


def _trends(
    rest: np.ndarray,
    noise: np.ndarray,
    known: np.ndarray,
    relative: np.ndarray,
    count: int,
    rng: np.random.Generator,
) -> tuple[float, np.ndarray]:
    """Return the evidence for a damped log trend and its futures: of the multiplier, and of what is added."""
    seen, parts = len(rest), []
    for scale in (np.ones(len(relative)), np.maximum(relative, 1e-3)):
        grown = np.log1p(np.maximum(np.expm1(rest), -0.4) * scale[:seen])
        # A deviation of the whole day is a smaller one of what the usual day has grown to, and the other way round.
        width = noise * np.exp(rest) * scale[:seen] / np.exp(grown)
        evidence, ahead = _trend(grown, width, known, count, len(relative) - seen, rng)
        evidence -= float(np.log(np.maximum(noise / width, 1e-9))[known].sum())
        parts.append((evidence, np.log1p(np.maximum(np.expm1(ahead) / scale[seen:][None, :], -0.4))))
    top = max(evidence for evidence, _ in parts)
    shares = np.exp([evidence - top for evidence, _ in parts])
    chosen = rng.random(count) < shares[0] / shares.sum()
    return top + float(np.log(shares.mean())), np.where(chosen[:, None], parts[0][1], parts[1][1])


def _trend(
    grown: np.ndarray,
    noise: np.ndarray,
    known: np.ndarray,
    count: int,
    horizon: int,
    rng: np.random.Generator,
) -> tuple[float, np.ndarray]:
    """Return the evidence for a damped trend, each day foretold by those before it, and its future."""
    level, slope, evidence = 0.7, 0.0, 0.0
    first = True
    for value, width in zip(grown[known], noise[known], strict=True):
        foretold = level + DAMPING * slope
        deviation = float(np.hypot(0.7 if first else 2 * WANDER, width))
        evidence += -0.5 * min(((value - foretold) / deviation) ** 2, 36.0) - np.log(deviation)
        step = 0.0 if first else value - level
        slope = float(np.clip(SLOPE_MEMORY * slope + (1 - SLOPE_MEMORY) * step, -STEEPEST, STEEPEST))
        level = value if first else foretold + (1 - MEMORY) * (value - foretold)
        first = False
    trend = slope * np.cumsum(DAMPING ** np.arange(1, horizon + 1))
    wander = np.cumsum(WANDER * rng.standard_normal((count, horizon)), axis=1)
    return float(evidence), np.maximum(level + trend[None, :] + wander, -0.5)


def _weights(evidence: Mapping[Kind, float], stated: Kind | None) -> dict[Kind, float]:
    prior = {kind: PRIOR[kind] for kind in evidence}
    if stated is not None and stated in prior and len(prior) > 1:
        others = sum(weight for kind, weight in prior.items() if kind is not stated)
        prior = {
            kind: STATED if kind is stated else (1 - STATED) * weight / others
            for kind, weight in prior.items()
        }
    top = max(evidence.values())
    raw = {kind: prior[kind] * float(np.exp(evidence[kind] - top)) for kind in evidence}
    whole = sum(raw.values())
    return {kind: weight / whole for kind, weight in raw.items()}


def _prediction(base: Prediction, multiplier: np.ndarray, rng: np.random.Generator) -> Prediction:
    """Return the forecast with every path multiplied; what is added to whole calls is whole calls."""
    if (base.paths == np.round(base.paths)).all():
        paths = np.where(
            multiplier >= 1,
            base.paths + rng.poisson(base.paths * np.maximum(multiplier - 1, 0.0)),
            np.rint(base.paths * multiplier),
        )
    else:
        paths = base.paths * multiplier
    quantiles = np.maximum.accumulate(np.quantile(paths, LEVELS, axis=0).T, axis=1)
    note = Note("surge_projected", (("model", base.model),))
    return replace(
        base,
        mean=paths.mean(axis=0),
        quantiles=quantiles,
        paths=paths.astype(float),
        notes=(*base.notes, note),
    )


def _lasts(multiplier: np.ndarray) -> tuple[float, float, float]:
    above = multiplier >= OVER
    last = np.where(above.any(axis=1), multiplier.shape[1] - np.argmax(above[:, ::-1], axis=1), 0)
    low, middle, high = np.quantile(last, (0.1, 0.5, 0.9))
    return float(low), float(middle), float(high)
