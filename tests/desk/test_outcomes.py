"""Reports of what became of the calls: read as platforms write them, looked at first, and then measured."""

import gzip

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from desk import cli
from desk.planning import accept_outcomes, found_centre, preview_outcomes, requirement
from desk.planning.service import capped_of
from desk.planning.staffing import load_service
from desk.reports.settings_words import capped_line
from desk.words import say
from forecast.errors import PlanError
from forecast.intake import read_outcomes
from tests.desk.builders import HEAD, HISTORY, a_store
from tests.desk.staffed import START, a_staffed_centre

CHINESE = {
    "answered": "接通量", "abandoned": "放弃量", "wait_s": "等待总时长", "talk_s": "通话总时长",
    "after_call_s": "话后总时长", "operators": "在岗人数",
}  # fmt: skip


@pytest.fixture(scope="module")
def report():
    """A year of the sample's half-hours as a platform in Chinese would write it."""
    with gzip.open(HISTORY / "half_hours" / "2025.csv.gz") as file:
        rows = pd.read_csv(file)
    rows["日期"], rows["时段"] = rows["start"].str[:10], rows["start"].str[11:]
    return rows[["日期", "时段", *CHINESE]].rename(columns=CHINESE)


@pytest.fixture
def centre(tmp_path):
    """A centre of one type of calls that knows nothing of its line yet."""
    store = a_store(tmp_path)
    found_centre(store, HEAD, name="新热线")
    yield store
    store.close()


def figures(store):
    with store.read() as session:
        return load_service(session)


def test_a_report_in_chinese_is_read_by_its_headings_and_adds_up(report):
    found = read_outcomes(report.to_csv(index=False).encode("gb18030"), "月报.csv")
    assert dict(found.mapping)["time"] == "日期"
    assert dict(found.mapping)["clock"] == "时段"
    assert found.series["answered"].grid.step == 30
    for role, column in (("answered", "接通量"), ("abandoned", "放弃量"), ("operators", "在岗人数")):
        assert np.nansum(found.series[role].values) == report[column].sum()
    worked = report["通话总时长"].sum() + report["话后总时长"].sum()
    assert np.nansum(found.series["handling_s"].values) == worked
    assert not found.bad_rows


def test_means_per_call_become_sums():
    text = "时间,接通,放弃,平均等待时长,平均处理时长\n2026-11-20 09:00,10,2,6,300\n2026-11-20 09:30,0,0,0,0\n"
    found = read_outcomes(text.encode(), "x.csv")
    day = slice(18, 20)
    assert found.series["wait_s"].values[day].tolist() == [72.0, 0.0]  # (10 + 2) x 6
    assert found.series["handling_s"].values[day].tolist() == [3000.0, 0.0]


def test_callers_whom_nobody_counted_are_estimated_and_called_so(centre, report):
    def capped(columns):
        content = report.head(120 * 48)[columns].to_csv(index=False).encode()
        preview = preview_outcomes(centre, HEAD, name=f"{len(columns)}.csv", content=content)
        accept_outcomes(centre, HEAD, preview=preview)
        return capped_of(figures(centre))

    alone = capped(["日期", "时段", "接通量", "在岗人数"])
    assert not alone.counted
    assert alone.calls > alone.answered > 0
    assert "估计还有约" in capped_line(alone, "zh")
    assert "estimated" in capped_line(alone, "en")
    told = capped(["日期", "时段", "接通量", "在岗人数", "放弃量"])
    assert told.counted
    # Without a count of those who hung up only full operators tell; with it, many hang-ups do, too.
    assert told.share > alone.share
    assert "挂断或转留言" in capped_line(told, "zh")


def test_a_preview_says_what_the_line_would_learn_and_writes_nothing(centre, report):
    preview = preview_outcomes(centre, HEAD, name="年报.csv", content=report.to_csv(index=False).encode())
    told = {line.code: line for line in preview.figures}
    assert {"patience", "handling_call", "mix_call"} <= set(told)
    assert told["handling_call"].low < told["handling_call"].fitted < told["handling_call"].high
    assert "fitted" not in figures(centre)
    done = accept_outcomes(centre, HEAD, preview=preview)
    assert (done.days_new, done.days_changed) == (365, 0)
    kept = figures(centre)
    mean = (report["通话总时长"].sum() + report["话后总时长"].sum()) / report["接通量"].sum()
    assert kept["handling"]["call"] == pytest.approx(mean, rel=0.05)
    assert kept["patience"] == pytest.approx(told["patience"].fitted)
    again = preview_outcomes(centre, HEAD, name="年报.csv", content=report.to_csv(index=False).encode())
    assert again.known_already
    assert accept_outcomes(centre, HEAD, preview=again).id is None


def test_a_later_report_is_learned_from_too(tmp_path):
    store = a_staffed_centre(tmp_path)
    before = requirement(store, HEAD, start=START, days=7).requirement.operators.sum()
    slots = pd.date_range("2026-11-23", periods=28 * 48, freq="30min")
    open_ = (slots.hour >= 8) & (slots.hour < 17)
    slow = pd.DataFrame(
        {
            "start": slots, "answered": 4 * open_, "abandoned": 1 * open_, "wait_s": 20 * open_,
            "talk_s": 4 * 900 * open_, "after_call_s": 4 * 300 * open_, "operators": 5 * open_,
        }
    )  # fmt: skip
    told = figures(store)["fitted"]["patience"]["count"]
    preview = preview_outcomes(store, HEAD, name="n.csv", content=slow.to_csv(index=False).encode())
    accept_outcomes(store, HEAD, preview=preview)
    assert figures(store)["fitted"]["patience"]["count"] > told
    after = requirement(store, HEAD, start=START, days=7).requirement.operators.sum()
    assert after != before
    store.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("日期,来电量\n2026-11-20,3\n", "no_outcomes"),
        ("接通,放弃\n3,1\n", "no_time_column"),
        ("", "empty_table"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_a_sentence(centre, text, code):
    with pytest.raises(PlanError) as caught:
        preview_outcomes(centre, HEAD, name="x.csv", content=text.encode())
    assert caught.value.code == code
    assert all(say(f"error.{code}", language, **caught.value.details) for language in ("zh", "en"))


def test_a_bad_cell_is_named_and_stops_the_report_unless_it_is_left_out(centre):
    text = "日期,接通,放弃\n2026-11-19,30,2\n2026-11-20,30,二\n2026-11-21,-1,2\n"
    preview = preview_outcomes(centre, HEAD, name="x.csv", content=text.encode())
    assert [dict(row.details)["row"] for row in preview.bad_rows] == [3, 4]
    with pytest.raises(PlanError) as caught:
        accept_outcomes(centre, HEAD, preview=preview)
    assert (caught.value.code, caught.value.details["row"]) == ("bad_rows", 3)
    done = accept_outcomes(centre, HEAD, preview=preview, leave_out=True)
    assert (done.days_new, done.rows_left_out) == (2, 2)


def test_the_command_line_shows_and_takes_a_report(centre, tmp_path, report):
    file = tmp_path / "季报.csv"
    quarter = report[report["日期"] >= "2025-10-01"]
    file.write_bytes(quarter.to_csv(index=False).encode("gb18030"))

    def call(*more):
        return CliRunner().invoke(
            cli.app,
            ["--lang", "zh", "import", "outcomes", str(file), *more],
            env={"LIANXIN_DATABASE": centre.url},
        )

    tried = call("--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "接通量" in tried.output
    assert "平均耐心时长" in tried.output
    assert "fitted" not in figures(centre)
    assert call().exit_code == 0
    assert "fitted" in figures(centre)
