"""When in the day people call, and how many operators sit at the phones then."""

from datetime import date
from math import ceil, sqrt

import numpy as np

from desk.sample import recipe
from desk.sample.team import SERVICE
from forecast.calendar import Day

SLOTS = 48
"""Half-hours in a day."""


def halves(hours: tuple[float, ...]) -> np.ndarray:
    """Return shares by half-hour, shape (48,), sum 1: each hour is split towards its busier neighbour."""
    hour = np.array(hours)
    before, after = np.roll(hour, 1), np.roll(hour, -1)
    first, second = before + 3 * hour, 3 * hour + after
    split = np.stack([hour * first / (first + second), hour * second / (first + second)], axis=1).ravel()
    return np.asarray(split / split.sum())


def phone_shares(rng: np.random.Generator, days: tuple[Day, ...], surge: np.ndarray) -> np.ndarray:
    """
    Return each day's shares by half-hour on the phone, shape (days, 48).

    Parameters
    ----------
    days
        The days.
    surge
        Share of the emergency in each day's requests, shape (days,).
    """
    usual, evening = halves(recipe.HOURS), np.zeros(SLOTS)
    evening[40:45] = 0.2
    closed = np.array([slot * 30 < SERVICE.open or slot * 30 >= SERVICE.close for slot in range(SLOTS)])
    night = np.where(closed, usual, 0) / usual[closed].sum()
    mean = np.empty((len(days), SLOTS))
    for k, day in enumerate(days):
        moved = recipe.SURGE_AFTER_HOURS * surge[k]
        mean[k] = (1 - moved) * usual + moved * night
        if (day.date.month, day.date.day) == (3, 15) and surge[k] == 0:
            mean[k] = (1 - recipe.CONSUMER_DAY_EVENING) * mean[k] + recipe.CONSUMER_DAY_EVENING * evening
    drawn = rng.gamma(recipe.HOURS_CONCENTRATION * mean)
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def operators(day: Day, callers: float, surge: float) -> list[int]:
    """
    Return how many operators the sample centre had at the phones in each half-hour.

    Usually the load and a safety of 1.4 times its square root, never above the seats. In the emergency all
    seats on the first evening, then what the closed roads left.
    """
    opening, closing = SERVICE.hours(day.date)
    kinds = zip(recipe.PHONE_TYPES, recipe.HANDLING, strict=True)
    handling = sum(share * seconds for share, seconds in kinds)
    staffed = []
    for slot, share in enumerate(halves(recipe.HOURS)):
        if not opening <= slot * 30 < closing:
            staffed.append(0)
        elif surge > 0 and (present := _in_emergency(day.date)) is not None:
            staffed.append(present)
        else:
            load = callers * share * handling / 1800
            staffed.append(min(max(ceil(load + 1.4 * sqrt(load)), 2), recipe.SEATS))
    return staffed


def _in_emergency(day: date) -> int | None:
    """Return the operators present: all on 23 January, then those whom the road closures let through."""
    if day < date(2020, 1, 23):
        return None
    for last, present in (
        (date(2020, 1, 23), 6),
        (date(2020, 1, 24), 4),
        (date(2020, 2, 16), 3),
        (date(2020, 2, 29), 4),
    ):
        if day <= last:
            return present
    return 5
