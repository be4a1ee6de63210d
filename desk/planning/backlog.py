"""Messages of the last night, and when the operators on duty have called them all back."""

from datetime import date, datetime, time, timedelta

import numpy as np

from desk.results import Backlog
from forecast.demand import Demand
from forecast.staffing.deferrable import Batch, fill

SLOTS = 48
"""Half-hours of a day."""

RESERVE = 1.0
"""Operators who stay free for the next call; without one, callers wait for call-backs to end."""

REACH = 0.85
"""Share of the remaining idle time in which call-backs fit: they come in pieces of some minutes."""


def backlog_of(
    day: date, messages: Demand, *, closed: int, opened: np.ndarray, idle: np.ndarray, seconds: float
) -> Backlog:
    """
    Return the messages left since the line closed, and the time at which the last is called back.

    Half-hours of the night that are not recorded yet are taken to be like their mean over the nights known.

    Parameters
    ----------
    day
        The day on which they are called back.
    messages
        Messages per half-hour of the nights before, up to `day` as far as known.
    closed
        First half-hour of the day before after closing.
    opened
        Whether the line is open in a half-hour of the day, shape (48,).
    idle
        Mean operators on duty but without a call, shape (48,).
    seconds
        Mean time of a call-back, failed tries included.
    """
    first = int(np.argmax(opened)) if opened.any() else SLOTS
    usual = np.nan_to_num(np.nanmean(messages.values.reshape(-1, SLOTS), axis=0))
    evening, morning = _of_day(messages, day - timedelta(days=1)), _of_day(messages, day)
    night = [
        (usual if evening is None else evening)[closed:],
        (usual if morning is None else morning)[:first],
    ]
    waiting = float(sum(np.nansum(part) for part in night))
    minutes = waiting * seconds / 60
    spare = np.where(opened, np.maximum(idle - RESERVE, 0.0) * 30 * REACH, 0.0)
    clear = None
    if 0 < minutes <= spare.sum():
        filled = fill((Batch("voicemail", first, SLOTS, minutes),), spare)
        last = int(np.flatnonzero(filled.minutes[0] > 0)[-1])
        clear = datetime.combine(day, time()) + timedelta(minutes=30 * (last + 1))
    return Backlog(waiting, evening is None or morning is None, minutes / 60, clear)


def _of_day(messages: Demand, day: date) -> np.ndarray | None:
    if not messages.grid.start <= day <= messages.grid.end:
        return None
    at = messages.grid.slot_of(day)
    values = messages.values[at : at + SLOTS]
    return None if np.isnan(values).all() else values
