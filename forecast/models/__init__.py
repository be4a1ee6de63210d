"""Forecast models: one per file behind one Protocol."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.models.usual import NOTHING, Usual
from forecast.prediction import Prediction


class Fitted(Protocol):
    """A model that has seen a history and can look ahead."""

    def predict(self, horizon: int, *, paths: int = 200, seed: int = 0) -> Prediction:
        """
        Return the next `horizon` days after the last day of the history.

        Parameters
        ----------
        horizon
            Days, 1 to 120.
        paths
            Number of sample paths.
        seed
            Seed of the sample paths; the same seed gives the same paths.
        """
        ...


class Model(Protocol):
    """One way of forecasting daily demand."""

    code: ClassVar[str]

    def fit(
        self, demand: Demand, calendar: Calendar, events: Sequence[Event] = (), usual: Usual = NOTHING
    ) -> Fitted:
        """
        Learn from daily demand; `usual` is what similar centres say of days that this one hardly knows.

        Raises
        ------
        ModelError
            If this model cannot be used on this history (too short, did not converge ...).
        """
        ...
