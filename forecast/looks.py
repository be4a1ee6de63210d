"""Looks back: what every model would have said from a few days of the past, computed once and then remembered."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from threadpoolctl import threadpool_limits

from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.grid import Grid
from forecast.models.trusted import trusted
from forecast.prediction import Prediction
from forecast.similar import known_until, usual_of

SPANS: tuple[tuple[int, int, int], ...] = ((84, 28, 3), (28, 28, 3), (7, 7, 2))
"""Days between looks, days ahead of each, fewest of them: one a season, else one a month, else one a week."""

MOST = 4
"""Looks at most: with one a season, a whole year."""

FEWEST_BEFORE = 14
"""Known days that a look needs before it: two of each weekday."""

Kept = Mapping[str, np.ndarray]
"""One look as arrays: mean, quantiles and seconds of every model that could be used, by ``model.mean`` ..."""


class Memory(Protocol):
    """Keeps looks by a key that names all they rest on; a dict will do."""

    def get(self, key: str, /) -> Kept | None:
        """Return what is kept under a key."""
        ...

    def __setitem__(self, key: str, look: Kept, /) -> None:
        """Keep it."""
        ...


Look = Mapping[str, tuple[Prediction, float]]
"""Prediction and seconds of every model that could be used, without sample paths."""


def looks_of(demand: Demand) -> tuple[int, tuple[date, ...]]:
    """
    Return days ahead and origins of the looks back on a history, oldest first; none if it is too short.

    They stand on fixed dates, so that tomorrow's are today's until a new one has its days ahead.
    """
    grid = demand.grid
    before = np.cumsum(np.isfinite(demand.values))
    for every, ahead, fewest in SPANS:
        last = grid.end - timedelta(days=ahead)
        last -= timedelta(days=last.toordinal() % every)
        found = [last - timedelta(days=every * k) for k in range(MOST)]
        found = [day for day in found if day >= grid.start and _tells(before, (day - grid.start).days, ahead)]
        if len(found) >= fewest:
            return ahead, tuple(reversed(found))
    return 0, ()


def _tells(before: np.ndarray, at: int, ahead: int) -> bool:
    """Whether enough is known before a look, and of the days ahead of it at least half."""
    return bool(before[at] >= FEWEST_BEFORE and 2 * (before[at + ahead] - before[at]) >= ahead)


def look(
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event],
    *,
    ahead: int,
    models: Sequence[str],
    memory: Memory,
    similar: Sequence[Demand] = (),
) -> Look:
    """
    Return what models say from the last day of a demand; a model that cannot be used is left out.

    Parameters
    ----------
    demand, calendar, events
        As known on that day.
    ahead
        Days ahead.
    models
        Their codes.
    memory
        Is asked first, and takes what is computed.
    similar
        Histories of similar centres; what came after that day is not looked at.
    """
    asked = _Question(demand, calendar, events, ahead, models, known_until(similar, demand.grid.end))
    key = asked.key()
    kept = memory.get(key)
    if kept is None:
        kept = memory[key] = asked.answer()
    grid = Grid(demand.grid.end + timedelta(days=1), ahead, demand.grid.step, demand.grid.zone)
    return {
        code: (
            Prediction(
                grid,
                demand.grid.end,
                code,
                kept[f"{code}.mean"],
                kept[f"{code}.quantiles"],
                np.empty((0, ahead)),
            ),
            float(kept[f"{code}.seconds"]),
        )
        for code in models
        if f"{code}.mean" in kept
    }


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of the models on one day of the past."""

    demand: Demand
    calendar: Calendar
    events: Sequence[Event]
    ahead: int
    models: Sequence[str]
    similar: Sequence[Demand]

    def answer(self) -> dict[str, np.ndarray]:
        """Return mean, quantiles and seconds of every model that can be used."""
        found: dict[str, np.ndarray] = {}
        usual = usual_of(self.similar, self.calendar)
        for code in self.models:
            began = time.perf_counter()
            try:
                with threadpool_limits(1):  # as many cores would spend more on waiting than on work
                    made = trusted(
                        code,
                        self.demand,
                        self.calendar,
                        self.events,
                        horizon=self.ahead,
                        paths=1,
                        usual=usual,
                    )
            except ModelError:
                continue
            found[f"{code}.mean"], found[f"{code}.quantiles"] = made.mean, made.quantiles
            found[f"{code}.seconds"] = np.array(time.perf_counter() - began)
        return found

    def key(self) -> str:
        """Return what the answer is known by."""
        digest = hashlib.sha256(code_of_models().encode() + self.demand.values.tobytes())
        calendar = (self.calendar.country, self.calendar.corrections)
        facts = (self.demand.grid, *calendar, tuple(self.events), self.ahead, tuple(self.models))
        digest.update(repr(facts).encode())
        for other in self.similar:
            digest.update(repr(other.grid).encode() + other.values.tobytes())
        return digest.hexdigest()


@cache
def code_of_models() -> str:
    """Return what the models' own code is known by: what an older release said is computed again, not remembered."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for file in (here / "calendar.py", here / "similar.py", *sorted((here / "models").glob("*.py"))):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
