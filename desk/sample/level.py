"""The expected number of requests of each day: growth, week, season, festivals and events."""

from datetime import date, timedelta
from math import exp, log

import numpy as np
from scipy.stats import gamma, norm

from desk.sample import recipe
from forecast.calendar import Calendar, Day, DayKind


def expected(rng: np.random.Generator, days: tuple[Day, ...]) -> np.ndarray:
    """Return the usual requests of each day, shape (days,), before busyness and without the emergency."""
    months = np.array([recipe.MONTHS[day.date.month - 1] for day in days])
    return np.asarray(
        recipe.WEEKDAY_MEAN
        * months
        * _growth(rng, days)
        * _platform(days)
        * _kind_of_day(rng, days)
        * _events(rng, days)
    )


def emergency(days: tuple[Day, ...]) -> np.ndarray:
    """
    Return the requests that the emergency adds on each day, shape (days,), whether anyone can take them or not.

    The first two days rise to what was published; then a plateau, then decay by halves.
    """
    added = np.zeros(len(days))
    for k, day in enumerate(days):
        since = (day.date - recipe.EMERGENCY_FIRST).days
        if not recipe.EMERGENCY_FIRST <= day.date <= recipe.EMERGENCY_LAST:
            continue
        past = max((day.date - recipe.EMERGENCY_PLATEAU).days, 0)
        rise = (0.28, 0.75)[since] if since < 2 else 1.0
        added[k] = recipe.EMERGENCY_LEVEL * rise * 0.5 ** (past / recipe.EMERGENCY_HALF_LIFE)
    return added


def busyness(rng: np.random.Generator, days: int) -> np.ndarray:
    """Return a gamma factor per day with mean 1, variance `BUSYNESS` and correlated neighbours, shape (days,)."""
    memory = recipe.BUSYNESS_MEMORY
    steps = rng.standard_normal(days) * np.sqrt(1 - memory**2)
    state = np.empty(days)
    state[0] = rng.standard_normal()
    for k in range(1, days):
        state[k] = memory * state[k - 1] + steps[k]
    return np.asarray(gamma.ppf(norm.cdf(state), 1 / recipe.BUSYNESS, scale=recipe.BUSYNESS))


def _growth(rng: np.random.Generator, days: tuple[Day, ...]) -> np.ndarray:
    """Return the level by straight lines between New Year's days on the log scale; 1 at the turn of 2020."""
    years = range(recipe.FIRST.year, recipe.LAST.year + 2)
    steps = log(1 + recipe.GROWTH) + recipe.GROWTH_SPREAD * rng.standard_normal(len(years) - 1)
    levels = np.concatenate([[0.0], np.cumsum(steps)])
    knots = np.array([date(year, 1, 1).toordinal() for year in years])
    levels -= levels[list(years).index(2020)] + log(recipe.PLATFORM_STEP)
    return np.asarray(np.exp(np.interp([day.date.toordinal() for day in days], knots, levels)))


def _platform(days: tuple[Day, ...]) -> np.ndarray:
    return np.array([recipe.PLATFORM_STEP if day.date >= recipe.PLATFORM_CHANGE else 1.0 for day in days])


def _kind_of_day(rng: np.random.Generator, days: tuple[Day, ...]) -> np.ndarray:
    """Return each day as a share of the mean working weekday: weekday, breaks and what surrounds them."""
    factor = np.array(
        [
            recipe.MAKE_UP if day.kind is DayKind.MAKEUP else recipe.WEEKDAYS[day.date.weekday()]
            for day in days
        ]
    )
    place = {day.date: k for k, day in enumerate(days)}
    calendar = Calendar("CN")
    for year in range(days[0].date.year, days[-1].date.year + 1):
        for break_ in calendar.festivals(year):
            strength = exp(
                float(np.clip(recipe.FESTIVAL_SPREAD * rng.standard_normal(), log(0.75), log(1.25)))
            )
            if break_.code == "spring_festival":
                _spring_festival(factor, place, days, break_.main, break_.last, strength)
                continue
            for k in range((break_.last - break_.first).days + 1):
                here = place.get(break_.first + timedelta(days=k))
                if here is not None:
                    factor[here] = recipe.HOLIDAY * strength
            after = place.get(break_.last + timedelta(days=1))
            if after is not None:
                factor[after] *= recipe.AFTER_HOLIDAY
    return factor


def _spring_festival(
    factor: np.ndarray,
    place: dict[date, int],
    days: tuple[Day, ...],
    main: date,
    last: date,
    strength: float,
) -> None:
    for distance, share in recipe.FESTIVAL.items():
        here = place.get(main + timedelta(days=distance))
        if here is None:
            continue
        if distance >= -1 and (days[here].is_off or distance == -1):
            factor[here] = share * strength
        elif distance < -1:
            factor[here] *= share
    here, worked = place.get(last + timedelta(days=1)), 0
    while here is not None and worked < len(recipe.AFTER_FESTIVAL) and here < len(days):
        if not days[here].is_off:
            factor[here] *= recipe.AFTER_FESTIVAL[worked]
            worked += 1
        here += 1


def _events(rng: np.random.Generator, days: tuple[Day, ...]) -> np.ndarray:
    """Return what the yearly consumer events multiply by; their strength differs from year to year."""
    years = range(days[0].date.year, days[-1].date.year + 1)
    strength = {year: np.exp(0.12 * rng.standard_normal(3)) for year in years}
    factor = np.ones(len(days))
    for k, day in enumerate(days):
        spring, autumn, summer = strength[day.date.year]
        distance = (day.date - date(day.date.year, 3, 15)).days
        if -7 <= distance <= 14:
            half_life = recipe.CONSUMER_DAY_HALF_LIFE * (1.0 if distance > 0 else 0.5)
            factor[k] += recipe.CONSUMER_DAY * spring * 0.5 ** (abs(distance) / half_life)
        if date(day.date.year, 11, 11) <= day.date <= date(day.date.year, 11, 25):
            factor[k] += recipe.DOUBLE_ELEVEN * autumn
        if date(day.date.year, 6, 15) <= day.date <= date(day.date.year, 6, 25):
            factor[k] += recipe.JUNE_EIGHTEEN * summer
    return factor
