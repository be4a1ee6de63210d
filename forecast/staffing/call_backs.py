"""Call-backs in the plan: which half-hours take how much of the work that waits, and who is wanted beside the calls."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from forecast.staffing.blending import Room, room
from forecast.staffing.deferrable import Batch, fill, first_late
from forecast.staffing.required import Ints
from forecast.staffing.requirement import CallBackPlan
from forecast.staffing.service import ServiceTarget
from forecast.staffing.workload import Workload

MARGIN = 1.25
"""Room over planned work that a slot keeps, so that chance does not carry the work into the next."""

MOST_EXTRA = 40
"""Operators beside the calls in one slot beyond which work is left late and said so."""


@dataclass(slots=True)
class Valleys:
    """Room for call-backs per slot and number of operators, found when first asked for and kept."""

    work: Workload
    target: ServiceTarget
    known: dict[tuple[int, int, float], Room] = field(default_factory=dict)

    def room(self, slot: int, n: int, wanted: float = np.inf) -> Room:
        """Return what `n` operators leave for call-backs in a slot, of which so many operators are wanted."""
        key = (slot, n, wanted)
        if key not in self.known:
            work = self.work
            self.known[key] = room(
                work.loads, work.by_calls[slot], work.by_time[slot], n, self.target,
                aht=float(work.aht[slot]), patience=work.patience, wanted=wanted,
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
    stuck: set[int] = set()
    while may_add and (first := first_late(batches, spare, stuck)) is not None:
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
    reserve, used, level = cover.copy(), np.zeros(len(cover)), np.ones(len(cover))
    for slot in (int(s) for s in np.flatnonzero(spare > 0)):
        length, done = float(work.slot_seconds[slot]) / 60.0, float(minutes[:, slot].sum())
        chosen = valleys.room(slot, int(cover[slot]), MARGIN * done / length)
        reserve[slot], level[slot] = chosen.reserve, chosen.service_level
        # Without any plan the reserve is as large as it can be: what chance has left over may still be done.
        used[slot] = min(done / (chosen.operators * length), 1.0)
    return CallBackPlan(names, minutes, spare, waiting, late, reserve, cover - operators, used, level)


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
