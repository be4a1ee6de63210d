"""What the use cases say of one half-hour: operators against service level, wait and abandonment."""

from dataclasses import dataclass
from datetime import date

from forecast.staffing.trade_off import TradeOff
from forecast.staffing.workload import Method


@dataclass(frozen=True, slots=True, eq=False)
class StaffingCurve:
    """
    One half-hour of a window for every number of operators.

    Parameters
    ----------
    day, slot
        The half-hour: its day and its number in the day.
    calls, load
        Expected calls, and expected load in erlangs.
    required
        Operators that the requirement asks for, those for call-backs included.
    target
        Share to be answered in time.
    method
        By which the curve is worked out: ``stationary`` or ``mol_sl``, which stands in for the exact pass.
    curve
        The curve.
    """

    day: date
    slot: int
    calls: float
    load: float
    required: int
    target: float
    method: Method
    curve: TradeOff


@dataclass(frozen=True, slots=True)
class Redialled:
    """
    Callers who hang up and try again, to first order: a lower bound on the damage.

    Parameters
    ----------
    inflation
        Calls with redials over first calls, with the operators that are required without redials.
    service_level
        Service level with them.
    required
        Operators required with redials.
    """

    inflation: float
    service_level: float
    required: int


@dataclass(frozen=True, slots=True, eq=False)
class StaffingFigures:
    """
    What given figures take, without any history.

    Parameters
    ----------
    load
        Offered load in erlangs.
    required
        Operators required.
    rostered
        Operators to roster, shrinkage divided out; not rounded, since it is lost over the roster as a whole.
    target
        Share to be answered in time.
    curve
        Operators around the required number.
    redials
        What redials add, if asked for.
    """

    load: float
    required: int
    rostered: float
    target: float
    curve: TradeOff
    redials: Redialled | None = None
