"""Rulebook: which rules and goals apply, with their limits and the source of each; read from TOML."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from importlib import resources
from math import isfinite
from pathlib import Path
from typing import Any

from forecast.errors import SettingError
from scheduler.goals import GOALS, Goal
from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook.rest_times import RestTimes
from scheduler.rules import RULES, Rule


@dataclass(frozen=True, slots=True)
class Limit:
    """
    One value of a rule or goal and where it comes from.

    Parameters
    ----------
    owner, name
        Code of the rule or goal and its field.
    value
        The value.
    kind
        ``law``, ``guidance`` or ``house`` (the centre decides).
    source
        Article, directive or decision.
    as_of
        The day on which the source was read.
    """

    owner: str
    name: str
    value: float
    kind: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Tier:
    """
    Goals that are weighed against each other; later tiers may cost an earlier one no more than it gives.

    Parameters
    ----------
    name
        Names the tier in words.
    goals
        Goals with their weights, whole numbers of at least 1.
    gives
        Percent of the tier's cost that all later tiers together may add to it, at least 0.

    Raises
    ------
    ValueError
        If `gives` is negative.
    """

    name: str
    goals: tuple[tuple[Goal, int], ...]
    gives: int = 0

    def __post_init__(self) -> None:
        if self.gives < 0:
            raise ValueError(f"tier.gives must be >= 0, got {self.gives}.")

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the weighted sum of the goals' costs."""
        return sum(weight * goal.cost(problem, roster) for goal, weight in self.goals)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """
    The rules a roster must keep and the tiers of goals it should reach, first things first.

    Parameters
    ----------
    name
        ``normal``, ``emergency`` or the name of the centre's own book.
    rules
        What must hold.
    tiers
        What is wanted, most important first.
    limits
        Every value with its source.
    rest_times
        Meals and pauses inside a shift.
    """

    name: str
    rules: tuple[Rule, ...]
    tiers: tuple[Tier, ...]
    limits: tuple[Limit, ...] = ()
    rest_times: RestTimes = field(default_factory=RestTimes)

    def without(self, *codes: str) -> "Rulebook":
        """Return the same book without some rules."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.code not in codes))

    def changed(self, limit: Limit) -> "Rulebook":
        """
        Return the same book with one limit at another value, with its source.

        Raises
        ------
        SettingError
            ``unknown_limit`` if the book has no such limit; ``limit_value`` if the value is not possible.
        """
        places = [place for place, old in enumerate(self.limits) if _key(old) == _key(limit)]
        if not places:
            raise SettingError("unknown_limit", rule=limit.owner, name=limit.name)
        if not isfinite(limit.value):
            raise SettingError("limit_value", rule=limit.owner, name=limit.name, value=limit.value)
        limits = (*self.limits[: places[0]], limit, *self.limits[places[0] + 1 :])
        return replace(
            self,
            limits=limits,
            rules=tuple(_limited(rule, limit) for rule in self.rules),
            tiers=tuple(
                replace(tier, goals=tuple((_limited(goal, limit), weight) for goal, weight in tier.goals))
                for tier in self.tiers
            ),
            rest_times=_limited(self.rest_times, limit),
        )

    def relaxing(self, other: "Rulebook", codes: Collection[str]) -> "Rulebook":
        """Return another book in which only some rules (or the rest times) are its own, the rest as here."""
        loose = {rule.code: rule for rule in other.rules}
        there = {_key(limit): limit for limit in other.limits}
        return replace(
            other,
            rules=tuple(
                loose.get(rule.code, rule) if rule.code in codes else rule
                for rule in self.rules
                if rule.code in loose or rule.code not in codes
            ),
            limits=tuple(
                there.get(_key(limit), limit) if limit.owner in codes or limit.owner in GOALS else limit
                for limit in self.limits
            ),
            rest_times=other.rest_times if RestTimes.code in codes else self.rest_times,
        )

    def reordered(self, *names: str) -> "Rulebook":
        """
        Return the same book with its tiers in another order; tiers that are not named follow as they were.

        Raises
        ------
        SettingError
            If there is no such tier.
        """
        known = {tier.name: tier for tier in self.tiers}
        for name in names:
            if name not in known:
                raise SettingError("unknown_tier", name=name, known=", ".join(known))
        rest = [tier for tier in self.tiers if tier.name not in names]
        return replace(self, tiers=(*(known[name] for name in names), *rest))

    def relaxed(self, other: "Rulebook") -> tuple[tuple[Limit | None, Limit | None], ...]:
        """Return every limit that differs in another book: the value here and the value there."""
        here = {_key(limit): limit for limit in self.limits}
        there = {_key(limit): limit for limit in other.limits}
        keys = [*here, *(key for key in there if key not in here)]
        pairs = [(here.get(key), there.get(key)) for key in keys]
        return tuple((a, b) for a, b in pairs if a is None or b is None or a.value != b.value)


def _key(limit: Limit) -> tuple[str, str]:
    return limit.owner, limit.name


def _limited(
    thing: Any, limit: Limit
) -> Any:  # Any: a rule, a goal or the rest times, each with its own fields
    if thing.code != limit.owner:
        return thing
    kind = next((f.type for f in fields(thing) if f.name == limit.name), float)
    value = int(limit.value) if kind is int and limit.value == int(limit.value) else limit.value
    if kind is int and not isinstance(value, int):
        raise SettingError("limit_value", rule=limit.owner, name=limit.name, value=limit.value)
    try:
        return replace(thing, **{limit.name: value})
    except ValueError as trouble:
        raise SettingError("limit_value", rule=limit.owner, name=limit.name, value=limit.value) from trouble


def check_all(problem: Problem, rulebook: Rulebook, roster: Roster) -> tuple[Breach, ...]:
    """Return every place where a roster breaks a rule of the book, by day; none for a good one."""
    found = [breach for rule in rulebook.rules for breach in rule.check(problem, roster)]
    return tuple(sorted(found, key=lambda b: (b.day, b.code, b.person or "")))


@cache
def normal() -> Rulebook:
    """Return the rulebook of ordinary days."""
    return _shipped("normal")


@cache
def emergency() -> Rulebook:
    """Return the rulebook for the time of a declared emergency."""
    return _shipped("emergency")


def load(file: Path) -> Rulebook:
    """
    Return a centre's own rulebook.

    Raises
    ------
    SettingError
        If the file cannot be read or names a rule, goal, field or value that is not possible.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        raise SettingError("rulebook_unreadable", file=str(file), reason=str(trouble)) from trouble
    return _parse(text, str(file))


def _shipped(name: str) -> Rulebook:
    return _parse(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"), name)


def _parse(text: str, file: str) -> Rulebook:
    try:
        book = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise SettingError("rulebook_unreadable", file=file, reason=str(trouble)) from trouble
    limits: list[Limit] = []
    rules = tuple(
        _made(RULES, code, fields, file, limits) for code, fields in _table(book, "rules", file).items()
    )
    goals = {
        code: _made(GOALS, code, _table(book, "goals", file).get(code, {}), file, limits) for code in GOALS
    }
    for code in _table(book, "goals", file):
        if code not in GOALS:
            raise SettingError("unknown_rule", file=file, name=code)
    rests = _made(
        {RestTimes.code: RestTimes}, RestTimes.code, _table(book, RestTimes.code, file), file, limits
    )
    tiers = tuple(_tiers(book, goals, file))
    return Rulebook(str(book.get("name", file)), rules, tiers, tuple(limits), rests)


def _tiers(book: Mapping[str, Any], goals: Mapping[str, Goal], file: str) -> Iterator[Tier]:  # Any: TOML
    for tier in book.get("tiers", ()):
        for code, weight in tier["goals"].items():
            if code not in goals:
                raise SettingError("unknown_rule", file=file, name=code)
            if not isinstance(weight, int) or weight < 1:
                raise SettingError("bad_limit", file=file, owner=code, name="weight", value=weight)
        weighed = tuple((goals[code], weight) for code, weight in tier["goals"].items())
        yield Tier(tier["name"], weighed, tier.get("gives", 0))


def _table(book: Mapping[str, Any], name: str, file: str) -> Mapping[str, Any]:  # Any: TOML holds anything
    table = book.get(name, {})
    if not isinstance(table, dict):
        raise SettingError("bad_limit", file=file, owner=name, name=name, value=table)
    return table


def _made(
    known: Mapping[str, Any], code: str, fields: Mapping[str, Any], file: str, limits: list[Limit]
) -> Any:
    # Any: the registries hold classes of many shapes, TOML holds anything
    if code not in known:
        raise SettingError("unknown_rule", file=file, name=code)
    values: dict[str, Any] = {}
    for name, entry in fields.items():
        if not isinstance(entry, dict) or not {"value", "kind", "source", "as_of"} <= entry.keys():
            raise SettingError("bad_limit", file=file, owner=code, name=name, value=entry)
        limits.append(Limit(code, name, entry["value"], entry["kind"], entry["source"], entry["as_of"]))
        values[name] = entry["value"]
    try:
        return known[code](**values)
    except (TypeError, ValueError) as trouble:
        raise SettingError(
            "bad_limit", file=file, owner=code, name=", ".join(values), value=str(trouble)
        ) from trouble
