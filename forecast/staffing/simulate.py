"""
The referee: every caller of a day, one after the other, against a given cover.

Nothing of the formulas is used: Poisson calls at a rate that changes by slot, lognormal handling times, exponential or
Weibull patience, operators who finish the running call when the cover falls, call-backs that start only while enough
operators are idle, callers who try again, and voicemail while the line is closed.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from forecast.grid import Grid
from forecast.staffing import parameters
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.parameters import BadParameter, Floats
from forecast.staffing.played_line import (
    ANSWERED,
    BACK,
    BUSY,
    GONE,
    GONE_EARLY,
    IN_TIME,
    LEFT,
    OFFERED,
    WAIT,
    PlayedLine,
)
from forecast.staffing.runs import Runs, Simulated
from forecast.staffing.service import Line, ServiceTarget


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
) -> tuple[np.ndarray, PlayedLine]:
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
    day = PlayedLine(grid, line, target, behaviour, people, messages, idle)
    seen = []
    for k in range(first, first + runs):
        seen.append(day.run(table[k % len(table)], np.random.default_rng((seed, k))))
        if told is not None:
            told((k + 1 - first) / runs)
    return np.stack(seen), day


def _share(part: Floats, whole: Floats, empty: float) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), empty)


def _fraction(seen: Floats, target: ServiceTarget) -> tuple[Floats, Floats]:
    """Return numerator and denominator of the service level, shape (runs, slots)."""
    early = seen[:, GONE_EARLY]
    if target.definition == "answered":
        return seen[:, IN_TIME], seen[:, ANSWERED]
    if target.definition == "without_short":
        return seen[:, IN_TIME], seen[:, OFFERED] - early
    if target.definition == "credit":
        return seen[:, IN_TIME] + early, seen[:, OFFERED]
    return seen[:, IN_TIME], seen[:, OFFERED]


def _ratio_margin(part: Floats, whole: Floats) -> Floats:
    """Return the half-width of the 95 % interval of a ratio of sums over the first axis (the runs)."""
    runs, mean = len(part), whole.mean(axis=0)
    ratio = _share(part.mean(axis=0), mean, 0.0)
    spread = np.sqrt(((part - ratio * whole) ** 2).sum(axis=0) / (runs - 1) / runs)
    return float(stdtrit(runs - 1, 0.975)) * _share(spread, mean, 0.0)


def _summary(seen: Floats, day: PlayedLine, target: ServiceTarget, runs: int) -> Simulated:
    part, whole = _fraction(seen, target)
    offered = seen[:, OFFERED]
    logged = day.people * day.lengths * runs
    total = offered.sum(axis=1)
    days = {
        "day": (part.sum(axis=1), whole.sum(axis=1)),
        "day_abandonment": (seen[:, GONE].sum(axis=1), total),
        "day_wait": (seen[:, WAIT].sum(axis=1), total),
    }
    figures = {}
    for name, (above, below) in days.items():
        figures[name] = float(_share(above.sum(), below.sum(), 1.0 if name == "day" else 0.0))
        figures[f"{name}_margin"] = float(_ratio_margin(above, below))
    return Simulated(
        service_level=_share(part.sum(axis=0), whole.sum(axis=0), 1.0),
        service_level_margin=_ratio_margin(part, whole),
        wait=_share(seen[:, WAIT].sum(axis=0), offered.sum(axis=0), 0.0),
        abandonment=_share(seen[:, GONE].sum(axis=0), offered.sum(axis=0), 0.0),
        occupancy=_share(seen[:, BUSY].sum(axis=0), logged.astype(float), 0.0),
        calls=float(total.mean()),
        call_backs=float(seen[:, BACK].sum(axis=1).mean()),
        waiting_call_backs=float(seen[:, LEFT, -1].mean()),
        runs=runs,
        **figures,
    )
