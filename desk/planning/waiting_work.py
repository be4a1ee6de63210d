"""Work of a window that can wait: messages of the nights, web cases and follow-up calls, as batches with deadlines."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from desk.planning.known import HALF_HOUR
from desk.store import known
from forecast.prediction import Prediction
from forecast.staffing.deferrable import Batch, Kind, batches_of
from forecast.staffing.parameters import Floats


def kinds_of(service: Mapping[str, Any]) -> dict[str, Kind]:  # Any: as JSON hands it out
    """Return the kinds of work that can wait, by their codes."""
    return {
        code: Kind(
            code,
            float(facts["seconds"]),
            float(facts["within"]),
            np.inf if facts.get("after_opening") is None else float(facts["after_opening"]),
        )
        for code, facts in service.get("deferrable", {}).items()
    }


def waiting_work(
    session: Session, service: Mapping[str, Any], prediction: Prediction, open_: np.ndarray, answered: Floats
) -> tuple[Batch, ...]:
    """
    Return the work that can wait in a window of half-hours.

    Parameters
    ----------
    service
        Settings of the line with what its history tells (``fitted``): the share of callers who leave a message
        while it is closed, and web cases per call with their times of day.
    prediction
        Calls per slot.
    open_
        Whether the line is open, shape (slots,).
    answered
        Expected answered calls per slot, shape (slots,).

    Notes
    -----
    What came after closing on the last known day waits when the window begins; if the window begins later, the
    evening before it is taken to be like its first evening.
    """
    fitted = service.get("fitted", {})
    found: list[Batch] = []
    grid = prediction.grid
    calls = np.asarray(prediction.mean, dtype=float)
    lengths = grid.minutes_of()
    for code, kind in kinds_of(service).items():
        if code == "voicemail" and "voicemail" in fitted:
            arriving = np.where(open_, 0.0, calls * fitted["voicemail"]["share"])
        elif code == "web" and "web" in fitted:
            by_day = calls.reshape(grid.days, -1).sum(axis=1) * fitted["web"]["share"]
            arriving = (by_day[:, None] * np.asarray(fitted["web"]["profile"])).ravel()
        elif (share := service["deferrable"][code].get("per_call")) is not None:
            arriving = answered * float(share)
        else:
            continue
        waits = _evening_before(session, code, prediction, open_, arriving)
        found.extend(batches_of(kind, arriving, open_, lengths, backlog=waits))
    return tuple(found)


def _evening_before(
    session: Session, code: str, prediction: Prediction, open_: np.ndarray, arriving: Floats
) -> float:
    """Return the pieces that came after closing on the day before the window."""
    grid = prediction.grid
    first = slice(0, grid.slots_per_day)
    opened = np.flatnonzero(open_[first])
    if not opened.size or opened[-1] == grid.slots_per_day - 1:
        return 0.0
    evening = slice(int(opened[-1]) + 1, grid.slots_per_day)
    if prediction.origin == grid.start - timedelta(days=1):
        known_day = known.load_demand(
            session, f"line.{code}", step=HALF_HOUR, zone=grid.zone, since=prediction.origin
        )
        if known_day is not None and known_day.grid.start == prediction.origin:
            return float(np.nansum(known_day.values[evening]))
    return float(arriving[first][evening].sum())
