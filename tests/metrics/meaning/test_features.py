"""Texts that are no reports: whose they are and which time they tell of, where no headline of a report says so."""

from datetime import date

import pytest

from flows.metrics import Document, extract
from flows.metrics.meaning import facts
from warehouse.reference.vocabulary import PeriodBasis, Scope


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        # a label that is also a place's name
        ("用情守护 建设“平安县”", "浚县受理案件36件，浚县司法局调解28件。", "410621"),
        ("多措并举创建平安区", "浚县受理案件36件，浚县司法局调解28件。", "410621"),
        ("平安县受理案件36件", "受理案件36件。", "630221"),
        # the agencies of one place, and its own word for its level
        ("工作会综述", "湖北法院审结案件36件，全省法院执行12件。", "420000"),
        ("工作会综述", "第六次全国法院会议召开。湖北法院审结案件36件，全省法院执行12件，全省法官86人。", "420000"),
        ("工作会综述", "湖北法院审结案件36件。", "420000"),  # the only place named at its head
        ("工作会综述", "湖北法院、湖南法院审结案件36件，全省法院执行12件。", None),
        ("工作会综述", "全省法院执行12件。", None),
        (
            "赴外考察",
            "我县走访各地单位，听取介绍并座谈。" * 8 + "湖北法院做法在全省法院推广，执行12件。",
            None,
        ),
        # the level the title speaks of
        ("执行攻坚——全省法院在行动", "浚县法院执行案件36件，浚县人民法院发还案款。", "410000"),
        ("全市法院在行动", "浚县法院执行案件36件，浚县人民法院发还案款。", "410600"),
        ("全市法院在行动", "河南省高级人民法院执行案件36件。", None),
        ("执行工作走在全省前列", "浚县法院执行案件36件，浚县人民法院发还案款。", "410621"),
        ("普法报道 全省第一", "浚县开展活动36场，浚县司法局牵头。", "410621"),
        # the paper of a county of a prefecture, and the words of the prefecture
        ("普法在行动", "延吉在线讯 全州开展普法活动36场，州司法局牵头。", "222400"),
        ("普法在行动", "延吉在线讯 全州开展普法活动36场，结合全国防灾减灾日宣传，州司法局牵头。", "222400"),
        ("普法在行动", "全州开展普法活动36场，州司法局牵头。", None),
        ("普法在行动", "延吉在线讯 我县开展普法活动36场，州司法局牵头。", None),
        # a day of the whole country is no text on it
        ("普法在行动", "结合全国防灾减灾日、全国法制宣传日开展活动36场。", None),
        ("普法在行动", "全国律师办理案件36万件。", "100000"),
    ],
)
def test_whose_text_it_is(title: str, text: str, code: str | None) -> None:
    assert facts(Document.of(text, title=title)).region_code == code


@pytest.mark.parametrize(
    ("title", "text", "published", "year"),
    [
        ("2024年浚县热线受理诉求3.6万件", "2024年，热线受理诉求3.6万件。\n其中咨询2万件。", date(2025, 1, 6), 2024),
        # it came out when another year may be meant
        ("2024年浚县热线受理诉求3.6万件", "2024年，热线受理诉求3.6万件。", date(2025, 7, 6), None),
        ("2024年浚县热线受理诉求3.6万件", "2024年，热线受理诉求3.6万件。", date(2024, 12, 28), None),
        # it tells of the day it came out too
        ("2024年浚县热线受理诉求3.6万件", "2024年，热线受理诉求3.6万件。今年受理300件。", date(2025, 1, 6), None),
        ("浚县热线受理诉求3.6万件", "2024年，热线受理诉求3.6万件。", date(2025, 1, 6), None),
        ("2024年浚县热线改造启动", "2024年，热线受理诉求3.6万件。", date(2025, 1, 6), None),
    ],
)
def test_the_year_of_news_on_a_year_just_over(title: str, text: str, published: date, year: int | None) -> None:
    assert facts(Document.of(text, title=title, published=published)).report_year == year


@pytest.mark.parametrize(
    ("title", "published", "stretch"),
    [
        ("浚县法院通报上半年审判工作", date(2024, 7, 9), (date(2024, 1, 1), date(2024, 6, 30))),
        ("浚县一季度行政复议数据", date(2024, 4, 9), (date(2024, 1, 1), date(2024, 3, 31))),
        ("浚县下半年行政执法情况", date(2025, 1, 9), (date(2024, 7, 1), date(2024, 12, 31))),
        ("浚县法院通报上半年审判工作", date(2024, 12, 9), None),  # long over
        ("浚县法院部署上半年审判工作", date(2024, 7, 9), None),  # still to be done
        ("浚县法院上半年忙起来", date(2024, 7, 9), None),  # no report on it
    ],
)
def test_the_part_of_a_year_that_a_title_reports_on(
    title: str, published: date, stretch: tuple[date, date] | None
) -> None:
    seen = extract(Document.of("新收案件362件。", title=title, published=published))[0].period
    assert (seen.start, seen.end) == (stretch or (None, None))


def test_the_day_of_a_dispatch_governs_nothing() -> None:
    published = date(2024, 2, 8)
    for opening in ("浚县在线2月8日讯（记者 张三）", "新华社浚县2月8日电 "):
        seen = extract(f"{opening}热线接听来电362个。", published=published)[-1]
        assert seen.period.start is None
    done = extract("2月8日热线接听来电362个。", published=published)[-1]
    phoned = extract("2月8日电话受理诉求362个。", published=published)[-1]
    heard = extract("2月8日讯问嫌疑人36名。", published=published)[-1]
    assert {done.period.start, phoned.period.start, heard.period.start} == {published}


def test_a_sentence_of_parts_tells_of_the_time_of_its_whole() -> None:
    whole, part, other = extract("2023年，律师办理案件36万件。其中，诉讼案件12万件。非诉讼案件24万件。")
    assert (part.period.start, part.period.end, part.period.basis) == (
        whole.period.start,
        date(2023, 12, 31),
        PeriodBasis.INHERITED,
    )
    assert other.period.start is None
    own = extract("2023年，律师办理案件36万件。其中，2022年办理诉讼案件12万件。")[-1]
    assert own.period.start == date(2022, 1, 1)


def test_the_years_of_the_early_promotion_programmes() -> None:
    seen = extract("“四五”普法期间，投入经费86万元。", published=date(2008, 7, 1))[0].period
    assert (seen.start, seen.end) == (date(2001, 1, 1), date(2005, 12, 31))


def test_what_a_platform_passes_to_a_department_is_the_departments() -> None:
    department = extract("12345平台受理工单36个。", title="浚县司法局2024年法治政府建设工作总结")[0]
    city = extract("12345平台受理工单36个。", title="浚县2024年法治政府建设工作总结")[0]
    assert (department.place.scope, city.place.scope) == (Scope.DEPARTMENT, Scope.PLATFORM)
