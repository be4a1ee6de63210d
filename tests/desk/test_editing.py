"""Editing by hand and the ledger: the rules answer, nothing is overwritten, and duties carried count next time."""

from datetime import date, timedelta

import pytest

from desk import planning
from desk.accounts import Account, Role
from desk.planning.carrying import carried
from desk.results import Actual
from desk.store import rosters, sign_ins, team
from forecast.errors import PlanError
from scheduler.problem import DutyCount
from tests.desk.builders import HEAD, MONDAY, NOW, a_team, a_version

FRIDAY = MONDAY + timedelta(days=4)
WEEK = {"start": MONDAY, "days": 7}


@pytest.fixture
def store(url):
    opened = a_team(url)
    yield opened
    opened.close()


@pytest.fixture
def draft(store):
    return a_version(store, {("op01", FRIDAY): "N"}, **WEEK, published=None)


def cell(version, person="op02", day=FRIDAY, shift="E"):
    return {"version": version, "person": person, "day": day, "shift": shift}


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_a_shift_on_an_empty_day_breaks_nothing_and_covers_more(store, draft):
    trial = planning.try_cell(store, HEAD, **cell(draft))
    assert (trial.was, trial.breaches) == (None, ())
    assert trial.missing_after == trial.missing_before - 9  # an early shift covers 08:00 to 17:00
    assert {tier: after < before for tier, before, after in trial.goals}["cover"]


def test_the_rule_that_a_cell_would_break_is_named_and_the_cell_not_kept(store, draft):
    wrong = cell(
        draft, "op01", FRIDAY + timedelta(days=1)
    )  # the night ends at 08:00, when the early shift begins
    codes = {answer.code for answer in planning.try_cell(store, HEAD, **wrong).breaches}
    assert "breach.min_rest" in codes
    assert code_of(planning.set_cell, store, HEAD, **wrong, was=None) == "cell_breaks_rules"
    assert ("op01", FRIDAY + timedelta(days=1)) not in planning.roster_view(store, HEAD, version=draft).cells


def test_a_kept_cell_is_locked_and_of_two_planners_neither_overwrites_the_other(store, draft):
    assert planning.set_cell(store, HEAD, **cell(draft), was=None).id == draft
    assert code_of(planning.set_cell, store, HEAD, **cell(draft, shift="L"), was=None) == "cell_changed"
    planning.set_cell(store, HEAD, **cell(draft, "op03"), was=None)
    view = planning.roster_view(store, HEAD, version=draft)
    assert (view.cells["op02", FRIDAY], view.cells["op03", FRIDAY]) == ("E", "E")
    assert view.locked == {("op02", FRIDAY), ("op03", FRIDAY)}
    planning.unlock_cell(store, HEAD, version=draft, person="op02", day=FRIDAY)
    assert planning.roster_view(store, HEAD, version=draft).locked == {("op03", FRIDAY)}


def test_a_day_off_set_by_hand_is_locked_too(store, draft):
    planning.set_cell(store, HEAD, **cell(draft, "op01", shift=None), was="N")
    with store.read() as session:
        (lock,) = rosters.load_locks(session, draft)
    assert (lock.person, lock.day, lock.shift) == ("op01", FRIDAY, None)


def test_a_published_version_is_not_touched_but_leads_to_a_draft(store):
    published = a_version(store, {("op01", FRIDAY): "E"}, **WEEK)
    made = planning.set_cell(store, HEAD, **cell(published), was=None)
    assert (made.id != published, made.state) == (True, "draft")
    assert planning.published_roster(store, HEAD, **WEEK).cells == {("op01", FRIDAY): "E"}


def test_a_cell_that_is_none_is_refused(store, draft):
    for wrong in (cell(draft, "op99"), cell(draft, shift="X"), cell(draft, day=date(2027, 1, 1))):
        assert code_of(planning.try_cell, store, HEAD, **wrong) == "unknown_cell"


def test_the_ledger_counts_what_was_published_as_it_was_worked_and_the_solver_looks_at_it(store):
    eve, first = date(2026, 2, 16), date(2026, 2, 17)  # lunar new year 2026 is 17 February
    saturday, soon = date(2026, 2, 21), date(2026, 3, 9)
    cells = {("op01", eve): "E", ("op01", first): "N", ("op02", first): "E", ("op02", saturday): "E"}
    a_version(store, cells, start=eve, days=7)
    a_version(store, {("op03", FRIDAY): "N"}, **WEEK)  # still to come
    view = planning.fairness_ledger(store, Account("lin", "林晓禾", Role.OPERATOR, "op01"))
    assert view.columns == (("nights", 0), ("weekends", 0), ("festival_eve", 2026), ("lunar_1", 2026))
    assert {row.person: row.counts for row in view.rows} == {
        "op01": (1, 0, 1, 1), "op02": (0, 1, 0, 1), "op03": (0, 0, 0, 0), "op04": (0, 0, 0, 0),
    }  # fmt: skip
    with store.read() as session:
        counts = {(d.person, d.measure, d.year): d.count for d in carried(session, soon)}
    assert counts == {
        ("op01", "festival_eve", 2026): 1, ("op01", "nights", 0): 1, ("op01", "lunar_1", 2026): 1,
        ("op02", "lunar_1", 2026): 1, ("op02", "weekends", 0): 1,
    }  # fmt: skip
    came = [Actual("op02", saturday, None, None, 0), Actual("op03", saturday, 470, 1020, 480)]
    planning.set_actuals(store, HEAD, actuals=[*came, Actual("op04", date(2026, 2, 28), 480, 1020, 480)])
    view = planning.fairness_ledger(store, HEAD)
    # 28 February has no roster: the hours noted speak for it.
    assert {row.person: row.counts[1] for row in view.rows} == {"op01": 0, "op02": 0, "op03": 1, "op04": 1}
    with store.read() as session:
        weekends = {d.person for d in carried(session, soon) if d.measure == "weekends"}
    assert weekends == {"op03", "op04"}
    with store.begin() as session:
        team.save_duties(session, [DutyCount("op04", "weekends", 5), DutyCount("op03", "lunar_1", 1, 2026)])
    counts = {row.person: row.counts for row in planning.fairness_ledger(store, HEAD).rows}
    assert counts["op04"][1] == 5  # records speak for the days without a roster
    assert counts["op03"][3] == 1
    with store.read() as session:
        weekends = {d.person: d.count for d in carried(session, soon) if d.measure == "weekends"}
    assert weekends == {"op03": 1, "op04": 3}  # one roster makes good two turns more than the middle
    with store.read() as session:
        later = {d.measure for d in carried(session, MONDAY) if d.person != "op04"}
    assert later == {"festival_eve", "lunar_1"}  # weekends even out within a quarter, festivals over years


def test_whoever_is_new_is_not_given_every_weekend_at_once(store):
    saturdays = [MONDAY - timedelta(days=2 + 7 * k) for k in range(8)]
    came = [Actual(p, day, 480, 1020, 480) for p in ("op01", "op02") for day in saturdays]
    planning.set_actuals(store, HEAD, actuals=[*came, Actual("op03", saturdays[0], 480, 1020, 480)])
    with store.read() as session:
        weekends = {d.person: d.count for d in carried(session, MONDAY) if d.measure == "weekends"}
    assert weekends == {"op01": 2, "op02": 2}


def test_a_new_role_holds_at_once_for_a_number_that_is_in_use(store):
    with store.begin() as session:
        sign_ins.add_session(session, "h" * 64, "head", "10.0.0.1", NOW)
    password = planning.add_account(
        store, HEAD, username="ann", name="安", role=Role.MANAGER, must_change=False
    )
    token = planning.sign_in(store, "ann", password, address="10.0.0.1")
    planning.change_role(store, HEAD, username="ann", role=Role.OPERATOR)
    assert planning.account_of(store, token).role is Role.OPERATOR
    assert code_of(planning.change_role, store, HEAD, username="head", role=Role.OPERATOR) == "own_account"


def test_the_log_is_handed_out_whole_and_holds_no_formula(store):
    with pytest.raises(PlanError):
        planning.sign_in(store, "nobody", "wrong password", address="10.0.0.1")
    planning.add_account(store, HEAD, username="=1+1", name="安", role=Role.MANAGER)
    who = Account("=1+1", "安", Role.HEAD)
    planning.set_house_rule(store, who, name="leave_per_day", value=1, source="会")
    rows = planning.audit_table(store, HEAD).decode().splitlines()
    assert rows[0] == "id,at,who,what,before,after"
    assert [row.split(",")[2] for row in rows[1:]] == ["head", "'=1+1"]
