"""Who is wanted beside the phones: people on standby, by the forecast's band, and a manager on duty on every open day."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from desk.planning.house_rules import house_value
from desk.planning.known import HALF_HOUR
from desk.planning.staffing import FAN, line_of, load_service, opening_hours, target_of
from desk.results import RequirementView
from forecast.staffing.required import required
from scheduler.people import Person
from scheduler.problem import ShiftNeed
from scheduler.shifts import ShiftKind, ShiftType

NO_STANDBY = 10
"""What a person missing on standby costs, against `TOO_MANY`."""

NO_MANAGER = 100
"""What a day without a manager on duty costs: as much as a lost call, which is a hundred."""

TOO_MANY = 1
"""What a person too many on standby or on managers' duty costs."""


def wanted_beside(
    session: Session, needed: RequirementView, types: tuple[ShiftType, ...], people: tuple[Person, ...]
) -> tuple[ShiftNeed, ...]:
    """
    Return the people wanted on standby and on managers' duty on every day of a requirement.

    Parameters
    ----------
    needed
        The requirement; its fan says how far calls may rise.
    types
        Shift types; those that nobody in the team has the skill for want nobody.
    people
        The team.
    """
    able = [k for k in types if k.skill is None or any(k.skill in person.skills for person in people)]
    service = load_service(session)
    standby = [kind for kind in able if kind.kind is ShiftKind.STANDBY]
    duty = [kind for kind in able if kind.kind is ShiftKind.MANAGER]
    level, managers = house_value(session, "standby_level"), int(house_value(session, "duty_managers"))
    found: list[ShiftNeed] = []
    if standby and level > 0 and needed.fan is not None:
        found += _standby(needed, operators_at(service, needed, level / 100), standby)
    for day in needed.requirement.grid.dates if managers else ():
        opens, closes = opening_hours(service, day)
        wanted = managers if opens < closes else 0
        found += [ShiftNeed(day, kind.code, wanted, under=NO_MANAGER, over=NO_MANAGER) for kind in duty]
    return tuple(found)


def operators_at(service: Mapping[str, Any], needed: RequirementView, level: float) -> np.ndarray:
    """Return the operators that the load of a share of the futures would take (the nearest level known), shape (slots,)."""
    grid = needed.requirement.grid
    line, target = line_of(service, grid), target_of(service)
    caps = np.full(grid.slots, target.max_occupancy)
    if needed.eased is not None:
        caps[list(needed.requirement.eased)] = needed.eased.now.value
    row = int(np.abs(np.array(FAN) - level).argmin())
    load = np.zeros(grid.slots) if needed.fan is None else needed.fan[row]
    return required(
        np.where(line.open_slots(grid.slots), load, 0.0),
        aht=float(line.handling.seconds @ line.handling.shares),
        patience=line.patience,
        seconds=target.seconds,
        target=target.share,
        max_occupancy=caps,
        definition=target.definition,
    )


def _standby(needed: RequirementView, high: np.ndarray, kinds: list[ShiftType]) -> Iterator[ShiftNeed]:
    """Yield for each day and standby shift the most operators that a half-hour within it may want beyond the requirement."""
    grid = needed.requirement.grid
    more = np.maximum(high - needed.requirement.operators, 0)
    for kind in kinds:
        first, last = kind.start // HALF_HOUR, -(-kind.end // HALF_HOUR)
        for k, day in enumerate(grid.dates):
            inside = more[k * grid.slots_per_day :][first:last]
            yield ShiftNeed(day, kind.code, int(inside.max(initial=0)), under=NO_STANDBY, over=TOO_MANY)
