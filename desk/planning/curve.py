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
from forecast.staffing.trade_off import trade_off
from forecast.staffing.workload import Method


def staffing_curve(
    store: Store, who: Account, *, start: date, days: int, slot: int, method: str | None = None
) -> StaffingCurve:
    """
    Return service level, wait and abandonment of one half-hour for every number of operators, each with its band.

    Parameters
    ----------
    start, days
        The window.
    slot
        Number of the half-hour in the window, from 0.
    method
        As in `desk.planning.requirement`; the curve of the exact pass is that of ``mol_sl``.

    Raises
    ------
    PlanError
        As `desk.planning.requirement`; ``unknown_half_hour`` if the window has no such half-hour or it is closed.
    """
    require(who, "staffing_curve")
    _, view = requirement_of(
        store, who, start=start, days=days, method=None if method is None else method_of({}, method)
    )
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
    steady = method_of(service, method) == "stationary"
    by: Method = "stationary" if steady else "mol_sl"
    curve = trade_off(prediction, line, target, here, numbers_around(required), method=by)
    load = 0.0 if view.fan is None else float(view.fan[2, slot])
    return StaffingCurve(day, place, float(need.calls[slot]), load, required, target.share, by, curve)
