"""Half days off are entered by the head, reach the search, and never take leave away."""

from datetime import date, timedelta

import pytest

from desk import planning
from desk.store import team
from forecast.errors import PlanError
from scheduler.problem import Absence, AbsenceKind
from tests.desk.builders import HEAD, MONDAY, a_team

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def store(tmp_path):
    opened = a_team(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


def away_on(store, day):
    with store.read() as session:
        return {a.person: a.kind for a in team.load_absences(session, day, day)}


def test_a_half_day_is_kept_for_those_who_have_nothing_that_day(store):
    with store.begin() as session:
        team.save_absences(session, [Absence("op02", FRIDAY)])
    given = planning.give_half_day(store, HEAD, people=("op01", "op02"), day=FRIDAY)
    assert given == ("op01",)
    assert away_on(store, FRIDAY) == {"op01": AbsenceKind.HALF_DAY, "op02": AbsenceKind.LEAVE}
    assert planning.half_days(store, HEAD) == ((FRIDAY, ("op01",)),)


def test_taking_a_half_day_back_leaves_other_absences(store):
    with store.begin() as session:
        team.save_absences(session, [Absence("op02", FRIDAY)])
    planning.give_half_day(store, HEAD, people=("op01",), day=FRIDAY)
    assert planning.take_back_half_day(store, HEAD, people=("op01", "op02"), day=FRIDAY) == ("op01",)
    assert away_on(store, FRIDAY) == {"op02": AbsenceKind.LEAVE}


@pytest.mark.parametrize(
    ("people", "day", "code"),
    [((), FRIDAY, "half_day_people"), (("nobody",), FRIDAY, "unknown_member"), (("op01",), date(2020, 3, 8), "half_day_past")],
)  # fmt: skip
def test_what_cannot_be_entered_is_refused(store, people, day, code):
    with pytest.raises(PlanError) as caught:
        planning.give_half_day(store, HEAD, people=people, day=day)
    assert caught.value.code == code
    assert planning.half_days(store, HEAD) == ()


def test_the_command_line_gives_shows_and_takes_back_half_a_day(store):
    from tests.desk.test_cli import call

    def told(*words):
        done = call("half-day", *words, LIANXIN_DATABASE=store.url)
        assert done.exit_code == 0, done.output
        return done.output

    assert "没有登记半天假" in told()
    assert "1 人" in told("op01", "--day", FRIDAY)
    assert "林晓禾" in told()
    assert "1 人" in told("op01", "--day", FRIDAY, "--remove")
    assert planning.half_days(store, HEAD) == ()
