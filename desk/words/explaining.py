"""How a language tells what a day's forecast is made of."""

from desk.words import say, write_date
from desk.words.choosing import model_name
from desk.words.writing import named, percent
from forecast.calendar import Day, DayKind
from forecast.explain import Explanation

NAIVE = "seasonal_naive"
"""The model that knows the last week and nothing else."""


def explanation_sentence(found: Explanation, low: float, high: float, language: str) -> str:
    """
    Return the whole explanation in one sentence; the rounded parts in it add up to the rounded number.

    Parameters
    ----------
    found
        Parts and number.
    low, high
        Its 80 % interval.
    """
    facts = {
        "day": day_name(found.day, language),
        "calls": number(found.calls, found.digits),
        "low": number(low, found.digits),
        "high": number(high, found.digits),
    }
    if found.parts[-1].code == "closed":
        return say("explain.sentence_closed", language, **facts)
    if not found.taken_apart:
        kind = "naive" if found.model == NAIVE else "whole"
        return say(f"explain.sentence_{kind}", language, model=model_name(found.model, language), **facts)
    told = [
        say(
            "explain.with_share",
            language,
            name=say(f"part.{part.code}", language),
            calls=signed(calls, found.digits),
            share=signed_percent(part.share),
        )
        for part, calls in zip(found.parts, found.rounded(), strict=True)
        if part.share is not None and calls
    ]
    if not told:
        return say("explain.sentence_flat", language, **facts)
    base = number(found.rounded()[0], found.digits)
    return say(
        "explain.sentence", language, base=base, parts=say("explain.join", language).join(told), **facts
    )


def day_name(day: Day, language: str) -> str:
    """Return a date with what it is, and its lunar day near the lunar new year."""
    kind = (
        named("holiday", day.holiday, language)
        if day.kind is DayKind.HOLIDAY and day.holiday
        else say(f"day_kind.{day.kind.value}", language)
    )
    near = day.lunar_distance is not None and -14 <= day.lunar_distance <= 18
    if not near or day.lunar is None:
        return say("explain.kind", language, day=write_date(day.date, language), kind=kind)
    return say(
        "explain.kind_lunar",
        language,
        day=write_date(day.date, language),
        kind=kind,
        lunar=lunar_name(day.lunar, language),
    )


def lunar_name(lunar: tuple[int, int], language: str) -> str:
    """Return a lunar month and day: ``正月初一`` or ``1-1``; a negative month is a leap month."""
    month = say(f"lunar.m{abs(lunar[0])}", language)
    if lunar[0] < 0:
        month = say("lunar.leap", language, month=month)
    return say("lunar.name", language, month=month, day=say(f"lunar.d{lunar[1]}", language))


def number(value: float, digits: int) -> str:
    """Return an amount of calls."""
    return f"{value:,.{digits}f}"


def signed(value: float, digits: int) -> str:
    """Return what is added or taken away, with a true minus sign."""
    return f"{value:+,.{digits}f}".replace("-", "−")


def signed_percent(share: float) -> str:
    """Return a change as a percentage with its sign."""
    return ("+" if share >= 0 else "−") + percent(abs(share))
