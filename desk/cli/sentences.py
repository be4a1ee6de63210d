"""No command ends in a traceback, nor in another language: what people can put right is told in a sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup
from typer.exceptions import TyperException

from desk.cli.console import LANGUAGE
from desk.words.refusing import refusal
from desk.words.writing import named
from forecast.errors import PlanError, SettingError

QUOTED = re.compile(r"'(.*?)'")
"""What was typed in, in the message of an option that cannot be read."""


SLIPS = {
    re.compile(r"No such command '(?P<value>.*?)'\.?(?: Did you mean (?P<near>.*)\?)?"): "command_unknown",
    re.compile(r"No such option: (?P<value>[^.]*)\.?(?: Did you mean (?P<near>.*)\?)?"): "option_unknown",
    re.compile(r"Option '(?P<value>.*?)' requires an argument"): "option_empty",
    re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((?P<value>.*)\)"): "command_too_long",
}
"""By what the library says of a command that cannot be read: the sentence for it."""


class Sentences(TyperGroup):
    """Commands of which none ends in a traceback where a sentence says what a person can put right."""

    def invoke(self, *args: Any, **kwargs: Any) -> Any:  # the class of its context is typer's own secret
        """Run a command; an error that people can put right is told in a sentence, with exit code 2."""
        with _told():
            return super().invoke(*args, **kwargs)

    def parse_args(self, *args: Any, **kwargs: Any) -> list[str]:
        """Read what stands before the name of a command; a slip is told in the same way."""
        with _told():
            return super().parse_args(*args, **kwargs)


@contextmanager
def _told() -> Iterator[None]:
    try:
        try:
            yield
        except TyperException as error:
            raise in_words(error) from error
    except PlanError as error:
        Console(stderr=True).print(refusal(error, LANGUAGE[0]), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from error


def _given(error: TyperException) -> str:
    """Return what was typed in for an option that cannot be read: the cause knows it, else the message quotes it."""
    causes = getattr(error.__cause__, "errors", None)
    if callable(causes):
        return str(causes()[0]["input"])
    quoted = QUOTED.search(error.message)
    return quoted[1] if quoted else error.message


def in_words(error: TyperException) -> Exception:
    """Return a slip in writing a command as an error with a sentence; the help of a group stays what it is."""
    context, param = getattr(error, "ctx", None), getattr(error, "param", None)
    command = "lianxin" if context is None else context.command_path
    if param is not None:
        expected = param.display_type(context).strip("<>").replace("%Y-%m-%d", "YYYY-MM-DD")
        name = param.opts[0] if param.param_type_name == "option" else param.name
        facts = {"command": command, "name": name, "expected": named("option", expected, LANGUAGE[0])}
        if not error.message:
            return SettingError("option_missing", **facts)
        return SettingError("option_unreadable", **facts, value=_given(error))
    if not error.message:
        return error
    for message, code in SLIPS.items():
        if (found := message.match(error.message)) is not None:
            facts = {name: text.replace("'", "") for name, text in found.groupdict().items() if text}
            return SettingError(f"{code}_near" if "near" in facts else code, command=command, **facts)
    return SettingError("command_unreadable", command=command, reason=error.message.rstrip("."))
