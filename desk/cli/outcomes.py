"""lianxin import outcomes: what became of the calls, and what the line learns from it."""

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.reports.settings_words import fitted_value
from desk.words.writing import named


def import_outcomes(
    store: planning.Store,
    name: str,
    content: bytes,
    mapping: dict[str, str] | None,
    *,
    leave_out: bool,
    dry_run: bool,
) -> None:
    """Show what a report holds and what the line's figures become, and take it in."""
    who, language = OPERATOR_OF_MACHINE, LANGUAGE[0]
    preview = planning.preview_outcomes(store, who, name=name, content=content, mapping=mapping)
    table = table_of("outcomes.read", "outcomes.role", "outcomes.column", "outcomes.total", file=preview.name)
    columns, totals = dict(preview.mapping), dict(preview.totals)
    for role in (*columns, *(role for role in totals if role not in columns)):
        total = f"{totals[role]:,.0f}" if role in totals else ""
        table.add_row(named("outcome_column", role, language), columns.get(role, ""), total)
    CONSOLE.print(table)
    for row in preview.bad_rows[:20]:
        tell(f"bad_row.{row.code}", **dict(row.details))
    figures = table_of("outcomes.figures", "staff_page.setting", "staff_page.fitted")
    for line in preview.figures:
        figures.add_row(named("setting", line.code, language), fitted_value(line, language))
    CONSOLE.print(figures)
    for warning in dict.fromkeys(line.warning for line in preview.figures if line.warning is not None):
        tell(f"staffing.{warning}")
    if dry_run:
        tell("cli.import_dry")
        return
    done = planning.accept_outcomes(store, who, preview=preview, leave_out=leave_out)
    if done.id is None:
        tell("cli.import_known")
    else:
        tell("cli.import_done", new=done.days_new, changed=done.days_changed, left_out=done.rows_left_out)
