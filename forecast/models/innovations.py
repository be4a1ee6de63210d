"""What innovations tell: lone shocks, restless stretches, heavy tails."""

import numpy as np
from scipy.signal import lfilter

from forecast.models.arima import ArimaErrors

SHOCK = 4.5
"""Robust deviations from which a single day counts as a shock and is masked."""

LONGEST_SHOCK = 7
"""Days after which what is out of line is a new level: storms, strikes and outages are over within a week."""

REST = 3
"""Days between two days out of line up to which they are one happening."""

NEVER_JUDGED = 3
"""Days at the end of the history of which nobody knows yet whether they will last."""

MOST_REVISIONS = 4
"""Rounds in which new levels are believed and the spread is measured again without the shocks."""

RESTLESS_HALF_LIFE = 45.0
"""Days over which restless and calm stretches (an epidemic, a reorganisation) take turns."""

RESTLESS_BELIEF = 30.0
"""Days' worth of evidence that every stretch is as restless as the whole."""

SHAPE_BELIEF = 100.0
"""Days' worth of evidence for moderately heavy tails, and the excess kurtosis it stands for: t with 10 degrees."""
SHAPE_EXCESS = 1.0


def find_shocks(errors: np.ndarray, model: ArimaErrors, scales: np.ndarray, judged: np.ndarray) -> np.ndarray:
    """
    Return the days of storms, outages and the like: far out of line, and over within a week.

    Day by day, each error is held against what the clean days before it make of it. While days stay out of
    line the level is not moved by them; if they stay so for longer than `LONGEST_SHOCK`, they are a new level
    after all. The last days of the history are never judged: nobody knows yet whether they will last.

    Parameters
    ----------
    errors
        Shape (days,); NaN where nothing is known.
    model
        Their law.
    scales
        Relative deviation of each day's innovation, shape (days,).
    judged
        Which days may be a shock at all, shape (days,).
    """
    known = np.isfinite(errors)
    white = model.whiten(np.where(known, errors, 0.0)[None, :])[0]
    size = 1.4826 * float(np.median(np.abs(white[known] / scales[known]))) + 1e-6
    spread, believed = 0.0, np.zeros(len(errors), dtype=bool)
    for _ in range(MOST_REVISIONS):
        white, far = _frozen(errors, model, SHOCK * (spread or 2 * size) * scales, judged & ~believed)
        again = 1.4826 * float(np.median(np.abs(white[known & ~far] / scales[known & ~far]))) + 1e-6
        lasting = _lasting(far)
        if not lasting.any() and again == spread:
            break
        believed |= lasting
        spread = again
    far[lasting] = False
    return np.asarray(far & known)


def without_shocks(errors: np.ndarray, model: ArimaErrors) -> np.ndarray:
    """Return innovations where unknown days are as expected, so that what comes after is held against what was before."""
    return _frozen(errors, model, np.zeros(len(errors)), np.zeros(len(errors), dtype=bool))[0]


def absorb(errors: np.ndarray, model: ArimaErrors, scales: np.ndarray, known: int) -> np.ndarray:
    """
    Return errors with unknown days at their expectation, and days from `known` on as well if they are shocks.

    Parameters
    ----------
    errors
        Shape (days,); NaN where nothing is known.
    model
        Their law.
    scales
        Deviation of each day's innovation, shape (days,).
    known
        Days at the beginning that are taken as they are.
    """
    judged = np.arange(len(errors)) >= known
    far = _frozen(errors, model, SHOCK * scales, judged)[1]
    shocks = far & ~_lasting(far)
    filled = errors.copy()
    for t in np.flatnonzero(np.isnan(errors) | shocks):
        filled[t] = 0.0
        filled[t] = -model.whiten(filled[None, : t + 1])[0, t]  # so that nothing surprising came in on it
    return filled


def _frozen(
    errors: np.ndarray, model: ArimaErrors, limits: np.ndarray, judged: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return innovations and which of them are out of bounds; such days are taken as what was expected of them.

    Innovations are linear in the errors: a day taken as expected takes its own innovation, and all that would have come
    of it, out of the days after.
    """
    unknown = np.isnan(errors)
    white = model.whiten(np.where(unknown, 0.0, errors)[None, :])[0]
    follows = model.whiten(np.eye(1, len(errors)))[0]
    bounds = np.where(unknown, -1.0, np.where(judged, limits, np.inf))
    far = np.zeros(len(errors), dtype=bool)
    out, at = np.abs(white) > bounds, 0
    while out[at:].any():
        at += int(np.argmax(out[at:]))
        far[at] = not unknown[at]
        white[at:] -= white[at] * follows[: len(white) - at]
        white[at] = 0.0
        at += 1
        out[at:] = np.abs(white[at:]) > bounds[at:]
    return white, far


def _lasting(far: np.ndarray) -> np.ndarray:
    """Return which days out of line are no shock: a run of more than `LONGEST_SHOCK`, or one not over yet."""
    lasting = np.zeros(len(far), dtype=bool)
    days = np.flatnonzero(far)
    for run in np.split(days, np.flatnonzero(np.diff(days) > REST) + 1) if len(days) else []:
        first, end = run[0], run[-1] + 1
        if end - first > LONGEST_SHOCK or end > len(far) - NEVER_JUDGED:
            lasting[first:end] = True
    return lasting


def restlessness(innovations: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return how restless each stretch of the history is beside the whole, shape (days,)."""
    seen = weights > 0
    size = 1.4826 * float(np.median(np.abs(innovations[seen]))) + 1e-9
    squares = np.where(
        seen, np.minimum(np.abs(innovations), SHOCK * size) ** 2 + 1e-18, 0.0
    )  # of a constant, too
    fade = 0.5 ** (1 / RESTLESS_HALF_LIFE)

    def around(values: np.ndarray) -> np.ndarray:
        before = lfilter([1.0], [1.0, -fade], values)
        after = lfilter([1.0], [1.0, -fade], values[::-1])[::-1]
        return np.asarray(before + after - values)

    overall = float(np.sum(weights * squares) / np.sum(weights))
    local = (around(squares) + RESTLESS_BELIEF * overall) / (around(1.0 * seen) + RESTLESS_BELIEF)
    return np.asarray(np.sqrt(local / overall))


def tail_freedom(standard: np.ndarray) -> float:
    """Return degrees of freedom of a t distribution from the excess kurtosis, shrunk."""
    unit = standard / max(float(np.sqrt(np.mean(standard**2))), 1e-9)
    excess = float(np.mean(np.minimum(unit**4, 6.0**4))) - 3
    shrunk = (len(unit) * excess + SHAPE_BELIEF * SHAPE_EXCESS) / (len(unit) + SHAPE_BELIEF)
    return float(np.clip(4 + 6 / max(shrunk, 0.1), 4.5, 40.0))
