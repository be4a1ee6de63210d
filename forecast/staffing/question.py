"""What the operators of a line must reach: a target, a cap on busy time, and how far a number of them stays above it."""

from dataclasses import dataclass

import numpy as np

from forecast.staffing import parameters
from forecast.staffing.erlang import DEFINITIONS, Definition, answered_in_time
from forecast.staffing.parameters import Floats

SLACK = 1e-10
"""Service level that may be missing at a tie; the formulas are exact to 1e-13."""

CAP_SLACK = 1e-9
"""Relative slack of the occupancy cap at a tie: 27.3 erlangs at 0.7 are 39 operators."""


@dataclass(frozen=True, slots=True)
class Question:
    """
    What the operators of one line must reach.

    Parameters
    ----------
    aht, patience
        Average handling time and patience in seconds; patience may be infinite.
    seconds, target
        Acceptable wait in seconds and the share of callers who must be answered within it, in (0, 1).
    max_occupancy
        Highest share of busy time, in (0, 1].
    definition
        How abandoned callers count.

    Raises
    ------
    BadParameter
        If a value is out of its range.
    """

    aht: float
    patience: float = np.inf
    seconds: float = 20.0
    target: float = 0.8
    max_occupancy: float = 1.0
    definition: Definition = "offered"

    def __post_init__(self) -> None:
        parameters.handling_times(self.aht)
        parameters.patiences(self.patience)
        parameters.waits(self.seconds)
        parameters.targets(self.target)
        parameters.occupancy_caps(self.max_occupancy)
        check_definition(self.definition)

    def lines(self, count: int = 1) -> Floats:
        """Return the numbers of the question as `count` equal lines, shape (5, count)."""
        patience = float(parameters.patiences(self.patience))
        numbers = (self.aht, patience, self.seconds, self.target, self.max_occupancy)
        return np.repeat(np.array(numbers)[:, None], count, axis=1)


def check_definition(definition: str) -> None:
    """Refuse what is none of the five definitions."""
    if definition not in DEFINITIONS:
        raise ValueError(f"definition must be one of {', '.join(DEFINITIONS)}, got {definition!r}.")


def measured(load: Floats, n: Floats, lines: Floats, definition: Definition) -> tuple[Floats, Floats, Floats]:
    """
    Return margin, service level and occupancy of checked loads and operators above 0, each of their shape (k,).

    The margin says how far n operators stay above the target or below the cap, whichever is nearer; it falls in the
    load and rises in n.

    Parameters
    ----------
    load, n
        Loads in erlangs and operators, shape (k,).
    lines
        Handling time, patience, acceptable wait, target and cap of each, shape (5, k).
    definition
        How abandoned callers count.
    """
    aht, patience, seconds, target, cap = lines
    level, occupancy = answered_in_time(load, n, aht, patience, seconds, definition)
    spare = np.where(cap < 1.0, cap * (1.0 + CAP_SLACK) - occupancy, np.inf)
    return np.minimum(level - (target - SLACK), spare), level, occupancy
