"""How a language tells how a forecast turned out."""

from math import isnan

from desk.words import say
from desk.words.explaining import signed_percent
from desk.words.writing import percent


def hindsight_sentence(
    language: str, *, days: int, wape: float, naive_wape: float, bias: float, inside80: float
) -> str:
    """
    Return error, bias and coverage in one sentence.

    Parameters
    ----------
    language
        Of the sentence.
    days, wape, naive_wape, bias, inside80
        See `desk.results.Hindsight`.
    """
    if not days or isnan(wape):
        return say("review.line_none", language)
    return say(
        "review.line",
        language,
        days=days,
        wape=percent(wape, 1),
        naive=percent(naive_wape, 1),
        bias=signed_percent(bias),
        inside=percent(inside80),
    )
