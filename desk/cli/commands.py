"""Which command stands where: its module is loaded when it is called, so that each starts as fast as it can."""

from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from desk.cli.sentences import Sentences

PLACES: dict[str, str] = {
    "demo": "demo:demo",
    "sample": "demo:sample",
    "serve": "serving:serve",
    "forecast": "files:forecast_file",
    "backtest": "files:backtest_file",
    "forecast-many": "fleet:forecast_many",
    "init": "founding:init",
    "import": "founding:import_file",
    "user": "users:app",
    "line": "line:app",
    "rules": "rules:app",
    "calendar": "calendar:calendar",
    "event": "events:app",
    "mark": "marks:app",
    "breakdown": "breakdown:app",
    "explain": "explain:explain",
    "review": "review:review",
    "today": "today:today",
    "alarm": "watching:alarm",
    "whatif": "whatif:whatif",
    "sweep": "whatif:sweep",
    "replay": "replay:replay",
    "staff": "staffing:staff",
    "shifts": "roster:shifts",
    "roster": "roster:roster_app",
    "repair": "roster:repair",
    "publish": "versions:publish",
    "revert": "versions:revert",
    "difference": "versions:difference",
    "house-rule": "versions:house_rule",
    "request": "requests:app",
    "hours": "hours:app",
    "ledger": "records:ledger",
    "log": "records:log",
    "leaves": "records:leaves",
    "half-day": "records:half_day",
    "vacancies": "records:vacancies",
    "export": "papers:export",
    "import-roster": "papers:import_sheet",
    "bulletin": "papers:bulletin",
    "ics": "papers:ics",
    "calendar-link": "papers:calendar_link",
}
"""By the name of a command: the module in this folder, and the function or group of commands in it."""


class Commands(Sentences):
    """The commands of `PLACES`, each loaded when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # the class of a context is typer's own secret
        """Return the names, as the help shows them."""
        return list(PLACES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; None if there is none, and then all are loaded, so that the nearest can be suggested."""
        for name in (cmd_name,) if cmd_name in PLACES else PLACES:
            if name not in self.commands:
                self.add_command(_load(name), name)
        return self.commands.get(cmd_name)


def _load(name: str) -> Any:
    module, _, place = PLACES[name].partition(":")
    found = getattr(import_module(f"desk.cli.{module}"), place)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        return get_command(alone)
    group = get_command(found)
    group.name = name  # the help shows a group by its own name
    return group
