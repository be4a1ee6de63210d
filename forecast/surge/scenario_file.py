"""Scenarios in TOML: reading, writing, and those that come with the house."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from forecast.calendar import DayKind
from forecast.errors import SettingError
from forecast.surge.scenario import Added, Away, Closure, DayChange, Deflection, Hours, Scenario, Volume, When

Part = TypeVar("Part")

BUILT_IN: tuple[str, ...] = (
    "founding_case",
    "spring_festival",
    "consumer_day",
    "half_the_team",
    "new_platform",
)
"""Scenarios that come with the house, in ``scenarios/``."""


def built_in(code: str) -> Scenario:
    """
    Return a scenario that comes with the house.

    Raises
    ------
    SettingError
        ``scenario_unknown``.
    """
    if code not in BUILT_IN:
        raise SettingError("scenario_unknown", field="scenario", value=code, known=", ".join(BUILT_IN))
    file = resources.files(__package__).joinpath("scenarios", f"{code}.toml")
    return parse(file.read_text(encoding="utf-8"), code)


def read(path: Path) -> Scenario:
    """
    Return the scenario of a file.

    Raises
    ------
    SettingError
        ``scenario_unreadable``, or as `parse`.
    """
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise SettingError("scenario_unreadable", file=str(path)) from trouble
    return decoded(content, path.name)


def decoded(content: bytes, name: str) -> Scenario:
    """
    Return the scenario of a file's content; the file's name names it unless it names itself.

    Raises
    ------
    SettingError
        As `read`.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise SettingError("scenario_unreadable", file=name) from trouble
    return parse(text, Path(name).stem)


def parse(text: str, code: str) -> Scenario:
    """
    Return the scenario of a text; `code` names it unless it names itself.

    Raises
    ------
    SettingError
        ``scenario_toml`` with the line, ``scenario_field``, or as `Scenario`.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        at = re.search(r"line (\d+)", str(trouble))
        line = int(at[1]) if at else text.count("\n") + 1
        raise SettingError("scenario_toml", file=code, line=line) from trouble
    fields = _Fields(table, "")
    made = Scenario(
        code=fields.text("code", code),
        title=fields.text("title", ""),
        volume=fields.parts("volume", _volume),
        deflection=fields.parts("deflection", lambda f: Deflection(f.number("share"), f.when())),
        handling=fields.number("handling", 1.0),
        patience=fields.number("patience") if "patience" in table else None,
        absence=fields.number("absence", 0.0),
        closures=fields.parts("closure", lambda f: Closure(f.text("zone"), f.when())),
        away=fields.parts("away", lambda f: Away(f.text("person"), f.when())),
        added=fields.parts("added", lambda f: Added(f.whole("people"), f.text("kind", "borrowed"), f.when())),
        hours=fields.parts("hours", lambda f: Hours(f.clock("opens"), f.clock("closes"), f.when())),
        rulebook=fields.text("rulebook", "normal"),
        signed=fields.text("signed", ""),
        relax=fields.texts("relax"),
        calendar=fields.parts("calendar", _day_change),
    )
    fields.nothing_left()
    return made


def write(scenario: Scenario) -> str:
    """Return a scenario as TOML; `parse` gives the same scenario back."""
    lines = [f"code = {_quoted(scenario.code)}"]
    if scenario.title:
        lines.append(f"title = {_quoted(scenario.title)}")
    lines += [f"handling = {scenario.handling}", f"absence = {scenario.absence}"]
    if scenario.patience is not None:
        lines.append(f"patience = {scenario.patience}")
    lines.append(f"rulebook = {_quoted(scenario.rulebook)}")
    if scenario.signed:
        lines.append(f"signed = {_quoted(scenario.signed)}")
    if scenario.relax:
        lines.append(f"relax = [{', '.join(map(_quoted, scenario.relax))}]")
    for name, rows in (
        (
            "volume",
            [
                {"shape": v.shape, "size": v.size, "share": v.share, "adds": v.adds, **_named(channel=v.channel, topic=v.topic), **_span(v.when)}
                for v in scenario.volume
            ],
        ),
        ("deflection", [{"share": d.share, **_span(d.when)} for d in scenario.deflection]),
        ("closure", [{"zone": c.zone, **_span(c.when)} for c in scenario.closures]),
        ("away", [{"person": a.person, **_span(a.when)} for a in scenario.away]),
        ("added", [{"people": a.people, "kind": a.kind, **_span(a.when)} for a in scenario.added]),
        ("hours", [{"opens": _clock(h.opens), "closes": _clock(h.closes), **_span(h.when)} for h in scenario.hours]),
        (
            "calendar",
            [
                {"day": c.day, "kind": c.kind.value, "statutory": c.statutory, **_named(holiday=c.holiday or "")}
                for c in scenario.calendar
            ],
        ),
    ):  # fmt: skip
        for row in rows:
            lines += ["", f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in row.items())]
    return "\n".join(lines) + "\n"


class _Fields:
    """The fields of a table, each asked for once; what nobody asked for is a mistake."""

    def __init__(self, table: Mapping[str, Any], place: str) -> None:  # Any: TOML holds anything
        self.table, self.place, self.asked = table, place, set[str]()

    def _get(self, name: str, kinds: type | tuple[type, ...], wanted: str, default: Any = None) -> Any:
        # Any: TOML holds anything
        self.asked.add(name)
        value = self.table.get(name, default)
        if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
            raise SettingError("scenario_field", field=self.place + name, value=str(value), wanted=wanted)
        return value

    def text(self, name: str, default: str | None = None) -> str:
        return str(self._get(name, str, "text", default))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(str(value) for value in self._get(name, list, "list", []))

    def number(self, name: str, default: float | None = None) -> float:
        return float(self._get(name, (int, float), "number", default))

    def whole(self, name: str) -> int:
        return int(self._get(name, int, "whole"))

    def truth(self, name: str) -> bool:
        return bool(self._get(name, bool, "truth", False))

    def day(self, name: str) -> date:
        value = self._get(name, date, "date")
        return value.date() if isinstance(value, datetime) else value

    def clock(self, name: str) -> int:
        value = self.text(name)
        hours, _, minutes = value.partition(":")
        if not (hours.isdigit() and minutes.isdigit() and int(minutes) < 60):
            raise SettingError("scenario_field", field=self.place + name, value=value, wanted="clock")
        return int(hours) * 60 + int(minutes)

    def when(self) -> When:
        ends = []
        for name in ("from", "to"):
            self.asked.add(name)
            value = self.table.get(name)
            if value is not None and (isinstance(value, bool) or not isinstance(value, (int, date))):
                raise SettingError("scenario_field", field=self.place + name, value=str(value), wanted="day")
            ends.append(value)
        return When(ends[0], ends[1], self.place.rstrip("."))

    def parts(self, name: str, make: "Callable[[_Fields], Part]") -> tuple[Part, ...]:
        rows = self._get(name, list, "table", [])
        made = []
        for row in rows:
            if not isinstance(row, dict):
                raise SettingError("scenario_field", field=self.place + name, value=str(row), wanted="table")
            fields = _Fields(row, f"{name}.")
            made.append(make(fields))
            fields.nothing_left()
        return tuple(made)

    def nothing_left(self) -> None:
        for name in self.table:
            if name not in self.asked:
                raise SettingError(
                    "scenario_unknown", field=self.place.rstrip(".") or "scenario", value=name, known=", ".join(sorted(self.asked))
                )  # fmt: skip


def _volume(fields: _Fields) -> Volume:
    return Volume(
        shape=fields.text("shape", "steady"),
        size=fields.number("size"),
        when=fields.when(),
        share=fields.number("share", 1.0),
        channel=fields.text("channel", ""),
        topic=fields.text("topic", ""),
        adds=fields.truth("adds"),
    )


def _day_change(fields: _Fields) -> DayChange:
    kind = fields.text("kind")
    if kind not in list(DayKind):
        raise SettingError("scenario_unknown", field="calendar.kind", value=kind, known=", ".join(DayKind))
    return DayChange(
        fields.day("day"), DayKind(kind), fields.text("holiday", "") or None, fields.truth("statutory")
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else str(value)


def _span(when: When) -> dict[str, object]:
    return {name: value for name, value in (("from", when.first), ("to", when.last)) if value is not None}


def _named(**texts: str) -> dict[str, object]:
    return {name: text for name, text in texts.items() if text}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
