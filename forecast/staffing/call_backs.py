"""Call-backs in the plan: which half-hours take how much of the work that waits, and who is wanted beside the calls."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from forecast.staffing.blending import Room, room
from forecast.staffing.deferrable import Batch, Filled, fill
from forecast.staffing.required import Ints
from forecast.staffing.requirement import CallBackPlan
from forecast.staffing.service import ServiceTarget
from forecast.staffing.workload import Workload

MOST_EXTRA = 40
"""Operators beside the calls in one slot beyond which work is left late and said so."""


@dataclass(slots=True)
class Valleys:
    """Room for call-backs per slot and number of operators, found when first asked for and kept."""

    work: Workload
    target: ServiceTarget
    known: dict[tuple[int, int], Room] = field(default_factory=dict)

    def room(self, slot: int, n: int) -> Room:
        """Return what `n` operators leave for call-backs in a slot."""
        key = (slot, n)
        if key not in self.known:
            work = self.work
            self.known[key] = room(
                work.loads, work.by_calls[slot], work.by_time[slot], n, self.target,
                aht=float(work.aht[slot]), patience=work.patience,
            )  # fmt: skip
        return self.known[key]

    def minutes(self, slot: int, n: int) -> float:
        """Return operator-minutes for call-backs."""
        return self.room(slot, n).operators * float(self.work.slot_seconds[slot]) / 60.0


def plan_call_backs(
    work: Workload,
    target: ServiceTarget,
    operators: Ints,
    batches: tuple[Batch, ...],
    *,
    may_add: bool,
    told: Callable[[float], None] | None = None,
) -> CallBackPlan:
    """
    Return when the work that can wait is done beside the calls, nearest deadline first.

    Parameters
    ----------
    work, target
        Calls and what they are promised.
    operators
        On the phones per slot, shape (slots,).
    batches
        The work.
    may_add
        Whether operators may be added where a deadline would be missed (a requirement) or not (a roster).
    told
        Is told the share of the open slots that have been looked at.
    """
    valleys = Valleys(work, target)
    cover = operators.copy()
    spare = np.zeros(len(cover))
    open_slots = np.flatnonzero(work.open & (work.slot_seconds > 0))
    for k, slot in enumerate(int(s) for s in open_slots):
        spare[slot] = valleys.minutes(slot, int(cover[slot]))
        if told is not None:
            told((k + 1) / len(open_slots))
    found = fill(batches, spare)
    stuck: set[int] = set()
    while may_add and (first := _first_late(batches, found, stuck)) is not None:
        place = _best_slot(batches[first], valleys, cover, operators)
        if place is None:
            stuck.add(first)
            continue
        cover[place] += 1
        spare[place] = valleys.minutes(place, int(cover[place]))
        found = fill(batches, spare)
    names = tuple(dict.fromkeys(batch.code for batch in batches))
    minutes, released = np.zeros((len(names), len(cover))), np.zeros((len(names), len(cover)))
    late = np.zeros(len(names))
    for batch, line, missed in zip(batches, found.minutes, found.late, strict=True):
        kind = names.index(batch.code)
        minutes[kind] += line
        released[kind, batch.release] += batch.minutes
        late[kind] += missed
    waiting = np.maximum((released - minutes).cumsum(axis=1), 0.0)
    reserve = np.array([valleys.room(s, int(n)).reserve if spare[s] > 0 else n for s, n in enumerate(cover)])
    used = np.divide(minutes.sum(axis=0), spare, out=np.zeros(len(spare)), where=spare > 0)
    level = np.array(
        [valleys.room(s, int(n)).service_level if spare[s] > 0 else 1.0 for s, n in enumerate(cover)]
    )
    return CallBackPlan(
        names, minutes, spare, waiting, late, reserve.astype(np.int64), cover - operators, used, level
    )


def _first_late(batches: tuple[Batch, ...], found: Filled, stuck: set[int]) -> int | None:
    """Return the batch with the earliest deadline that is missed."""
    late = [i for i in np.flatnonzero(found.late > 1e-6) if int(i) not in stuck]
    return min((int(i) for i in late), key=lambda i: (batches[i].deadline, i), default=None)


def _best_slot(batch: Batch, valleys: Valleys, cover: Ints, before: Ints) -> int | None:
    """Return the slot before the deadline where one more operator helps: fewest added so far, then the most room."""
    best, place = (-MOST_EXTRA, 0.0), None
    for slot in range(batch.release, min(batch.deadline, len(cover))):
        if not valleys.work.open[slot] or valleys.work.slot_seconds[slot] <= 0:
            continue
        added, n = int(cover[slot] - before[slot]), int(cover[slot])
        if added >= MOST_EXTRA or -added < best[0]:
            continue
        gain = valleys.minutes(slot, n + 1) - valleys.minutes(slot, n)
        if gain > 1e-9 and (-added, gain) > best:
            best, place = (-added, gain), slot
    return place
