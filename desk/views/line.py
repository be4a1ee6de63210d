import streamlit as st

from desk import planning
from desk.accounts import Role
from desk.reports.settings_words import (
    about,
    line_value,
    origin_of,
    set_value,
    source_of,
    time_of_day,
    used_value,
)
from desk.results import LineSetting, LineValue
from desk.views.parts.text_table import text_table
from desk.views.parts.visit import Visit, here, tell_once
from desk.words.writing import full_day, named
from forecast.errors import SettingError

CHANGED = "line.changed"
"""Key of the setting as it was before the change that was made last."""

TOLD = "line.told"
"""Key of the sentence about the change that was made just now."""


def page(visit: Visit) -> None:
    """Show every setting of the line with its source; the head changes them."""
    st.caption(visit.say("line_page.what"))
    tell_once(TOLD)
    found = planning.line_settings(visit.store, visit.who)
    if visit.who.role is Role.HEAD:
        with st.expander(visit.say("line_page.change"), icon=":material/edit:", expanded=True):
            ask_to_change(visit, found)
    for warning in dict.fromkeys(line.warning for line in found if line.warning is not None):
        st.info(visit.say(f"staffing.{warning}"))
    rows = [
        {
            visit.say("line_page.setting"): named("setting", line.code, visit.language),
            visit.say("line_page.used"): used_value(line, visit.language),
            visit.say("line_page.origin"): origin_of(line, visit.language),
            visit.say("line_page.value"): set_value(line, visit.language),
            visit.say("line_page.source"): source_of(line, visit.language),
            visit.say("line_page.as_of"): "" if line.as_of is None else full_day(line.as_of, visit.language),
        }
        for line in found
    ]
    text_table(rows)


def ask_to_change(visit: Visit, found: tuple[LineSetting, ...]) -> None:
    """Change one setting, with its source; the last change can be taken back."""
    chosen = st.selectbox(
        visit.say("line_page.which"), found, key=f"line.which_{visit.language}",
        format_func=lambda line: named("setting", line.code, visit.language),
    )  # fmt: skip
    if (more := about(chosen.code, visit.language)) is not None:
        st.caption(more)
    with st.form(f"line.form_{chosen.code}"):
        value = new_value(visit, chosen)
        source = st.text_input(visit.say("line_page.why"), key=f"line.source_{chosen.code}")
        if st.form_submit_button(visit.say("line_page.save"), type="primary", key="line.save"):
            with visit.telling():
                change(visit, chosen.code, value, source)
    last: LineSetting | None = st.session_state.get(CHANGED)
    if last is not None and st.button(
        visit.say(
            "line_page.take_back", name=named("setting", last.code, visit.language),
            before=line_value(last, visit.language),
        ),
        icon=":material/undo:", key="line.take_back",
    ):  # fmt: skip
        with visit.telling():
            change(visit, last.code, last.value, last.source or visit.say("line_page.no_source"), again=False)


def new_value(visit: Visit, line: LineSetting) -> LineValue:
    """Ask for a value of the setting's kind."""
    label, key = visit.say("line_page.new_value"), f"line.value_{line.code}"
    if line.kind == "choice":
        return st.selectbox(
            label, line.choices, index=line.choices.index(str(line.value)), key=f"{key}_{visit.language}",
            format_func=lambda word: named(line.code, word, visit.language),
        )  # fmt: skip
    if line.kind == "yes":
        return st.checkbox(label, bool(line.value), key=key)
    if isinstance(line.value, str) or line.kind == "clock":
        shown = time_of_day(int(line.value)) if line.kind == "clock" else str(line.value)
        return st.text_input(label, shown, help=visit.say(f"line_page.hint_{line.kind}"), key=key)
    if line.kind == "count":
        return st.number_input(label, value=int(line.value), step=1, key=key)
    hint = visit.say("line_page.hint_share") if line.kind == "share" else None
    step = 0.01 if line.kind in ("share", "ratio") else 1.0
    return st.number_input(label, value=float(line.value), step=step, help=hint, key=key)


def change(visit: Visit, code: str, value: LineValue, source: str, *, again: bool = True) -> None:
    """Change a setting, say so on the page that is drawn next, and offer to take it back."""
    try:
        before, after = planning.set_line_setting(
            visit.store, visit.who, code=code, value=value, source=source
        )
    except SettingError as error:
        if error.details.get("name") != code:
            raise
        raise SettingError(
            error.code, **{**error.details, "name": named("setting", code, visit.language)}
        ) from error
    if again:
        st.session_state[CHANGED] = before
    else:
        st.session_state.pop(CHANGED)
    st.session_state[TOLD] = visit.say(
        "line_page.saved", name=named("setting", code, visit.language),
        before=line_value(before, visit.language), after=line_value(after, visit.language),
    )  # fmt: skip
    st.rerun()


page(here())
