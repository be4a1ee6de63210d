from datetime import date

import pytest

from forecast.calendar import DayKind
from forecast.errors import SettingError
from forecast.surge.scenario import Added, Away, Closure, DayChange, Deflection, Hours, Scenario, Volume, When
from forecast.surge.scenario_file import BUILT_IN, built_in, decoded, parse, read, write

FULL = Scenario(
    code="all",
    title='with "quotes"',
    volume=(Volume("epidemic", 3.0, When(1, 10), 0.5, "phone", "masks", True),),
    deflection=(Deflection(0.1, When(3)),),
    handling=1.2,
    patience=60.0,
    absence=0.1,
    closures=(Closure("qinghe", When(date(2027, 2, 1), date(2027, 2, 5))),),
    away=(Away("op01", When(2, 4)),),
    added=(Added(2, "home", When(2)),),
    hours=(Hours(480, 1230, When(1, 5)),),
    rulebook="emergency",
    signed="head",
    relax=("consecutive_days",),
    calendar=(DayChange(date(2027, 2, 14), DayKind.HOLIDAY, "spring_festival", False),),
)


def refused(**more):
    with pytest.raises(SettingError) as caught:
        Scenario("x", **more)
    return caught.value.code, caught.value.details["field"]


def test_a_scenario_comes_back_from_its_file_as_it_was(tmp_path):
    file = tmp_path / "all.toml"
    file.write_text(write(FULL), encoding="utf-8")
    back = read(file)
    assert write(back) == write(FULL)
    assert (back.volume[0].size, back.hours, back.calendar) == (
        3.0,
        parse(write(FULL), "x").hours,
        FULL.calendar,
    )


@pytest.mark.parametrize("code", BUILT_IN)
def test_every_built_in_scenario_can_be_read(code):
    assert built_in(code).code == code


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"absence": 1.2}, ("scenario_range", "absence")),
        ({"handling": 0.0}, ("scenario_range", "handling")),
        ({"volume": (Volume(size=25.0),)}, ("scenario_range", "volume.size")),
        ({"volume": (Volume(shape="square"),)}, ("scenario_unknown", "volume.shape")),
        ({"deflection": (Deflection(0.95),)}, ("scenario_range", "deflection.share")),
        ({"away": (Away("op01"), Away("op01"))}, ("scenario_twice", "away.person")),
        ({"hours": (Hours(600, 540),)}, ("scenario_end_before_start", "hours")),
        ({"rulebook": "emergency"}, ("scenario_unsigned", "signed")),
        ({"rulebook": "martial"}, ("scenario_unknown", "rulebook")),
        ({"relax": ("min_rest",)}, ("scenario_relaxes", "relax")),
        ({"added": (Added(0),)}, ("scenario_range", "added.people")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(more, expected):
    assert refused(**more) == expected


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("volume = 3", "scenario_field", "volume"),
        ("absense = 0.1", "scenario_unknown", "scenario"),
        ('handling = "long"', "scenario_field", "handling"),
        ("[[volume]]\nsize = 2\nfrom = 5\nto = 2", "scenario_end_before_start", "volume"),
        ('[[closure]]\nzone = "qinghe"\nfrom = "monday"', "scenario_field", "closure.from"),
        ('[[hours]]\nopens = "8"\ncloses = "20:00"', "scenario_field", "hours.opens"),
        ("[[added]]\nkind = 'home'", "scenario_field", "added.people"),
    ],
)
def test_a_file_that_says_something_impossible_is_refused_with_its_field(text, code, field):
    with pytest.raises(SettingError) as caught:
        parse(text, "mine")
    assert (caught.value.code, caught.value.details["field"]) == (code, field)


def test_a_broken_file_is_said_so(tmp_path):
    with pytest.raises(SettingError) as caught:
        read(tmp_path / "none.toml")
    assert caught.value.code == "scenario_unreadable"
    with pytest.raises(SettingError) as caught:
        parse("absence = 0.1\n= 3", "mine")
    assert (caught.value.code, caught.value.details["line"]) == ("scenario_toml", 2)
    with pytest.raises(SettingError) as caught:
        decoded(b"\xff\xfe", "mine.toml")
    assert caught.value.code == "scenario_unreadable"
    assert decoded(b"absence = 0.1", "mine.toml").code == "mine"


def test_an_unknown_zone_or_person_is_refused_by_the_centre():
    with pytest.raises(SettingError) as caught:
        Scenario("x", closures=(Closure("atlantis"),)).check({"op01": "city"}, frozenset({"city"}))
    assert (caught.value.code, caught.value.details["value"]) == ("scenario_unknown", "atlantis")
    with pytest.raises(SettingError) as caught:
        Scenario("x", away=(Away("op77"),)).check({"op01": "city"}, frozenset({"city"}))
    assert caught.value.details["field"] == "away.person"


def test_days_are_numbered_within_the_window_or_named_by_date():
    start = date(2027, 2, 1)
    assert When(3, 4).on(start, 10) == (date(2027, 2, 3), date(2027, 2, 4))
    assert When(None, 2).on(start, 10) == (start, date(2027, 2, 2))
    assert When(date(2027, 2, 9)).on(start, 10) == (date(2027, 2, 9), date(2027, 2, 10))
