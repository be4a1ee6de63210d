"""A model's word is taken only if it is one: a fit that broke or ran away is a model that cannot be used."""

from collections.abc import Sequence

import numpy as np

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.models.registry import MODELS
from forecast.models.usual import NOTHING, Usual
from forecast.prediction import Prediction

FARTHEST = 10.0
"""Times the largest day known that no expected day exceeds: even the emergency of 2020 was 3 times a usual day."""


def trusted(
    code: str,
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    horizon: int,
    paths: int,
    seed: int = 0,
    usual: Usual = NOTHING,
) -> Prediction:
    """
    Return the prediction of a model that was fitted to a history.

    Parameters
    ----------
    code
        Of the model in the registry.
    demand, calendar, events
        As known on the last day of the demand.
    horizon, paths, seed
        As in `forecast.models.Fitted.predict`.
    usual
        What similar centres say.

    Raises
    ------
    ModelError
        As the model's own; ``did_not_converge`` also where its numbers broke, or run away from all that was ever seen.
    """
    try:
        made = MODELS[code]().fit(demand, calendar, events, usual).predict(horizon, paths=paths, seed=seed)
    except (ArithmeticError, ValueError) as error:  # a matrix that cannot be solved, a rate that is no number
        raise ModelError("did_not_converge", model=code) from error
    if made.mean.max() > FARTHEST * float(np.nanmax(demand.values)):
        raise ModelError("did_not_converge", model=code)
    return made
