"""How a refusal is told: fields, kinds of values and shares in the language's words."""

from collections.abc import Mapping

from desk.words import say, sentences
from desk.words.writing import named, percent
from forecast.errors import PlanError

SHARES = frozenset({"absence", "volume.share", "deflection.share"})
"""Fields of a scenario that are shares: they are written as percentages."""


def refusal(error: PlanError, language: str) -> str:
    """Return what is wrong, where and what to do; a field of a scenario by its name, as forms and files call it."""
    facts = dict(error.details)
    if error.code.startswith("scenario_"):
        facts |= _in_words(facts, language)
    return say(f"error.{error.code}", language, **facts)


def _in_words(facts: Mapping[str, object], language: str) -> dict[str, object]:
    told: dict[str, object] = {}
    field = str(facts.get("field", ""))
    if (code := f"scenario_field.{field.replace('.', '_')}") in sentences(language):
        told["field"] = say(code, language)
    if "wanted" in facts:
        told["wanted"] = named("wanted", str(facts["wanted"]), language)
    if field in SHARES and "low" in facts:
        told |= {name: percent(float(str(facts[name]))) for name in ("value", "low", "high")}
    return told
