"""Files in every shape that people send."""

import gzip
import io
from datetime import datetime, timedelta

import openpyxl
import pytest

from forecast.errors import DataError
from forecast.intake import Mapping, guess_mapping, read_calls, read_table
from forecast.intake.values import read_clock, read_count, read_moment

TEXT = "日期,来电量\n2026/1/5,120\n2026年1月6日,131\n2026-01-07,98\n"


def counts(content, name="a.csv", **more):
    return read_calls(content, name, **more).demand.values.tolist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_reads_the_same(encoding, delimiter):
    assert counts(TEXT.replace(",", delimiter).encode(encoding)) == [120, 131, 98]


def test_a_packed_file_reads_like_the_plain_one():
    assert counts(gzip.compress(TEXT.encode()), "a.csv.gz") == [120, 131, 98]


def test_excel_with_a_title_line_and_real_dates_reads_too():
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in (["2026年1月来电统计"], ["日期", "来电量"], [datetime(2026, 1, 5), 120], [46028, 131]):
        book.active.append(line)
    book.save(out)
    table = read_table(out.getvalue(), "a.xlsx")
    assert table.columns == ("日期", "来电量")
    assert table.first_row == 3
    assert counts(out.getvalue(), "a.xlsx") == [120, 131]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026/1/5", datetime(2026, 1, 5)),
        ("2026年1月5日", datetime(2026, 1, 5)),
        ("2026.01.05", datetime(2026, 1, 5)),
        ("20260105", datetime(2026, 1, 5)),
        ("2026-01-05T08:30:00", datetime(2026, 1, 5, 8, 30)),
        ("2026年1月5日 8时30分", datetime(2026, 1, 5, 8, 30)),
        ("2026/1/5 8:30", datetime(2026, 1, 5, 8, 30)),
        (46027, datetime(2026, 1, 5)),  # Excel shows 46027 as 2026-01-05
        (46027.5, datetime(2026, 1, 5, 12)),
        ("2026-02-30", None),
        ("2026-01-05 25:00", None),
        ("合计", None),
        (120, None),
        (None, None),
    ],
)
def test_a_moment_is_read_or_refused(cell, moment):
    assert read_moment(cell) == moment


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", 1234),
        ("12.5", 12.5),
        (7, 7),
        ("-3", -3),
        ("12个", None),
        ("", None),
        (True, None),
        ("1,23", None),
    ],
)
def test_a_count_is_read_or_refused(cell, number):
    assert read_count(cell) == number


def test_a_time_of_day_is_read_from_a_span_or_an_hour():
    assert read_clock("08:30-09:00") == timedelta(hours=8, minutes=30)
    assert read_clock("8时") == timedelta(hours=8)
    assert read_clock("25:00") is None


def test_chinese_and_english_headings_are_mapped():
    half_hours = "日期,时段,类型,来电量\n2026-01-05,08:00-08:30,咨询,3\n2026-01-05,08:30-09:00,咨询,4\n"
    assert guess_mapping(read_table(half_hours.encode(), "a.csv")) == Mapping(
        "日期", "来电量", "类型", "时段"
    )
    assert guess_mapping(read_table(b"date,calls\n2026-01-05,3\n", "a.csv")) == Mapping("date", "calls")


def test_a_file_without_heading_is_read_by_its_cells():
    assert counts(b"2026-01-05,3\n2026-01-06,4\n") == [3, 4]


def test_a_mapping_can_be_overridden():
    content = b"date,offered,answered\n2026-01-05,9,7\n2026-01-06,8,6\n"
    assert counts(content) == [9, 8]
    assert counts(content, mapping=Mapping("date", "answered")) == [7, 6]
    with pytest.raises(DataError) as caught:
        read_calls(content, "a.csv", mapping=Mapping("date", "lost"))
    assert caught.value.details == {"file": "a.csv", "column": "lost", "columns": "date, offered, answered"}


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "empty_table"),
        (b"date,calls\n", "a.csv", "empty_table"),
        (b"\x00\x01\x02", "a.csv", "unreadable_table"),
        (b"not a workbook", "a.xlsx", "unreadable_table"),
        (b"not packed", "a.csv.gz", "unreadable_table"),
        (b"name,calls\nx,1\n", "a.csv", "no_time_column"),
        (b"time,calls\n2026-01-05 08:07,1\n2026-01-05 08:13,1\n", "a.csv", "odd_interval"),
    ],
)
def test_what_cannot_be_read_is_named(content, name, code):
    with pytest.raises(DataError) as caught:
        read_calls(content, name)
    assert caught.value.code == code
    assert caught.value.details["file"] == name
