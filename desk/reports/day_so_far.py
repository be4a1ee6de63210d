"""What the rest of a running day takes, in a sentence."""

from desk.results import DayProgress
from desk.words import say
from desk.words.writing import clock


def rest_of(view: DayProgress, language: str) -> str:
    """Return the most operators of the half-hours still to come, with when, who is rostered, and what is missing."""
    closed = view.found.closed
    at = closed + int(view.needed[closed:].argmax())
    return say(
        "today.rest_short" if view.missing_hours else "today.rest_enough",
        language,
        needed=int(view.needed[at]),
        time=clock(at * view.step, language),
        planned=int(view.planned[at]),
        missing=f"{view.missing_hours:,.1f}",
    )
