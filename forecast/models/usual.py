"""What days usually do at similar centres: the first guess of a model whose own history is too short to tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from forecast.models.features import GROUPS, Columns, Group


@dataclass(frozen=True, slots=True)
class Usual:
    """
    Effects of the calendar at similar centres, on the log scale, and how far from them a centre may be.

    Parameters
    ----------
    effects
        Mean effect by group and name of a column.
    groups
        By code: how far a centre's own effect usually is from that mean (`size`), and what it counts for (`belief`).
    centres
        How many similar centres this was learned from.
    """

    effects: Mapping[tuple[str, str], float] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    centres: int = 0

    def of(self, columns: Columns) -> np.ndarray:
        """Return the mean effect of every column, shape (columns,); 0 where similar centres know nothing."""
        keys = zip(columns.groups, columns.names, strict=True)
        return np.array([self.effects.get(key, 0.0) for key in keys])

    def priors(self, columns: Columns) -> tuple[Group, ...]:
        """Return the groups with the size that a centre's columns have about their means; as they are if nothing is known."""
        return tuple(self._prior(group, columns) for group in GROUPS)

    def _prior(self, group: Group, columns: Columns) -> Group:
        """Columns of which similar centres know nothing keep the size of the group, so that a mixed one is between."""
        found = self.groups.get(group.code)
        names = [name for name, code in zip(columns.names, columns.groups, strict=True) if code == group.code]
        if found is None or not names:
            return group
        share = float(np.mean([(group.code, name) in self.effects for name in names]))
        size = float(np.sqrt(share * found.size**2 + (1 - share) * group.size**2))
        return replace(found, size=size)


NOTHING = Usual()
"""No similar centre is known."""
