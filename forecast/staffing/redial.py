"""Callers who hang up and try again: a first-order correction and a lower bound on the damage."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forecast.staffing import parameters
from forecast.staffing.erlang import Performance, performance
from forecast.staffing.parameters import Floats


@dataclass(frozen=True, slots=True)
class Redials:
    """
    A line with redials in steady flow.

    Parameters
    ----------
    load
        Load with redials, in erlangs.
    inflation
        Calls with redials / first calls.
    measures
        Performance at that load. Simulation shows it to be optimistic: redials come while the queue is long.
    """

    load: float
    inflation: float
    measures: Performance


def with_redials(
    *, load: float, n: int, aht: float, patience: float, seconds: float, again: float
) -> Redials:
    r"""
    Solve :math:`\lambda = \lambda_0 / (1 - p\,P_{ab}(\lambda))` for the calls with redials.

    Parameters
    ----------
    load
        Load of first calls, in erlangs.
    n, aht, patience, seconds
        As in `forecast.staffing.erlang.performance`; patience is finite.
    again
        Share p of those who hung up and try again, in [0, 1).

    Raises
    ------
    BadParameter
        If `again` is not in [0, 1) or another parameter is out of its range.
    """
    parameters.redials(again)
    parameters.loads(load)
    low, high = float(load), float(load) / (1.0 - again)
    # lambda (1 - p P_ab) rises in lambda, since the calls answered do and the rest is (1 - p) lambda: one solution.
    for _ in range(200):
        middle = 0.5 * (low + high)
        gone = float(performance(load=middle, n=n, aht=aht, patience=patience, seconds=seconds).p_abandon)
        if middle * (1.0 - again * gone) < load:
            low = middle
        else:
            high = middle
        if high - low <= 1e-12 * high:
            break
    found = performance(load=high, n=n, aht=aht, patience=patience, seconds=seconds)
    return Redials(high, high / load if load > 0 else 1.0, found)


def loads_with_redials(
    recorded: Floats, gone: Callable[[Floats], Floats], *, again: float, counted: float
) -> Floats:
    r"""
    Return loads with redials for a whole table of recorded loads at once, in erlangs, shape (loads,).

    First calls are :math:`\lambda_0 = \lambda_{rec}(1 - p\,P_{rec})`, since the records hold the redials of those who hung
    up then; the equation of `with_redials` is read off backwards, from calls with redials to first calls.

    Parameters
    ----------
    recorded
        Loads as they are recorded or forecast, in erlangs, rising, shape (loads,).
    gone
        Share of the calls of each load that hang up.
    again
        As in `with_redials`.
    counted
        Share of callers who hung up in those records, in [0, 1]; 0 if they hold first calls only.
    """
    first = recorded * (1.0 - again * counted)
    top = np.sqrt(first.max(initial=0.0) / (1.0 - again))
    table = np.linspace(0.0, top, max(2 * recorded.size, 200)) ** 2
    found: Floats = np.interp(first, table * (1.0 - again * gone(table)), table)
    return found


def first_calls(recorded: Floats, abandoned: Floats, again: float) -> Floats:
    """
    Return first calls from recorded ones, where the history counts every try.

    Parameters
    ----------
    recorded, abandoned
        Calls and abandoned calls per slot, same shape.
    again
        Share of those who hung up and try again, in [0, 1).
    """
    parameters.redials(again)
    found: Floats = np.maximum(recorded - again * np.minimum(abandoned, recorded), 0.0)
    return found
