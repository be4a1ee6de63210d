from datetime import datetime, timedelta

import numpy as np
import pytest

from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.errors import SettingError
from forecast.surge.detect import watch
from forecast.surge.rules import DRIFT, JUMP, WAVE, surprise, upper
from forecast.surge.thresholds import MONTH, stretches, tune
from forecast.surge.vigilance import Vigilance
from tests.forecast.surge.builders import a_history, day_of, in_half_hours, in_topics, with_surge

NONE = Calendar("none")
FIRST = 420


def watched(demand, **more):
    return watch(demand, NONE, first=day_of(demand, FIRST), vigilance=Vigilance(training=300), **more)


@pytest.fixture(scope="module")
def calm():
    return a_history(560, seed=14)


def test_a_surprise_is_the_normal_deviation_of_the_mid_probability():
    # Poisson with mean 100 (spread next to nothing): P(Y > 120) + P(Y = 120) / 2 = 0.0249, R: ppois, dpois.
    assert surprise(120, 100, 1e-3) == pytest.approx(1.961, abs=0.01)
    assert surprise(100, 100, 0.1) == pytest.approx(0.0, abs=0.05)
    assert upper(100, 1e-3, 0.9) == 113  # R: qpois(0.9, 100)


def test_a_wider_spread_makes_the_same_count_less_surprising():
    assert surprise(150, 100, 0.2) < surprise(150, 100, 0.1) < surprise(150, 100, 0.01)


def test_thresholds_let_calm_days_alarm_as_seldom_as_asked():
    rng = np.random.default_rng(3)
    values = rng.standard_normal((3000, 2))
    limits = tune(values, (JUMP, WAVE), 0.5)
    assert stretches((values > limits).any(axis=1)) <= 0.5 * 3000 / MONTH
    assert (tune(values, (JUMP, WAVE), 1.0) < limits).all()


def test_days_out_of_band_close_together_are_one_stretch():
    out = np.zeros(30, dtype=bool)
    out[[3, 4, 6, 20]] = True
    assert stretches(out) == 2
    assert stretches(np.zeros(5, dtype=bool)) == 0


def test_a_calm_year_alarms_at_most_once_a_month(calm):
    found = watched(calm)
    assert len(found.alarms) <= (560 - FIRST) / MONTH


def test_half_as_much_again_is_seen_on_its_first_day_and_measured_against_the_calendar(calm):
    surge = with_surge(calm, 480, [1.9] * 12)
    found = watched(surge)
    alarm = next(a for a in found.alarms if a.raised.date() > day_of(surge, 470))
    assert alarm.raised == datetime.combine(day_of(surge, 481), datetime.min.time())
    assert (
        abs((alarm.since - day_of(surge, 480)).days) <= 2
    )  # days before it that were high by chance belong to it
    assert alarm.size == pytest.approx(1.9, abs=0.25)
    assert alarm.stood_down is not None
    assert 0 <= (alarm.stood_down - day_of(surge, 492)).days <= 5


def test_the_level_stays_frozen_while_the_surge_lasts(calm):
    surge = with_surge(calm, 480, [2.0] * 40)
    days = {w.day: w for w in watched(surge).days}
    late = [days[day_of(surge, at)] for at in range(505, 519)]
    assert all(w.alarm for w in late)
    assert np.mean([w.seen / w.expected for w in late]) == pytest.approx(2.0, abs=0.3)


def test_a_slow_wave_is_seen_although_no_single_day_stands_out(calm):
    ramp = 1.03 ** np.arange(1, 40)
    surge = with_surge(calm, 480, ramp)
    found = watched(surge)
    alarm = next(a for a in found.alarms if a.raised.date() > day_of(surge, 480))
    assert (alarm.raised.date() - day_of(surge, 480)).days <= 14


def test_the_rules_can_be_chosen_one_by_one(calm):
    surge = with_surge(calm, 480, [1.25] * 20)
    found = watch(
        surge,
        NONE,
        first=day_of(surge, FIRST),
        vigilance=Vigilance(training=300, rules=(DRIFT,)),
    )
    assert {a.rule for a in found.alarms} == {DRIFT}
    assert all(len(w.statistics) == 1 for w in found.days)


def test_a_count_held_down_by_the_seats_is_a_floor_and_never_ends_a_surge(calm):
    surge = with_surge(calm, 480, [2.0] * 5)
    capped = np.zeros(560, dtype=bool)
    capped[480:510] = True
    alarm = next(a for a in watched(surge, capped=capped).alarms if a.raised.date() > day_of(surge, 479))
    assert alarm.capped
    assert alarm.stood_down is None or alarm.stood_down > day_of(surge, 509)


def test_nothing_after_a_day_is_used_for_it(calm):
    surge = with_surge(calm, 480, [1.9] * 12)
    part = watched(surge.until(day_of(surge, 484)))
    whole = watched(surge)
    assert part.days == whole.days[: len(part.days)]


def test_the_morning_raises_the_alarm_before_the_day_is_over(calm):
    surge = with_surge(calm, 510, [2.4])
    half_hours = in_half_hours(surge)
    found = watched(surge, half_hours=half_hours)
    alarm = next(
        a for a in found.alarms if a.raised >= datetime.combine(day_of(surge, 510), datetime.min.time())
    )
    assert alarm.raised.date() == day_of(surge, 510)
    assert alarm.raised.hour < 15


def test_a_day_that_is_not_over_is_judged_by_what_has_come(calm):
    surge = with_surge(calm, 559, [2.4])
    half_hours = in_half_hours(surge)
    values = half_hours.values.copy()
    values[559 * 48 + 30 :] = np.nan
    now = Demand(half_hours.grid, values)
    found = watched(now.daily(), half_hours=now)
    assert np.isnan(found.days[-1].seen)
    assert found.running is not None
    assert found.running.raised.date() == day_of(surge, 559)


def test_a_topic_of_twenty_times_its_usual_size_gives_the_surge_away_although_the_total_is_in_band(calm):
    topics = in_topics(calm, {500: 40})
    total = Demand(topics["topic=food"].grid, sum(t.values for t in topics.values()))
    found = watched(total.daily(), half_hours=total, parts=topics)
    alarm = next(a for a in found.alarms if a.raised.date() >= day_of(calm, 500))
    assert (alarm.part, alarm.raised.date()) == ("topic=masks", day_of(calm, 500))
    assert alarm.raised.hour <= 12


def test_a_known_emergency_says_nothing_and_raises_nothing(calm):
    surge = with_surge(calm, 480, [2.5] * 10)
    event = Event("flood", EventKind.EMERGENCY, day_of(surge, 480), day_of(surge, 489))
    found = watch(surge, NONE, [event], first=day_of(surge, FIRST), vigilance=Vigilance(training=300))
    inside = [a for a in found.alarms if day_of(surge, 480) <= a.since <= day_of(surge, 489)]
    assert inside == []


def test_an_alarm_becomes_an_event_that_never_repeats(calm):
    surge = with_surge(calm, 480, [1.9] * 12)
    alarm = next(a for a in watched(surge).alarms if a.since >= day_of(surge, 470))
    event = alarm.event(surge.grid.end)
    assert (event.kind, event.repeats, event.start) == (EventKind.EMERGENCY, False, alarm.since)
    assert alarm.stood_down is not None
    assert event.end == alarm.stood_down - timedelta(days=1)


def test_too_short_a_history_is_said_so():
    short = a_history(30)
    with pytest.raises(SettingError) as caught:
        watch(short, NONE, first=day_of(short, 20))
    assert caught.value.code == "surge_history"
