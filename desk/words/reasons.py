"""Breaches, reasons and limits as sentences: facts of the engine, written in the language's way."""

from collections.abc import Mapping

from desk.words import say, sentences, written
from desk.words.writing import clock, named
from scheduler.explain import Reason
from scheduler.roster import Breach

CLOCKS = frozenset({"start", "end", "night_start", "night_end", "early_until"})
"""Limits that are times of the day, kept as minutes from midnight."""

_SECTIONS = {"shift": "shift", "first": "shift", "second": "shift", "skill": "skill", "zone": "zone"}


def breach_text(breach: Breach, names: Mapping[str, str], language: str) -> str:
    """Return what is broken as a sentence; `names` gives each person's name by code."""
    facts = {
        name: named(_SECTIONS[name], value, language)
        if name in _SECTIONS and isinstance(value, str)
        else value
        for name, value in breach.details
    }
    person = names.get(breach.person or "", breach.person or "")
    return say(f"breach.{breach.code}", language, person=person, day=breach.day, **facts)


def reason_text(reason: Reason, names: Mapping[str, str], language: str, *, skill: str | None = None) -> str:
    """Return why a person does not work a shift; every rule that forbids it stands in the sentence."""
    shift = named("shift", reason.shift.type.name, language)
    if reason.code == "busy" and reason.instead is not None:
        shift = named("shift", reason.instead, language)
    wanted = reason.shift.type.skill if skill is None else skill
    line = say(
        f"why.{reason.code}",
        language,
        person=names.get(reason.person, reason.person),
        shift=shift,
        skill=named("skill", wanted or "", language),
    )
    broken = (breach_text(breach, names, language) for breach in reason.breaches)
    return " ".join([line, *dict.fromkeys(broken)])


def duty_name(measure: str, language: str) -> str:
    """Return the name of something people carry: nights, weekends, one statutory holiday."""
    section = "duty" if f"duty.{measure}" in sentences(language) else "holiday"
    return named(section, measure, language)


def limit_text(name: str, value: object, language: str) -> str:
    """Return a limit with its name; times of day are written as on the clock."""
    shown = (
        clock(int(value), language)
        if name in CLOCKS and isinstance(value, (int, float))
        else written(value, language)
    )
    return f"{named('field', name, language)} {shown}"
