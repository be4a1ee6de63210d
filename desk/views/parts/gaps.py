"""The gaps of a roster: each with its reason beside it, and the cheapest ways to close it at a press."""

from collections.abc import Iterable, Mapping

import streamlit as st

from desk import planning
from desk.results import GapFixes, RosterView, Shortfall
from desk.views.parts.visit import Visit
from desk.words.reasons import fix_text, gap_text
from desk.words.writing import clock

STEP = 30
"""Minutes of a slot in rosters."""

MANY = 8
"""Gaps listed with their reasons before the rest is only counted."""

SECONDS = 1.0
"""For each way to close a gap that is tried on the page."""

AT_ONCE = 240
"""People times gaps whose reasons are looked for as the page opens."""


def by_weight(gaps: Iterable[Shortfall]) -> tuple[Shortfall, ...]:
    """Return the gaps, those with the most missing operator time first."""
    return tuple(sorted(gaps, key=lambda gap: (-gap.missing * (gap.last_slot - gap.first_slot + 1), gap.day)))


def reasons_of(visit: Visit, view: RosterView, gaps: tuple[Shortfall, ...]) -> dict[Shortfall, str]:
    """Return for the worst gaps who could stand there and what stops the others; in a large team for fewer of them."""
    return told(visit, view, gaps[: min(MANY, AT_ONCE // max(1, len(view.people)))])


def told(visit: Visit, view: RosterView, gaps: tuple[Shortfall, ...]) -> dict[Shortfall, str]:
    """Return for each gap who could stand there and what stops the others, in words."""
    if not gaps:
        return {}
    found = planning.gap_reasons(visit.store, visit.who, version=view.version.id, gaps=gaps)
    names = {member.code: member.name for member in view.people}
    return {gap: gap_text(reasons, names, visit.language) for gap, reasons in zip(gaps, found, strict=True)}


def show_gaps(
    visit: Visit, view: RosterView, gaps: tuple[Shortfall, ...], why: Mapping[Shortfall, str]
) -> None:
    """Say where people are missing, the largest gaps first, each with its reason and a way to look for a remedy."""
    st.markdown(f"**{visit.say('roster_page.shortfalls')}**")
    if not gaps:
        st.success(visit.say("roster_page.no_shortfall"))
        return
    for gap in gaps[:MANY]:
        key = f"gap.fix_{view.version.id}_{gap.day}_{gap.first_slot}"
        with st.container(gap="xsmall"):
            st.markdown(f":red[:material/person_off:] {gap_line(visit, gap)}")
            if gap in why:
                st.caption(why[gap])
            asked = st.button(
                visit.say("gap.fix"),
                key=key,
                type="tertiary",
                icon=":material/build:",
                help=visit.say("gap.fix_help"),
            )
            if asked:
                show_fixes(visit, view, gap, known=gap in why)
    if len(gaps) > MANY:
        with st.expander(visit.say("roster_page.more_shortfalls", count=len(gaps) - MANY)):
            st.markdown("\n".join(f"- {gap_line(visit, gap)}" for gap in gaps[MANY:]))


def gap_line(visit: Visit, gap: Shortfall) -> str:
    """Return when how many are missing."""
    return visit.say(
        "roster_page.shortfall", day=gap.day, first=clock(gap.first_slot * STEP, visit.language),
        last=clock((gap.last_slot + 1) * STEP, visit.language), missing=gap.missing,
    )  # fmt: skip


def show_fixes(visit: Visit, view: RosterView, gap: Shortfall, *, known: bool) -> None:
    """Try what would close a gap and say what each try was found to bring; the reason first, if it does not stand there."""
    with visit.telling():
        if not known:
            st.caption(told(visit, view, (gap,))[gap])
        with st.spinner(visit.say("fix.try")):
            found = planning.roster_fixes(
                visit.store,
                visit.who,
                version=view.version.id,
                day=gap.day,
                slot=gap.first_slot,
                seconds=SECONDS,
            )
        tell_fixes(visit, found)


def tell_fixes(visit: Visit, found: GapFixes) -> None:
    """Say what each way to close a gap was found to bring, and what callers wait if nothing is done."""
    lines = [] if found.wait is None else [visit.say("fix.wait", seconds=round(found.wait))]
    lines += [fix_text(fix, found.names, found.shift_names, visit.language) for fix in found.fixes]
    st.markdown("\n".join(f"- {line}" for line in lines))
