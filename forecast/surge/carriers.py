"""What carries a surge: channels, types, topics and counties by their share of the excess and by their growth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from forecast.demand import Demand
from forecast.surge.rules import surprise

LOOK_BACK = 56
"""Days before the surge from which the usual share of a part comes."""

PART_SPREAD = 0.2
"""Log deviation of a part about its share that is nothing special."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """
    One part of a surge.

    Parameters
    ----------
    kind, name
        ``topic`` and ``food``, say.
    seen, expected
        What came and what should have come.
    share, usual_share
        Of all that came, and of what usually comes.
    of_excess
        Share of the whole excess that this part carries; the parts of one kind add up to about 1.
    growth
        Seen over expected.
    deviation
        How many deviations it lies above its expectation.
    """

    kind: str
    name: str
    seen: float
    expected: float
    share: float
    usual_share: float
    of_excess: float
    growth: float
    deviation: float

    @property
    def emerging(self) -> bool:
        """Whether it stands out by growth and by deviation and has a weight in the whole."""
        return self.growth >= 2 and self.deviation >= 3 and self.share >= 0.03


def carriers(parts: Mapping[str, Demand], first: date, last: date, expected: float) -> tuple[Carrier, ...]:
    """
    Return every part of a span of days, the largest carriers of the excess first within each kind.

    Parameters
    ----------
    parts
        Demand by the name of the part (``topic=food``), all on one grid; missing slots count as nothing.
    first, last
        The span.
    expected
        What the whole line should have brought in it.

    Raises
    ------
    ValueError
        If the span lies outside the grid or begins on its first day.
    """
    grid = next(iter(parts.values())).grid
    begin, end = (first - grid.start).days, (last - grid.start).days
    if not 0 < begin <= end < grid.days:
        raise ValueError(
            f"carriers need days after {grid.start} and up to {grid.end}, got {first} to {last}."
        )
    found: list[Carrier] = []
    for kind in dict.fromkeys(name.partition("=")[0] for name in parts):
        names = [name for name in parts if name.partition("=")[0] == kind]
        table = np.array(
            [np.nan_to_num(parts[name].values).reshape(grid.days, -1).sum(axis=1) for name in names]
        )
        before = table[:, max(begin - LOOK_BACK, 0) : begin].sum(axis=1) + 0.5
        usual = before / before.sum()
        seen = table[:, begin : end + 1].sum(axis=1)
        wanted = usual * expected
        excess = seen.sum() - expected
        deviation = surprise(seen, wanted, PART_SPREAD)
        lines = [
            Carrier(
                kind,
                name.partition("=")[2],
                float(seen[k]),
                float(wanted[k]),
                float(seen[k] / max(seen.sum(), 1e-9)),
                float(usual[k]),
                float((seen[k] - wanted[k]) / excess) if excess > 0 else 0.0,
                float(seen[k] / max(wanted[k], 1e-9)),
                float(deviation[k]),
            )
            for k, name in enumerate(names)
        ]
        found += sorted(lines, key=lambda line: line.expected - line.seen)
    return tuple(found)
