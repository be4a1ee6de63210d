"""Own events: entered and removed by the head, checked before they are kept, and known to the next forecast."""

from datetime import date

import pytest
from typer.testing import CliRunner

from desk import cli
from desk.planning import add_event, audit_log, events, remove_event
from desk.planning.known import load_knowledge
from desk.words import say
from forecast.calendar import EventKind
from forecast.errors import PlanError
from tests.desk.builders import HEAD, OPERATOR, a_centre

DAY = date(2026, 12, 12)


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    yield opened
    opened.close()


def fingerprint(store):
    with store.read() as session:
        return load_knowledge(session).fingerprint


def test_an_event_is_kept_logged_and_changes_what_a_forecast_rests_on(store):
    before = fingerprint(store)
    added = add_event(store, HEAD, code=" 双十二 ", kind=EventKind.SHOPPING, start=DAY, repeats=True)
    assert (added.code, added.end) == ("双十二", DAY)
    assert events(store, OPERATOR) == (added,)
    assert fingerprint(store) != before
    assert remove_event(store, HEAD, code="双十二", start=DAY) == added
    assert events(store, HEAD) == ()
    assert fingerprint(store) == before
    assert [line.what for line in audit_log(store, HEAD)[:2]] == ["remove_event", "add_event"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": "  "}, "event_without_name"),
        ({"code": "长" * 65}, "event_name_too_long"),
        ({"end": date(2026, 12, 11)}, "event_ends_early"),
        ({"end": date(2027, 12, 13)}, "event_too_long"),
        ({"start": date(1999, 1, 1)}, "event_year"),
        ({"kind": EventKind.EMERGENCY, "repeats": True}, "event_never_repeats"),
        ({"kind": EventKind.PLATFORM, "repeats": True}, "event_never_repeats"),
    ],
)
def test_a_wrong_event_is_refused_and_nothing_is_kept(store, wrong, code):
    right = {"code": "促销", "kind": EventKind.SHOPPING, "start": DAY}
    with pytest.raises(PlanError) as caught:
        add_event(store, HEAD, **(right | wrong))
    assert caught.value.code == code
    for language in ("zh", "en"):
        assert say(f"error.{code}", language, **caught.value.details)
    assert events(store, HEAD) == ()


def test_the_same_event_twice_and_one_that_is_not_there_are_refused(store):
    add_event(store, HEAD, code="促销", kind=EventKind.SHOPPING, start=DAY)
    with pytest.raises(PlanError) as caught:
        add_event(store, HEAD, code="促销", kind=EventKind.OTHER, start=DAY)
    assert caught.value.code == "event_known"
    with pytest.raises(PlanError) as caught:
        remove_event(store, HEAD, code="促销", start=date(2026, 12, 13))
    assert caught.value.code == "unknown_event"
    assert [event.kind for event in events(store, HEAD)] == [EventKind.SHOPPING]


def test_the_command_line_adds_lists_and_removes_events(tmp_path, store):
    def call(*words):
        return CliRunner().invoke(
            cli.app,
            ["--lang", "zh", "event", *words],
            env={"LIANXIN_DATABASE": f"sqlite:///{next(tmp_path.rglob('*.db'))}"},
        )

    assert call("add", "consumer_day", "consumer_day", "2027-03-15", "--repeats").exit_code == 0
    assert "3·15" in call("list").output
    assert call("remove", "3·15 消费者权益日", "2027-03-15").exit_code == 0
    assert events(store, HEAD) == ()
    refused = call("remove", "没有的事", "2027-03-15")
    assert refused.exit_code == 2
    assert "没有的事" in refused.output
