"""What moves with the volume of an emergency: handling time, hours, types, redials, absence."""

from dataclasses import dataclass, replace

import numpy as np

from forecast.prediction import Prediction
from forecast.staffing.service import Line
from forecast.surge.shapes import TEMPLATES, Kind, Template

REDIAL = 0.45
"""Share of those who gave up and call again; reports say 0.3 to 0.6, unverified."""

MIX: dict[str, float] = {"consult": 0.54, "complaint": 0.11, "report": 0.35}
"""Types within an emergency's calls, from one city's consumer line in the spring of 2020."""


@dataclass(frozen=True, slots=True)
class Effects:
    """
    What an emergency does beside the volume, at full height.

    Parameters
    ----------
    handling
        How much longer calls take, as a share.
    after_hours
        Share of the calls that moves to after closing.
    absence
        Share of the operators who cannot come.
    redial
        Share of those who gave up and call again.
    mix
        Pairs of type and share within the added calls.
    """

    handling: float = 0.0
    after_hours: float = 0.0
    absence: float = 0.0
    redial: float = REDIAL
    mix: tuple[tuple[str, float], ...] = ()


def of_kind(kind: Kind) -> Effects:
    """Return the middle of what is known of a kind; own shapes and trends are taken for scares."""
    template: Template = TEMPLATES.get(kind, TEMPLATES[Kind.SCARE])
    mix = tuple(MIX.items()) if kind is Kind.EPIDEMIC else ()
    return Effects(
        handling=sum(template.handling) / 2,
        after_hours=template.after_hours,
        absence=sum(template.absence) / 2,
        mix=mix,
    )


def blended(weights: dict[Kind, float]) -> Effects:
    """Return the effects of a mixture of kinds."""
    parts = [(weight, of_kind(kind)) for kind, weight in weights.items()]
    mixed = max(weights, key=lambda kind: weights[kind])
    return Effects(
        handling=sum(weight * effects.handling for weight, effects in parts),
        after_hours=sum(weight * effects.after_hours for weight, effects in parts),
        absence=sum(weight * effects.absence for weight, effects in parts),
        mix=of_kind(mixed).mix,
    )


def line_in_surge(line: Line, multiplier: np.ndarray, effects: Effects) -> Line:
    """
    Return the line with the added calls' types and longer handling.

    Parameters
    ----------
    line
        As on ordinary days.
    multiplier
        What comes over what should come, shape (slots,).
    effects
        At full height.
    """
    slots = len(multiplier)
    seconds, shares = line.handling.by_slot(slots)
    added = np.clip(1 - 1 / np.maximum(multiplier, 1.0), 0.0, 1.0)
    mix = dict(effects.mix)
    wanted = np.array([mix.get(name, 0.0) for name in line.handling.names])
    if wanted.sum() > 0:
        shares = (1 - added) * shares + added * (wanted / wanted.sum())[:, None]
    longer = seconds * (1 + effects.handling * added)
    return replace(line, handling=replace(line.handling, seconds=longer, shares=shares / shares.sum(axis=0)))


def later_in_the_day(
    prediction: Prediction, line: Line, multiplier: np.ndarray, effects: Effects
) -> Prediction:
    """
    Return a half-hour prediction with part of each day's calls moved to the hours after closing.

    Parameters
    ----------
    prediction
        On the slots of `line`.
    multiplier
        Shape (slots,).
    effects
        At full height.
    """
    if effects.after_hours <= 0:
        return prediction
    per_day = prediction.grid.slots_per_day
    opened = line.open_slots(prediction.grid.slots)
    share = effects.after_hours * np.clip(1 - 1 / np.maximum(multiplier, 1.0), 0.0, 1.0)

    def moved(values: np.ndarray) -> np.ndarray:
        days = (values * np.where(opened, 1 - share, 1.0)).reshape(*values.shape[:-1], -1, per_day)
        given = (values * np.where(opened, share, 0.0)).reshape(*values.shape[:-1], -1, per_day)
        closed = ~opened.reshape(-1, per_day)
        weights = np.where(closed, days + 1e-9, 0.0)
        weights = weights / np.maximum(weights.sum(axis=-1, keepdims=True), 1e-12)
        return np.asarray((days + weights * given.sum(axis=-1, keepdims=True)).reshape(values.shape))

    paths = moved(prediction.paths)
    if (prediction.paths == np.round(prediction.paths)).all():
        paths = np.round(paths)
    quantiles = np.maximum.accumulate(moved(prediction.quantiles.T).T, axis=1)
    return replace(prediction, mean=moved(prediction.mean), quantiles=quantiles, paths=paths)
