"""An article in traditional characters, from its page to its figures: stored as printed, read like its twin."""

from crawlers import read_article
from flows.metrics import extract
from flows.metrics.records import Observation
from flows.stations import document_of

PAGE = (
    '<meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{line}</p>'
    '<div class="TRS_Editor"><p>{one}</p><p>{two}</p></div>'
)
SIMPLIFIED = {
    "title": "云溪市法治政府建设情况",
    "line": "发布时间：2025-01-20 来源：云溪日报",
    "one": "2024年，全市审结行政复议案件389件，直接纠错率为17.4%。",
    "two": "全年开展执法检查1.2万次，行政机关负责人出庭应诉率达到98.5%。",
}
TRADITIONAL = {
    "title": "雲溪市法治政府建設情況",
    "line": "發佈時間：2025-01-20 來源：雲溪日報",
    "one": "2024年，全市審結行政復議案件389件，直接糾錯率為17.4%。",
    "two": "全年開展執法檢查1.2萬次，行政機關負責人出庭應訴率達到98.5%。",
}


def figures(words: dict[str, str]) -> tuple[str, list[Observation]]:
    article = read_article(PAGE.format(**words).encode())
    assert article.published is not None
    assert article.published.isoformat() == "2025-01-20"
    assert article.source_name == words["line"].rpartition("：")[2]
    return article.text, extract(document_of(article))


def test_the_text_is_kept_and_its_figures_are_those_of_the_twin() -> None:
    text, read = figures(TRADITIONAL)
    _, expected = figures(SIMPLIFIED)
    assert text == f"{TRADITIONAL['one']}\n{TRADITIONAL['two']}"
    kept = ("start", "end", "value", "unit", "indicator", "indicator_id", "period_start")
    rows, twins = [item.as_row() for item in read], [item.as_row() for item in expected]
    assert [[row[name] for name in kept] for row in rows] == [[row[name] for name in kept] for row in twins]
    assert len(rows) == 4
    assert {row["indicator_id"] for row in rows} >= {"head_appearance_rate"}
    for row in rows:
        assert text[row["start"] : row["end"]] == row["span_text"]
        assert row["sentence"] in text


def test_a_name_in_traditional_characters_makes_no_traditional_text() -> None:
    text = "全市审结案件389件，其中乾县12件，直接纠错率为17.4%，出庭应诉率达到98.5%，同比提高2.3个百分点。"
    assert all(text[o.figure.start : o.figure.end] == o.figure.span_text for o in extract(text))
