import streamlit as st

from desk import planning
from desk.reports.scenario_report import rows, scenario_pdf, scenario_xlsx
from desk.results.scenarios import ScenarioTable
from desk.views.parts.scenario_chart import service_by_scenario
from desk.views.parts.scenario_form import ask_scenario
from desk.views.parts.visit import Visit, here, need_a_roster
from desk.views.parts.window import Days, choose_days
from desk.words.writing import named
from forecast.surge.scenario import Scenario
from forecast.surge.scenario_file import BUILT_IN, write

CHOSEN, RESULT = "scenarios.chosen", "scenarios.result"


def page(visit: Visit) -> None:
    """Build scenarios, lay them side by side, keep them and take the sheet along."""
    days = choose_days(visit)
    if not any(
        (v.start, v.days) == (days.start, days.days) for v in planning.versions(visit.store, visit.who)
    ):
        need_a_roster(visit)
        return
    known = {scenario.code: scenario for scenario in planning.scenarios(visit.store, visit.who)}
    made = ask_scenario(visit, known)
    if made is not None:
        keep(visit, made)
        known[made.code] = made
    codes = choose(visit, known)
    if codes and st.button(visit.say("scenario_page.run"), type="primary", key="scenarios.run"):
        st.session_state[RESULT] = run(visit, days, [known[code] for code in codes])
    table = st.session_state.get(RESULT)
    if table is not None and (table.start, table.days) == (days.start, days.days):
        show(visit, table)


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


def run(visit: Visit, days: Days, wanted: list[Scenario]) -> ScenarioTable | None:
    """Run them with a bar that moves."""
    bar = st.progress(0.0, visit.say("scenario_page.running"))

    def told(code: str, share: float) -> None:
        # Pressing anything else on the page reruns it, and that ends the run here.
        bar.progress(min(share, 1.0), visit.say(f"scenario_stage.{code}"))

    table = None
    with visit.telling():
        table = planning.run_scenarios(
            visit.store, visit.who, scenarios=wanted, start=days.start, days=days.days, progress=told
        )
    bar.empty()
    return table


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
    left, middle, right = st.columns(3)
    left.download_button(
        visit.say("scenario_page.excel"), scenario_xlsx(table, language), f"scenarios-{table.start}.xlsx", key="scenarios.excel"
    )  # fmt: skip
    middle.download_button(
        visit.say("scenario_page.pdf"), scenario_pdf(table, language), f"scenarios-{table.start}.pdf", key="scenarios.pdf"
    )  # fmt: skip
    first = table.outcomes[0].scenario
    right.download_button(
        visit.say("scenario_page.toml", name=heads[0]), write(first), f"{first.code}.toml", key="scenarios.toml"
    )  # fmt: skip
    st.caption(visit.say("scenario_sheet.note"))


page(here())
