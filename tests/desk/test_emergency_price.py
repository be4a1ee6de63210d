"""The price of a repaired roster, reckoned by hand on one person's week."""

from datetime import timedelta

from desk.planning.emergency_price import price_of
from scheduler.rulebook import emergency, normal
from scheduler.rulebook.periods import Period
from tests.scheduler.builders import EARLY, MONDAY, a_person, a_problem, a_roster


def test_two_days_more_in_an_emergency_are_overtime_and_a_day_of_rest_owed():
    problem = a_problem(days=7, people=(a_person(),), shifts=(EARLY,))
    week = a_roster(*(f"a{k}E" for k in range(5)))
    whole = a_roster(*(f"a{k}E" for k in range(7)))
    periods = (Period(MONDAY, MONDAY + timedelta(days=6), emergency()),)
    rates = {"extension": 1.5, "statutory": 3.0}

    price = price_of(problem, normal(), periods, week, whole, rates)

    # Five shifts of 8 h are the contract of 40 h; the two more are 16 h at one and a half: 40 + 24.
    assert (price.overtime_before, price.overtime_after) == (0, 16)
    assert (price.paid_before, price.paid_after) == (40, 64)
    assert price.rest_owed == 1
    assert {line.usual.owner for line in price.relaxed} >= {"consecutive_days", "weekly_rest"}
    assert {line.people for line in price.relaxed} == {("a",)}
    same = price_of(problem, normal(), periods, week, week, rates)
    assert (same.rest_owed, same.relaxed) == (0, ())
