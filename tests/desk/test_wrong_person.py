"""Every use case that operators may use, tried as the wrong person: nothing of a colleague's is told, and nothing changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk import planning
from desk.accounts import MAY, Account, Role
from desk.results import LeaveKind, RequestKind
from desk.store import team
from forecast.errors import PlanError
from tests.desk.builders import HEAD, MONDAY, PEOPLE, a_team, a_version

LIN = Account("lin", "林晓禾", Role.OPERATOR, "op01")
SU = Account("su", "苏念青", Role.OPERATOR, "op02")
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
PROTECTED = date(2027, 3, 8)
"""Until then Lin works no nights; nobody but the planners knows."""

WINDOW = {"start": MONDAY, "days": 7}


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    """A centre in which Lin has something of every kind; the numbers of what is hers."""
    store = a_team(f"sqlite:///{tmp_path_factory.mktemp('wrong') / 'test.db'}")
    protected = replace(PEOPLE[0], no_nights_until=PROTECTED, no_overtime_until=PROTECTED)
    with store.begin() as session:
        team.save_people(session, [protected, *PEOPLE[1:]])
    for who in (LIN, SU):
        planning.add_account(
            store, HEAD, username=who.username, name=who.name, role=who.role, person=who.person
        )
    cells = {("op01", TUESDAY): "E", ("op03", FRIDAY): "L", ("op01", FRIDAY): "E"}
    version = a_version(store, cells, **WINDOW)
    draft = a_version(store, {**cells, ("op01", TUESDAY): "L"}, **WINDOW, published=None)
    planning.ask_consent(store, HEAD, version=draft)
    grant = {"kind": LeaveKind.PATERNITY, "first": MONDAY, "last": FRIDAY, "days": 5}
    planning.grant_leave(store, HEAD, person="op01", **grant)
    leave = planning.make_request(
        store, LIN, kind=RequestKind.LEAVE, first=FRIDAY + timedelta(days=7), leave=LeaveKind.PERSONAL
    )
    swap = planning.make_request(
        store, LIN, kind=RequestKind.SWAP, first=FRIDAY, colleague="op03", their_day=FRIDAY
    )
    planning.renew_calendar_link(store, LIN)
    yield store, {"version": version, "draft": draft, "leave": leave.id, "swap": swap.id}
    store.close()


def ask_for_lin(store, hers):
    return planning.make_request(store, SU, kind=RequestKind.LEAVE, first=FRIDAY, person="op01")


WRONG = {
    "answer_consent": lambda store, hers: planning.answer_consent(
        store, SU, version=hers["draft"], day=TUESDAY, agree=True
    ),
    "answer_swap": lambda store, hers: planning.answer_swap(store, SU, request=hers["swap"], agree=True),
    "calendar_link": lambda store, hers: planning.calendar_link(store, SU),
    "calendar_year": lambda store, hers: planning.calendar_year(store, SU, year=2026).festivals,
    "centre": lambda store, hers: planning.centre(store, SU),
    "change_password": lambda store, hers: planning.change_password(
        store, replace(SU, username="lin"), old="a guess at it", new="another one"
    ),
    "confirm_roster": lambda store, hers: planning.confirm_roster(store, SU, version=hers["draft"]),
    "events": lambda store, hers: planning.events(store, SU),
    "fairness_ledger": lambda store, hers: planning.fairness_ledger(store, SU),
    "festival_windows": lambda store, hers: planning.festival_windows(store, SU),
    "make_request": ask_for_lin,
    "my_balance": lambda store, hers: planning.my_balance(store, SU),
    "my_calendar": lambda store, hers: planning.my_calendar(store, SU),
    "my_requests": lambda store, hers: planning.my_requests(store, SU),
    "my_roster": lambda store, hers: planning.my_roster(store, SU, **WINDOW).shifts,
    "published_roster": lambda store, hers: planning.published_roster(store, SU, **WINDOW),
    "renew_calendar_link": lambda store, hers: planning.renew_calendar_link(store, SU),
    "revoke_calendar_link": lambda store, hers: planning.revoke_calendar_link(store, SU),
    "rules": lambda store, hers: planning.rules(store, SU).emergencies,
    "set_language": lambda store, hers: planning.set_language(store, SU, "en"),
    "unconfirmed_rosters": lambda store, hers: planning.unconfirmed_rosters(store, SU),
    "withdraw_request": lambda store, hers: planning.withdraw_request(store, SU, request=hers["leave"]),
}
"""One try of every use case that is open to operators, by Su at what is Lin's."""

REFUSED = {
    "answer_consent": "not_asked",
    "answer_swap": "not_your_request",
    "change_password": "bad_sign_in",
    "confirm_roster": "not_published",
    "make_request": "not_your_request",
    "withdraw_request": "not_your_request",
}
"""What is refused and how; every other call answers with what is Su's or everyone's."""

EVERYONES = {"fairness_ledger", "published_roster"}
"""What names colleagues: counts, and shifts."""

SECRETS = ("paternity", "personal", str(PROTECTED), repr(PROTECTED), "no_nights")
"""What nobody learns of Lin: what her leave is taken from, and until when she is protected."""


def what_lin_has(store):
    return (
        planning.my_requests(store, LIN),
        planning.my_balance(store, LIN),
        planning.my_roster(store, LIN, **WINDOW).shifts,
        planning.calendar_link(store, LIN),
        planning.unconfirmed_rosters(store, LIN),
        next(line for line in planning.list_accounts(store, HEAD) if line.username == "lin"),
    )


def test_every_use_case_of_operators_is_tried():
    assert set(WRONG) == {name for name, roles in MAY.items() if Role.OPERATOR in roles}


@pytest.mark.parametrize("use_case", sorted(WRONG))
def test_a_colleague_learns_nothing_and_changes_nothing(centre, use_case):
    store, hers = centre
    before = what_lin_has(store)
    code = None
    try:
        told = repr(WRONG[use_case](store, hers))
    except PlanError as error:
        code, told = error.code, repr(error.details)
    assert code == REFUSED.get(use_case)
    assert not [secret for secret in SECRETS if secret in told]
    assert ("op01" in told or "林晓禾" in told) == (use_case in EVERYONES)
    assert what_lin_has(store) == before
