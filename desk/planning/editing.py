"""Use cases of editing by hand: try a cell and be told at once, keep it, or let the next search change it again."""

from datetime import UTC, date, datetime

from desk.accounts import Account, require
from desk.planning.exchanging import answer_of
from desk.planning.revising import Standing, find_version, keep_version, standing
from desk.results import CellTrial, RosterVersion
from desk.store import Store, log, rosters
from forecast.errors import SettingError
from scheduler.problem import Lock
from scheduler.rulebook.periods import tier_costs


def try_cell(
    store: Store, who: Account, *, version: int, person: str, day: date, shift: str | None
) -> CellTrial:
    """
    Return which rules a cell set by hand would break and what it would cost; nothing is written.

    Raises
    ------
    SettingError
        ``unknown_version`` or ``unknown_cell``.
    """
    require(who, "try_cell")
    with store.read() as session:
        return _trial(standing(session, version), person, day, shift)


def set_cell(
    store: Store, who: Account, *, version: int, person: str, day: date, shift: str | None, was: str | None
) -> RosterVersion:
    """
    Set a cell by hand and lock it; of a published version a new draft is made first.

    Parameters
    ----------
    was
        What the planner saw in the cell; if somebody has changed it since, nothing happens. Two planners who
        change different cells of one draft lose nothing.

    Raises
    ------
    SettingError
        ``unknown_version``, ``unknown_cell``, ``cell_changed`` or ``cell_breaks_rules``.
    """
    require(who, "set_cell")
    with store.one_by_one() as session:
        base = standing(session, version)
        trial = _trial(base, person, day, shift)
        if trial.was != was:
            raise SettingError("cell_changed", person=_name(base, person), day=day, version=version)
        if trial.breaches:
            raise SettingError(
                "cell_breaks_rules", person=_name(base, person), day=day, count=len(trial.breaches)
            )
        number = version
        if base.version.state != "draft":
            now = datetime.now(UTC)
            number = keep_version(session, base, base.roster, status="edited", who=who.username, now=now)
        changed = base.changed({(person, day): shift})
        rosters.set_cell(session, number, person, day, shift, base.goals(changed))
        rosters.save_locks(session, number, [Lock(person, day, shift)])
        log.add_line(
            session,
            who.username,
            "set_cell",
            before={"id": version, "person": person, "day": day, "shift": was},
            after={"id": number, "person": person, "day": day, "shift": shift},
        )
        return find_version(session, number)[0]


def unlock_cell(store: Store, who: Account, *, version: int, person: str, day: date) -> None:
    """
    Let the next search change a cell again.

    Raises
    ------
    SettingError
        ``unknown_version`` or ``unknown_cell``.
    """
    require(who, "unlock_cell")
    with store.one_by_one() as session:
        base = standing(session, version)
        _check(base, person, day, None)
        rosters.remove_lock(session, version, person, day)
        log.add_line(
            session, who.username, "unlock_cell", after={"id": version, "person": person, "day": day}
        )


def _trial(base: Standing, person: str, day: date, shift: str | None) -> CellTrial:
    _check(base, person, day, shift)
    tried = base.changed({(person, day): shift})
    known = set(base.breaches(base.roster))
    return CellTrial(
        was=base.roster.by_cell().get((person, day)),
        breaches=tuple(answer_of(breach) for breach in base.breaches(tried) if breach not in known),
        missing_before=base.missing(base.roster),
        missing_after=base.missing(tried),
        goals=tuple(
            (name, now, then)
            for (name, now), (_, then) in zip(
                tier_costs(base.problem, base.periods, base.roster),
                tier_costs(base.problem, base.periods, tried),
                strict=True,
            )
        ),
    )


def _check(base: Standing, person: str, day: date, shift: str | None) -> None:
    people = {p.code for p in base.problem.people}
    kinds = {kind.code for kind in base.problem.shift_types} | {None}
    if person not in people or day not in base.problem.dates or shift not in kinds:
        raise SettingError("unknown_cell", person=person, day=day, shift=shift or "-")


def _name(base: Standing, person: str) -> str:
    return next(p.name for p in base.problem.people if p.code == person)
