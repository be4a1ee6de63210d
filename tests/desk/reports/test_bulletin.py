from datetime import date, datetime

import pytest

from desk.reports.bulletin import Paper, bulletin_pdf, bulletin_text, risk_sentences
from desk.results import Backlog, Risk
from desk.words import LANGUAGES, say
from tests.desk.reports.pdf import fonts_of, pages_of, text_of
from tests.desk.views.builders import START, a_briefing

RISKS = (
    Risk("gap", (("day", START), ("first", 600), ("last", 690), ("missing", 2)), urgent=True),
    Risk("festival_unpublished", (("holiday", "spring_festival"), ("days", 5)), urgent=True),
)
EVERY = [
    *RISKS,
    Risk("data_late", (("days", 2), ("last", START))),
    Risk("above_band", (("day", START), ("calls", 231.0), ("low", 120.0), ("high", 180.0))),
    Risk("below_band", (("day", START), ("calls", 31.0), ("low", 120.0), ("high", 180.0))),
    Risk("unpublished", (("count", 3), ("day", START))),
    Risk("more_gaps", (("count", 3), ("hours", 12.5))),
    Risk("backlog", (("messages", 40), ("hours", 2.7))),
    Risk("provisional", (("holiday", "spring_festival"), ("year", "2027"))),
    Risk("over_hours", (("count", 2), ("name", "林知夏"), ("hours", 52.0), ("limit", 40.0))),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", Paper)
def test_each_paper_is_one_page_with_its_facts_in_every_language(paper, language):
    content = bulletin_pdf(a_briefing(risks=RISKS), paper, language)
    assert pages_of(content) == 1
    assert [embedded for _, embedded in fonts_of(content)] == ["yes"]
    text = text_of(content)
    assert [
        word for word in ("156", "148", "120–180", "96.0%", "130–190", "林知夏") if word not in text
    ] == []


def test_the_text_holds_what_the_pdf_shows():
    text = bulletin_text(a_briefing(risks=RISKS), Paper.BULLETIN, "zh")
    assert text.startswith("话务日报\n清江市热线 · 2027年2月1日 周一\n")
    assert "呼入 156 个，登记诉求 160 件" in text
    assert "事前预测 148 个（80% 区间 120–180），实际偏差 +5%，在区间内。" in text
    assert "时限内接通 85.0%（目标 80%），达标。" in text
    assert "2027年2月1日 周一 10:00–11:30 缺 2 人。" in text
    assert "早班 08:00–17:00：林知夏、周晚舟" in text


def test_the_situation_report_begins_with_the_risks_and_the_bulletin_with_yesterday():
    order = {
        paper: [
            line for line in bulletin_text(a_briefing(), paper, "zh").splitlines() if line.startswith("【")
        ]
        for paper in Paper
    }
    assert order[Paper.SITUATION][0] == "【风险提示】"
    assert order[Paper.BULLETIN][0] == "【昨日来电】"
    assert "【超时工作】" in order[Paper.SITUATION]


def test_what_is_not_known_is_said_and_never_made_up():
    text = bulletin_text(a_briefing(known=False, published=False), Paper.SITUATION, "en")
    assert "nothing to compare with" in text
    assert "Nothing is recorded about answers." in text
    assert "No shift is published for today." in text
    assert "Rostered –; Missing –" in text


def test_the_backlog_tells_when_it_is_done():
    clear = Backlog(36.0, False, 2.4, datetime(2027, 2, 1, 11, 30))
    assert "预计 11:30 前全部回拨完毕" in bulletin_text(a_briefing(backlog=clear), Paper.BULLETIN, "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_risk_has_its_sentence(language):
    sentences = risk_sentences(tuple(EVERY), language)
    assert all(sentences)
    assert not [sentence for sentence in sentences if "{" in sentence or "spring_festival" in sentence]
    assert len(EVERY) == len(_codes(language))


def _codes(language):
    from desk.words import sentences

    return {code for code in sentences(language) if code.startswith("risk.")}


def test_a_name_with_markup_is_printed_as_it_stands():
    over = (("#panic()", 50.0, 40.0),)
    assert "#panic()" in text_of(bulletin_pdf(a_briefing(over=over), Paper.SITUATION, "zh"))


def test_a_report_full_of_risks_still_fits_on_its_page():
    over = tuple((f"人{k}", 50.0, 40.0) for k in range(40))
    assert pages_of(bulletin_pdf(a_briefing(risks=tuple(EVERY), over=over), Paper.SITUATION, "zh")) == 1


def test_the_day_of_the_paper_is_the_day_it_is_about():
    assert say("bulletin.made_at", "zh", day=date(2027, 2, 1), time="09:00") in bulletin_text(
        a_briefing(), Paper.BULLETIN, "zh"
    )
