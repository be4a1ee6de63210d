"""Use case: why a roster is as it is, gap by gap and person by person."""

from datetime import date

from desk.accounts import Account, require
from desk.planning.repairing import problem_and_roster, version_of
from desk.results import RosterReasons
from desk.store import Store
from scheduler.explain import explain_shortfall, report
from scheduler.rulebook import normal
from scheduler.solve import shortfalls_of


def roster_reasons(
    store: Store, who: Account, *, version: int, day: date | None = None, most: int = 3
) -> RosterReasons:
    """
    Return what every goal costs, what everyone carries, and for the worst gaps what stopped each person.

    Parameters
    ----------
    version
        Which roster.
    day
        Only gaps of this day; all days if not given.
    most
        Gaps to explain, by calls lost; 0 explains none.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    require(who, "roster_reasons")
    with store.read() as session:
        found = version_of(session, version)[0]
        problem, roster = problem_and_roster(session, version)
    gaps = sorted(
        (gap for gap in shortfalls_of(problem, roster) if day is None or gap.day == day),
        key=lambda gap: (-gap.lost, gap.start),
    )
    return RosterReasons(
        version=found,
        report=report(problem, normal(), roster),
        gaps=tuple(gaps),
        explained=tuple((gap, explain_shortfall(problem, normal(), roster, gap)) for gap in gaps[:most]),
        names={person.code: person.name for person in problem.people},
        shift_names={kind.code: kind.name for kind in problem.shift_types},
    )
