"""Facts about the database: migrations, the log, and what comes back as it went in."""

from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from desk.planning import audit_log
from desk.results import Centre
from desk.store import known, log, open_store, rosters, team
from desk.store.base import Table
from desk.store.database import _config, migrate
from forecast.calendar import DayKind, Event, EventKind, Override
from forecast.demand import Demand
from forecast.errors import PlanError
from forecast.grid import Grid
from scheduler.people import HoursCycle, Person, Regime, Transport
from scheduler.problem import Absence, AbsenceKind, DutyCount, Wish, ZoneClosure
from scheduler.shifts import ShiftKind, ShiftType
from tests.desk.builders import HEAD, NOW, a_centre, a_store


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()


def test_the_migrations_lead_to_exactly_the_tables_of_the_code(store):
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_opening_again_keeps_what_is_there(tmp_path):
    a_centre(tmp_path).close()
    again = a_store(tmp_path)
    with again.read() as session:
        assert known.find_centre(session).name == "试验热线"
    again.close()


def test_a_database_of_a_newer_release_is_left_alone(store):
    with store.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(PlanError) as caught:
        open_store(store.url)
    assert (caught.value.code, caught.value.details) == ("store_newer", {"found": "9999"})


@pytest.mark.parametrize("url", ["nonsense", "unknown://host/db", ""])
def test_a_url_that_cannot_be_read_is_named(url):
    with pytest.raises(PlanError) as caught:
        open_store(url)
    assert caught.value.code == "bad_setting"


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "test.db").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(PlanError) as caught:
        a_store(tmp_path)
    assert caught.value.code == "store_unreachable"


def test_sqlite_waits_and_writes_ahead(tmp_path):
    store = a_store(tmp_path)
    with store.read() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
    store.close()


def test_a_block_that_fails_leaves_nothing_behind(store):
    def fail_halfway():
        with store.begin() as session:
            log.add_line(session, "head", "try")
            session.flush()
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()
    assert audit_log(store, HEAD) == ()


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_log(store, statement):
    with store.begin() as session:
        log.add_line(session, "head", "try", before={"day": date(2026, 1, 1)}, after={"n": 3})
    with pytest.raises(DBAPIError, match="only grows"), store.begin() as session:
        session.execute(text(statement))
    (line,) = audit_log(store, HEAD)
    assert (line.who, line.what, line.before, line.after) == (
        "head", "try", (("day", "2026-01-01"),), (("n", 3),),
    )  # fmt: skip


def test_a_moment_without_a_zone_is_refused(store):
    with pytest.raises(Exception, match="needs a zone"), store.begin() as session:
        known.add_import(session, "a.csv", b"a", "head", NOW.replace(tzinfo=None))


def test_the_later_import_stands_above_the_earlier_and_missing_days_stay_missing(store):
    with store.begin() as session:
        first = known.add_import(session, "a.csv", b"a", "head", NOW)
        known.add_demand(session, Demand(Grid(date(2026, 1, 1), 3), np.array([1.0, np.nan, 3.0])), first)
        second = known.add_import(session, "b.csv", b"b", "head", NOW)
        known.add_demand(session, Demand(Grid(date(2026, 1, 3), 2), np.array([30.0, 40.0])), second)
    with store.read() as session:
        demand = known.load_demand(session, "total", step=1440, zone="Asia/Shanghai")
        assert known.last_day(session) == date(2026, 1, 4)
        assert known.find_import(session, b"b") == second
        assert known.find_import(session, b"c") is None
    np.testing.assert_array_equal(demand.values, [1, np.nan, 30, 40])


def test_a_series_that_was_read_before_is_the_new_one_after_an_import_and_after_one_taken_back(store):
    def read(open_transaction):
        with open_transaction() as session:
            return known.load_demand(session, "total", step=1440, zone="Asia/Shanghai")

    def take_in(session, content, value):
        number = known.add_import(session, "a.csv", content, "head", NOW)
        known.add_demand(session, Demand(Grid(date(2026, 1, 1), 1), np.array([value])), number)

    assert read(store.read) is None
    with store.begin() as session:
        take_in(session, b"a", 1.0)
    first = read(store.read)
    assert first.values.tolist() == [1.0]
    assert read(store.read) is first
    with store.trial() as session:
        take_in(session, b"b", 2.0)
        taken_back = known.load_demand(session, "total", step=1440, zone="Asia/Shanghai")
    assert taken_back.values.tolist() == [2.0]
    assert read(store.read) is first
    with store.begin() as session:
        take_in(session, b"c", 3.0)
    assert read(store.read).values.tolist() == [3.0]
    assert read(store.begin).values.tolist() == [3.0]


def test_half_hours_add_up_to_days_and_days_do_not_fall_into_half_hours(store):
    values = np.arange(96.0)
    with store.begin() as session:
        number = known.add_import(session, "a.csv", b"a", "head", NOW)
        known.add_demand(session, Demand(Grid(date(2026, 1, 1), 2, 30), values), number)
        known.add_demand(session, Demand(Grid(date(2026, 1, 3), 1), np.array([7.0])), number)
    with store.read() as session:
        days = known.load_demand(session, "total", step=1440, zone="Asia/Shanghai")
        slots = known.load_demand(session, "total", step=30, zone="Asia/Shanghai")
    assert days.values.tolist() == [sum(range(48)), sum(range(48, 96)), 7]
    assert slots.values.tolist() == values.tolist()


def test_what_the_team_is_comes_back_as_it_went_in(store):
    people = (
        Person("b", "乙", Regime.PUBLIC_INSTITUTION, HoursCycle.MONTH, 1800, frozenset({"web", "phone"}),
               True, "qinghe", date(2027, 3, 31), date(2027, 6, 30), 60, True),
        Person("a", "甲"),
    )  # fmt: skip
    types = (
        ShiftType("L", "晚班", 690, 540, 480, ShiftKind.LATE),
        ShiftType("S", "备班", 480, 570, 0, ShiftKind.STANDBY, on_phones=False),
    )
    transport = (Transport("qinghe", False, 450, 1080), Transport("qinghe", True, 480, 1065))
    absence = Absence("a", date(2027, 2, 6), AbsenceKind.TRAINING)
    wish = Wish("b", date(2027, 2, 7), None, -2)
    with store.begin() as session:
        team.save_people(session, people)
        team.save_shift_types(session, types)
        team.save_transport(session, transport)
        session.flush()
        team.save_absences(session, [absence, Absence("a", date(2027, 3, 1))])
        team.save_wishes(session, [wish])
        team.save_closures(session, [ZoneClosure("qinghe", date(2027, 2, 6))])
        team.save_duties(session, [DutyCount("a", "nights", 3)])
    span = (date(2027, 2, 1), date(2027, 2, 28))
    with store.read() as session:
        assert team.load_people(session) == people
        assert team.load_shift_types(session) == types
        assert team.load_transport(session) == transport
        assert team.load_absences(session, *span) == {absence}
        assert team.load_wishes(session, *span) == (wish,)
        assert team.load_closures(session, *span) == {ZoneClosure("qinghe", date(2027, 2, 6))}
        assert team.load_duties(session) == (DutyCount("a", "nights", 3),)


def test_events_and_corrections_come_back_as_they_went_in(store):
    event = Event("consumer_day", EventKind.CONSUMER_DAY, date(2017, 3, 8), date(2017, 3, 21), repeats=True)
    override = Override(date(2027, 2, 5), DayKind.HOLIDAY, "spring_festival", True, date(2026, 12, 1))
    with store.begin() as session:
        known.save_events(session, [event])
        known.add_override(session, override, "head", NOW)
    with store.read() as session:
        assert known.load_events(session) == (event,)
        assert known.load_overrides(session) == (override,)


def test_a_centre_of_the_first_release_gains_its_call_mix_and_the_days_of_its_sources(bare):
    old = {"patience": 90.0, "sources": {"patience": "示例中心设定"}}
    engine = create_engine(bare)
    migrate(engine, "0001")
    with Session(engine) as session, session.begin():
        known.save_centre(
            session, Centre("试验热线", "CN", "Asia/Shanghai", 480, 1050, date(2026, 1, 1)), old
        )
    engine.dispose()
    store = open_store(bare)
    with store.read() as session:
        service = known.find_centre(session).service
    store.close()
    assert service == {
        "patience": 90.0,
        "mix": {"consult": 0.68, "complaint": 0.24, "report": 0.08},
        "sources": {"patience": {"text": "示例中心设定", "as_of": "2025-04-30"}},
    }


def test_a_full_database_of_the_first_release_comes_up_to_date_with_all_its_rows(bare):
    engine = create_engine(bare)
    migrate(engine, "0001")
    facts = {
        "person": "VALUES ('a', 0, '甲', 'enterprise', 'week', 2400, '[]', true, 'city', NULL, NULL, 0, false, true)",
        "shift_type": "VALUES ('E', 0, '早班', 480, 540, 480, 'early', true, NULL, '[]')",
        "forecast": "VALUES (1, '2026-01-01', '2026-01-02', 7, 'k', '{}', ' ', 'head', '2026-01-01 08:00:00')",
        "requirement": "VALUES (1, 1, 'k', '{}', ' ', '2026-01-01 08:00:00')",
        "roster": "VALUES (1, '2026-01-02', 7, 'published', 'good', 1, '[]', 'head', '2026-01-01 08:00:00', "
        "'head', '2026-01-01 09:00:00')",
        "assignment": "VALUES (1, 'a', '2026-01-02', 'E', true)",
        "audit": "VALUES (1, '2026-01-01 08:00:00', 'head', 'publish', '{}', '{}')",
    }
    with engine.begin() as connection:
        for table, row in facts.items():
            connection.execute(text(f"INSERT INTO {table} {row}"))
    engine.dispose()
    store = open_store(bare)
    with store.read() as session:
        (version,) = rosters.versions(session)
        roster, locked = rosters.load_roster(session, version.id)
        assert (version.state, version.days) == ("published", 7)
        assert [(a.person, a.day, a.shift) for a in roster] == [("a", date(2026, 1, 2), "E")]
        assert locked == {("a", date(2026, 1, 2))}
    assert [line.what for line in audit_log(store, HEAD)] == ["publish"]
    store.close()


KINDS = {
    sa.String: "a", sa.Integer: 1, sa.Boolean: True, sa.Date: date(2026, 1, 1), sa.DateTime: NOW.replace(tzinfo=None),
    sa.JSON: {}, sa.Float: 1.0, sa.LargeBinary: b"a",
}  # fmt: skip
"""A value for every kind of column."""


REPLACED = {"duty": "carried"}
"""Tables whose rows went on to another one."""


def fill(engine, table):
    """Put one row into a table; what it refers to stands in its other tables already."""
    with engine.begin() as connection:
        row = {}
        for column in table.columns:
            other = next((key.column for key in column.foreign_keys), None)
            row[column.name] = (
                next(value for kind, value in KINDS.items() if isinstance(column.type, kind))
                if other is None
                else connection.scalar(sa.select(other).limit(1))
            )
        connection.execute(table.insert().values(row))


def rows_of(engine):
    """Return how many rows every table has."""
    found = sa.MetaData()
    found.reflect(engine)
    tables = [table for table in found.sorted_tables if table.name != "alembic_version"]
    with engine.connect() as connection:
        counts = {t.name: connection.scalar(sa.select(sa.func.count()).select_from(t)) for t in tables}
    return tables, counts


def test_every_step_of_the_migrations_keeps_the_rows_of_every_table(bare):
    engine = create_engine(bare)
    steps = sorted(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())
    before = {}
    for step in steps:
        migrate(engine, step)
        tables, counts = rows_of(engine)
        kept = {REPLACED.get(name, name) if name not in counts else name: n for name, n in before.items()}
        assert kept.items() <= counts.items(), step
        for table in tables:
            if not counts[table.name]:
                fill(engine, table)
        before = rows_of(engine)[1]
    engine.dispose()
    assert len(steps) >= 13
    assert set(before) == set(Table.metadata.tables)
    assert set(before.values()) == {1}
