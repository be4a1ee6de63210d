"""What the house model is made of, each part of which can be left out to see what it brings."""

from dataclasses import dataclass

from forecast.models.arima import KEPT


@dataclass(frozen=True, slots=True)
class Ingredients:
    """
    Parts of the house model that are in use.

    Parameters
    ----------
    shrinkage
        Groups of columns learn their size; without it every effect has `FREE` for its size, which is next to no
        shrinkage at all.
    lunar_window
        Columns for the distance from the lunar new year.
    shock_masks
        Days far out of line that are over soon are taken out, and lasting steps get a column.
    wandering_errors
        ARIMA errors with parameters of their own; without them what the calendar leaves is white noise.
    learned_widths
        Scales by weekday, festival and restless stretch, heavy tails, and widths by days ahead as they were on the
        history; without it every innovation has the same normal law.
    kept
        Share of a departure from the calendar that is left a week later; with 1 a level stays where it is, so that trend
        and season need not explain where it went.
    """

    shrinkage: bool = True
    lunar_window: bool = True
    shock_masks: bool = True
    wandering_errors: bool = True
    learned_widths: bool = True
    kept: float = KEPT


ALL = Ingredients()
"""The model as it is used."""

FREE = 3.0
"""Size of an effect that is hardly held back: a factor of twenty."""
