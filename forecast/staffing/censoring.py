"""Where the history was capped by seats: how many callers it did not see."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from forecast.staffing import parameters
from forecast.staffing.erlang import performance
from forecast.staffing.parameters import Floats

HIGH = 0.2
"""Share of callers who hung up or went to voicemail above which the operators could not take what came."""


@dataclass(frozen=True, slots=True, eq=False)
class Uncapped:
    """
    Demand behind a capped history.

    Parameters
    ----------
    capped
        Whether the slot was at its capacity, shape (slots,).
    calls
        Estimated first calls, shape (slots,); as recorded where the slot was not capped.
    at_least
        Lower bound: what was recorded, shape (slots,).
    """

    capped: np.ndarray
    calls: Floats
    at_least: Floats


def uncap(
    answered: Floats,
    seats: Floats,
    *,
    aht: float,
    patience: float,
    slot_seconds: float,
    abandoned: Floats | None = None,
    voicemail: Floats | None = None,
    full: float = 0.9,
    most: float = 4.0,
) -> Uncapped:
    r"""
    Estimate the calls that seats kept out of the history.

    A slot is capped where answered calls fill more than `full` of the seats' time, or where more than `HIGH` of those who
    came hung up or went to voicemail. If the line counted them, they are added; else the load is sought whose answered part is what was answered,
    :math:`a (1 - P_{ab}(a)) = answered \cdot aht / slot`, and never taken above `most` times the answered calls,
    since a full line says little about how many more there were.

    Parameters
    ----------
    answered
        Answered calls per slot, shape (slots,).
    seats
        Operators on the phones, shape (slots,).
    aht, patience, slot_seconds
        In seconds; patience is finite.
    abandoned, voicemail
        Calls that hung up or overflowed, shape (slots,), if they were counted.
    full
        Share of busy time from which a slot counts as capped.
    most
        Largest estimate over the answered calls.
    """
    answered, seats = np.asarray(answered, dtype=float), parameters.operators(seats)
    parameters.occupancy_caps(full)
    busy = answered * aht / slot_seconds
    capped = (seats > 0) & (busy >= full * seats)
    lost = np.zeros_like(answered)
    for counted in (abandoned, voicemail):
        if counted is not None:
            lost = lost + np.asarray(counted, dtype=float)
    at_least = answered + lost
    calls = at_least.copy()
    if abandoned is None and voicemail is None:
        for slot in np.flatnonzero(capped):
            calls[slot] = answered[slot] * _factor(float(busy[slot]), int(seats[slot]), aht, patience, most)
    else:
        capped = capped | (lost > HIGH * np.maximum(at_least, 1.0))
    return Uncapped(capped, calls, at_least)


def _factor(busy: float, seats: int, aht: float, patience: float, most: float) -> float:
    """Return offered over answered where `seats` carry `busy` erlangs, at most `most`."""

    def missing(load: float) -> float:
        gone = float(performance(load=load, n=seats, aht=aht, patience=patience, asa=False).p_abandon)
        return load * (1.0 - gone) - busy

    if missing(busy * most) <= 0:
        return most
    return float(brentq(missing, busy, busy * most)) / busy
