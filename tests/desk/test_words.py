"""Every language says everything, with the same facts, and every error has its sentence."""

import ast
import re
import string
import tomllib
from datetime import date
from pathlib import Path

import pytest

from desk.words import LANGUAGES, say, sentences
from desk.words.writing import source_text

ROOT = Path(__file__).resolve().parents[2]
RAISES = {"PlanError", "DataError", "SettingError", "ModelError", "AccessError", "StoreError", "BadParameter"}


def placeholders(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def raised_codes():
    found = set()
    for package in ("forecast", "scheduler", "desk"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                first = node.args[0]
                if name in RAISES and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    facts = {keyword.arg for keyword in node.keywords}
                    section = (
                        "note" if name == "ModelError" else "error"
                    )  # another model steps in, with a note
                    found.add((f"{section}.{first.value}", frozenset(facts), str(file.relative_to(ROOT))))
    return sorted(found, key=lambda told: (told[0], told[2], sorted(map(str, told[1]))))


def test_every_language_has_the_same_sentences_with_the_same_facts():
    first, *others = ({code: placeholders(s) for code, s in sentences(lang).items()} for lang in LANGUAGES)
    for other in others:
        assert other == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_formats_a_number_that_is_written_already(language):
    """`say` writes numbers before it fills them in, so ``{hours:.1f}`` would break the page."""
    formatted = {
        code
        for code, sentence in sentences(language).items()
        if any(form or change for _, name, form, change in string.Formatter().parse(sentence) if name)
    }
    assert not formatted


def test_there_are_errors_to_look_for():
    assert len({code for code, _, _ in raised_codes()}) > 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "facts", "file"), raised_codes())
def test_every_error_that_is_raised_has_a_sentence_that_needs_no_other_facts(code, facts, file, language):
    sentence = sentences(language).get(code)
    assert sentence is not None, f"{file} raises {code}, which has no sentence"
    if None not in facts:  # ** hands over facts that cannot be read here
        assert placeholders(sentence) <= facts, file


def test_dates_and_numbers_are_written_in_the_language():
    day = date(2026, 11, 23)
    assert "2026年11月23日 周一" in say("error.window_past", "zh", start=day, today=day)
    assert "Mon 23 Nov 2026" in say("error.window_past", "en", start=day, today=day)


def sources(table):
    """Every source that a table of settings names."""
    for name, value in table.items():
        if name in {"source", "text"} and isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from sources(value)


def test_what_shipped_settings_rest_on_is_said_in_every_language():
    files = [
        *(ROOT / "scheduler" / "rulebook").glob("*.toml"),
        ROOT / "desk" / "planning" / "house_rules.toml",
        ROOT / "history" / "service.toml",
    ]
    shipped = {
        source for file in files for source in sources(tomllib.loads(file.read_text(encoding="utf-8")))
    }
    assert "劳动法 第三十八条" in shipped
    for language in LANGUAGES:
        said = {code.removeprefix("source.") for code in sentences(language) if code.startswith("source.")}
        assert said == shipped
    assert source_text("劳动法 第三十八条", "en") == "Labour Law, art. 38"
    assert not any(re.search("[\u4e00-\u9fff]", source_text(source, "en")) for source in shipped)
    assert source_text("head's_own reason", "en") == "head's_own reason"
