"""How a watch is kept: how many false alarms it may raise, and how long it looks."""

from dataclasses import dataclass

from forecast.surge.rules import RULES

RETUNED, SHORT = 28, 180
"""Days after which thresholds that rest on few calm days are tuned anew, and how many are few."""


@dataclass(frozen=True, slots=True)
class Vigilance:
    """
    How the watch is kept.

    Parameters
    ----------
    per_month
        False alarms a month that are accepted on calm history, above 0 and at most 1.
    every
        Days between forecasts.
    training
        Days before the first watched day on which the thresholds are tuned.
    rules
        Which of `RULES` are used.
    calm_days
        Days in a row within the band after which the end of the surge is proposed.
    longest
        Days out of band after which the new level is taken for usual.
    """

    per_month: float = 0.5
    every: int = 14
    training: int = 540
    rules: tuple[str, ...] = RULES
    calm_days: int = 3
    longest: int = 120

    def __post_init__(self) -> None:
        if not 0 < self.per_month <= 1:
            raise ValueError(f"vigilance.per_month must lie in (0, 1], got {self.per_month}.")
        if not self.rules or not set(self.rules) <= set(RULES):
            raise ValueError(f"vigilance.rules must name some of {', '.join(RULES)}, got {self.rules}.")
        if self.calm_days < 1:
            raise ValueError(f"vigilance.calm_days must be >= 1, got {self.calm_days}.")
