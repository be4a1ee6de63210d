from dataclasses import replace
from datetime import date

import pytest

from desk.reports.roster_wall import months, roster_wall
from forecast.calendar import Calendar
from tests.desk.reports.pdf import fonts_of, ink_of, pages_of, text_of
from tests.desk.views.builders import a_roster

NAMES = ("林知夏", "=1+1", "#panic()", "*周*_晚_舟")


def wall(view, language="zh", **more):
    return roster_wall(view, language, centre="清江市热线", **more)


def test_chinese_comes_from_an_embedded_font_and_really_shows():
    content = wall(a_roster())
    assert fonts_of(content) == [("NotoSansCJKsc-Regular-Identity-H", "yes")]
    assert ink_of(content) > 0.1
    assert "林知夏" in text_of(content)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("早班", "夜班", "姓名", "工时")), ("en", ("Early", "Night", "Name", "Hours"))],
)
def test_it_speaks_both_languages(language, words):
    text = text_of(wall(a_roster(), language))
    assert [word for word in words if word not in text] == []


def test_a_month_stands_on_one_page_for_a_dozen_and_for_forty_people():
    for people in (12, 40):
        view = a_roster(days=31, names=tuple(f"人{k:02d}" for k in range(people)))
        assert pages_of(wall(view)) == 1


def test_a_large_team_goes_on_to_further_pages_with_nobody_left_out():
    names = tuple(f"P{k:03d}" for k in range(200))
    content = wall(a_roster(days=28, names=names), "en")
    text = text_of(content)
    assert pages_of(content) > 1
    assert [name for name in names if name not in text] == []


def test_more_than_a_month_takes_a_page_for_each():
    days = Calendar("CN").days(date(2027, 1, 20), 60)
    assert [(part[0].date, part[-1].date) for part in months(days)] == [
        (date(2027, 1, 20), date(2027, 1, 31)),
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2027, 3, 20)),
    ]
    assert len(months(days[:28])) == 1


def test_names_are_printed_as_they_stand_and_never_run():
    text = text_of(wall(a_roster(names=NAMES)))
    assert [name for name in NAMES if name not in text] == []


def test_only_a_draft_says_that_it_is_one():
    view = a_roster()
    published = replace(view, version=replace(view.version, state="published"))
    assert "草稿" in text_of(wall(view))
    assert "草稿" not in text_of(wall(published))


def test_the_same_roster_gives_the_same_bytes():
    assert wall(a_roster(), note="第 3 版") == wall(a_roster(), note="第 3 版")


def test_a_roster_without_people_or_shifts_is_still_a_page():
    view = a_roster(names=())
    assert pages_of(wall(view)) == 1
