"""Use cases of another order of goals: two versions of the same days side by side, and a version with other tiers first."""

from desk.accounts import Account, require
from desk.planning.repairing import changes_between, problem_and_roster, version_of
from desk.planning.rulebooks import periods_of
from desk.planning.solving import solve_roster
from desk.results import GoalChange, VersionComparison
from desk.store import Store, rosters
from forecast.errors import SettingError
from scheduler.roster import Roster
from scheduler.rulebook.periods import goal_costs


def compare_versions(store: Store, who: Account, *, version: int, other: int) -> VersionComparison:
    """
    Return what every goal costs in two versions of the same days, and the cells in which they differ.

    Both are measured against the requirement, the rules and the published roster of the first.

    Raises
    ------
    SettingError
        ``unknown_version``, or ``other_days`` if they are not of the same days.
    """
    require(who, "compare_versions")
    with store.read() as session:
        (one, _), (two, _) = version_of(session, version), version_of(session, other)
        if (one.start, one.days) != (two.start, two.days):
            raise SettingError("other_days", version=version, other=other)
        problem, roster = problem_and_roster(session, version)
        cells = rosters.load_roster(session, other)[0].assignments
        periods = periods_of(session, one.start, one.days)
    people, kinds = {p.code for p in problem.people}, {k.code for k in problem.shift_types}
    there = Roster(frozenset(a for a in cells if a.person in people and a.shift in kinds))
    before, after = goal_costs(problem, periods, roster), goal_costs(problem, periods, there)
    return VersionComparison(
        version=one,
        other=two,
        goals=tuple(
            GoalChange(tier, goal, now, then)
            for (tier, goal, now), (_, _, then) in zip(before, after, strict=True)
        ),
        changes=changes_between(roster.assignments, there.assignments),
        names={person.code: person.name for person in problem.people},
        shift_names={kind.code: kind.name for kind in problem.shift_types},
    )


def try_order(
    store: Store, who: Account, *, version: int, order: tuple[str, ...], seconds: float = 20.0
) -> VersionComparison:
    """
    Solve the days of a version again with some tiers of goals first, keep the draft, and compare it with the version.

    Parameters
    ----------
    version
        The version to compare with.
    order
        Tiers to put first, for this once.
    seconds
        Time of the search.

    Raises
    ------
    SettingError
        ``unknown_version``, ``no_order`` if no tier is named, or as `desk.planning.solve_roster`.
    """
    require(who, "try_order")
    with store.read() as session:
        known = version_of(session, version)[0]
    if not order:
        raise SettingError("no_order")
    made = solve_roster(store, who, start=known.start, days=known.days, seconds=seconds, order=order)
    return compare_versions(store, who, version=version, other=made.id)
