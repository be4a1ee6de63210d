"""Lines of the log as people read them: what was done, and each fact with its name."""

from collections.abc import Mapping
from datetime import date, datetime

from desk.reports.settings_words import line_value, time_of_day
from desk.results import LineSetting
from desk.results.facts import Facts
from desk.words import say, sentences, write_date, written
from desk.words.limits import limit_name, rule_name
from desk.words.reasons import CLOCKS
from desk.words.writing import named

SECTIONS = {
    "book": "book", "reason": "refusal", "tiers": "tier", "closed": "zone", "role": "role", "holiday": "holiday",
    "what": "log_table",
}  # fmt: skip
"""Facts whose value is a code, and where the words of that code stand."""

OF_ACTION = {
    ("make_request", "kind"): "request_kind", ("make_request", "half"): "day_half", ("grant_leave", "kind"): "leave_kind", ("override_day", "kind"): "day_kind",
    ("withdraw_request", "state"): "request_state", ("decide_request", "state"): "request_state",
    ("publish", "state"): "roster_page", ("add_event", "kind"): "event_kind", ("remove_event", "kind"): "event_kind",
    ("add_event", "code"): "event", ("remove_event", "code"): "event", ("set_house_rule", "name"): "house_rule",
    ("set_line_setting", "name"): "setting",
    ("record_surge", "kind"): "event_kind", ("record_surge", "code"): "event",
    ("accept_mark", "kind"): "event_kind", ("decline_mark", "kind"): "event_kind",
    ("remove_mark", "kind"): "event_kind",
    ("accept_mark", "state"): "mark", ("decline_mark", "state"): "mark", ("remove_mark", "state"): "mark",
}  # fmt: skip
"""The same for facts whose codes depend on what was done."""


def action_text(what: str, language: str) -> str:
    """Return what was done."""
    return named("log_action", what, language)


def facts_text(
    what: str, facts: Facts, people: Mapping[str, str], shifts: Mapping[str, str], language: str
) -> str:
    """
    Return the facts of one side of a line, each with its name; empty if there are none.

    Parameters
    ----------
    what
        Code of what was done.
    facts
        As the log holds them.
    people, shifts
        Names by code.
    language
        Of the text.
    """
    held = dict(facts)
    told = [
        say("log_page.fact", language, name=_name(what, key, language), value=text)
        for key, value in facts
        if key not in ("kind", "rule") or what not in ("set_line_setting", "set_rule_limit")
        if (text := _value(what, key, value, held, people, shifts, language))
    ]
    return say("log_page.between", language).join(told)


def _name(what: str, key: str, language: str) -> str:
    own = f"log_fact.{what}_{key}"
    return say(own, language) if own in sentences(language) else named("log_fact", key, language)


def _value(
    what: str, key: str, value: object, held: Mapping[str, object], people: Mapping[str, str],
    shifts: Mapping[str, str], language: str,
) -> str:  # fmt: skip
    if key == "shift":
        code = str(value)
        return (
            say("chart.day_off", language)
            if value is None
            else named("shift", shifts.get(code, code), language)
        )
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        inner = (_value(what, key, item, held, people, shifts, language) for item in value)
        return say("rules_page.join", language).join(inner)
    if isinstance(value, bool):
        return say("line_page.yes" if value else "line_page.no", language)
    if isinstance(value, (int, float)):
        return _number(what, key, value, held, language)
    return _text(what, key, str(value), held, people, language)


def _number(what: str, key: str, value: float, held: Mapping[str, object], language: str) -> str:
    if what == "set_rule_limit" and held.get("name") in CLOCKS:
        return time_of_day(int(value))
    if what == "set_line_setting" and key == "value":
        return line_value(
            LineSetting(str(held["name"]), str(held.get("kind", "")), value, "", None), language
        )
    return str(written(value, language)) if key in ("calls", "asked") else f"{value:g}"


def _text(
    what: str, key: str, value: str, held: Mapping[str, object], people: Mapping[str, str], language: str
) -> str:
    if what == "set_rule_limit" and key == "name":
        rule = str(held["rule"])
        return say(
            "log_page.limit",
            language,
            rule=rule_name(rule, language),
            limit=limit_name(rule, value, language),
        )
    if what == "set_line_setting" and key == "value":
        return named(str(held["name"]), value, language)
    if key == "relaxed":
        return rule_name(value, language)
    if key in ("person", "people"):
        return people.get(value, value)
    if (what, key) in OF_ACTION or key in SECTIONS:
        section = OF_ACTION.get((what, key)) or SECTIONS[key]
        code = f"{value}_state" if section == "mark" else value
        return named(section, code, language)
    return _dated(value, language)


def _dated(value: str, language: str) -> str:
    """Return a day as the language writes it, any other text as it is."""
    try:
        return write_date(
            datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value), language
        )
    except ValueError:
        return value
