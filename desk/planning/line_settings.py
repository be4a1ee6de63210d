"""Use cases of the line's settings: what it promises, when it is open, how long its work takes; each with its source."""

import copy
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import HALF_HOUR, load_centre
from desk.planning.service import (
    EMERGENCY,
    FITTED,
    emergency_of,
    losses_of,
    method_of,
    setting_warning,
    source_of,
)
from desk.planning.staffing import line_of, target_of
from desk.planning.waiting_work import kinds_of
from desk.results import LineSetting, LineValue
from desk.store import Store, known, log
from forecast.errors import SettingError
from forecast.grid import MINUTES_PER_DAY, Grid
from forecast.staffing import parameters
from forecast.staffing.erlang import DEFINITIONS
from forecast.staffing.shrinkage import total

Service = Mapping[str, Any]  # Any: as JSON hands it out

CHOICES = {
    "definition": tuple(DEFINITIONS),
    "method": ("mol_sl", "stationary", "exact"),
    "rule": ("expected", "probability"),
}
"""Settings that are one of a few words."""

USUAL: dict[str, LineValue] = {
    "definition": "offered",
    "rule": "expected",
    "confidence": 0.9,
    "minimum": 1,
    "method": "mol_sl",
    "patience_shape": 1.0,
    "redial": 0.0,
}
"""What holds where a centre has not said otherwise."""

PLAIN = {
    "target_share": "share", "target_seconds": "seconds", "definition": "choice", "rule": "choice",
    "confidence": "share", "minimum": "count", "max_occupancy": "share", "method": "choice",
    "open": "clock", "close": "clock", "late_close": "clock", "late_days": "days", "late_spans": "spans",
    "seats": "count", "patience": "seconds", "patience_shape": "ratio", "redial": "share",
}  # fmt: skip
"""Settings that stand by themselves, and what they are."""

DEFERRABLE = {
    "seconds": ("seconds", "seconds"),
    "within": ("within", "hours"),
    "after_opening": ("after_opening", "hours"),
    "share": ("per_call", "ratio"),
}
"""Settings of every kind of work that can wait: beginning of the code to name in the store and kind."""

MOST = {
    "share": 1.0, "seconds": 86_400.0, "hours": 24.0 * 366, "count": 100_000.0, "ratio": 1_000.0,
    "emergency_hours": 24.0,
}  # fmt: skip
"""Highest number of each kind, or of a setting itself; the lowest is 0."""

BOUNDED = {
    "target_share": parameters.targets,
    "confidence": parameters.confidences,
    "max_occupancy": parameters.occupancy_caps,
    "emergency_occupancy": parameters.occupancy_caps,
    "redial": parameters.redials,
    "patience_shape": parameters.patience_shapes,
}
"""Numbers whose bounds have a sentence of their own, such as shares given as 80 in place of 0.80."""


def line_settings(store: Store, who: Account) -> tuple[LineSetting, ...]:
    """Return every setting of the line, in the order in which people think of them."""
    require(who, "line_settings")
    with store.read() as session:
        load_centre(session)
        return _lines(_service(session))


def set_line_setting(
    store: Store, who: Account, *, code: str, value: LineValue, source: str
) -> tuple[LineSetting, LineSetting]:
    """
    Change one setting of the line, with the decision it rests on, and return it as it was and as it is.

    The next requirement uses it; rosters that stand keep the requirement that they were made for.

    Parameters
    ----------
    code
        As in `line_settings`.
    value
        A number, a word of the choices, a time of day (``08:30`` or minutes), ``yes`` or ``no``,
        days of every year (``03-15, 11-11``) or spans (``2027-01-29/2027-02-18``).
    source
        Where the decision stands.

    Raises
    ------
    SettingError
        ``unknown_line_setting``, ``line_setting_value``, ``line_setting_range``, ``line_setting_count``, ``line_setting_source``, ``line_hours``, or of staffing if
        the settings together ask for what cannot be.
    """
    require(who, "set_line_setting")
    if not source.strip():
        raise SettingError("line_setting_source", name=code)
    with store.begin() as session:
        today = load_centre(session).today
        service = _service(session)
        before = {line.code: line for line in _lines(service)}
        if code not in before:
            raise SettingError("unknown_line_setting", name=code, known=", ".join(before))
        changed = copy.deepcopy(dict(service))
        _put(changed, code, _read(before[code], value))
        changed.setdefault("sources", {})[code] = {"text": source.strip(), "as_of": today.isoformat()}
        check_service(changed, today)
        known.save_service(session, changed)
        after = next(line for line in _lines(changed) if line.code == code)
        log.add_line(
            session, who.username, "set_line_setting",
            before={"name": code, "kind": after.kind, "value": before[code].value, "source": before[code].source},
            after={"name": code, "kind": after.kind, "value": after.value, "source": after.source},
        )  # fmt: skip
    return before[code], after


def _service(session: Session) -> Service:
    row = known.find_centre(session)
    if row is None:
        raise AssertionError("the centre has just been found")
    return row.service


def _lines(service: Service) -> tuple[LineSetting, ...]:
    def line(code: str, kind: str, value: LineValue, origin: str) -> LineSetting:
        source = source_of(service, code, origin)
        used, count, told = _used(service, code, value)
        return LineSetting(
            code, kind, value,
            "" if source is None else source["text"],
            None if source is None else date.fromisoformat(source["as_of"]),
            CHOICES.get(code, ()), used, told, count, setting_warning(service, code),
        )  # fmt: skip

    found = [
        line(code, kind, _shown(kind, service.get(code, USUAL.get(code, 0))), code)
        for code, kind in PLAIN.items()
    ]
    found += [
        line(f"emergency_{name}", EMERGENCY[name], value, "emergency")
        for name, value in emergency_of(service).items()
    ]
    for part, kind in (("handling", "seconds"), ("mix", "share")):
        found += [line(f"{part}_{name}", kind, value, part) for name, value in service.get(part, {}).items()]
    taken = service.get("from_history", ())
    found += [line(f"history_{name}", "yes", name in taken, f"history_{name}") for name in FITTED]
    for name, work in service.get("deferrable", {}).items():
        found += [
            line(f"{code}_{name}", kind, work[key], name)
            for code, (key, kind) in DEFERRABLE.items()
            if work.get(key) is not None
        ]
    found += [
        line(f"shrinkage_{name}", "share", loss["share"], "shrinkage")
        for name, loss in service.get("shrinkage", {}).items()
    ]
    return tuple(found)


def _used(service: Service, code: str, value: LineValue) -> tuple[LineValue, int | None, str]:
    """Return what a plan takes for a setting, how many calls say so if it comes from the history, and whence it comes."""
    part, _, name = code.partition("_")
    if part == "shrinkage" and service["shrinkage"][name]["planned"]:
        return 0.0, None, "planned"
    told = service.get("fitted", {}).get(part)
    if part in ("handling", "mix"):
        told = (told or {}).get(name)
    elif code != "patience":
        told = None
    if told is not None and told["value"] > 0 and part in service.get("from_history", ()):
        return told["value"], told["count"], "history"
    known = name in service.get(part, {}) if part == "emergency" else code in service or code not in USUAL
    return value, None, "set" if known else "default"


def _shown(kind: str, value: Any) -> LineValue:  # Any: as JSON hands it out
    if kind == "days":
        return ", ".join(value or ())
    if kind == "spans":
        return ", ".join("/".join(pair) for pair in value or ())
    kept: LineValue = value
    return kept


def _put(service: dict[str, Any], code: str, value: Any) -> None:
    """Set one value in its place."""
    if code in PLAIN:
        service[code] = value
        return
    part, _, name = code.partition("_")
    if part in ("handling", "mix", "emergency"):
        service.setdefault(part, {})[name] = value
    elif part == "shrinkage":
        service["shrinkage"][name]["share"] = value
    elif part == "history":
        taken = [kept for kept in service.get("from_history", ()) if kept != name]
        service["from_history"] = [*taken, name] if value else taken
    else:
        part = "after_opening" if code.startswith("after_opening_") else part
        service["deferrable"][code.removeprefix(f"{part}_")][DEFERRABLE[part][0]] = value


def _read(line: LineSetting, value: LineValue) -> Any:
    """Return a value as the store keeps it; `SettingError` if it is none of this kind."""
    wrong = SettingError("line_setting_value", name=line.code, value=value, kind=line.kind)
    text = str(value).strip()
    if line.kind == "choice":
        if text not in line.choices:
            raise wrong
        return text
    if line.kind == "yes":
        if text.lower() not in ("yes", "no", "true", "false"):
            raise wrong
        return text.lower() in ("yes", "true")
    if line.kind == "clock":
        minutes = _minutes(text)
        if minutes is None:
            raise wrong
        return minutes
    if line.kind in ("days", "spans"):
        parts = [part for part in re.split(r"[\s,，、;；]+", text) if part]
        try:
            return [_day_of_year(part) if line.kind == "days" else _span(part) for part in parts]
        except ValueError:
            raise wrong from None
    try:
        number = float(text)
    except ValueError:
        raise wrong from None
    if line.code in BOUNDED:
        BOUNDED[line.code](number)
    most = MOST.get(line.code, MOST[line.kind])
    if not 0 <= number <= most or (line.kind == "count" and number != round(number)):
        code = "line_setting_count" if line.kind == "count" else "line_setting_range"
        raise SettingError(code, name=line.code, value=text, low=0, high=int(most))
    return int(number) if line.kind == "count" else number


def _minutes(text: str) -> int | None:
    """Return a time of day in minutes from midnight, from ``8:30`` or the minutes themselves; None if it is none."""
    found = re.fullmatch(r"(\d{1,2})[:：](\d{2})", text)
    minutes = int(found[1]) * 60 + int(found[2]) if found else int(text) if text.isdigit() else None
    if minutes is None or minutes > MINUTES_PER_DAY or (found and int(found[2]) > 59):
        return None
    return minutes


def _day_of_year(text: str) -> str:
    month, _, day = text.partition("-")
    return f"{date(2024, int(month), int(day)):%m-%d}"  # a leap year, so that 29 February is a day


def _span(text: str) -> list[str]:
    first, _, last = text.partition("/")
    pair = date.fromisoformat(first), date.fromisoformat(last or first)
    if pair[1] < pair[0]:
        raise ValueError
    return [day.isoformat() for day in pair]


def check_service(service: Service, today: date) -> None:
    """
    Let only settings of a line through that a requirement can be made of.

    Raises
    ------
    SettingError
        ``line_hours``, or the parameter with its bound and value.
    """
    if not service["open"] < service["close"] <= service["late_close"]:
        raise SettingError("line_hours")
    target_of(service)
    method_of(service, None)
    total(losses_of(service))
    for seconds in (*service["handling"].values(), *(w["seconds"] for w in service["deferrable"].values())):
        parameters.handling_times(seconds)
    kinds_of(service)
    parameters.occupancy_caps(emergency_of(service)["occupancy"])
    parameters.patiences(service["patience"])
    line_of(service, Grid(today, 1, step=HALF_HOUR))
