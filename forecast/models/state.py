"""What the house model has learned of a series, and how it goes on from there."""

from dataclasses import dataclass, replace

import numpy as np

from forecast.models.arima import ArimaErrors
from forecast.models.innovations import absorb
from forecast.models.shrinkage import Posterior


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """
    Everything learned from one series on its axis of open days.

    Parameters
    ----------
    errors
        The ARIMA errors.
    posterior
        Of the effects, festival-year columns included.
    columns
        Design over history and future, shape (days, columns).
    groups, names
        Of the columns.
    completed
        Log series minus `centre`, missing days filled, shape (history,).
    centre, offset
        Subtracted from and added before taking the log.
    scales
        Relative deviation of an innovation on every day, shape (days,).
    freedom
        Degrees of freedom of the innovations' t distribution.
    lift
        Added to the log mean to undo the bias of the log at small counts.
    masked
        Number of shocks taken out.
    widening
        What the deviation of the error on each day ahead is multiplied by, shape (LONGEST_HORIZON,):
        learned from how far the series strayed from forecasts out of its own past.
    """

    errors: ArimaErrors
    posterior: Posterior
    columns: np.ndarray
    groups: tuple[str, ...]
    names: tuple[str, ...]
    completed: np.ndarray
    centre: float
    offset: float
    scales: np.ndarray
    freedom: float
    lift: float
    masked: int
    widening: np.ndarray


def grown(state: State, log: np.ndarray) -> State:
    """Return the state with more days on its axis, shape (days,), NaN where nothing is known of one."""
    known, added = len(state.completed), len(log)
    fitted = state.columns[: known + added] @ state.posterior.effects
    rest = np.append(state.completed, log) - fitted
    limits = np.sqrt(state.posterior.variance) * state.scales[: known + added]
    errors = absorb(rest, state.errors, limits, known)
    return replace(state, completed=fitted + errors)


def outlook(state: State, steps: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """
    Return the log mean (steps,), what it moves by per effect (steps, columns) and per shock (steps, steps).

    Row h of the last matrix holds what a shock on each future day leaves on day h.
    """
    known = len(state.completed)
    rows = np.vstack([np.append(state.completed, np.zeros(steps)), state.columns[: known + steps].T])
    white = state.errors.whiten(rows)[:, known:]
    responses = state.errors.responses(steps)
    lag = np.subtract.outer(np.arange(steps), np.arange(steps))
    spread = np.where(lag >= 0, responses[np.maximum(lag, 0)], 0.0)
    per_effect = spread @ white[1:].T
    mean = state.centre + per_effect @ state.posterior.effects - spread @ white[0]
    return np.asarray(mean), np.asarray(per_effect), spread
