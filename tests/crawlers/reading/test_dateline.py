"""The line that says when and from where: what belongs to which field, and which dates are no dates of publication."""

from datetime import UTC, date, datetime

import pytest

from crawlers.reading.dateline import gather, parse
from crawlers.reading.dates import find_date, possible

FETCHED = datetime(2025, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "published", "source_name", "author"),
    [
        # run together, with an empty author
        ("来源:云溪日报作者:时间:2025-07-09", "2025-07-09", "云溪日报", ""),
        ("来源：作者：时间：2025-07-09", "2025-07-09", "", ""),
        ("发布时间：2025-03-28 17:46 来源：云溪市司法局 浏览次数：120", "2025-03-28", "云溪市司法局", ""),
        (
            "日期：2025年3月8日　来 源：云溪市政府办　作 者：李明　【字体：大 中 小】",
            "2025-03-08",
            "云溪市政府办",
            "李明",
        ),
        ("2025-03-28 10:37:31 来源: 云溪晚报 责任编辑：王某", "2025-03-28", "云溪晚报", ""),
        ("2025年03月28日10:37 | 来源：云溪网-法治频道 原创稿", "2025-03-28", "云溪网-法治频道", ""),
        ("云溪网 2025-03-28 10:37", "2025-03-28", "云溪网", ""),
        ("发表于2025-03-28 21:30| 164次阅读| 来源云溪在线| 0 条评论| 作者李明", "2025-03-28", "云溪在线", "李明"),
        ("来源于：白石镇司法所", None, "白石镇司法所", ""),
        ("信息来源：本站", None, "", ""),
        ("稿件来源：null", None, "", ""),
        ("云溪网法治频道 ( 2025-03-28 09:20:26 ) 稿件来源：云溪日报", "2025-03-28", "云溪日报", ""),
        ("时间：20250328", "2025-03-28", "", ""),
        # 发布 is the page's, whatever stands first
        ("更新时间：2025-08-01 发布时间：2025-03-28 来源：云溪网", "2025-03-28", "云溪网", ""),
        ("发布时间：2025-03-28 更新时间：2025-08-01 来源：云溪网", "2025-03-28", "云溪网", ""),
        ("更新時間：2025-03-28", "2025-03-28", "", ""),
    ],
)
def test_a_dateline_splits_into_its_fields(line: str, published: str | None, source_name: str, author: str) -> None:
    seen = parse(line)
    assert seen is not None
    assert (seen.published and seen.published.isoformat(), seen.source_name, seen.author) == (
        published,
        source_name,
        author,
    )


@pytest.mark.parametrize(
    "line",
    [
        "今天是2019年12月3日 星期二",
        "2025年以来，全市办理案件1234件。",
        "截至2025年3月28日，全市共办理行政复议案件1234件，同比增长8.5%，案件办结率达到100%。",
        "数据来源于各区县统计部门的年度报表，并经过审核后向社会发布，各单位应当认真核对有关数据。",
        "二、存在的问题",
        "",
    ],
)
def test_a_sentence_or_a_clock_is_no_dateline(line: str) -> None:
    seen = parse(line)
    assert seen is None or not seen.whole or not (seen.published or seen.labels)


def test_above_the_text_a_labelled_date_wins_over_a_bare_one() -> None:
    found = gather(["2019年12月3日 星期二", "发布时间：2025-03-28"], [0, 1], [], FETCHED)
    assert found.dateline.published == date(2025, 3, 28)


def test_inside_the_text_the_time_of_an_event_is_no_date_of_publication() -> None:
    lines = ["2025-03-28", "时间：2025年4月5日上午", "云溪市司法局", "2025年3月20日"]
    found = gather(lines, [0], [1, 2, 3], FETCHED)
    assert found.dateline.published == date(2025, 3, 28)
    assert found.lines == (0,)


def test_under_the_text_a_source_line_fills_what_is_still_empty() -> None:
    found = gather(["2025-03-28", "（来源：云溪日报 2024-01-01）"], [0], [1], FETCHED)
    assert (found.dateline.published, found.dateline.source_name) == (date(2025, 3, 28), "云溪日报")


@pytest.mark.parametrize("day", [date(2025, 12, 2), date(2031, 1, 1), date(1997, 12, 31), date(1970, 1, 1)])
def test_a_date_after_the_fetch_or_before_the_web_is_refused(day: date) -> None:
    found = gather([f"发布时间：{day.isoformat()}"], [0], [], FETCHED)
    assert found.dateline.published is None
    assert found.refused == (day,)


def test_the_fetch_is_counted_in_chinas_time() -> None:
    assert possible(date(2025, 12, 2), datetime(2025, 12, 1, 17, 0, tzinfo=UTC))
    assert not possible(date(2025, 12, 2), datetime(2025, 12, 1, 15, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2025-03-27T18:30:00Z", date(2025, 3, 28)),
        ("2025-03-28T00:30:00+08:00", date(2025, 3, 28)),
        ("2025-03-27 18:30:00 +0000", date(2025, 3, 28)),
        ("2025-03-28 17:46:39", date(2025, 3, 28)),
        ("2025-02-30", None),
        ("", None),
    ],
)
def test_a_machines_stamp_is_a_day_in_china(stamp: str, day: date | None) -> None:
    found = find_date(stamp)
    assert (found[0] if found else None) == day


def test_the_day_of_release_wins_over_that_of_the_paper_on_a_line_before() -> None:
    lines = ["云溪市年度报告", "发布机构：云溪市司法局 发文日期：2025年01月10日", "发布日期：2025-01-15"]
    assert gather(lines, range(3), [], FETCHED).dateline.published == date(2025, 1, 15)
    assert gather(lines[:2], range(2), [], FETCHED).dateline.published == date(2025, 1, 10)


def test_a_time_beside_a_place_is_when_something_happens() -> None:
    lines = ["云溪市举办培训", "时间：2025年3月5日上午9:00", "地点：市政府三楼会议室"]
    assert gather(lines, range(3), [], FETCHED).dateline.published is None
    assert gather([*lines[:2], "来源：云溪日报"], range(3), [], FETCHED).dateline.published == date(2025, 3, 5)


@pytest.mark.parametrize(
    "line",
    ["截止时间：2025年3月31日", "活动时间：2025年3月1日至5日", "施行日期：2025年5月1日", "有效期至：2025年12月1日"],
)
def test_when_something_happens_or_holds_dates_no_page_and_stays_in_the_text(line: str) -> None:
    found = gather(["云溪市公开征求意见", line], range(2), [], FETCHED)
    assert found.dateline.published is None
    assert found.lines == ()
    both = gather(["云溪市公开征求意见", f"{line} 发布日期：2025-02-01"], range(2), [], FETCHED)
    assert both.dateline.published == date(2025, 2, 1)
