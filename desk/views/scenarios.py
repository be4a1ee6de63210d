import streamlit as st

from desk import planning
from desk.reports.scenario_report import rows, scenario_pdf, scenario_xlsx, sweep_sentences
from desk.results.scenarios import ScenarioTable, Sweep
from desk.views.parts.background import Work, awaited, begin, busy
from desk.views.parts.scenario_chart import service_by_scenario, sweep_chart
from desk.views.parts.scenario_form import ask_scenario
from desk.views.parts.visit import Visit, here, need_a_roster
from desk.views.parts.window import Days, choose_days
from desk.words.writing import named
from forecast.surge.scenario import Scenario
from forecast.surge.scenario_file import BUILT_IN, decoded, write

CHOSEN, RESULT, SWEPT = "scenarios.chosen", "scenarios.result", "scenarios.swept"

RUNNING, SWEEPING = "scenarios.running", "scenarios.sweeping"
"""Keys of what runs beside the page."""

VOLUMES, ABSENCES = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0), (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
"""The grid of a sweep."""


def page(visit: Visit) -> None:
    """Build scenarios, lay them side by side, keep them and take the sheet along."""
    days = choose_days(visit)
    if not any(
        (v.start, v.days) == (days.start, days.days) for v in planning.versions(visit.store, visit.who)
    ):
        need_a_roster(visit)
        return
    known = {scenario.code: scenario for scenario in planning.scenarios(visit.store, visit.who)}
    made = ask_scenario(visit, known, days.start) or bring(visit)
    if made is not None:
        keep(visit, made)
        known[made.code] = made
    codes = choose(visit, known)
    left, right = st.columns(2)
    runs = left.number_input(
        visit.say("scenario_page.runs"), 8, 1000, 200, 8, key="scenarios.runs", help=visit.say("scenario_page.runs_hint")
    )  # fmt: skip
    seconds = right.number_input(
        visit.say("scenario_page.seconds"), 1, 120, 8, key="scenarios.seconds", help=visit.say("scenario_page.seconds_hint")
    )  # fmt: skip
    prices = left.checkbox(visit.say("scenario_page.prices"), key="scenarios.prices")
    wanted = [known[code] for code in codes]
    if wanted and st.button(
        visit.say("scenario_page.run"), type="primary", key="scenarios.run", disabled=busy(RUNNING)
    ):  # fmt: skip
        run(visit, days, wanted, runs=int(runs), seconds=float(seconds), prices=prices)
    if (found := awaited(visit, RUNNING)) is not None:
        st.session_state[RESULT] = found
    table = st.session_state.get(RESULT)
    if table is not None and (table.start, table.days) == (days.start, days.days):
        show(visit, table)
    sweep(visit, days)


def sweep(visit: Visit, days: Days) -> None:
    """Offer the grid of volume by absence, and show where the roster breaks."""
    st.subheader(visit.say("scenario_page.sweep"))
    st.caption(visit.say("scenario_page.sweep_hint"))
    if st.button(visit.say("scenario_page.sweep_go"), key="scenarios.sweep", disabled=busy(SWEEPING)):
        begin_sweep(visit, days)
    if (swept := awaited(visit, SWEEPING)) is not None:
        st.session_state[SWEPT] = swept
    found: Sweep | None = st.session_state.get(SWEPT)
    if found is not None and (found.start, found.days) == (days.start, days.days):
        st.altair_chart(
            sweep_chart(found, visit.language), theme=None, alt=visit.say("scenario_page.sweep_alt")
        )
        st.markdown("\n".join(f"- {line}" for line in sweep_sentences(found, visit.language)))


def bring(visit: Visit) -> Scenario | None:
    """Return the scenario of a file that someone brings along, once the button is pressed."""
    file = st.file_uploader(visit.say("scenario_page.bring"), "toml", key="scenarios.file")
    if file is None or not st.button(visit.say("scenario_page.add"), key="scenarios.bring"):
        return None
    with visit.telling():
        return decoded(file.getvalue(), file.name)


def keep(visit: Visit, scenario: Scenario) -> None:
    """Keep a scenario from the form for everyone, and choose it."""
    with visit.telling():
        planning.save_scenario(visit.store, visit.who, scenario=scenario)
        chosen = [code for code in st.session_state.get(CHOSEN, []) if code != scenario.code]
        st.session_state[CHOSEN] = [*chosen, scenario.code][-6:]
        st.success(visit.say("scenario_page.kept", name=scenario.code))


def choose(visit: Visit, known: dict[str, Scenario]) -> list[str]:
    """Ask which scenarios stand side by side."""
    st.session_state.setdefault(CHOSEN, [BUILT_IN[0]])
    st.session_state[CHOSEN] = [code for code in st.session_state[CHOSEN] if code in known]
    return st.multiselect(
        visit.say("scenario_page.compare"),
        list(known),
        format_func=lambda code: named("scenario", code, visit.language),
        max_selections=6,
        key=CHOSEN,
    )


def run(visit: Visit, days: Days, wanted: list[Scenario], *, runs: int, seconds: float, prices: bool) -> None:
    """Let scenarios run beside the page."""

    def play(work: Work[ScenarioTable]) -> ScenarioTable:
        return planning.run_scenarios(
            visit.store, visit.who, scenarios=wanted, start=days.start, days=days.days, runs=runs, seconds=seconds,
            prices=prices, stop=work.asked,
            progress=lambda code, share: work.tell(share, visit.say(f"scenario_stage.{code}")),
        )  # fmt: skip

    begin(RUNNING, play)


def begin_sweep(visit: Visit, days: Days) -> None:
    """Let a sweep run beside the page; half a grid shows nothing."""

    def play(work: Work[Sweep]) -> Sweep:
        return planning.sweep(
            visit.store, visit.who, volumes=VOLUMES, absences=ABSENCES, start=days.start, days=days.days,
            progress=lambda share: work.go_on(share, visit.say("scenario_page.sweeping")),
        )  # fmt: skip

    begin(SWEEPING, play)


def show(visit: Visit, table: ScenarioTable) -> None:
    """Show the comparison, its days, who changes, and the files to take along."""
    language = visit.language
    heads = [named("scenario", outcome.scenario.code, language) for outcome in table.outcomes]
    lines = rows(table, language)
    st.subheader(visit.say("scenario_sheet.compare"))
    st.dataframe(
        {"": [label for label, _ in lines]} | {head: [values[k] for _, values in lines] for k, head in enumerate(heads)},
        hide_index=True, height=36 * len(lines) + 40,
    )  # fmt: skip
    st.altair_chart(
        service_by_scenario(table, language), theme=None, alt=visit.say("scenario_page.chart_alt")
    )
    left, right, *_ = st.columns(3)
    left.download_button(
        visit.say("scenario_page.excel"), scenario_xlsx(table, language), f"scenarios-{table.start}.xlsx", key="scenarios.excel",
        on_click="ignore",
    )  # fmt: skip
    right.download_button(
        visit.say("scenario_page.pdf"), scenario_pdf(table, language), f"scenarios-{table.start}.pdf", key="scenarios.pdf",
        on_click="ignore",
    )  # fmt: skip
    for place, head, outcome in zip(st.columns(3) * 2, heads, table.outcomes, strict=False):
        place.download_button(
            visit.say("scenario_page.toml", name=head), write(outcome.scenario), f"{outcome.scenario.code}.toml", key=f"scenarios.toml_{outcome.scenario.code}",
            on_click="ignore",
        )  # fmt: skip
    st.caption(visit.say("scenario_sheet.note"))


page(here())
