"""What the line promises and what a call takes: settings with their source, never constants."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from forecast.staffing import parameters
from forecast.staffing.erlang import DEFINITIONS, Definition
from forecast.staffing.parameters import BadParameter, Floats
from forecast.staffing.question import Question


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """
    The service that the operators must give.

    Parameters
    ----------
    share
        Share of callers to be answered in time, in (0, 1).
    seconds
        Acceptable wait in seconds.
    definition
        How abandoned callers count.
    max_occupancy
        Highest expected share of busy time, in (0, 1]; 1 for none.
    minimum
        Operators in every open slot, whatever comes.
    rule
        ``expected``: the expected service level, weighted by calls, reaches `share`;
        ``probability``: the slot reaches `share` with at least `confidence`.
    confidence
        For the rule ``probability``, in (0, 1).
    source, as_of
        Where the promise stands and when it was read.

    Raises
    ------
    BadParameter
        If a value is out of its range.
    """

    share: float
    seconds: float
    definition: Definition = "offered"
    max_occupancy: float = 1.0
    minimum: int = 1
    rule: Literal["expected", "probability"] = "expected"
    confidence: float = 0.9
    source: str = ""
    as_of: str = ""

    def __post_init__(self) -> None:
        parameters.targets(self.share)
        parameters.waits(self.seconds)
        parameters.occupancy_caps(self.max_occupancy)
        parameters.minimums(self.minimum)
        parameters.confidences(self.confidence)
        if self.definition not in DEFINITIONS:
            raise ValueError(f"definition must be one of {', '.join(DEFINITIONS)}, got {self.definition!r}.")
        if self.rule not in ("expected", "probability"):
            raise ValueError(f"rule must be expected or probability, got {self.rule!r}.")

    def question(self, aht: float, patience: float) -> Question:
        """Return the target as a question about a line in steady flow."""
        return Question(aht, patience, self.seconds, self.share, self.max_occupancy, self.definition)


@dataclass(frozen=True, slots=True, eq=False)
class Handling:
    """
    How long calls keep an operator: talk, hold and after-call work, by type and by slot.

    Parameters
    ----------
    seconds
        Average handling time, shape (types,) or (types, slots).
    shares
        Share of each type among the calls, same shapes; sums to 1 over the types.
    cv
        Standard deviation over mean within a type (lognormal), >= 0; the simulator uses it.
    names
        Codes of the types.

    Raises
    ------
    BadParameter
        If a handling time is not positive or the shares do not sum to 1.
    """

    seconds: Floats
    shares: Floats
    cv: float = 0.9
    names: tuple[str, ...] = ("call",)

    def __post_init__(self) -> None:
        seconds, shares = parameters.handling_times(self.seconds), parameters.numbers(self.shares, "shares")
        if seconds.ndim not in (1, 2) or shares.ndim not in (1, 2) or len(seconds) != len(shares):
            raise ValueError(
                f"handling needs one row per type, got shapes {seconds.shape} and {shares.shape}."
            )
        if len(self.names) != len(seconds):
            raise ValueError(f"handling.names must name {len(seconds)} types, got {self.names}.")
        total = shares.sum(axis=0)
        if (shares < 0).any() or not np.allclose(total, 1.0, atol=1e-6):
            raise BadParameter(
                "staffing_shares", name="shares", bound=">= 0 and sum to 1", value=np.round(total, 4).tolist()
            )
        if not (np.isfinite(self.cv) and self.cv >= 0):
            raise BadParameter("staffing_cv", name="cv", bound=">= 0", value=self.cv)
        object.__setattr__(self, "seconds", seconds)
        object.__setattr__(self, "shares", shares)

    @classmethod
    def same(cls, seconds: float, cv: float = 0.9) -> "Handling":
        """Return one type of call with the same handling time all day."""
        return cls(np.array([seconds]), np.array([1.0]), cv)

    def by_slot(self, slots: int) -> tuple[Floats, Floats]:
        """Return seconds and shares, both of shape (types, slots)."""
        shape = (len(self.names), slots)
        return tuple(  # type: ignore[return-value] # exactly two
            np.broadcast_to(table if table.ndim == 2 else table[:, None], shape)
            for table in (self.seconds, self.shares)
        )

    def mean(self, slots: int) -> Floats:
        """Return the average over all calls, in seconds, shape (slots,)."""
        seconds, shares = self.by_slot(slots)
        found: Floats = (seconds * shares).sum(axis=0)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """
    The phone line: what a call takes, how long callers wait and when it is open.

    Parameters
    ----------
    handling
        Handling times.
    patience
        Total wait of all callers / number who hung up, in seconds (see `forecast.staffing.patience`); infinite for
        callers who never hang up.
    opening
        Whether a slot is open, shape (slots,); None for day and night. Calls outside go to voicemail.
    redial
        Share of those who hang up and call again, in [0, 1).
    counted
        Share who hung up in the records behind the expected calls, whose redials are in them already, in [0, 1].

    Raises
    ------
    BadParameter
        If the patience is not positive or a share is out of its range.
    """

    handling: Handling
    patience: float = np.inf
    opening: np.ndarray | None = None
    redial: float = 0.0
    counted: float = 0.0

    def __post_init__(self) -> None:
        parameters.patiences(self.patience)
        parameters.redials(self.redial)
        if not 0 <= self.counted <= 1:
            raise ValueError(f"line.counted must be in [0, 1], got {self.counted}.")

    def open_slots(self, slots: int) -> np.ndarray:
        """Return whether each slot is open, shape (slots,); a pattern of one day is repeated."""
        if self.opening is None:
            return np.ones(slots, dtype=bool)
        pattern = np.asarray(self.opening, dtype=bool)
        if not pattern.size or slots % pattern.size:
            raise ValueError(f"line.opening must have {slots} slots or one day of them, got {pattern.size}.")
        return np.tile(pattern, slots // pattern.size)
