r"""
Erlang B, C and A for any number of lines at once: exact, without overflow and without a loop over callers.

Erlang A is the queue M/M/n+M: Poisson calls, exponential handling time and patience, first come first served.
With offered load :math:`a`, :math:`c = n\,patience/aht`, :math:`y = a\,patience/aht`,
:math:`x = e^{-t/patience}`, :math:`M` and :math:`D` of `forecast.staffing.kummer` and :math:`B` Erlang B,

.. math::

    \pi_n &= 1 / (1/B - 1 + M(c, y)), \qquad P(wait) = \pi_n M(c, y), \\
    P(V > t) &= \pi_n e^{E(t)} M(c, yx), \qquad E(t) = y(1-x) - ct/patience, \\
    P(answered \le t) &= 1 - P(wait) + \tfrac{n}{a}\,[P(wait) - P(V > t) - \pi_n (1 - e^{E(t)})], \\
    P(abandon) &= \pi_n\,[M(c, y)(1 - n/a) + n/a],

where :math:`V` is the wait that a caller of endless patience would have. Under overload numerator and denominator are
divided by :math:`e^{D(c, y)}`, so nothing grows; away from it the bracket of the last line is summed as a positive series.
Erlang C is the limit of endless patience.

References
----------
C. Palm, Research on telephone traffic carried by full availability groups, Tele 1957.
O. Garnett, A. Mandelbaum, M. Reiman, Designing a call center with impatient customers, M&SOM 4(3), 2002.
A. Mandelbaum, S. Zeltyn, The Palm/Erlang-A queue, with applications to call centers, 2005.
"""

from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammaincc

from forecast.staffing import kummer, parameters
from forecast.staffing.answered_wait import wait_of_answered
from forecast.staffing.parameters import Floats

Definition = Literal["offered", "answered", "without_short", "credit", "virtual"]
"""
How abandoned callers count in "answered within t":

offered
    answered within t / (answered + abandoned): the strict one and the default.
answered
    answered within t / answered.
without_short
    answered within t / (offered - abandoned within t).
credit
    (answered within t + abandoned within t) / offered.
virtual
    share of callers who would be answered within t if they never hung up.
"""

DEFINITIONS: tuple[Definition, ...] = get_args(Definition)
"""The five definitions of a service level."""


_FADED = 400.0
"""Times of patience after which e^-u is too small to be carried along."""


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """
    What callers and operators meet; every field has the shape that the arguments broadcast to.

    Parameters
    ----------
    p_wait
        Probability that a caller has to wait.
    sl_offered, sl_answered, sl_without_short, sl_credit, sl_virtual
        Service level by each of the five definitions (`Definition`).
    asa
        Mean wait of the answered, in seconds (infinite if nobody is).
    mean_wait
        Mean wait of all callers, in seconds.
    p_abandon
        Probability that a caller hangs up before being answered.
    occupancy
        Busy time of an operator / time logged in, handling time / (handling time + idle time).
    mean_queue
        Mean number of waiting callers.
    stable
        Whether the queue settles at all; False where callers never hang up and the load is not below `n`.
    """

    p_wait: Floats
    sl_offered: Floats
    sl_answered: Floats
    sl_without_short: Floats
    sl_credit: Floats
    sl_virtual: Floats
    asa: Floats
    mean_wait: Floats
    p_abandon: Floats
    occupancy: Floats
    mean_queue: Floats
    stable: npt.NDArray[np.bool_]

    def service_level(self, definition: Definition = "offered") -> Floats:
        """Return the service level by one of the five definitions."""
        if definition not in DEFINITIONS:
            raise ValueError(f"definition must be one of {', '.join(DEFINITIONS)}, got {definition!r}.")
        found: Floats = getattr(self, f"sl_{definition}")
        return found


def erlang_b(load: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """
    Return the probability that a call finds all `n` lines busy and is lost.

    Parameters
    ----------
    load
        Offered load in erlangs.
    n
        Lines.

    Raises
    ------
    BadParameter
        If the load or `n` is negative or not finite, or `n` is not whole.
    """
    a, m = np.broadcast_arrays(parameters.loads(load), parameters.operators(n))
    found = np.where(a > 0, 1.0, np.where(m > 0, 0.0, 1.0))
    light, heavy = (a > 0) & (m > 0) & (a <= m), (m > 0) & (a > m)
    found[light] = kummer.blocking(a[light], m[light])
    found[heavy] = 1.0 / (1.0 + kummer.inverse_blocking(a[heavy], m[heavy]))
    return found[()]


def erlang_c(load: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """
    Return the probability that a caller of endless patience has to wait; 1 where the queue never settles.

    Parameters
    ----------
    load
        Offered load in erlangs.
    n
        Operators.
    """
    a, m = np.broadcast_arrays(parameters.loads(load), parameters.operators(n))
    b = np.asarray(erlang_b(a, m))
    steady = (m > a) | (a == 0)
    gap = np.where(steady & (m > a), m - a, 1.0)
    return np.where(a == 0, 0.0, np.where(steady, m * b / (gap + a * b), 1.0))[()]


def performance(
    *,
    load: npt.ArrayLike,
    n: npt.ArrayLike,
    aht: npt.ArrayLike,
    patience: npt.ArrayLike | None = None,
    seconds: npt.ArrayLike = 20.0,
    asa: bool = True,
) -> Performance:
    """
    Return every measure of a line in steady flow.

    Parameters
    ----------
    load
        Offered load in erlangs: calls per second times handling time.
    n
        Operators, whole.
    aht
        Average handling time in seconds: talk, hold and after-call work.
    patience
        Average patience in seconds; None or infinite for callers who never hang up (Erlang C).
    seconds
        Acceptable wait in seconds.
    asa
        Whether to work out the wait of the answered where callers hang up, an integral that costs more than all else;
        NaN there if not.

    Raises
    ------
    BadParameter
        If a parameter is out of its range; it names the parameter, the bound and the value.
    TypeError
        If a parameter is not a number.
    """
    arrays = np.broadcast_arrays(
        parameters.loads(load),
        parameters.operators(n),
        parameters.handling_times(aht),
        parameters.patiences(patience),
        parameters.waits(seconds),
    )
    shape = arrays[0].shape
    a, m, service, waiting, t = (array.ravel() for array in arrays)
    found = {name: np.zeros(a.size) for name in _MEASURES}
    with np.errstate(over="ignore", under="ignore"):
        for part, measure in (
            (a == 0, _no_calls),
            ((a > 0) & (m == 0) & np.isfinite(waiting), _no_operators),
            ((a > 0) & (m > a) & ~np.isfinite(waiting), _endless),
            ((a > 0) & (m <= a) & ~np.isfinite(waiting), _never_settles),
            ((a > 0) & (m > 0) & np.isfinite(waiting), partial(_impatient, asa=asa)),
        ):
            if part.any():
                values = measure(a[part], m[part], service[part], waiting[part], t[part])
                for name, value in zip(_MEASURES, values, strict=True):
                    found[name][part] = value
    stable = ~((a > 0) & (m <= a) & ~np.isfinite(waiting))
    return Performance(
        **{name: value.reshape(shape)[()] for name, value in found.items()}, stable=stable.reshape(shape)[()]
    )


def answered_in_time(
    load: Floats,
    n: Floats,
    aht: Floats,
    patience: Floats,
    seconds: Floats,
    definition: Definition = "offered",
) -> tuple[Floats, Floats]:
    """
    Return the service level and the occupancy of checked arrays of one shape, load and `n` above 0.

    The part of `performance` that the search for the required operators needs, at a third of its price.
    """
    sl, occupancy = np.zeros_like(load), np.ones_like(load)
    with np.errstate(over="ignore", under="ignore"):
        impatient = np.isfinite(patience)
        steady = ~impatient & (n > load)
        for part, levels in ((impatient, _levels_impatient), (steady, _levels_endless)):
            if part.any():
                found = levels(load[part], n[part], aht[part], patience[part], seconds[part])
                sl[part], occupancy[part] = found.level(definition), found.occupancy
    return sl, occupancy


_MEASURES = (
    "p_wait", "sl_offered", "sl_answered", "sl_without_short", "sl_credit", "sl_virtual",
    "asa", "mean_wait", "p_abandon", "occupancy", "mean_queue",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Levels:
    """What the five definitions share: the wait's tail and who is answered."""

    p_wait: Floats
    full: Floats  # probability that exactly n calls are in the system, divided by e^D under overload
    within: Floats  # answered within t / offered
    virtual: Floats  # P(V <= t)
    credit: Floats  # P(W <= t): answered or gone within t
    waiting: Floats  # P(W > t): still in the queue after t
    answered: Floats
    abandoned: Floats
    occupancy: Floats

    def level(self, definition: Definition) -> Floats:
        if definition == "offered":
            return self.within
        if definition == "answered":
            return np.minimum(_ratio(self.within, self.answered), 1.0)
        if definition == "without_short":
            return _ratio(self.within, self.within + self.waiting)
        if definition == "credit":
            return self.credit
        return self.virtual


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, 0 where there is nothing."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0)


def _no_calls(a: Floats, n: Floats, aht: Floats, patience: Floats, t: Floats) -> tuple[Floats, ...]:
    none, all_ = np.zeros_like(a), np.ones_like(a)
    return (none, all_, all_, all_, all_, all_, none, none, none, none, none)


def _no_operators(a: Floats, n: Floats, aht: Floats, patience: Floats, t: Floats) -> tuple[Floats, ...]:
    none, all_ = np.zeros_like(a), np.ones_like(a)
    gone = -np.expm1(-t / patience)
    return (all_, none, none, none, gone, none, all_ * np.inf, patience, all_, none, a / aht * patience)


def _never_settles(a: Floats, n: Floats, aht: Floats, patience: Floats, t: Floats) -> tuple[Floats, ...]:
    none, all_ = np.zeros_like(a), np.ones_like(a)
    forever = all_ * np.inf
    return (all_, none, none, none, none, none, forever, forever, none, all_, forever)


def _endless(a: Floats, n: Floats, aht: Floats, patience: Floats, t: Floats) -> tuple[Floats, ...]:
    found = _levels_endless(a, n, aht, patience, t)
    wait = found.p_wait * aht / (n - a)
    within = found.within
    return (
        found.p_wait, within, within, within, within, within,
        wait, wait, np.zeros_like(a), found.occupancy, a / aht * wait,
    )  # fmt: skip


def _impatient(
    a: Floats, n: Floats, aht: Floats, patience: Floats, t: Floats, asa: bool
) -> tuple[Floats, ...]:
    found = _levels_impatient(a, n, aht, patience, t)
    wait = (
        wait_of_answered(a, n, aht, patience, found.full) / found.answered if asa else np.full_like(a, np.nan)
    )
    return (
        found.p_wait, *(found.level(definition) for definition in DEFINITIONS),
        wait, found.abandoned * patience, found.abandoned, found.occupancy, a / aht * patience * found.abandoned,
    )  # fmt: skip


def _levels_endless(a: Floats, n: Floats, aht: Floats, patience: Floats, t: Floats) -> _Levels:
    b = kummer.blocking(a, n)
    p_wait = n * b / (n - a + a * b)
    decay = (n - a) / aht * t
    tail = p_wait * np.exp(-decay)
    # 1 - P(wait) is taken apart so that a line close to saturation keeps its digits.
    within = np.minimum((n - a) * (1.0 - b) / (n - a + a * b) - p_wait * np.expm1(-decay), 1.0)
    all_ = np.ones_like(a)
    return _Levels(p_wait, np.zeros_like(a), within, within, within, tail, all_, np.zeros_like(a), a / n)


def _levels_impatient(a: Floats, n: Floats, aht: Floats, patience: Floats, t: Floats) -> _Levels:
    found = np.empty((9, a.size))
    heavy = a > n
    for part, levels in ((~heavy, _below), (heavy, _above)):
        if part.any():
            found[:, part] = levels(a[part], n[part], patience[part] / aht[part], t[part] / patience[part])
    return _Levels(*found)


def _levels(
    r: Floats,
    p_wait: Floats,
    idle: Floats,
    full: Floats,
    abandoned: Floats,
    early: Floats,
    late: Floats,
    u: Floats,
) -> tuple[Floats, ...]:
    """Gather the measures; `early` is P(0 < V <= t), `full` and `late` are P(n in system) and the same times e^E."""
    x = np.exp(-u)
    answered = np.minimum(idle + (p_wait - full) / r, 1.0)
    within = np.clip(idle + (early + (late - full)) / r, 0.0, answered)
    virtual = np.minimum(idle + early, 1.0)
    credit = np.minimum(x * virtual - np.expm1(-u), 1.0)
    waiting = x * np.maximum(p_wait - early, 0.0)
    return p_wait, full, within, virtual, credit, waiting, answered, abandoned, np.minimum(r * answered, 1.0)


def _below(a: Floats, n: Floats, scale: Floats, u: Floats) -> tuple[Floats, ...]:
    """Load at most `n`: every series is bounded; `scale` is patience / aht and `u` is t / patience."""
    c, y, gap, x = n * scale, a * scale, (n - a) * scale, np.exp(-u)
    value, series = kummer.kummer(c, y, gap)
    b = kummer.blocking(a, n)
    base = 1.0 + b * (value - 1.0)
    full = b / base
    growth = np.exp(-gap * u - y * kummer.convex(u))
    z = y * x
    later, _ = kummer.kummer(c, z, gap - y * np.expm1(-u))
    tail = full * growth * later
    p_wait = full * value
    return _levels(a / n, p_wait, (1.0 - b) / base, full, full * series, p_wait - tail, full * growth, u)


def _above(a: Floats, n: Floats, scale: Floats, u: Floats) -> tuple[Floats, ...]:
    """Load above `n`: numerator and denominator are divided by e^D."""
    c, y, gap, x = n * scale, a * scale, (n - a) * scale, np.exp(-u)
    top = kummer.stirling(c)
    shrink = np.exp(-kummer.deviance(c, y, gap))
    value = top * gammainc(c, y)
    more = kummer.inverse_blocking(a, n)
    base = more * shrink + value
    full = shrink / base
    z = y * x
    gap_z = gap - y * np.expm1(-u)
    # P(0 < V <= t) from whichever tail of the gamma distribution is the small one: no digits are lost.
    upper = gammaincc(c, z)
    early = np.where(upper < 0.5, top * (upper - gammaincc(c, y)), value - kummer.lower(c, z, gap_z))
    late = np.exp(-kummer.deviance(c, z, gap_z))
    # Where z fades to 0 but z^c does not, M(c, z) is 1 and only the logarithm of z is left.
    faded = u > _FADED
    late = np.where(faded, np.exp(np.minimum(c * (1.0 - np.log(c) + np.log(y) - u), 700.0)), late) / base
    early = np.where(faded, value / base - late, early / base)
    p_wait = value / base
    abandoned = p_wait * (a - n) / a + full * (n / a)
    return _levels(a / n, p_wait, more * full, full, abandoned, early, late, u)
