"""Use case of the referee: the simulator plays a roster and says whether it keeps what the formulas promise."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.forecasting import forecast
from desk.planning.problems import PHONE
from desk.planning.repairing import problem_and_roster
from desk.planning.resting import rests_of
from desk.planning.service import method_of, shape_of
from desk.planning.staffing import half_hours, line_of, load_service, target_of
from desk.planning.waiting_work import waiting_work
from desk.results import Confirmation, RosterVersion
from desk.store import Store, rosters
from forecast.errors import SettingError
from forecast.grid import Grid
from forecast.prediction import Prediction
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.call_backs import plan_call_backs
from forecast.staffing.plan import outlook
from forecast.staffing.requirement import CallBackPlan
from forecast.staffing.runs import Simulated
from forecast.staffing.service import Line, ServiceTarget
from forecast.staffing.simulate import simulate
from forecast.staffing.workload import Workload, workload
from scheduler.rests import on_phones

RUNS = 200
"""Times that a window is played: the service level is then known to about half a point."""

MOST = 4.0
"""Multiple of the forecast up to which it is looked for what a roster can carry."""

HALVINGS = 9
"""Times that the multiple is halved: it is then known to better than a hundredth."""


def confirm_service(
    store: Store,
    who: Account,
    *,
    start: date,
    days: int,
    version: int | None = None,
    runs: int = RUNS,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Confirmation:
    """
    Play a window's roster against the paths of its forecast and return promise and result.

    Parameters
    ----------
    version
        Number of the roster; None for the published one of the window, else the newest draft.
    runs, seed
        Times that the window is played, 2 to 5000, and the seed of the random numbers.
    progress
        Is told the share that is done.

    Raises
    ------
    SettingError
        ``no_roster_yet`` if the window has no roster; ``unknown_version``; ``simulation_runs``.
    """
    require(who, "confirm_service")
    if not 2 <= runs <= 5000:
        raise SettingError("simulation_runs", runs=runs)
    view = forecast(store, who, start=start, days=days)
    told = progress or _quiet
    with store.begin() as session:  # rests are placed and kept where a version has none yet
        chosen = _version_of(session, start, days, version)
        service = load_service(session)
        prediction = half_hours(session, view.prediction)
        cover = _cover(session, chosen, prediction.grid)
        line, target, shape = line_of(service, prediction.grid), target_of(service), shape_of(service)
        open_ = line.open_slots(prediction.grid.slots)
        batches = waiting_work(session, service, prediction, open_, prediction.mean * open_)
    work = workload(prediction, line, method=method_of(service, None))
    plan = plan_call_backs(work, target, cover, batches, may_add=False, told=lambda share: told(0.2 * share))
    level = outlook(prediction, line, target, cover, work=work).service_level
    level = np.where(plan.used > 0, level + plan.used * (plan.service_level - level), level)
    pieces, seconds = np.zeros(len(cover)), []
    for batch in batches:
        each = float(service["deferrable"][batch.code]["seconds"])
        pieces[batch.release] += batch.minutes * 60.0 / each
        seconds.append((batch.minutes, each))
    # One mean for all kinds: the time of all work over the number of its pieces.
    mean = sum(m for m, _ in seconds) * 60.0 / pieces.sum() if pieces.sum() > 0 else 240.0
    seen = _play(
        prediction.grid, work, cover, line, target, plan, pieces, runs, seed,
        Behaviour(patience_shape=shape, redial=line.redial, call_back_seconds=mean),
        lambda share: told(0.2 + 0.8 * share),
    )  # fmt: skip
    calls = work.calls
    per_day = (prediction.grid.days, prediction.grid.slots_per_day)
    weight = np.maximum(calls.reshape(per_day).sum(axis=1), 1e-12)
    return Confirmation(
        version=chosen,
        target=target.share,
        promised=float(level @ calls / max(calls.sum(), 1e-12)),
        simulated=seen.day,
        margin=seen.day_margin,
        abandonment=seen.day_abandonment,
        wait=seen.day_wait,
        runs=runs,
        calls=round(seen.calls * runs),
        expected=float(calls.sum()),
        call_backs=seen.call_backs,
        left=seen.waiting_call_backs,
        by_day_promised=(level * calls).reshape(per_day).sum(axis=1) / weight,
        by_day_simulated=(seen.service_level * calls).reshape(per_day).sum(axis=1) / weight,
        holds=_holds(work, prediction, line, target, cover),
        shape=shape,
        redial=line.redial,
    )


def _play(
    grid: Grid, work: Workload, cover: np.ndarray, line: Line, target: ServiceTarget, plan: CallBackPlan,
    pieces: np.ndarray, runs: int, seed: int, behaviour: Behaviour, told: Callable[[float], None],
) -> Simulated:  # fmt: skip
    """Let the simulator play first calls against the cover; call-backs start above the plan's reserve."""
    seen_by = target if target.definition != "virtual" else replace(target, definition="offered")
    return simulate(
        grid, work.rates * (1.0 - line.redial * line.counted), cover, line, seen_by, runs=runs, seed=seed,
        behaviour=behaviour, call_backs=pieces,
        reserve=np.maximum(plan.reserve, 1), told=told,
    )  # fmt: skip


def _version_of(session: Session, start: date, days: int, version: int | None) -> RosterVersion:
    known = rosters.versions(session)
    if version is not None:
        for one in known:
            if one.id == version and (one.start, one.days) == (start, days):
                return one
        raise SettingError("unknown_version", version=version)
    here = [one for one in known if (one.start, one.days) == (start, days) and one.state != "superseded"]
    if not here:
        raise SettingError("no_roster_yet", start=start, days=days)
    return min(here, key=lambda one: (one.state != "published", -one.id))


def _cover(session: Session, version: RosterVersion, grid: Grid) -> np.ndarray:
    """Return who of a roster is on the phones, less those at a meal or nursing, shape (slots,)."""
    problem, roster = problem_and_roster(session, version.id)
    return on_phones(problem, roster, rests_of(session, version.id, problem, roster), PHONE, grid.step)


def _holds(
    work: Workload, prediction: Prediction, line: Line, target: ServiceTarget, cover: np.ndarray
) -> float:
    """Return the multiple of the forecast up to which the window as a whole keeps its target."""

    def level(factor: float) -> float:
        found = outlook(prediction, line, target, cover, work=work.times(factor)).service_level
        return float(found @ work.calls / max(work.calls.sum(), 1e-12))

    low, high = 0.0, MOST
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if level(middle) >= target.share else (low, middle)
    return low


def _quiet(_share: float) -> None:
    """Tell nobody."""
