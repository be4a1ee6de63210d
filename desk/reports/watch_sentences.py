"""How a language tells what the watch sees."""

from collections.abc import Sequence

from desk.results.surge import Owed, SurgeView
from desk.words import say
from desk.words.explaining import signed_percent
from desk.words.writing import full_day, named, percent
from forecast.surge.alarm import Alarm
from forecast.surge.carriers import Carrier

NAMED = 3
"""Carriers of one kind that are named."""


def alarm_sentence(alarm: Alarm, language: str) -> str:
    """Return what an alarm says in one sentence: when, since when, how much, what it rests on."""
    rule = say(
        f"surge_rule.{alarm.rule}", language, part=named("surge_part", alarm.part.partition("=")[2], language)
    )
    return say(
        "replay.alarm_capped" if alarm.capped else "replay.alarm",
        language,
        time=f"{full_day(alarm.raised.date(), language)} {alarm.raised:%H:%M}",
        since=alarm.since,
        rule=rule,
        size=f"{alarm.size:.1f}",
        origin=alarm.origin,
    )


def carrier_sentences(carriers: Sequence[Carrier], language: str) -> list[str]:
    """Return a line for each kind of parts, its largest carriers first."""
    found = []
    for kind in dict.fromkeys(carrier.kind for carrier in carriers):
        each = ("；" if language == "zh" else "; ").join(
            say(
                "replay.carrier",
                language,
                name=named("surge_part", c.name, language),
                share=percent(c.of_excess),
                growth=f"{c.growth:.1f}",
            )
            for c in [c for c in carriers if c.kind == kind][:NAMED]
        )
        found.append(
            say("replay.carried", language, kind=named("surge_part_kind", kind, language), parts=each)
        )
    return found


def surge_sentences(view: SurgeView, language: str) -> list[str]:
    """Return all that the watch says: the alarm, where it may go, and what is to be done."""

    def tell(code: str, **details: object) -> str:
        return say(f"watch.{code}", language, **details)

    if view.alarm is None:
        last = next((day for day in reversed(view.days) if day.seen == day.seen), None)
        if last is None:
            return [tell("calm")]
        return [
            tell(
                "calm_last",
                day=last.day,
                seen=f"{last.seen:,.0f}",
                low=f"{last.low:,.0f}",
                high=f"{last.high:,.0f}",
                share=signed_percent(last.seen / max(last.expected, 1e-9) - 1),
            )
        ]
    found = [alarm_sentence(view.alarm, language)]
    if view.ahead:
        week = view.ahead[:7]
        found.append(
            tell(
                "ahead",
                level=f"{view.level:.1f}",
                today=f"{view.ahead[0].p50:,.0f}",
                low=f"{view.ahead[0].p10:,.0f}",
                high=f"{view.ahead[0].p90:,.0f}",
                week=f"{sum(day.mean for day in week):,.0f}",
                short=f"{view.lasts[0]:.0f}",
                long=f"{view.lasts[2]:.0f}",
            )
        )
        join = "、" if language == "zh" else ", "
        kinds = join.join(f"{say(f'surge_kind.{kind}', language)} {percent(weight)}" for kind, weight in view.kinds if weight >= 0.05)  # fmt: skip
        found.append(tell("kinds", kinds=kinds))
    if view.fan:
        found.append(tell("fan", **{name: f"{calls:,.0f}" for name, calls in view.fan}))
    if view.running and view.declared is None:
        found.append(tell("declare"))
    if not view.running:
        found.append(tell("over", day=view.alarm.stood_down))
        if view.declared is not None:
            found.append(tell("release", ordered=view.declared.ordered, last=view.declared.last))
        if view.owed:
            found.append(owed_sentence(view.owed, language))
    if not view.recorded and view.alarm.since <= view.known_until:
        found.append(tell("record"))
    return found


def owed_sentence(owed: Sequence[Owed], language: str) -> str:
    """Return to whom rest days are owed; nothing if to nobody."""
    if not owed:
        return ""
    join = "、" if language == "zh" else ", "
    people = join.join(say("watch.owed_each", language, name=line.name, days=line.days) for line in owed)
    return say("watch.owed", language, people=people)
