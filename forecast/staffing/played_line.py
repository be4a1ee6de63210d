"""
One line against one cover, caller by caller.

Callers are answered in the order in which they call, so what becomes of each is known when he calls: whoever is free
first answers, unless patience or the opening hours end before. The state is therefore no more than the moments at
which the operators become free, as in Kiefer and Wolfowitz, On the theory of queues with many servers (1955).
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import chain
from math import exp, inf

import numpy as np
from scipy.special import gamma

from forecast.grid import Grid
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.parameters import Floats
from forecast.staffing.service import Line, ServiceTarget

OFFERED, ANSWERED, IN_TIME, GONE, GONE_EARLY, WAIT, BUSY, BACK, LEFT = range(9)
"""What is counted of every run and slot."""


class PlayedLine:
    """
    A line with a cover that is played as often as asked.

    Parameters
    ----------
    grid, line, target, behaviour
        As in `forecast.staffing.simulate`.
    people
        Operators on the phones per slot, shape (slots,).
    messages
        Call-backs that become ready at the start of each slot, shape (slots,).
    idle
        Operators who stay idle before a call-back may start, shape (slots,).
    """

    def __init__(
        self,
        grid: Grid,
        line: Line,
        target: ServiceTarget,
        behaviour: Behaviour,
        people: np.ndarray,
        messages: np.ndarray,
        idle: np.ndarray,
    ) -> None:
        self.open = line.open_slots(grid.slots)
        self.lengths = grid.minutes_of() * 60.0
        self.edges = np.concatenate([[0.0], np.cumsum(self.lengths)])
        closed = np.append(np.where(self.open, inf, self.edges[:-1]), self.edges[-1])
        self.shut = np.minimum.accumulate(closed[::-1])[::-1][:-1]
        self.seconds, shares = line.handling.by_slot(grid.slots)
        self.upto = np.cumsum(shares, axis=0)
        self.kinds = list(zip(self.upto.T.tolist(), self.seconds.T.tolist(), strict=True))
        self.sigma = float(np.sqrt(np.log1p(line.handling.cv**2)))
        self.limit = target.seconds
        self.scale = float(line.patience) / float(gamma(1.0 + 1.0 / behaviour.patience_shape))
        self.behaviour, self.people, self.messages, self.idle = behaviour, people, messages, idle

    def run(self, rates: Floats, rng: np.random.Generator) -> Floats:
        """Return the counts of one run with these expected calls per slot, shape (9, slots)."""
        counts = rng.poisson(rates)
        slots = np.repeat(np.arange(len(counts)), counts)
        moments = self.edges[slots] + rng.random(slots.size) * self.lengths[slots]
        order = np.argsort(moments)
        return self._play(moments[order], slots[order], rng)

    def _draws(self, where: np.ndarray, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return handling times and patience of the callers of these slots."""
        kinds = (rng.random(where.size) > self.upto[:, where]).sum(axis=0)
        mean = self.seconds[np.minimum(kinds, len(self.seconds) - 1), where]
        if self.behaviour.service == "exponential":
            service = mean * rng.standard_exponential(where.size)
        else:
            service = mean * np.exp(self.sigma * rng.standard_normal(where.size) - 0.5 * self.sigma**2)
        if not np.isfinite(self.scale):
            return service, np.full(where.size, inf)
        return service, self.scale * rng.weibull(self.behaviour.patience_shape, where.size)

    def _play(self, called: Floats, of_slot: np.ndarray, rng: np.random.Generator) -> Floats:
        drawn, patience = self._draws(of_slot, rng)
        # Nobody waits beyond his patience or the end of the opening hours.
        limits: list[float] = np.minimum(called + patience, self.shut[of_slot]).tolist()
        moments, slots, services = called.tolist(), of_slot.tolist(), drawn.tolist()
        total, end = len(moments), float(self.edges[-1])
        # What became of each caller: seconds until the answer, or until giving up; negative where it did not come to it.
        answer, gone = [-1.0] * total, [-1.0] * total
        worked, made, left = ([0.0] * len(self.lengths) for _ in range(3))
        edges, people, open_, shut, idle = (
            part.tolist() for part in (self.edges, self.people, self.open, self.shut, self.idle)
        )
        messages = np.floor(self.messages + rng.random(len(self.messages))).astype(int).tolist()
        redial, voicemail = self.behaviour.redial, self.behaviour.voicemail
        exponential, shape = self.behaviour.service == "exponential", 1.0 / self.behaviour.patience_shape
        chance, spell, bell = (
            _stream(draw) for draw in (rng.random, rng.standard_exponential, rng.standard_normal)
        )
        redial_after, call_back = self.behaviour.redial_after, self.behaviour.call_back_seconds
        free: list[float] = []  # when each operator is free, the first one first
        leaving: list[float] = []  # the same of those who only finish their call
        trying: list[tuple[float, int]] = []  # who calls again, and when
        slot, edge, pending = -1, 0.0, 0
        clock = 0.0  # no call-back can begin before

        def call_backs(until: float) -> None:
            """Begin what call-backs can begin before this moment; nobody waits until then."""
            nonlocal pending
            reserve = idle[slot]
            while pending and len(free) > reserve and (now := max(free[reserve], clock)) < until:
                length = call_back * exp(self.sigma * next(bell) - 0.5 * self.sigma**2)
                del free[0]
                insort(free, now + length)
                pending -= 1
                made[slot] += 1
                worked[slot] += length

        def turn() -> None:
            """Go on to the next slot: those who are free first leave first, and finish the call they have."""
            nonlocal slot, edge, clock, pending, free, leaving
            left[slot] = pending
            slot += 1
            there = sorted(free + [moment for moment in leaving if moment > edge])
            over = len(there) - people[slot]
            leaving, free = (there[:over], there[over:]) if over > 0 else ([], sorted(there + [edge] * -over))
            pending += messages[slot]
            clock, edge = edge, edges[slot + 1]

        def leave(caller: int) -> None:
            gone[caller] = limits[caller] - moments[caller]
            if redial and next(chance) < redial:
                again = limits[caller] + redial_after * next(spell)
                if again < end:
                    where = bisect_right(edges, again) - 1
                    upto, means = self.kinds[where]
                    mean = means[min(bisect_left(upto, next(chance)), len(means) - 1)]
                    heappush(trying, (again, len(moments)))
                    moments.append(again)
                    slots.append(where)
                    services.append(
                        mean * next(spell)
                        if exponential
                        else mean * exp(self.sigma * next(bell) - 0.5 * self.sigma**2)
                    )
                    limits.append(min(again + self.scale * next(spell) ** shape, shut[where]))
                    answer.append(-1.0)
                    gone.append(-1.0)

        coming = 0
        while coming < total or trying:
            if trying and (coming == total or trying[0][0] < moments[coming]):
                now, caller = heappop(trying)
            else:
                now, caller = moments[coming], coming
                coming += 1
            while now >= edge:
                if pending:
                    call_backs(edge)
                turn()
            if pending:
                call_backs(now)
            if not open_[slots[caller]]:
                if voicemail and next(chance) < voicemail:
                    pending, clock = pending + 1, max(clock, now)
                continue
            if free and free[0] <= now:  # then nobody waits
                del free[0]
                insort(free, now + services[caller])
                answer[caller] = 0.0
                continue
            limit = limits[caller]
            while limit > edge and not (free and free[0] < edge):
                turn()
            if free and free[0] < limit:
                answered = free.pop(0)
                insort(free, answered + services[caller])
                answer[caller] = answered - now
            else:
                leave(caller)
        while edge < end:
            if pending:
                call_backs(edge)
            turn()
        call_backs(end)
        left[-1] = pending
        return self._counted(*map(np.array, (slots, services, answer, gone, worked, made, left)))

    def _counted(
        self, slots: Floats, services: Floats, answer: Floats, gone: Floats, worked: Floats, made: Floats, left: Floats
    ) -> Floats:  # fmt: skip
        """Return what became of the callers by the slot in which they came, shape (9, slots)."""

        def count(which: np.ndarray, each: Floats | None = None) -> Floats:
            weights = None if each is None else each[which]
            return np.bincount(where[which], weights, len(self.lengths)).astype(float)

        where = slots.astype(int)
        answered, left_early = answer >= 0, gone >= 0
        served, lost = count(answered), count(left_early)
        return np.array(
            [
                served + lost,
                served,
                count(answered & (answer <= self.limit)),
                lost,
                count(left_early & (gone <= self.limit)),
                count(answered, answer) + count(left_early, gone),
                count(answered, services) + worked,
                made,
                left,
            ]
        )


def _stream(draw: Callable[[int], Floats], block: int = 256) -> Iterator[float]:
    """Hand out random numbers one by one: drawn in blocks they cost a tenth."""
    return chain.from_iterable(iter(lambda: draw(block).tolist(), None))
