"""Explain one day of a forecast: the parts that make its number, and the past days it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from forecast.calendar import Calendar, Day, DayKind, Event
from forecast.demand import Demand
from forecast.models.effects import PARTS, Effects
from forecast.models.features import holiday_runs, masked_by_events
from forecast.models.naive import SeasonalNaive
from forecast.prediction import Prediction

BASE, REST, WHOLE, CLOSED = "base", "rest", "whole", "closed"
"""Parts beside those of `forecast.models.effects`: the typical day of the past year; the step from the typical
value to the mean, with calibration and blending; the number as a whole where a model cannot be taken apart;
and what a day without service takes away."""

NEAREST = 6
"""Past days of the same kind that are listed."""

YEARS = 5
"""Earlier festivals that are listed."""

FESTIVAL = (-14, 18)
"""Days from the lunar new year that are compared by their lunar day."""

SMALL = 1e-9
"""Calls below which a forecast is nothing at all and has no logarithm."""


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of a number.

    Parameters
    ----------
    code
        ``base``, one of `PARTS`, ``rest``, ``whole`` or ``closed``.
    calls
        What it adds, in calls.
    share
        What it multiplies by, less 1 (0.1 is 10 % more); None for the base and the whole.
    """

    code: str
    calls: float
    share: float | None = None


@dataclass(frozen=True, slots=True)
class PastDay:
    """
    A past day on which a forecast rests.

    Parameters
    ----------
    date
        The day.
    calls
        What came in, or None where nothing is known.
    why
        ``lunar_day``, ``holiday_day``, ``event_day``, ``makeup_day``, ``same_weekday`` or ``year_before``.
    left_out
        The day lies in an emergency, an outage or a censored stretch and was not learned from.
    """

    date: date
    calls: float | None
    why: str
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    Why a day's number is what it is.

    Parameters
    ----------
    day
        Facts of the day.
    calls
        The number: the mean of the forecast.
    model
        Code of the model that made it.
    parts
        They add up to `calls`; the first is the base.
    past
        Past days of the same kind, latest first.
    taken_apart
        False where the model has no effects, so that the parts only restate the number.
    """

    day: Day
    calls: float
    model: str
    parts: tuple[Part, ...]
    past: tuple[PastDay, ...]
    taken_apart: bool

    @property
    def digits(self) -> int:
        """Decimals in which this number is told: none but for a small line."""
        return 0 if self.calls >= 20 or any(abs(part.calls) >= 100 for part in self.parts) else 1

    def rounded(self) -> tuple[float, ...]:
        """
        Return the parts rounded so that they add up to the rounded number.

        The largest remainders are rounded up, as seats are given out by Hamilton's method.
        """
        unit = 10.0**-self.digits
        exact = np.array([part.calls for part in self.parts]) / unit
        whole = np.floor(exact)
        missing = round(self.calls / unit) - int(whole.sum())
        order = np.argsort(-(exact - whole), kind="stable")
        whole[order[: max(missing, 0)]] += 1
        return tuple(float(value) for value in np.round(whole * unit, self.digits))


def explain(
    prediction: Prediction,
    day: date,
    effects: Effects | None,
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event] = (),
) -> Explanation:
    """
    Explain one day of a daily prediction.

    Parameters
    ----------
    prediction
        Daily; the number that is explained is its mean.
    day
        One of its days.
    effects
        Of the model that made it, over the days from the prediction's origin on; None where it has none.
    demand, calendar, events
        What the model knew.

    Raises
    ------
    ValueError
        If the day is not in the prediction.
    """
    k = (day - prediction.grid.start).days
    if not 0 <= k < prediction.grid.days:
        raise ValueError(f"day must lie in the prediction {prediction.grid.start} + {prediction.grid.days}.")
    calls = float(prediction.mean[k])
    known = demand.until(prediction.origin)
    parts: tuple[Part, ...]
    if effects is not None:
        parts = attribute(effects, (day - prediction.origin).days - 1, calls)
    elif prediction.model == SeasonalNaive.code:
        parts = _of_naive(known, calls)
    else:
        parts = (Part(WHOLE, calls),)
    facts = calendar.day(day)
    naive = prediction.model == SeasonalNaive.code
    past = _weekdays(facts, known, calendar) if naive else past_days(facts, known, calendar, events)
    return Explanation(
        facts, calls, prediction.model, parts, _with_calls(past, known, events), effects is not None
    )


def attribute(effects: Effects, ahead: int, calls: float) -> tuple[Part, ...]:
    r"""
    Return base and parts in calls, adding up to the number exactly, whatever their order.

    A product :math:`V = B \prod_i x_i` differs from its base by :math:`V - B = \sum_i L(V, B) \ln x_i` with the
    logarithmic mean :math:`L(a, b) = (a - b) / (\ln a - \ln b)`: perfect, and the same in every order of the
    parts. What the factors leave to the number itself (mean against median, calibration) is one more factor.

    Parameters
    ----------
    effects
        Of the model.
    ahead
        Days after the first future day.
    calls
        The number.

    References
    ----------
    Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. Energy Policy 33,
    867-871, equations (4) and (5) (additive LMDI-I).
    """
    base = float(np.exp(effects.base))
    if calls <= SMALL:
        return (Part(BASE, base), Part(CLOSED, calls - base, -1.0))
    logs = {code: float(effects.parts[code][ahead]) for code in PARTS}
    logs[REST] = float(np.log(calls)) - effects.base - sum(logs.values())
    weight = _logarithmic_mean(calls, base)
    parts = [Part(code, weight * log, float(np.expm1(log))) for code, log in logs.items()]
    return (Part(BASE, calls - sum(part.calls for part in parts)), *parts)


def _logarithmic_mean(a: float, b: float) -> float:
    gap = np.log(a) - np.log(b)
    return a if abs(gap) < 1e-12 else float((a - b) / gap)


def _of_naive(known: Demand, calls: float) -> tuple[Part, ...]:
    """Return the mean of the last week and the difference of this weekday from it."""
    week = known.values[-7:]
    base = float(np.nanmean(week)) if np.isfinite(week).any() else calls
    return (Part(BASE, base), Part("weekday", calls - base, calls / base - 1 if base > 0 else None))


def past_days(
    day: Day, known: Demand, calendar: Calendar, events: Sequence[Event] = ()
) -> tuple[tuple[date, str], ...]:
    """
    Return the past days most like a day, with what they share, latest first.

    A day about the lunar new year is like the same lunar day of earlier years, a day of a break like the same day
    of earlier breaks, a day of a yearly event like that day of earlier years, a make-up workday like earlier ones,
    and any other day like the same weekday of the last weeks and of a year ago.
    """
    return _of_its_kind(day, known, calendar, events) or _weekdays(day, known, calendar)


def _of_its_kind(
    day: Day, known: Demand, calendar: Calendar, events: Sequence[Event]
) -> tuple[tuple[date, str], ...]:
    """Return the days like a day that is not an ordinary one; none if it is, or nothing like it is known."""
    first, last = known.grid.start, known.grid.end
    distance = day.lunar_distance
    if distance is not None and FESTIVAL[0] <= distance <= FESTIVAL[1]:
        alike = [d.date for d in calendar.days(first, known.grid.days) if d.lunar_distance == distance]
        return tuple((found, "lunar_day") for found in alike[::-1][:YEARS])
    if day.kind is DayKind.MAKEUP:
        made_up = [d.date for d in calendar.days(first, known.grid.days) if d.kind is DayKind.MAKEUP]
        return tuple((found, "makeup_day") for found in made_up[::-1][:NEAREST])
    if day.kind is DayKind.HOLIDAY and day.holiday is not None:
        runs = [run for run in holiday_runs(first, day.date, calendar) if run[0] == day.holiday]
        offset = next((day.date - a for _, a, b in runs if a <= day.date <= b), timedelta(0))
        earlier = [a + offset for _, a, b in runs if a + offset <= min(b, last) and a + offset >= first]
        return tuple((found, "holiday_day") for found in earlier[::-1][:YEARS])
    for event in events:
        spans = event.spans(first, day.date) if event.repeats else ()
        offset = next((day.date - a for a, b in spans if a <= day.date <= b), timedelta(-1))
        if offset >= timedelta(0):
            places = [_on_its_weekday(day.date, a + offset, a, b) for a, b in spans]
            earlier = [place for place in places if first <= place <= last]
            return tuple((found, "event_day") for found in earlier[::-1][:YEARS])
    return ()


def _on_its_weekday(day: date, place: date, first: date, last: date) -> date:
    """Return the place in an earlier event, moved to the day's weekday where the event lasts a week or more."""
    if (last - first).days < 6:
        return place
    shift = (day.weekday() - place.weekday() + 3) % 7 - 3
    moved = place + timedelta(days=shift)
    if first <= moved <= last:
        return moved
    other = moved + timedelta(days=7 if shift < 0 else -7)
    return other if first <= other <= last else place


def _weekdays(day: Day, known: Demand, calendar: Calendar) -> tuple[tuple[date, str], ...]:
    """Return the same weekday of the last weeks, breaks left aside, and of a year ago."""
    found: list[tuple[date, str]] = []
    back = day.date - timedelta(days=7)
    while back >= known.grid.start and len(found) < NEAREST:
        if back <= known.grid.end and calendar.day(back).kind is day.kind:
            found.append((back, "same_weekday"))
        back -= timedelta(days=7)
    year_ago = day.date - timedelta(days=364)
    if known.grid.start <= year_ago <= known.grid.end and year_ago not in dict(found):
        found.append((year_ago, "year_before"))
    return tuple(found)


def _with_calls(
    found: Sequence[tuple[date, str]], known: Demand, events: Sequence[Event]
) -> tuple[PastDay, ...]:
    past = []
    for day, why in found:
        value = known.values[known.grid.slot_of(day)]
        left_out = bool(masked_by_events([day], events)[0])
        past.append(PastDay(day, None if np.isnan(value) else float(value), why, left_out))
    return tuple(past)
