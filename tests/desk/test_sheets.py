"""The sheet that comes back: what it changes, what keeps it out, and that nothing is half done."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from desk import planning
from desk.reports.roster_sheet import FIRST_DAY, HEAD_ROWS
from desk.store import team
from forecast.errors import PlanError
from scheduler.people import Person
from scheduler.shifts import ShiftKind, ShiftType
from tests.desk.builders import HEAD, a_centre, a_version

MONDAY = date(2026, 11, 23)
WEEK = {"start": MONDAY, "days": 7}
NAMES = ("林晓禾", "=苏念青", "周晚舟", "陈一诺")
CODES = tuple(f"op0{k}" for k in range(1, 5))


def day(offset):
    return date(2026, 11, 23 + offset)


BEFORE = {(code, day(k)): "E" for n, code in enumerate(CODES) for k in range(7) if (k + n) % 7 < 5}
"""Everyone works five of the seven days."""


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    people = [
        Person(code, name, skills=frozenset({"phone"}), senior=True)
        for code, name in zip(CODES, NAMES, strict=True)
    ]
    with opened.begin() as session:
        team.save_people(session, people)
        team.save_shift_types(
            session,
            [
                ShiftType("E", "早班", 480, 540, 480),
                ShiftType("L", "晚班", 510, 540, 480, ShiftKind.LATE),
                ShiftType("S", "备班", 480, 540, 0, ShiftKind.STANDBY, on_phones=False),
                ShiftType("T", "培训", 480, 540, 480, on_phones=False),
            ],
        )
    yield opened
    opened.close()


@pytest.fixture
def version(store):
    return a_version(store, BEFORE, **WEEK)


class Edited:
    """The exported sheet as somebody edits it; days and people count from zero."""

    def __init__(self, store, version, language="zh"):
        self.store, self.version = store, version
        content = planning.export_roster(store, HEAD, version=version, language=language)
        self.book = openpyxl.load_workbook(BytesIO(content))
        self.sheet = self.book.active

    def put(self, person, offset, value):
        self.sheet.cell(HEAD_ROWS + 1 + person, FIRST_DAY + 1 + offset).value = value
        return self

    def at(self, row, column, value):
        self.sheet.cell(row, column).value = value
        return self

    def content(self):
        stream = BytesIO()
        self.book.save(stream)
        return stream.getvalue()

    def preview(self):
        return planning.preview_roster_sheet(
            self.store, HEAD, version=self.version, name="11月.xlsx", content=self.content()
        )


def found(preview):
    return [(finding.code, dict(finding.details)) for finding in preview.findings]


def changed(preview):
    return {(change.person, change.day): (change.before, change.after) for change in preview.changes}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_that_nobody_has_touched_changes_nothing(store, version, language):
    preview = Edited(store, version, language).preview()
    assert (preview.findings, preview.changes, preview.breaches) == ((), (), ())
    with pytest.raises(PlanError) as caught:
        planning.accept_roster_sheet(store, HEAD, preview=preview)
    assert caught.value.code == "sheet_unchanged"


def test_standby_comes_back_with_the_shifts_and_can_be_given_by_hand(store):
    version = a_version(store, BEFORE | {("op01", day(5)): "S"}, **WEEK)
    assert Edited(store, version).preview().findings == ()
    assert changed(Edited(store, version).put(1, 4, "备班").preview()) == {("op02", day(4)): (None, "S")}


def test_codes_names_and_ways_to_write_a_day_off_are_understood(store, version):
    edited = (
        Edited(store, version)
        .put(0, 0, "l")
        .put(0, 1, " 晚班 ")
        .put(0, 2, "休")
        .put(0, 3, "-")
        .put(1, 0, "Late")
    )
    assert changed(edited.preview()) == {
        ("op01", day(0)): ("E", "L"),
        ("op01", day(1)): ("E", "L"),
        ("op01", day(2)): ("E", None),
        ("op01", day(3)): ("E", None),
        ("op02", day(0)): ("E", "L"),
    }


def test_an_accepted_sheet_is_a_new_draft_and_leaves_its_version_alone(store, version):
    edited = Edited(store, version).put(0, 0, "L").put(0, 1, None)
    preview = edited.preview()
    assert preview.acceptable
    assert preview.missing_after > preview.missing_before
    kept = planning.accept_roster_sheet(store, HEAD, preview=preview)
    assert (kept.state, kept.status, kept.start, kept.days) == ("draft", "edited", MONDAY, 7)
    assert dict(kept.goals).keys() >= {"cover", "fairness"}
    after = dict(BEFORE)
    after[("op01", day(0))] = "L"
    del after[("op01", day(1))]
    assert planning.roster_view(store, HEAD, version=kept.id).cells == after
    assert planning.roster_view(store, HEAD, version=version).cells == BEFORE
    assert planning.audit_log(store, HEAD, limit=1)[0].what == "import_roster"


def test_a_sheet_goes_out_and_comes_back_in_the_other_language(store, version):
    kept = planning.accept_roster_sheet(
        store, HEAD, preview=Edited(store, version, "en").put(0, 0, "Late").preview()
    )
    assert changed(Edited(store, kept.id, "zh").preview()) == {}


def test_rows_may_be_moved(store, version):
    edited = Edited(store, version)
    rows = [[cell.value for cell in edited.sheet[HEAD_ROWS + 1 + k]][: FIRST_DAY + 7] for k in range(4)]
    for k, row in enumerate(reversed(rows)):
        for column, value in enumerate(row, 1):
            edited.at(HEAD_ROWS + 1 + k, column, value)
    assert (found(edited.preview()), changed(edited.preview())) == ([], {})


def test_a_broken_rule_is_named_and_nothing_is_kept(store, version):
    edited = Edited(store, version)
    for offset in range(7):
        edited.put(0, offset, "E")
    preview = edited.preview()
    assert {breach.person for breach in preview.breaches} == {"op01"}
    assert not preview.acceptable
    with pytest.raises(PlanError) as caught:
        planning.accept_roster_sheet(store, HEAD, preview=preview)
    assert caught.value.code == "sheet_breaks_rules"
    assert [v.id for v in planning.versions(store, HEAD)] == [version]


@pytest.mark.parametrize(
    ("edit", "code", "facts"),
    [
        (lambda e: e.at(3, FIRST_DAY + 2, "25"), "sheet_header", {"cell": "D3", "value": "25", "day": day(1)}),
        (lambda e: e.at(3, FIRST_DAY + 7, None), "sheet_header", {"cell": "I3", "value": "", "day": day(6)}),
        (lambda e: e.at(6, 2, "苏念情"), "sheet_renamed", {"row": 6, "code": "op02", "name": "=苏念青", "value": "苏念情"}),
        (lambda e: e.at(5, 1, "op99"), "sheet_unknown_person", {"row": 5, "code": "op99", "name": "林晓禾"}),
        (lambda e: e.at(6, 1, "op01").at(6, 2, "林晓禾"), "sheet_twice", {"row": 6, "first": 5}),
        (lambda e: e.put(0, 3, "早早"), "sheet_unknown_shift", {"cell": "F5", "value": "早早", "known": "E, L, S"}),
        (lambda e: e.put(0, 3, "T"), "sheet_unknown_shift", {"cell": "F5", "value": "T"}),
        (lambda e: e.put(0, 3, "=E5"), "sheet_unknown_shift", {"cell": "F5", "value": "=E5"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(store, version, edit, code, facts):
    edited = Edited(store, version)
    edit(edited)
    preview = edited.preview()
    assert [name for name, _ in found(preview)] == [code]
    told = found(preview)[0][1]
    assert {name: told[name] for name in facts} == facts
    assert preview.changes == ()
    with pytest.raises(PlanError) as caught:
        planning.accept_roster_sheet(store, HEAD, preview=preview)
    assert caught.value.code == "bad_sheet"
    assert len(planning.versions(store, HEAD)) == 1


def test_half_the_rows_missing_is_no_half_day_off(store, version):
    edited = Edited(store, version)
    edited.sheet.delete_rows(HEAD_ROWS + 3, 2)
    assert found(edited.preview()) == [
        ("sheet_missing", {"count": 2, "whole": 4, "names": "周晚舟 · 陈一诺"})
    ]


def test_every_fault_is_told_at_once(store, version):
    preview = Edited(store, version).put(0, 0, "?").put(1, 1, "??").at(7, 2, "谁").preview()
    assert [name for name, _ in found(preview)] == [
        "sheet_unknown_shift",
        "sheet_unknown_shift",
        "sheet_renamed",
    ]


def test_excels_own_dates_in_the_heading_are_understood(store, version):
    edited = Edited(store, version)
    for k in range(7):
        edited.at(3, FIRST_DAY + 1 + k, datetime(2026, 11, 23 + k))
    assert found(edited.preview()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a sheet", "unreadable_table"),
        (b"PK\x03\x04broken", "unreadable_table"),
        (None, "sheet_no_header"),
    ],
)
def test_another_file_is_told_apart(store, version, content, code):
    if content is None:
        book, stream = openpyxl.Workbook(), BytesIO()
        book.active["A1"] = "something else"
        book.save(stream)
        content = stream.getvalue()
    with pytest.raises(PlanError) as caught:
        planning.preview_roster_sheet(store, HEAD, version=version, name="other.xlsx", content=content)
    assert (caught.value.code, caught.value.details["file"]) == (code, "other.xlsx")


def test_a_sheet_of_another_month_does_not_fit(store, version):
    other = a_version(store, {}, start=date(2026, 12, 1), days=7)
    edited = Edited(store, other)
    edited.version = version
    assert [name for name, _ in found(edited.preview())] == ["sheet_header"]


def test_the_command_line_exports_and_brings_back(store, version, tmp_path):
    from tests.desk.test_cli import call

    at = {"LIANXIN_DATABASE": store.url}
    for kind, mark in (("xlsx", b"PK"), ("pdf", b"%PDF"), ("csv", b"date,")):
        out = tmp_path / f"roster.{kind}"
        assert call("export", version, "--out", out, **at).exit_code == 0
        assert out.read_bytes().startswith(mark)
    refused = call("export", version, "--out", tmp_path / "roster.doc", **at)
    assert (refused.exit_code, ".xlsx" in refused.output) == (2, True)
    file = tmp_path / "edited.xlsx"
    file.write_bytes(Edited(store, version).put(0, 0, "L").content())
    assert call("import-roster", version, file, "--dry-run", **at).exit_code == 0
    assert len(planning.versions(store, HEAD)) == 1
    assert call("import-roster", version, file, **at).exit_code == 0
    assert len(planning.versions(store, HEAD)) == 2
    file.write_bytes(Edited(store, version).put(0, 0, "?").content())
    told = call("import-roster", version, file, language="en", **at)
    assert told.exit_code == 2
    assert "Cell C5" in told.output
