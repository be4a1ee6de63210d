"""Playing days: a cover against callers, many times, and what each day brings."""

import os
import warnings
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from joblib import Parallel, delayed

from desk.results.scenarios import Moved
from desk.results.surge import DayService
from forecast.grid import Grid
from forecast.prediction import Prediction
from forecast.staffing.batch import BATCHES, batches, own_paths, play_batch
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.runs import Runs
from forecast.staffing.service import Line, ServiceTarget
from scheduler.people import Person
from scheduler.problem import Problem
from scheduler.roster import Roster, worked

CALLERS = Behaviour(patience_shape=1.3, redial=0.45, voicemail=0.40)
"""How callers behave beside the line's patience: the sample's recipe; the redial share is unverified."""


def callers_of(line: Line) -> Behaviour:
    """Return how callers behave: they try again as the line's settings say, or as `CALLERS` where these say nothing."""
    return replace(CALLERS, redial=line.redial) if line.redial else CALLERS


def first_tries(prediction: Prediction, line: Line) -> Prediction:
    """Return the calls without the redials that the records behind them hold; who plays them adds redials anew."""
    share = 1.0 - callers_of(line).redial * line.counted
    return replace(
        prediction,
        mean=prediction.mean * share,
        quantiles=prediction.quantiles * share,
        paths=prediction.paths * share,
    )


def begun(
    grid: Grid,
    rates: np.ndarray,
    cover: np.ndarray,
    line: Line,
    target: ServiceTarget,
    *,
    runs: int,
    seed: int,
    behaviour: Behaviour = CALLERS,
    absence: float = 0.0,
    workers: int = 1,
) -> Generator[Runs, None, None]:
    """
    Let processes begin to play and return at once; each part comes when it is asked for.

    Parameters
    ----------
    grid, rates, cover, line, target, behaviour
        As in `forecast.staffing.simulate.play`; `rates` may hold one row per path.
    runs, seed
        How often, and the seed.
    absence
        Share of the rostered operators who stay away without notice, in [0, 1]; who it hits is drawn anew per batch.
    workers
        Processes. One plays each part only when it is asked for.
    """
    table = np.atleast_2d(rates)
    parts: Generator[Runs, None, None] = Parallel(n_jobs=workers, return_as="generator")(
        delayed(play_batch)(
            grid, own_paths(table, first, count), cover, line, target, first=first, runs=count, seed=seed, behaviour=behaviour,
            absence=absence,
        )
        for first, count in batches(runs)
    )  # fmt: skip
    return parts


def finished(
    parts: Generator[Runs, None, None],
    *,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Runs:
    """
    Return the runs that have begun; fewer if someone asks to stop, but never none.

    Parameters
    ----------
    parts
        As `begun` gives them.
    progress, stop
        Told the share done; asked after each part.
    """
    found: list[Runs] = []
    for part in parts:
        found.append(part)
        if progress is not None:
            progress(len(found) / BATCHES)
        if stop is not None and stop():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # joblib tells how much it cancels
                parts.close()
    return Runs.joined(found)


def processes(wanted: int | None = None) -> int:
    """Return how many processes to use: two where the machine has them, as promised of a scenario."""
    return wanted or min(2, os.cpu_count() or 1)


def service_by_day(runs: Runs, grid: Grid, cover: np.ndarray) -> tuple[DayService, ...]:
    """Return what every day brought: means over the runs, and the worst and best tenth."""

    def by_day(values: np.ndarray) -> np.ndarray:
        return np.asarray(values.reshape(len(values), grid.days, -1).sum(axis=2))

    offered, answered, in_time, gone, waited = (
        by_day(values) for values in (runs.offered, runs.answered, runs.in_time, runs.abandoned, runs.waited)
    )
    share = np.where(offered > 0, in_time / np.maximum(offered, 1), 1.0)
    low, high = np.quantile(share, (0.1, 0.9), axis=0)
    slot_calls = runs.offered.sum(axis=0).reshape(grid.days, -1)
    slot_wait = runs.waited.sum(axis=0).reshape(grid.days, -1) / np.maximum(slot_calls, 1e-9)
    busy = slot_calls >= len(runs.offered)  # a half-hour without a call a run has no worst wait
    backlog = runs.backlog.mean(axis=0).reshape(grid.days, -1)[:, -1]
    most = np.asarray(cover).reshape(grid.days, -1).max(axis=1)
    return tuple(
        DayService(
            day=day,
            on_phones=int(most[k]),
            offered=float(offered[:, k].mean()),
            answered=float(answered[:, k].mean()),
            abandoned=float(gone[:, k].mean()),
            in_time=float(in_time[:, k].sum() / max(offered[:, k].sum(), 1e-9))
            if offered[:, k].any()
            else 1.0,
            in_time_low=float(low[k]),
            in_time_high=float(high[k]),
            wait=float(waited[:, k].sum() / max(offered[:, k].sum(), 1e-9)),
            worst_wait=float(np.where(busy[k], slot_wait[k], 0.0).max()),
            backlog=float(backlog[k]),
        )
        for k, day in enumerate(grid.dates)
    )


def overtime_minutes(problem: Problem, roster: Roster, person: Person) -> int:
    """Return the paid minutes above contract in the weeks of the horizon, hours before it included."""
    weeks: dict[date, int] = {}
    for shift in worked(problem, roster)[person.code]:
        monday = date.fromordinal(shift.day.toordinal() - shift.day.weekday())
        weeks[monday] = weeks.get(monday, 0) + shift.type.paid
    inside = {date.fromordinal(day.toordinal() - day.weekday()) for day in problem.dates}
    return sum(max(0, spent - person.weekly_minutes) for monday, spent in weeks.items() if monday in inside)


def without_absent(problem: Problem, roster: Roster) -> Roster:
    """Return who of a roster can really come: not those whose zone is closed, nor those who are away."""
    people = {person.code: person for person in problem.people}
    closed = {(closure.zone, closure.day) for closure in problem.closures}
    away = {(absence.person, absence.day): absence for absence in problem.absences}
    return Roster(
        frozenset(
            a
            for a in roster.assignments
            if not ((met := away.get((a.person, a.day))) and met.meets(problem.shift_of(a)))
            and ((people[a.person].zone, a.day) not in closed or people[a.person].permit)
        )
    )


def moved(before: Roster, after: Roster, days: Sequence[date]) -> Moved:
    """Return how many cells of some days differ, and of how many people."""
    chosen = set(days)
    cells = {(a.person, a.day) for a in before.assignments ^ after.assignments if a.day in chosen}
    return Moved(len(cells), len({person for person, _ in cells}))
