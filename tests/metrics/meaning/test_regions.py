"""Which region a name means, and which a document is about."""

import json
from datetime import date
from pathlib import Path

import pytest

from flows.metrics import Document
from flows.metrics.meaning import facts
from flows.metrics.meaning.naming import resolve
from shared import need_shared
from warehouse.reference.vocabulary import Genre


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("鹤壁市", "410600"),
        ("鹤壁", "410600"),
        ("河南省鹤壁市浚县", "410621"),
        ("鼓楼区", None),  # four of them
        ("朝阳", None),  # a city, two districts and a county
        ("吉林", None),  # the province or its city
        ("海南", "460000"),
        ("海南州", "632500"),
        ("大理", "532900"),
        ("福州市鼓楼区", "350102"),
        ("广州南沙区", "440115"),
        ("重庆铜梁", "500151"),
        ("雄安新区", "XIONGAN"),
        ("新疆生产建设兵团", "XPCC"),
        ("兰州新区", "LANZHOUXINQU"),
        ("平潭综合实验区", "350128"),
        ("长期合作，和平发展", None),
        ("推进城区改造", None),
        ("城关镇", None),
        ("鹤壁日报讯", "410600"),
        ("河南日报", None),  # a provincial paper carries every city
        ("光明日报", None),  # a national paper, not 光明区
        ("2021年以来鹤壁市依法行政成效明显", "410600"),
        ("现场会在鹤壁召开", "410600"),
        ("桐安县", None),  # not 安县
        ("桐安县司法局", None),
        ("东宁乡县", None),  # not 宁乡县
        ("在浚县", "410621"),
        ("来自鹤壁市", "410600"),
        ("2024年浚县", "410621"),
        ("办理县级政务服务事项", None),  # not 理县
        ("指导市和县两级", None),  # not 和县
        ("马鞍山市和县", "340523"),
        ("建成县级中心", None),  # not 成县
    ],
)
def test_name(text: str, code: str | None) -> None:
    region = resolve(text)
    assert (region.code if region else None) == code


@pytest.mark.parametrize(
    ("text", "prior", "code"),
    [
        ("我市", "410600", "410600"),
        ("全省", "410600", "410000"),
        ("我区", "440309", "440309"),
        ("全市", "440309", "440300"),
        ("全市", "110105", "110000"),
        ("全区", "450100", "450000"),
        ("全国", "410600", "100000"),
        ("我市", None, None),
        ("鼓楼区司法局", "320100", "320106"),
        ("鹤城", "410600", "410600"),
        ("鹤城", None, None),
    ],
)
def test_name_inside_a_document(text: str, prior: str | None, code: str | None) -> None:
    region = resolve(text, prior=prior)
    assert (region.code if region else None) == code


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("莱芜市", 2017, "371200"),
        ("莱芜市", 2020, "370116"),
        ("襄樊市", 2009, "420600"),
        ("下城区", 2019, "330103"),
        ("沙县", 2020, "350427"),
        ("光明新区", 2016, "440311"),
    ],
)
def test_name_at_its_time(text: str, year: int, code: str) -> None:
    region = resolve(text, year=year)
    assert region is not None
    assert region.code == code


def test_the_shared_list_of_hard_names() -> None:
    """Ambiguous names count as right only when they are left open."""
    wrong = []
    rows = [json.loads(line) for line in need_shared("eval/regions.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        year = int(row["date"][:4]) if row.get("date") else None
        region = resolve(row["text"], prior=row.get("prior"), year=year)
        if (region.code if region else None) != row["expected"]:
            wrong.append((row["text"], row["expected"], region))
    assert len(rows) - len(wrong) >= 60, wrong


BODY = "有关情况报告如下。"


@pytest.mark.parametrize(
    ("document", "code", "basis"),
    [
        (Document.of(BODY, title="鹤壁市2024年法治政府建设情况报告"), "410600", "title"),
        (Document.of(BODY, title="2024年静海区法治政府建设情况报告"), "120118", "title"),
        (Document.of(BODY, title="二〇二四年静海区法治政府建设情况报告"), "120118", "title"),
        (Document.of(BODY, title="关于新区2024年法治政府建设情况的报告"), None, ""),
        (Document.of(BODY, title="晋城市城区2024年法治政府建设情况报告"), "140502", "title"),
        (Document.of(BODY, title="广州市、深圳市2024年法治政府建设情况报告"), None, ""),
        (Document.of(BODY, title="关于2024年度浚县法治政府建设情况的报告"), "410621", "title"),
        (Document.of(BODY, title="福州市鼓楼区2024年法治政府建设情况报告"), "350102", "title"),
        (Document.of(BODY, title="鼓楼区2024年法治政府建设情况报告"), None, ""),
        (Document.of(BODY, title="鼓楼区2024年法治政府建设报告", issuer="开封市鼓楼区人民政府"), "410204", "title"),
        (Document.of(BODY, title="鼓楼区2024年法治政府建设报告", site_id_code="3501020001"), "350102", "title"),
        (Document.of(BODY, title="鼓楼区2024年法治政府建设报告", region_hint="320100"), "320106", "title"),
        (Document.of(BODY, title="让法治成为城市底色", source_name="来源：鹤壁日报"), "410600", "source"),
        (Document.of(BODY, title="让法治成为城市底色", source_name="河南日报"), None, ""),
        (Document.of("鹤壁市出台办法。鹤壁市司法局牵头。", title="让法治成为城市底色"), "410600", "body"),
        (Document.of(BODY, title="司法部：全国共调解案件100万件"), "100000", "title"),
        (Document.of(BODY, title="让法治成为城市底色"), None, ""),
        (Document.of(BODY, title="让法治成为城市底色", host="www.hebi.gov.cn"), "410600", "host"),
        (Document.of(BODY, title="让法治成为城市底色", host="sfj.sz.gov.cn:8080"), "440300", "host"),
        (Document.of(BODY, title="鼓楼区2024年法治政府建设报告", host="glq.fuzhou.gov.cn"), "350102", "title"),
        (Document.of(BODY, title="新华区2024年法治政府建设报告", host="www.changsha.gov.cn"), None, ""),
        (Document.of(BODY, title="望川市2024年法治政府建设报告", host="www.hebi.gov.cn"), None, ""),
        (Document.of("全市办理案件36件。", title="法律援助再获全国表彰", host="www.hebi.gov.cn"), "410600", "host"),
        (Document.of("鹤壁市办理案件36件。", title="我市首创做法获评全国先进"), "410600", "body"),
        (Document.of(BODY, title="全国法治政府建设情况"), "100000", "title"),
    ],
)
def test_subject_of_a_document(document: Document, code: str | None, basis: str) -> None:
    found = facts(document)
    assert (found.region_code, found.region_basis) == (code, basis)


def test_an_ambiguous_name_is_decided_where_the_body_spells_it_out() -> None:
    title = "城中区司法局2024年法治政府建设年度报告"
    found = facts(Document.of("2024年，柳州市城中区办理案件。", title=title))
    assert (found.region_code, found.region_basis) == ("450202", "title_and_body")
    both = "柳州市城中区与西宁市城中区结对共建。"
    assert facts(Document.of(both, title=title)).region_code is None


@pytest.mark.parametrize("host", ["slq.hebi.gov.cn", "www.portal.example", "", "hebi.gov.cn.mirror.example"])
def test_a_host_below_a_citys_domain_may_be_a_countys_and_decides_nothing(host: str) -> None:
    found = facts(Document.of(BODY, title="让法治成为城市底色", host=host))
    assert (found.region_code, found.flags) == (None, ("no_date", "region_unknown"))


def test_a_host_never_overrides_but_a_contradiction_is_flagged() -> None:
    title = "鹤壁市2024年法治政府建设报告"
    found = facts(Document.of(BODY, title=title, host="www.puyang.gov.cn"))
    assert (found.region_code, found.region_basis) == ("410600", "title")
    assert "region_conflict:host:410900" in found.flags
    issued = facts(Document.of(BODY, title="法治综述", issuer="鹤壁市人民政府", host="www.puyang.gov.cn"))
    assert (issued.region_code, issued.region_basis) == ("410600", "issuer")
    assert "region_conflict:host:410900" in issued.flags
    for agreeing in ("sfj.hebi.gov.cn", "www.henan.gov.cn", "www.mirror.example"):
        assert not any("host" in flag for flag in facts(Document.of(BODY, title=title, host=agreeing)).flags)


def test_the_addressee_of_a_report_is_the_level_above_its_subject() -> None:
    text = "中共泉州市委、泉州市人民政府：\n现将惠安县有关情况报告如下。惠安县审查文件3件，在泉州市名列前茅。"
    found = facts(Document.of(text, title="2024年法治政府建设情况报告"))
    assert (found.region_code, found.region_basis) == ("350521", "body")
    bare = facts(Document.of("泉州市人民政府：\n审查文件3件。", title="2024年法治政府建设情况报告"))
    assert bare.region_code is None
    assert "region_unknown" in bare.flags


def test_contradicting_evidence_is_flagged() -> None:
    found = facts(Document.of(BODY, title="鹤壁市2024年法治政府建设报告", site_id_code="4101000001"))
    assert found.region_code == "410600"
    assert "region_conflict:site_id_code:410100" in found.flags


def test_what_is_not_known_says_why() -> None:
    assert "region_unknown" in facts(Document.of(BODY)).flags
    assert "region_ambiguous" in facts(Document.of(BODY, title="鼓楼区2024年法治政府建设情况报告")).flags
    assert "no_date" in facts(Document.of(BODY)).flags


def test_an_abolished_city_is_itself_in_the_reports_of_its_time() -> None:
    found = facts(Document.of(BODY, title="莱芜市2017年法治政府建设情况报告"))
    assert (found.region_code, found.region_basis) == ("371200", "title")


def test_a_name_of_many_regions_is_left_open_with_a_reason() -> None:
    found = facts(Document.of("新华区办理案件36件。", title="新华区2024年法治政府建设情况报告", source_name="法治网"))
    assert found.region_code is None
    assert "region_ambiguous" in found.flags


def test_a_townships_report_is_not_its_countys() -> None:
    found = facts(Document.of(BODY, title="浚县新镇镇2024年法治政府建设情况报告"))
    assert found.region_code is None
    assert any(flag.startswith("below_county") for flag in found.flags)


def test_a_paper_of_the_place_a_report_is_about_agrees_with_it() -> None:
    found = facts(Document.of(BODY, title="浚县法治建设综述", source_name="鹤壁日报"))
    assert not any(flag.startswith("region_conflict") for flag in found.flags)


@pytest.mark.parametrize(
    ("title", "genre", "year"),
    [
        ("鹤壁市2024年法治政府建设情况报告", Genre.ANNUAL_REPORT, 2024),
        ("关于鹤壁市2024年度法治政府建设情况的报告（公开版）", Genre.ANNUAL_REPORT, 2024),
        ("鹤壁市二〇二三年法治政府建设情况报告", Genre.ANNUAL_REPORT, 2023),
        ("鹤壁市司法局2023年依法行政工作总结", Genre.ANNUAL_REPORT, 2023),
        ("2025年鹤壁市政府工作报告", Genre.WORK_REPORT, 2024),
        ("鹤壁市政府工作报告（2025年1月8日）", Genre.WORK_REPORT, 2024),
        ("鹤壁市中级人民法院2024年工作报告", Genre.COURT_REPORT, 2024),
        ("一图读懂鹤壁市2024年法治政府建设情况报告", Genre.INTERPRETATION, 2024),
        ("鹤壁市法治政府建设实施方案（2021—2025年）", Genre.POLICY, None),
        ("鹤壁市法治政府建设工作回眸", Genre.FEATURE, None),
        ("鹤壁市2024年12345热线月报", Genre.STATISTICS, 2024),
        ("浚县司法局2024年工作总结和2025年工作思路", Genre.ANNUAL_REPORT, 2024),
        ("浚县人民检察院工作报告——2025年1月16日在县人民代表大会上", Genre.COURT_REPORT, 2024),
        ("浚县人民法院2024年1至9月审判工作情况", Genre.COURT_REPORT, 2024),
        ("浚县2024年法治政府建设情况（节选）", Genre.ANNUAL_REPORT, 2024),
        ("浚县2024年行政复议和行政应诉案件办理情况统计分析报告", Genre.STATISTICS, 2024),
        ("浚县2024年度行政处罚案件办理情况", Genre.STATISTICS, 2024),
        ("浚县2024年上半年行政执法数据分析", Genre.STATISTICS, 2024),
        ("2024年浚县法治督察情况的通报", Genre.STATISTICS, 2024),
        ("浚县2024年行政诉讼统计分析（摘要）", Genre.STATISTICS, 2024),
        ("2024年浚县法治宣传教育计划", Genre.NEWS, None),
        ("浚县2024年走访慰问困难群众", Genre.NEWS, None),
    ],
)
def test_genre_and_report_year(title: str, genre: Genre, year: int | None) -> None:
    found = facts(Document.of(BODY, title=title, published=date(2025, 3, 1)))
    assert (found.genre, found.report_year) == (genre, year)


def test_a_report_on_a_year_to_come_is_not_believed() -> None:
    found = facts(Document.of(BODY, title="鹤壁市2026年法治政府建设情况报告", published=date(2025, 3, 1)))
    assert found.report_year is None
    assert "report_year_in_future" in found.flags


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("鹤壁市司法局关于2024年度法治政府建设情况的报告", True),
        ("鹤壁市2024年法治政府建设情况报告", False),
        ("鹤壁市人民政府办公室2024年法治政府建设情况报告", False),
    ],
)
def test_a_departments_report_is_told_from_the_governments(title: str, department: bool) -> None:
    assert facts(Document.of(BODY, title=title)).department is department


def test_fictitious_regions_are_resolved_as_real_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_reference: None
) -> None:
    (tmp_path / "divisions.csv").write_text(
        "code,name,level,parent_code,fictitious\n"
        "990000,样例省,province,100000,true\n990100,墨溪市,prefecture,990000,true\n990121,枕石县,county,990100,true\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("FAZHI_REFERENCE_DIRS", str(tmp_path))
    assert facts(Document.of(BODY, title="枕石县2024年法治政府建设情况报告")).region_code == "990121"
    assert facts(Document.of(BODY, title="法治综述", source_name="墨溪日报")).region_code == "990100"
    province = resolve("全省", prior="990121")
    assert province is not None
    assert province.code == "990000"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # its districts, and the words of their city
        ("市政府向市人大常委会报告：渝中区、永川区和南川区三个项目入选。全年审查文件36件。", "500000"),
        ("福田区、罗湖区率先试点，全市审查文件36件。", "440300"),
        ("浚县、淇县建成中心，我市审查文件36件。", "410600"),
        ("按照党中央、国务院决策部署，市政府在浚县、淇县召开现场会，审查文件36件。", "410600"),
        ("深圳市、广州市先行先试，省政府审查文件36件。", "440000"),
        # which of them it is about nobody says
        ("浚县、淇县各审查文件36件。", None),
        ("我区与福田区、南山区结对，审查文件36件。", None),
        # whoever reports names those above
        ("按照党中央、国务院决策部署，审查文件36件。", None),
        ("贯彻国务院常务会议精神，我县审查文件36件。", None),
        ("落实司法部要求，镇党委审查合同36件。", None),
        ("近日，北京朝阳区一家小店被罚1.5万元，此前安徽、陕西、山西也有先例。", "110105"),
        # the whole country
        ("经国务院批准，7个组对天津、山西、辽宁、湖南实施督察。", "100000"),
        ("国务院第三次全国督察发现问题36个。", "100000"),
        ("全国共办理案件36万件，其中全国律师办理12万件，浚县的做法得到推广。", "100000"),
    ],
)
def test_the_whole_country_is_no_last_resort(text: str, code: str | None) -> None:
    found = facts(Document.of(text, title="持续推进改革"))
    assert found.region_code == code, found


@pytest.mark.parametrize(
    ("title", "host", "code"),
    [
        ("通州区2023年行政复议工作情况", "www.bjtzh.gov.cn", "110112"),
        ("朝阳区2023年法治政府建设情况", "zwgk.bjchy.gov.cn", "110105"),
        ("普陀区2023年法治政府建设情况", "www.shpt.gov.cn", "310107"),
        ("河东区2023年法治政府建设情况", "www.tj.gov.cn", "120102"),
        ("持续推进改革", "www.cqrd.gov.cn", "500000"),
        ("通州区2023年行政复议工作情况", "www.portal.example", None),
        ("朝阳区2023年法治政府建设情况", "www.bjft.gov.cn", "110105"),  # the same city's
    ],
)
def test_sites_of_municipalities_decide_between_homonyms(title: str, host: str, code: str | None) -> None:
    assert facts(Document.of(BODY, title=title, host=host)).region_code == code


@pytest.mark.parametrize(
    ("title", "text", "published", "year"),
    [
        # undated: its own words tell the year, where no later one is named
        ("浚县行政执法工作总结", "2022年，全县行政处罚126件。", None, 2022),
        ("浚县行政复议工作情况", "2022年，全县受理案件26件，2021年为20件。", None, 2022),
        ("浚县司法局情况汇报", "2022年以来，全县受理案件26件。", None, 2022),
        ("浚县行政执法工作总结", "2022年，处罚126件。2023年将加大力度。", None, None),
        ("浚县行政执法工作要点及任务", "2022年，查处126件。", None, None),
        ("浚县法律援助故事", "2022年，受理案件26件。", None, None),
        # the first year told is not that of a report that goes on to later ones
        ("浚县法治政府建设情况报告", "2023年，审查文件36件；2024年，审查文件48件。", date(2025, 3, 1), 2024),
        ("浚县法治政府建设情况报告", "2023年，审查文件36件。", date(2024, 3, 1), 2023),
        ("浚县法治政府建设情况报告", "2023年，审查文件36件。", date(2025, 3, 1), 2023),
    ],
)
def test_the_year_that_the_first_words_tell(title: str, text: str, published: date | None, year: int | None) -> None:
    assert facts(Document.of(text, title=title, published=published)).report_year == year


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("渝北：复议跑出加速度", "渝北区受理案件36件，重庆市司法局指导。", "500112"),
        ("义乌：小商品大法治", "义乌市受理案件36件，金华市委肯定。", "330782"),
        ("全省复议工作会议召开", "湖南省受理案件36件，长沙市、株洲市交流发言。", "430000"),
        ("江城答卷", "武汉市审查文件36件，武汉市司法局指导江岸区、洪山区。", "420100"),
        ("法治报告", "北京市西城区审查文件36件。", "110102"),
        # a county and its city, each named once: which of them nobody says
        ("跑出加速度", "渝北区受理案件36件，重庆市司法局指导。", None),
        ("复议跑出加速度", "重庆市渝北区受理案件36件，由重庆市司法局指导。", None),
    ],
)
def test_names_inside_one_another(title: str, text: str, code: str | None) -> None:
    assert facts(Document.of(text, title=title)).region_code == code
