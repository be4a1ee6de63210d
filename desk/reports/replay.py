"""A drill as data and as a table: the shape of ``lianxin replay --json``, and the page it writes."""

from dataclasses import asdict
from typing import Any

from desk.reports.watch_sentences import alarm_sentence, carrier_sentences
from desk.results.surge import Morning, Replay
from desk.words import say
from desk.words.writing import percent
from forecast.surge.alarm import Alarm


def replay_facts(replay: Replay) -> dict[str, Any]:  # Any: whatever JSON holds
    """
    Return a drill as JSON holds it.

    ``case``, ``first``, ``last``; ``alarm`` (the main one, or null) and ``alarms``, each with ``time`` (local, ISO),
    ``since``, ``rule``, ``part``, ``size``, ``excess``, ``stood_down``, ``capped`` (the size is a lower bound),
    ``measured_from`` (last day known to the expectation); ``carriers``; ``mornings``, each with ``morning``,
    ``known_until``, ``alarm``, ``level``, ``kinds`` (name to probability), ``fan`` or null, ``projected`` (``date``,
    ``mean``, ``p10``, ``p50``, ``p90``, ``came`` or null) and ``advice`` or null; ``service`` with ``without`` and
    ``advised``, one entry a day.
    """
    main = replay.main
    return {
        "case": replay.case,
        "first": str(replay.first),
        "last": str(replay.last),
        "alarm": None if main is None else _alarm(main),
        "alarms": [_alarm(alarm) for alarm in replay.alarms],
        "carriers": [asdict(carrier) | {"emerging": carrier.emerging} for carrier in replay.carriers],
        "mornings": [_morning(morning) for morning in replay.mornings],
        "service": {
            name: [asdict(line) | {"day": str(line.day)} for line in lines]
            for name, lines in (("without", replay.without), ("advised", replay.advised))
        },
    }


def _alarm(alarm: Alarm) -> dict[str, Any]:  # Any: whatever JSON holds
    return {
        "time": alarm.raised.isoformat(timespec="minutes"),
        "since": str(alarm.since),
        "rule": alarm.rule,
        "part": alarm.part,
        "size": float(alarm.size),
        "excess": float(alarm.excess),
        "stood_down": None if alarm.stood_down is None else str(alarm.stood_down),
        "capped": alarm.capped,
        "measured_from": str(alarm.origin),
    }


def _morning(morning: Morning) -> dict[str, Any]:  # Any: whatever JSON holds
    advice = morning.advice
    return {
        "morning": str(morning.day),
        "known_until": str(morning.day.fromordinal(morning.day.toordinal() - 1)),
        "alarm": morning.alarm,
        "level": morning.level,
        "kinds": dict(morning.kinds),
        "fan": dict(morning.fan) or None,
        "projected": [
            {"date": str(d.day), "mean": d.mean, "p10": d.p10, "p50": d.p50, "p90": d.p90, "came": d.came}
            for d in morning.ahead
        ],
        "advice": None if advice is None else asdict(advice) | {"start": str(advice.start)},
    }


def replay_page(replay: Replay, command: str, language: str) -> str:
    """Return a drill as Markdown: what the alarm said, each morning, and the service with and without the advice."""

    def tell(code: str, **details: object) -> str:
        return say(f"replay.{code}", language, **details)

    lines = [f"# {tell('title')}", "", tell("made_by", command=command), ""]
    main = replay.main
    if main is None:
        return "\n".join([*lines, tell("no_alarm"), ""])
    lines += [alarm_sentence(main, language), ""]
    lines += [f"- {line}" for line in carrier_sentences(replay.carriers, language)]
    lines += ["", f"## {tell('mornings')}", "", tell("mornings_note"), ""]
    lines += _table(
        tuple(tell(f"col_{c}") for c in ("morning", "level", "today", "week", "peak", "changed")),
        [_morning_row(m, language) for m in replay.mornings if m.alarm or _near(m, main)],
    )
    if replay.without:
        lines += ["", f"## {tell('service')}", "", tell("service_note"), ""]
        lines += _table(
            tuple(tell(f"col_{c}") for c in ("day", "offered", "in_time", "answered", "wait", "backlog")),
            [
                (
                    str(old.day),
                    f"{old.offered:.0f} / {new.offered:.0f}",
                    f"{percent(old.in_time)} → {percent(new.in_time)}",
                    f"{old.answered:.0f} → {new.answered:.0f}",
                    f"{old.wait:.0f} → {new.wait:.0f}",
                    f"{old.backlog:.0f} → {new.backlog:.0f}",
                )
                for old, new in zip(replay.without, replay.advised, strict=True)
                if old.day >= main.since
            ],
        )
    return "\n".join([*lines, ""])


def _near(morning: Morning, main: Alarm) -> bool:
    return -3 <= (morning.day - main.since).days <= 0


def _morning_row(morning: Morning, language: str) -> tuple[str, ...]:
    today, week = morning.ahead[0], morning.ahead[:7]
    came = [d.came for d in week if d.came is not None]
    projected = sum(d.mean for d in week)
    advice = morning.advice
    return (
        str(morning.day),
        f"{morning.level:.1f}" if morning.alarm else "–",
        f"{today.p50:.0f} ({today.p10:.0f}–{today.p90:.0f}) / {'–' if today.came is None else f'{today.came:.0f}'}",
        f"{projected:.0f} / {sum(came):.0f}" if len(came) == len(week) else f"{projected:.0f} / –",
        "–" if advice is None else f"{advice.peak_needed} / {advice.peak_on_hand}",
        "–"
        if advice is None
        else say("replay.changed", language, cells=advice.changed, hours=f"{advice.overtime_hours:.0f}"),
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]
