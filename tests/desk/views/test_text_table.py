"""Tables of sentences show what people typed just as it stands."""

import pytest

from desk.views.parts.text_table import as_written


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("![logo](https://example.org/x.png)", r"\!\[logo\](https\://example.org/x.png)"),
        ("<img src=x>", r"\<img src=x\>"),
        ("*周*", r"\*周\*"),
        ("1. 早班", r"1\. 早班"),
        ("- 无", r"\- 无"),
        (":red[x]", r"\:red\[x\]"),
        ("08:00–17:30", r"08\:00–17\:30"),
        ("综合计算 0.30 次", "综合计算 0.30 次"),
    ],
)
def test_markdown_finds_nothing_to_do(typed, shown):
    assert as_written(typed) == shown
