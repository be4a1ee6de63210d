"""Use case: how many people should stand by for the futures that may come."""

from datetime import date

from desk.accounts import Account, require
from desk.planning.paths import scenarios_of
from desk.planning.repairing import problem_and_roster, version_of
from desk.store import Store
from forecast.errors import SettingError
from scheduler.solve.futures import robust, standby_needed


def standby_list(
    store: Store, who: Account, *, version: int, futures: int = 8, share: float = 0.9
) -> dict[date, int]:
    """
    Return for each day of a version how many people on standby suffice in a share of the futures.

    Parameters
    ----------
    version
        Which roster.
    futures
        Scenarios, 2 to 50.
    share
        Share of the futures, in (0, 1].

    Raises
    ------
    SettingError
        ``unknown_version``, ``bad_futures`` or ``bad_share``.
    """
    require(who, "standby_list")
    if not 0 < share <= 1:
        raise SettingError("bad_share", share=share)
    with store.read() as session:
        number = version_of(session, version)[1]
        problem, roster = problem_and_roster(session, version)
        scenarios = scenarios_of(session, number, futures)
    return standby_needed(robust(problem, scenarios), roster, share=share)
