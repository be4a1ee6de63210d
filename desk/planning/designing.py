"""Use case: which few shift starts and lengths would fit the requirement best."""

from datetime import date

from desk.accounts import Account, require
from desk.planning.rulebooks import load_books
from desk.planning.staffing import requirement_of
from desk.results import ShiftAdvice
from desk.store import Store, team
from forecast.errors import SettingError
from scheduler.rules.daily_hours import DailyHours
from scheduler.solve.design import best_fit, design_shifts

MOST = 12
"""Shift types that may be asked for at most."""


def shift_advice(
    store: Store, who: Account, *, start: date, days: int, most: int = 4, seconds: float = 10.0
) -> ShiftAdvice:
    """
    Return the fewest shifts that the centre's types need to cover a window, and what designed types would need.

    Paid hours of a designed shift stay within the standard day and its overtime; shifts above the hours of the
    rulebook hold an unpaid meal.

    Parameters
    ----------
    start, days
        The window.
    most
        Designed shift types at most, 1 to 12.
    seconds
        Time of each of the two searches.

    Raises
    ------
    PlanError
        As `desk.planning.requirement`; ``bad_most``.
    """
    require(who, "shift_advice")
    if not 1 <= most <= MOST:
        raise SettingError("bad_most", most=most, highest=MOST)
    needed = requirement_of(store, who, start=start, days=days)[1].requirement
    with store.read() as session:
        types = tuple(kind for kind in team.load_shift_types(session) if kind.on_phones)
        book = load_books(session).normal
    day = next((rule for rule in book.rules if isinstance(rule, DailyHours)), DailyHours())
    meal = 60
    return ShiftAdvice(
        start=start,
        days=days,
        usual=best_fit(needed, types, seconds=seconds),
        designed=design_shifts(
            needed,
            most=most,
            longest=int(60 * day.hours) + meal,
            meal_after=int(60 * book.rest_times.meal_after),
            meal=meal,
            given=types,
            seconds=seconds,
        ),
    )
