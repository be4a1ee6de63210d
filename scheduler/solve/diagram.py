"""Diagram: every roster of one person that keeps the person's rows, as paths through layers of states."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.solve.block import Block

Bounded = tuple[np.ndarray, np.ndarray]
"""Rows over a block's variables, shape (rows, variables), and what each may come to at most, shape (rows,)."""


@dataclass(frozen=True, slots=True)
class Layer:
    """
    The arcs of one day, by the state that they leave.

    Parameters
    ----------
    first
        Shape (states + 1,): the arcs of state i are those from ``first[i]`` to ``first[i + 1]``.
    option, target
        Shape (arcs,): what is done on the day and the state that follows.
    """

    first: np.ndarray
    option: np.ndarray
    target: np.ndarray


@dataclass(frozen=True, slots=True)
class Diagram:
    """
    Paths from the one state before the first day to the one after the last, a layer per day.

    Parameters
    ----------
    block
        The person's variables, days and what can be done on each.
    layers
        Arcs, by day.
    """

    block: Block
    layers: tuple[Layer, ...]

    @property
    def arcs(self) -> int:
        """Number of arcs, the measure of work."""
        return sum(len(layer.option) for layer in self.layers)

    def cheapest(self, price: np.ndarray) -> tuple[float, np.ndarray]:
        """
        Return the least price of a path and the variables of one that has it.

        Parameters
        ----------
        price
            Shape (variables,): of each of the block's variables.
        """
        after = np.zeros(1)
        totals: list[np.ndarray] = []
        prices = self.block.priced(price)
        for layer, today in zip(reversed(self.layers), reversed(prices), strict=True):
            total = today[layer.option] + after[layer.target]
            totals.append(total)
            after = np.minimum.reduceat(total, layer.first[:-1])
        state, chosen = 0, []
        for layer, total in zip(self.layers, reversed(totals), strict=True):
            first, last = layer.first[state], layer.first[state + 1]
            arc = first + int(np.argmin(total[first:last]))
            chosen.append(int(layer.option[arc]))
            state = int(layer.target[arc])
        return float(after[0]), self.block.assembled(chosen)

    def refined(self, rows: Bounded, most: int) -> "Diagram | None":
        """
        Return the diagram of the paths that also keep some rows, or None if it would have too many arcs.

        A state remembers what each row has left, and forgets it where nothing that may follow can use it up.

        Parameters
        ----------
        rows
            The rows.
        most
            Arcs at most.

        Raises
        ------
        ValueError
            If no path is left.
        """
        matrix, bounds = rows
        works = [
            options @ matrix[:, places].T
            for options, places in zip(self.block.options, self.block.places, strict=True)
        ]
        ahead = list(self._ahead(works))
        state, left = np.zeros(1, dtype=np.int64), bounds[None, :].astype(np.int64)
        if (left < ahead[0][0]).any():
            raise ValueError("diagram.refined: no path keeps the rows.")
        left = np.minimum(left, ahead[0][1])
        layers: list[Layer] = []
        total = 0
        for layer, work, (least, largest) in zip(self.layers, works, ahead[1:], strict=True):
            counts = np.diff(layer.first)[state]
            source = np.repeat(np.arange(len(state)), counts)
            arc = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            arc += np.repeat(layer.first[state], counts)
            target = layer.target[arc]
            after = left[source] - work[layer.option[arc]]
            fits = (after >= least[target]).all(axis=1)
            source, arc, target = source[fits], arc[fits], target[fits]
            after = np.minimum(after[fits], largest[target])
            total += len(arc)
            if total > most:
                return None
            states, number = _distinct(np.column_stack([target, after]))
            layers.append(Layer(_firsts(source, len(state)), layer.option[arc], number))
            state, left = states[:, 0], states[:, 1:]
        return Diagram(self.block, tuple(_alive(layers)))

    def _ahead(self, works: list[np.ndarray]) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return for each state what every row will use from here on at least and at most."""
        least = np.zeros((1, works[0].shape[1]), dtype=np.int64)
        largest = least
        found = [(least, largest)]
        for layer, work in zip(reversed(self.layers), reversed(works), strict=True):
            use = work[layer.option]
            least = np.minimum.reduceat(use + least[layer.target], layer.first[:-1])
            largest = np.maximum.reduceat(use + largest[layer.target], layer.first[:-1])
            found.append((least, largest))
        return found[::-1]


def sketched(block: Block, rows: Bounded) -> Diagram:
    """
    Return the diagram of the paths that keep some rows, each of which concerns a few days only.

    Where two options of a day differ only in what helps nothing later, the better one stays.

    Raises
    ------
    ValueError
        If no path keeps the rows.
    """
    matrix, bounds = rows
    days = len(block.places)
    day_of = np.empty(matrix.shape[1], dtype=np.int64)
    for day, places in enumerate(block.places):
        day_of[places] = day
    spans = [day_of[np.flatnonzero(row)] for row in matrix]
    first = np.array([span.min() for span in spans], dtype=np.int64)
    last = np.array([span.max() for span in spans], dtype=np.int64)
    least = np.zeros((days + 1, len(bounds)), dtype=np.int64)
    largest = least.copy()
    works = []
    for day in reversed(range(days)):
        here = np.flatnonzero((first <= day) & (day <= last))
        work = block.options[day] @ matrix[np.ix_(here, block.places[day])].T
        works.append((here, work))
        least[day], largest[day] = least[day + 1], largest[day + 1]
        least[day, here] += work.min(axis=0, initial=0)
        largest[day, here] += work.max(axis=0, initial=0)
    layers: list[Layer] = []
    left = np.zeros((1, 0), dtype=np.int64)
    known = np.zeros(0, dtype=np.int64)
    for day, (here, work) in enumerate(reversed(works)):
        full = np.broadcast_to(bounds[here], (len(left), len(here))).copy()
        full[:, np.searchsorted(here, known)] = left
        after = full[:, None, :] - work[None]
        fits = (after >= least[day + 1, here]).all(axis=2)
        for better, worse in block.better[day]:
            fits[:, worse] &= ~fits[:, better]
        source, option = np.nonzero(fits)
        open_ = last[here] > day
        known = here[open_]
        left = np.minimum(after[source, option][:, open_], largest[day + 1, known])
        left, number = _distinct(left)
        layers.append(Layer(_firsts(source, len(full)), option, number))
    return Diagram(block, tuple(_alive(layers)))


def _distinct(states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the different rows of a table and which of them each row is."""
    if not len(states):
        raise ValueError("diagram: no path is left.")
    low = states.min(axis=0)
    span = states.max(axis=0) - low + 1
    if np.log2(span.astype(float)).sum() < 62:
        weight = np.concatenate([[1], np.cumprod(span[:-1])]) if len(span) else np.zeros(0, dtype=np.int64)
        key = (states - low) @ weight
        _, where, number = np.unique(key, return_index=True, return_inverse=True)
    else:
        _, where, number = np.unique(states, axis=0, return_index=True, return_inverse=True)
    return states[where], number.reshape(-1)


def _firsts(source: np.ndarray, states: int) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(np.bincount(source, minlength=states))])


def _alive(layers: list[Layer]) -> Iterator[Layer]:
    """Yield the layers without the states from which the last day cannot be reached."""
    kept: list[Layer] = []
    alive = np.ones(int(layers[-1].target.max()) + 1, dtype=bool)
    for layer in reversed(layers):
        use = alive[layer.target]
        source = np.repeat(np.arange(len(layer.first) - 1), np.diff(layer.first))[use]
        here = np.zeros(len(layer.first) - 1, dtype=bool)
        here[source] = True
        number = np.cumsum(alive) - 1
        place = np.cumsum(here) - 1
        kept.append(
            Layer(
                _firsts(place[source], int(here.sum())).astype(np.int32),
                layer.option[use].astype(np.int16),
                number[layer.target[use]].astype(np.int32),
            )
        )
        alive = here
    if not alive.all():
        raise ValueError("diagram: no path is left.")
    yield from reversed(kept)
