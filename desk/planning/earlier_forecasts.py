"""What had been forecast for days that are over: as it was kept, or made again with what was known then."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from desk.accounts import Account
from desk.planning.forecasting import KeptLooks
from desk.planning.known import Knowledge
from desk.store import Store, plans
from forecast.backtest import forecast_history
from forecast.errors import PlanError
from forecast.prediction import Prediction

OLDEST = 28
"""Days by which an origin may lie before the days that it is asked about."""


def forecast_before(
    store: Store, who: Account, known: Knowledge, first: date, days: int, *, again: bool
) -> Prediction | None:
    """
    Return a forecast of past days that was kept before they came; None if there is none.

    With `again`, one that is missing is made from the demand and the calendar of the day before the first of
    them, and kept; it takes as long as any forecast. None if there was too little history.
    """
    origin = first - timedelta(days=1)
    key = hashlib.sha256(f"as of {origin} {known.fingerprint}".encode()).hexdigest()
    with store.read() as session:
        kept = plans.covering(session, first, days, oldest=first - timedelta(days=OLDEST))
    if kept is not None or not again:
        return kept
    try:
        made = forecast_history(
            known.demand, known.calendar, known.events, horizon=days, as_of=origin, memory=KeptLooks(store)
        )
    except PlanError:
        return None
    with store.begin() as session:
        plans.add_forecast(
            session,
            {"champion": made.champion, "naive": made.naive},
            knowledge=key,
            who=who.username,
            now=datetime.now(UTC),
        )
    return made.champion
