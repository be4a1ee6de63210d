"""A broken rule as a sentence."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from desk.words import say
from desk.words.writing import named
from scheduler.roster import Breach

NAMED = {"shift": "shift", "first": "shift", "second": "shift", "skill": "skill", "zone": "zone"}
"""Facts that have a name of their own in every language, with the section that holds it."""


def breach_sentence(breach: Breach, names: Mapping[str, str], language: str) -> str:
    """Return what is broken, by whom and when; `names` gives people's names by their codes."""
    facts = {name: _written(name, value, language) for name, value in breach.details}
    person = names.get(breach.person or "", breach.person or "")
    return say(f"breach.{breach.code}", language, **{"person": person, "day": breach.day, **facts})


def _written(name: str, value: object, language: str) -> object:
    if name in NAMED and isinstance(value, str):
        return named(NAMED[name], value, language)
    if isinstance(value, timedelta):
        return f"{value / timedelta(hours=1):g}"
    if isinstance(value, (datetime, time)) and not isinstance(value, date):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return f"{value:g}"
    return value
