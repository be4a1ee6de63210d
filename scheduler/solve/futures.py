"""Futures: a few scenarios out of many paths, and how many people should stand by for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from scheduler.problem import Problem, Scenario
from scheduler.roster import Roster, cover_of


def groups_of_paths(paths: np.ndarray, slots_per_day: int, count: int) -> tuple[np.ndarray, ...]:
    """
    Return the paths in `count` groups of nearly the same size, each day's by the rising total of the day.

    Losses and standby add up day by day, so only how each day may turn out matters: the quiet days of all paths come
    together in the first group, the busiest in the last. By the total of the window they would cancel each other.

    Parameters
    ----------
    paths
        Calls, shape (paths, slots).
    slots_per_day
        Slots of one day.
    count
        Groups, at least 1; no more than there are paths.

    Returns
    -------
    groups
        Each of shape (paths of the group, slots).
    """
    by_day = paths.reshape(len(paths), -1, slots_per_day)
    order = np.argsort(by_day.sum(axis=2), axis=0, kind="stable")
    ranked = np.take_along_axis(by_day, order[:, :, None], axis=0).reshape(paths.shape)
    return tuple(np.array_split(ranked, max(1, min(count, len(paths)))))


def robust(problem: Problem, scenarios: Sequence[Scenario]) -> Problem:
    """Return the problem with possible futures in place of its one requirement."""
    return replace(problem, requirements=(), scenarios=tuple(scenarios))


def standby_needed(problem: Problem, roster: Roster, *, share: float = 0.9) -> dict[date, int]:
    """
    Return for each day how many people on standby suffice in at least this share of the futures.

    A future's need of a day is the most operators that are missing in any of its half-hours.

    Parameters
    ----------
    problem
        Its scenarios are the futures.
    roster
        Who is planned.
    share
        Share of the weight of the futures, in (0, 1].

    Raises
    ------
    ValueError
        If `share` is out of range.
    """
    if not 0 < share <= 1:
        raise ValueError(f"standby_needed.share must lie in (0, 1], got {share}.")
    weights = np.array([scenario.weight for scenario in problem.scenarios], dtype=float)
    if not len(weights):
        return dict.fromkeys(problem.dates, 0)
    missing = np.stack(
        [
            np.maximum(
                s.requirement.operators
                - cover_of(problem, roster, s.requirement.skill, s.requirement.grid.step),
                0,
            )
            .reshape(problem.days, -1)
            .max(axis=1)
            for s in problem.scenarios
        ]
    )
    found = {}
    for k, day in enumerate(problem.dates):
        order = np.argsort(missing[:, k], kind="stable")
        reached = np.cumsum(weights[order]) / weights.sum()
        found[day] = int(missing[order[int(np.searchsorted(reached, share - 1e-9))], k])
    return found
