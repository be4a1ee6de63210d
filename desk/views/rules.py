from datetime import date, timedelta

import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.reports.settings_words import emergency_line
from desk.reports.watch_sentences import owed_sentence
from desk.results import LimitLine, RulesView
from desk.views.parts.text_table import text_table
from desk.views.parts.visit import Visit, here, tell_once
from desk.words.limits import limit_name, limit_value, rule_name, shown_limit, typed_limit
from desk.words.writing import full_day, named, source_text
from scheduler.rulebook import Limit

TOLD = "rules.told"
"""Key of the sentence about the change that was made just now."""


def page(visit: Visit) -> None:
    """Show limits, order of goals or emergencies; the head changes them."""
    st.caption(visit.say("rules_page.what"))
    tell_once(TOLD)
    view = planning.rules(visit.store, visit.who)
    parts = {"limits": show_limits, "order": show_order, "emergency": show_emergencies}
    chosen = st.segmented_control(
        visit.say("page.rules"), list(parts), default="limits", required=True,
        format_func=lambda name: visit.say(f"rules_page.{name}"), key=f"rules.part_{visit.language}",
        label_visibility="collapsed",
    )  # fmt: skip
    parts[chosen](visit, view)


def show_limits(visit: Visit, view: RulesView) -> None:
    """Show every limit with its sources; the head changes one."""
    if visit.who.role is Role.HEAD:
        with st.expander(visit.say("rules_page.change"), icon=":material/edit:"), visit.telling():
            ask_for_limit(visit, view)
    text_table(table(visit, view.limits), on_phone=("limits", 4))
    names = visit.say("rules_page.join").join(rule_name(code, visit.language) for code in view.without_limits)
    st.caption(visit.say("rules_page.without", rules=names) + " " + visit.say("rules_page.narrow"))


def table(visit: Visit, limits: tuple[LimitLine, ...]) -> list[dict[str, str]]:
    """Return one row per limit."""
    rows = [
        {
            "rule": rule_name(line.rule, visit.language),
            "limit": limit_name(line.rule, line.name, visit.language),
            "normal": value(visit, line, line.normal, "normal"),
            "in_emergency": value(visit, line, line.emergency, "emergency"),
            "kind": visit.say(f"limit_kind.{either.kind}"),
            "source": "" if line.normal is None else source_text(line.normal.source, visit.language),
            "as_of": full_day(either.as_of, visit.language),
            "source_emergency": other_source(visit, line),
        }
        for line in limits
        if (either := line.normal or line.emergency) is not None
    ]
    return [{visit.say(f"rules_page.{c}"): text for c, text in row.items()} for row in rows]


def value(visit: Visit, line: LimitLine, limit: Limit | None, book: str) -> str:
    """Return a limit's value and whether the centre has set it."""
    own = visit.say("rules_page.own") if book in line.own else ""
    return limit_value(limit, visit.language) + own


def other_source(visit: Visit, line: LimitLine) -> str:
    """Return where the limit of an emergency comes from, if it is another."""
    if line.emergency is None or (line.normal is not None and line.emergency.source == line.normal.source):
        return ""
    return source_text(line.emergency.source, visit.language)


def ask_for_limit(visit: Visit, view: RulesView) -> None:
    """Change one limit of one book, with its source, or take the shipped one again."""
    left, right = st.columns([3, 1])
    line = left.selectbox(
        visit.say("rules_page.which"), view.limits, key=f"rules.which_{visit.language}",
        format_func=lambda k: f"{rule_name(k.rule, visit.language)} · {limit_name(k.rule, k.name, visit.language)}",
    )  # fmt: skip
    rule, name = line.rule, line.name
    books = [b for b, limit in (("normal", line.normal), ("emergency", line.emergency)) if limit is not None]
    if rule == "protection":
        books = ["normal"]
    book = right.selectbox(
        visit.say("rules_page.book"), books, key=f"rules.book_{rule}_{name}_{visit.language}",
        format_func=lambda b: visit.say(f"book.{b}"),
    )  # fmt: skip
    limit = line.normal if book == "normal" else line.emergency
    if limit is None:
        return
    with st.form(f"rules.form_{rule}_{name}_{book}"):
        first, second = st.columns([1, 3])
        typed = first.text_input(
            visit.say("rules_page.new_value"), shown_limit(limit), help=visit.say("rules_page.hint_clock"),
            key=f"rules.value_{rule}_{name}_{book}",
        )  # fmt: skip
        source = second.text_input(visit.say("rules_page.why"), key=f"rules.source_{rule}_{name}_{book}")
        if st.form_submit_button(visit.say("rules_page.save"), type="primary", key="rules.save"):
            number = typed_limit(name, typed)
            before, after = planning.set_rule_limit(
                visit.store, visit.who, book=book, rule=rule, name=name, source=source,
                value=float("nan") if number is None else number,
            )  # fmt: skip
            tell_limit(visit, book, before, after)
    if book in line.own and st.button(
        visit.say("rules_page.reset"), icon=":material/undo:", key="rules.reset"
    ):
        after = planning.reset_rule_limit(visit.store, visit.who, book=book, rule=rule, name=name)
        tell_limit(visit, book, limit, after)


def tell_limit(visit: Visit, book: str, before: Limit, after: Limit) -> None:
    """Say on the page that is drawn next what has changed."""
    st.session_state[TOLD] = visit.say(
        "rules_page.saved", book=visit.say(f"book.{book}"), rule=rule_name(after.owner, visit.language),
        name=limit_name(after.owner, after.name, visit.language),
        before=limit_value(before, visit.language), after=limit_value(after, visit.language),
    )  # fmt: skip
    st.rerun()


def show_order(visit: Visit, view: RulesView) -> None:
    """Show which goals count first in each book; the head moves a tier."""
    st.caption(visit.say("rules_page.order_hint"))
    join = visit.say("rules_page.join")
    for column, (book, tiers) in zip(st.columns(2), view.tiers, strict=True):
        column.markdown(f"**{visit.say(f'book.{book}')}**")
        lines = [
            visit.say(
                "rules_page.order_line", place=place, tier=named("tier", tier, visit.language),
                goals=join.join(named("goal", goal, visit.language) for goal in goals),
            )
            for place, (tier, goals) in enumerate(tiers, 1)
        ]  # fmt: skip
        column.markdown("\n".join(lines))
    if visit.who.role is Role.HEAD:
        with visit.telling():
            ask_for_order(visit, view)


def ask_for_order(visit: Visit, view: RulesView) -> None:
    """Move one tier of one book to another place."""
    orders = {book: [tier for tier, _ in tiers] for book, tiers in view.tiers}
    with st.form("rules.order_form"):
        first, second, third = st.columns([1, 1, 1])
        book = first.selectbox(
            visit.say("rules_page.book"), list(orders), key=f"rules.order_book_{visit.language}",
            format_func=lambda b: visit.say(f"book.{b}"),
        )  # fmt: skip
        tier = second.selectbox(
            visit.say("rules_page.order_which"), orders["normal"], key=f"rules.order_tier_{visit.language}",
            format_func=lambda t: named("tier", t, visit.language),
        )  # fmt: skip
        place = third.number_input(
            visit.say("rules_page.order_place"), 1, len(orders[book]), 1, key="rules.order_place"
        )
        source = st.text_input(visit.say("rules_page.why"), key="rules.order_source")
        if st.form_submit_button(visit.say("rules_page.order_save"), type="primary", key="rules.order_save"):
            rest = [name for name in orders[book] if name != tier]
            names = (*rest[: place - 1], tier, *rest[place - 1 :])
            planning.order_tiers(visit.store, visit.who, book=book, names=names, source=source)
            told = visit.say("rules_page.join").join(named("tier", name, visit.language) for name in names)
            st.session_state[TOLD] = visit.say(
                "rules_page.order_saved", book=visit.say(f"book.{book}"), order=told
            )
            st.rerun()


def show_emergencies(visit: Visit, view: RulesView) -> None:
    """Show declared emergencies and what differs in one; the head declares one or ends it."""
    for declared in view.emergencies:
        st.markdown(f"- {emergency_line(declared, visit.language)}")
    if not view.emergencies:
        st.info(visit.say("rules_page.none"))
    if visit.who.role is Role.HEAD:
        with visit.telling():
            declare(visit, view)
        with visit.telling():
            end_early(visit, view)
    st.markdown(f"**{visit.say('rules_page.differs')}**")
    differing = tuple(
        line
        for line in view.limits
        if line.normal is None or line.emergency is None or line.normal.value != line.emergency.value
    )
    text_table(table(visit, differing))


def declare(visit: Visit, view: RulesView) -> None:
    """Declare an emergency with its order, its signature and what it relaxes."""
    today = here_today(visit)
    with st.form("rules.declare"):
        st.markdown(f"**{visit.say('rules_page.declare')}**")
        st.caption(visit.say("rules_page.declare_hint"))
        a, b, c, d = st.columns(4)
        first = a.date_input(visit.say("rules_page.first"), today, key="rules.first")
        last = b.date_input(visit.say("rules_page.last"), today + timedelta(days=13), key="rules.last")
        ordered = c.text_input(visit.say("rules_page.ordered"), key="rules.ordered")
        signed = d.text_input(visit.say("rules_page.signed_by"), key="rules.signed")
        relax = st.multiselect(
            visit.say("rules_page.relax"), view.relaxable, default=view.relaxable,
            format_func=lambda code: rule_name(code, visit.language), key=f"rules.relax_{visit.language}",
        )  # fmt: skip
        if st.form_submit_button(visit.say("rules_page.declare_go"), type="primary", key="rules.declare_go"):
            done = planning.declare_emergency(
                visit.store, visit.who, first=first, last=last, ordered=ordered, signed_by=signed,
                relax=tuple(relax),
            )  # fmt: skip
            st.session_state[TOLD] = visit.say(
                "rules_page.declared", first=done.first, last=done.last, signed=done.signed_by
            )
            st.rerun()


def here_today(visit: Visit) -> date:
    """Return the centre's today."""
    return visit.centre.today if visit.centre else date.today()


def end_early(visit: Visit, view: RulesView) -> None:
    """Let an emergency end before its last day."""
    today = here_today(visit)
    running = {e.id: e for e in view.emergencies if e.first <= e.last >= today}
    if not running:
        return
    with st.form("rules.end"):
        st.markdown(f"**{visit.say('rules_page.end')}**")
        left, right = st.columns(2)
        number = left.selectbox(
            visit.say("rules_page.ordered"), list(running), key="rules.end_which",
            format_func=lambda k: running[k].ordered,
        )  # fmt: skip
        last = right.date_input(visit.say("rules_page.end_last"), today, key="rules.end_last")
        if st.form_submit_button(visit.say("rules_page.end_go"), key="rules.end_go"):
            done = planning.end_emergency(visit.store, visit.who, number=number, last=last)
            owed = planning.rest_days_owed(visit.store, visit.who, first=done.first, last=done.last)
            said = (visit.say("rules_page.ended", last=done.last), owed_sentence(owed, visit.language))
            st.session_state[TOLD] = "\n\n".join(filter(None, said))
            st.rerun()


page(here())
