"""Publishing on SQLite and on PostgreSQL: whole or not at all, seen by those it disturbs, and the way back."""

import json
import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import event

from desk import planning
from desk.accounts import Account, Role
from desk.store import open_store, rosters
from forecast.errors import PlanError
from tests.desk.builders import HEAD, MONDAY, NOW, a_team, a_version

LIN = Account("lin", "林晓禾", Role.OPERATOR, "op01")
SU = Account("su", "苏念青", Role.OPERATOR, "op02")
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
OLD = {("op01", TUESDAY): "E", ("op02", FRIDAY): "E"}
NEW = {("op03", TUESDAY): "E", ("op02", FRIDAY): "L"}
WEEK = {"start": MONDAY, "days": 7}


@pytest.fixture
def store(url):
    opened = a_team(url)
    yield opened
    opened.close()


@pytest.fixture
def old(store):
    return a_version(store, OLD, **WEEK)


@pytest.fixture
def new(store, old):
    return a_version(store, NEW, **WEEK, published=None)


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def states(store):
    return {version.id: version.state for version in planning.versions(store, HEAD)}


def cells_now(store):
    return planning.published_roster(store, HEAD, **WEEK).cells


def test_the_difference_names_who_is_disturbed_and_who_has_to_agree(store, old, new):
    found = planning.difference(store, HEAD, version=new)
    shown = [(c.person, c.day, c.before, c.after, c.short_notice) for c in found.changes]
    assert shown == [
        ("op01", TUESDAY, "E", None, True),
        ("op03", TUESDAY, None, "E", True),
        ("op02", FRIDAY, "E", "L", False),
    ]
    assert (found.against, found.disturbed) == (old, 3)


def test_inside_the_notice_period_everyone_concerned_agrees_first(store, old, new):
    assert code_of(planning.publish, store, HEAD, version=new) == "consent_missing"
    assert planning.ask_consent(store, HEAD, version=new) == 2
    assert planning.ask_consent(store, HEAD, version=new) == 0
    (asked,) = planning.my_requests(store, LIN).consents
    assert (asked.version, asked.day, asked.before, asked.after) == (new, TUESDAY, "E", None)
    assert code_of(planning.answer_consent, store, SU, version=new, day=TUESDAY, agree=True) == "not_asked"
    he = Account("he", "何清越", Role.OPERATOR, "op03")
    planning.answer_consent(store, LIN, version=new, day=TUESDAY, agree=True)
    planning.answer_consent(store, he, version=new, day=TUESDAY, agree=False)
    assert code_of(planning.publish, store, HEAD, version=new) == "consent_missing"
    planning.answer_consent(store, he, version=new, day=TUESDAY, agree=True)
    planning.publish(store, HEAD, version=new)
    assert cells_now(store) == NEW


def test_publishing_without_consent_stands_in_the_log_by_name(store, old, new):
    planning.publish(store, HEAD, version=new, regardless=True)
    lines = {line.what: dict(line.after) for line in planning.audit_log(store, HEAD)}
    assert lines["publish_regardless"] == {"id": new, "people": ["op01", "op03"]}


def test_an_earlier_version_comes_back_as_a_new_one(store, old, new):
    planning.publish(store, HEAD, version=new, regardless=True)
    assert code_of(planning.revert, store, HEAD, version=new) == "revert_unneeded"
    back = planning.revert(store, HEAD, version=old, regardless=True)
    assert states(store) == {old: "superseded", new: "superseded", back.id: "published"}
    assert cells_now(store) == OLD


def test_the_second_of_two_planners_is_shown_the_new_difference(store, old, new):
    other = a_version(store, {("op02", FRIDAY): "E"}, **WEEK, published=None)
    planning.publish(store, HEAD, version=new, over=old, regardless=True)
    refused = {"version": other, "over": old, "regardless": True}
    assert code_of(planning.publish, store, HEAD, **refused) == "published_meanwhile"
    assert states(store)[other] == "draft"
    assert planning.difference(store, HEAD, version=other).against == new


def test_a_version_over_part_of_the_days_stands_above_the_longer_one(store, old):
    short = a_version(store, {("op04", FRIDAY): "L"}, start=FRIDAY, days=1, published=None)
    planning.publish(store, HEAD, version=short)
    assert cells_now(store) == {("op01", TUESDAY): "E", ("op04", FRIDAY): "L"}
    longer = a_version(store, {("op02", FRIDAY): "L"}, start=MONDAY, days=14, published=None)
    planning.publish(store, HEAD, version=longer, regardless=True)
    assert states(store) == {old: "superseded", short: "superseded", longer: "published"}


def test_a_version_that_breaks_a_rule_by_now_is_not_published(store):
    both = {("op01", TUESDAY): "N", ("op01", TUESDAY + timedelta(days=1)): "E"}
    broken = a_version(store, both, **WEEK, published=None)
    assert code_of(planning.publish, store, HEAD, version=broken) == "breaks_rules"
    assert states(store) == {broken: "draft"}


def test_of_two_heads_who_publish_at_once_only_one_does(store, old, new):
    other = a_version(store, {("op02", FRIDAY): "E"}, **WEEK, published=None)
    start, told = threading.Barrier(2), []

    def publish(version):
        own = open_store(store.url)
        start.wait()
        try:
            planning.publish(own, HEAD, version=version, over=old, regardless=True)
            told.append("published")
        except PlanError as error:
            told.append(error.code)
        own.close()

    heads = [threading.Thread(target=publish, args=(version,)) for version in (new, other)]
    for head in heads:
        head.start()
    for head in heads:
        head.join()
    assert sorted(told) == ["published", "published_meanwhile"]
    assert sorted(states(store).values()) == ["draft", "published", "superseded"]


class BrokenError(Exception):
    """The process ends here."""


def test_whatever_statement_of_a_publish_fails_nothing_is_half_done(store, old, new):
    before, reached = (states(store), cells_now(store), planning.audit_log(store, HEAD)), 0

    def fail_at(limit):
        count = 0

        def count_and_fail(*_):
            nonlocal count
            count += 1
            if count == limit:
                raise BrokenError

        return count_and_fail

    for limit in range(1, 500):
        hook = fail_at(limit)
        event.listen(store.engine, "before_cursor_execute", hook)
        try:
            planning.publish(store, HEAD, version=new, regardless=True)
            break
        except BrokenError:
            reached = limit
        finally:
            event.remove(store.engine, "before_cursor_execute", hook)
        assert (states(store), cells_now(store), planning.audit_log(store, HEAD)) == before
    assert reached > 10
    assert states(store) == {old: "superseded", new: "published"}
    assert cells_now(store) == NEW


KILLED_AT_EVERY_WRITE = """
import json, os, signal, sys
from sqlalchemy import event
from desk import planning
from desk.accounts import Account, Role
from desk.store import open_store
from forecast.grid import Grid

url, version = sys.argv[1], int(sys.argv[2])
HEAD = Account("head", "head", Role.HEAD)

def now():
    store = open_store(url)
    first = planning.versions(store, HEAD)[0]
    cells = planning.published_roster(store, HEAD, start=first.start, days=first.days).cells
    found = (
        sorted((v.id, v.state) for v in planning.versions(store, HEAD)),
        sorted((person, str(day), shift) for (person, day), shift in cells.items()),
        len(planning.audit_log(store, HEAD)),
    )
    store.close()
    return found

def publish_until(point):
    store, passed = open_store(url), 0

    def pass_by(*_):
        nonlocal passed
        passed += 1
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def look(_, __, statement, *___):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            pass_by()

    event.listen(store.engine, "before_cursor_execute", look)
    event.listen(store.engine, "commit", pass_by)
    planning.publish(store, HEAD, version=version, regardless=True)

before, same = now(), []
for point in range(1, 100):
    child = os.fork()
    if child == 0:
        publish_until(point)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status):
        break
    assert os.WTERMSIG(status) == signal.SIGKILL
    same.append(now() == before)
print(json.dumps({"same": same, "ended": os.waitstatus_to_exitcode(status)}))
"""


def test_a_process_killed_at_any_write_of_a_publish_leaves_the_old_roster_whole(store, old, new):
    told = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_WRITE, store.url, str(new)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(told.stdout)
    assert len(found["same"]) >= 5
    assert all(found["same"])
    assert found["ended"] == 0
    assert (states(store), cells_now(store)) == ({old: "superseded", new: "published"}, NEW)


def test_a_version_is_published_once_only(store, old):
    with store.begin() as session:
        found = rosters.find_version(session, old)[0]
        assert not rosters.set_published(session, found, "head", NOW)
    assert code_of(planning.publish, store, HEAD, version=old) == "published_already"
