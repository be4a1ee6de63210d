"""Use case of comparing festivals: each year's laid over the others by the day from its main day."""

from datetime import date, timedelta

import numpy as np

from desk.accounts import Account, require
from desk.planning.known import LONGEST, Knowledge, load_knowledge
from desk.results import FestivalCurve
from desk.store import Store, plans
from forecast.calendar import NEVER_REPEATED
from forecast.prediction import Prediction

FIRST, LAST = -14, 18
"""Days from the main day that are compared."""

USUAL = (-42, -15)
"""Days from the main day whose mean is the usual day before a festival."""

FEWEST = 14
"""Days of these that must be known."""


def festival_curves(
    store: Store, who: Account, *, code: str = "spring_festival"
) -> tuple[FestivalCurve, ...]:
    """
    Return every year's festival as a share of the usual day before it, oldest first.

    The next one is taken from the forecast, if one is kept that reaches its days.

    Raises
    ------
    DataError
        ``nothing_imported``.
    """
    require(who, "festival_curves")
    with store.read() as session:
        known = load_knowledge(session)
        first = known.origin + timedelta(days=1)
        kept = plans.find_forecast(session, first, LONGEST, origin=known.origin, knowledge=known.fingerprint)
    ahead = None if kept is None else kept[1]["champion"]
    found = []
    for year in range(known.demand.grid.start.year, known.origin.year + 2):
        main = next((f.main for f in known.calendar.festivals(year) if f.code == code), None)
        curve = None if main is None else _curve(known, ahead, year, main)
        if curve is not None:
            found.append(curve)
    return tuple(found)


def _curve(known: Knowledge, ahead: Prediction | None, year: int, main: date) -> FestivalCurve | None:
    """Return one year's curve, or None where too little is known of it."""
    usual = _values(known, ahead, main, *USUAL)[0]
    if np.isfinite(usual).sum() < FEWEST or not np.nanmean(usual) > 0:
        return None
    level = float(np.nanmean(usual))
    mean, low, high = (values / level for values in _values(known, ahead, main, FIRST, LAST))
    if not np.isfinite(mean).any():
        return None
    span = main + timedelta(days=FIRST), main + timedelta(days=LAST)
    left_out = any(
        event.kind in NEVER_REPEATED
        and event.start != event.end
        and event.start <= span[1]
        and event.end >= span[0]
        for event in known.events
    )
    expected = bool(np.isfinite(low).any())
    return FestivalCurve(year, main, mean, left_out, low if expected else None, high if expected else None)


def _values(
    known: Knowledge, ahead: Prediction | None, main: date, first: int, last: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return counts where known and the forecast after that, with its bounds, each of shape (days,)."""
    grid = known.demand.grid
    rows = np.full((3, last - first + 1), np.nan)
    for k, offset in enumerate(range(first, last + 1)):
        day = main + timedelta(days=offset)
        if grid.start <= day <= grid.end:
            rows[0, k] = known.demand.values[grid.slot_of(day)]
        elif ahead is not None and ahead.grid.start <= day <= ahead.grid.end:
            at = (day - ahead.grid.start).days
            rows[:, k] = ahead.mean[at], ahead.quantile(0.1)[at], ahead.quantile(0.9)[at]
    return rows[0], rows[1], rows[2]
