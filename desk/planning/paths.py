"""The paths of a forecast, drawn together to a few futures that a roster can be made for."""

from dataclasses import replace

import numpy as np
from sqlalchemy.orm import Session

from desk.planning.easing import easing_of
from desk.planning.staffing import half_hours, line_of, load_service, target_of
from desk.store import plans
from forecast.errors import SettingError
from forecast.prediction import LEVELS
from forecast.staffing.plan import require as operators_for
from scheduler.problem import Scenario
from scheduler.solve.futures import groups_of_paths

FUTURES = (2, 50)
"""Fewest and most scenarios that the paths are drawn together to."""


def check_futures(count: int) -> None:
    """
    Let only a number of futures through that paths can be drawn together to.

    Raises
    ------
    SettingError
        ``bad_futures``.
    """
    if not FUTURES[0] <= count <= FUTURES[1]:
        raise SettingError("bad_futures", count=count, low=FUTURES[0], high=FUTURES[1])


def scenarios_of(session: Session, requirement: int, count: int) -> tuple[Scenario, ...]:
    """
    Return the futures of the forecast behind a requirement: its paths by each day's total, in groups of like size.

    Raises
    ------
    SettingError
        ``bad_futures``, or ``unknown_forecast`` if the forecast is not kept.
    """
    check_futures(count)
    behind = plans.forecast_behind(session, requirement)
    if behind is None:
        raise SettingError("unknown_forecast")
    prediction, service = half_hours(session, behind[1]), load_service(session)
    grid = prediction.grid
    line, target = line_of(service, grid), target_of(service)
    easing = easing_of(session, service, grid.start, grid.days)
    found = []
    for paths in groups_of_paths(prediction.paths, grid.slots_per_day, count):
        future = replace(
            prediction, mean=paths.mean(axis=0), quantiles=np.quantile(paths, LEVELS, axis=0).T, paths=paths
        )
        found.append(Scenario(operators_for(future, line, target, easing=easing), len(paths)))
    return tuple(found)
