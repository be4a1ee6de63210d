"""Use case of one shift: who could take it over."""

from datetime import date

from desk.accounts import Account, require
from desk.planning.repairing import part_of_day
from desk.results import StandIns
from desk.store import Store, requests
from forecast.errors import SettingError
from scheduler.explain import stand_ins as ranked_stand_ins
from scheduler.goals.fair_hours import FairHours
from scheduler.problem import Assignment
from scheduler.roster import Roster


def stand_ins(
    store: Store, who: Account, *, version: int, person: str, day: date, shift: str | None = None
) -> StandIns:
    """
    Return who could take over one person's shift of a day, best first, each with what speaks against it.

    Of those whom nothing forbids, whoever stands by on that day comes first.

    Parameters
    ----------
    shift
        The shift that is to be taken over, if nobody holds it any more.

    Raises
    ------
    SettingError
        ``unknown_version``, ``unknown_shift_type``, or ``no_such_shift`` if that person has none that day.
    """
    require(who, "stand_ins")
    with store.read() as session:
        problem, book, roster = part_of_day(session, version, day)
    if shift is not None and shift not in {kind.code for kind in problem.shift_types}:
        raise SettingError("unknown_shift_type", shift=shift)
    held = next((a for a in roster if (a.person, a.day) == (person, day)), None)
    cell = held if shift is None else Assignment(person, day, shift)
    if cell is None:
        raise SettingError("no_such_shift", person=person, day=day, version=version)
    with store.read() as session:
        offered = requests.standing_by(session, day, cell.shift)
    ranked = ranked_stand_ins(problem, book, roster, cell)
    loads = FairHours().loads(problem, Roster(roster.assignments - {cell}))
    return StandIns(
        person=person,
        day=day,
        shift=problem.shift_of(cell).type,
        ranked=tuple(
            sorted(ranked, key=lambda r: (r.code != "free", r.code == "free" and r.person not in offered))
        ),
        load={code: load / 1000 for code, load in loads.items()},
        names={p.code: p.name for p in problem.people},
        offered=offered,
    )
