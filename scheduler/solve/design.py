"""Design: a few shift starts and lengths that cover a requirement with the fewest people."""

import time
from collections import Counter
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from forecast.errors import SettingError
from forecast.staffing.requirement import Requirement
from scheduler.shifts import MINUTES_PER_DAY, ShiftKind, ShiftType

MISSING = 1_000_000
"""Price of a half-hour with one operator too few: cover comes first."""

FAR, NEAR = 120, 60
"""Minutes between the types of the first look, and around the best ones of each further look."""

SCOUT = 0.2
"""Share of the time for the first look at most, and for the last among all types at least."""

SHIFT = 1000
"""Price of one more shift, beside a minute's 1: then the fewest people, then the fewest hours."""


@dataclass(frozen=True, slots=True)
class Fit:
    """
    How well some shift types can cover a requirement, if people were at hand.

    Parameters
    ----------
    types
        The shift types that are used.
    people
        Day by day, how many people on each of them, shape of the tuple (days, types).
    shifts
        Shifts in all.
    hours
        Paid hours in all.
    missing
        Operator hours that no combination covers.
    idle
        Operator hours above the requirement.
    proven
        Whether no better choice exists.
    """

    types: tuple[ShiftType, ...]
    people: tuple[tuple[int, ...], ...]
    shifts: int
    hours: float
    missing: float
    idle: float
    proven: bool

    @property
    def price(self) -> tuple[float, int, float]:
        """What makes one fit better than another: cover first, then the fewest shifts, then the fewest hours."""
        return self.missing, self.shifts, self.hours


def design_shifts(
    requirement: Requirement,
    *,
    most: int = 4,
    shortest: int = 240,
    longest: int = 540,
    meal_after: int = 360,
    meal: int = 60,
    every: int = 30,
    given: tuple[ShiftType, ...] = (),
    seconds: float = 10.0,
    seed: int = 0,
) -> Fit:
    """
    Return at most `most` shift types that cover a requirement with the fewest people.

    Every day is looked at by itself; where the line is open at night, a shift that crosses midnight covers the
    early hours of its own day, as if each day were followed by its like.

    Parameters
    ----------
    requirement
        What has to be covered.
    most
        Shift types at most.
    shortest, longest
        Minutes from start to end.
    meal_after, meal
        Shifts above so many minutes hold an unpaid meal of so many.
    every
        Minutes between possible starts and between possible lengths; a multiple of the requirement's slot.
    given
        Shift types that may be kept, such as the centre's own; the search starts from the best of them, too.
    seconds, seed
        Time and seed of the search.

    Raises
    ------
    SettingError
        ``bad_design`` if a length, number or grid is not possible.

    References
    ----------
    Dantzig, G. B. (1954), A comment on Edie's "Traffic delays at toll booths", Operations Research 2(3): the set
    covering form; here with a bound on the number of shift types.
    """
    step = requirement.grid.step
    if not (
        0 < step <= every and every % step == 0 and 0 < shortest <= longest <= MINUTES_PER_DAY and most >= 1
    ):
        raise SettingError("bad_design", shortest=shortest, longest=longest, most=most, every=every)
    needs = requirement.operators.reshape(requirement.grid.days, -1)
    busy = np.flatnonzero(needs.any(axis=0))
    if not len(busy):
        return Fit((), tuple(() for _ in needs), 0, 0.0, 0.0, 0.0, True)
    first, last = int(busy[0]) * step, (int(busy[-1]) + 1) * step
    around_the_clock = last - first > MINUTES_PER_DAY - shortest
    found = []
    for start in range(0, MINUTES_PER_DAY, every):
        for length in range(shortest, longest + 1, every):
            inside = first - every < start and start + length < last + every
            if around_the_clock or inside or (length == shortest and first <= start < last):
                paid = length - (meal if length > meal_after else 0)
                found.append(_type(start, length, paid))
    kept = tuple(kind for kind in given if shortest <= kind.length <= longest)
    return _narrowed(requirement, tuple(found), kept, most, seconds, seed)


def _narrowed(
    requirement: Requirement,
    types: tuple[ShiftType, ...],
    given: tuple[ShiftType, ...],
    most: int,
    seconds: float,
    seed: int,
) -> Fit:
    """Search among a few types far apart, then again and again among those near the best so far, then among all."""
    ends = time.monotonic() + seconds
    coarse = tuple(kind for kind in types if kind.start % FAR == 0 and kind.length % FAR == 0)
    starts = [some for some in (coarse or types, given) if some]
    share = SCOUT * seconds / len(starts)
    fits = [best_fit(requirement, some, most=most, seconds=share, seed=seed) for some in starts]
    fit = min(fits, key=lambda found: found.price)
    types += given
    while (left := ends - time.monotonic()) > SCOUT * seconds:
        near = tuple(
            kind
            for kind in types
            if kind in fit.types
            or any(max(abs(kind.start - k.start), abs(kind.end - k.end)) <= NEAR for k in fit.types)
        )
        better = best_fit(requirement, near, most=most, seconds=left / 3, seed=seed, known=fit)
        if better.price >= fit.price:
            break
        fit = better
    left = max(SCOUT * seconds, ends - time.monotonic())
    return best_fit(requirement, types, most=most, seconds=left, seed=seed, known=fit)


def best_fit(
    requirement: Requirement,
    types: tuple[ShiftType, ...],
    *,
    most: int | None = None,
    seconds: float = 10.0,
    seed: int = 0,
    known: Fit | None = None,
) -> Fit:
    """Return how few people on these shift types (at most `most` of them) cover a requirement; `known` is a start."""
    step, days = requirement.grid.step, requirement.grid.days
    needs = requirement.operators.reshape(days, -1)
    covers = [_covered(kind, step, needs.shape[1]) for kind in types]
    alike = Counter(tuple(int(n) for n in row) for row in needs)
    model = cp_model.CpModel()
    used = [model.new_bool_var(kind.code) for kind in types]
    if most is not None:
        model.add(sum(used) <= most)
    counts: dict[tuple[int, ...], list[cp_model.IntVar]] = {}
    price: list[cp_model.LinearExprT] = []
    for row, times in alike.items():
        peaks = [int(np.where(cover, row, 0).max()) for cover in covers]
        counts[row] = [model.new_int_var(0, peak, kind.code) for kind, peak in zip(types, peaks, strict=True)]
        for kind, count, use, peak in zip(types, counts[row], used, peaks, strict=True):
            model.add(count <= peak * use)
            price.append(times * (SHIFT + kind.paid) * count)
        for slot, need in enumerate(row):
            if need:
                missing = model.new_int_var(0, need, "missing")
                there = sum(c for c, cover in zip(counts[row], covers, strict=True) if cover[slot])
                model.add(there + missing >= need)
                price.append(times * MISSING * missing)
    model.minimize(sum(price))
    if known is not None:
        days_of = {tuple(int(n) for n in row): day for day, row in enumerate(needs)}
        for place, kind in enumerate(types):
            at = known.types.index(kind) if kind in known.types else None
            model.add_hint(used[place], at is not None)
            for row, day in days_of.items():
                model.add_hint(counts[row][place], 0 if at is None else known.people[day][at])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Fit((), tuple(() for _ in needs), 0, 0.0, float(needs.sum()) * step / 60, 0.0, False)
    kept = [k for k in range(len(types)) if any(solver.value(row[k]) for row in counts.values())]
    kept.sort(key=lambda k: (types[k].start, types[k].length))
    people = tuple(tuple(solver.value(counts[tuple(int(n) for n in row)][k]) for k in kept) for row in needs)
    cover = sum(
        (np.outer([row[n] for row in people], covers[k]) for n, k in enumerate(kept)), np.zeros(needs.shape)
    )
    return Fit(
        types=tuple(types[k] for k in kept),
        people=people,
        shifts=sum(map(sum, people)),
        hours=sum(row[n] * types[k].paid for row in people for n, k in enumerate(kept)) / 60,
        missing=float(np.maximum(needs - cover, 0).sum()) * step / 60,
        idle=float(np.maximum(cover - needs, 0).sum()) * step / 60,
        proven=status == cp_model.OPTIMAL,
    )


def _type(start: int, length: int, paid: int) -> ShiftType:
    end = (start + length) % MINUTES_PER_DAY
    name = f"{start // 60:02d}:{start % 60:02d}–{end // 60:02d}:{end % 60:02d}"
    kind = (
        ShiftKind.NIGHT
        if start + length > MINUTES_PER_DAY + 180
        else ShiftKind.EARLY
        if start < 600
        else ShiftKind.MID
        if start < 780
        else ShiftKind.LATE
    )
    return ShiftType(f"{start:04d}+{length}", name, start, length, paid, kind)


def _covered(kind: ShiftType, step: int, slots: int) -> np.ndarray:
    """Return which slots of a day a shift covers, the early ones after midnight too; shape (slots,)."""
    cover = np.zeros(slots, dtype=bool)
    cover[[slot % slots for slot in range(-(-kind.start // step), kind.end // step)]] = True
    return cover
