"""What an hour is before the law, what is owed for it, and what people may still take."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.accounts import Account, Role
from desk.planning.entitlements import annual_days, annual_leave
from desk.planning.hours import minutes_by_day, paid_as, split_hours
from desk.results import Actual, HourKind, LeaveKind, RequestKind, RequestState
from desk.store import team
from forecast.calendar import Calendar
from forecast.errors import PlanError
from scheduler.people import HoursCycle, Person, Regime
from tests.desk.builders import HEAD, MONDAY, PEOPLE, a_team, a_version

LIN = Account("lin", "林晓禾", Role.OPERATOR, "op01")
MULTIPLES = {HourKind.EXTENSION: 1.5, HourKind.REST_DAY: 2.0, HourKind.STATUTORY: 3.0}
"""Labour Law (2018), art. 44."""

STEPS = {1: 5, 10: 10, 20: 15}
"""Regulations on Paid Annual Leave (2007), art. 3."""

JUNE = date(2026, 6, 8)
"""A Monday; 19 June 2026, a Friday, is the Dragon Boat Festival."""


@pytest.fixture
def store(tmp_path):
    opened = a_team(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def days_of(first, *hours):
    return {first + timedelta(days=k): h * 60 for k, h in enumerate(hours) if h}


def totals(person, minutes, away=()):
    first = min(minutes) - timedelta(days=100)
    calendar = {day.date: day for day in Calendar("CN").days(first, 500)}
    found = split_hours(person, minutes, calendar, dict.fromkeys(away, 1.0), day_limit=480)
    sums = {}
    for parts in found.values():
        for kind, part in parts.items():
            sums[str(kind)] = sums.get(str(kind), 0) + part / 60
    return sums


@pytest.mark.parametrize(
    ("hours", "away", "expected"),
    [
        ((8, 8, 8, 8, 8), (), {"ordinary": 40}),
        ((9, 8, 8, 8, 8), (), {"ordinary": 40, "extension": 1}),  # art. 41: beyond the day's eight hours
        ((8, 8, 8, 8, 8, 8), (), {"ordinary": 40, "rest_day": 8}),  # a sixth day, on Saturday
        ((8, 8, 8, 0, 0, 8, 8), (), {"ordinary": 40}),  # Saturday and Sunday in place of Thursday and Friday
        ((8, 8, 8, 8, 0, 8), (4,), {"ordinary": 32, "rest_day": 8}),  # Friday on leave, called in on Saturday
    ],
)
def test_a_standard_week_is_filled_by_its_working_days_first(hours, away, expected):
    gone = [JUNE + timedelta(days=k) for k in away]
    assert totals(Person("a", "甲"), days_of(JUNE, *hours), gone) == expected


def test_a_statutory_day_stands_apart_in_full_whatever_the_week_holds():
    # 15 to 19 June 2026: four working days ask 32 hours; Friday's nine hours all count three times.
    assert totals(Person("a", "甲"), days_of(JUNE + timedelta(days=7), 8, 8, 8, 0, 9)) == {
        "ordinary": 24,
        "statutory": 9,
    }


def test_under_comprehensive_hours_only_the_sum_of_the_cycle_counts():
    # September 2026 has 23 working days with the make-up Sunday of the 20th; the 25th is Mid-Autumn: 22 ask 176 hours.
    person = Person("a", "甲", cycle=HoursCycle.MONTH)
    every_other = {date(2026, 9, 1) + timedelta(days=k): 720 for k in range(0, 30, 2) if k != 24}
    assert totals(person, every_other) == {"ordinary": 168}
    every_other[date(2026, 9, 30)] = 720
    every_other[date(2026, 9, 28)] = 720
    assert totals(person, every_other) == {"ordinary": 176, "extension": 16}


def test_a_night_across_midnight_counts_on_both_days():
    # 22:00 to 07:00, eight of nine hours paid: 2/9 before midnight.
    night = Actual("a", date(2026, 9, 30), 1320, 1860, 480)
    assert minutes_by_day([night]) == {date(2026, 9, 30): 107, date(2026, 10, 1): 373}


def test_enterprises_pay_by_the_multiples_and_others_give_time_off():
    parts = {HourKind.ORDINARY: 480, HourKind.EXTENSION: 60, HourKind.REST_DAY: 480, HourKind.STATUTORY: 480}
    enterprise = Person("a", "甲")
    assert paid_as(enterprise, parts, MULTIPLES, rest_days_given_back=False) == 60 * 1.5 + 480 * 2 + 480 * 3
    assert paid_as(enterprise, parts, MULTIPLES, rest_days_given_back=True) == 60 * 1.5 + 480 * 3
    for regime in (Regime.CIVIL_SERVANT, Regime.PUBLIC_INSTITUTION):
        assert paid_as(Person("b", "乙", regime), parts, MULTIPLES, rest_days_given_back=True) is None


@pytest.mark.parametrize(
    ("since", "days"),
    [
        (date(2025, 11, 24), 0), (date(2025, 11, 23), 5), (date(2016, 11, 24), 5), (date(2016, 11, 23), 10),
        (date(2006, 11, 24), 10), (date(2006, 11, 23), 15),
    ],
)  # fmt: skip
def test_annual_leave_grows_with_completed_years_of_service(since, days):
    assert annual_days(since, MONDAY, STEPS) == days


def test_last_years_leave_can_be_carried_as_far_as_the_centre_allows():
    found = annual_leave("a", date(2010, 1, 1), MONDAY, carry=90, steps=STEPS)
    assert (found[0].first.year, found[0].last) == (2025, date(2026, 3, 31))


def actual(person, day, start=480, end=1020, paid=480):
    return Actual(person, day, start, end, paid)


def work(store, person, *days, **more):
    return planning.set_actuals(store, HEAD, actuals=[actual(person, day, **more) for day in days])


def line_of(store, person):
    found = planning.hours_month(store, HEAD, month=MONDAY)
    return next(line for line in found.lines if line.person == person)


def test_the_roster_counts_until_somebody_says_what_was_worked(store):
    days = [date(2026, 11, 16) + timedelta(days=k) for k in range(5)]
    a_version(store, {("op01", day): "E" for day in days}, start=days[0], days=7)
    assert (line_of(store, "op01").of(HourKind.ORDINARY), line_of(store, "op01").unconfirmed) == (40, 5)
    assert planning.confirm_day(store, HEAD, day=days[0]) == 1
    assert planning.confirm_day(store, HEAD, day=days[0]) == 0
    work(store, "op01", days[1], end=1140, paid=600)
    planning.set_actuals(
        store, HEAD, actuals=[Actual("op01", days[2], None, None, 0), actual("op02", days[2])]
    )
    line = line_of(store, "op01")
    assert dict(line.hours) == {HourKind.ORDINARY: 32, HourKind.EXTENSION: 2}
    assert (line.unconfirmed, line.paid_as) == (2, 3.0)
    assert line_of(store, "op02").of(HourKind.ORDINARY) == 8
    shown = planning.worked_days(store, HEAD, start=days[2], days=1)
    assert [(d.person, d.shift, d.actual is not None) for d in shown if d.shift or d.actual] == [
        ("op01", "E", True),
        ("op02", None, True),
    ]


def test_work_that_is_not_over_cannot_be_entered(store):
    assert code_of(work, store, "op01", MONDAY) == "actual_ahead"
    assert code_of(work, store, "nobody", date(2026, 11, 20)) == "unknown_member"


def test_everyone_is_counted_by_their_own_cycle_in_one_table(store):
    people = [replace(p, cycle=c) for p, c in zip(PEOPLE, HoursCycle, strict=True)]
    with store.begin() as session:
        team.save_people(session, people)
    # 26 to 31 October 2026, Monday to Saturday, and 2 to 7 November: 48 hours each; the longer cycles ask for more.
    days = [date(2026, 10, 26) + timedelta(days=k) for k in (0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12)]
    for person in people:
        work(store, person.code, *days)
    found = planning.hours_month(store, HEAD, month=MONDAY)
    hours = {line.person: {str(kind): h for kind, h in line.hours} for line in found.lines}
    assert hours == {
        "op01": {"ordinary": 40, "rest_day": 8},
        "op02": {"ordinary": 48}, "op03": {"ordinary": 48}, "op04": {"ordinary": 48},
    }  # fmt: skip


FILE = "person,date,start,end,paid\nop01,2026-11-20,08:00,17:00,480\nop02,2026-11-20,22:00,31:00,480\nop03,2026-11-20,,,\n"


def test_a_file_of_attendance_is_looked_at_first_and_changes_known_days_only_on_a_word(store):
    preview = planning.preview_actuals(store, HEAD, name="a.csv", content=FILE.encode("gb18030"))
    assert (len(preview.changes), preview.same, preview.overwritten) == (3, 0, ())
    assert planning.accept_actuals(store, HEAD, preview=preview) == 3
    changed = FILE.replace("17:00,480", "19:00,600").encode()
    again = planning.preview_actuals(store, HEAD, name="b.csv", content=changed)
    (over,) = again.overwritten
    assert (over.name, over.before.paid, over.after.paid, again.same) == ("林晓禾", 480, 600, 2)
    assert code_of(planning.accept_actuals, store, HEAD, preview=again) == "actuals_known"
    assert planning.accept_actuals(store, HEAD, preview=again, overwrite=True) == 1
    line = next(line for line in planning.audit_log(store, HEAD) if line.what == "set_actuals")
    assert dict(line.before)["days"] == ["op01 2026-11-20 08:00–17:00 480"]
    assert dict(line.after) == {"file": "b.csv", "days": ["op01 2026-11-20 08:00–19:00 600"]}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("op09,2026-11-20,08:00,17:00,480", "unknown_person_in_file"),
        ("op01,2026-11-20,08:00,17:00,480\nop01,2026-11-20,08:00,17:00,480", "line_twice"),
        ("op01,2026-12-20,08:00,17:00,480", "actual_ahead_in_file"),
        ("op01,2026-11-20,08:00,17:00,999", "unreadable_value"),
        ("op01,2026-11-20,18:00,17:00,0", "unreadable_value"),
        ("op01,2026-11-20,08:00,,0", "unreadable_value"),
        ("op01,20-11-2026,08:00,17:00,480", "unreadable_value"),
    ],
)
def test_a_faulty_file_is_refused_as_a_whole(store, row, code):
    content = f"person,date,start,end,paid\nop02,2026-11-20,08:00,17:00,480\n{row}\n".encode()
    assert code_of(planning.preview_actuals, store, HEAD, name="a.csv", content=content) == code
    assert line_of(store, "op02").hours == ()


def balance_of(store, person="op01"):
    return next(b for b in planning.balances(store, HEAD) if b.person == person)


def left(store, person="op01"):
    return {line.kind: line.left for line in balance_of(store, person).lines if line.first <= MONDAY}


def test_a_sixth_day_is_owed_as_time_off_until_it_is_taken_or_lapses(store):
    work(store, "op01", *(date(2026, 11, 16) + timedelta(days=k) for k in range(6)))
    (line,) = balance_of(store).lines
    assert (line.kind, line.left, line.last) == (LeaveKind.COMP, 8, date(2026, 11, 21) + timedelta(days=180))
    friday = MONDAY + timedelta(days=4)
    ask = {"kind": RequestKind.LEAVE, "leave": LeaveKind.COMP}
    assert code_of(
        planning.make_request, store, LIN, first=friday, last=MONDAY + timedelta(days=7), **ask
    ) == ("leave_not_enough")
    asked = planning.make_request(store, LIN, first=friday, **ask)
    done = planning.decide_request(store, HEAD, request=asked.id, grant=True)
    assert done.state is RequestState.GRANTED
    assert dict(next(a for a in done.answers if a.code == "leave_taken").facts) == {
        "leave": "comp",
        "days": "1",
    }
    assert left(store) == {LeaveKind.COMP: 0}
    planning.withdraw_request(store, LIN, request=asked.id)
    assert left(store) == {LeaveKind.COMP: 8}


def test_leave_takes_working_days_only_and_not_more_than_there_are(store):
    planning.set_tenure(store, HEAD, person="op01", since=date(2020, 1, 1))
    assert left(store) == {LeaveKind.ANNUAL: 5}
    first = MONDAY + timedelta(days=3)
    ask = {"kind": RequestKind.LEAVE, "leave": LeaveKind.ANNUAL, "first": first}
    asked = planning.make_request(store, LIN, last=first + timedelta(days=5), **ask)  # Thursday to Tuesday
    planning.decide_request(store, HEAD, request=asked.id, grant=True)
    assert left(store) == {LeaveKind.ANNUAL: 1}
    two = {**ask, "first": MONDAY + timedelta(days=14), "last": MONDAY + timedelta(days=15)}
    assert code_of(planning.make_request, store, LIN, **two) == "leave_not_enough"


def test_what_is_about_to_lapse_is_shown_to_the_person_and_the_head_before_it_does(store):
    grant = {"person": "op01", "kind": LeaveKind.PATERNITY, "first": MONDAY, "days": 15}
    planning.grant_leave(store, HEAD, last=MONDAY + timedelta(days=61), **grant)
    assert planning.my_balance(store, LIN).lapsing == ()
    planning.grant_leave(store, HEAD, last=MONDAY + timedelta(days=60), **grant)
    (line,) = planning.my_balance(store, LIN).lapsing
    assert (line.kind, line.left) == (LeaveKind.PATERNITY, 15)
    assert [b.person for b in planning.balances(store, HEAD) if b.lapsing] == ["op01"]
    (first, second) = (line for line in planning.audit_log(store, HEAD) if line.what == "grant_leave")
    assert (dict(first.before)["days"], dict(second.before)) == (15, {})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": LeaveKind.ANNUAL}, "grant_kind"),
        ({"last": MONDAY - timedelta(days=1)}, "grant_span"),
        ({"days": 40}, "grant_span"),
        ({"person": "op09"}, "unknown_member"),
    ],
)
def test_leave_that_cannot_be_granted_is_refused(store, more, code):
    usual = {
        "person": "op01",
        "kind": LeaveKind.CHILDCARE,
        "first": MONDAY,
        "last": MONDAY + timedelta(days=9),
    }
    assert code_of(planning.grant_leave, store, HEAD, **{**usual, "days": 5, **more}) == code
    assert code_of(planning.set_tenure, store, HEAD, person="op01", since=date(2027, 1, 1)) == "tenure_ahead"


def test_a_legal_minimum_can_be_raised_and_not_lowered(store):
    rule = {"name": "pay_statutory", "source": "局务会"}
    assert code_of(planning.set_house_rule, store, HEAD, value=2, **rule) == "house_rule_below_law"
    planning.set_house_rule(store, HEAD, value=3.5, **rule)
    work(store, "op01", date(2026, 10, 1))
    found = planning.hours_month(store, HEAD, month=date(2026, 10, 1))
    assert next(line.paid_as for line in found.lines if line.person == "op01") == 8 * 3.5


def test_the_month_for_the_personnel_office_holds_texts_and_numbers_and_no_formula(store):
    with store.begin() as session:
        team.save_people(session, [*PEOPLE, Person("op05", "=1+1")])
    work(store, "op05", date(2026, 11, 20))
    sheet = planning.hours_file(store, HEAD, month=MONDAY, kind="xlsx")
    cells = openpyxl.load_workbook(BytesIO(sheet)).active
    row = next(row for row in cells.iter_rows() if row[0].value == "op05")
    assert (row[1].value, row[1].data_type, row[4].value) == ("=1+1", "s", 8)
    table = planning.hours_file(store, HEAD, month=MONDAY, kind="csv").decode().splitlines()
    assert table[0].startswith("month,until,person,name,regime,norm_hours,ordinary_hours,extension_hours")
    assert table[-1].startswith("2026-11,2026-11-22,op05,'=1+1,enterprise,120.0,8.0,0.0")


def test_the_command_line_takes_attendance_in_shows_the_month_and_writes_it_out(store, tmp_path):
    file, out = tmp_path / "a.csv", tmp_path / "2026-11.csv"
    file.write_text(FILE, encoding="utf-8")

    def call(*words, language="zh"):
        words = ("--lang", language, *map(str, words))
        return CliRunner().invoke(cli.app, words, env={"LIANXIN_DATABASE": store.url})

    assert "新增 3 条" in call("import", "actuals", file, "--dry-run").stdout
    assert line_of(store, "op01").hours == ()
    assert call("import", "actuals", file).exit_code == 0
    file.write_text(FILE.replace("17:00,480", "19:00,600"), encoding="utf-8")
    refused = call("import", "actuals", file, language="en")
    assert (refused.exit_code, "08:00–17:00 (8 h)" in refused.stdout) == (1, True)
    assert call("import", "actuals", file, "--yes").exit_code == 0
    assert "林晓禾" in call("hours", "month", "2026-11").stdout
    assert call("hours", "month", "2026-11", "--out", out).exit_code == 0
    row = next(line for line in out.read_text(encoding="utf-8").splitlines() if ",op01," in line)
    assert row.startswith("2026-11,2026-11-22,op01,林晓禾,enterprise,120.0,8.0,2.0")
    assert call("hours", "since", "op01", "2020-01-01").exit_code == 0
    assert call("hours", "grant", "op01", "paternity", "2026-11-23", "2026-12-20", "15").exit_code == 0
    shown = call("hours", "balance", language="en").stdout
    assert ("Paternity leave" in shown, "15 d" in shown, "5 d" in shown) == (True, True, True)
    assert call("hours", "month", "2027-11").exit_code == 2
