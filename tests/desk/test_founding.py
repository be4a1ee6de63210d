"""A centre of one's own: founded in an empty store, filled from its own files, refused where something is wrong."""

from datetime import date

import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.planning import audit_log, centre, fairness_ledger, found_centre, import_table, team
from desk.words import say
from forecast.errors import PlanError
from scheduler.people import Terms
from scheduler.problem import Rotation
from tests.desk.builders import HEAD, HISTORY, a_centre, a_store


@pytest.fixture
def empty(tmp_path):
    opened = a_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    yield opened
    opened.close()


def take_in(store, what, text):
    return import_table(store, HEAD, what=what, name=f"{what}.csv", content=text.encode())


def test_a_centre_is_founded_once_with_the_zone_of_its_country(empty):
    made = found_centre(empty, HEAD, name=" 县长热线 ", country="TW", opens=540, closes=1020)
    assert (made.name, made.zone, made.opens, made.closes) == ("县长热线", "Asia/Taipei", 540, 1020)
    assert not centre(empty, HEAD).synthetic
    assert audit_log(empty, HEAD)[0].what == "found_centre"
    with pytest.raises(PlanError) as caught:
        found_centre(empty, HEAD, name="另一条")
    assert (caught.value.code, caught.value.details["name"]) == ("centre_known", "县长热线")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": "  "}, "centre_name"),
        ({"country": "XX"}, "unknown_country"),
        ({"zone": "Asia/Nowhere"}, "unknown_time_zone"),
        ({"opens": 600, "closes": 600}, "opening_hours"),
        ({"closes": 1441}, "opening_hours"),
    ],
)
def test_a_centre_that_cannot_be_is_refused_and_none_is_founded(empty, wrong, code):
    with pytest.raises(PlanError) as caught:
        found_centre(empty, HEAD, **({"name": "试验热线"} | wrong))
    assert caught.value.code == code
    for language in ("zh", "en"):
        assert say(f"error.{code}", language, **caught.value.details)
    assert not planning.is_founded(empty)


def test_the_team_file_of_the_sample_goes_in_and_a_second_time_changes_nothing(store):
    text = (HISTORY / "team.csv").read_text(encoding="utf-8")
    people = len(text.splitlines()) - 1
    first = take_in(store, "team", text)
    assert (first.new + first.changed, first.same) == (people, 0)
    lines = len(audit_log(store, HEAD))
    again = take_in(store, "team", text)
    assert (again.new, again.changed, again.same) == (0, 0, people)
    assert len(audit_log(store, HEAD)) == lines


def test_a_table_saved_by_a_chinese_spreadsheet_is_read(store):
    content = "person,date,kind\nop01,2026-12-01,leave\n".encode("gb18030")
    assert import_table(store, HEAD, what="absences", name="请假.csv", content=content).new == 1


@pytest.mark.parametrize("what", ["shifts", "transport", "events"])
def test_every_other_table_of_the_sample_goes_in(store, what):
    file = {"shifts": "shift_types.csv"}.get(what, f"{what}.csv")
    done = import_table(store, HEAD, what=what, name=file, content=(HISTORY / file).read_bytes())
    assert done.new + done.changed > 0


def test_own_limits_and_fixed_turns_go_in_hold_for_the_window_and_are_taken_away(store):
    header = "person,max_hours,min_hours,max_run,min_run,min_off,max_weekends,max_shifts\n"
    done = take_in(store, "terms", header + "op01,120,,5,,2,3,E:8\nop02,,100,,,,,\n")
    assert (done.new, done.changed) == (2, 0)
    take_in(store, "rotations", "person,start,cells\nop02,2026-11-23,E E E E E - -\n")
    view = team(store, HEAD)
    terms = {line.person: line.terms for line in view.terms}
    assert terms["op01"] == Terms(7200, 0, 5, 1, 2, 3, (("E", 8),))
    # a fourth of 28 days: 30 of 120 hours, one of three weekends (three quarters, upwards), two of eight shifts
    assert terms["op01"].over(7) == Terms(1800, 0, 5, 1, 2, 1, (("E", 2),))
    assert terms["op02"].over(7).min_minutes == 1500
    assert view.rotations == (Rotation("op02", date(2026, 11, 23), ("E",) * 5 + (None, None)),)
    assert take_in(store, "terms", header + "op01,120,,5,,2,3,E:8\n").same == 1
    take_in(store, "terms", header + "op01,,,,,,,\n")
    take_in(store, "rotations", "person,start,cells\nop02,2026-11-23,\n")
    view = team(store, HEAD)
    assert ([line.person for line in view.terms], view.rotations) == (["op02"], ())


def test_past_duties_of_operators_and_managers_go_in_and_show_in_the_ledger(store):
    text = "person,measure,year,count\nop02,festival_eve,2023,1\nop01,manager,,7\nop02,nights,,30\n"
    before = fairness_ledger(store, HEAD)
    assert take_in(store, "duties", text).new == 3
    assert take_in(store, "duties", text).same == 3
    after = fairness_ledger(store, HEAD)

    def carried(view, person, column):
        row = next(row for row in view.rows if row.person == person)
        return row.counts[view.columns.index(column)] if column in view.columns else 0

    assert carried(after, "op02", ("festival_eve", 2023)) == 1
    assert carried(after, "op01", ("manager", 0)) - carried(before, "op01", ("manager", 0)) == 7
    assert carried(after, "op02", ("nights", 0)) - carried(before, "op02", ("nights", 0)) == 30


def test_a_changed_wish_takes_the_place_of_the_old_one(store):
    take_in(store, "wishes", "person,date,shift,weight\nop01,2026-12-01,E,3\n")
    done = take_in(store, "wishes", "person,date,shift,weight\nop01,2026-12-01,E,5\nop02,2026-12-01,,1\n")
    assert (done.new, done.changed, done.same) == (1, 1, 0)


@pytest.mark.parametrize(
    ("what", "text", "code"),
    [
        ("weather", "x\n", "unknown_import"),
        ("rotations", "person,start,cells\nop01,2026-11-23,E E -\n", "bad_rotation"),
        ("rotations", "person,start,cells\nop01,2026-11-23,E E E E E - Q\n", "unknown_shift_in_file"),
        (
            "terms",
            "person,max_hours,min_hours,max_run,min_run,min_off,max_weekends,max_shifts\nop01,-1,,,,,,\n",
            "unreadable_value",
        ),
        ("duties", "person,measure,year,count\nop01,tea,,1\n", "unknown_duty_in_file"),
        ("duties", "person,measure,year,count\nop01,festival_eve,,1\n", "duty_year_in_file"),
        ("duties", "person,measure,year,count\nop01,lunar_1,2099,1\n", "duty_year_in_file"),
        ("duties", "person,measure,year,count\nop01,nights,2025,1\n", "duty_year_in_file"),
        ("duties", "person,measure,year,count\nop01,nights,,-1\n", "unreadable_value"),
        ("absences", "person,date\n", "missing_column"),
        ("absences", "person,date,kind\nop01,2026-13-01,leave\n", "unreadable_value"),
        ("absences", "person,date,kind\nop99,2026-12-01,leave\n", "unknown_person_in_file"),
        (
            "absences",
            "person,date,kind\nop01,2026-12-01,leave\nop01,2026-12-01,sick\n",
            "line_twice",
        ),
    ],
)
def test_a_wrong_table_changes_nothing(store, what, text, code):
    before = len(audit_log(store, HEAD))
    with pytest.raises(PlanError) as caught:
        take_in(store, what, text)
    assert caught.value.code == code
    for language in ("zh", "en"):
        assert say(f"error.{code}", language, **caught.value.details)
    assert len(audit_log(store, HEAD)) == before


def test_from_nothing_to_a_team_with_calls_on_the_command_line(tmp_path):
    url = f"sqlite:///{tmp_path / 'own.db'}"

    def call(*words):
        return CliRunner().invoke(cli.app, ["--lang", "en", *map(str, words)], env={"LIANXIN_DATABASE": url})

    history = tmp_path / "calls.csv"
    history.write_text("date,calls\n2026-11-01,150\n2026-11-02,170\n", encoding="utf-8")
    assert call("import", "calls", history, "--dry-run").exit_code == 0
    refused = call("import", "team", HISTORY / "team.csv")
    assert (refused.exit_code, "lianxin init" in refused.output) == (2, True)
    assert (
        call(
            "init", "--name", "Care line", "--country", "GB", "--opens", "9:00", "--closes", "17:30"
        ).exit_code
        == 0
    )
    assert call("import", "calls", history).exit_code == 0
    assert call("import", "team", HISTORY / "team.csv").exit_code == 0
    store = planning.open_store(url)
    here = centre(store, HEAD)
    assert (here.name, here.zone, here.opens, here.closes) == ("Care line", "Europe/London", 540, 1050)
    assert here.today == date(2026, 11, 3)
    assert len(team(store, HEAD).people) == 16
    renamed = tmp_path / "team.csv"
    renamed.write_text(
        (HISTORY / "team.csv").read_text(encoding="utf-8").replace("林晓禾", "林知远"), encoding="utf-8"
    )
    assert "林知远" in call("import", "team", renamed, "--dry-run").stdout
    refused = call("import", "team", renamed)
    assert (refused.exit_code, "--yes" in refused.stdout) == (1, True)
    assert team(store, HEAD).people[0].name == "林晓禾"
    assert call("import", "team", renamed, "--yes").exit_code == 0
    assert team(store, HEAD).people[0].name == "林知远"
    store.close()


def test_calls_that_come_before_a_centre_found_one_and_say_so(tmp_path):
    history = tmp_path / "calls.csv"
    history.write_text("date,calls\n2026-11-01,150\n2026-11-02,170\n", encoding="utf-8")
    done = CliRunner().invoke(
        cli.app,
        ["--lang", "zh", "import", "calls", str(history), "--country", "HK"],
        env={"LIANXIN_DATABASE": f"sqlite:///{tmp_path / 'own.db'}"},
    )
    assert done.exit_code == 0
    assert say("founding.my_line", "zh") in done.output
    assert "Asia/Hong_Kong" in done.output
