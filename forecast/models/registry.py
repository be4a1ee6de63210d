"""All models by code; a new model is one file and one line here."""

from forecast.models import Model
from forecast.models.components import Components
from forecast.models.count_regression import CountRegression
from forecast.models.ets import Ets
from forecast.models.house import House
from forecast.models.naive import SeasonalNaive
from forecast.models.sarimax import Sarimax

MODELS: dict[str, type[Model]] = {
    model.code: model
    for model in (
        House,
        CountRegression,
        Ets,
        Sarimax,
        Components,
        SeasonalNaive,
    )
}
"""Every model that can be asked for, best guess first; seasonal naive is always shown beside it."""
