"""Every sentence the pages name exists in every language and takes the same details."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from desk.words import LANGUAGES, sentences

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [
    *sorted((ROOT / "desk" / "views").rglob("*.py")),
    *sorted((ROOT / "desk" / "reports").rglob("*.py")),
    ROOT / "desk" / "words" / "writing.py",
    ROOT / "app.py",
]


def codes_said():
    """Return the literal first arguments of every say(...) in pages and papers."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(
                getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", "")
            )
            if isinstance(node, ast.Call) and name == "say" and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_that_a_page_names_exists(language):
    assert [(code, place) for code, place in codes_said() if code not in sentences(language)] == []


def test_both_languages_say_the_same_things_with_the_same_details():
    def details(language):
        return {
            code: {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name}
            for code, text in sentences(language).items()
        }

    first, second = details("zh"), details("en")
    assert first.keys() == second.keys()
    dates = {"writing.span", "writing.short_day", "writing.month_first"}
    assert [code for code in first if first[code] != second[code] and code not in dates] == []
