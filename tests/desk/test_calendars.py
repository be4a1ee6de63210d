"""Personal calendars: what a calendar client reads, who gets it, and what becomes of an address."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from starlette.applications import Starlette

from desk import planning
from desk.accounts import Role
from desk.store import sign_ins, team
from desk.web import routes_of
from forecast.errors import PlanError
from scheduler.shifts import ShiftKind, ShiftType
from tests.desk.builders import HEAD, NOW, OPERATOR, a_centre, a_version
from tests.desk.test_web import Browser

MONDAY = date(2026, 11, 23)
WEEK = {"start": MONDAY, "days": 7}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    with opened.begin() as session:
        night = ShiftType("N", "夜班", 1260, 660, 600, ShiftKind.NIGHT)
        team.save_shift_types(session, [*team.load_shift_types(session), night])
        sign_ins.add_account(session, OPERATOR, "-", NOW)
    yield opened
    opened.close()


def on(offset, code="E", person="op01"):
    return {(person, MONDAY + timedelta(days=offset)): code}


def events_of(content):
    """What a calendar client makes of a file: its events by the day on which they begin."""
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar.errors == []
    return {event.start.date(): event for event in calendar.events}


def token_of(path):
    return path.removeprefix("/calendar/").removesuffix(".ics")


def test_a_client_reads_exactly_the_published_shifts_at_their_local_times(store):
    a_version(store, on(0) | on(1, "N") | on(2, person="op02"), **WEEK)
    a_version(store, on(5), start=MONDAY, days=14, published=None)
    found = events_of(planning.my_calendar(store, OPERATOR))
    zone = ZoneInfo("Asia/Shanghai")
    times = {day: (event.start, event.end) for day, event in found.items()}
    assert times == {
        MONDAY: (datetime(2026, 11, 23, 8, tzinfo=zone), datetime(2026, 11, 23, 17, tzinfo=zone)),
        date(2026, 11, 24): (datetime(2026, 11, 24, 21, tzinfo=zone), datetime(2026, 11, 25, 8, tzinfo=zone)),
    }
    assert [str(event["summary"]) for event in found.values()] == ["早班", "夜班"]


def test_the_file_brings_its_time_zone_along_and_reminds_before_every_shift(store):
    a_version(store, on(0), **WEEK)
    calendar = icalendar.Calendar.from_ical(planning.my_calendar(store, OPERATOR))
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Asia/Shanghai"]
    assert calendar.get_missing_tzids() == set()
    (event,) = calendar.events
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [
        timedelta(hours=-12),
        timedelta(hours=-1),
    ]
    assert all(alarm["action"] == "DISPLAY" and alarm["description"] for alarm in event.walk("VALARM"))


def test_a_changed_shift_keeps_its_identifier_and_counts_up(store):
    a_version(store, on(0) | on(1), **WEEK)
    before = events_of(planning.my_calendar(store, OPERATOR))
    a_version(store, on(0, "N"), **WEEK, published=LATER)
    after = events_of(planning.my_calendar(store, OPERATOR))
    assert list(after) == [MONDAY]
    assert after[MONDAY]["uid"] == before[MONDAY]["uid"]
    assert after[MONDAY]["sequence"] > before[MONDAY]["sequence"]
    assert str(after[MONDAY]["summary"]) == "夜班"


def test_identifiers_differ_between_days_and_people(store):
    a_version(store, on(0) | on(1) | on(0, person="op02"), **WEEK)
    files = [planning.person_calendar(store, HEAD, person=person) for person in ("op01", "op02")]
    uids = [str(event["uid"]) for file in files for event in events_of(file).values()]
    assert len(set(uids)) == len(uids) == 3


def test_the_same_shifts_give_the_same_bytes(store):
    a_version(store, on(0), **WEEK)
    assert planning.my_calendar(store, OPERATOR) == planning.my_calendar(store, OPERATOR)


def test_the_feed_is_the_file_and_notes_that_it_was_read(store):
    a_version(store, on(0), **WEEK)
    assert planning.calendar_link(store, OPERATOR) is None
    path = planning.renew_calendar_link(store, OPERATOR)
    assert planning.calendar_link(store, OPERATOR).read_at is None
    answer = Browser(Starlette(routes=routes_of(store))).get(path)
    assert (answer.status_code, answer.header("content-type")) == (200, ["text/calendar; charset=utf-8"])
    assert answer.text.encode() == planning.my_calendar(store, OPERATOR)
    assert planning.calendar_link(store, OPERATOR).read_at is not None


def test_an_address_stands_nowhere_in_the_store(store):
    token = token_of(planning.renew_calendar_link(store, OPERATOR))
    with store.engine.connect() as connection:
        kept = "\n".join(connection.connection.iterdump())
    assert OPERATOR.username in kept
    assert token not in kept


def test_a_renewed_address_ends_the_one_before_and_a_revoked_one_is_gone(store):
    a_version(store, on(0), **WEEK)
    client = Browser(Starlette(routes=routes_of(store)))
    first = planning.renew_calendar_link(store, OPERATOR)
    second = planning.renew_calendar_link(store, OPERATOR)
    assert [client.get(path).status_code for path in (first, second)] == [404, 200]
    assert planning.revoke_calendar_link(store, OPERATOR)
    assert not planning.revoke_calendar_link(store, OPERATOR)
    assert client.get(second).status_code == 404


def test_a_forged_address_is_told_in_plain_text_in_both_languages(store):
    planning.renew_calendar_link(store, OPERATOR)
    client = Browser(Starlette(routes=routes_of(store)))
    for path in ("/calendar/forged.ics", f"/calendar/{'A' * 43}.ics", "/calendar/%27%20OR%201.ics"):
        answer = client.get(path)
        assert (answer.status_code, answer.header("content-type")) == (404, ["text/plain; charset=utf-8"])
        assert "此日历地址无效" in answer.text
        assert "not valid" in answer.text
        assert "<" not in answer.text


def test_a_disabled_account_has_no_feed(store):
    path = planning.renew_calendar_link(store, OPERATOR)
    planning.disable_account(store, HEAD, username=OPERATOR.username)
    assert planning.calendar_feed(store, token_of(path)) is None


def test_the_head_can_give_and_end_a_colleagues_address_and_the_log_says_so(store):
    path = planning.give_calendar_link(store, HEAD, username=OPERATOR.username)
    assert planning.calendar_feed(store, token_of(path)) is not None
    assert planning.end_calendar_link(store, HEAD, username=OPERATOR.username)
    assert planning.calendar_feed(store, token_of(path)) is None
    lines = planning.audit_log(store, HEAD, limit=2)
    assert [(line.who, line.what) for line in lines] == [
        ("head", "revoke_calendar_link"),
        ("head", "renew_calendar_link"),
    ]
    assert token_of(path) not in str(lines)


def test_an_account_of_nobody_in_the_team_is_told_so(store):
    nobody = replace(HEAD, role=Role.HEAD)
    for call in (planning.renew_calendar_link, planning.my_calendar):
        with pytest.raises(PlanError) as caught:
            call(store, nobody)
        assert caught.value.code == "account_without_person"


def test_nothing_published_is_an_empty_calendar_and_no_error(store):
    assert events_of(planning.my_calendar(store, OPERATOR)) == {}


def test_titles_follow_the_language_of_the_account(store):
    a_version(store, on(0), **WEEK)
    (event,) = events_of(planning.my_calendar(store, replace(OPERATOR, language="en"))).values()
    assert str(event["summary"]) == "Early"


def test_the_command_line_gives_ends_and_writes_calendars(store, tmp_path):
    from tests.desk.test_cli import call

    a_version(store, on(0), **WEEK)
    told = call(
        "calendar-link", "operator", LIANXIN_DATABASE=store.url, LIANXIN_PUBLIC_ADDRESS="https://x.test/"
    )
    address = told.output.split("：")[-1].strip()
    assert address.startswith("https://x.test/calendar/")
    assert planning.calendar_feed(store, token_of(address.removeprefix("https://x.test"))) is not None
    assert call("calendar-link", "operator", "--revoke", LIANXIN_DATABASE=store.url).exit_code == 0
    assert planning.calendar_link(store, OPERATOR) is None
    out = tmp_path / "mine.ics"
    assert call("ics", "op01", "--out", out, LIANXIN_DATABASE=store.url).exit_code == 0
    assert list(events_of(out.read_bytes())) == [MONDAY]
    refused = call("ics", "op99", "--out", out, LIANXIN_DATABASE=store.url)
    assert refused.exit_code == 2
    assert "op99" in refused.output
