"""What became of every message that callers left after hours."""

from datetime import timedelta

import numpy as np
import pandas as pd

from desk.sample import recipe
from desk.sample.contacts import History
from desk.sample.team import SERVICE

REACHED = 0.82
"""Chance that one try to call back reaches the caller [chosen]."""

TRIES = 3
"""Tries before a message is closed as not reached [chosen]."""


def call_backs(rng: np.random.Generator, history: History) -> pd.DataFrame:
    """
    Return one row per message: when it was left, when it was called back, after how many tries, and whether reached.

    One operator calls back in order of arrival from opening on; in the emergency from 17:30 on, when the phones
    leave time for it.
    """
    first = pd.Timestamp(recipe.FIRST)
    rows, ready = [], 0.0
    for second in history.messages:
        begin = _begin(history, int(second))
        tries = min(int(rng.geometric(REACHED)), TRIES + 1)
        seconds = recipe.CALL_BACK * rng.gamma(2.0, 0.5)
        ready = max(ready, begin) + seconds
        reached = tries <= TRIES
        rows.append((int(second), int(ready), min(tries, TRIES), "reached" if reached else "not_reached"))
    frame = pd.DataFrame(rows, columns=["left_at", "called_back_at", "tries", "outcome"])
    for column in ("left_at", "called_back_at"):
        frame[column] = first + pd.to_timedelta(frame[column] // 60, unit="min")
    return frame


def _begin(history: History, second: int) -> float:
    """Return the earliest second at which a message can be called back."""
    number, within = divmod(second, 86400)
    if within >= SERVICE.open * 60:
        number += 1
    day = recipe.FIRST + timedelta(days=number)
    busy = recipe.EMERGENCY_FIRST < day <= recipe.EMERGENCY_PLATEAU
    return number * 86400 + (SERVICE.close if busy else SERVICE.open) * 60
