import streamlit as st

from desk import planning
from desk.planning.requesting import REFUSALS
from desk.reports.request_sentences import answer_sentence, change_sentence, request_sentence
from desk.results import Effect, RequestLine, RequestState, TeamView
from desk.views.parts.visit import Visit, empty, here, tell_once


def page(visit: Visit) -> None:
    """Show every request that waits, with what granting it would do."""
    tell_once("requests.said")
    pending = planning.requests(visit.store, visit.who)
    team = planning.team(visit.store, visit.who)
    if not pending:
        empty(visit.say("requests_page.none_open"), visit.say("requests_page.none_open_next"))
    for line in pending:
        with st.container(border=True), visit.telling():
            show(visit, line, team)


def show(visit: Visit, line: RequestLine, team: TeamView) -> None:
    """Show one request, its effect, and the two answers."""
    names = {person.code: person.name for person in team.people}
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(f"**{line.name}** · {request_sentence(line, team.shift_types, visit.language)}")
        st.markdown(f":orange-badge[{visit.say(f'request_state.{line.state}')}]")
        for said in line.answers:
            st.caption(answer_sentence(said, names, team.shift_types, visit.language))
        effect = planning.request_effect(visit.store, visit.who, request=line.id)
        show_effect(visit, effect, names, team)
    if line.state is RequestState.ASKED:
        return
    with right:
        st.button(
            visit.say("requests_page.grant"), type="primary", key=f"requests.grant_{line.id}", width="stretch",
            disabled=bool(effect.answers), on_click=decide, args=(visit, line.id, True),
        )  # fmt: skip
        st.selectbox(
            visit.say("requests_page.reason"), REFUSALS, key=f"requests.reason_{line.id}",
            format_func=lambda code: visit.say(f"refusal.{code}"),
        )  # fmt: skip
        st.button(
            visit.say("requests_page.refuse"), key=f"requests.refuse_{line.id}", width="stretch",
            on_click=decide, args=(visit, line.id, False),
        )  # fmt: skip


def show_effect(visit: Visit, effect: Effect, names: dict[str, str], team: TeamView) -> None:
    """Say what would change, what stands against it, and what would work instead."""
    st.markdown(f"**{visit.say('requests_page.effect')}**")
    if effect.missing_before is None:
        st.caption(visit.say("requests_page.unpublished"))
    else:
        st.caption(visit.say("requests_page.cover", before=effect.missing_before, after=effect.missing_after))
    for change in effect.changes:
        st.caption(f"- {change_sentence(change, team.shift_types, visit.language)}")
    for title, answers in (("blocked", effect.answers), ("instead", effect.nearest)):
        if answers:
            sentences = [answer_sentence(a, names, team.shift_types, visit.language) for a in answers]
            st.warning(visit.say(f"requests_page.{title}") + "\n\n" + "\n".join(f"- {s}" for s in sentences))


def decide(visit: Visit, number: int, grant: bool) -> None:
    """Grant or refuse, and let the page say so when it is drawn anew."""
    with visit.telling():
        reason = None if grant else st.session_state[f"requests.reason_{number}"]
        line = planning.decide_request(visit.store, visit.who, request=number, grant=grant, reason=reason)
        state = visit.say(f"request_state.{line.state}")
        st.session_state["requests.said"] = visit.say("requests_page.decided", id=number, state=state)


page(here())
