"""Use cases of what became of the calls: look at a switchboard's report first, then learn the line's figures from it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.planning.measuring import learn_again
from desk.planning.service import setting_lines
from desk.planning.staffing import load_service
from desk.results import Centre, Finding, ImportResult, OutcomesPreview, SettingLine
from desk.store import Store, known, log
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import MINUTES_PER_DAY
from forecast.intake import Outcomes, read_outcomes


def preview_outcomes(
    store: Store, who: Account, *, name: str, content: bytes, mapping: Mapping[str, str] | None = None
) -> OutcomesPreview:
    """
    Return what a report holds, and what the line's figures would be with it; nothing is written.

    Parameters
    ----------
    name, content
        The file, by half-hour (patience and capped half-hours need that) or by day.
    mapping
        Role and column, see `forecast.intake.outcomes.HEADINGS`; guessed if None.

    Raises
    ------
    DataError
        As `forecast.intake.read_outcomes`.
    SettingError
        ``empty_store``.
    """
    require(who, "preview_outcomes")
    with store.trial() as session:
        again = known.find_import(session, content) is not None
        found = _read(load_centre(session), name, content, mapping)
        if not again:
            _keep(session, found, content, who)
        figures = _figures(session)
    grid = found.series["answered"].grid
    return OutcomesPreview(
        name=name,
        content=content,
        mapping=found.mapping,
        columns=found.columns,
        step=grid.step,
        first=grid.start,
        last=grid.end,
        totals=tuple((role, float(np.nansum(series.values))) for role, series in found.series.items()),
        bad_rows=tuple(
            Finding(row.code, tuple((k, v) for k, v in asdict(row).items() if k != "code"), stops=True)
            for row in found.bad_rows
        ),
        figures=figures,
        known_already=again,
    )


def accept_outcomes(
    store: Store, who: Account, *, preview: OutcomesPreview, leave_out: bool = False
) -> ImportResult:
    """
    Take in a report that has been looked at, and learn the line's figures again.

    Raises
    ------
    DataError
        ``bad_rows`` if cells cannot be used and are not left out.
    """
    require(who, "accept_outcomes")
    if preview.bad_rows and not leave_out:
        facts = dict(preview.bad_rows[0].details)
        raise DataError(
            "bad_rows",
            file=preview.name,
            count=len(preview.bad_rows),
            row=facts["row"],
            column=facts["column"],
            value=facts["value"],
        )
    with store.begin() as session:
        if known.find_import(session, preview.content) is not None:
            return ImportResult(None, 0, 0, 0)
        found = _read(load_centre(session), preview.name, preview.content, dict(preview.mapping))
        number, days, changed = _keep(session, found, preview.content, who)
        done = ImportResult(number, days - changed, changed, len(found.bad_rows))
        log.add_line(session, who.username, "import_outcomes", after={"file": preview.name, **asdict(done)})
    return done


def _read(here: Centre, name: str, content: bytes, mapping: Mapping[str, str] | None) -> Outcomes:
    latest = max(here.today - timedelta(days=1), datetime.now(UTC).date())
    return read_outcomes(content, name, mapping=mapping, today=latest, zone=here.zone)


def _keep(session: Session, found: Outcomes, content: bytes, who: Account) -> tuple[int, int, int]:
    """Keep the series and learn from them; return the import's number, its days, and those known before."""
    zone = load_centre(session).zone
    before = known.load_demand(session, "line.answered", step=MINUTES_PER_DAY, zone=zone)
    had = (
        set()
        if before is None
        else {d for d, v in zip(before.grid.dates, before.values, strict=True) if v == v}
    )
    number = known.add_import(session, found.file, content, who.username, datetime.now(UTC))
    for series in found.series.values():
        known.add_demand(session, series, number)
    row = known.find_centre(session)
    types = () if row is None else tuple(row.service.get("handling", ()))
    if len(types) == 1:  # with one type of calls, all answered ones are of that type
        daily = found.series["answered"].daily()
        known.add_demand(session, Demand(daily.grid, daily.values, f"type.{types[0]}"), number)
    session.flush()
    learn_again(session)
    daily = found.series["answered"].daily()
    told = {d for d, v in zip(daily.grid.dates, daily.values, strict=True) if v == v}
    return number, len(told), len(told & had)


def _figures(session: Session) -> tuple[SettingLine, ...]:
    """Return the settings that the history speaks of, with what it says."""
    return tuple(line for line in setting_lines(load_service(session)) if line.fitted is not None)
