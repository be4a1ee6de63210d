"""Marks: level breaks, outages, capped counts and past emergencies, found in a history and proposed to the planner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.ndimage import median_filter
from scipy.stats import chi2

from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.models.house import House
from forecast.models.ingredients import Ingredients

WINDOW = 181
"""Days whose median is the usual level: more than twice the longest emergency that is to stand out."""

STRANGE, LEAST = 3.0, 0.262
"""Robust deviations, and log ratio (1.3 times), from which the middle of three days is out of line."""

GAP, SHORTEST, STRONG = 5, 3, 0.3
"""Ordinary days that do not end a run, days it must have, and its mean log ratio (1.35 times or 0.74)."""

HELD = 1.0
"""Robust deviations down to which a run still goes on at its edges."""

DOWN = 0.5
"""Share of the expected calls below which nobody could call: a line, a feed or a number was down."""

LONE = 6.0
"""Robust deviations from which a single day far too low counts as an outage."""

WEEKS, JUMP, CLEAR, AT_ONCE, LASTING = 8, 0.095, 5.0, 0.8, 26
"""Weeks on either side of a level break, its least log ratio (1.1 times), how many standard errors it must stand
out by, the share of it that must come between two neighbouring fortnights and still be there on the whole of
these many weeks: a level that wanders comes back, one that broke does not."""

FLAT_DAYS, FLAT_CHANCE, FLAT_HIGH = 5, 1e-5, 0.1
"""Workdays in a row, the chance below which calls cannot vary so little, and the log ratio by which they stand high:
a count that is capped by the lines or the operators."""

SAME_SEASON = 7
"""Days by which two runs of different years may differ to be the same thing again."""

NEAR = 21
"""Days within which a break that is known already is not proposed again."""

LOOKS = 2
"""Times the history is looked at: what the first look finds is kept from bending the calendar of the second."""

CONTEXT = 42
"""Days shown on either side of a proposal."""


STAYING = Ingredients(kept=1.0)
"""The house model by which levels are judged: one that has moved is not taken for trend or season."""


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """
    Days of a history that a planner should decide on.

    Parameters
    ----------
    kind
        Emergency, outage, censored (capped), platform (a lasting level break) or other (it comes every year).
    start, end
        First and last day; a break has only a first day.
    ratio
        What came in over what was to be expected.
    repeats
        Whether it came in several years on about the same dates.
    first
        First day of the picture.
    actual, expected
        Calls on the days of the picture, shape (days,); NaN where nothing is known.
    """

    kind: EventKind
    start: date
    end: date
    ratio: float
    repeats: bool
    first: date
    actual: np.ndarray
    expected: np.ndarray


@dataclass(frozen=True, slots=True)
class _Find:
    kind: EventKind
    a: int
    b: int
    ratio: float
    repeats: bool = False


def propose(demand: Demand, calendar: Calendar, events: Sequence[Event] = ()) -> tuple[Proposal, ...]:
    """
    Return what stands out in a daily history once the calendar is taken out of it, in the order of time.

    Everything is judged beside medians, so that what is judged does not bend its own yardstick. What `events`
    say already is not proposed again; nothing is proposed for a history too short for a model.

    Parameters
    ----------
    demand
        Daily.
    calendar, events
        What is known about dates.
    """
    if len(np.unique(demand.values[np.isfinite(demand.values)])) < 2:
        return ()
    learned: list[Event] = [event for event in events if event.repeats]
    finds: list[_Find] = []
    expected = demand.values
    for _ in range(LOOKS):
        try:
            usual = House(STAYING).fit(demand, calendar, learned).calendar_effects()
        except ModelError:
            return ()
        finds, expected = _look(usual, demand, calendar, _told(demand, events))
        learned = [event for event in events if event.repeats] + [
            Event(f"find_{k}", find.kind, demand.grid.dates[find.a], demand.grid.dates[find.b])
            for k, find in enumerate(finds)
        ]
    told = _told(demand, events)
    steps = [event.start for event in events if event.kind is EventKind.PLATFORM]
    return tuple(
        _picture(find, demand, expected)
        for find in sorted(finds, key=lambda find: find.a)
        if not _known_already(find, demand, told, steps)
    )


def _look(
    usual: np.ndarray, demand: Demand, calendar: Calendar, told: np.ndarray
) -> tuple[list[_Find], np.ndarray]:
    """Return what stands out beside the calendar's effects on the log scale, and the calls to be expected."""
    values = demand.values
    with np.errstate(invalid="ignore"):
        rest = np.log(values + 0.5) - usual
    known = np.isfinite(rest)
    level = _running_median(rest)
    stray = np.where(known, rest - level, 0.0)
    spread = 1.4826 * float(np.median(np.abs(stray[known]))) + 1e-3
    runs = _runs(stray, spread)
    hidden = np.zeros(len(values), dtype=bool)
    for run in runs:
        hidden[run.a : run.b + 1] = True
    finds = [
        *_yearly(runs, demand),
        *_outage_days(stray, spread, hidden),
        *_capped(values, usual + level, stray, demand, calendar),
        *_breaks(np.where(hidden | told | ~known, np.nan, rest)),
    ]
    return finds, np.exp(usual + level)


def _running_median(rest: np.ndarray) -> np.ndarray:
    """Return the usual level on every day, missing days bridged, shape (days,)."""
    at = np.arange(len(rest))
    known = np.isfinite(rest)
    filled = np.interp(at, at[known], rest[known])
    level = pd.Series(filled).rolling(WINDOW, center=True, min_periods=1).median()  # fewer days at the ends
    return level.to_numpy()


def _runs(stray: np.ndarray, spread: float) -> list[_Find]:
    """Return stretches of several days far out of line."""
    middle = median_filter(stray, 3, mode="nearest")
    found: list[_Find] = []
    for sign in (1.0, -1.0):
        far = np.flatnonzero(sign * middle > max(STRANGE * spread, LEAST))
        for part in np.split(far, np.flatnonzero(np.diff(far) > GAP) + 1):
            if len(part) == 0:
                continue
            a, b = int(part[0]), int(part[-1])
            while a > 0 and sign * stray[a - 1] > HELD * spread:
                a -= 1
            while b + 1 < len(stray) and sign * stray[b + 1] > HELD * spread:
                b += 1
            mean = float(stray[a : b + 1].mean())
            if b - a + 1 < SHORTEST or sign * mean < STRONG:
                continue
            ratio = float(np.exp(mean))
            if found and found[-1].b >= a and found[-1].ratio * sign > sign:
                continue  # two peaks of one and the same run
            if sign > 0:
                found.append(_Find(EventKind.EMERGENCY, a, b, ratio))
            elif ratio < DOWN:
                found.append(_Find(EventKind.OUTAGE, a, b, ratio))
    return found


def _outage_days(stray: np.ndarray, spread: float, hidden: np.ndarray) -> list[_Find]:
    """Return single days far too low that belong to no run."""
    lone = (stray < -LONE * spread) & (stray < np.log(DOWN)) & ~hidden
    return [_Find(EventKind.OUTAGE, int(k), int(k), float(np.exp(stray[k]))) for k in np.flatnonzero(lone)]


def _capped(
    values: np.ndarray, usual: np.ndarray, stray: np.ndarray, demand: Demand, calendar: Calendar
) -> list[_Find]:
    """
    Return stretches of workdays whose counts are high and vary less than chance alone would make them.

    The index of dispersion of Poisson counts is a chi-square over its degrees of freedom (Cochran 1954,
    Biometrics 10, 417-451); what is far below it was held down by a cap.
    """
    if not (values[np.isfinite(values)] == np.round(values[np.isfinite(values)])).all():
        return []
    days = calendar.days(demand.grid.start, demand.grid.days)
    at = np.array([k for k, day in enumerate(days) if not day.is_off and np.isfinite(values[k])])
    if len(at) < FLAT_DAYS:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(at, FLAT_DAYS)
    counts = values[windows]
    mean = counts.mean(axis=1)
    dispersion = ((counts - mean[:, None]) ** 2).sum(axis=1) / np.maximum(mean, 1e-9)
    moves = (
        np.ptp(usual[windows], axis=1) > 0.05
    )  # where the calendar itself expects no change, none is no sign
    high = np.median(stray[windows], axis=1) > FLAT_HIGH
    flat = (dispersion < chi2.ppf(FLAT_CHANCE, FLAT_DAYS - 1)) & (mean >= 20) & high & moves
    flat |= (np.ptp(counts, axis=1) == 0) & (mean >= 20)
    inside = sorted({int(k) for window in windows[flat] for k in window})
    found = []
    for part in np.split(np.array(inside, dtype=int), np.flatnonzero(np.diff(inside) > 4) + 1):
        if len(part):
            a, b = int(part[0]), int(part[-1])
            found.append(_Find(EventKind.CENSORED, a, b, float(np.exp(stray[a : b + 1].mean()))))
    return found


def _breaks(rest: np.ndarray) -> list[_Find]:
    """Return days from which the level is another for good."""
    found: list[tuple[float, int, float]] = []
    days = 7 * WEEKS
    if len(rest) < 2 * days:
        return []
    medians = _week_medians(rest)
    for k in range(days, len(rest) - days + 1):
        before, after = medians[k - days : k : 7], medians[k : k + days : 7]
        if np.isfinite(before).sum() < WEEKS - 3 or np.isfinite(after).sum() < WEEKS - 3:
            continue
        jump = float(np.nanmedian(after) - np.nanmedian(before))
        if abs(jump) < JUMP:
            continue
        left, right = before - np.nanmedian(before), after - np.nanmedian(after)
        noise = 1.4826 * float(np.nanmedian(np.abs(np.concatenate([left, right])))) + 1e-3
        # The median of n normal values has a standard error 1.2533 times that of their mean.
        clear = abs(jump) / (noise * 1.2533 * np.sqrt(2 / WEEKS))
        step = [
            float(np.nanmedian(part))
            for part in (rest[k - 14 : k], rest[k : k + 14])
            if np.isfinite(part).any()
        ]
        at_once = (step[1] - step[0]) / jump if len(step) == 2 else 0.0
        longer = [rest[max(k - 7 * LASTING, 0) : k], rest[k : k + 7 * LASTING]]
        lasting = float(np.nanmedian(longer[1]) - np.nanmedian(longer[0])) / jump
        if clear > CLEAR and at_once > AT_ONCE and lasting > AT_ONCE:
            found.append((clear, k, jump))
    taken: list[tuple[int, float]] = []
    for _, k, jump in sorted(found, reverse=True):
        if all(abs(k - other) > days for other, _ in taken):
            taken.append((k, jump))
    return [
        _Find(EventKind.PLATFORM, at, at, float(np.exp(jump)))
        for at, jump in ((_sharpest(rest, k), jump) for k, jump in taken)
    ]


def _sharpest(rest: np.ndarray, near: int) -> int:
    """Return the day that parts the weeks about it best into two levels, by absolute deviations."""
    a, b = near - 7 * WEEKS, near + 7 * WEEKS
    window = rest[a:b]
    misfit = {}
    for cut in range(14, len(window) - 14):
        sides = [side[np.isfinite(side)] for side in (window[:cut], window[cut:])]
        if min(len(side) for side in sides) >= 7:
            misfit[cut] = sum(float(np.abs(side - np.median(side)).sum()) for side in sides)
    return a + min(misfit, key=misfit.__getitem__)


def _week_medians(rest: np.ndarray) -> np.ndarray:
    """Return the median of the seven days from each on, NaN where fewer than four are known, shape (days - 6,)."""
    weeks = np.lib.stride_tricks.sliding_window_view(rest, 7)
    enough = np.isfinite(weeks).sum(axis=1) >= 4
    found = np.full(len(weeks), np.nan)
    found[enough] = np.nanmedian(weeks[enough], axis=1)
    return found


def _yearly(runs: Sequence[_Find], demand: Demand) -> list[_Find]:
    """Return the runs, those of several years on the same dates joined to one that repeats."""
    dates, kept = demand.grid.dates, []
    used: set[int] = set()
    for k, run in enumerate(runs):
        if k in used:
            continue
        again = [
            other
            for other, later in enumerate(runs)
            if other != k
            and other not in used
            and later.kind is run.kind
            and _same_season(dates[run.a], dates[later.a])
        ]
        if run.kind is EventKind.EMERGENCY and again:
            alike = [runs[other] for other in again] + [run]
            length = int(np.median([r.b - r.a for r in alike]))
            first = min(alike, key=lambda r: r.a)
            kept.append(
                _Find(
                    EventKind.OTHER, first.a, first.a + length, float(np.mean([r.ratio for r in alike])), True
                )
            )
            used.update(again)
        else:
            kept.append(run)
        used.add(k)
    return kept


def _same_season(one: date, other: date) -> bool:
    """Whether two days of different years lie on about the same date."""
    if one.year == other.year:
        return False
    apart = abs((one - one.replace(month=1, day=1)).days - (other - other.replace(month=1, day=1)).days)
    return min(apart, 365 - apart) <= SAME_SEASON


def _told(demand: Demand, events: Sequence[Event]) -> np.ndarray:
    """Return the days that own events cover already, shape (days,)."""
    told = np.zeros(demand.grid.days, dtype=bool)
    for event in events:
        if event.kind is EventKind.PLATFORM:
            continue
        for first, last in event.spans(demand.grid.start, demand.grid.end):
            a, b = (first - demand.grid.start).days, (last - demand.grid.start).days
            told[max(a, 0) : max(b + 1, 0)] = True
    return told


def _known_already(find: _Find, demand: Demand, told: np.ndarray, steps: Sequence[date]) -> bool:
    if find.kind is EventKind.PLATFORM:
        day = demand.grid.dates[find.a]
        return any(abs((day - step).days) <= NEAR for step in steps)
    return float(told[find.a : find.b + 1].mean()) > 0.5


def _picture(find: _Find, demand: Demand, expected: np.ndarray) -> Proposal:
    a, b = max(find.a - CONTEXT, 0), min(find.b + CONTEXT, demand.grid.days - 1)
    return Proposal(
        kind=find.kind,
        start=demand.grid.dates[find.a],
        end=demand.grid.dates[find.b],
        ratio=find.ratio,
        repeats=find.repeats,
        first=demand.grid.start + timedelta(days=a),
        actual=demand.values[a : b + 1].copy(),
        expected=expected[a : b + 1].copy(),
    )
