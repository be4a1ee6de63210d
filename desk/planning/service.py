"""Settings of the line as a plan uses them: with what the history tells, and each with its source."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from desk.results import Capped, SettingLine
from desk.sample import read_service, service_facts
from forecast.errors import SettingError
from forecast.staffing.erlang import DEFINITIONS, Definition
from forecast.staffing.shrinkage import Component
from forecast.staffing.workload import Method

FITTED = ("patience", "handling", "mix")
"""Parameters that the history can tell."""

START = Path(__file__).with_name("new_centre.toml")
"""What a new centre starts with."""

EMERGENCY = {"occupancy": "share", "hours": "hours", "days": "count"}
"""What an emergency may plan in place of the cap on occupancy, and what each is."""


def with_history(service: Mapping[str, Any]) -> dict[str, Any]:  # Any: as JSON hands it out
    """Return the settings in which fitted values stand wherever the settings ask for them and the history has them."""
    found = dict(service)
    fitted = service.get("fitted", {})
    for name in FITTED:
        if name not in service.get("from_history", ()) or name not in fitted:
            continue
        if name == "patience":
            found[name] = fitted[name]["value"]
        else:
            told = {kind: facts["value"] for kind, facts in fitted[name].items() if facts["value"] > 0}
            found[name] = {**service[name], **told}
    return found


def emergency_of(service: Mapping[str, Any]) -> dict[str, float]:  # Any: as JSON hands it out
    """Return the cap on occupancy of an emergency, its hours a day and its days; a new centre's where nothing is set."""
    found = {**_start()["emergency"], **service.get("emergency", {})}
    return {name: found[name] for name in EMERGENCY}


def source_of(service: Mapping[str, Any], code: str, origin: str) -> Mapping[str, str] | None:
    """Return the source of a setting (``text``, ``as_of``): its own, that of its kind, or None if nobody has said."""
    sources = service.get("sources", {})
    usual = _start()["sources"].get(origin) if origin == "emergency" else None
    found: Mapping[str, str] | None = sources.get(code) or sources.get(origin) or usual
    return found


@cache
def _start() -> Mapping[str, Any]:  # Any: as JSON hands it out
    return service_facts(read_service(START))


def method_of(service: Mapping[str, Any], method: str | None) -> Method:
    """
    Return how operators are found.

    Raises
    ------
    SettingError
        ``unknown_method``.
    """
    chosen = method or service.get("method", "mol_sl")
    if chosen not in get_args(Method):
        raise SettingError("unknown_method", method=chosen, known=", ".join(get_args(Method)))
    return cast("Method", chosen)


def definition_of(definition: str) -> Definition:
    """
    Return how abandoned callers count.

    Raises
    ------
    SettingError
        ``unknown_definition``.
    """
    if definition not in DEFINITIONS:
        raise SettingError("unknown_definition", definition=definition, known=", ".join(DEFINITIONS))
    return definition


def shape_of(service: Mapping[str, Any]) -> float:
    """Return the Weibull shape of the patience that the simulator plays; 1 is exponential, as the formulas take it."""
    return float(service.get("patience_shape", 1.0))


def setting_warning(service: Mapping[str, Any], code: str) -> str | None:
    """
    Return what is to be known of a setting, or None.

    The patience has what its fit warns of, a shape other than 1 what it does to an overload, and redials that they are
    told to first order only.
    """
    if code == "patience":
        told: str | None = service.get("fitted", {}).get("patience", {}).get("warning")
        return told
    if code == "patience_shape" and (shape := shape_of(service)) != 1.0:
        return "patience_late" if shape > 1 else "patience_early"
    if code == "redial" and float(service.get("redial", 0.0)) > 0:
        known = "abandoned" in service.get("fitted", {})
        return "redial_lower_bound" if known else "redial_counted_twice"
    return None


def losses_of(service: Mapping[str, Any]) -> tuple[Component, ...]:
    """Return the ways in which rostered time is lost."""
    return tuple(
        Component(code, float(loss["share"]), inside=bool(loss["inside"]), planned=bool(loss["planned"]))
        for code, loss in service.get("shrinkage", {}).items()
    )


def capped_of(service: Mapping[str, Any]) -> Capped | None:
    """Return how far seats held the history down, if it tells."""
    found = service.get("fitted", {}).get("capped")
    return None if found is None else Capped(**found)


def setting_lines(service: Mapping[str, Any], *, eased: bool = False) -> tuple[SettingLine, ...]:
    """
    Return the numbers that a requirement rests on, each with its source and, if known, with what history says.

    Parameters
    ----------
    service
        The settings.
    eased
        Whether half-hours are planned at an emergency's cap on occupancy.
    """
    fitted, taken = service.get("fitted", {}), service.get("from_history", ())

    def line(
        code: str, value: object, origin: str, told: Mapping[str, Any] | None = None, *, used: bool = False
    ) -> SettingLine:
        source = source_of(service, code, origin)
        kept = value if isinstance(value, str) else float(cast("float", value))
        told = told or {}
        return SettingLine(
            code,
            kept,
            "" if source is None else source["text"],
            None if source is None else date.fromisoformat(source["as_of"]),
            fitted=told.get("value"),
            low=told.get("low"),
            high=told.get("high"),
            count=told.get("count"),
            from_history=used and bool(told),
            warning=told.get("warning"),
        )

    lines = [line(name, service[name], name) for name in ("target_share", "target_seconds")]
    lines.append(line("definition", service.get("definition", "offered"), "definition"))
    if service.get("rule") == "probability":
        lines += [
            line("rule", "probability", "rule"),
            line("confidence", service.get("confidence", 0.9), "confidence"),
        ]
    if service.get("minimum", 1) > 1:
        lines.append(line("minimum", service["minimum"], "minimum"))
    lines.append(line("max_occupancy", service["max_occupancy"], "max_occupancy"))
    if eased:
        lines += [
            line(f"emergency_{name}", value, "emergency") for name, value in emergency_of(service).items()
        ]
    lines.append(
        line("patience", service["patience"], "patience", fitted.get("patience"), used="patience" in taken)
    )
    for name, value in (("patience_shape", shape_of(service)), ("redial", service.get("redial", 0.0))):
        if name in service:
            lines.append(line(name, value, name, {"warning": setting_warning(service, name)}))
    for part in ("handling", "mix"):
        told = fitted.get(part, {})
        lines += [
            line(f"{part}_{name}", value, part, told.get(name), used=part in taken)
            for name, value in service[part].items()
        ]
    for name in ("handling_cv", "handling_growth"):
        if fitted.get(name) is not None:
            lines.append(line(name, fitted[name], name, {"value": fitted[name]}, used=True))
    for code, kind in service.get("deferrable", {}).items():
        lines.append(line(f"seconds_{code}", kind["seconds"], code))
        lines.append(line(f"within_{code}", kind["within"], code))
        if kind.get("after_opening") is not None:
            lines.append(line(f"after_opening_{code}", kind["after_opening"], code))
        if kind.get("per_call") is not None:
            lines.append(line(f"share_{code}", kind["per_call"], code))
        elif code in fitted:
            told = fitted[code]
            lines.append(
                line(f"share_{code}", told["share"], code, {"value": told["share"], **told}, used=True)
            )
    lines += [
        line(f"shrinkage_{code}", loss["share"], "shrinkage")
        for code, loss in service.get("shrinkage", {}).items()
        if not loss["planned"]
    ]
    return tuple(lines)
