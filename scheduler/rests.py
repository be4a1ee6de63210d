"""Rests: meals, nursing hours and pauses inside shifts, what is left at the phones, and what is wrong with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from scheduler.people import Person
from scheduler.problem import Problem
from scheduler.roster import SLOT, Roster, cover_of, worked
from scheduler.rulebook.rest_times import RestTimes
from scheduler.shifts import Shift


@dataclass(frozen=True, slots=True)
class Rest:
    """
    A rest inside a shift.

    Parameters
    ----------
    person
        Code of the person.
    day
        The day on which the shift starts.
    kind
        ``meal``, ``nursing`` or ``pause``.
    start, end
        Local time.
    """

    person: str
    day: date
    kind: str
    start: datetime
    end: datetime


def on_phones(
    problem: Problem, roster: Roster, rests: tuple[Rest, ...], skill: str | None = None, step: int = SLOT
) -> np.ndarray:
    """
    Return how many operators sit at the phones in each slot: planned less those at a meal or nursing.

    Pauses are shorter than a slot and staggered; they belong to the shrinkage of the requirement. Shape
    (days * 1440 / step,).
    """
    able = {person.code for person in problem.people if skill is None or skill in person.skills}
    cover = cover_of(problem, roster, skill, step)
    origin = midnight(problem.start)
    for rest in rests:
        if rest.person in able and rest.kind != "pause":
            first = (rest.start - origin) // timedelta(minutes=step)
            last = -((origin - rest.end) // timedelta(minutes=step))
            cover[max(first, 0) : max(last, 0)] -= 1
    return cover


def faults(problem: Problem, roster: Roster, rests: tuple[Rest, ...], times: RestTimes) -> Iterator[str]:
    """Yield in short words every shift of the roster whose rests are not as they should be."""
    people = {person.code: person for person in problem.people}
    taken: dict[tuple[str, date], list[Rest]] = {}
    for rest in rests:
        taken.setdefault((rest.person, rest.day), []).append(rest)
    for code, shifts in worked(problem, roster).items():
        for shift in shifts:
            if shift.type.on_phones and shift.day >= problem.start:
                for fault in shift_faults(people[code], shift, taken.get((code, shift.day), ()), times):
                    yield f"{code} {shift.day}: {fault}"


def shift_faults(person: Person, shift: Shift, rests: Iterable[Rest], times: RestTimes) -> Iterator[str]:
    """Yield in short words what is not as it should be with the rests of one shift."""
    own = sorted(rests, key=lambda rest: rest.start)
    if any(r.start < shift.start or r.end > shift.end for r in own):
        yield "outside the shift"
    if any(a.end > b.start for a, b in pairwise(own)):
        yield "two rests at once"
    meal = sum((r.end - r.start for r in own if r.kind == "meal"), timedelta())
    if meal != timedelta(minutes=times.meal_of(shift.type)):
        yield f"meal of {meal}"
    edge = timedelta(hours=times.meal_edge)
    if any(r.kind == "meal" and not shift.start + edge <= r.start <= r.end <= shift.end - edge for r in own):
        yield "meal at the edge"
    fed = sum((r.end - r.start for r in own if r.kind == "nursing"), timedelta())
    if fed != timedelta(minutes=nursing_minutes(person, shift)):
        yield f"nursing {fed}"
    begins = [shift.start, *(r.end for r in own)]
    ends = [*(r.start for r in own), shift.end]
    longest = max(end - begin for begin, end in zip(begins, ends, strict=True))
    if longest > timedelta(minutes=times.phone_minutes):
        yield f"{longest} at the phones"


def nursing_minutes(person: Person, shift: Shift) -> int:
    """Return the minutes of a shift that a nursing woman is off the phones for, in whole half-hours."""
    until = person.no_nights_until
    due = person.nursing_minutes if until is not None and shift.day <= until else 0
    return min(-(-due // SLOT) * SLOT, shift.type.length // (2 * SLOT) * SLOT)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins."""
    return datetime(day.year, day.month, day.day)
