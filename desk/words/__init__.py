"""Every sentence shown to a person, by code and language."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

LANGUAGES: tuple[str, ...] = ("zh", "en")
"""Languages in the order of the switch; a new one is a folder beside this file and a word here."""

_WEEKDAYS = {"zh": "周一 周二 周三 周四 周五 周六 周日", "en": "Mon Tue Wed Thu Fri Sat Sun"}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@cache
def sentences(language: str) -> Mapping[str, str]:
    """
    Return all sentences of a language by ``section.code``; each file of the language's folder holds some sections.

    Raises
    ------
    ValueError
        If a code stands in two files.
    """
    found: dict[str, str] = {}
    for file in sorted(resources.files(__package__).joinpath(language).iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        for section, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for code, sentence in entries.items():
                name = f"{section}.{code}"
                if name in found:
                    raise ValueError(f"{language}/{file.name}: {name} stands in two files.")
                found[name] = sentence
    return found


def say(code: str, language: str, /, **details: object) -> str:
    """
    Return one sentence.

    Parameters
    ----------
    code
        ``section.code``, for example ``"error.negative_count"``.
    language
        One of `LANGUAGES`.
    details
        Facts that the sentence names in braces; dates, whole and broken numbers are written in the language's way.

    Raises
    ------
    KeyError
        If the code or a detail is missing (a test walks all of them).
    """
    return sentences(language)[code].format(
        **{name: written(value, language) for name, value in details.items()}
    )


def written(value: object, language: str) -> object:
    """Return a value as the language writes it: dates with weekday, numbers with separators."""
    if isinstance(value, date):
        return write_date(value, language)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def write_date(day: date, language: str) -> str:
    """Return a date with its weekday: ``2026年11月23日 周一`` or ``Mon 23 Nov 2026``."""
    weekday = _WEEKDAYS[language].split()[day.weekday()]
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日 {weekday}"
    return f"{weekday} {day.day} {_MONTHS[day.month - 1]} {day.year}"
