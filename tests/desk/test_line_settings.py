"""Settings of the line: every one can be read, changed with its source, and refused with a sentence that helps."""

from datetime import date

import pytest
from typer.testing import CliRunner

from desk import cli
from desk.planning import (
    audit_log,
    centre,
    line_settings,
    requirement,
    roster_view,
    set_line_setting,
    set_up_centre,
    solve_roster,
)
from desk.planning.service import setting_warning
from desk.planning.staffing import line_of, load_service
from desk.store import known
from desk.words import say
from forecast.errors import PlanError
from forecast.grid import Grid
from tests.desk.builders import HEAD, MANAGER, a_small_folder, a_store
from tests.desk.staffed import START, a_staffed_centre


@pytest.fixture
def store(tmp_path):
    opened = a_staffed_centre(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A centre in which every change is refused."""
    opened = a_staffed_centre(tmp_path_factory.mktemp("untouched"))
    yield opened
    opened.close()


def kept(store):
    return {line.code: line.value for line in line_settings(store, MANAGER)}


def test_every_setting_has_a_name_and_most_a_source_in_both_languages(store):
    for line in line_settings(store, HEAD):
        for language in ("zh", "en"):
            assert say(f"setting.{line.code}", language) != f"setting.{line.code}"
    assert {line.code for line in line_settings(store, HEAD) if line.source} >= {"target_share", "patience"}


def test_a_higher_target_takes_more_operators_and_stands_with_its_source(store):
    before = requirement(store, HEAD, start=START, days=7)
    old, new = set_line_setting(store, HEAD, code="target_share", value="0.95", source="局务会 11 月 20 日")
    assert (old.value, new.value, new.source) == (0.8, 0.95, "局务会 11 月 20 日")
    after = requirement(store, HEAD, start=START, days=7)
    assert after.requirement.operators.sum() > before.requirement.operators.sum()
    told = next(line for line in after.settings if line.code == "target_share")
    assert (told.value, told.source) == (0.95, "局务会 11 月 20 日")
    line = audit_log(store, HEAD)[0]
    assert (line.what, dict(line.after)["value"]) == ("set_line_setting", 0.95)


def test_a_minimum_and_the_probability_rule_bind_the_requirement(store):
    set_line_setting(store, HEAD, code="minimum", value=3, source="局务会")
    found = requirement(store, HEAD, start=START, days=1).requirement.operators
    assert found[found > 0].min() == 3
    before = found.sum()
    set_line_setting(store, HEAD, code="rule", value="probability", source="局务会")
    set_line_setting(store, HEAD, code="confidence", value=0.95, source="局务会")
    sure = requirement(store, HEAD, start=START, days=1)
    assert sure.requirement.operators.sum() >= before
    assert {"rule", "confidence", "minimum"} <= {line.code for line in sure.settings}


def test_opening_hours_and_late_spans_open_half_hours(store):
    set_line_setting(store, HEAD, code="late_close", value="22:00", source="应急预案")
    set_line_setting(store, HEAD, code="late_spans", value="2026-11-24/2026-11-25", source="应急预案")
    days = requirement(store, HEAD, start=START, days=7).requirement.operators.reshape(7, 48)
    assert (days[1, 35:44] > 0).any()
    assert not days[0, 36:].any()
    set_line_setting(store, HEAD, code="open", value=540, source="应急预案")
    assert centre(store, HEAD).opens == 540
    assert (
        not requirement(store, HEAD, start=START, days=7).requirement.operators.reshape(7, 48)[:, :18].any()
    )


def test_what_the_history_says_is_taken_or_left_by_a_setting(store):
    set_line_setting(store, HEAD, code="history_patience", value="no", source="历史不足")
    set_line_setting(store, HEAD, code="patience", value=45, source="抽样 200 通")
    line = next(x for x in requirement(store, HEAD, start=START, days=1).settings if x.code == "patience")
    assert (line.value, line.from_history) == (45.0, False)


def test_the_value_in_use_stands_beside_each_setting_with_where_it_comes_from(store):
    found = {line.code: line for line in line_settings(store, HEAD)}
    told = next(x for x in requirement(store, HEAD, start=START, days=1).settings if x.code == "patience")
    patience = found["patience"]
    assert (patience.value, patience.used, patience.origin) == (90.0, told.value, "history")
    assert patience.count == told.count > 100
    assert (found["target_share"].used, found["target_share"].origin) == (0.8, "set")
    assert (found["redial"].used, found["redial"].origin) == (0.0, "default")
    # Breaks are planned by the roster: 10 % are set and none are counted again; sickness is.
    assert (found["shrinkage_breaks"].value, found["shrinkage_breaks"].used) == (0.1, 0.0)
    assert found["shrinkage_breaks"].origin == "planned"
    assert (found["shrinkage_sickness"].used, found["shrinkage_sickness"].origin) == (0.025, "set")
    set_line_setting(store, HEAD, code="history_patience", value="no", source="历史不足")
    set_line_setting(store, HEAD, code="redial", value=0.45, source="抽样 200 通")
    found = {line.code: line for line in line_settings(store, HEAD)}
    assert (found["patience"].used, found["patience"].origin, found["patience"].count) == (90.0, "set", None)
    assert (found["redial"].used, found["redial"].origin) == (0.45, "set")
    assert found["redial"].warning == "redial_lower_bound"


def test_redials_that_the_calls_hold_already_are_not_counted_twice(store):
    with store.read() as session:
        service = load_service(session)
    # 45 % call again: to first order a line that loses as many as its history did takes as many operators as before.
    assert 0 < service["fitted"]["abandoned"]["value"] < 0.2
    before = requirement(store, HEAD, start=START, days=7).requirement.operator_hours()
    set_line_setting(store, HEAD, code="redial", value=0.45, source="抽样 200 通")
    after = requirement(store, HEAD, start=START, days=7)
    assert after.requirement.operator_hours() == pytest.approx(before, rel=0.03)
    told = next(line for line in after.settings if line.code == "redial")
    assert (told.value, told.source, told.warning) == (0.45, "抽样 200 通", "redial_lower_bound")
    fitted = {name: value for name, value in service["fitted"].items() if name != "abandoned"}
    twice = line_of({**service, "redial": 0.45, "fitted": fitted}, Grid(START, 1, step=30))
    assert (twice.redial, twice.counted) == (0.45, 0.0)
    assert setting_warning({"redial": 0.45, "fitted": fitted}, "redial") == "redial_counted_twice"


def test_work_that_waits_and_losses_can_be_changed(store):
    for code, value in (
        ("seconds_voicemail", 200.0),
        ("within_web", 12.0),
        ("after_opening_voicemail", 2.0),
        ("share_follow_up", 0.1),
        ("shrinkage_sickness", 0.05),
        ("handling_consult", 220.0),
        ("mix_consult", 0.7),
    ):
        set_line_setting(store, HEAD, code=code, value=value, source="试验")
        assert kept(store)[code] == value
    assert requirement(store, HEAD, start=START, days=1).requirement.shrinkage > 0.05


@pytest.mark.parametrize(
    ("code", "value", "error"),
    [
        ("target_share", 80, "staffing_target"),
        ("target_share", "eighty", "line_setting_value"),
        ("max_occupancy", 85, "staffing_occupancy"),
        ("emergency_occupancy", 90, "staffing_occupancy"),
        ("emergency_hours", 25, "line_setting_range"),
        ("emergency_days", 2.5, "line_setting_count"),
        ("definition", "best", "line_setting_value"),
        ("open", "25:00", "line_setting_value"),
        ("open", "19:00", "line_hours"),
        ("late_close", "12:00", "line_hours"),
        ("late_days", "02-30", "line_setting_value"),
        ("late_spans", "2027-02-18/2027-01-29", "line_setting_value"),
        ("minimum", 1.5, "line_setting_count"),
        ("minimum", "nan", "line_setting_count"),
        ("target_seconds", -1, "line_setting_range"),
        ("confidence", 1, "staffing_confidence"),
        ("within_web", 0, "staffing_within"),
        ("patience", 0, "staffing_patience"),
        ("handling_consult", 0, "staffing_aht"),
        ("handling_consult", -3, "line_setting_range"),
        ("shrinkage_sickness", 1, "staffing_shrinkage"),
        ("history_mix", "perhaps", "line_setting_value"),
        ("redial", 45, "staffing_redial"),
        ("patience_shape", 0, "staffing_shape"),
        ("speed", 3, "unknown_line_setting"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_a_sentence_and_changes_nothing(untouched, code, value, error):
    before = kept(untouched)
    with pytest.raises(PlanError) as caught:
        set_line_setting(untouched, HEAD, code=code, value=value, source="试验")
    assert caught.value.code == error
    for language in ("zh", "en"):
        assert say(f"error.{error}", language, **caught.value.details)
    assert kept(untouched) == before


def test_a_folder_that_names_no_cap_of_an_emergency_has_that_of_a_new_centre_with_its_source(tmp_path):
    folder = a_small_folder(tmp_path, weeks=1)
    file = folder / "service.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    at = lines.index("[emergency]")
    older = [line for line in (*lines[:at], *lines[at + 4 :]) if not line.startswith("emergency = ")]
    file.write_text("\n".join(older), encoding="utf-8")
    opened = a_store(tmp_path)
    set_up_centre(opened, folder)
    codes = ("emergency_occupancy", "emergency_hours", "emergency_days")
    found = {line.code: line for line in line_settings(opened, HEAD) if line.code in codes}
    assert [found[code].value for code in codes] == [0.9, 2, 5]
    assert {(line.origin, line.as_of) for line in found.values()} == {("default", date(2025, 4, 30))}
    assert all("turnella.com" in line.source for line in found.values())
    set_line_setting(opened, HEAD, code="emergency_hours", value=1, source="局务会")
    found = {line.code: line for line in line_settings(opened, HEAD) if line.code in codes}
    assert [(found[code].value, found[code].origin) for code in codes] == [
        (0.9, "default"), (1, "set"), (5, "default"),
    ]  # fmt: skip
    assert found["emergency_hours"].source == "局务会"
    assert found["emergency_days"].source != "局务会"
    opened.close()


def test_a_folder_that_promises_eighty_in_place_of_080_is_refused_and_nothing_is_written(tmp_path):
    folder = a_small_folder(tmp_path, weeks=1)
    file = folder / "service.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("target_share = 0.8", "target_share = 80"), encoding="utf-8")  # fmt: skip
    opened = a_store(tmp_path)
    with pytest.raises(PlanError) as caught:
        set_up_centre(opened, folder)
    assert (caught.value.code, caught.value.details["value"]) == ("staffing_target", "80")
    with opened.read() as session:
        assert known.find_centre(session) is None
    opened.close()


def test_a_change_without_a_source_is_refused(untouched):
    with pytest.raises(PlanError) as caught:
        set_line_setting(untouched, HEAD, code="minimum", value=2, source="  ")
    assert caught.value.code == "line_setting_source"


def test_the_command_line_lists_and_changes_settings(store, tmp_path):
    def call(*words):
        return CliRunner().invoke(
            cli.app,
            ["--lang", "zh", "line", *words],
            env={"LIANXIN_DATABASE": f"sqlite:///{next(tmp_path.rglob('*.db'))}"},
        )

    done = call("set", "target_seconds", "20", "--source", "GB/T 33358-2016")
    assert done.exit_code == 0, done.output
    assert "20" in done.output
    listed = call("list").output
    assert "GB/T 33358-2016" in listed
    for column in ("used", "origin", "from_default", "from_set"):
        assert say(f"line_page.{column}", "zh") in listed
    told = call("set", "redial", "0.45", "--source", "抽样 200 通").output
    assert "历史话务通常把每次拨打都记为一通" in told.replace("\n", "")
    assert say("staffing.redial_lower_bound", "zh") in call("list").output
    refused = call("set", "target_share", "80", "--source", "x")
    assert refused.exit_code == 2
    assert "0.80" in refused.output


def test_nobody_is_rostered_past_closing_but_on_late_days(store):
    set_line_setting(store, HEAD, code="late_spans", value="2026-11-25/2026-11-25", source="应急预案")
    version = solve_roster(store, HEAD, start=START, days=3, seconds=3.0, seed=1)
    view = roster_view(store, HEAD, version=version.id)
    closes = {date(2026, 11, 23): 1050, date(2026, 11, 24): 1050, date(2026, 11, 25): 1230}
    types = {kind.code: kind for kind in view.shift_types}
    ends = [(day, types[code].end) for (_, day), code in view.cells.items()]
    assert ends
    assert all(end <= closes[day] for day, end in ends)
    assert any(end > 1050 for _, end in ends)
