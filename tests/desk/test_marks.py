"""The planner decides on what stands out; decisions are kept, logged, undone, and enter the forecast."""

import sys
from datetime import date

import numpy as np
import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.planning.known import load_knowledge
from desk.store import known
from forecast.calendar import EventKind
from forecast.demand import Demand
from forecast.errors import PlanError
from forecast.grid import Grid
from tests.desk.builders import HEAD, MANAGER, NOW, a_centre
from tests.forecast.builders import a_history

START, END = date(2026, 3, 2), date(2026, 3, 15)


@pytest.fixture
def store(tmp_path):
    """A year and a half with a fortnight of more than twice the calls."""
    opened = a_centre(tmp_path)
    history = a_history(560)
    grid = Grid(date.fromordinal(date(2026, 11, 22).toordinal() - 559), 560)
    values = np.roll(history.values, -grid.start.weekday()).copy()
    values[grid.slot_of(START) : grid.slot_of(END) + 1] *= 2.4
    with opened.begin() as session:
        number = known.add_import(session, "more.csv", b"more", "test", NOW)
        known.add_demand(session, Demand(grid, np.round(values)), number)
    yield opened
    opened.close()


def events_of(store):
    with store.read() as session:
        return load_knowledge(session).events


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def emergency(store):
    return next(p for p in planning.proposals(store, HEAD) if p.kind is EventKind.EMERGENCY)


def test_an_accepted_mark_enters_the_forecast_and_is_proposed_no_more(store):
    found = emergency(store)
    made = planning.accept_mark(
        store, HEAD, kind=found.kind, start=found.start, end=found.end, ratio=found.ratio
    )
    assert abs((made.start - START).days) <= 1
    assert [(e.kind, e.start, e.end) for e in events_of(store)] == [
        (EventKind.EMERGENCY, made.start, made.end)
    ]
    assert EventKind.EMERGENCY not in {p.kind for p in planning.proposals(store, HEAD)}
    line = planning.audit_log(store, HEAD)[0]
    assert (line.who, line.what) == ("head", "accept_mark")
    assert dict(line.after)["start"] == made.start.isoformat()


def test_a_forecast_that_was_kept_is_made_anew_after_a_mark(store):
    with store.read() as session:
        before = load_knowledge(session).fingerprint
    planning.accept_mark(store, HEAD, kind=EventKind.EMERGENCY, start=START, end=END)
    with store.read() as session:
        assert load_knowledge(session).fingerprint != before


def test_a_declined_proposal_stays_declined_and_changes_no_forecast(store):
    found = emergency(store)
    with store.read() as session:
        before = load_knowledge(session).fingerprint
    planning.decline_mark(store, HEAD, kind=found.kind, start=found.start, end=found.end)
    assert EventKind.EMERGENCY not in {p.kind for p in planning.proposals(store, HEAD)}
    with store.read() as session:
        assert load_knowledge(session).fingerprint == before
    assert planning.audit_log(store, HEAD)[0].what == "decline_mark"


def test_a_mark_that_is_taken_back_is_proposed_again_and_its_line_stays_in_the_log(store):
    made = planning.accept_mark(store, HEAD, kind=EventKind.EMERGENCY, start=START, end=END)
    planning.remove_mark(store, HEAD, number=made.id)
    assert planning.marks(store, HEAD) == ()
    assert events_of(store) == ()
    assert emergency(store).start <= END
    assert [line.what for line in planning.audit_log(store, HEAD)[:2]] == ["remove_mark", "accept_mark"]
    assert code_of(planning.remove_mark, store, HEAD, number=made.id) == "unknown_mark"


def test_what_was_found_is_looked_for_once(store, monkeypatch):
    assert planning.latest_proposals(store, MANAGER) is None
    first = planning.proposals(store, MANAGER)
    assert len(planning.latest_proposals(store, MANAGER)) == len(first)
    monkeypatch.setattr(sys.modules["desk.planning.marks"], "propose", lambda *_: pytest.fail("looked again"))
    again = planning.proposals(store, MANAGER)
    assert [(p.kind, p.start, p.end) for p in again] == [(p.kind, p.start, p.end) for p in first]
    assert np.array_equal(again[0].actual, first[0].actual, equal_nan=True)


def test_a_mark_of_every_year_is_an_event_of_every_year(store):
    planning.accept_mark(store, HEAD, kind=EventKind.OTHER, start=START, end=END, repeats=True)
    assert [event.repeats for event in events_of(store)] == [True]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": EventKind.OUTAGE, "start": END, "end": START}, "mark_ends_early"),
        ({"kind": EventKind.EMERGENCY, "start": START, "end": END, "repeats": True}, "mark_never_repeats"),
        ({"kind": EventKind.OUTAGE, "start": date(2027, 1, 1)}, "mark_outside"),
        ({"kind": EventKind.OUTAGE, "start": date(2020, 1, 1)}, "mark_outside"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_and_leaves_nothing(store, facts, code):
    lines = planning.audit_log(store, HEAD)
    assert code_of(planning.accept_mark, store, HEAD, **facts) == code
    assert planning.marks(store, HEAD) == ()
    assert planning.audit_log(store, HEAD) == lines


def test_the_same_days_are_marked_once(store):
    facts = {"kind": EventKind.OUTAGE, "start": START, "end": END}
    planning.accept_mark(store, HEAD, **facts)
    assert code_of(planning.accept_mark, store, HEAD, **facts) == "mark_known"


def test_the_command_line_lists_accepts_and_takes_back(store):
    def call(*words):
        return CliRunner().invoke(
            cli.app, ["--lang", "zh", "mark", *words], env={"LIANXIN_DATABASE": store.url, "COLUMNS": "200"}
        )

    found = emergency(store)
    assert "突发事件" in call("list").output
    assert call("accept", str(found.start)).exit_code == 0
    listed = call("list")
    assert "已标注" in listed.output
    number = planning.marks(store, HEAD)[0].id
    assert call("remove", str(number)).exit_code == 0
    assert call("decline", str(found.start)).exit_code == 0
    assert "不标注" in call("list").output
    assert call("accept", str(found.start)).exit_code == 2
    assert call("add", "outage", "2026-05-04", "--end", "2026-05-05").exit_code == 0
