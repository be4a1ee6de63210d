"""Facts about accounts, sessions and failed tries."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from desk.accounts import MAY, Account, Role, require, token_hash
from desk.planning import (
    account_of,
    add_account,
    audit_log,
    change_password,
    change_role,
    disable_account,
    enable_account,
    list_accounts,
    remember_device,
    set_language,
    set_password,
    sign_in,
    sign_out,
)
from desk.settings import Settings
from desk.store.tables import AccountRow, SessionRow
from forecast.errors import PlanError
from tests.desk.builders import HEAD, a_centre

SETTINGS = Settings(sign_in_attempts=2, session_idle_minutes=60, session_hours=12)


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    yield opened
    opened.close()


def an_account(store, username="ann", **more):
    fields = {"name": "安", "role": Role.OPERATOR, "must_change": False, **more}
    return add_account(store, HEAD, username=username, **fields)


def signed_in(store, username, password, address="10.0.0.1", device=None):
    return sign_in(store, username, password, address=address, device=device, settings=SETTINGS)


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def age_session(store, token, **fields):
    with store.begin() as session:
        session.execute(update(SessionRow).where(SessionRow.token_hash == token_hash(token)).values(**fields))


def test_a_right_password_opens_a_session_of_which_only_a_hash_is_kept(store):
    password = an_account(store, person="op01")
    token = signed_in(store, "ann", password)
    assert account_of(store, token, settings=SETTINGS) == Account("ann", "安", Role.OPERATOR, "op01")
    with store.read() as session:
        kept = session.scalars(select(SessionRow.token_hash)).all()
        hashes = session.scalars(select(AccountRow.password_hash)).all()
    assert kept == [token_hash(token)]
    assert token not in kept
    assert any(h.startswith("$argon2id$") for h in hashes)
    assert password not in "".join(hashes)


def test_signing_out_ends_the_session_for_every_tab(store):
    token = signed_in(store, "ann", an_account(store))
    sign_out(store, token)
    assert account_of(store, token, settings=SETTINGS) is None
    sign_out(store, token)


@pytest.mark.parametrize("token", [None, "", "forged", "' or 1=1 --"])
def test_a_forged_session_number_is_nobodys(store, token):
    assert account_of(store, token, settings=SETTINGS) is None


@pytest.mark.parametrize(
    ("field", "passed", "alive"),
    [
        ("seen_at", timedelta(minutes=59), True),
        ("seen_at", timedelta(minutes=61), False),
        ("created_at", timedelta(hours=11, minutes=59), True),
        ("created_at", timedelta(hours=12, minutes=1), False),
    ],
)
def test_a_session_ends_when_idle_or_old(store, field, passed, alive):
    token = signed_in(store, "ann", an_account(store))
    age_session(store, token, **{field: datetime.now(UTC) - passed})
    assert (account_of(store, token, settings=SETTINGS) is not None) is alive


def test_use_keeps_a_session_awake(store):
    token = signed_in(store, "ann", an_account(store))
    age_session(store, token, seen_at=datetime.now(UTC) - timedelta(minutes=50))
    account_of(store, token, settings=SETTINGS)
    with store.read() as session:
        seen = session.scalar(select(SessionRow.seen_at))
    assert datetime.now(UTC) - seen < timedelta(minutes=1)


def test_a_disabled_account_is_out_at_once_and_cannot_come_back(store):
    password = an_account(store)
    token = signed_in(store, "ann", password)
    disable_account(store, HEAD, username="ann")
    assert account_of(store, token, settings=SETTINGS) is None
    assert code_of(signed_in, store, "ann", password) == "bad_sign_in"


def test_a_changed_role_holds_at_the_next_look(store):
    token = signed_in(store, "ann", an_account(store))
    with store.begin() as session:
        session.execute(update(AccountRow).where(AccountRow.username == "ann").values(role="manager"))
    assert account_of(store, token, settings=SETTINGS).role is Role.MANAGER


def sign_out_elsewhere(store, token):
    sign_out(store, token)


def disable_meanwhile(store, _):
    disable_account(store, HEAD, username="ann")


def demote_meanwhile(store, _):
    change_role(store, HEAD, username="ann", role=Role.OPERATOR)


def wait_too_long(store, token):
    age_session(store, token, created_at=datetime.now(UTC) - timedelta(hours=13))


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (sign_out_elsewhere, "signed_out"),
        (disable_meanwhile, "signed_out"),
        (wait_too_long, "signed_out"),
        (demote_meanwhile, "account_changed"),
    ],
)
def test_what_happens_meanwhile_holds_for_the_account_that_an_open_tab_still_holds(store, happens, code):
    token = signed_in(store, "ann", an_account(store, role=Role.HEAD))
    open_tab = account_of(store, token, settings=SETTINGS)
    assert len(list_accounts(store, open_tab)) == 2
    happens(store, token)
    assert code_of(list_accounts, store, open_tab) == code


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(store):
    an_account(store)
    assert code_of(signed_in, store, "ann", "wrong password") == "bad_sign_in"
    assert code_of(signed_in, store, "nobody", "wrong password") == "bad_sign_in"


def test_too_many_failures_from_one_address_pause_it_even_with_the_right_password(store):
    password = an_account(store)
    for _ in range(2):
        code_of(signed_in, store, "ann", "wrong password")
    assert code_of(signed_in, store, "ann", password) == "too_many_attempts"


def test_nobody_locks_a_colleague_out_of_the_device_they_use(store):
    password = an_account(store)
    device = remember_device(store, signed_in(store, "ann", password), None)
    for k in range(9):  # from outside
        with pytest.raises(PlanError):
            signed_in(store, "ann", "wrong password", f"10.9.9.{k}")
    for k in range(9):  # and from the same office, under any name
        with pytest.raises(PlanError):
            signed_in(store, "ann" if k < 3 else f"name{k}", "wrong password")
    assert code_of(signed_in, store, "ann", password, "10.8.8.8") == "too_many_attempts"
    assert code_of(signed_in, store, "ann", password) == "too_many_attempts"
    assert signed_in(store, "ann", password, device=device)
    assert signed_in(store, "ann", password, "10.7.7.7", device=device)


def test_a_known_device_has_its_own_few_tries_and_gives_none_to_others(store):
    password, other = an_account(store), an_account(store, "ben")
    device = remember_device(store, signed_in(store, "ann", password), None)
    for _ in range(2):
        assert code_of(signed_in, store, "ann", "wrong password", device=device) == "bad_sign_in"
    assert code_of(signed_in, store, "ann", password, device=device) == "too_many_attempts"
    assert signed_in(store, "ann", password)
    for _ in range(2):  # for another account the same device is a stranger
        assert code_of(signed_in, store, "ben", "wrong password", device=device) == "bad_sign_in"
    assert code_of(signed_in, store, "ben", other, device=device) == "too_many_attempts"


def test_colleagues_share_a_device_and_a_made_up_number_is_replaced(store):
    token = signed_in(store, "ann", an_account(store))
    made_up = "x" * 43
    device = remember_device(store, token, made_up)
    assert device != made_up
    assert remember_device(store, signed_in(store, "ben", an_account(store, "ben")), device) == device
    assert remember_device(store, "forged", device) is None


def test_one_address_that_tries_many_names_is_paused(store):
    password = an_account(store)
    for k in range(8):
        assert code_of(signed_in, store, f"name{k}", "wrong password") == "bad_sign_in"
    assert code_of(signed_in, store, "ann", password) == "too_many_attempts"


def test_a_first_password_must_be_changed_before_anything_else(store):
    password = an_account(store, role=Role.HEAD, must_change=True)
    token = signed_in(store, "ann", password)
    who = account_of(store, token, settings=SETTINGS)
    assert code_of(list_accounts, store, who) == "password_change_first"
    change_password(store, who, old=password, new="a longer secret")
    assert account_of(store, token, settings=SETTINGS) is None
    again = account_of(store, signed_in(store, "ann", "a longer secret"), settings=SETTINGS)
    assert not again.must_change
    assert {line.username for line in list_accounts(store, again)} == {"head", "ann"}


def test_a_poor_new_password_is_refused_and_the_old_one_stays(store):
    password = an_account(store)
    who = account_of(store, signed_in(store, "ann", password), settings=SETTINGS)
    assert code_of(change_password, store, who, old="wrong", new="a longer secret") == "bad_sign_in"
    assert code_of(change_password, store, who, old=password, new="short") == "password_too_short"
    assert code_of(change_password, store, who, old=password, new="x" * 201) == "password_too_long"
    assert code_of(change_password, store, who, old=password, new=password) == "password_unchanged"
    assert signed_in(store, "ann", password)


def test_the_head_can_give_a_new_password(store):
    old = an_account(store)
    new = set_password(store, HEAD, username="ann")
    assert code_of(signed_in, store, "ann", old) == "bad_sign_in"
    assert signed_in(store, "ann", new)
    assert code_of(set_password, store, HEAD, username="nobody") == "unknown_account"


def test_a_new_password_does_not_open_a_disabled_account(store):
    an_account(store)
    disable_account(store, HEAD, username="ann")
    assert code_of(set_password, store, HEAD, username="ann") == "account_disabled"
    assert [line.active for line in list_accounts(store, HEAD) if line.username == "ann"] == [False]


def test_the_head_opens_a_disabled_account_again_with_a_new_password_only(store):
    old = an_account(store)
    assert code_of(enable_account, store, HEAD, username="ann") == "account_active"
    disable_account(store, HEAD, username="ann")
    new = enable_account(store, HEAD, username="ann")
    assert code_of(signed_in, store, "ann", old) == "bad_sign_in"
    assert account_of(store, signed_in(store, "ann", new), settings=SETTINGS).must_change
    (line,) = (line for line in audit_log(store, HEAD) if line.what == "enable_account")
    assert (dict(line.before)["active"], dict(line.after)["active"]) == (False, True)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"username": "head"}, "username_taken"),
        ({"username": " "}, "bad_username"),
        ({"username": "an n"}, "bad_username"),
        ({"username": "a" * 65}, "bad_username"),
        ({"person": "nobody"}, "unknown_member"),
    ],
)
def test_an_account_that_cannot_be_is_refused(store, fields, code):
    assert code_of(an_account, store, **fields) == code
    assert [line.username for line in list_accounts(store, HEAD)] == ["head"]


def test_nobody_disables_their_own_account(store):
    assert code_of(disable_account, store, HEAD, username="head") == "own_account"


def test_a_language_is_kept_and_an_unknown_one_refused(store):
    token = signed_in(store, "ann", an_account(store))
    who = account_of(store, token, settings=SETTINGS)
    set_language(store, who, "en")
    assert account_of(store, token, settings=SETTINGS).language == "en"
    assert code_of(set_language, store, who, "xx") == "unknown_language"


@pytest.mark.parametrize("use_case", sorted(MAY))
@pytest.mark.parametrize("role", list(Role))
def test_the_table_of_rights_decides(use_case, role):
    who = Account("x", "某人", role)
    if role in MAY[use_case]:
        require(who, use_case)
    else:
        assert code_of(require, who, use_case) == "not_allowed"


def test_an_operator_may_only_look_at_what_is_theirs_or_everyones():
    theirs = {name for name, roles in MAY.items() if Role.OPERATOR in roles}
    assert theirs == {
        "answer_consent",
        "answer_swap",
        "calendar_link",
        "calendar_year",
        "centre",
        "change_password",
        "confirm_roster",
        "events",
        "fairness_ledger",
        "festival_windows",
        "make_request",
        "my_balance",
        "my_calendar",
        "my_requests",
        "my_roster",
        "published_roster",
        "renew_calendar_link",
        "revoke_calendar_link",
        "rules",
        "set_language",
        "unconfirmed_rosters",
        "withdraw_request",
    }
