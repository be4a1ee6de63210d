"""The command line: what its files hold, what it says when something is wrong, and that it then writes nothing."""

import re
import socket
import subprocess
import sys
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.cli.commands import PLACES
from desk.store import open_store
from tests.desk.builders import HEAD, a_small_folder

LEVELS = ["p025", *(f"p{level:02d}" for level in range(5, 100, 5)), "p975"]
"""2.5 %, then 5 to 95 % in steps of 5, then 97.5 %."""

FORECAST = ["date", "mean", *LEVELS]
BACKTEST = ["model", "origin", "date", "horizon", "actual", "mean", *LEVELS, "seconds"]

FIRST, DAYS = date(2026, 1, 1), 120
LAST = FIRST + timedelta(days=DAYS - 1)
ABSENT = {FIRST + timedelta(days=50), LAST - timedelta(days=2)}


def call(*words, language="zh", **environment):
    return CliRunner().invoke(cli.app, ["--lang", language, *map(str, words)], env=environment)


def lines_of_a_history():
    counts = np.random.default_rng(1).poisson(150, DAYS)
    days = (FIRST + timedelta(days=k) for k in range(DAYS))
    return ["date,calls", *(f"{d},{n}" for d, n in zip(days, counts, strict=True) if d not in ABSENT)]


def actual_of(lines):
    return {date.fromisoformat(day): float(count) for day, count in (line.split(",") for line in lines[1:])}


@pytest.fixture
def history(tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text("\n".join(lines_of_a_history()) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    """A database of the small sample centre; every command finds it by the environment."""
    folder = tmp_path_factory.mktemp("centre")
    url = f"sqlite:///{folder / 'lianxin.db'}"
    store = open_store(url)
    planning.set_up_centre(store, a_small_folder(folder))
    yield SimpleNamespace(store=store, url=url)
    store.close()


@pytest.mark.parametrize("country", ["CN", "none", "GB"])
def test_a_forecast_has_one_row_a_day_and_exactly_these_columns(history, tmp_path, country):
    out = tmp_path / "new" / "forecast.csv"
    done = call("forecast", "--history", history, "--out", out, "--country", country, "--horizon", 7)
    assert done.exit_code == 0, done.output
    table = pd.read_csv(out)
    assert list(table.columns) == FORECAST
    assert table["date"].tolist() == [str(LAST + timedelta(days=k)) for k in range(1, 8)]
    assert (np.diff(table[LEVELS].to_numpy(), axis=1) >= 0).all()
    assert (table["p025"] < table["p975"]).all()


@pytest.mark.parametrize("days", [1, 14, 40])
def test_a_short_history_is_forecast_with_the_reason_why_no_models_are_compared_or_their_scores(
    tmp_path, days
):
    file, out = tmp_path / "short.csv", tmp_path / "forecast.csv"
    file.write_text("\n".join(lines_of_a_history()[: days + 1]), encoding="utf-8")
    done = call("forecast", "--history", file, "--out", out, "--horizon", 7, language="en")
    assert done.exit_code == 0, done.output
    assert len(pd.read_csv(out)) == 7
    assert ("cannot be compared" in done.stdout) == (days < 40)
    assert ("Measured on the past" in done.stdout) == (days == 40)


def test_a_forecast_as_of_a_day_looks_at_nothing_later(history, tmp_path):
    known = LAST - timedelta(days=30)
    short = tmp_path / "short.csv"
    lines = lines_of_a_history()
    kept = [lines[0], *(line for line in lines[1:] if date.fromisoformat(line[:10]) <= known)]
    short.write_text("\n".join(kept) + "\n", encoding="utf-8")
    found = []
    for file, more in ((history, ("--as-of", known)), (short, ())):
        out = tmp_path / f"{file.stem}-forecast.csv"
        assert call("forecast", "--history", file, "--out", out, "--horizon", 7, *more).exit_code == 0
        found.append(out.read_bytes())
    assert found[0] == found[1]
    assert f"\n{known + timedelta(days=1)},".encode() in found[0]


def test_a_backtest_holds_champion_and_naive_for_each_origin_and_skips_absent_days(history, tmp_path):
    out = tmp_path / "backtest.csv"
    done = call(
        "backtest", "--history", history, "--out", out, "--country", "none",
        "--horizon", 7, "--every", 10, "--origins", 3,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    table = pd.read_csv(out, parse_dates=["origin", "date"])
    assert list(table.columns) == BACKTEST
    assert set(table["model"]) == {"champion", "seasonal_naive"}
    origins = [LAST - timedelta(days=7 + 10 * k) for k in (2, 1, 0)]
    actual = actual_of(lines_of_a_history())
    wanted = [
        (o, o + timedelta(days=h), h, actual[o + timedelta(days=h)])
        for o in origins
        for h in range(1, 8)
        if o + timedelta(days=h) not in ABSENT
    ]
    assert len(wanted) == 20
    for _, rows in table.groupby("model"):
        found = zip(
            rows["origin"].dt.date, rows["date"].dt.date, rows["horizon"], rows["actual"], strict=True
        )
        assert list(found) == wanted
    assert (table["seconds"] > 0).all()


def test_a_backtest_goes_back_as_far_as_there_is_room(history, tmp_path):
    out = tmp_path / "backtest.csv"
    words = ("--country", "none", "--horizon", 28, "--every", 28, "--origins", 50)
    assert call("backtest", "--history", history, "--out", out, *words).exit_code == 0
    origins = pd.read_csv(out)["origin"].unique().tolist()
    assert origins == [str(LAST - timedelta(days=28 * k)) for k in (4, 3, 2, 1)]


def a_similar_file(folder, days, factor=2):
    """Write the last days of the history with this many times its calls."""
    file = folder / "neighbour.csv"
    first, *lines = lines_of_a_history()
    rows = [f"{day},{factor * int(calls)}" for day, calls in (line.split(",")[:2] for line in lines[-days:])]
    file.write_text("\n".join([first, *rows]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_similar_centre_is_asked_and_the_reader_is_told(history, tmp_path, language):
    given = ("--history", history, "--similar", a_similar_file(tmp_path, 90), "--horizon", 7)
    done = call("forecast", *given, "--out", tmp_path / "f.csv", language=language)
    assert done.exit_code == 0, done.output
    assert {"zh": "1 个同类中心", "en": "similar centres (1)"}[language] in done.stdout
    words = ("--every", 7, "--origins", 1)
    assert call("backtest", *given, *words, "--out", tmp_path / "b.csv").exit_code == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("days", "factor", "named"), [(10, 2, "14"), (1000, 1, "neighbour.csv")])
def test_a_similar_centre_that_says_nothing_is_refused(history, tmp_path, language, days, factor, named):
    file = a_similar_file(tmp_path, days, factor)
    given = ("--history", history, "--similar", file, "--out", tmp_path / "f.csv")
    assert_told(call("forecast", *given, language=language), language, named)


NEGATIVE, TEXT = "2026-05-01,-3", "2026-05-01,many"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("command", "words", "row", "named"),
    [
        ("forecast", ("--history", "nowhere.csv"), None, "nowhere.csv"),
        ("forecast", ("--country", "XX"), None, "XX"),
        ("forecast", ("--horizon", 0), None, "0"),
        ("forecast", ("--horizon", 1000), None, "1,000"),
        ("forecast", ("--as-of", "2025-12-31"), None, "2025"),
        ("forecast", ("--as-of", LAST + timedelta(days=1)), None, "30"),
        ("forecast", ("--as-of", "31.12.2025"), None, "--as-of"),
        ("forecast", ("--as-of", "yesterday"), None, "YYYY-MM-DD"),
        ("forecast", ("--horizon", "many"), None, "--horizon"),
        ("forecast", ("--horizont", 7), None, "--horizont"),
        ("forecast", ("--events", "nowhere.csv"), None, "nowhere.csv"),
        ("forecast", ("--similar", "nowhere.csv"), None, "nowhere.csv"),
        ("forecast", (), NEGATIVE, "-3"),
        ("forecast", (), TEXT, "many"),
        ("backtest", ("--history", "nowhere.csv"), None, "nowhere.csv"),
        ("backtest", ("--country", "XX"), None, "XX"),
        ("backtest", ("--similar", "nowhere.csv"), None, "nowhere.csv"),
        ("backtest", ("--horizon", 0), None, "0"),
        ("backtest", ("--horizon", 1000), None, "1,000"),
        ("backtest", ("--every", 0), None, "0"),
        ("backtest", ("--origins", 0), None, "0"),
        ("backtest", (), NEGATIVE, "-3"),
        ("backtest", (), TEXT, "many"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence_and_nothing_is_written(
    history, tmp_path, language, command, words, row, named
):
    if row is not None:
        history.write_text(history.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    given = [*(() if "--history" in words else ("--history", history)), "--out", tmp_path / "x.csv", *words]
    done = call(command, *given, language=language)
    assert_told(done, language, named)
    assert sorted(tmp_path.iterdir()) == before


def assert_told(done, language, named):
    """Exit code 2 and one line that names what is wrong, in the language asked for."""
    assert done.exit_code == 2, done.output
    assert done.stderr.count("\n") == 1, done.stderr
    assert named in done.stderr
    assert "Traceback" not in done.output
    assert bool(re.search(r"[\u4e00-\u9fff]", done.stderr)) == (language == "zh"), done.stderr


def test_a_place_that_cannot_be_written_is_named(history, tmp_path):
    done = call("forecast", "--history", history, "--out", tmp_path, "--horizon", 1, language="en")
    assert_told(done, "en", str(tmp_path))


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("explain",), "day"),
        (("crystal-ball",), "crystal-ball"),
        (("user", "add", "a", "b", "wizard"), "head"),
        (("forecast", "--horizn", "3"), "--horizn"),
        (("publish", "1", "spare"), "spare"),
        (("forecast", "--horizon"), "--horizon"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_slip_in_writing_a_command_is_told_in_the_language_asked_for(words, named, language):
    assert_told(call(*words, language=language), language, named)


@pytest.mark.parametrize(
    "words", [("forcast",), ("forecast", "--horizn", "3"), ("publish", "1", "2"), ("forecast", "--horizon")]
)
def test_what_the_library_says_of_a_slip_is_never_shown_in_english_to_a_chinese_reader(words):
    assert not re.search(r"No such|Got|requires|Did you", call(*words, language="zh").output)


def test_a_slip_before_any_command_is_told_in_the_language_asked_for():
    assert_told(call("forcast", language="en"), "en", "forecast")


def test_the_help_names_every_command():
    shown = call("--help").output
    assert {name for name in PLACES if not re.search(rf"│ {name} ", shown)} == set()


def test_what_works_on_files_loads_neither_store_nor_search_nor_pages():
    """They take longer to load than a forecast takes."""
    heavy = "'sqlalchemy', 'alembic', 'ortools', 'streamlit', 'desk.planning'"
    code = f"import sys, desk.cli.files, desk.cli.fleet; print(sorted({{{heavy}}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_language_is_named():
    assert_told(call("user", "list", language="xx"), "zh", "xx")


def test_importing_the_same_calls_twice_changes_nothing(centre, tmp_path):
    file = tmp_path / "new.csv"
    file.write_text("date,calls\n2026-11-22,160\n2026-11-23,171\n", encoding="utf-8")
    dry = call("import", "calls", file, "--dry-run", LIANXIN_DATABASE=centre.url)
    assert dry.exit_code == 0, dry.output
    assert planning.centre(centre.store, HEAD).today == date(2026, 11, 23)
    refused = call("import", "calls", file, LIANXIN_DATABASE=centre.url)
    assert refused.exit_code == 1
    assert "2026年11月22日" in refused.stdout, "the day that would change is shown"
    assert "calls" in refused.stdout, "the columns that were taken are shown"
    assert planning.centre(centre.store, HEAD).today == date(2026, 11, 23)
    first = call("import", "calls", file, "--yes", LIANXIN_DATABASE=centre.url)
    assert first.exit_code == 0, first.output
    lines = planning.audit_log(centre.store, HEAD)
    assert planning.centre(centre.store, HEAD).today == date(2026, 11, 24)
    again = call("import", "calls", file, language="en", LIANXIN_DATABASE=centre.url)
    assert again.exit_code == 0, again.output
    assert planning.audit_log(centre.store, HEAD) == lines


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_import_that_cannot_be_is_told_and_changes_nothing(centre, tmp_path, language):
    bad = tmp_path / "bad.csv"
    bad.write_text("date,calls\n2026-11-24,160\n2026-11-25,-3\n", encoding="utf-8")
    lines = planning.audit_log(centre.store, HEAD)
    for words, named in (
        (("calls", tmp_path / "nowhere.csv"), "nowhere.csv"),
        (("people", bad), "people"),
        (("calls", bad), "-3"),
        (("calls", bad, "--map", "time=nothing"), "nothing"),
    ):
        done = call("import", *words, language=language, LIANXIN_DATABASE=centre.url)
        assert_told(done, language, named)
    assert planning.audit_log(centre.store, HEAD) == lines


def test_accounts_are_added_listed_and_disabled(centre):
    added = call("user", "add", "ann", "安然", "manager", LIANXIN_DATABASE=centre.url)
    assert added.exit_code == 0, added.output
    password = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", added.stdout).group()
    assert planning.sign_in(centre.store, "ann", password, address="10.0.0.1")
    assert "安然" in call("user", "list", LIANXIN_DATABASE=centre.url).stdout
    assert_told(call("user", "add", "ann", "安", "head", LIANXIN_DATABASE=centre.url), "zh", "ann")
    assert call("user", "disable", "ann", LIANXIN_DATABASE=centre.url).exit_code == 0
    active = {line.username: line.active for line in planning.list_accounts(centre.store, HEAD)}
    assert active["ann"] is False
    assert active["head"] is True
    unknown = call("user", "disable", "nobody", language="en", LIANXIN_DATABASE=centre.url)
    assert_told(unknown, "en", "nobody")


def test_a_taken_port_is_named_with_what_to_do(centre):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = call("serve", LIANXIN_DATABASE=centre.url, LIANXIN_PORT=str(port))
    assert_told(answer, "zh", str(port))


def test_the_calendar_shows_a_years_breaks_and_takes_a_correction(centre):
    shown = call("calendar", "2026", LIANXIN_DATABASE=centre.url)
    assert shown.exit_code == 0, shown.output
    assert (
        "2026-02-15" in shown.stdout
    )  # Spring Festival break of 2026: 15 to 23 February (State Council, 2025-11-04)
    assert "2026-02-23" in shown.stdout
    words = ("--set", "2026-12-31", "--kind", "holiday")
    assert call("calendar", *words, LIANXIN_DATABASE=centre.url).exit_code == 0
    year = planning.calendar_year(centre.store, HEAD, year=2026)
    assert next(day for day in year.days if day.date == date(2026, 12, 31)).kind == "holiday"
    assert_told(call("calendar", "1900", LIANXIN_DATABASE=centre.url), "zh", "1900")


def test_a_roster_is_kept_as_a_draft_and_published_once(centre):
    words = ("--start", "2026-11-30", "--days", 7, "--seconds", 2)
    done = call("roster", *words, LIANXIN_DATABASE=centre.url)
    assert done.exit_code == 0, done.output
    version = planning.versions(centre.store, HEAD)[0]
    assert (version.start, version.days, version.state) == (date(2026, 11, 30), 7, "draft")
    assert call("publish", version.id, LIANXIN_DATABASE=centre.url).exit_code == 0
    again = call("publish", version.id, language="en", LIANXIN_DATABASE=centre.url)
    assert_told(again, "en", str(version.id))
    assert_told(call("roster", "--days", 0, LIANXIN_DATABASE=centre.url), "zh", "0")
    assert_told(call("publish", 999, LIANXIN_DATABASE=centre.url), "zh", "999")


def test_an_empty_database_says_what_to_do_first(tmp_path):
    done = call("roster", LIANXIN_DATABASE=f"sqlite:///{tmp_path / 'empty.db'}")
    assert done.exit_code == 2, done.output
    assert done.stderr.count("\n") == 1


def test_the_sample_is_written_where_it_is_wanted_from_the_seed_that_is_given(tmp_path, monkeypatch):
    """The sample itself is held by its own tests; here only what the command hands on and tells."""
    asked = []

    def noted(seed, out, _told):
        asked.append((seed, out))
        return (out / "team.csv", out / "service.toml")

    monkeypatch.setattr("desk.cli.demo.make_sample", noted)
    done = call("sample", "--out", tmp_path, "--seed", 7)
    assert done.exit_code == 0, done.output
    assert asked == [(7, tmp_path)]
    assert "2" in done.stdout.replace(str(tmp_path), "")


def test_many_series_are_forecast_from_one_file_and_the_bad_ones_are_named(tmp_path):
    days = [FIRST + timedelta(days=k) for k in range(30)]
    counts = np.random.default_rng(2).poisson(60, 30)
    lines = [
        "centre,date,calls",
        *(f"东,{d},{n}" for d, n in zip(days, counts, strict=True)),
        f"西,{FIRST},-2",
    ]
    file, out = tmp_path / "many.csv", tmp_path / "out.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    words = ("--history", file, "--out", out, "--horizon", 3, "--model", "seasonal_naive", "--workers", 1)
    done = call("forecast-many", *words)
    assert done.exit_code == 1, done.output
    table = pd.read_csv(out)
    assert list(table.columns) == ["series", "model", *FORECAST]
    assert table["series"].tolist() == ["东"] * 3
    assert "西" in done.stdout
    assert "-2" in done.stdout
    file.write_text("\n".join([lines[0], lines[-1]]), encoding="utf-8")
    out.unlink()
    assert call("forecast-many", *words).exit_code == 2
    assert not out.exists()
    for more, named in ((("--workers", 0), "0"), (("--by", "nowhere"), "nowhere"), (("--horizon", 0), "0")):
        assert_told(call("forecast-many", *words, *more, language="en"), "en", named)
