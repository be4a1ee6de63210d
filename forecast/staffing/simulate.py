"""
The referee: every caller of a day, one after the other, against a given cover.

Nothing of the formulas is used: Poisson calls at a rate that changes by slot, lognormal handling times, exponential or
Weibull patience, operators who finish the running call when the cover falls, call-backs that start only while enough
operators are idle, callers who try again, and voicemail while the line is closed.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import gamma
from scipy.stats import t as student

from forecast.grid import Grid
from forecast.staffing import parameters
from forecast.staffing.parameters import BadParameter, Floats
from forecast.staffing.runs import Runs, Simulated
from forecast.staffing.service import Line, ServiceTarget

_ARRIVES, _ENDS, _COVER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Behaviour:
    """
    What callers do beyond the formulas.

    Parameters
    ----------
    service
        Law of the handling times: ``lognormal`` with the line's cv, or ``exponential`` as the formulas assume.
    patience_shape
        Shape of the Weibull patience; 1 is exponential, above 1 callers leave together around the mean.
    redial
        Share of those who hung up and try again, in [0, 1).
    redial_after
        Mean time until they do, in seconds.
    voicemail
        Share of callers outside opening hours who leave a message, in [0, 1].
    reserve
        Operators who stay idle before a call-back may start, >= 1: it is never 0.
    call_back_seconds
        Mean handling time of a call-back, in seconds.

    Raises
    ------
    BadParameter
        If a value is out of its range.
    """

    service: Literal["lognormal", "exponential"] = "lognormal"
    patience_shape: float = 1.0
    redial: float = 0.0
    redial_after: float = 1200.0
    voicemail: float = 0.0
    reserve: int = 1
    call_back_seconds: float = 240.0

    def __post_init__(self) -> None:
        for name, bound, fine in (
            ("patience_shape", "> 0", 0 < self.patience_shape < np.inf),
            ("redial", "in [0, 1)", 0 <= self.redial < 1),
            ("redial_after", "> 0 s", 0 < self.redial_after < np.inf),
            ("voicemail", "in [0, 1]", 0 <= self.voicemail <= 1),
            ("reserve", ">= 1", self.reserve >= 1),
            ("call_back_seconds", "> 0 s", 0 < self.call_back_seconds < np.inf),
        ):
            if not fine:
                raise BadParameter("staffing_behaviour", name=name, bound=bound, value=getattr(self, name))


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
        self.seconds, self.shares = line.handling.by_slot(grid.slots)
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
        kinds = (rng.random(where.size) > np.cumsum(self.shares, axis=0)[:, where]).sum(axis=0)
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
        seen = [[0.0] * len(self.lengths) for _ in range(9)]
        offered, answered, in_time, gone, early, waited, worked, made, left = seen
        edges, people, open_, messages = (
            self.edges.tolist(),
            self.people.tolist(),
            self.open.tolist(),
            np.floor(self.messages + rng.random(len(self.messages))).astype(int).tolist(),
        )
        redial, voicemail, idle = self.behaviour.redial, self.behaviour.voicemail, self.idle.tolist()
        queue: deque[int] = deque()
        events: list[tuple[float, int, int]] = [(edges[s], _COVER, s) for s in range(len(people))]
        arrivals, total = 0, len(moments)
        busy, staff, now_slot, pending = 0, 0, 0, 0
        end = edges[-1]

        def begin_call_backs(now: float) -> None:
            nonlocal busy, pending
            while pending and not queue and staff - busy > idle[now_slot]:
                pending -= 1
                busy += 1
                made[now_slot] += 1
                spell = self.behaviour.call_back_seconds * float(
                    np.exp(self.sigma * rng.standard_normal() - 0.5 * self.sigma**2)
                )
                worked[now_slot] += spell
                heappush(events, (now + spell, _ENDS, -1))

        def leave(caller: int, now: float) -> None:
            slot, wait = slots[caller], patiences[caller]
            gone[slot] += 1
            waited[slot] += wait
            if wait <= self.limit:
                early[slot] += 1
            if redial and rng.random() < redial:
                again = max(moments[caller] + wait + rng.exponential(self.behaviour.redial_after), now)
                if again < end:
                    where = int(np.searchsorted(self.edges, again, side="right")) - 1
                    more, patient = self._draws([where], rng)
                    moments.append(again)
                    slots.append(where)
                    services.extend(more)
                    patiences.extend(patient)
                    heappush(events, (again, _ARRIVES, len(moments) - 1))

        def serve(now: float) -> None:
            nonlocal busy
            while queue and busy < staff:
                caller = queue.popleft()
                wait = now - moments[caller]
                if wait > patiences[caller]:
                    leave(caller, now)
                    continue
                slot = slots[caller]
                busy += 1
                answered[slot] += 1
                waited[slot] += wait
                worked[slot] += services[caller]
                if wait <= self.limit:
                    in_time[slot] += 1
                heappush(events, (now + services[caller], _ENDS, caller))

        while events or arrivals < total:
            if arrivals < total and (not events or moments[arrivals] < events[0][0]):
                now, kind, which = moments[arrivals], _ARRIVES, arrivals
                arrivals += 1
            else:
                now, kind, which = heappop(events)
            if kind == _ARRIVES:
                slot = slots[which]
                if not open_[slot]:
                    if voicemail and rng.random() < voicemail:
                        pending += 1
                    continue
                offered[slot] += 1
                queue.append(which)
                serve(now)
            elif kind == _ENDS:
                busy -= 1
                serve(now)
                if pending:
                    begin_call_backs(now)
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
        return np.array(seen)


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
    return float(student.ppf(0.975, runs - 1)) * _share(spread, mean, 0.0)


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
