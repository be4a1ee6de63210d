"""What forecasts are made of, kept for explanations: computed from a forecast's knowledge, and lost without harm."""

import numpy as np
from sqlalchemy.orm import Session

from desk.store.plan_tables import EffectsRow
from desk.store.plans import pack, unpack
from forecast.models.effects import PARTS, Effects


def keep(session: Session, effects: Effects, *, knowledge: str, model: str) -> None:
    """Keep the effects of a model for one state of knowledge."""
    arrays = {f"part.{code}": effects.parts[code] for code in PARTS}
    arrays |= {"base": np.array([effects.base]), "is_open": effects.is_open}
    keep_arrays(session, arrays, knowledge=knowledge, name=model)


def find(session: Session, *, knowledge: str, model: str) -> Effects | None:
    """Return the effects that are kept for one state of knowledge."""
    arrays = find_arrays(session, knowledge=knowledge, name=model)
    if arrays is None:
        return None
    return Effects(
        float(arrays["base"][0]),
        {code: arrays[f"part.{code}"] for code in PARTS},
        arrays["is_open"].astype(bool),
    )


def keep_arrays(session: Session, arrays: dict[str, np.ndarray], *, knowledge: str, name: str) -> None:
    """Keep arrays that were learned from one state of knowledge."""
    session.merge(EffectsRow(knowledge=knowledge, model=name, arrays=pack(arrays)))


def find_arrays(session: Session, *, knowledge: str, name: str) -> dict[str, np.ndarray] | None:
    """Return the arrays that are kept for one state of knowledge."""
    row = session.get(EffectsRow, (knowledge, name))
    return None if row is None else unpack(row.arrays)
