"""Somebody leaves the team or has another name: everything that was open is closed, and nothing that was worked is lost."""

from datetime import date, timedelta

import pytest

from desk import planning
from desk.accounts import Account, Role
from desk.results import Actual, HourKind, RequestKind, RequestState
from desk.sample import tables
from desk.store import team
from forecast.errors import PlanError
from scheduler.problem import Wish
from tests.desk.builders import HEAD, MONDAY, PEOPLE, a_team, a_version

SU = Account("su", "苏念青", Role.OPERATOR, "op02")
HE = Account("he", "何清越", Role.OPERATOR, "op03")
FRIDAY = MONDAY + timedelta(days=4)
WORKED = date(2026, 11, 20)


@pytest.fixture
def store(tmp_path):
    opened = a_team(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


@pytest.fixture
def lin(store):
    """Lin with an account that is signed in, a roster, a wish, hours worked, and everything open that can be."""
    version = a_version(store, {("op01", FRIDAY): "E", ("op02", FRIDAY): "L"}, start=MONDAY, days=14)
    password = planning.add_account(
        store, HEAD, username="lin", name="林晓禾", role=Role.OPERATOR, person="op01", must_change=False
    )
    token = planning.sign_in(store, "lin", password, address="10.0.0.1")
    who = planning.account_of(store, token)
    feed = planning.renew_calendar_link(store, who).removeprefix("/calendar/").removesuffix(".ics")
    planning.set_actuals(store, HEAD, actuals=[Actual("op01", WORKED, 480, 1020, 480)])
    with store.begin() as session:
        team.save_wishes(session, [Wish("op01", FRIDAY, "E")])
    return version, token, who, feed


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def states(store):
    return {line.id: line.state for line in planning.requests(store, HEAD, everything=True)}


def test_whoever_leaves_is_out_at_once_and_their_calendar_ends(store, lin):
    _, token, who, feed = lin
    assert planning.calendar_feed(store, feed) is not None
    done = planning.person_leaves(store, HEAD, person="op01")
    assert (done.name, done.shifts, done.accounts) == ("林晓禾", (FRIDAY,), ("lin",))
    assert planning.calendar_feed(store, feed) is None
    assert planning.account_of(store, token) is None
    assert code_of(planning.my_requests, store, who) == "signed_out"
    assert code_of(planning.enable_account, store, HEAD, username="lin") == "account_of_departed"
    assert code_of(planning.person_leaves, store, HEAD, person="op01") == "unknown_member"


def test_what_was_open_is_closed_and_whoever_waited_moves_up(store, lin):
    planning.set_house_rule(store, HEAD, name="leave_per_day", value=1, source="班务会")
    later = FRIDAY + timedelta(days=7)
    ask = {"kind": RequestKind.LEAVE}
    granted = planning.make_request(store, HEAD, person="op01", first=later, **ask)
    planning.decide_request(store, HEAD, request=granted.id, grant=True)
    waits = planning.make_request(store, SU, first=later, **ask)
    own = planning.make_request(store, HEAD, person="op01", first=later + timedelta(days=3), **ask)
    swap = planning.make_request(
        store, SU, kind=RequestKind.SWAP, first=FRIDAY, colleague="op01", their_day=FRIDAY
    )
    assert (waits.state, swap.state) == (RequestState.WAITING, RequestState.ASKED)
    planning.person_leaves(store, HEAD, person="op01")
    assert states(store) == {
        granted.id: RequestState.GRANTED,
        waits.id: RequestState.OPEN,
        own.id: RequestState.WITHDRAWN,
        swap.id: RequestState.REFUSED,
    }
    said = next(line for line in planning.my_requests(store, SU).own if line.id == swap.id).answers[-1]
    assert (said.code, dict(said.facts)) == ("person_left", {"name": "林晓禾"})
    with store.read() as session:
        assert team.load_wishes(session, FRIDAY, FRIDAY) == ()


def test_the_team_goes_on_without_them_and_keeps_what_they_worked(store, lin):
    planning.person_leaves(store, HEAD, person="op01")
    assert [p.code for p in planning.team(store, HEAD).people] == ["op02", "op03", "op04"]
    assert planning.roster_view(store, HEAD, version=lin[0]).breaches == ()
    now = planning.published_roster(store, SU, start=MONDAY, days=14)
    assert now.cells == {("op02", FRIDAY): "L"}
    assert now.version.id > lin[0]
    assert "op01" not in {m.code for m in planning.published_roster(store, SU, start=MONDAY, days=7).people}
    assert "op01" not in {row.person for row in planning.fairness_ledger(store, HE).rows}
    assert "op01" not in {balance.person for balance in planning.balances(store, HEAD)}
    month = planning.hours_month(store, HEAD, month=WORKED)
    assert next(line for line in month.lines if line.person == "op01").of(HourKind.ORDINARY) == 8
    swap = {"kind": RequestKind.SWAP, "first": FRIDAY, "colleague": "op01", "their_day": FRIDAY}
    assert code_of(planning.make_request, store, SU, **swap) == "unknown_member"
    old = a_version(store, {("op01", FRIDAY): "E"}, start=MONDAY, days=14, published=None)
    assert code_of(planning.publish, store, HEAD, version=old) == "version_names_departed"


def test_every_vacant_shift_is_named_until_somebody_has_taken_it_over(store, lin):
    planning.person_leaves(store, HEAD, person="op01")
    (vacant,) = planning.vacancies(store, HEAD)
    assert (vacant.person, vacant.day, vacant.shift, vacant.draft) == ("op01", FRIDAY, "E", None)
    cell = {"version": vacant.version, "person": vacant.person, "day": FRIDAY, "shift": "E"}
    ranked = planning.stand_ins(store, HEAD, **cell).ranked
    assert {r.person: r.code for r in ranked} == {"op03": "free", "op04": "free", "op02": "busy"}
    made = planning.set_cell(store, HEAD, **cell | {"person": "op03"}, was=None)
    (vacant,) = planning.vacancies(store, HEAD)
    assert (vacant.version, vacant.draft) == (made.id, made.id)
    planning.publish(store, HEAD, version=made.id)
    assert planning.vacancies(store, HEAD) == ()


def test_shifts_worked_before_stay_in_every_later_version(store):
    days = [MONDAY - timedelta(days=k) for k in (5, 4)]
    old = {("op01", days[0]): "E", ("op02", days[1]): "E", ("op01", FRIDAY): "E", ("op02", FRIDAY): "L"}
    a_version(store, old, start=MONDAY - timedelta(days=7), days=14)
    planning.person_leaves(store, HEAD, person="op01")
    asked = planning.make_request(store, SU, kind=RequestKind.LEAVE, first=FRIDAY)
    planning.decide_request(store, HEAD, request=asked.id, grant=True)
    month = planning.hours_month(store, HEAD, month=days[0])
    line = next(line for line in month.lines if line.person == "op01")
    assert (line.of(HourKind.ORDINARY), line.unconfirmed) == (8, 1)


def test_a_new_name_is_the_name_everywhere(store, lin):
    renamed = tables.PEOPLE.text(PEOPLE).replace("林晓禾", "林知远").encode()
    asked = planning.make_request(store, HEAD, kind=RequestKind.LEAVE, first=FRIDAY, person="op01")
    planning.import_table(store, HEAD, what="team", name="team.csv", content=renamed)
    assert planning.account_of(store, lin[1]).name == "林知远"
    (line,) = planning.requests(store, HEAD)
    assert (line.id, line.name) == (asked.id, "林知远")
    assert planning.fairness_ledger(store, SU).rows[0].name == "林知远"
    assert "林知远".encode() in planning.calendar_feed(store, lin[3])
    (logged,) = (line for line in planning.audit_log(store, HEAD) if line.what == "import_table")
    assert "林晓禾" in dict(logged.before)["lines"][0]
    assert "林知远" in dict(logged.after)["lines"][0]


def test_whoever_comes_back_is_imported_with_the_team_again(store, lin):
    planning.person_leaves(store, HEAD, person="op01")
    content = tables.PEOPLE.text(PEOPLE[:1]).encode()
    planning.import_table(store, HEAD, what="team", name="team.csv", content=content)
    assert "op01" in {p.code for p in planning.team(store, HEAD).people}
    assert planning.enable_account(store, HEAD, username="lin")


def test_a_centre_never_loses_its_last_head(store):
    """From the command line too, which acts as head without being one of the accounts."""
    machine = Account("cli", "lianxin", Role.HEAD)
    planning.add_account(store, HEAD, username="chief", name="许临川", role=Role.HEAD, person="op04")
    planning.disable_account(store, machine, username="head")
    for call, more in (
        (planning.disable_account, {"username": "chief"}),
        (planning.change_role, {"username": "chief", "role": Role.OPERATOR}),
        (planning.person_leaves, {"person": "op04"}),
    ):
        assert code_of(call, store, machine, **more) == "last_head"
    assert "op04" in {p.code for p in planning.team(store, machine).people}
    planning.enable_account(store, machine, username="head")
    planning.person_leaves(store, machine, person="op04")
