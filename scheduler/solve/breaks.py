"""Breaks: meals and pauses inside the shifts of a roster, staggered against the half-hour requirement."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ortools.sat.python import cp_model

from scheduler.people import Person
from scheduler.problem import Problem
from scheduler.rests import Rest, midnight, nursing_minutes, shift_faults
from scheduler.roster import SLOT, Roster, worked
from scheduler.rulebook.rest_times import RestTimes
from scheduler.shifts import Shift

TICK = 10
"""Minutes of the grid on which pauses begin."""

EVERYONE = 1_000_000
"""Price of a half-hour in which all who are there rest at once."""

EFFORT = 4.0
"""Deterministic time of one day's search: the same on every machine."""


Taker = tuple[Person, cp_model.IntVar]
"""Someone who may rest at a time, and whether it is taken."""


@dataclass(slots=True)
class _Duty:
    """One person's shift with the rests that it has so far."""

    person: Person
    shift: Shift
    rests: list[Rest]


def place_breaks(
    problem: Problem,
    roster: Roster,
    times: RestTimes,
    *,
    seed: int = 0,
    known: tuple[Rest, ...] = (),
    workers: int = 1,
) -> tuple[Rest, ...]:
    """
    Return every meal, nursing hour and pause of a roster, by start.

    Day after day, first meals and nursing hours on half-hours so that the fewest calls are lost, never everyone at
    once where two are there, and staggered; then pauses between them so that nobody is at the phones longer than
    allowed in a row. Shifts of the night before count as they have been placed.

    Parameters
    ----------
    problem, roster
        Who works when, and the requirement.
    times
        When and how long people rest.
    seed
        Of the search; the same seed gives the same breaks.
    known
        Rests that people know already. They stay for whoever works the same shift as long as nothing about them is
        wrong; on a day on which that costs callers a half-hour that the shifts would cover, all are placed anew.
    workers
        Threads that place days side by side where no shift crosses midnight; their number changes nothing.

    References
    ----------
    Aykin, T. (1996), Optimal shift scheduling with multiple break windows, Management Science 42(4).
    """
    people = {person.code: person for person in problem.people}
    duties: dict[date, list[_Duty]] = {}
    for code, shifts in sorted(worked(problem, roster).items()):
        for shift in shifts:
            if shift.type.on_phones and shift.end > midnight(problem.start):
                duties.setdefault(shift.day, []).append(_Duty(people[code], shift, []))
    kept: dict[tuple[str, date], list[Rest]] = {}
    for rest in known:
        kept.setdefault((rest.person, rest.day), []).append(rest)
    todo = {day: _without_rests(duties[day], times, kept) for day in sorted(duties)}

    def meals(day: date) -> None:
        around = _around(duties, day)
        _place_meals(problem, todo[day], around, times, seed)
        if 0 < len(todo[day]) < len(duties[day]) and _harms(problem, duties[day], around):
            for duty in duties[day]:
                duty.rests.clear()
            todo[day] = duties[day]
            _place_meals(problem, duties[day], around, times, seed)

    def pauses(day: date) -> None:
        _place_pauses(problem, todo[day], _around(duties, day), times, seed)

    # Days that share no shift are placed side by side; a night's rests must stand before those of the next day.
    nights = any(duty.shift.end > midnight(day + timedelta(days=1)) for day in duties for duty in duties[day])
    with ThreadPoolExecutor(1 if nights else workers) as threads:
        for place in (meals, pauses):
            for _ in threads.map(place, todo):
                pass  # what a thread raises is raised here
    found = [rest for day in duties for duty in duties[day] for rest in duty.rests]
    return tuple(sorted((r for r in found if r.day >= problem.start), key=lambda r: (r.start, r.person)))


def _around(duties: dict[date, list[_Duty]], day: date) -> list[_Duty]:
    return [duty for k in (-1, 0, 1) for duty in duties.get(day + timedelta(days=k), ())]


def _without_rests(
    duties: list[_Duty], times: RestTimes, known: Mapping[tuple[str, date], list[Rest]]
) -> list[_Duty]:
    """Give the shifts of a day the rests that are known for them, and return those whose rests are to be placed."""
    left = []
    for duty in duties:
        own = known.get((duty.person.code, duty.shift.day), [])
        if any(shift_faults(duty.person, duty.shift, own, times)):
            left.append(duty)
        else:
            duty.rests += own
    return left


def _harms(problem: Problem, duties: list[_Duty], around: list[_Duty]) -> bool:
    """Say whether meals leave a half-hour of a day short that its shifts cover, or nobody at the phones."""
    meals = {slot for duty in duties for rest in _meals(duty) for slot in _slots(rest.start, rest.end)}
    for slot in meals:
        at_work = [duty for duty in around if duty.shift.start <= slot < duty.shift.end]
        planned = [duty.person for duty in at_work]
        there = [
            duty.person for duty in at_work if not any(rest.start <= slot < rest.end for rest in _meals(duty))
        ]
        if len(planned) > 1 and not there:
            return True
        for skill, needed, _ in _needs(problem, slot):
            able, left = (
                sum(skill is None or skill in person.skills for person in people)
                for people in (planned, there)
            )
            if left < min(needed, able):
                return True
    return False


def _meals(duty: _Duty) -> list[Rest]:
    """Return the rests that the requirement feels: pauses are shorter than a half-hour and part of its shrinkage."""
    return [rest for rest in duty.rests if rest.kind != "pause"]


def _place_meals(
    problem: Problem, duties: list[_Duty], around: list[_Duty], times: RestTimes, seed: int
) -> None:
    """Choose a start for every meal and nursing hour of a day."""
    model = cp_model.CpModel()
    resting: dict[datetime, list[Taker]] = {}
    chosen: list[tuple[_Duty, str, int, dict[datetime, cp_model.IntVar]]] = []
    for duty in duties:
        own: dict[datetime, list[cp_model.IntVar]] = {}
        for kind, minutes in (
            ("meal", times.meal_of(duty.shift.type)),
            ("nursing", nursing_minutes(duty.person, duty.shift)),
        ):
            options = {
                start: model.new_bool_var(f"{duty.person.code} {kind} {start}")
                for start in _starts(duty.shift, minutes, times.meal_edge if kind == "meal" else 0)
            }
            if not minutes or not options:
                continue
            model.add_exactly_one(options.values())
            for start, takes in options.items():
                for slot in _slots(start, start + timedelta(minutes=minutes)):
                    own.setdefault(slot, []).append(takes)
                    resting.setdefault(slot, []).append((duty.person, takes))
            chosen.append((duty, kind, minutes, options))
        for takes_all in own.values():
            if len(takes_all) > 1:
                model.add_at_most_one(takes_all)
    if not chosen:
        return
    price: list[cp_model.LinearExprT] = []
    for slot, takers in sorted(resting.items()):
        price += _price(model, problem, slot, takers, _there(around, slot))
    # A day's meals are searched in the time that preparing them would take; pauses are better for it.
    solver = _solved(model, sum(price), seed, prepared=False)
    for duty, kind, minutes, options in chosen:
        start = next(start for start, takes in options.items() if solver.boolean_value(takes))
        end = start + timedelta(minutes=minutes)
        duty.rests.append(Rest(duty.person.code, duty.shift.day, kind, start, end))


def _price(
    model: cp_model.CpModel, problem: Problem, slot: datetime, takers: list[Taker], there: list[Person]
) -> list[cp_model.LinearExprT]:
    """Return what it costs that so many rest in a half-hour: calls lost, everyone at once, crowding."""
    away = sum(takes for _, takes in takers)
    price: list[cp_model.LinearExprT] = []
    for skill, needed, lost in _needs(problem, slot):
        able = [takes for person, takes in takers if skill is None or skill in person.skills]
        left = sum(skill is None or skill in person.skills for person in there)
        missing = model.new_int_var(0, max(needed, len(takers)), "missing")
        model.add(missing >= needed - left + sum(able))
        price.append(round(100 * max(1.0, 100 * lost)) * missing)
    if len(there) > 1:
        alone = model.new_bool_var("everyone")
        model.add(away <= len(there) - 1 + alone * len(takers))
        price.append(EVERYONE * alone)
    crowd = model.new_int_var(0, len(takers) ** 2, "crowd")
    for k in range(len(takers)):
        model.add(crowd >= (2 * k + 1) * away - k * (k + 1))
    price.append(crowd)
    return price


def _place_pauses(
    problem: Problem, duties: list[_Duty], around: list[_Duty], times: RestTimes, seed: int
) -> None:
    """Choose a start for every pause of a day, so that few rest in the same ten minutes."""
    model = cp_model.CpModel()
    pausing: dict[datetime, list[Taker]] = {}
    chosen: list[tuple[_Duty, dict[datetime, cp_model.IntVar]]] = []
    for duty in duties:
        for begin, end in _stretches(duty):
            before: cp_model.LinearExpr = cp_model.LinearExpr.sum([0])
            whole = round((end - begin) / timedelta(minutes=1))
            count = max(0, -(-(whole - times.phone_minutes) // (times.phone_minutes + times.pause_minutes)))
            for place in range(count):
                after = count - place - 1
                earliest = (
                    whole
                    - times.pause_minutes
                    - times.phone_minutes
                    - after * (times.phone_minutes + times.pause_minutes)
                )
                latest = (place + 1) * times.phone_minutes + place * times.pause_minutes
                first = -(-max(earliest, TICK) // TICK) * TICK
                options = {
                    begin + timedelta(minutes=minute): model.new_bool_var("pause")
                    for minute in range(min(first, latest), latest + 1, TICK)
                }
                model.add_exactly_one(options.values())
                starts = cp_model.LinearExpr.weighted_sum(
                    list(options.values()),
                    [round((start - begin) / timedelta(minutes=1)) for start in options],
                )
                model.add(starts <= before + times.phone_minutes)
                model.add(starts >= before + TICK)
                before = starts + times.pause_minutes
                chosen.append((duty, options))
                for start, takes in options.items():
                    for tick in _slots(start, start + timedelta(minutes=times.pause_minutes), TICK):
                        pausing.setdefault(tick, []).append((duty.person, takes))
            if count:
                model.add(before >= whole - times.phone_minutes)
    if not chosen:
        return
    price: list[cp_model.LinearExprT] = []
    for tick, takers in sorted(pausing.items()):
        slot = tick.replace(minute=tick.minute // SLOT * SLOT)
        price += _price(model, problem, slot, takers, _there(around, tick))
    solver = _solved(model, sum(price), seed)
    for duty, options in chosen:
        start = next(start for start, takes in options.items() if solver.boolean_value(takes))
        end = start + timedelta(minutes=times.pause_minutes)
        duty.rests.append(Rest(duty.person.code, duty.shift.day, "pause", start, end))


def _solved(
    model: cp_model.CpModel, price: cp_model.LinearExprT, seed: int, *, prepared: bool = True
) -> cp_model.CpSolver:
    model.minimize(price)
    solver = cp_model.CpSolver()
    solver.parameters.cp_model_presolve = prepared
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = EFFORT
    # A day is a small model, and a roster has many: preparing each at length takes longer than solving it.
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise AssertionError(f"breaks of a day cannot be placed: {solver.status_name(status)}")
    return solver


def _starts(shift: Shift, minutes: int, edge: float) -> list[datetime]:
    """Return the half-hours at which a rest may begin; none if its window is too short."""
    first = shift.start + timedelta(hours=edge)
    last = shift.end - timedelta(hours=edge, minutes=minutes)
    first = first + (midnight(first.date()) - first) % timedelta(minutes=SLOT)
    found = []
    while first <= last:
        found.append(first)
        first += timedelta(minutes=SLOT)
    return found


def _stretches(duty: _Duty) -> list[tuple[datetime, datetime]]:
    """Return the times at the phones between the rests that are placed."""
    rests = sorted(duty.rests, key=lambda rest: rest.start)
    begins = [duty.shift.start, *(rest.end for rest in rests)]
    ends = [*(rest.start for rest in rests), duty.shift.end]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if begin < end]


def _there(around: list[_Duty], slot: datetime) -> list[Person]:
    """Return who is at the phones in a slot, those left out who rest there already."""
    return [
        duty.person
        for duty in around
        if duty.shift.start <= slot < duty.shift.end
        and not any(rest.start <= slot < rest.end for rest in duty.rests)
    ]


def _needs(problem: Problem, slot: datetime) -> Iterator[tuple[str | None, int, float]]:
    """Yield what is asked of a half-hour: skill, operators, calls that each missing one would lose."""
    asked = [(requirement, 1.0) for requirement in problem.requirements]
    if not asked:
        whole = sum(scenario.weight for scenario in problem.scenarios)
        asked = [(scenario.requirement, scenario.weight / whole) for scenario in problem.scenarios]
    for requirement, share in asked:
        grid = requirement.grid
        at = (slot - midnight(grid.start)) // timedelta(minutes=grid.step)
        if 0 <= at < grid.slots and requirement.operators[at]:
            yield requirement.skill, int(requirement.operators[at]), share * float(requirement.lost[at])


def _slots(start: datetime, end: datetime, step: int = SLOT) -> list[datetime]:
    return [start + timedelta(minutes=k) for k in range(0, round((end - start) / timedelta(minutes=1)), step)]
