"""Use cases of house rules: limits of requests and publishing, each with its source, and the centre's own in place of them."""

import tomllib
from functools import cache
from importlib import resources

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.results import HouseRule
from desk.store import Store, log, requests
from forecast.errors import SettingError

PAY = "pay_"
"""Beginning of the names of all rates of pay."""


def house_rules(store: Store, who: Account) -> tuple[HouseRule, ...]:
    """Return every limit as it applies here."""
    require(who, "house_rules")
    with store.read() as session:
        return tuple(_in_force(session).values())


def set_house_rule(store: Store, who: Account, *, name: str, value: float, source: str) -> HouseRule:
    """
    Set a limit of the centre's own, with the decision it rests on.

    Raises
    ------
    SettingError
        ``unknown_house_rule``, ``house_rule_value``, ``house_rule_source``, or ``house_rule_below_law`` for less
        than the law grants at least.
    """
    require(who, "set_house_rule")
    if name not in _shipped():
        raise SettingError("unknown_house_rule", name=name, known=", ".join(_shipped()))
    if not 0 <= value <= 10_000:
        raise SettingError("house_rule_value", name=name, value=value)
    if _shipped()[name].kind == "law" and value < _shipped()[name].value:
        raise SettingError("house_rule_below_law", name=name, value=value, least=_shipped()[name].value)
    if not source.strip():
        raise SettingError("house_rule_source", name=name)
    with store.begin() as session:
        before = _in_force(session)[name]
        rule = HouseRule(name, float(value), "house", source.strip(), load_centre(session).today)
        requests.save_house_rule(session, rule)
        log.add_line(
            session,
            who.username,
            "set_house_rule",
            before={"name": name, "value": before.value, "source": before.source},
            after={"name": name, "value": rule.value, "source": rule.source},
        )
    return rule


def house_value(session: Session, name: str) -> float:
    """Return the value of a limit as it applies here."""
    return _in_force(session)[name].value


def pay_rates(session: Session) -> dict[str, HouseRule]:
    """Return what an hour counts in pay by what it is (``extension``, ``rest_day``, ``statutory``, ``workday``)."""
    rules = _in_force(session)
    return {name.removeprefix(PAY): rule for name, rule in rules.items() if name.startswith(PAY)}


def _in_force(session: Session) -> dict[str, HouseRule]:
    return {**_shipped(), **{rule.name: rule for rule in requests.load_house_rules(session)}}


@cache
def _shipped() -> dict[str, HouseRule]:
    text = resources.files(__package__).joinpath("house_rules.toml").read_text(encoding="utf-8")
    return {
        name: HouseRule(name, float(entry["value"]), entry["kind"], entry["source"], entry["as_of"])
        for name, entry in tomllib.loads(text).items()
    }
