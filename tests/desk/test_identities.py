"""Signing in through an outside service: only whom the head has linked gets in, as the account they have."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette

from desk.accounts import SESSION_COOKIE, Role, proof_of
from desk.planning import (
    account_of,
    add_account,
    admit_identity,
    disable_account,
    enter,
    link_identity,
    sign_in,
)
from desk.planning.identities import Identity
from desk.settings import Settings
from desk.views.parts.elsewhere import identity_of
from desk.web import routes_of
from forecast.errors import PlanError
from tests.desk.builders import HEAD, a_centre
from tests.desk.test_web import Browser

ON = Settings(identity_provider="统一身份认证")
ANN = Identity("https://id.example", "ann-1", "Ann@Hotline.cn", True, datetime.now(UTC) + timedelta(hours=1))


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    add_account(opened, HEAD, username="ann", name="安", role=Role.OPERATOR, person="op01")
    link_identity(opened, HEAD, username="ann", email=" ann@hotline.cn ")
    yield opened
    opened.close()


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def admitted(store, identity, browser="signed"):
    return admit_identity(store, identity, browser=browser, settings=ON)


def test_a_proved_address_opens_the_account_that_it_stands_for_once(store):
    assert admitted(store, ANN) == "ann"
    assert enter(store, "another browser", address="10.0.0.1") is None
    token = enter(store, "signed", address="10.0.0.1")
    who = account_of(store, token)
    assert (who.username, who.role, who.person, who.must_change) == ("ann", Role.OPERATOR, "op01", False)
    assert enter(store, "signed", address="10.0.0.1") is None


def test_the_first_password_that_somebody_read_out_ends_with_the_first_entry(store):
    first = add_account(store, HEAD, username="cai", name="蔡", role=Role.OPERATOR)
    link_identity(store, HEAD, username="cai", email="cai@hotline.cn")
    admitted(store, replace(ANN, subject="cai-1", email="cai@hotline.cn"))
    assert enter(store, "signed", address="10.0.0.1")
    assert code_of(sign_in, store, "cai", first, address="10.0.0.1") == "bad_sign_in"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"verified": False}, "identity_unverified"),
        ({"email": "stranger@hotline.cn"}, "identity_unknown"),
        ({"email": ""}, "identity_unknown"),
        ({"subject": ""}, "identity_unknown"),
        ({"expires": datetime.now(UTC) - timedelta(seconds=1)}, "identity_expired"),
    ],
)
def test_whoever_has_not_proved_a_linked_address_stays_outside(store, change, code):
    assert code_of(admitted, store, replace(ANN, **change)) == code
    assert enter(store, "signed", address="10.0.0.1") is None


def test_an_address_that_goes_to_somebody_else_does_not_take_the_account_along(store):
    admitted(store, ANN)
    assert code_of(admitted, store, replace(ANN, subject="new-owner")) == "identity_unknown"
    assert code_of(admitted, store, replace(ANN, issuer="https://other.example")) == "identity_unknown"
    assert admitted(store, replace(ANN, email="ann@new-name.cn", verified=False)) == "ann"


def test_it_is_off_until_set_and_closed_to_a_disabled_account(store):
    assert code_of(admit_identity, store, ANN, browser="signed", settings=Settings()) == "identity_off"
    admitted(store, ANN)
    disable_account(store, HEAD, username="ann")
    assert enter(store, "signed", address="10.0.0.1") is None
    assert code_of(admitted, store, ANN) == "identity_unknown"


def test_a_link_that_cannot_be_is_refused_and_can_be_taken_back(store):
    for email in ("ann", "ann@", "@hotline.cn", "a nn@hotline.cn", "ann@hotline"):
        assert code_of(link_identity, store, HEAD, username="head", email=email) == "bad_email"
    assert code_of(link_identity, store, HEAD, username="head", email="ANN@hotline.cn") == "email_taken"
    admitted(store, ANN)
    link_identity(store, HEAD, username="ann", email="")
    assert enter(store, "signed", address="10.0.0.1") is None
    assert code_of(admitted, store, ANN) == "identity_unknown"


def test_what_the_service_does_not_say_counts_as_not_proved():
    said = {"iss": "https://id.example", "sub": "ann-1", "email": "a@b.cn", "email_verified": "true"}
    found = identity_of(said)
    assert (found.verified, found.expires.year) == (False, 1970)
    assert identity_of({**said, "email_verified": True, "exp": 4102444800}).verified


def test_the_browser_that_was_admitted_gets_our_session_and_loses_the_proof(store):
    browser = Browser(Starlette(routes=routes_of(store)))
    browser.cookies = {"_streamlit_user": "signed-1", "_streamlit_user__1": "signed-2", "other": "x"}
    assert browser.get("/login/elsewhere").header("location") == ["/login?lang=zh"]
    admitted(store, ANN, browser=proof_of(browser.cookies))
    answer = browser.get("/login/elsewhere?lang=en")
    assert answer.header("location") == ["/?lang=en"]
    assert account_of(store, browser.cookies[SESSION_COOKIE]).username == "ann"
    ended = {cookie.partition("=")[0] for cookie in answer.header("set-cookie") if "Max-Age=0" in cookie}
    assert ended == {"_streamlit_user", "_streamlit_user__1"}
