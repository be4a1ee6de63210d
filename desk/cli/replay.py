"""lianxin replay: a drill on days that have been."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown

from desk.cli.console import CONSOLE, LANGUAGE, write_out
from desk.planning.replay import replay_case
from desk.reports.replay import replay_facts, replay_page
from desk.words import say

HISTORY = Path(__file__).resolve().parents[2] / "history"
"""The sample centre's folder."""

SECONDS = 6.0
"""Of each search for a roster."""


def replay(
    case: Annotated[str, typer.Argument(help="founding-case")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
    history: Annotated[Path, typer.Option()] = HISTORY,
    out: Annotated[Path | None, typer.Option(help=".md")] = None,
    rosters: Annotated[bool, typer.Option()] = True,
    seconds: Annotated[float, typer.Option()] = SECONDS,
    seed: Annotated[int, typer.Option()] = 0,
) -> None:
    """复盘演练：逐日重放一次突增 · Play a past emergency day by day: known, advised, with and without."""
    stages = ["replay_watch", "replay_mornings", "replay_rosters", "replay_play"]
    columns = CONSOLE if sys.stdout.isatty() and not as_json else None
    with typer.progressbar(
        length=1000,
        label=say("replay.stage_replay_watch", LANGUAGE[0]),
        file=sys.stderr,
        hidden=columns is None,
    ) as bar:

        def told(code: str, share: float) -> None:
            bar.label = say(f"replay.stage_{code}", LANGUAGE[0])
            done = int(1000 * (stages.index(code) + share) / len(stages))
            bar.update(max(done - bar.pos, 0))

        found = replay_case(history, case, rosters=rosters, seconds=seconds, seed=seed, progress=told)
    if as_json:
        sys.stdout.write(json.dumps(replay_facts(found), ensure_ascii=False, indent=1) + "\n")
        return
    command = f"lianxin replay {case}" + ("" if rosters else " --no-rosters")
    command += "" if seconds == SECONDS else f" --seconds {seconds:g}"
    page = replay_page(found, command, LANGUAGE[0])
    if out is not None:
        write_out(out, page)
        return
    CONSOLE.print(Markdown(page))
