"""Advice on shift types as sentences."""

from desk.words import say
from desk.words.writing import clock
from scheduler.solve.design import Fit


def advice_lines(usual: Fit, designed: Fit, language: str) -> tuple[str, ...]:
    """Return what the centre's types need, what designed ones would need, and which they are."""
    lines = [
        say(
            f"advice.{code}",
            language,
            kinds=len(fit.types),
            shifts=fit.shifts,
            hours=fit.hours,
            missing=fit.missing,
            idle=fit.idle,
        )
        for code, fit in (("usual", usual), ("designed", designed))
    ]
    for place, kind in enumerate(designed.types):
        people = [row[place] for row in designed.people]
        lines.append(
            say(
                "advice.shift",
                language,
                start=clock(kind.start, language),
                end=clock(kind.end, language),
                paid=kind.paid / 60,
                least=min(people),
                most=max(people),
            )
        )
    if not designed.proven:
        lines.append(say("advice.not_proven", language))
    return tuple(lines)
