"""Work that can wait (voicemails, web cases, follow-up calls): what comes, until when, and in which order it is done."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain

import numpy as np
import numpy.typing as npt

from forecast.staffing import parameters
from forecast.staffing.parameters import BadParameter, Floats

DONE, LATE = 1e-9, 1e-6
"""Operator-minutes up to which work counts as done, and as not late."""


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of work that can wait.

    Parameters
    ----------
    code
        ``voicemail``, ``web``, ``follow_up`` ...
    seconds
        Mean time that one piece takes an operator, failed tries included, in seconds.
    within
        Hours from its arrival until it must be done.
    after_opening
        Hours from the first open slot after its arrival until it must be done, if that is sooner.

    Raises
    ------
    BadParameter
        If a value is not above 0.
    """

    code: str
    seconds: float
    within: float = 24.0
    after_opening: float = np.inf

    def __post_init__(self) -> None:
        parameters.handling_times(self.seconds)
        for hours in (self.within, self.after_opening):
            if not hours > 0:
                raise BadParameter("staffing_within", name=self.code, bound="> 0 hours", value=hours)


@dataclass(frozen=True, slots=True)
class Batch:
    """
    Work that arrives at one time and is due at another.

    Parameters
    ----------
    code
        ``voicemail``, ``web``, ``follow_up`` ...
    release, deadline
        First slot in which it can be done, and the slot before whose start it must be done: release < deadline.
    minutes
        Operator-minutes of work, >= 0.

    Raises
    ------
    BadParameter
        If the deadline does not lie behind the release or the minutes are negative.
    """

    code: str
    release: int
    deadline: int
    minutes: float

    def __post_init__(self) -> None:
        if not 0 <= self.release < self.deadline:
            raise BadParameter(
                "staffing_deadline", name=self.code, bound="after its release", value=self.deadline
            )
        if not (np.isfinite(self.minutes) and self.minutes >= 0):
            raise BadParameter("staffing_minutes", name=self.code, bound=">= 0 minutes", value=self.minutes)


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """
    When the work is done.

    Parameters
    ----------
    minutes
        Operator-minutes per batch and slot, shape (batches, slots).
    late
        Minutes of each batch that are not done by its deadline, shape (batches,).
    """

    minutes: Floats
    late: Floats


def batches_of(
    kind: Kind,
    arriving: Floats,
    open_: npt.NDArray[np.bool_],
    slot_minutes: Floats,
    *,
    backlog: float = 0.0,
) -> tuple[Batch, ...]:
    """
    Return the work of one kind: what comes in a slot can be done from the next open slot on.

    Parameters
    ----------
    kind
        What it is.
    arriving
        Pieces that come in each slot, shape (slots,).
    open_
        Whether operators are there, shape (slots,).
    slot_minutes
        Length of each slot, shape (slots,).
    backlog
        Pieces that wait already when the first slot begins.

    Notes
    -----
    Pieces with the same first open slot form one batch with the deadline of the earliest. Where no slot is open
    before the deadline, the first opening after it counts, to its end.
    """
    slots = len(open_)
    ends = np.cumsum(slot_minutes)
    following = _next_open(open_)
    pieces = np.zeros(slots)
    first_due: dict[int, float] = {}
    given = [(int(following[0]), 0.0, backlog)]
    given += [
        (int(following[i + 1]), float(ends[i] - slot_minutes[i]), float(arriving[i])) for i in range(slots)
    ]
    for release, came, count in given:
        if count > 0 and release < slots:
            pieces[release] += count
            first_due.setdefault(release, came + kind.within * 60.0)
    found = []
    for release, latest in sorted(first_due.items()):
        due = min(latest, float(ends[release] - slot_minutes[release]) + kind.after_opening * 60.0)
        deadline = int(np.searchsorted(ends, due + 1e-9, side="right")) + (1 if due > ends[-1] else 0)
        if deadline <= release or not open_[release:deadline].any():
            closing = np.flatnonzero(~open_[release:])
            deadline = release + int(closing[0]) if closing.size else slots + 1
        found.append(Batch(kind.code, release, deadline, float(pieces[release]) * kind.seconds / 60.0))
    return tuple(found)


def fill(batches: tuple[Batch, ...], spare: Floats) -> Filled:
    """
    Do all work as early as the valleys between the calls allow, that with the nearest deadline first.

    Parameters
    ----------
    batches
        The work.
    spare
        Operator-minutes that the calls leave, shape (slots,); see `forecast.staffing.blending.room`.

    Notes
    -----
    Earliest deadline first, interrupted at will, meets every deadline that any order can meet, and no order leaves
    less work waiting at any time. Work past its deadline is still done, but counts as late.

    References
    ----------
    W. Horn, Some simple scheduling algorithms, Naval Research Logistics Quarterly 21, 1974.
    """
    slots = len(spare)
    minutes, late = np.zeros((len(batches), slots)), np.zeros(len(batches))
    left = [batch.minutes for batch in batches]
    for slot, i, done in _served(batches, spare):
        minutes[i, slot] += done
        left[i] -= done
        if batches[i].deadline <= slot:
            late[i] += done
    for i, batch in enumerate(batches):
        if left[i] > DONE and batch.deadline <= slots:
            late[i] += left[i]
    return Filled(minutes, late)


def first_late(batches: tuple[Batch, ...], spare: Floats, but: Collection[int] = ()) -> int | None:
    """Return the batch with the earliest deadline that `fill` would miss, of all `but` some, or None."""
    due = sorted((b.deadline, i) for i, b in enumerate(batches) if b.deadline <= len(spare) and i not in but)
    left = [batch.minutes for batch in batches]
    place = 0
    for slot, i, done in chain(_served(batches, spare), [(len(spare), 0, 0.0)]):
        while place < len(due) and due[place][0] <= slot:
            if left[due[place][1]] > LATE:
                return due[place][1]
            place += 1
        left[i] -= done
    return None


def _served(batches: tuple[Batch, ...], spare: Floats) -> Iterator[tuple[int, int, float]]:
    """Yield slot, batch and operator-minutes of everything that is done, in order."""
    left = [batch.minutes for batch in batches]
    coming = sorted(range(len(batches)), key=lambda i: batches[i].release, reverse=True)
    queue: list[tuple[int, int, int]] = []
    for slot, room in enumerate(spare.tolist()):
        while coming and batches[coming[-1]].release <= slot:
            i = coming.pop()
            heappush(queue, (batches[i].deadline, batches[i].release, i))
        while queue and room > DONE:
            i = queue[0][2]
            done = min(left[i], room)
            left[i] -= done
            room -= done
            yield slot, i, done
            if left[i] <= DONE:
                heappop(queue)


def _next_open(open_: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the first open slot from each slot on, shape (slots + 1,); the number of slots where none is left."""
    slots = len(open_)
    found = np.full(slots + 1, slots, dtype=np.int64)
    for slot in range(slots - 1, -1, -1):
        found[slot] = slot if open_[slot] else found[slot + 1]
    return found
