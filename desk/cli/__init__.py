"""The command line: the same use cases by name."""

import locale
import os
from typing import Annotated

import typer

from desk.cli.commands import Commands
from desk.cli.console import LANGUAGE, fit_to_output
from desk.words import LANGUAGES
from forecast.errors import SettingError

app = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


def run() -> None:
    """Run the command line."""
    app()


def _speak(lang: str) -> str:
    """Choose the language while the command line is read, so that a slip in it is told in that language."""
    fit_to_output()
    LANGUAGE[0] = LANGUAGES[0]
    if lang and lang not in LANGUAGES:
        raise SettingError("unknown_language", language=lang, known=", ".join(LANGUAGES))
    if lang or os.environ.get("LANG", "").startswith("en"):
        chosen = lang or (locale.getlocale()[0] or "zh")[:2].lower()
        LANGUAGE[0] = chosen if chosen in LANGUAGES else LANGUAGES[0]
    return lang


@app.callback()
def _root(
    lang: Annotated[
        str, typer.Option(envvar="LIANXIN_LANG", help="zh, en", callback=_speak, is_eager=True)
    ] = "",
) -> None:
    """连心 Lianxin：话务预测与排班 · forecasts calls and rosters operators."""
