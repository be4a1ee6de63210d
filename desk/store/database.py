"""Open the database of a centre: SQLite in WAL mode by default, PostgreSQL by its URL; migrated on opening."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from forecast.errors import PlanError, SettingError

_READS = "lianxin_reads"


class StoreError(PlanError):
    """The database cannot be used as it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """
    An open database.

    Parameters
    ----------
    engine
        Its connections.
    """

    engine: Engine

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Open a transaction: all of it is written at the end of the block, or nothing of it."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def one_by_one(self) -> Iterator[Session]:
        """Open a transaction that waits until no other of this kind is open: what it has read stays true to its end."""
        with self.begin() as session:
            if self.engine.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
                session.execute(text("SELECT pg_advisory_xact_lock(12316)"))
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that only looks, beside those that write."""
        with Session(self.engine) as session:
            session.connection(execution_options={_READS: True})
            yield session

    @contextmanager
    def trial(self) -> Iterator[Session]:
        """Open a transaction that sees what it writes and takes all of it back at the end of the block."""
        with Session(self.engine) as session:
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @property
    def url(self) -> str:
        """The address by which another process opens the same database."""
        return self.engine.url.render_as_string(hide_password=False)


def open_store(url: str) -> Store:
    """
    Open a database, creating or migrating it first.

    Raises
    ------
    StoreError
        ``store_unreachable`` if it cannot be opened; ``store_newer`` if a newer release has written it.
    SettingError
        ``bad_setting`` if the URL cannot be read.
    """
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}:
            Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise SettingError("bad_setting", name="database", value=url) from error
    except OSError as error:
        raise StoreError("store_unreachable", url=url, reason=str(error)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        migrate(engine)
    except DBAPIError as error:
        engine.dispose()
        shown = address.render_as_string(hide_password=True)
        raise StoreError("store_unreachable", url=shown, reason=str(error.orig)) from error
    except StoreError:
        engine.dispose()
        raise
    return Store(engine)


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to a revision; two processes at once do it one after the other."""
    config = _config()
    newest, known = _revisions()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(12315)"))
        if inspect(connection).has_table("alembic_version"):
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if found is not None and found not in known:
                raise StoreError("store_newer", found=found)
            if (found, revision) == (newest, "head"):
                return
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@cache
def _revisions() -> tuple[str | None, frozenset[str]]:
    """Return the newest revision and all that there are."""
    scripts = ScriptDirectory.from_config(_config())
    return scripts.get_current_head(), frozenset(script.revision for script in scripts.walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("desk.store").joinpath("migrations")))
    return config


def _prepare_sqlite(connection: Any, _record: object) -> None:  # Any: the driver's own connection type
    connection.isolation_level = None  # transactions begin where we say, DDL included
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=15000")
    cursor.close()


def only_reads(session: Session) -> bool:
    """Return whether a session was opened by `Store.read`."""
    return bool(session.connection().get_execution_options().get(_READS, False))


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
