"""Notices and receipts: off until set, what goes out, and who has seen a roster."""

import json
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from desk import planning
from desk.accounts import Account, Role
from desk.settings import Settings
from desk.store import sign_ins
from forecast.errors import PlanError
from tests.desk.builders import HEAD, MANAGER, NOW, OPERATOR, a_centre, a_version

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
"""One of the hundred services that Apprise loads imports it."""

MONDAY = date(2026, 11, 23)
CELLS = {("op01", MONDAY): "E", ("op02", MONDAY + timedelta(days=1)): "E"}


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    with opened.begin() as session:
        sign_ins.add_account(session, OPERATOR, "-", NOW)
    yield opened
    opened.close()


@pytest.fixture
def receiver():
    """A service on this machine that keeps what it is told."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}", told
    server.shutdown()
    thread.join()
    server.server_close()


def published(store, **more):
    return a_version(store, CELLS, start=MONDAY, days=7, **more)


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value


def test_nothing_goes_out_while_notices_are_off(store):
    done = planning.announce(store, HEAD, version=published(store), settings=Settings())
    assert done.is_off
    assert "announce" not in [line.what for line in planning.audit_log(store, HEAD)]


def test_a_notice_names_days_and_address_but_nobody(store, receiver):
    address, told = receiver
    settings = Settings(notices=address, public_address="https://lianxin.test")
    done = planning.announce(store, HEAD, version=published(store), settings=settings)
    assert (len(done.sent), done.failed) == (1, ())
    (notice,) = told
    assert "11月23日–11月29日" in notice["message"]
    assert "https://lianxin.test" in notice["message"]
    assert not [
        name for name in ("林晓禾", "苏念青", "op01") if name in json.dumps(notice, ensure_ascii=False)
    ]


def test_a_service_that_cannot_be_reached_is_named_and_the_others_are_told(store, receiver):
    address, told = receiver
    done = planning.announce(
        store, HEAD, version=published(store), settings=Settings(notices=f"json://127.0.0.1:9 {address}")
    )
    assert (len(done.sent), len(done.failed), len(told)) == (1, 1, 1)
    assert planning.audit_log(store, HEAD, limit=1)[0].what == "announce"


@pytest.mark.parametrize("kind", ["wecombot", "dingtalk", "feishu"])
def test_the_services_of_chinese_offices_are_known(kind):
    settings = Settings(notices=f"{kind}://{'a' * 36}")
    assert len(planning.notices.notice_services(settings)) == 1


def test_mail_is_known():
    assert len(planning.notices.notice_services(Settings(notices="mailtos://user:secret@example.com"))) == 1


def test_a_wrong_address_is_told_without_its_secret(store):
    error = code_of(
        planning.announce, store, HEAD, version=published(store), settings=Settings(notices="nosuch://secret")
    )
    assert error.code == "bad_notice"
    assert "secret" not in str(error)


def test_a_draft_is_neither_announced_nor_confirmed(store):
    draft = published(store, published=None)
    for call in (planning.announce, planning.confirm_roster, planning.roster_receipts):
        assert code_of(call, store, HEAD, version=draft).code == "not_published"


def test_a_published_roster_waits_until_its_people_have_confirmed_it(store):
    version = published(store)
    assert [v.id for v in planning.unconfirmed_rosters(store, OPERATOR)] == [version]
    assert planning.unconfirmed_rosters(store, HEAD) == ()
    planning.confirm_roster(store, OPERATOR, version=version)
    planning.confirm_roster(store, OPERATOR, version=version)
    assert planning.unconfirmed_rosters(store, OPERATOR) == ()
    seen = {
        receipt.name: receipt.read_at is not None
        for receipt in planning.roster_receipts(store, MANAGER, version=version)
    }
    assert seen == {"林晓禾": True, "苏念青": False}


def test_a_new_version_is_to_be_confirmed_anew_and_one_without_own_shifts_is_not(store):
    first = published(store)
    planning.confirm_roster(store, OPERATOR, version=first)
    second = published(store, published=NOW + timedelta(hours=1))
    assert [v.id for v in planning.unconfirmed_rosters(store, OPERATOR)] == [second]
    other = Account("other", "周晚舟", Role.OPERATOR, "op03")
    assert planning.unconfirmed_rosters(store, other) == ()


def test_changes_stay_marked_until_their_person_has_confirmed_them(store):
    def changed():
        found = planning.my_roster(store, OPERATOR, start=MONDAY, days=7).changes
        return {(c.day, c.before, c.after) for c in found}

    tuesday = MONDAY + timedelta(days=1)
    first = a_version(store, {("op01", MONDAY): "E"}, start=MONDAY, days=7)
    planning.confirm_roster(store, OPERATOR, version=first)
    a_version(store, {("op01", tuesday): "E"}, start=MONDAY, days=7, published=NOW + timedelta(hours=1))
    moved = {(MONDAY, "E", None), (tuesday, None, "E")}
    assert changed() == moved
    cells = {("op01", tuesday): "E", ("op02", MONDAY): "E"}  # a change for somebody else
    third = a_version(store, cells, start=MONDAY, days=7, published=NOW + timedelta(hours=2))
    assert changed() == moved
    planning.confirm_roster(store, OPERATOR, version=third)
    assert changed() == set()
