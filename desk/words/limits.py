"""Limits of rules as people read and type them."""

from collections.abc import Mapping

from desk.words import say, sentences, write_date
from desk.words.reasons import CLOCKS
from desk.words.writing import clock, named
from scheduler.explain import Tightest
from scheduler.rulebook import Limit


def rule_name(code: str, language: str) -> str:
    """Return the name of a rule, or of the goal that a limit belongs to."""
    return named("rule" if f"rule.{code}" in sentences(language) else "goal", code, language)


def goal_value(goal: str, cost: int, language: str) -> str:
    """Return what a goal costs in its own unit: calls, operator hours of half-hour slots, hours of pay, or a count."""
    if cost == 0:
        return say("goal_value.nothing", language)
    return say(
        f"goal_value.{goal}",
        language,
        cost=cost,
        calls=cost / 100,
        hours=cost / 2,
        long=cost / 60,
        pay=cost / 6000,
    )


def limit_name(rule: str, name: str, language: str) -> str:
    """Return what a limit of a rule says."""
    own = f"limit.{rule}_{name}"
    return say(own, language) if own in sentences(language) else named("field", name, language)


def limit_value(limit: Limit | None, language: str) -> str:
    """Return the value of a limit: a time of day or a number."""
    if limit is None:
        return say("rules_page.no_limit", language)
    return clock(int(limit.value), language) if limit.name in CLOCKS else f"{limit.value:g}"


def place_texts(place: Tightest, names: Mapping[str, str], language: str) -> tuple[str, str, str, str]:
    """Return of a tightest place the rule, its limit with the value, what is reached, and who and when."""

    def shown(value: float) -> str:
        return clock(int(value), language) if place.field in CLOCKS else f"{value:g}"

    return (
        named("rule", place.rule, language),
        f"{limit_name(place.rule, place.field, language)} {shown(place.limit)}",
        shown(place.reached),
        f"{names.get(place.person or '', '')} {write_date(place.day, language)}".strip(),
    )


def typed_limit(name: str, text: str) -> float | None:
    """Return the number that somebody has typed for a limit, ``22:00`` for a time of day; None if it is none."""
    hours, colon, minutes = text.strip().replace("：", ":").partition(":")
    try:
        if colon and name in CLOCKS:
            return int(hours) * 60 + int(minutes) if int(minutes) < 60 else None
        return float(text)
    except ValueError:
        return None


def shown_limit(limit: Limit) -> str:
    """Return a limit as it is typed: times of the next day go on after 24:00."""
    value = int(limit.value)
    return f"{value // 60:02d}:{value % 60:02d}" if limit.name in CLOCKS else f"{limit.value:g}"
