"""Requests: asked, answered with a reason, carried out in the roster, and nobody else's business."""

from datetime import date, timedelta

import numpy as np
import pytest
from icalendar import Calendar

from desk import planning
from desk.accounts import Account, Role
from desk.planning.problems import problem_of
from desk.results import LeaveKind, RequestKind, RequestState
from desk.store import known, plans, rosters, team
from forecast.demand import Demand
from forecast.errors import PlanError
from forecast.grid import Grid
from scheduler.problem import Absence, AbsenceKind, Wish
from scheduler.rulebook import check_all, normal
from scheduler.shifts import ShiftType
from tests.desk.builders import HEAD, MONDAY, NOW, a_team, a_version

LIN = Account("lin", "林晓禾", Role.OPERATOR, "op01")
SU = Account("su", "苏念青", Role.OPERATOR, "op02")
HE = Account("he", "何清越", Role.OPERATOR, "op03")
LU = Account("lu", "陆云舒", Role.OPERATOR, "op04")
FRIDAY = MONDAY + timedelta(days=4)
"""Beyond the notice period of 72 hours."""

TEN_DAYS_ON = MONDAY + timedelta(days=10)

CELLS = {
    ("op01", MONDAY + timedelta(days=3)): "E",
    ("op01", FRIDAY): "E",
    ("op02", FRIDAY): "L",
    ("op03", FRIDAY + timedelta(days=1)): "E",
}
"""Few shifts, so that the rules leave room; the cover needs two to five all day."""


@pytest.fixture
def store(tmp_path):
    opened = a_team(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


@pytest.fixture
def published(store):
    return a_version(store, CELLS, start=MONDAY, days=14)


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def leave(store, who, day, last=None, **more):
    return planning.make_request(store, who, kind=RequestKind.LEAVE, first=day, last=last, **more)


def swap(store, who, day, colleague, their_day):
    return planning.make_request(
        store, who, kind=RequestKind.SWAP, first=day, colleague=colleague, their_day=their_day
    )


def days_pass(store, count):
    """The sample's clock follows its history: another day of it, another today."""
    with store.begin() as session:
        last = known.last_day(session)
        number = known.add_import(session, f"{count}.csv", f"{last}{count}".encode(), "test", NOW)
        known.add_demand(
            session, Demand(Grid(last + timedelta(days=1), count), np.full(count, 150.0)), number
        )


def said(line):
    return [answer.code for answer in line.answers]


def cells_now(store):
    return planning.published_roster(store, HEAD, start=MONDAY, days=14).cells


def test_leave_that_is_granted_takes_the_shift_away_and_a_colleague_steps_in(store, published):
    asked = leave(store, LIN, FRIDAY)
    assert asked.state is RequestState.OPEN
    effect = planning.request_effect(store, HEAD, request=asked.id)
    assert (effect.changes[0].person, effect.changes[0].before, effect.changes[0].after) == (
        "op01",
        "E",
        None,
    )
    assert effect.missing_after == effect.missing_before
    done = planning.decide_request(store, HEAD, request=asked.id, grant=True)
    assert (done.state, said(done)) == (RequestState.GRANTED, ["granted", "new_version"])
    now = cells_now(store)
    assert ("op01", FRIDAY) not in now
    stepped_in = [person for (person, day), shift in now.items() if day == FRIDAY and shift == "E"]
    assert stepped_in == ["op04"]  # has the fewest hours of those who are free
    with store.read() as session:
        kept = plans.find_requirement(session, id=rosters.find_version(session, done.version)[1])[1]
        problem = problem_of(session, kept)
        assert Absence("op01", FRIDAY) in problem.absences
        assert check_all(problem, normal(), rosters.load_roster(session, done.version)[0]) == ()


def test_leave_on_a_day_off_changes_nothing_and_before_anything_is_published_nothing_is_known(
    store, published
):
    free = leave(store, LIN, FRIDAY + timedelta(days=1))
    effect = planning.request_effect(store, HEAD, request=free.id)
    assert (effect.changes, effect.answers) == ((), ())
    assert effect.missing_before == effect.missing_after is not None
    later = leave(store, LIN, MONDAY + timedelta(days=20))
    assert planning.request_effect(store, HEAD, request=later.id).missing_before is None


def test_inside_the_notice_period_nobody_is_called_in_unasked(store):
    day = MONDAY + timedelta(days=1)
    a_version(store, {("op01", day): "E", ("op02", day): "L"}, start=MONDAY, days=14)
    asked = leave(store, LIN, day)
    effect = planning.request_effect(store, HEAD, request=asked.id)
    assert [change.person for change in effect.changes] == ["op01"]
    assert effect.missing_after > effect.missing_before


def test_a_full_day_leads_to_the_waiting_list_and_the_first_in_it_moves_up(store):
    day = TEN_DAYS_ON
    for person in ("op01", "op02"):
        asked = leave(store, HEAD, day, person=person)
        planning.decide_request(store, HEAD, request=asked.id, grant=True)
    third = leave(store, LU, day)
    assert (third.state, said(third)) == (RequestState.WAITING, ["full_day", "nearest_leave_day"])
    assert dict(third.answers[1].facts)["day"] == day + timedelta(days=1)
    planning.withdraw_request(store, LIN, request=1)
    (moved,) = planning.my_requests(store, LU).own
    assert (moved.state, said(moved)[-1]) == (RequestState.OPEN, "place_free")
    with store.read() as session:
        assert Absence("op01", day) not in team.load_absences(session, day, day)


def test_the_waiting_list_moves_for_whatever_reason_there_is_room_and_holds_the_place(store):
    planning.set_house_rule(store, HEAD, name="leave_per_day", value=1, source="班务会")
    first = leave(store, LIN, FRIDAY)
    planning.decide_request(store, HEAD, request=first.id, grant=True)
    second, third = leave(store, HE, FRIDAY), leave(store, LU, FRIDAY)
    assert (second.state, third.state) == (RequestState.WAITING, RequestState.WAITING)

    def now():
        found = {line.id: line.state for line in planning.requests(store, HEAD, everything=True)}
        return found[second.id], found[third.id]

    planning.set_house_rule(store, HEAD, name="leave_per_day", value=2, source="班务会")
    assert now() == (RequestState.OPEN, RequestState.WAITING)  # one place more: the first in the list has it
    planning.decide_request(store, HEAD, request=second.id, grant=False, reason="task")
    assert now() == (RequestState.REFUSED, RequestState.OPEN)
    (logged, *_) = [line for line in planning.audit_log(store, HEAD) if line.what == "settle_requests"]
    assert (logged.who, dict(logged.after)) == ("lianxin", {"closed": [], "moved_up": [third.id]})


def test_requests_whose_days_have_passed_close_by_themselves_and_say_so(store, published):
    own = leave(store, LIN, MONDAY)
    asked = swap(store, LIN, FRIDAY, "op02", FRIDAY)
    days_pass(store, 1)
    assert [line.id for line in planning.requests(store, HEAD)] == [asked.id]
    (kept,) = (line for line in planning.my_requests(store, LIN).own if line.id == own.id)
    assert (kept.state, said(kept)) == (RequestState.REFUSED, ["days_passed"])
    days_pass(store, 5)
    assert planning.my_requests(store, SU).asked_of_me == ()


def test_half_a_day_of_leave_leaves_the_other_half_at_work(store):
    """By hand: two half-days are one day of five; the morning ends at noon."""
    with store.begin() as session:
        halves = [ShiftType("H", "上午班", 480, 240, 240), ShiftType("P", "下午班", 720, 300, 300)]
        team.save_shift_types(session, [*team.load_shift_types(session), *halves])
    cells = {("op01", FRIDAY): "E", ("op01", FRIDAY + timedelta(days=3)): "E"}
    a_version(store, cells, start=MONDAY, days=14)
    planning.set_tenure(store, HEAD, person="op01", since=date(2020, 1, 1))
    for number, (day, half, left) in enumerate(
        ((FRIDAY, AbsenceKind.MORNING, "P"), (FRIDAY + timedelta(days=3), AbsenceKind.AFTERNOON, "H")), 1
    ):
        asked = leave(store, LIN, day, leave=LeaveKind.ANNUAL, half=half)
        assert asked.state is RequestState.OPEN
        done = planning.decide_request(store, HEAD, request=asked.id, grant=True)
        assert dict(done.answers[1].facts) == {"leave": "annual", "days": "0.5"}
        assert cells_now(store)["op01", day] == left
        assert planning.my_balance(store, LIN).left[LeaveKind.ANNUAL] == 5 - number / 2
    title = {str(event["summary"]) for event in Calendar.from_ical(planning.my_calendar(store, LIN)).events}
    assert {"上午休假", "下午休假", "上午班", "下午班"} <= title
    planning.withdraw_request(store, LIN, request=1)
    assert planning.my_balance(store, LIN).left[LeaveKind.ANNUAL] == 4.5


def test_half_a_day_is_refused_where_no_shift_covers_the_other_half(store, published):
    asked = leave(store, LIN, FRIDAY, half=AbsenceKind.MORNING)
    effect = planning.request_effect(store, HEAD, request=asked.id)
    assert [answer.code for answer in effect.answers] == ["half_no_shift"]
    assert (
        code_of(planning.decide_request, store, HEAD, request=asked.id, grant=True) == "request_breaks_rules"
    )
    two_days = {"first": FRIDAY, "last": FRIDAY + timedelta(days=1), "half": AbsenceKind.MORNING}
    assert code_of(planning.make_request, store, LIN, kind=RequestKind.LEAVE, **two_days) == "half_of_one_day"


def test_a_refusal_has_its_reason_and_the_nearest_day_that_would_work(store, published):
    asked = leave(store, LIN, FRIDAY)
    assert (
        code_of(planning.decide_request, store, HEAD, request=asked.id, grant=False) == "refusal_needs_reason"
    )
    done = planning.decide_request(store, HEAD, request=asked.id, grant=False, reason="cover")
    assert (done.state, said(done)) == (RequestState.REFUSED, ["refused_cover", "nearest_leave_day"])
    assert cells_now(store) == CELLS


def test_a_swap_needs_both_people_the_rules_and_the_head(store, published):
    saturday = FRIDAY + timedelta(days=1)
    asked = swap(store, LIN, FRIDAY, "op03", saturday)
    assert (asked.state, said(asked)) == (RequestState.ASKED, ["asked_colleague"])
    assert code_of(planning.decide_request, store, HEAD, request=asked.id, grant=True) == "request_not_open"
    assert code_of(planning.answer_swap, store, SU, request=asked.id, agree=True) == "not_your_request"
    he = Account("he", "何清越", Role.OPERATOR, "op03")
    assert [line.id for line in planning.my_requests(store, he).asked_of_me] == [asked.id]
    agreed = planning.answer_swap(store, he, request=asked.id, agree=True)
    assert agreed.state is RequestState.OPEN
    assert cells_now(store) == CELLS
    planning.decide_request(store, HEAD, request=asked.id, grant=True)
    now = cells_now(store)
    assert (now["op01", saturday], now["op03", FRIDAY]) == ("E", "E")
    assert ("op01", FRIDAY) not in now
    assert ("op03", saturday) not in now


def test_a_swap_is_automatic_where_the_house_says_so(store, published):
    planning.set_house_rule(store, HEAD, name="swap_needs_head", value=0, source="2026-11 班务会")
    asked = swap(store, LIN, FRIDAY, "op02", FRIDAY)
    done = planning.answer_swap(store, SU, request=asked.id, agree=True)
    assert done.state is RequestState.GRANTED
    assert (cells_now(store)["op01", FRIDAY], cells_now(store)["op02", FRIDAY]) == ("L", "E")


def test_a_swap_that_breaks_a_rule_is_refused_without_telling_the_colleagues_limits(store):
    cells = {("op01", FRIDAY): "N", ("op04", FRIDAY): "E", ("op02", FRIDAY): "E", ("op03", FRIDAY): "L"}
    a_version(store, cells, start=MONDAY, days=14)
    asked = swap(store, LIN, FRIDAY, "op04", FRIDAY)
    assert asked.state is RequestState.REFUSED
    assert said(asked)[0] == "colleague_cannot"
    assert "protection" not in str(asked.answers)
    assert dict(asked.answers[1].facts)["name"] in {"苏念青", "何清越"}
    assert cells_now(store) == cells


def test_a_colleague_who_declines_leaves_everything_as_it_was(store, published):
    asked = swap(store, LIN, FRIDAY, "op02", FRIDAY)
    planning.answer_swap(store, SU, request=asked.id, agree=False)
    (line,) = planning.my_requests(store, LIN).own
    assert (line.state, said(line)[1]) == (RequestState.REFUSED, "colleague_declined")
    assert cells_now(store) == CELLS


def test_the_roster_that_changed_meanwhile_is_asked_again_when_the_colleague_agrees(store, published):
    asked = swap(store, LIN, FRIDAY, "op02", FRIDAY)
    away = leave(store, HEAD, FRIDAY, person="op01")
    planning.decide_request(store, HEAD, request=away.id, grant=True)
    planning.answer_swap(store, SU, request=asked.id, agree=True)
    line = next(line for line in planning.my_requests(store, LIN).own if line.id == asked.id)
    assert (line.state, said(line)[1]) == (RequestState.REFUSED, "no_shift_there")


def test_a_wish_is_kept_for_the_next_search_until_it_is_withdrawn(store):
    made = planning.make_request(store, LIN, kind=RequestKind.PREFERENCE, first=FRIDAY, shift="L")
    assert (made.state, said(made)) == (RequestState.GRANTED, ["wish_kept"])
    with store.read() as session:
        assert team.load_wishes(session, FRIDAY, FRIDAY) == (Wish("op01", FRIDAY, "L", 1),)
    planning.withdraw_request(store, LIN, request=made.id)
    with store.read() as session:
        assert team.load_wishes(session, FRIDAY, FRIDAY) == ()


def test_whoever_stands_by_is_the_first_to_stand_in(store, published):
    ask = {"kind": RequestKind.STANDBY, "first": FRIDAY, "shift": "E"}
    offer = planning.make_request(store, HE, **ask)
    before = planning.stand_ins(store, HEAD, version=published, person="op01", day=FRIDAY)
    assert (before.ranked[0].person, before.offered) == ("op04", frozenset())
    done = planning.decide_request(store, HEAD, request=offer.id, grant=True)
    assert said(done) == ["granted", "stands_by"]
    after = planning.stand_ins(store, HEAD, version=published, person="op01", day=FRIDAY)
    assert (after.ranked[0].person, after.offered) == ("op03", frozenset({"op03"}))
    asked = leave(store, LIN, FRIDAY)
    planning.decide_request(store, HEAD, request=asked.id, grant=True)
    assert cells_now(store)["op03", FRIDAY] == "E"


def test_nobody_asks_or_withdraws_for_somebody_else_but_the_head(store):
    asked = leave(store, LIN, FRIDAY)
    assert code_of(leave, store, SU, FRIDAY, person="op01") == "not_your_request"
    assert code_of(planning.withdraw_request, store, SU, request=asked.id) == "not_your_request"
    assert leave(store, HEAD, FRIDAY, person="op02").person == "op02"


def test_an_operator_sees_only_own_requests(store):
    leave(store, LIN, FRIDAY)
    leave(store, SU, FRIDAY + timedelta(days=7))
    assert [line.person for line in planning.my_requests(store, LIN).own] == ["op01"]
    assert planning.my_requests(store, LIN).asked_of_me == ()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"first": date(2026, 11, 20)}, "request_past"),
        ({"first": FRIDAY, "last": MONDAY}, "request_ends_early"),
        ({"first": FRIDAY, "last": FRIDAY + timedelta(days=150)}, "request_too_long"),
        ({"first": date(2029, 1, 1)}, "request_too_far"),
        ({"first": FRIDAY, "kind": RequestKind.SWAP}, "swap_needs_colleague"),
        ({"first": FRIDAY, "kind": RequestKind.SWAP, "colleague": "op99", "their_day": FRIDAY}, "unknown_member"),
        ({"first": FRIDAY, "kind": RequestKind.STANDBY}, "standby_needs_shift"),
        ({"first": FRIDAY, "kind": RequestKind.STANDBY, "shift": "X"}, "unknown_shift_type"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_meant_is_told_why_and_not_kept(store, more, code):
    assert code_of(planning.make_request, store, LIN, **{"kind": RequestKind.LEAVE, **more}) == code
    assert planning.my_requests(store, LIN).own == ()


def test_the_same_request_twice_is_one(store):
    leave(store, LIN, FRIDAY)
    assert code_of(leave, store, LIN, FRIDAY) == "request_known"


def test_every_step_of_a_request_stands_in_the_log(store, published):
    asked = leave(store, LIN, FRIDAY)
    planning.decide_request(store, HEAD, request=asked.id, grant=True)
    steps = [(line.who, line.what) for line in reversed(planning.audit_log(store, HEAD))]
    assert steps == [("lin", "make_request"), ("head", "decide_request"), ("head", "publish")]


def test_a_house_rule_keeps_its_source_and_refuses_what_cannot_be(store):
    planning.set_house_rule(store, HEAD, name="leave_per_day", value=3, source="2026-11 班务会")
    rule = next(rule for rule in planning.house_rules(store, HEAD) if rule.name == "leave_per_day")
    assert (rule.value, rule.source, rule.as_of) == (3, "2026-11 班务会", MONDAY)
    for value, source, code in ((-1, "会", "house_rule_value"), (1, " ", "house_rule_source")):
        call = {"name": "leave_per_day", "value": value, "source": source}
        assert code_of(planning.set_house_rule, store, HEAD, **call) == code
