"""Forecasts, their scores and requirements in the store: kept as they were made, never changed."""

import io
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.results import Capped, RequirementView, SettingLine
from desk.scored import ModelScore
from desk.store.log import plain
from desk.store.plan_tables import ForecastRow, RequirementRow, ScoreRow
from forecast.grid import Grid
from forecast.prediction import Note, Prediction
from forecast.staffing.requirement import CallBackPlan, Requirement

_PREDICTION_ARRAYS = ("mean", "quantiles", "paths")
_REQUIREMENT_ARRAYS = ("operators", "calls", "lost", "service_level")
_CALL_BACK_ARRAYS = ("minutes", "room", "waiting", "late", "reserve", "extra", "used", "service_level")


def add_forecast(
    session: Session, predictions: dict[str, Prediction], *, knowledge: str, who: str, now: datetime
) -> int:
    """Keep the predictions of one window (``"champion"`` and ``"naive"``) and return their number."""
    first = predictions["champion"]
    row = ForecastRow(
        origin=first.origin,
        start=first.grid.start,
        days=first.grid.days,
        knowledge=knowledge,
        facts={
            name: {
                "model": prediction.model,
                "step": prediction.grid.step,
                "zone": prediction.grid.zone,
                "notes": [[note.code, plain(dict(note.details))] for note in prediction.notes],
            }
            for name, prediction in predictions.items()
        },
        arrays=pack(
            {
                f"{name}.{part}": getattr(prediction, part)
                for name, prediction in predictions.items()
                for part in _PREDICTION_ARRAYS
            }
        ),
        made_by=who,
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def find_forecast(
    session: Session, start: date, days: int, *, origin: date, knowledge: str | None
) -> tuple[int, dict[str, Prediction], datetime] | None:
    """Return the latest predictions of exactly this window and origin (and, if given, this state of knowledge)."""
    query = select(ForecastRow).where(
        ForecastRow.start == start, ForecastRow.days == days, ForecastRow.origin == origin
    )
    if knowledge is not None:
        query = query.where(ForecastRow.knowledge == knowledge)
    row = session.scalar(query.order_by(ForecastRow.id.desc()).limit(1))
    return None if row is None else (row.id, _predictions(row), row.made_at)


def find_forecast_as_of(
    session: Session, origin: date, days: int, *, later: str
) -> tuple[dict[str, Prediction], datetime, str] | None:
    """
    Return the first forecast that was kept as of a day and reaches far enough, with its knowledge.

    One that was computed afterwards counts only with the knowledge `later`, and only if none was kept.
    """
    query = select(ForecastRow).where(
        ForecastRow.origin == origin,
        ForecastRow.start == origin + timedelta(days=1),
        ForecastRow.days >= days,
    )
    computed = ForecastRow.knowledge.like(f"{later.split(':')[0]}:%")
    row = session.scalar(query.where(~computed).order_by(ForecastRow.id).limit(1))
    if row is None:
        row = session.scalar(query.where(ForecastRow.knowledge == later).order_by(ForecastRow.id).limit(1))
    return None if row is None else (_predictions(row), row.made_at, row.knowledge)


def kept_origins(session: Session, *, before: date, but: str) -> tuple[date, ...]:
    """Return the days as of which forecasts were kept, newest first, those of a knowledge that begins with `but` aside."""
    query = (
        select(ForecastRow.origin)
        .where(ForecastRow.origin < before, ~ForecastRow.knowledge.like(f"{but}%"))
        .distinct()
        .order_by(ForecastRow.origin.desc())
    )
    return tuple(session.scalars(query))


def _predictions(row: ForecastRow) -> dict[str, Prediction]:
    arrays = unpack(row.arrays)
    return {
        name: Prediction(
            grid=Grid(row.start, row.days, facts["step"], facts["zone"]),
            origin=row.origin,
            model=facts["model"],
            notes=tuple(Note(code, tuple(details.items())) for code, details in facts["notes"]),
            **{part: arrays[f"{name}.{part}"] for part in _PREDICTION_ARRAYS},
        )
        for name, facts in row.facts.items()
    }


def covering(session: Session, first: date, days: int, *, oldest: date) -> Prediction | None:
    """Return the latest champion made before `first`, but not before `oldest`, cut to these days."""
    last = first + timedelta(days=days - 1)
    query = (
        select(ForecastRow)
        .where(ForecastRow.origin < first, ForecastRow.origin >= oldest, ForecastRow.start <= first)
        .order_by(ForecastRow.origin.desc(), ForecastRow.id.desc())
    )
    for row in session.scalars(query):
        if row.start + timedelta(days=row.days - 1) < last:
            continue
        facts, arrays = row.facts["champion"], unpack(row.arrays)
        at = (first - row.start).days
        part = slice(at, at + days)
        return Prediction(
            grid=Grid(first, days, facts["step"], facts["zone"]),
            origin=row.origin,
            model=facts["model"],
            mean=arrays["champion.mean"][part],
            quantiles=arrays["champion.quantiles"][part],
            paths=arrays["champion.paths"][:, part],
        )
    return None


def add_scores(
    session: Session, scores: tuple[ModelScore, ...], *, origin: date, knowledge: str, now: datetime
) -> None:
    """Keep a backtest; the first score is the champion's."""
    facts = {"scores": [asdict(score) for score in scores]}
    session.add(ScoreRow(origin=origin, knowledge=knowledge, facts=facts, made_at=now))


def find_scores(session: Session, *, knowledge: str) -> tuple[ModelScore, ...] | None:
    """Return the latest backtest of one state of knowledge; None if there is none yet."""
    query = select(ScoreRow).where(ScoreRow.knowledge == knowledge).order_by(ScoreRow.id.desc()).limit(1)
    row = session.scalar(query)
    return None if row is None else tuple(ModelScore(**score) for score in row.facts["scores"])


def add_requirement(
    session: Session,
    forecast_id: int,
    requirement: Requirement,
    *,
    band: tuple[np.ndarray, np.ndarray],
    settings: tuple[SettingLine, ...],
    knowledge: str,
    now: datetime,
    fan: np.ndarray | None = None,
    method: str = "mol_sl",
    capped: Capped | None = None,
) -> int:
    """Keep a requirement with the calls at 10 % and 90 %, its fan and what it rests on; return its number."""
    call_backs = requirement.call_backs
    more = {} if fan is None else {"fan": fan}
    if call_backs is not None:
        more |= {f"call_backs.{name}": getattr(call_backs, name) for name in _CALL_BACK_ARRAYS}
    row = RequirementRow(
        forecast_id=forecast_id,
        knowledge=knowledge,
        facts={
            "start": requirement.grid.start.isoformat(),
            "days": requirement.grid.days,
            "step": requirement.grid.step,
            "zone": requirement.grid.zone,
            "shrinkage": requirement.shrinkage,
            "skill": requirement.skill,
            "settings": [plain(asdict(line)) for line in settings],
            "call_backs": None if call_backs is None else list(call_backs.names),
            "eased": list(requirement.eased),
            "method": method,
            "capped": None if capped is None else asdict(capped),
        },
        arrays=pack(
            {name: getattr(requirement, name) for name in _REQUIREMENT_ARRAYS}
            | {"low": band[0], "high": band[1]}
            | more
        ),
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def find_requirement(
    session: Session, *, forecast_id: int | None = None, knowledge: str | None = None, id: int | None = None
) -> tuple[int, RequirementView] | None:
    """Return a requirement by its number, or the latest one of a forecast and a state of the settings."""
    query = select(RequirementRow).order_by(RequirementRow.id.desc()).limit(1)
    if id is not None:
        query = query.where(RequirementRow.id == id)
    if forecast_id is not None:
        query = query.where(RequirementRow.forecast_id == forecast_id)
    if knowledge is not None:
        query = query.where(RequirementRow.knowledge == knowledge)
    row = session.scalar(query)
    if row is None:
        return None
    facts, arrays = row.facts, unpack(row.arrays)
    grid = Grid(date.fromisoformat(facts["start"]), facts["days"], facts["step"], facts["zone"])
    requirement = Requirement(
        grid=grid,
        **{name: arrays[name] for name in _REQUIREMENT_ARRAYS},
        shrinkage=facts["shrinkage"],
        skill=facts["skill"],
        call_backs=_call_backs(facts.get("call_backs"), arrays),
        eased=tuple(facts.get("eased", ())),
    )
    capped = facts.get("capped")
    return row.id, RequirementView(
        requirement,
        arrays["low"],
        arrays["high"],
        tuple(_line(line) for line in facts["settings"]),
        fan=arrays.get("fan"),
        method=facts.get("method", "mol_sl"),
        capped=None if capped is None else Capped(**capped),
    )


def latest_requirement(session: Session, start: date, days: int) -> int | None:
    """Return the number of the newest requirement of exactly these days that no repair has changed."""
    return session.scalar(
        select(RequirementRow.id)
        .join(ForecastRow, ForecastRow.id == RequirementRow.forecast_id)
        .where(ForecastRow.start == start, ForecastRow.days == days)
        .where(RequirementRow.knowledge.not_like("demand %"))
        .order_by(RequirementRow.id.desc())
        .limit(1)
    )


def forecast_behind(session: Session, requirement: int) -> tuple[int, Prediction] | None:
    """Return the number and the champion of the forecast that a requirement rests on."""
    kept = session.get(RequirementRow, requirement)
    row = None if kept is None else session.get(ForecastRow, kept.forecast_id)
    if row is None:
        return None
    found = find_forecast(session, row.start, row.days, origin=row.origin, knowledge=row.knowledge)
    return None if found is None else (row.id, found[1]["champion"])


def _call_backs(names: list[str] | None, arrays: dict[str, np.ndarray]) -> CallBackPlan | None:
    if names is None:
        return None
    return CallBackPlan(tuple(names), **{name: arrays[f"call_backs.{name}"] for name in _CALL_BACK_ARRAYS})


def pack(arrays: dict[str, np.ndarray]) -> bytes:
    """Return arrays as the bytes of one compressed file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # numpy's stubs take the names for its own keywords
    return file.getvalue()


def unpack(content: bytes) -> dict[str, np.ndarray]:
    """Return the arrays that `pack` has written."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def _line(facts: dict[str, Any]) -> SettingLine:  # Any: as JSON hands it out
    as_of = facts["as_of"]
    return SettingLine(**facts | {"as_of": None if as_of is None else date.fromisoformat(as_of)})
