"""The process of one search: ``python -m desk.planning.job NUMBER FUTURES`` on the database of the settings."""

import sys

from desk.planning.searching import run_job
from desk.settings import read_settings
from desk.store import open_store, rosters, sign_ins
from forecast.errors import PlanError


def run(number: int, futures: int) -> None:
    """Carry out one search, over so many futures, for the one who asked for it."""
    store = open_store(read_settings().database_url)
    with store.read() as session:
        found = rosters.find_job(session, number)
        asker = None if found is None else sign_ins.account_and_hash(session, found[2])
    if asker is None:
        raise PlanError("unknown_search", job=number)
    run_job(store, asker[0], number, futures=futures)
    store.close()


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]))
