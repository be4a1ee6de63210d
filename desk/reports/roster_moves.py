"""Cells in which two rosters differ, as sentences."""

from collections.abc import Iterable, Mapping

from desk.results import ShiftMove
from desk.words import say
from desk.words.writing import named


def move_lines(
    moves: Iterable[ShiftMove], names: Mapping[str, str], shifts: Mapping[str, str], language: str
) -> tuple[str, ...]:
    """Return one line for each cell that differs; one at short notice says that it needs consent."""
    off = say("chart.day_off", language)
    told = {code: named("shift", name, language) for code, name in shifts.items()}
    return tuple(
        say(
            "repair.change",
            language,
            day=move.day,
            person=names.get(move.person, move.person),
            before=told.get(move.before or "", off),
            after=told.get(move.after or "", off),
        )
        + (say("repair.consent", language) if move.needs_consent else "")
        for move in moves
    )
