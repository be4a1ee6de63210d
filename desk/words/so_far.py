"""How a language tells a day that is not over yet."""

from datetime import date

from desk.words import say
from desk.words.explaining import signed_percent
from desk.words.writing import clock, percent
from forecast.prediction import LEVELS
from forecast.within_day import DaySoFar


def so_far_sentences(day: date, until: int, found: DaySoFar, before: float, language: str) -> tuple[str, str]:
    """
    Return how the day stands, and how far the rest of it follows.

    Parameters
    ----------
    day, until
        The day, and minutes after midnight up to which it is known.
    found
        The day after its closed slots.
    before
        Its forecast before it began.
    """
    expected = found.expected_so_far
    first = say(
        "today.sentence",
        language,
        day=day,
        time=clock(until, language),
        so_far=f"{found.so_far:,.0f}",
        expected=f"{expected:,.0f}",
        share=signed_percent(found.so_far / expected - 1) if expected >= 1 else "–",
        total=f"{found.so_far + found.rest:,.0f}",
        low=f"{found.total[LEVELS.index(0.1)]:,.0f}",
        high=f"{found.total[LEVELS.index(0.9)]:,.0f}",
        before=f"{before:,.0f}",
        rest=f"{found.rest:,.0f}",
    )
    if not found.slope:
        return first, say("today.slope_none", language)
    return first, say("today.slope", language, slope=percent(found.slope))
