"""The paths of a forecast, drawn together to a few futures that a roster can be made for."""

from dataclasses import replace

import numpy as np
from sqlalchemy.orm import Session

from desk.planning.staffing import half_hours, line_of, load_service, target_of
from desk.store import plans
from forecast.errors import SettingError
from forecast.prediction import LEVELS
from forecast.staffing.plan import require as operators_for
from scheduler.problem import Scenario
from scheduler.solve.futures import groups_of_paths

FUTURES = (2, 50)
"""Fewest and most scenarios that the paths are drawn together to."""


def scenarios_of(session: Session, requirement: int, count: int) -> tuple[Scenario, ...]:
    """
    Return the futures of the forecast behind a requirement: its paths by their total, in groups of like size.

    Raises
    ------
    SettingError
        ``bad_futures``, or ``unknown_forecast`` if the forecast is not kept.
    """
    if not FUTURES[0] <= count <= FUTURES[1]:
        raise SettingError("bad_futures", count=count, low=FUTURES[0], high=FUTURES[1])
    behind = plans.forecast_behind(session, requirement)
    if behind is None:
        raise SettingError("unknown_forecast")
    prediction, service = half_hours(session, behind[1]), load_service(session)
    line, target = line_of(service, prediction.grid), target_of(service)
    found = []
    for group in groups_of_paths(prediction.paths.sum(axis=1), count):
        paths = prediction.paths[group]
        future = replace(
            prediction, mean=paths.mean(axis=0), quantiles=np.quantile(paths, LEVELS, axis=0).T, paths=paths
        )
        found.append(Scenario(operators_for(future, line, target), len(group)))
    return tuple(found)
