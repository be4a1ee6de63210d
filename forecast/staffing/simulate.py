"""
The referee: every caller of a day, one after the other, against a given cover.

Nothing of the formulas is used: Poisson calls at a rate that changes by slot, lognormal handling times, exponential or
Weibull patience, operators who finish the running call when the cover falls, call-backs that start only while enough
operators are idle, callers who try again, and voicemail while the line is closed.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from math import exp, inf

import numpy as np
import numpy.typing as npt
from scipy.special import gamma, stdtrit

from forecast.grid import Grid
from forecast.staffing import parameters
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.parameters import BadParameter, Floats
from forecast.staffing.runs import Runs, Simulated
from forecast.staffing.service import Line, ServiceTarget

_ARRIVES, _ENDS, _COVER, _OVER = 0, 1, 2, 3


def simulate(
    grid: Grid,
    rates: npt.ArrayLike,
    cover: npt.ArrayLike,
    line: Line,
    target: ServiceTarget,
    *,
    runs: int,
    seed: int,
    behaviour: Behaviour | None = None,
    call_backs: npt.ArrayLike | None = None,
    reserve: npt.ArrayLike | None = None,
    told: Callable[[float], None] | None = None,
) -> Simulated:
    """
    Return what callers meet when a cover stands against many simulated days.

    Parameters
    ----------
    grid
        The slots.
    rates
        Expected calls per slot: shape (slots,), or (paths, slots) from which every run takes one in turn.
    cover
        Operators on the phones per slot, breaks already taken off, shape (slots,).
    line
        Handling times, patience and opening hours.
    target
        Gives the acceptable wait and how abandoned callers count (``offered``, ``answered``, ``without_short``, ``credit``).
    runs
        Number of runs, at least 2.
    seed
        Seed of the random numbers.
    behaviour
        Patience shape, redials, voicemail, reserve of idle operators.
    call_backs
        Call-backs that become ready at the start of each slot, shape (slots,), for example last night's voicemails;
        a broken number is drawn up or down with its expected value.
    reserve
        Operators who stay idle before a call-back may start, per slot, shape (slots,); None for the behaviour's.
    told
        Is told the share of the runs that is done.

    Raises
    ------
    BadParameter
        If a parameter is out of its range.
    """
    seen, day = _seen(grid, rates, cover, line, target, runs, seed, behaviour, call_backs, reserve, told=told)
    return _summary(seen, day, target, runs)


def play(
    grid: Grid,
    rates: npt.ArrayLike,
    cover: npt.ArrayLike,
    line: Line,
    target: ServiceTarget,
    *,
    runs: int,
    seed: int,
    behaviour: Behaviour | None = None,
    call_backs: npt.ArrayLike | None = None,
    reserve: npt.ArrayLike | None = None,
    first: int = 0,
) -> Runs:
    """
    Return what was counted in every run by slot; arguments as in `simulate`.

    Runs `first` to `first + runs - 1` are played: parts played in several processes are those of one long play.

    Raises
    ------
    BadParameter
        If a parameter is out of its range.
    """
    seen, _ = _seen(grid, rates, cover, line, target, runs, seed, behaviour, call_backs, reserve, first)
    return Runs(*(seen[:, k] for k in range(seen.shape[1])))


def _seen(
    grid: Grid,
    rates: npt.ArrayLike,
    cover: npt.ArrayLike,
    line: Line,
    target: ServiceTarget,
    runs: int,
    seed: int,
    behaviour: Behaviour | None,
    call_backs: npt.ArrayLike | None,
    reserve: npt.ArrayLike | None,
    first: int = 0,
    told: Callable[[float], None] | None = None,
) -> "tuple[np.ndarray, _Day]":
    """Return the counts of every run, shape (runs, 9, slots), and the day that was played."""
    slots = grid.slots
    table = np.atleast_2d(parameters.loads(rates))
    people = parameters.operators(cover).astype(int)
    if table.shape[1] != slots or people.shape != (slots,):
        raise ValueError(f"rates and cover need {slots} slots, got {table.shape[1]} and {people.shape}.")
    if runs < 2:
        raise ValueError(f"runs must be >= 2, got {runs}.")
    if target.definition == "virtual":
        raise ValueError("definition must be one that can be seen, got 'virtual'.")
    behaviour = behaviour or Behaviour()
    messages = np.zeros(slots) if call_backs is None else parameters.loads(call_backs)
    idle = np.full(slots, behaviour.reserve) if reserve is None else parameters.operators(reserve).astype(int)
    if messages.shape != (slots,) or idle.shape != (slots,):
        raise ValueError(f"call_backs and reserve need {slots} slots, got {messages.shape} and {idle.shape}.")
    if ((idle < 1) & (people > 0)).any():
        raise BadParameter(
            "staffing_behaviour", name="reserve", bound=">= 1", value=int(idle[people > 0].min())
        )
    day = _Day(grid, line, target, behaviour, people, messages, idle)
    seen = []
    for k in range(first, first + runs):
        seen.append(day.run(table[k % len(table)], np.random.default_rng((seed, k))))
        if told is not None:
            told((k + 1 - first) / runs)
    return np.stack(seen), day


_OFFERED, _ANSWERED, _IN_TIME, _GONE, _GONE_EARLY, _WAIT, _BUSY, _BACK, _LEFT = range(9)


class _Day:
    """One line with one cover: runs as often as asked."""

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
        self.seconds, shares = line.handling.by_slot(grid.slots)
        self.upto = np.cumsum(shares, axis=0)
        self.kinds = list(zip(self.upto.T.tolist(), self.seconds.T.tolist(), strict=True))
        self.sigma = float(np.sqrt(np.log1p(line.handling.cv**2)))
        self.patience, self.limit = float(line.patience), target.seconds
        self.scale = self.patience / float(gamma(1.0 + 1.0 / behaviour.patience_shape))
        self.behaviour, self.people, self.messages, self.idle = behaviour, people, messages, idle

    def run(self, rates: Floats, rng: np.random.Generator) -> Floats:
        """Return the counts of one run, shape (9, slots)."""
        counts = rng.poisson(rates)
        slot_of = np.repeat(np.arange(len(counts)), counts)
        moments = self.edges[slot_of] + rng.random(slot_of.size) * self.lengths[slot_of]
        order = np.argsort(moments)
        return self._play(moments[order].tolist(), slot_of[order].tolist(), rng)

    def _draws(self, slots: list[int], rng: np.random.Generator) -> tuple[list[float], list[float]]:
        """Return handling times and patience of the callers of these slots."""
        where = np.asarray(slots, dtype=int)
        kinds = (rng.random(where.size) > self.upto[:, where]).sum(axis=0)
        mean = self.seconds[np.minimum(kinds, len(self.seconds) - 1), where]
        if self.behaviour.service == "exponential":
            service = mean * rng.standard_exponential(where.size)
        else:
            service = mean * np.exp(self.sigma * rng.standard_normal(where.size) - 0.5 * self.sigma**2)
        if not np.isfinite(self.scale):
            return service.tolist(), [np.inf] * where.size
        return service.tolist(), (
            self.scale * rng.weibull(self.behaviour.patience_shape, where.size)
        ).tolist()

    def _play(self, moments: list[float], slots: list[int], rng: np.random.Generator) -> Floats:
        services, patiences = self._draws(slots, rng)
        arrivals, total = 0, len(moments)
        # What became of each caller: seconds until the answer, or until giving up; negative where it did not come to it.
        answer, gone = [-1.0] * total, [-1.0] * total
        worked, made, left = ([0.0] * len(self.lengths) for _ in range(3))
        edges, people, open_, messages = (
            self.edges.tolist(),
            self.people.tolist(),
            self.open.tolist(),
            np.floor(self.messages + rng.random(len(self.messages))).astype(int).tolist(),
        )
        redial, voicemail, idle = self.behaviour.redial, self.behaviour.voicemail, self.idle.tolist()
        exponential, shape = self.behaviour.service == "exponential", 1.0 / self.behaviour.patience_shape
        chance, spell, bell = (
            _stream(draw) for draw in (rng.random, rng.standard_exponential, rng.standard_normal)
        )
        redial_after, call_back = self.behaviour.redial_after, self.behaviour.call_back_seconds
        queue: deque[int] = deque()
        end = edges[-1]
        events: list[tuple[float, int, int]] = [(edges[s], _COVER, s) for s in range(len(people))]
        events.append((inf, _OVER, 0))
        busy, staff, now_slot, pending = 0, 0, 0, 0

        def begin_call_backs(now: float) -> None:
            nonlocal busy, pending
            while pending and not queue and staff - busy > idle[now_slot]:
                pending -= 1
                busy += 1
                made[now_slot] += 1
                length = call_back * exp(self.sigma * next(bell) - 0.5 * self.sigma**2)
                worked[now_slot] += length
                heappush(events, (now + length, _ENDS, -1))

        def leave(caller: int, now: float) -> None:
            wait = gone[caller] = patiences[caller]
            if redial and next(chance) < redial:
                again = max(moments[caller] + wait + redial_after * next(spell), now)
                if again < end:
                    where = bisect_right(edges, again) - 1
                    upto, means = self.kinds[where]
                    mean = means[min(bisect_left(upto, next(chance)), len(means) - 1)]
                    moments.append(again)
                    slots.append(where)
                    services.append(
                        mean * next(spell)
                        if exponential
                        else mean * exp(self.sigma * next(bell) - 0.5 * self.sigma**2)
                    )
                    patiences.append(self.scale * next(spell) ** shape)
                    answer.append(-1.0)
                    gone.append(-1.0)
                    heappush(events, (again, _ARRIVES, len(moments) - 1))

        def serve(now: float) -> None:
            nonlocal busy
            while queue and busy < staff:
                caller = queue.popleft()
                wait = now - moments[caller]
                if wait > patiences[caller]:
                    leave(caller, now)
                    continue
                busy += 1
                answer[caller] = wait
                heappush(events, (now + services[caller], _ENDS, caller))

        coming = moments[0] if total else inf
        while True:
            if coming < events[0][0]:
                now, kind, which = coming, _ARRIVES, arrivals
                arrivals += 1
                coming = moments[arrivals] if arrivals < total else inf
            else:
                now, kind, which = heappop(events)
            if kind == _ARRIVES:
                if not open_[slots[which]]:
                    if voicemail and next(chance) < voicemail:
                        pending += 1
                elif busy < staff:  # then nobody waits
                    busy += 1
                    answer[which] = 0.0
                    heappush(events, (now + services[which], _ENDS, which))
                else:
                    queue.append(which)
            elif kind == _ENDS:
                busy -= 1
                if queue:
                    serve(now)
                if pending:
                    begin_call_backs(now)
            elif kind == _OVER:
                break
            else:
                left[which - 1] = pending
                now_slot, staff = which, people[which]
                pending += messages[which]
                if not open_[which]:
                    # The line closes: whoever still waits goes to voicemail's side of the ledger as hung up.
                    while queue:
                        caller = queue.popleft()
                        patiences[caller] = min(patiences[caller], now - moments[caller])
                        leave(caller, now)
                serve(now)
                begin_call_backs(now)
        while queue:
            caller = queue.popleft()
            patiences[caller] = min(patiences[caller], max(end - moments[caller], 0.0))
            leave(caller, end)
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
    while True:
        yield from draw(block).tolist()


def _share(part: Floats, whole: Floats, empty: float) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), empty)


def _fraction(seen: Floats, target: ServiceTarget) -> tuple[Floats, Floats]:
    """Return numerator and denominator of the service level, shape (runs, slots)."""
    early = seen[:, _GONE_EARLY]
    if target.definition == "answered":
        return seen[:, _IN_TIME], seen[:, _ANSWERED]
    if target.definition == "without_short":
        return seen[:, _IN_TIME], seen[:, _OFFERED] - early
    if target.definition == "credit":
        return seen[:, _IN_TIME] + early, seen[:, _OFFERED]
    return seen[:, _IN_TIME], seen[:, _OFFERED]


def _ratio_margin(part: Floats, whole: Floats) -> Floats:
    """Return the half-width of the 95 % interval of a ratio of sums over the first axis (the runs)."""
    runs, mean = len(part), whole.mean(axis=0)
    ratio = _share(part.mean(axis=0), mean, 0.0)
    spread = np.sqrt(((part - ratio * whole) ** 2).sum(axis=0) / (runs - 1) / runs)
    return float(stdtrit(runs - 1, 0.975)) * _share(spread, mean, 0.0)


def _summary(seen: Floats, day: _Day, target: ServiceTarget, runs: int) -> Simulated:
    part, whole = _fraction(seen, target)
    offered = seen[:, _OFFERED]
    logged = day.people * day.lengths * runs
    total = offered.sum(axis=1)
    days = {
        "day": (part.sum(axis=1), whole.sum(axis=1)),
        "day_abandonment": (seen[:, _GONE].sum(axis=1), total),
        "day_wait": (seen[:, _WAIT].sum(axis=1), total),
    }
    figures = {}
    for name, (above, below) in days.items():
        figures[name] = float(_share(above.sum(), below.sum(), 1.0 if name == "day" else 0.0))
        figures[f"{name}_margin"] = float(_ratio_margin(above, below))
    return Simulated(
        service_level=_share(part.sum(axis=0), whole.sum(axis=0), 1.0),
        service_level_margin=_ratio_margin(part, whole),
        wait=_share(seen[:, _WAIT].sum(axis=0), offered.sum(axis=0), 0.0),
        abandonment=_share(seen[:, _GONE].sum(axis=0), offered.sum(axis=0), 0.0),
        occupancy=_share(seen[:, _BUSY].sum(axis=0), logged.astype(float), 0.0),
        calls=float(total.mean()),
        call_backs=float(seen[:, _BACK].sum(axis=1).mean()),
        waiting_call_backs=float(seen[:, _LEFT, -1].mean()),
        runs=runs,
        **figures,
    )
