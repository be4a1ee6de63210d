"""Use case of the trade-off: one half-hour of a window for every number of operators."""

from datetime import date, timedelta

from desk.accounts import Account, require
from desk.planning.figures import numbers_around
from desk.planning.forecasting import forecast, window_of
from desk.planning.service import method_of
from desk.planning.staffing import half_hours, line_of, load_service, requirement_of, target_of
from desk.results import StaffingCurve
from desk.store import Store
from forecast.errors import SettingError
from forecast.staffing.plan import trade_off


def staffing_curve(store: Store, who: Account, *, start: date, days: int, slot: int) -> StaffingCurve:
    """
    Return service level, wait and abandonment of one half-hour for every number of operators, each with its band.

    Parameters
    ----------
    start, days
        The window.
    slot
        Number of the half-hour in the window, from 0.

    Raises
    ------
    PlanError
        As `desk.planning.requirement`; ``unknown_half_hour`` if the window has no such half-hour or it is closed.
    """
    require(who, "staffing_curve")
    _, view = requirement_of(store, who, start=start, days=days)
    made = forecast(store, who, start=start, days=days).prediction
    need = view.requirement
    if not 0 <= slot < need.grid.slots or need.operators[slot] == 0:
        raise SettingError("unknown_half_hour", slot=slot, last=need.grid.slots - 1)
    number, place = divmod(slot, need.grid.slots_per_day)
    day = need.grid.dates[number]
    with store.read() as session:
        # The day before comes along: a line that is open at night carries its calls over midnight.
        first = max(day - timedelta(days=1), start)
        part = window_of(made, first, (day - first).days + 1)
        prediction = half_hours(session, part)
        service = load_service(session)
    line, target = line_of(service, prediction.grid), target_of(service)
    here = (day - first).days * need.grid.slots_per_day + place
    required = int(need.operators[slot])
    method = method_of(service, None)
    curve = trade_off(
        prediction,
        line,
        target,
        here,
        numbers_around(required),
        method="mol_sl" if method == "exact" else method,
    )
    load = 0.0 if view.fan is None else float(view.fan[2, slot])
    return StaffingCurve(day, place, float(need.calls[slot]), load, required, target.share, curve)
