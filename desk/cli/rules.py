"""lianxin rules: the limits that rosters keep, the order of goals, and emergencies."""

from datetime import datetime
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.reports.settings_words import emergency_line
from desk.reports.watch_sentences import owed_sentence
from desk.words import say
from desk.words.limits import limit_name, limit_value, rule_name, typed_limit
from desk.words.writing import named, source_text
from forecast.errors import SettingError

app = typer.Typer(no_args_is_help=True, help="排班规则 · Rules of rosters.")

DAY = ["%Y-%m-%d"]
BOOK = Annotated[str, typer.Option(help="normal, emergency")]
SOURCE = Annotated[str, typer.Option(help="依据 · what it rests on")]


@app.command("list")
def list_rules() -> None:
    """限制列表 · List every limit of both books with its source."""
    language = LANGUAGE[0]
    columns = ("rule", "limit", "normal", "in_emergency", "kind", "source", "as_of")
    found = table_of("page.rules", *(f"rules_page.{column}" for column in columns))
    with opened_store() as store:
        view = planning.rules(store, OPERATOR_OF_MACHINE)
    for line in view.limits:
        either = line.normal or line.emergency
        if either is None:
            continue
        found.add_row(
            f"{line.rule} · {rule_name(line.rule, language)}",
            f"{line.name} · {limit_name(line.rule, line.name, language)}",
            limit_value(line.normal, language)
            + (say("rules_page.own", language) if "normal" in line.own else ""),
            limit_value(line.emergency, language)
            + (say("rules_page.own", language) if "emergency" in line.own else ""),
            say(f"limit_kind.{either.kind}", language),
            source_text(either.source, language),
            str(either.as_of),
        )
    CONSOLE.print(found)
    for book, tiers in view.tiers:
        tell_order(book, tuple(tier for tier, _ in tiers))
    for declared in view.emergencies:
        CONSOLE.print(emergency_line(declared, language), markup=False)


@app.command("set")
def set_limit(rule: str, name: str, value: str, source: SOURCE = "", book: BOOK = "normal") -> None:
    """修改一项限制 · Change one limit; a time of day is 22:00, six the next morning 30:00."""
    number = typed_limit(name, value)
    if number is None:
        raise SettingError("limit_value", rule=rule, name=name, value=value)
    with opened_store() as store:
        before, after = planning.set_rule_limit(
            store, OPERATOR_OF_MACHINE, book=book, rule=rule, name=name, value=number, source=source
        )
    language = LANGUAGE[0]
    tell(
        "rules_page.saved", book=say(f"book.{book}", language), rule=rule_name(rule, language),
        name=limit_name(rule, name, language), before=limit_value(before, language),
        after=limit_value(after, language),
    )  # fmt: skip


@app.command("reset")
def reset_limit(rule: str, name: str, book: BOOK = "normal") -> None:
    """恢复一项限制 · Take the value that comes with the product again."""
    with opened_store() as store:
        limit = planning.reset_rule_limit(store, OPERATOR_OF_MACHINE, book=book, rule=rule, name=name)
    language = LANGUAGE[0]
    CONSOLE.print(
        f"{rule_name(rule, language)} · {limit_name(rule, name, language)}: {limit_value(limit, language)}",
        markup=False,
    )


@app.command("order")
def order(tiers: list[str], source: SOURCE = "", book: BOOK = "normal") -> None:
    """目标先后 · Put tiers of goals first, in this order."""
    with opened_store() as store:
        planning.order_tiers(store, OPERATOR_OF_MACHINE, book=book, names=tuple(tiers), source=source)
        view = planning.rules(store, OPERATOR_OF_MACHINE)
    tell_order(book, tuple(tier for tier, _ in dict(view.tiers)[book]))


@app.command("declare")
def declare(
    first: Annotated[datetime, typer.Argument(formats=DAY)],
    last: Annotated[datetime, typer.Argument(formats=DAY)],
    order: Annotated[str, typer.Option(help="文号 · number or title of the order")] = "",
    signed: Annotated[str, typer.Option(help="签发人 · who has signed")] = "",
    relax: Annotated[list[str] | None, typer.Option(help="weekly_rest")] = None,
) -> None:
    """宣布应急 · Declare an emergency; its signature relaxes the rules named, or all that may be."""
    with opened_store() as store:
        done = planning.declare_emergency(
            store, OPERATOR_OF_MACHINE, first=first.date(), last=last.date(), ordered=order,
            signed_by=signed, relax=None if relax is None else tuple(relax),
        )  # fmt: skip
    tell("rules_page.declared", first=done.first, last=done.last, signed=done.signed_by)


@app.command("end")
def end(number: int, last: Annotated[datetime, typer.Argument(formats=DAY)]) -> None:
    """结束应急 · Let a declared emergency end early."""
    with opened_store() as store:
        done = planning.end_emergency(store, OPERATOR_OF_MACHINE, number=number, last=last.date())
        owed = planning.rest_days_owed(store, OPERATOR_OF_MACHINE, first=done.first, last=done.last)
    tell("rules_page.ended", last=done.last)
    if owed:
        CONSOLE.print(owed_sentence(owed, LANGUAGE[0]), markup=False)


def tell_order(book: str, tiers: tuple[str, ...]) -> None:
    """Print the order of a book's tiers."""
    language = LANGUAGE[0]
    names = say("rules_page.join", language).join(named("tier", tier, language) for tier in tiers)
    tell("rules_page.order_saved", book=say(f"book.{book}", language), order=names)
