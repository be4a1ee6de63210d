"""Calls by kind: a file is taken in, and its forecast adds up to the total by every kind."""

from datetime import date, timedelta

import numpy as np
import pytest
from typer.testing import CliRunner

from desk import cli, planning
from forecast.errors import PlanError
from tests.desk.builders import HEAD, a_centre

LAST = date(2026, 11, 22)
WINDOW = {"start": LAST + timedelta(days=1), "days": 14}
COLUMNS = {"time": "date", "count": "calls", "by": ["channel", "topic"]}


def a_file(days=200, seed=3):
    rng = np.random.default_rng(seed)
    kinds = {"phone,food": 90, "phone,courier": 30, "web,food": 20, "web,courier": 4}
    lines = ["date,channel,topic,calls"]
    for k in range(days - 1, -1, -1):
        day = LAST - timedelta(days=k)
        lines += [f"{day},{kind},{rng.poisson(mean)}" for kind, mean in kinds.items()]
    return "\n".join(lines).encode()


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    yield opened
    opened.close()


def taken(store, content=None):
    return planning.take_breakdown(store, HEAD, name="kinds.csv", content=content or a_file(), **COLUMNS)


def test_the_parts_add_up_by_every_kind(store):
    done = taken(store)
    assert (done.combinations, done.last) == (4, LAST)
    by_channel = planning.breakdown(store, HEAD, **WINDOW)
    by_topic = planning.breakdown(store, HEAD, **WINDOW, by="topic")
    assert by_channel.parts.names == ("phone", "web")
    assert by_topic.parts.names == ("courier", "food")
    for view in (by_channel, by_topic):
        assert view.parts.mean.sum(axis=1) == pytest.approx(view.total.mean)
        assert (view.parts.paths.sum(axis=2) == view.total.paths).all()
        assert sum(view.last_year) == pytest.approx(1.0)
    assert by_channel.total.mean.mean() == pytest.approx(144, rel=0.05)  # 90 + 30 + 20 + 4 calls a day
    assert by_channel.parts.mean.sum(axis=0)[0] / by_channel.parts.mean.sum() == pytest.approx(
        120 / 144, abs=0.02
    )
    assert by_topic.parts.mean.sum() == pytest.approx(by_channel.parts.mean.sum())


def test_without_a_file_there_is_nothing_to_show(store):
    assert planning.breakdown(store, HEAD, **WINDOW) is None


def test_a_newer_file_replaces_the_one_before_and_both_are_in_the_log(store):
    taken(store)
    only_phone = "\n".join(line for line in a_file().decode().split("\n") if ",web," not in line).encode()
    taken(store, only_phone)
    assert planning.breakdown(store, HEAD, **WINDOW).parts.names == ("phone",)
    assert [line.what for line in planning.audit_log(store, HEAD)[:2]] == ["take_breakdown"] * 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"date,channel,topic,calls\n2026-11-22,phone,food,many\n", "bad_rows"),
        (b"date,channel,topic,calls\n2026-11-22,phone,food,-1\n", "bad_rows"),
        (b"date,channel,topic,calls\nsoon,phone,food,3\n", "bad_rows"),
        (b"date,channel,topic,calls\n2026-11-22,phone,food,0\n", "no_breakdown"),
        (b"date,channel,calls\n2026-11-22,phone,3\n", "no_such_column"),
    ],
)
def test_a_file_that_cannot_be_taken_changes_nothing(store, content, code):
    lines = planning.audit_log(store, HEAD)
    with pytest.raises(PlanError) as caught:
        taken(store, content)
    assert caught.value.code == code
    assert planning.audit_log(store, HEAD) == lines
    assert planning.breakdown(store, HEAD, **WINDOW) is None


def test_a_kind_that_the_file_does_not_have_is_named(store):
    taken(store)
    with pytest.raises(PlanError) as caught:
        planning.breakdown(store, HEAD, **WINDOW, by="county")
    assert (caught.value.code, caught.value.details["known"]) == ("unknown_dimension", "channel, topic")


def test_the_command_line_takes_and_shows(store, tmp_path):
    def call(*words):
        return CliRunner().invoke(
            cli.app,
            ["--lang", "zh", "breakdown", *words],
            env={"LIANXIN_DATABASE": store.url, "COLUMNS": "160"},
        )

    assert "还没有分类数据" in call("show").output
    file = tmp_path / "kinds.csv"
    file.write_bytes(a_file())
    assert call("take", str(file), "--by", "channel,topic").exit_code == 0
    shown = call("show", "--by", "topic")
    assert shown.exit_code == 0, shown.output
    assert "食品" in shown.output
    assert "快递" in shown.output
