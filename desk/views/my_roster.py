from datetime import date, timedelta

import streamlit as st

from desk import planning
from desk.results import MyRoster, MyShift
from desk.views.parts.calendar_link import show_calendar_link
from desk.views.parts.month_chart import month_chart
from desk.views.parts.receipts import ask_to_confirm
from desk.views.parts.roster_chart import legend_text
from desk.views.parts.visit import Visit, empty, here
from desk.words import write_date
from desk.words.reasons import my_rests_text
from desk.words.writing import duration, named
from scheduler.problem import Absence

AHEAD = 35
"""Days of one's own roster that are shown: five weeks."""

LISTED = 10
"""Coming shifts in the list below the month."""


def page(visit: Visit) -> None:
    """Show the next shift first, then the month and the list."""
    today = planning.centre(visit.store, visit.who).today
    mine = planning.my_roster(visit.store, visit.who, start=today, days=AHEAD)
    if mine.person is None:
        empty(visit.say("my_page.no_person"), visit.say("my_page.no_person_next"))
        return
    if mine.upcoming is None:
        empty(visit.say("my_page.none"), visit.say("my_page.none_next"))
    else:
        show_next(visit, mine.upcoming, today)
        with st.container():  # keeps the places of what follows when its content comes or goes
            ask_to_confirm(visit)
            show_changes(visit, mine)
        show_month(visit, mine, today)
        show_list(visit, mine)
    show_calendar_link(visit)


def show_next(visit: Visit, shift: MyShift, today: date) -> None:
    """Show the next shift large enough to read at arm's length."""
    away = (shift.day - today).days
    when = (
        visit.say("my_page.today")
        if away <= 0
        else visit.say("my_page.tomorrow")
        if away == 1
        else visit.say("my_page.in_days", days=away)
    )
    with st.container(border=True):
        st.caption(f"{visit.say('my_page.next')} · {when}")
        st.markdown(f"### {write_date(shift.day, visit.language)}")
        st.markdown(f"## {named('shift', shift.name, visit.language)}  {shift.start:%H:%M}–{shift.end:%H:%M}")
        st.caption(visit.say("my_page.paid", hours=duration(timedelta(minutes=shift.paid), visit.language)))
        if shift.rests:
            st.caption(my_rests_text(shift.rests, visit.language))


def show_changes(visit: Visit, mine: MyRoster) -> None:
    """Say which days differ from the version before."""
    if not mine.changes:
        return
    names = {shift.shift: named("shift", shift.name, visit.language) for shift in mine.shifts}
    free = visit.say("chart.day_off")
    lines = [
        visit.say("my_page.change", day=c.day, before=names.get(c.before or "", c.before or free), after=names.get(c.after or "", c.after or free))
        for c in mine.changes
    ]  # fmt: skip
    st.warning(
        f"**{visit.say('my_page.changes')}**\n\n" + "\n".join(f"- {line}" for line in lines),
        icon=":material/sync_alt:",
    )


def show_month(visit: Visit, mine: MyRoster, today: date) -> None:
    """Show five weeks as a wall calendar."""
    first = today - timedelta(days=today.weekday())
    last = today + timedelta(days=AHEAD - 1)
    cells = {shift.day: mine.types[shift.shift] for shift in mine.shifts}
    st.subheader(visit.say("my_page.month"))
    alt = visit.say("my_page.month_alt", name=mine.name, first=first, last=last)
    with st.container(width=560):
        st.altair_chart(
            month_chart(
                first,
                last,
                cells,
                [c.day for c in mine.changes],
                mine.calendar,
                mine.shift_types,
                visit.language,
                frozenset(a.day for a in mine.leave if a.kind.share == 1),
            ),
            theme=None,
            alt=alt,
        )
        if mine.changes:
            st.caption(visit.say("my_page.edge"))
        if mine.leave:
            days = visit.say("rules_page.join").join(leave_text(visit, away) for away in mine.leave)
            st.caption(visit.say("my_page.leave", days=days))
        worn = {cells[day].code: cells[day] for day in sorted(cells)}
        st.caption(" · ".join(legend_text(kind, visit.language) for kind in worn.values()))


def leave_text(visit: Visit, away: Absence) -> str:
    """Return a day of leave, or half of one."""
    day = write_date(away.day, visit.language)
    return day if away.kind.share == 1 else f"{day} {visit.say(f'day_half.{away.kind}')}"


def show_list(visit: Visit, mine: MyRoster) -> None:
    """Show the coming shifts, one line each."""
    st.subheader(visit.say("my_page.list"))
    st.markdown(
        "\n".join(
            f"- **{write_date(shift.day, visit.language)}** · {named('shift', shift.name, visit.language)}"
            f" · {shift.start:%H:%M}–{shift.end:%H:%M}"
            for shift in mine.shifts[:LISTED]
        )
    )
    if mine.published_at is not None:
        st.caption(visit.say("my_page.published", at=visit.local(mine.published_at)))


page(here())
