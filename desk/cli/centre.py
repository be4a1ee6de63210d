"""The store that the command line works on, and who it works as."""

from collections.abc import Iterator
from contextlib import contextmanager

from desk import planning
from desk.accounts import Account, Role
from desk.settings import read_settings

OPERATOR_OF_MACHINE = Account("cli", "lianxin", Role.HEAD)
"""Whoever can run commands on this machine can read the database anyway: acts as head, named so in the log."""


@contextmanager
def opened_store() -> Iterator[planning.Store]:
    """Open the store of the settings and close it afterwards."""
    store = planning.open_store(read_settings().database_url)
    try:
        yield store
    finally:
        store.close()
