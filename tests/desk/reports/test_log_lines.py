"""The log in words: every action and every fact that the code writes has its name in every language."""

import ast
from pathlib import Path

import pytest

from desk.planning import table_columns
from desk.reports.log_lines import action_text, facts_text
from desk.words import LANGUAGES, sentences

DESK = Path(__file__).resolve().parents[3] / "desk"


def written():
    """Return each action that `add_line` writes, with the facts that can be read off the call."""
    found = {}
    for file in sorted(DESK.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add_line":
                assert isinstance(node.args[2], ast.Constant), file.name
                facts = found.setdefault(node.args[2].value, set())
                for side in ast.walk(node):
                    if isinstance(side, ast.Dict):
                        facts |= {key.value for key in side.keys if isinstance(key, ast.Constant)}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_and_fact_of_the_log_has_words(language):
    known, found = sentences(language), written()
    assert len(found) > 40
    assert {f"log_action.{what}" for what in found} <= known.keys()
    facts = set().union(*found.values()) - {"rule"}
    assert {f"log_fact.{fact}" for fact in facts} <= known.keys()
    assert {f"log_table.{table}" for table in table_columns()} <= known.keys()
    no_longer = {code.split(".")[1] for code in known if code.startswith("log_action.")} - found.keys()
    assert not no_longer


def told(what, language, **facts):
    return facts_text(what, tuple(facts.items()), {"p1": "林晓"}, {"E": "早班"}, language)


@pytest.mark.parametrize(
    ("what", "facts", "zh", "en"),
    [
        (
            "set_cell", {"id": 7, "person": "p1", "day": "2026-11-23", "shift": "E"},
            "版本 7；人员 林晓；日期 2026年11月23日 周一；班次 早班",
            "Version: 7; Person: 林晓; Day: Mon 23 Nov 2026; Shift: Early",
        ),
        ("set_cell", {"shift": None}, "班次 休", "Shift: Off"),
        (
            "set_rule_limit",
            {"book": "normal", "rule": "protection", "name": "night_start", "value": 1320.0, "source": "劳动法"},
            "规则册 平日规则；限制 夜班与加班保护：夜间从；数值 22:00；依据 劳动法", None,
        ),
        ("set_line_setting", {"name": "target_share", "kind": "share", "value": 0.8, "source": ""}, "设定 时限内接通目标；数值 80.0%", None),
        ("make_request", {"id": 3, "kind": "leave", "person": "p9"}, "编号 3；类型 请假；人员 p9", "Number: 3; Kind: Leave; Person: p9"),
        ("declare_emergency", {"relaxed": ["weekly_rest", "absence"]}, "放宽 每周休息、请假与缺勤", None),
        ("answer_swap", {"id": 4, "agree": False}, "编号 4；同意 否", None),
        ("change_role", {"username": "zhou", "role": "manager"}, "账号 zhou；角色 管理者", None),
        ("accept_mark", {"state": "accepted", "kind": "outage"}, "状态 已标注；类型 系统故障", None),
    ],
)  # fmt: skip
def test_facts_are_told_in_words(what, facts, zh, en):
    assert told(what, "zh", **facts) == zh
    if en is not None:
        assert told(what, "en", **facts) == en


def test_what_an_older_release_wrote_is_still_shown():
    assert action_text("moved_house", "en") == "moved house"
    assert told("moved_house", "en", to_town="x") == "to town: x"
