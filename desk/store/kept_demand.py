"""Series that were read before, kept by database: what an import told never changes, so a newer one is all to look for."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from desk.store.database import only_reads
from desk.store.tables import DemandRow
from forecast.demand import Demand

MOST = 32
"""Series kept for one database; the one that was not asked for the longest time goes first."""

Key = tuple[object, ...]

_kept: WeakKeyDictionary[Engine, OrderedDict[Key, Demand | None]] = WeakKeyDictionary()
_lock = threading.Lock()


def kept_demand(session: Session, series: str, key: Key, read: Callable[[], Demand | None]) -> Demand | None:
    """
    Return what `read` returns, from memory if nothing has been imported into the series since.

    A transaction that may write is never answered from memory and leaves nothing there: what it has written may be
    taken back.

    Parameters
    ----------
    series
        Name of the series.
    key
        All else that `read` depends on.
    """
    engine = session.get_bind()
    if not isinstance(engine, Engine) or not only_reads(session):
        return read()
    newest = select(func.max(DemandRow.import_id), func.count()).where(DemandRow.series == series)
    whole = (series, *key, *session.execute(newest).one())
    with _lock:
        shelf = _kept.setdefault(engine, OrderedDict())
        if whole in shelf:
            shelf.move_to_end(whole)
            return shelf[whole]
    found = read()
    with _lock:
        shelf[whole] = found
        while len(shelf) > MOST:
            shelf.popitem(last=False)
    return found
