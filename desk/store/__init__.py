"""Where a centre's data live: tables, migrations, and repositories that turn rows into domain objects."""

from desk.store.database import Store, StoreError, open_store

__all__ = ["Store", "StoreError", "open_store"]
