"""
What each part of the house model brings: rolling origins with one part left out at a time.

``python -m benchmarks.forecast --ablation [FILE[:COUNTRY] ...] [--every 28] [--origins 13]``. Every variant is
calibrated on looks back made by that same variant, as the product does; the last line is one JSON object.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from benchmarks.figures import figures_of, read, show, show_overall
from forecast.calendar import Calendar
from forecast.calibration import calibrated, measure
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.looks import looks_of
from forecast.models import sampling
from forecast.models.house import House
from forecast.models.ingredients import ALL, Ingredients
from forecast.models.naive import SeasonalNaive
from forecast.prediction import Prediction
from forecast.rolling import origins_of, rows_of

WHOLE = "whole"
"""The model as it is used."""

VARIANTS: dict[str, tuple[Ingredients, bool]] = {
    WHOLE: (ALL, True),
    "without shrinkage": (Ingredients(shrinkage=False), True),
    "without lunar window": (Ingredients(lunar_window=False), True),
    "without shock masks": (Ingredients(shock_masks=False), True),
    "without wandering errors": (Ingredients(wandering_errors=False), True),
    "without learned widths": (Ingredients(learned_widths=False), True),
    "without calibration on looks": (ALL, False),
    "without widths and calibration": (Ingredients(learned_widths=False), False),
}
"""By name: the parts in use, and whether intervals are put right by looks back."""

FIGURES = ("relative_crps", "coverage_80", "coverage_95", "holiday_crps", "holiday_80")
"""What is printed of every variant."""


def run(files: Sequence[tuple[Path, str]], *, horizon: int, every: int, origins: int) -> None:
    """Measure every variant on every file and print the table."""
    found = {}
    for path, country in files:
        demand, calendar = read(path, country)
        made: dict[tuple[Ingredients, date, int], Prediction] = {}
        parts = []
        for origin in origins_of(demand, horizon=horizon, every=every, origins=origins):
            known, view = demand.until(origin), calendar.at(origin)
            naive = SeasonalNaive().fit(known, view).predict(horizon, paths=1)
            parts.append(rows_of(SeasonalNaive.code, naive, demand, 0.0))
            for name, (ingredients, by_looks) in VARIANTS.items():
                try:
                    prediction = _forecast(demand, calendar, origin, horizon, ingredients, made)
                    if by_looks:
                        prediction = _put_right(prediction, known, calendar, ingredients, made)
                except ModelError:
                    continue  # a history too short for the model
                parts.append(rows_of(name, prediction, demand, 0.0))
        found[path.stem] = figures_of(pd.concat(parts, ignore_index=True), demand, calendar)
        show(path.stem, found[path.stem], FIGURES)
    show_overall(found, WHOLE, FIGURES)


def _forecast(
    demand: Demand,
    calendar: Calendar,
    origin: date,
    horizon: int,
    ingredients: Ingredients,
    made: dict[tuple[Ingredients, date, int], Prediction],
) -> Prediction:
    key = ingredients, origin, horizon
    if key not in made:
        fitted = House(ingredients).fit(demand.until(origin), calendar.at(origin))
        made[key] = fitted.predict(horizon, paths=1)
    return made[key]


def _put_right(
    prediction: Prediction,
    known: Demand,
    calendar: Calendar,
    ingredients: Ingredients,
    made: dict[tuple[Ingredients, date, int], Prediction],
) -> Prediction:
    ahead, days = looks_of(known)
    looks = [_forecast(known, calendar, day, ahead, ingredients, made) for day in days]
    whole = sampling.is_count(known.values)
    return calibrated(prediction, measure(known, calendar, looks), calendar, whole=whole, seed=0)
