"""Breaches, reasons and limits as sentences: facts of the engine, written in the language's way."""

from collections.abc import Iterable, Mapping, Sequence

from desk.words import say, sentences, written
from desk.words.writing import clock, named
from scheduler.explain import Demand, Finding, Fix, Instead, Reason
from scheduler.problem import Assignment
from scheduler.rests import Rest
from scheduler.roster import Breach

CLOCKS = frozenset({"start", "end", "night_start", "night_end", "early_until"})
"""Limits that are times of the day, kept as minutes from midnight."""

_SECTIONS = {"shift": "shift", "first": "shift", "second": "shift", "skill": "skill", "zone": "zone"}


def breach_text(breach: Breach, names: Mapping[str, str], language: str) -> str:
    """Return what is broken as a sentence; `names` gives each person's name by code."""
    facts = {
        name: named(_SECTIONS[name], value, language)
        if name in _SECTIONS and isinstance(value, str)
        else value
        for name, value in breach.details
    }
    person = names.get(breach.person or "", breach.person or "")
    return say(f"breach.{breach.code}", language, person=person, day=breach.day, **facts)


def reason_text(reason: Reason, names: Mapping[str, str], language: str, *, skill: str | None = None) -> str:
    """Return why a person does not work a shift; every rule that forbids it stands in the sentence."""
    shift = named("shift", reason.shift.type.name, language)
    if reason.code == "busy" and reason.instead is not None:
        shift = named("shift", reason.instead, language)
    wanted = reason.shift.type.skill if skill is None else skill
    line = say(
        f"why.{reason.code}",
        language,
        person=names.get(reason.person, reason.person),
        shift=shift,
        skill=named("skill", wanted or "", language),
    )
    broken = (breach_text(breach, names, language) for breach in reason.breaches)
    return " ".join([line, *dict.fromkeys(broken)])


def gap_text(reasons: Iterable[Reason], names: Mapping[str, str], language: str) -> str:
    """Return in one paragraph who could stand in a gap and what stops the others, rule by rule with their names."""
    told: dict[str, list[Reason]] = {}
    for reason in reasons:
        told.setdefault(reason.breaches[0].code if reason.breaches else reason.code, []).append(reason)
    if not told:
        return say("gap.no_shift", language)

    def people(found: list[Reason], *, shift: bool = False) -> str:
        each = (
            say(
                "gap.person",
                language,
                person=names.get(reason.person, reason.person),
                shift=named("shift", reason.shift.type.name, language),
            )
            if shift
            else names.get(reason.person, reason.person)
            for reason in found
        )
        return say("fix.comma", language).join(each)

    lines = [
        say(f"gap.{code}", language, people=people(told.pop(code), shift=True))
        for code in ("standby", "free")
        if code in told
    ]
    stops = [
        say(f"gap.{code}", language, count=len(found))
        if code in {"busy", "lacks_skill"}
        else say(
            "gap.rule", language, rule=named("rule", code, language), count=len(found), people=people(found)
        )
        for code, found in told.items()
    ]
    if stops:
        lines.append(say("gap.stopped", language, reasons=say("gap.between", language).join(stops)))
    return " ".join(lines)


def duty_name(measure: str, language: str) -> str:
    """Return the name of something people carry: nights, weekends, one statutory holiday."""
    section = "duty" if f"duty.{measure}" in sentences(language) else "holiday"
    return named(section, measure, language)


def limit_text(name: str, value: object, language: str) -> str:
    """Return a limit with its name; times of day are written as on the clock."""
    shown = (
        clock(int(value), language)
        if name in CLOCKS and isinstance(value, (int, float))
        else written(value, language)
    )
    return f"{named('field', name, language)} {shown}"


def fix_text(fix: Fix, names: Mapping[str, str], shifts: Mapping[str, str], language: str) -> str:
    """Return what would help and what it was found to bring; `shifts` gives each shift type's name by code."""
    skill = named("skill", fix.skill, language) if fix.skill is not None else say("fix.any_skill", language)
    people = say("fix.comma", language).join(names.get(code, code) for code in fix.people)
    outcome = say("fix.closes" if fix.closes else "fix.lessens", language, saved=round(fix.saved, 1))
    line = say(
        f"fix.{fix.code}",
        language,
        skill=skill,
        start=clock(fix.start, language),
        end=clock(fix.end, language),
        rule=named("rule", fix.rule, language),
        limit=limit_text(fix.field, fix.limit, language),
        value=written(fix.value, language),
        count=len(fix.people),
        people=people,
        cells=say("gap.between", language).join(
            _change(fix, cell, names, shifts, language) for cell in fix.changes
        ),
    )
    return f"{line} {outcome}"


def _change(
    fix: Fix, cell: Assignment, names: Mapping[str, str], shifts: Mapping[str, str], language: str
) -> str:
    return say(
        "instead.added" if cell in fix.roster.assignments else "instead.taken",
        language,
        person=names.get(cell.person, cell.person),
        day=cell.day,
        shift=named("shift", shifts.get(cell.shift, cell.shift), language),
    )


def demand_text(demand: Demand, names: Mapping[str, str], shifts: Mapping[str, str], language: str) -> str:
    """Return one hard demand of a conflict."""
    if demand.lock is not None:
        shift = named("shift", shifts.get(demand.lock.shift or "", ""), language) if demand.lock.shift else ""
        code = "demand.lock" if demand.lock.shift else "demand.lock_off"
        person = names.get(demand.lock.person, demand.lock.person)
        return say(code, language, person=person, day=demand.lock.day, shift=shift)
    if demand.absence is not None:
        person = names.get(demand.absence.person, demand.absence.person)
        return say("demand.absence", language, person=person, day=demand.absence.day)
    if demand.kind == "rule":
        return say("demand.rule", language, rule=named("rule", demand.code, language))
    return say("demand.least_hours", language, person=names.get(demand.code, demand.code))


def conflict_lines(
    demands: Iterable[Demand], names: Mapping[str, str], shifts: Mapping[str, str], language: str
) -> tuple[str, ...]:
    """Return a heading and one line for each demand of a conflict."""
    lines = (demand_text(demand, names, shifts, language) for demand in demands)
    return (say("demand.title", language), *dict.fromkeys(lines))


def instead_lines(
    found: Instead, names: Mapping[str, str], shifts: Mapping[str, str], language: str
) -> tuple[str, ...]:
    """Return what would have to change, and what it would cost, if a cell were as asked."""
    lock = found.lock
    wanted = (
        named("shift", shifts.get(lock.shift, lock.shift), language)
        if lock.shift
        else say("chart.day_off", language)
    )
    facts = {"person": names.get(lock.person, lock.person), "day": lock.day, "wanted": wanted}
    if not found.possible:
        broken = (breach_text(breach, names, language) for breach in found.breaches)
        return (say("instead.impossible", language, **facts), *dict.fromkeys(broken))
    lines = [say("instead.possible" if found.added or found.taken else "instead.as_is", language, **facts)]
    for sign, cells in (("instead.added", found.added), ("instead.taken", found.taken)):
        lines += [
            say(
                sign,
                language,
                person=names.get(cell.person, cell.person),
                day=cell.day,
                shift=named("shift", shifts.get(cell.shift, cell.shift), language),
            )
            for cell in cells
        ]
    worse = [(tier, now, then) for tier, now, then in found.tiers if then != now and tier != "stability"]
    lines += [
        say(
            "instead.costs_more" if then > now else "instead.costs_less",
            language,
            tier=named("tier", tier, language),
            now=now,
            then=then,
        )
        for tier, now, then in worse
    ]
    if not worse:
        lines.append(say("instead.costs_nothing", language))
    return tuple(lines)


def rests_text(rests: Iterable[Rest], kinds: tuple[str, ...], language: str) -> str:
    """Return rests as times of the day; a pause is named by its start alone."""
    return say("fix.comma", language).join(
        f"{rest.start:%H:%M}" if rest.kind == "pause" else f"{rest.start:%H:%M}–{rest.end:%H:%M}"
        for rest in rests
        if rest.kind in kinds
    )


def my_rests_text(rests: Sequence[Rest], language: str) -> str:
    """Return one's own rests in a shift by kind; a kind without any is not named."""
    told = {
        "meal": rests_text(rests, ("meal",), language),
        "nursing": rests_text(rests, ("nursing",), language),
        "pauses": rests_text(rests, ("pause",), language),
    }
    return say("rests.between", language).join(
        say(f"rests.my_{kind}", language, times=times) for kind, times in told.items() if times
    )


def owed_text(owed: Iterable[tuple[str, int]], names: Mapping[str, str], language: str) -> str:
    """Return who is owed how many days of rest, in one sentence."""
    told = (say("owed.one", language, person=names.get(code, code), days=days) for code, days in owed)
    return say("owed.all", language, people=say("fix.comma", language).join(told))


def finding_text(finding: Finding, names: Mapping[str, str], language: str) -> str:
    """Return what is odd in a problem as a sentence."""
    facts = {
        name: names.get(str(value), str(value))
        if name == "person"
        else named(_SECTIONS[name], value, language)
        if name in _SECTIONS and isinstance(value, str)
        else value
        for name, value in finding.details
    }
    return say(f"odd.{finding.code}", language, **facts)
