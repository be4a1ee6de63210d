"""After something has happened: least change, nothing before it touched, and a reason for every stand-in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.accounts import Account, Role
from desk.planning.carrying import carried
from desk.planning.problems import problem_of
from desk.planning.staffing import load_service
from desk.planning.standing_by import operators_at
from desk.store import plans, rosters, team, terms
from desk.store.rests import load_rests
from forecast.errors import PlanError, SettingError
from scheduler.people import OwnTerms, Terms
from scheduler.problem import Absence, Lock
from scheduler.rulebook import normal
from tests.desk.builders import HEAD, a_small_centre

DAYS = 7


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = a_small_centre(tmp_path_factory.mktemp("repair"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def base(store):
    start = planning.centre(store, HEAD).today
    made = planning.solve_roster(store, HEAD, start=start, days=DAYS, seconds=3)
    return planning.publish(store, HEAD, version=made.id)


def cells(store, version):
    with store.read() as session:
        return rosters.load_roster(session, version)[0].assignments


def test_an_illness_moves_nobody_before_it_and_leaves_the_ill_at_home(store, base):
    second = base.start + timedelta(days=2)
    ill = next(a.person for a in sorted(cells(store, base.id), key=str) if a.day == second)
    done = planning.repair_roster(
        store, HEAD, version=base.id, since=second, until=second, ill=(ill,), seconds=1.5
    )
    old, new = cells(store, base.id), cells(store, done.version.id)
    assert {a for a in old if a.day < second} == {a for a in new if a.day < second}
    assert not [a for a in new if (a.person, a.day) == (ill, second)]
    changed = {(a.person, a.day) for a in old ^ new}
    assert {(c.person, c.day) for c in done.changes} == changed
    assert (ill, second) in changed
    assert done.lost_after <= done.lost_before
    assert planning.roster_view(store, HEAD, version=done.version.id).breaches == ()
    moved = {day + timedelta(days=k) for _, day in changed for k in (-1, 0, 1)}
    with store.read() as session:
        away = team.load_absences(session, base.start, second)
        spared = [
            {rest for rest in load_rests(session, version) if rest.day not in moved}
            for version in (base.id, done.version.id)
        ]
    assert (ill, second) in {(absence.person, absence.day) for absence in away}
    assert spared[0] == spared[1], "breaks of days on which nothing has changed"


def test_every_open_day_has_one_manager_on_duty_and_a_sick_one_is_replaced(store, base):
    duty = [a for a in cells(store, base.id) if a.shift == "B"]
    days = [base.start + timedelta(days=k) for k in range(DAYS)]
    assert sorted(a.day for a in duty) == days
    assert {a.person for a in duty} <= {"hd01", "dm01", "dm02"}
    second = next(a for a in duty if a.day == days[1])
    done = planning.repair_roster(
        store, HEAD, version=base.id, since=days[1], until=days[1], ill=(second.person,), seconds=6
    )
    now = [a for a in cells(store, done.version.id) if a.shift == "B" and a.day == days[1]]
    assert len(now) == 1
    assert now[0].person != second.person


def test_standby_is_as_large_as_the_band_and_known_to_those_who_stand_by(store, base):
    with store.read() as session:
        number = rosters.find_version(session, base.id)[1]
        kept = plans.find_requirement(session, id=number)[1]
        wanted = {n.day: n.people for n in problem_of(session, kept).shift_needs if n.shift == "S"}
        service = load_service(session)
    more = operators_at(service, kept, 0.9) - kept.requirement.operators
    # the sample's standby lasts from 8:00 to 17:30: half-hours 16 to 34 of a day
    assert wanted == {
        base.start + timedelta(days=k): max(0, int(more[48 * k + 16 : 48 * k + 35].max()))
        for k in range(DAYS)
    }
    there = [a for a in sorted(cells(store, base.id), key=str) if a.shift == "S"]
    assert there
    own = Account("op", "", Role.OPERATOR, there[0].person)
    mine = planning.my_roster(store, own, start=base.start, days=DAYS)
    assert (there[0].day, "S") in {(shift.day, shift.shift) for shift in mine.shifts}
    with store.read() as session:
        counts = {(d.person, d.measure): d.count for d in carried(session, base.start + timedelta(days=DAYS))}
    assert counts[there[0].person, "standby"] == sum(a.person == there[0].person for a in there)


def test_a_cell_set_by_hand_on_a_day_of_leave_is_named_with_the_leave_and_stays_asked_for(store, base):
    start = base.start + timedelta(days=DAYS)
    first = planning.solve_roster(store, HEAD, start=start, days=1, seconds=1)
    cell = min((a for a in cells(store, first.id) if a.shift not in "SB"), key=str)
    planning.set_cell(
        store, HEAD, version=first.id, person=cell.person, day=start, shift=cell.shift, was=cell.shift
    )
    assert planning.roster_conflict(store, HEAD, version=first.id) is None
    with store.begin() as session:
        team.save_absences(session, [Absence(cell.person, start)])
    again = planning.solve_roster(store, HEAD, start=start, days=1, seconds=1)
    assert again.status == "conflict"
    found = planning.roster_conflict(store, HEAD, version=again.id)
    assert found.released == (Lock(cell.person, start, cell.shift),)
    assert {(d.kind, d.lock, d.absence) for d in found.demands} == {
        ("lock", Lock(cell.person, start, cell.shift), None), ("absence", None, Absence(cell.person, start)),
    }  # fmt: skip
    told = call(store, "roster", "explain", again.id, "--most", 0)
    assert "互相矛盾" in told.output


def test_least_hours_that_no_shift_allows_are_named_with_their_person(store, base):
    start = base.start + timedelta(days=DAYS)
    with store.begin() as session:
        away = {absence.person for absence in team.load_absences(session, start, start)}
        people = (p for p in team.load_people(session) if "phone" in p.skills)
        free = next(person for person in people if person.code not in away)
        terms.save_terms(session, [OwnTerms(free.code, Terms(min_minutes=28 * 1200))])  # twenty hours a day
    try:
        with pytest.raises(PlanError) as caught:
            planning.solve_roster(store, HEAD, start=start, days=1, seconds=1)
    finally:
        with store.begin() as session:
            terms.save_terms(session, [OwnTerms(free.code, Terms())])
    assert (caught.value.code, caught.value.details["people"]) == ("least_hours_conflict", free.name)


def test_two_orders_of_goals_are_compared_goal_by_goal_and_cell_by_cell(store, base):
    start = base.start + timedelta(days=DAYS)
    one = planning.solve_roster(store, HEAD, start=start, days=1, seconds=1)
    found = planning.try_order(store, HEAD, version=one.id, order=("cost",), seconds=2)
    assert found.other.goals[0][0] == "cost"
    assert {(m.person, m.day) for m in found.changes} == {
        (a.person, a.day) for a in cells(store, one.id) ^ cells(store, found.other.id)
    }
    weights = {goal.code: weight for tier in normal().tiers for goal, weight in tier.goals}
    for tier, cost in one.goals:
        assert sum(weights[line.goal] * line.before for line in found.goals if line.tier == tier) == cost
    least = {line.goal: (line.before, line.after) for line in found.goals}["over_cover"]
    assert least[1] <= least[0], "with idle hours first there are no more of them"
    with pytest.raises(SettingError) as caught:
        planning.compare_versions(store, HEAD, version=one.id, other=base.id)
    assert caught.value.code == "other_days"
    told = call(store, "roster", "compare", one.id, found.other.id, language="en")
    assert f"Version {one.id}" in told.output


def test_more_calls_ask_for_more_operators_on_just_these_days(store, base):
    first = base.start + timedelta(days=4)
    done = planning.repair_roster(
        store, HEAD, version=base.id, since=first, until=first, demand=3.0, seconds=1
    )
    before = planning.roster_view(store, HEAD, version=base.id)
    after = planning.roster_view(store, HEAD, version=done.version.id)
    day = slice(4 * 48, 5 * 48)
    assert after.required[day].sum() > before.required[day].sum()
    assert after.required.sum() - before.required.sum() == (after.required - before.required)[day].sum()


def test_stand_ins_rank_everyone_else_once_and_the_free_ones_first(store, base):
    cell = sorted(cells(store, base.id), key=str)[0]
    found = planning.stand_ins(store, HEAD, version=base.id, person=cell.person, day=cell.day)
    people = [reason.person for reason in found.ranked]
    assert sorted([*people, cell.person]) == sorted(found.names)
    order = [
        ("standby", "free", "busy", "breaks", "lacks_skill").index(reason.code) for reason in found.ranked
    ]
    assert order == sorted(order)


def test_reasons_of_a_roster_speak_of_its_worst_gaps_first(store, base):
    found = planning.roster_reasons(store, HEAD, version=base.id, most=2)
    assert [gap for gap, _ in found.explained] == list(found.gaps[:2])
    assert [gap.lost for gap in found.gaps] == sorted((gap.lost for gap in found.gaps), reverse=True)
    assert {breach.code for breach in found.report.breaches} <= {"absence"}, "only the illness told above"
    assert {row.person for row in found.report.fairness} == set(found.names)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ill": ("nobody",)}, "not_on_the_phones"),
        ({"closed": ("moon",)}, "unknown_zone"),
        ({"demand": 0.0}, "repair_demand"),
        ({"seconds": 0.0}, "search_seconds"),
    ],
)
def test_what_cannot_have_happened_is_refused_and_leaves_no_draft(store, base, more, code):
    before = planning.versions(store, HEAD)
    with pytest.raises(SettingError) as caught:
        planning.repair_roster(store, HEAD, version=base.id, **more)
    assert caught.value.code == code
    assert planning.versions(store, HEAD) == before


def test_days_outside_the_roster_and_a_day_off_are_named(store, base):
    with pytest.raises(SettingError) as caught:
        planning.repair_roster(store, HEAD, version=base.id, since=base.start - timedelta(days=1))
    assert caught.value.code == "repair_days"
    with pytest.raises(SettingError) as caught:
        planning.stand_ins(store, HEAD, version=base.id, person="op01", day=base.start + timedelta(days=DAYS))
    assert caught.value.code == "no_such_shift"


def call(store, *words, language="zh"):
    return CliRunner().invoke(
        cli.app, ["--lang", language, *map(str, words)], env={"LIANXIN_DATABASE": store.url}
    )


def test_the_command_line_explains_repairs_and_names_stand_ins(store, base):
    explained = call(store, "roster", "explain", base.id, "--most", 1, language="en")
    assert explained.exit_code == 0, explained.output
    assert "What everyone carries" in explained.output
    cell = min(cells(store, base.id), key=lambda a: (a.day, a.person))
    helped = call(store, "roster", "stand-ins", base.id, cell.person, cell.day)
    assert helped.exit_code == 0, helped.output
    assert "谁能替班" in helped.output
    before = len(planning.versions(store, HEAD))
    mended = call(store, "repair", base.id, "--ill", cell.person, "--since", cell.day, "--until", cell.day)
    assert mended.exit_code == 0, mended.output
    assert f"第 {base.id} 版调整为第 {before + 1} 版" in mended.output


def test_every_fix_of_a_gap_is_a_real_roster_and_why_me_is_answered(store, base):
    start = base.start + timedelta(days=DAYS)
    day = planning.solve_roster(store, HEAD, start=start, days=1, seconds=1)
    busy = planning.repair_roster(store, HEAD, version=day.id, demand=3.0, seconds=1).version.id
    gaps = planning.roster_reasons(store, HEAD, version=busy, most=0).gaps
    assert gaps, "three times the calls leave nobody missing?"
    found = planning.roster_fixes(store, HEAD, version=busy, day=gaps[0].day, seconds=0.1)
    assert found.gap.day == gaps[0].day
    view = planning.roster_view(store, HEAD, version=busy)
    for reasons in planning.gap_reasons(store, HEAD, version=busy, gaps=view.shortfalls[:3]):
        assert reasons
        assert len({reason.person for reason in reasons}) == len(reasons)
        assert all(bool(reason.breaches) == (reason.code == "breaks") for reason in reasons)
    assert found.wait is None or found.wait >= 0
    assert found.fixes[-1].code == "one_more"
    assert all(fix.saved >= 0 for fix in found.fixes)
    stretch = next(gap for gap in view.shortfalls if gap.day == gaps[0].day)
    whole = planning.roster_fixes(
        store, HEAD, version=busy, day=stretch.day, slot=stretch.last_slot, seconds=0.1
    ).gap
    minutes = [moment.hour * 60 + moment.minute for moment in (whole.start, whole.end)]
    assert (minutes, whole.missing) == (
        [30 * stretch.first_slot, 30 * (stretch.last_slot + 1)],
        stretch.missing,
    )
    cell = sorted(cells(store, base.id), key=str)[0]
    asked = call(store, "roster", "why", base.id, cell.person, cell.day)
    assert asked.exit_code == 0, asked.output
    tried = call(store, "roster", "fixes", busy, gaps[0].day, "--seconds", 0.1, language="en")
    assert "One more person" in tried.output, tried.output


def test_breaks_are_kept_with_the_version_shown_to_everyone_and_in_the_excel_file(store, base):
    day = base.start + timedelta(days=1)
    found = planning.roster_rests(store, HEAD, version=base.id, day=day)
    assert found.lines
    for line in found.lines:
        assert line.rests
        meals = [rest for rest in line.rests if rest.kind == "meal"]
        assert bool(meals) == (line.shift.length > 360)
    assert (found.on_phones <= found.planned).all()
    assert (found.on_phones[found.planned > 1] >= 1).all(), "never everyone at once"
    person = sorted(cells(store, base.id), key=str)[0].person
    own = planning.my_roster(store, replace(HEAD, person=person), start=base.start, days=DAYS)
    assert all(bool(shift.rests) == (shift.shift not in "SB") for shift in own.shifts)
    book = openpyxl.load_workbook(
        BytesIO(planning.export_roster(store, HEAD, version=base.id, language="zh"))
    )
    assert book.sheetnames[1] == "休息安排"
    on_phones = [a for a in cells(store, base.id) if a.shift not in "SB"]
    assert book["休息安排"].max_row == 1 + len(on_phones)


def test_a_roster_for_many_futures_keeps_every_rule_and_standby_grows_with_the_share(store, base):
    made = planning.solve_roster(store, HEAD, start=base.start, days=DAYS, seconds=2, futures=3)
    assert planning.roster_view(store, HEAD, version=made.id).breaches == ()
    half = planning.standby_list(store, HEAD, version=made.id, futures=3, share=0.5)
    most = planning.standby_list(store, HEAD, version=made.id, futures=3, share=1.0)
    assert len(half) == DAYS
    assert all(half[day] <= most[day] for day in half)
    with pytest.raises(SettingError) as caught:
        planning.standby_list(store, HEAD, version=made.id, futures=1)
    assert caught.value.code == "bad_futures"


def test_designed_shifts_cover_no_less_than_the_centres_own(store, base):
    found = planning.shift_advice(store, HEAD, start=base.start, days=DAYS, seconds=2)
    assert len(found.designed.types) <= 4
    assert found.designed.missing <= found.usual.missing
    assert all(kind.paid <= 480 for kind in found.designed.types)
    told = call(store, "shifts", "--days", DAYS, language="en")
    assert "Designed shifts" in told.output, told.output


def test_a_search_that_is_killed_leaves_its_last_good_roster_as_a_draft(store, base):
    good = cells(store, base.id)
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with store.begin() as session:
        job = rosters.add_job(
            session, start=base.start, days=DAYS, limit=10.0, who=HEAD.username, now=long_ago
        )
        last = [
            [a.person, a.day.isoformat(), a.shift] for a in good if a.day > base.start + timedelta(days=2)
        ]
        rosters.change_job(session, job, state="running", details={"roster": last}, seen_at=long_ago)
    state = planning.solving(store, HEAD, job=job)
    assert (state.state, state.error) == ("done", None)
    view = planning.roster_view(store, HEAD, version=state.version)
    assert view.version.status == "broken_off"
    assert view.breaches == ()
    assert len(view.cells) == len(last)


@pytest.mark.parametrize(
    "words",
    [
        ("roster", "explain", 99),
        ("repair", 99),
        ("repair", 1, "--ill", "nobody"),
        ("roster", "why", 1, "op01", "2031-01-01"),
    ],
)
def test_the_command_line_says_in_a_sentence_what_does_not_exist(store, base, words):
    done = call(store, *words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
