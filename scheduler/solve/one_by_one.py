"""One by one: everyone's best roster while the others' stay as they are, again and again."""

from collections.abc import Callable

import numpy as np

from scheduler.solve.rows import FAR
from scheduler.solve.split import Split


class OneByOne:
    """
    A start within moments, and the last corners of a good roster.

    Parameters
    ----------
    split
        The model by person.
    over
        Asked now and then; True ends the search.
    """

    def __init__(self, split: Split, over: Callable[[], bool]) -> None:
        self.split, self.over = split, over
        by_place = split.ties.tocsc()
        self._own = [by_place[:, own.places].tocoo() for own in split.own]
        self._under, self._above = self._slopes()

    def _slopes(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what one unit below and above the limits of each tie costs."""
        split, rows = self.split, self.split.rows
        dear = 1.0 + 10.0 * float(np.abs(rows.cost).max(initial=1))
        under, above = np.full(len(split.low), dear), np.full(len(split.low), dear)
        shared = split.ties[:, split.shared].tocoo()
        rate = rows.cost[split.shared][shared.col] / np.abs(shared.data)
        np.minimum.at(under, shared.row[shared.data > 0], rate[shared.data > 0])
        np.minimum.at(above, shared.row[shared.data < 0], rate[shared.data < 0])
        return np.where(split.low > -FAR, under, 0.0), np.where(split.high < FAR, above, 0.0)

    def _cost(self, ties: np.ndarray, use: np.ndarray) -> np.ndarray:
        low, high = self.split.low[ties], self.split.high[ties]
        return np.asarray(
            self._under[ties] * np.maximum(low - use, 0) + self._above[ties] * np.maximum(use - high, 0)
        )

    def improved(self, values: np.ndarray | None, sweeps: int = 20) -> np.ndarray | None:
        """
        Return the team's variables after everyone has had a turn, until nobody gains.

        Parameters
        ----------
        values
            Shape (variables of the model,) to start from; None starts from nobody working.
        sweeps
            Turns of each person at most.

        Returns
        -------
        values
            Shape (variables of the model,), right for everyone's own variables; None if somebody has none.
        """
        split, rows = self.split, self.split.rows
        found = rows.lower.copy() if values is None else values.copy()
        placed = values is not None
        use = np.zeros(len(split.low))
        for own, ties in zip(split.own, self._own, strict=True):
            if placed:
                use += ties @ found[own.places]
        for _ in range(sweeps):
            gained = False
            for own, ties in zip(split.own, self._own, strict=True):
                if placed and self.over():
                    return found
                before = found[own.places]
                if placed:
                    use -= ties @ before
                price = rows.cost.astype(float)
                change = self._cost(ties.row, use[ties.row] + ties.data) - self._cost(ties.row, use[ties.row])
                np.add.at(price, own.places[ties.col], change)
                least, after = own.cheapest(price)
                if after is None:
                    if not placed:
                        return None
                    after = before
                elif placed and least >= float(price[own.places] @ before) - 1e-9:
                    after = before
                else:
                    gained = True
                found[own.places] = after
                use += ties @ after
            placed = True
            if not gained:
                break
        return found
