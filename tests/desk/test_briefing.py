"""The facts of a day: who is on duty, hours, gaps and risks from what is published."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from desk import planning
from desk.planning.backlog import backlog_of
from desk.planning.on_duty import published_from
from desk.planning.risks import risks_of
from desk.results import Backlog, Window
from desk.store import team
from forecast.demand import Demand
from forecast.grid import Grid
from scheduler.shifts import ShiftKind, ShiftType
from tests.desk.builders import HEAD, HISTORY, NOW, a_centre, a_version
from tests.desk.staffed import a_staffed_centre
from tests.desk.views.builders import START, a_briefing, a_requirement

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    with opened.begin() as session:
        night = ShiftType("N", "夜班", 1260, 660, 600, ShiftKind.NIGHT)
        team.save_shift_types(session, [*team.load_shift_types(session), night])
    yield opened
    opened.close()


def published(store, first=MONDAY - timedelta(days=7), last=MONDAY + timedelta(days=20)):
    with store.read() as session:
        return published_from(session, first, last)


def test_a_night_is_on_duty_on_both_of_its_days(store):
    a_version(store, {("op01", MONDAY): "N", ("op02", TUESDAY): "E"}, start=MONDAY, days=7)
    found = published(store)
    assert [(duty.code, duty.people) for duty in found.duties(TUESDAY)] == [
        ("N", ("林晓禾",)),
        ("E", ("苏念青",)),
    ]
    assert [duty.end for duty in found.duties(MONDAY)] == [datetime(2026, 11, 24, 8)]
    assert (found.on_duty(MONDAY), found.on_duty(TUESDAY), found.on_duty(MONDAY - timedelta(days=1))) == (
        1,
        1,
        None,
    )


def test_cover_counts_the_night_that_began_the_day_before(store):
    a_version(store, {("op01", MONDAY): "N", ("op02", TUESDAY): "E"}, start=MONDAY, days=7)
    cover = published(store).cover(TUESDAY, 1)
    assert cover.tolist() == [1] * 16 + [1] * 18 + [0] * 14  # until 08:00, then 08:00 to 17:00


def test_a_draft_is_nobodys_duty_and_a_later_version_replaces_its_days(store):
    a_version(store, {("op01", MONDAY): "E"}, start=MONDAY, days=7)
    a_version(store, {("op02", MONDAY): "E"}, start=MONDAY, days=7, published=None)
    assert [duty.people for duty in published(store).duties(MONDAY)] == [("林晓禾",)]
    a_version(store, {("op02", MONDAY): "E"}, start=MONDAY, days=7, published=NOW + timedelta(hours=1))
    assert [duty.people for duty in published(store).duties(MONDAY)] == [("苏念青",)]


def test_hours_above_the_contract_are_counted_by_the_week(store):
    week = {("op01", MONDAY + timedelta(days=k)): "E" for k in range(6)}
    a_version(store, week | {("op02", MONDAY): "E"}, start=MONDAY, days=7)
    assert published(store).over_hours(MONDAY) == (("林晓禾", 48.0, 40.0),)  # six days of eight hours


def test_the_week_before_the_first_roster_counts_those_who_worked(tmp_path):
    store = a_staffed_centre(tmp_path)
    kept = pd.read_csv(HISTORY / "actuals.csv")
    counted = kept[kept["start"].notna()].groupby("date")["person"].count()
    past = planning.briefing(store, HEAD).past
    store.close()
    assert [line.on_duty for line in past] == [counted[line.day.date.isoformat()] for line in past]
    assert len({line.on_duty for line in past}) > 1


def told(**more):
    briefing = a_briefing()
    need = a_requirement(START, 7)
    facts = {
        "day": START, "past": briefing.past, "coming": briefing.ahead, "needed": need, "planned": need.operators,
        "over_hours": (), "backlog": None, "windows": (), "published": {START + timedelta(days=k) for k in range(7)},
        "known_until": START - timedelta(days=1),
    } | more  # fmt: skip
    names = ("day", "past", "coming", "needed", "planned", "over_hours", "backlog", "windows")
    return risks_of(
        *(facts[name] for name in names), published=facts["published"], known_until=facts["known_until"]
    )


def test_a_quiet_day_has_no_risk():
    assert told() == ()


def test_the_largest_gaps_are_named_and_the_others_counted():
    need = a_requirement(START, 7).operators
    planned = need.copy()
    for day, missing in ((0, 1), (1, 2), (2, 1), (3, 1)):
        planned[day * 48 + 20 : day * 48 + 22] -= missing
    found = told(planned=planned)
    gaps = [dict(risk.details) for risk in found if risk.code == "gap"]
    assert gaps[0] == {"day": START + timedelta(days=1), "first": 600, "last": 660, "missing": 2}
    assert {(gap["day"], gap["missing"]) for gap in gaps} == {
        (START, 1),
        (START + timedelta(days=1), 2),
        (START + timedelta(days=2), 1),
    }
    (more,) = [dict(risk.details) for risk in found if risk.code == "more_gaps"]
    assert more == {"count": 1, "hours": 5.0}  # two half-hours each: (1 + 2 + 1 + 1) operators


def test_days_without_a_roster_have_no_gaps_but_are_named():
    nothing = np.zeros(7 * 48, dtype=int)
    found = told(planned=nothing, published=set(), coming=a_briefing(published=False).ahead)
    assert [risk.code for risk in found] == ["unpublished"]
    assert found[0].urgent


def test_late_data_a_surge_a_backlog_and_a_festival_are_told():
    from dataclasses import replace

    last = replace(a_briefing().past[-1], calls=231.0)
    window = Window(
        "spring_festival", START, START + timedelta(days=10), START + timedelta(days=17), True, START, 30
    )
    found = told(
        past=(last,), known_until=START - timedelta(days=4), backlog=Backlog(40.0, False, 2.7, None), windows=(window,)
    )  # fmt: skip
    assert [(risk.code, risk.urgent) for risk in found] == [
        ("data_late", True), ("above_band", True), ("backlog", True), ("festival_unpublished", True), ("provisional", False),
    ]  # fmt: skip


OPEN = np.array([16 <= slot < 35 for slot in range(48)])


def messages(*, nights=2, per_slot=1.0):
    """One message in every closed half-hour of the days before Monday."""
    days = np.tile(np.where(OPEN, 0.0, per_slot), nights)
    return Demand(Grid(MONDAY - timedelta(days=nights), nights, 30), days, "line.voicemail")


def backlog(idle, **more):
    return backlog_of(MONDAY, messages(**more), closed=35, opened=OPEN, idle=np.full(48, idle), seconds=240.0)


def test_the_night_is_counted_from_closing_to_opening_and_its_unknown_hours_are_estimated():
    found = backlog(3.0)
    assert found.messages == 13 + 16  # 17:30 to midnight as recorded, midnight to 08:00 like the night before
    assert found.estimated
    assert found.hours == pytest.approx(29 * 240 / 3600)


def test_call_backs_are_done_when_the_idle_time_beside_the_reserve_has_held_them():
    # 29 messages of 4 minutes are 116 minutes; two idle beside the reserve give 51 a half-hour: 08:00 to 09:30.
    assert backlog(3.0).clear_at == datetime(2026, 11, 23, 9, 30)


def test_too_few_idle_operators_leave_messages_for_tomorrow_and_no_messages_leave_nothing():
    assert backlog(1.0).clear_at is None
    assert backlog(3.0, per_slot=0.0).messages == 0
