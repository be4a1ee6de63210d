"""The sample centre's team: loads, fits together, and can cover its line."""

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from desk.results import LeaveKind
from desk.sample import load_centre
from desk.sample.switchboard import FIELDS, run_day
from forecast.calendar import Calendar
from forecast.errors import DataError
from scheduler.problem import AbsenceKind
from scheduler.shifts import ShiftKind

HISTORY = Path(__file__).resolve().parents[3] / "history"


@pytest.fixture(scope="module")
def centre():
    return load_centre(HISTORY)


def test_twelve_operators_seven_of_the_city_and_five_of_three_counties(centre):
    zones = Counter(person.zone for person in centre.operators)
    assert len(centre.operators) == 12
    assert zones.pop("city") == 7
    assert len(zones) == 3
    assert sum(zones.values()) == 5
    assert len(centre.people) == 16


def test_every_code_that_is_named_exists(centre):
    people = {person.code for person in centre.people}
    shifts = {shift.code for shift in centre.shift_types}
    rows = (*centre.absences, *centre.wishes, *centre.duties, *centre.actuals, *centre.tenures)
    assert {row.person for row in (*rows, *centre.entitlements, *centre.leave_taken)} <= people
    assert {duty.shift for duty in centre.duties} <= shifts
    assert {wish.shift for wish in centre.wishes if wish.shift} <= shifts
    assert {place.zone for place in centre.transport} == {p.zone for p in centre.operators}


def test_shift_types_cover_every_open_half_hour_with_a_late_shift_on_event_days(centre):
    for day in (date(2026, 12, 1), date(2027, 3, 15)):
        opening, closing = centre.service.hours(day)
        for minute in range(opening, closing, 30):
            assert any(s.on_phones and s.start <= minute < s.end for s in centre.shift_types), (day, minute)
    assert centre.service.hours(date(2026, 12, 1)) == (480, 1050)
    assert centre.service.hours(date(2027, 3, 15)) == (480, 1230)
    assert {s.kind for s in centre.shift_types} >= {ShiftKind.STANDBY, ShiftKind.MANAGER}


def test_each_zone_can_take_a_full_shift_on_every_kind_of_day(centre):
    full = [s for s in centre.shift_types if s.on_phones and s.paid >= 420]
    for place in centre.transport:
        assert any(place.earliest_start <= s.start and s.end <= place.latest_end for s in full), place


def test_the_city_alone_reaches_opening_and_closing_on_days_off(centre):
    city = next(t for t in centre.transport if t.zone == "city" and t.day_off)
    late = next(s for s in centre.shift_types if s.kind is ShiftKind.LATE)
    assert city.earliest_start <= 480
    assert late.end <= city.latest_end


def test_past_festival_duties_kept_transport_and_leave(centre):
    types = {shift.code: shift for shift in centre.shift_types}
    zone = {person.code: person.zone for person in centre.people}
    away = {(absence.person, absence.day) for absence in centre.absences}
    calendar = Calendar("CN")
    for duty in centre.duties:
        facts, shift = calendar.day(duty.day), types[duty.shift]
        place = next(t for t in centre.transport if t.zone == zone[duty.person] and t.day_off == facts.is_off)
        assert facts.is_off
        assert facts.lunar_distance in range(-2, 8)
        assert place.earliest_start <= shift.start
        assert shift.end <= place.latest_end
        assert (duty.person, duty.day) not in away
    assert {duty.day.year for duty in centre.duties} == {2025, 2026}


def test_attendance_agrees_with_absences_buses_festival_duties_and_the_operators_at_the_phones(centre):
    """Seven days running are what the holiday measures of 2024 (art. 7) call too many."""
    calendar, worked = Calendar("CN"), {(a.person, a.day): a for a in centre.actuals}
    zone = {person.code: person.zone for person in centre.people}
    reach = {(t.zone, t.day_off): t for t in centre.transport}
    assert len(worked) == len(centre.actuals)
    assert not worked.keys() & {(absence.person, absence.day) for absence in centre.absences}
    assert worked.keys() >= {(duty.person, duty.day) for duty in centre.duties if duty.day.year == 2026}
    there: dict[date, np.ndarray] = {}
    for a in centre.actuals:
        place = reach[zone[a.person], calendar.day(a.day).is_off]
        assert place.earliest_start <= a.start, a
        assert a.end <= place.latest_end, a
        if a.person.startswith("op"):
            there.setdefault(a.day, np.zeros(48))[-(-a.start // 30) : a.end // 30] += 1
        assert not all((a.person, a.day + timedelta(days=k)) in worked for k in range(7)), a
    assert (min(there), max(there)) == (date(2025, 12, 29), date(2026, 11, 22))
    for day, present in there.items():
        at_phones = centre.half_hours.loc[str(day), "operators"].to_numpy()
        assert (present >= at_phones).all(), day


def test_leave_taken_is_what_stands_among_the_absences_and_one_grant_is_about_to_lapse(centre):
    leave = {(a.person, a.day) for a in centre.absences if a.kind is AbsenceKind.LEAVE}
    assert {(taken.person, taken.day) for taken in centre.leave_taken} <= leave
    assert {tenure.person for tenure in centre.tenures} == {person.code for person in centre.people}
    soon = [e for e in centre.entitlements if e.last <= date(2026, 12, 22)]
    assert [(e.person, e.kind, e.days) for e in soon] == [("an01", LeaveKind.PATERNITY, 15.0)]


def test_calls_are_half_hours_and_requests_are_days(centre):
    assert centre.calls.grid.step == 30
    assert centre.requests.grid.step == 1440
    assert centre.calls.grid.end == centre.requests.grid.end == date(2026, 11, 22)
    assert centre.calls.daily().values.sum() == centre.calls.values.sum()


def test_a_wrong_value_is_named_by_file_row_column_and_value(tmp_path, centre):
    folder = tmp_path / "centre"
    shutil.copytree(HISTORY, folder)
    team = folder / "team.csv"
    team.write_text(
        team.read_text(encoding="utf-8").replace("op02,苏念青,public_institution", "op02,苏念青,mystery"),
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        load_centre(folder)
    assert caught.value.code == "unreadable_value"
    assert caught.value.details == {"file": "team.csv", "row": 3, "column": "regime", "value": "mystery"}


def test_a_missing_file_and_a_missing_column_are_named(tmp_path):
    folder = tmp_path / "centre"
    shutil.copytree(HISTORY, folder)
    (folder / "events.csv").write_text("code,kind,start,end\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_centre(folder)
    assert (caught.value.code, caught.value.details["column"]) == ("missing_column", "repeats")
    (folder / "service.toml").unlink()
    (folder / "events.csv").unlink()
    with pytest.raises(DataError, match="missing_file"):
        load_centre(folder)


def test_the_switch_serves_first_come_first_served():
    """By hand: one operator, calls of 100 s at 36,000 and 36,150 s never meet."""
    operators = [1 if 16 <= slot < 35 else 0 for slot in range(48)]
    arrivals, handling = np.array([36000.0, 36150.0]), np.array([100.0, 100.0])
    day = run_day(np.random.default_rng(1), arrivals, handling, operators, target=15)
    counted = dict(zip(FIELDS, day.counts[20], strict=True))
    assert (counted["offered"], counted["answered"], counted["within_target"], counted["wait_s"]) == (
        2,
        2,
        2,
        0,
    )
    assert counted["talk_s"] + counted["after_call_s"] == pytest.approx(200)
    assert counted["after_call_s"] / counted["talk_s"] == pytest.approx(0.62)
