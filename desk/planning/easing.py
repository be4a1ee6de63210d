"""How far an emergency lets a plan go above the ordinary cap on occupancy: on which days, and how many are left."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk.planning.rulebooks import OCCUPANCY
from desk.planning.service import emergency_of
from desk.results import Emergency
from desk.store import plans, rosters, rulebooks
from forecast.errors import SettingError
from forecast.staffing.easing import Easing
from forecast.staffing.requirement import Requirement
from forecast.surge.scenario import Scenario


def easing_of(
    session: Session,
    service: Mapping[str, Any],  # Any: as JSON hands it out
    start: date,
    days: int,
    *,
    beside: Requirement | None = None,
) -> Easing | None:
    """
    Return how far declared emergencies let some days be planned above the cap, or None where none does.

    Days of the same emergency that published rosters outside the window plan so already count among its days.

    Parameters
    ----------
    service
        Settings of the line.
    start, days
        The window.
    beside
        A requirement that stands on the days around the window in place of what is published there.
    """
    end, limits = start + timedelta(days=days - 1), emergency_of(service)
    spans = []
    for declared in _declared(session):
        first, last = max(declared.first, start), min(declared.last, end)
        if first <= last:
            taken = _eased(session, declared, beside)
            elsewhere = {day for day in taken if not start <= day <= end}
            spans.append((first, last, int(limits["days"]) - len(elsewhere)))
    return Easing(limits["occupancy"], limits["hours"], tuple(spans)) if spans else None


def easing_of_scenario(
    scenario: Scenario,
    service: Mapping[str, Any],  # Any: as JSON hands it out
    start: date,
    days: int,
) -> Easing | None:
    """Return how far a scenario's emergency, which lasts its window, lets it be planned above the cap, or None."""
    if scenario.rulebook == "normal" or (scenario.relax and OCCUPANCY not in scenario.relax):
        return None
    limits = emergency_of(service)
    span = (start, start + timedelta(days=days - 1), int(limits["days"]))
    return Easing(limits["occupancy"], limits["hours"], (span,))


def check_eased(
    session: Session,
    service: Mapping[str, Any],  # Any: as JSON hands it out
    needed: Requirement,
) -> None:
    """
    Refuse a requirement that has, with what is published around it, too many days of one emergency above the cap.

    Raises
    ------
    SettingError
        ``eased_days``.
    """
    most = int(emergency_of(service)["days"])
    for declared in _declared(session):
        found = _eased(session, declared, needed)
        if len(found) > most and any(not needed.grid.start <= day <= needed.grid.end for day in found):
            raise SettingError("eased_days", ordered=declared.ordered, count=len(found), most=most)


def _declared(session: Session) -> tuple[Emergency, ...]:
    return tuple(e for e in rulebooks.load_emergencies(session) if OCCUPANCY in e.relaxed)


def _eased(session: Session, declared: Emergency, beside: Requirement | None) -> set[date]:
    """Return the days of an emergency above the cap in published rosters, a later one standing above an earlier one."""
    found: set[date] = set()
    published = rosters.published_over(session, declared.first, declared.last)
    for needed in (
        *(_needed_by(session, version.id) for version in published),
        *(() if beside is None else (beside,)),
    ):
        found = (found - set(needed.grid.dates)) | needed.eased_days()
    return {day for day in found if declared.first <= day <= declared.last}


def _needed_by(session: Session, version: int) -> Requirement:
    """Return the requirement that a version was made for."""
    found = rosters.find_version(session, version)
    kept = None if found is None else plans.find_requirement(session, id=found[1])
    if kept is None:
        raise AssertionError("a published roster has its requirement")
    return kept[1].requirement
