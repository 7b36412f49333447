"""Copies of a text count once; two years of one region never pass for copies."""

from datetime import date
from pathlib import Path

import pytest

from batches import REPORT, article, figure, part, report, run, together, year_period
from warehouse import Batch, Writer, article_id, open_writer
from warehouse.similarity import Copy, Text, origin, similarity

BODY = (
    "全市上下把依法行政摆在突出位置，{year}年共举办执法培训{a}期，参训{b}人次，办结群众反映的执法问题{c}件。"
    "各县区完善合法性审查流程，重大决策事项{d}项全部经过审查。市里把考核结果与评优挂钩，督促各部门补齐短板。"
    "法律服务中心下沉镇街，接待来访群众{e}人次，调处纠纷{f}件，其中涉企纠纷{g}件。"
    "有关负责人说，下一阶段将在基层执法监督、涉企检查统筹、案卷评查等方面继续用力，让群众看得见变化。"
    "与此同时，数字监管平台上线运行，归集执法数据{h}万条，推送风险提示{i}条。"
)
THIS_YEAR = {"year": 2024, **dict(zip("abcdefghi", (41, 5230, 987, 63, 18421, 3305, 412, 26, 1519), strict=True))}
NEXT_YEAR = {"year": 2025, **dict(zip("abcdefghi", (38, 6114, 1032, 71, 20377, 2986, 507, 33, 1744), strict=True))}


def text(title: str = "示例市法治政府建设综述", body: str = BODY.format(**THIS_YEAR)) -> Text:
    return Text(title, body)


COPIES = {
    "the same text": BODY.format(**THIS_YEAR),
    "other spaces and full-width digits": BODY.format(**THIS_YEAR).replace("，", "， ").replace("41", "４１"),
    "site boilerplate around it": f"首页 浏览次数：208 {BODY.format(**THIS_YEAR)} 扫一扫分享",
    "a few words edited": BODY.format(**THIS_YEAR)
    .replace("全市上下", "全市各级")
    .replace("有关负责人说，", "该负责人介绍，"),
    "cut off after two thirds": BODY.format(**THIS_YEAR)[: len(BODY) * 2 // 3],
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_recognised(name: str) -> None:
    assert similarity(text(), text(body=COPIES[name])) >= 0.6


NO_COPIES = {
    "the next year in the same words": text(body=BODY.format(**NEXT_YEAR)),
    "the same words and figures under another year's title": text("示例市2025年法治政府建设综述"),
    "another text": text(body=REPORT.format(region="示例市", year=2024, cases=10, done=8, rate=90)),
    "nothing": text(body=""),
}


@pytest.mark.parametrize("name", NO_COPIES)
def test_a_twin_is_no_copy(name: str) -> None:
    assert similarity(text("示例市2024年法治政府建设综述"), NO_COPIES[name]) == 0


def test_two_counties_that_fill_in_one_template_are_no_copies() -> None:
    one, other = (text(f"{county}2024年度法治政府建设情况报告") for county in ("云川县", "雨川县"))
    assert similarity(one, other) == 0


def test_a_mirror_that_names_the_province_as_well_is_a_copy() -> None:
    short, full = (text(f"{name}2024年度法治政府建设情况报告") for name in ("云川县", "示例省云川县"))
    assert similarity(short, full) == 1


def test_fingerprints_of_an_older_kind_are_made_anew(path: Path) -> None:
    with open_writer(path) as writer:
        writer.load(report(2023, cases=151))
        made = writer.con.execute("SELECT fingerprint FROM fingerprints ORDER BY ALL").fetchall()
        writer.con.execute("UPDATE fingerprints SET fingerprint = 1")
        writer.con.execute("DELETE FROM meta WHERE name = 'fingerprint_version'")
    with open_writer(path) as writer:
        assert writer.con.execute("SELECT fingerprint FROM fingerprints ORDER BY ALL").fetchall() == made
    assert made


def test_a_digest_that_quotes_a_short_piece_is_no_copy_of_it() -> None:
    short = text("示例市办结执法问题", BODY.format(**THIS_YEAR)[:110])
    digest = text("一周法治要闻", BODY.format(**THIS_YEAR)[:110] + BODY.format(**NEXT_YEAR) * 2)
    assert similarity(short, digest) == 0


def test_short_equal_texts_say_nothing() -> None:
    assert similarity(Text("2023年报告", "详见附件。"), Text("关于举办培训的通知", "详见附件。")) == 0


def copy(host: str, day: int | None, source: str = "", site: str = "", length: int = 1000) -> Copy:
    published = date(2025, 7, day) if day else None
    return Copy(host, f"https://{host}/", host, site, source, published, length)


ORIGINS = {
    "the site that 来源 names": [
        copy("daily.example.com", 9, "示例日报", "示例日报"),
        copy("www.x.gov.cn", 8, "示例日报", "示例市政府"),
    ],
    "official before media": [copy("www.x.gov.cn", 9), copy("news.example.com", 8)],
    "a public body's text on an official site before a portal": [
        copy("www.x.gov.cn", 9, "市司法局"),
        copy("a.example.com", 8),
    ],
    "the earliest of equals": [copy("a.example.com", 3), copy("b.example.com", 8), copy("c.example.com", None)],
    "a whole text before a truncated one": [copy("a.example.com", 9), copy("www.x.gov.cn", 8, length=300)],
}


@pytest.mark.parametrize("rule", ORIGINS)
def test_the_origin_is(rule: str) -> None:
    copies = ORIGINS[rule]
    assert origin(list(reversed(copies))) == copies[0]


OFFICIAL, MEDIA, MIRROR = "https://www.x.gov.cn/a.html", "https://news.example.com/1", "https://mirror.example.net/2"


def feature(url: str, day: int, **facts: str) -> Batch:
    body = BODY.format(**THIS_YEAR)
    row = article(
        url,
        title="示例市法治政府建设综述",
        published=date(2025, 7, day),
        host=url.split("/")[2],
        genre="feature",
        region_code="410600",
        **facts,
    )
    told = figure(
        url, body, "987件", "reconsideration_applications", "987", unit="件", region_code="410600", **year_period(2024)
    )
    return Batch(run=run(f"run-{day}"), articles=[row], parts=[part(url, body)], observations=[told])


def one_origin(writer: Writer) -> list[tuple[object, ...]]:
    return writer.con.execute("SELECT url, is_origin, first_published FROM articles ORDER BY url").fetchall()


def test_copies_in_one_batch_share_a_cluster_and_one_counts(writer: Writer) -> None:
    found = writer.load(together(feature(MIRROR, 20), feature(MEDIA, 10), feature(OFFICIAL, 12)))
    assert (found.new_articles, found.copies, found.from_copies, found.new_observations) == (3, 2, 2, 1)
    first = date(2025, 7, 12)
    assert one_origin(writer) == [(MIRROR, False, first), (MEDIA, False, first), (OFFICIAL, True, first)]


def test_a_reprint_of_something_held_brings_nothing_new(writer: Writer) -> None:
    writer.load(feature(OFFICIAL, 9))
    decision = writer.cluster([{**feature(MIRROR, 20).articles[0], "text": BODY.format(**THIS_YEAR)}])[
        article_id(MIRROR)
    ]
    assert (decision.is_origin, decision.origin_id) == (False, article_id(OFFICIAL))
    assert decision.first_published == date(2025, 7, 9)
    found = writer.load(feature(MIRROR, 20))
    assert (found.copies, found.new_observations, found.alerts_raised) == (1, 0, 0)


def test_what_is_decided_before_extraction_holds_at_the_load(writer: Writer) -> None:
    batch = together(feature(MIRROR, 20), feature(OFFICIAL, 12))
    before = writer.cluster(batch.articles, batch.parts)
    writer.load(batch)
    held = writer.con.execute("SELECT article_id, cluster_id, origin_id, is_origin FROM articles").fetchall()
    assert {(d.article_id, d.cluster_id, d.origin_id, d.is_origin) for d in before.values()} == set(held)


def test_a_better_origin_found_later_takes_the_figures_over(writer: Writer) -> None:
    writer.load(feature(MIRROR, 20))
    found = writer.load(feature(OFFICIAL, 9))
    assert (found.new_observations, found.superseded_observations, found.alerts_raised) == (1, 1, 0)
    assert one_origin(writer) == [(MIRROR, False, date(2025, 7, 9)), (OFFICIAL, True, date(2025, 7, 9))]
    assert writer.con.execute("SELECT article_id FROM observations").fetchall() == [(article_id(OFFICIAL),)]


def test_a_better_origin_that_gave_no_figures_takes_nothing_over(writer: Writer) -> None:
    writer.load(feature(MIRROR, 20))
    unread = feature(OFFICIAL, 9)
    writer.load(Batch(unread.run, articles=[{**unread.articles[0], "extractor_version": None}], parts=unread.parts))
    assert writer.con.execute("SELECT article_id FROM observations").fetchall() == [(article_id(MIRROR),)]


def test_yearly_reports_of_one_region_stay_apart(writer: Writer) -> None:
    found = writer.load(together(report(2022, cases=66), report(2023, cases=151), report(2024, cases=160)))
    assert (found.copies, found.new_observations) == (0, 6)
    assert writer.con.execute("SELECT count(DISTINCT cluster_id) FROM articles").fetchall() == [(3,)]


def test_a_page_read_again_with_another_text_leaves_its_cluster(writer: Writer) -> None:
    writer.load(together(feature(OFFICIAL, 9), feature(MIRROR, 20)))
    other = feature(MIRROR, 20)
    changed = Batch(
        run("run-x"),
        articles=other.articles,
        parts=[part(MIRROR, REPORT.format(region="某区", year=2024, cases=5, done=4, rate=80))],
    )
    writer.load(changed)
    assert [row[1] for row in one_origin(writer)] == [True, True]
