"""Requests and their answers as sentences, for pages and the command line."""

from collections.abc import Iterable, Mapping
from datetime import date

from desk.results import Answer, Departure, RequestKind, RequestLine, ShiftChange, StandIns, Vacancy
from desk.words import say, write_date
from desk.words.breaches import breach_sentence
from desk.words.writing import named
from scheduler.roster import Breach
from scheduler.shifts import ShiftType

SHOWN = 10
"""Days that are listed; the rest is only counted."""

BREACH = "breach."
"""Start of the code of an answer that is a broken rule."""


def request_sentence(line: RequestLine, types: Iterable[ShiftType], language: str) -> str:
    """Return what somebody asks for, in one line."""
    if line.kind is RequestKind.LEAVE:
        kind = say(f"leave_kind.{line.leave or 'leave'}", language)
        if line.half is not None:
            half = say(f"day_half.{line.half}", language)
            return say("requests_page.leave_half", language, first=line.first, kind=kind, half=half)
        if line.first == line.last:
            return say("requests_page.leave_line", language, first=line.first, kind=kind)
        return say("requests_page.leave_span", language, first=line.first, last=line.last, kind=kind)
    if line.kind is RequestKind.SWAP:
        facts = {"day": line.first, "name": line.colleague_name, "their_day": line.their_day}
        return say("requests_page.swap_line", language, **facts)
    facts = {"day": line.first, "shift": shift_of(line.shift, types, language)}
    return say(f"requests_page.{line.kind}_line", language, **facts)


def answer_sentence(
    answer: Answer, names: Mapping[str, str], types: Iterable[ShiftType], language: str
) -> str:
    """Return one reason or proposal in words."""
    facts = dict(answer.facts)
    if answer.code.startswith(BREACH):
        person, day = facts.pop("person"), facts.pop("day")
        if not isinstance(day, date):
            raise ValueError(f"a broken rule needs its day, got {day}.")
        code = answer.code.removeprefix(BREACH)
        return breach_sentence(
            Breach(code, None if person is None else str(person), day, tuple(facts.items())), names, language
        )
    if "shift" in facts:
        facts["shift"] = shift_of(str(facts["shift"]), types, language)
    if "leave" in facts:
        facts["leave"] = say(f"leave_kind.{facts['leave']}", language)
    return say(f"answer.{answer.code}", language, **facts)


def change_sentence(change: ShiftChange, types: Iterable[ShiftType], language: str) -> str:
    """Return what somebody would work instead of what, in one line."""
    kinds = tuple(types)
    return say(
        "requests_page.change_line",
        language,
        name=change.name,
        day=change.day,
        before=shift_of(change.before, kinds, language),
        after=shift_of(change.after, kinds, language),
    )


def shift_of(code: str | None, types: Iterable[ShiftType], language: str) -> str:
    """Return the name of a shift by its code; None is a day off."""
    if code is None:
        return say("requests_page.day_off", language)
    name = next((kind.name for kind in types if kind.code == code), code)
    return named("shift", name, language)


def measure_name(measure: str, year: int, language: str) -> str:
    """Return the name of a duty that the ledger counts, a festival day with its year."""
    for section in ("duty_measure", "holiday"):
        name = named(section, measure, language)
        if name != measure.replace("_", " "):
            return f"{name} {year}" if year else name
    return f"{measure} {year}" if year else measure


def departure_sentences(done: Departure, language: str) -> tuple[str, ...]:
    """Return what somebody's departure has changed, and what is left to do, one sentence each."""
    found = [
        say(
            "departure.done",
            language,
            name=done.name,
            accounts=len(done.accounts),
            requests=len(done.requests),
        )
    ]
    if done.shifts:
        days = say("rules_page.join", language).join(write_date(day, language) for day in done.shifts[:SHOWN])
        more = say("departure.more", language) if len(done.shifts) > SHOWN else ""
        found.append(say("departure.shifts", language, count=len(done.shifts), days=days + more))
    return tuple(found)


def vacancy_line(vacancy: Vacancy, types: Iterable[ShiftType], language: str) -> str:
    """Return a vacant shift in one line, with the draft in which it is taken over already."""
    shift = shift_of(vacancy.shift, types, language)
    facts = {"day": vacancy.day, "shift": shift, "name": vacancy.name, "version": vacancy.draft}
    return say(f"vacancy.{'line' if vacancy.draft is None else 'line_done'}", language, **facts)


def stand_in_name(found: StandIns, person: str, language: str) -> str:
    """Return the name of somebody who could take a shift over, and whether they stand by."""
    name = found.names[person]
    return say("stand_in.offered", language, name=name) if person in found.offered else name
