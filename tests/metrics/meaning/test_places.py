"""Whose territory a figure counts, and which part of it."""

from datetime import date

import pytest

from flows.metrics import Document, Observation, extract
from warehouse.reference.vocabulary import Kind, Scope

TITLE = "鹤壁市2024年法治政府建设情况报告"


def read(text: str, title: str = TITLE) -> list[Observation]:
    return extract(Document.of(text, title=title, published=date(2025, 3, 1)))


def places(text: str, title: str = TITLE) -> list[tuple[str | None, Scope]]:
    return [(o.place.region_code, o.place.scope) for o in read(text, title)]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全市新收行政复议申请1523件。", Scope.WHOLE_REGION),
        ("全市各级行政复议机构受理案件1286件。", Scope.WHOLE_REGION),
        ("我市新收行政复议申请1523件。", Scope.WHOLE_REGION),
        ("市县乡三级行政复议机构新收行政复议申请1523件。", Scope.WHOLE_REGION),
        ("各级各部门审查文件86件。", Scope.WHOLE_REGION),
        ("以市政府为被申请人的行政复议案件326件。", Scope.OWN_LEVEL),
        ("下辖各县新收行政复议申请326件。", Scope.SUBORDINATES),
        ("我局新收行政复议申请12件。", Scope.DEPARTMENT),
        ("公安类行政处罚326件。", Scope.DEPARTMENT),
        ("市场监管类行政许可326件。", Scope.DEPARTMENT),
        ("行政复议申请中，市场监管类36件。", Scope.UNKNOWN),  # what cases are about, not who decides them
        ("从行政管理类别看，城市管理类36件。", Scope.UNKNOWN),
        ("受理案件中，市场监管领域投诉举报36件。", Scope.UNKNOWN),
        ("在政府网站上线“一件事”38个。", Scope.UNKNOWN),  # where it is told, not what is counted
        ("召开市委全面依法治市委员会会议3次。", Scope.OWN_LEVEL),
        ("召开县委全面依法治县委员会会议3次。", Scope.SUBORDINATES),
        ("市卫生健康委员会审查文件26件。", Scope.DEPARTMENT),
        ("市场监管领域开展双随机抽查42批次。", Scope.DEPARTMENT),
        ("市中级人民法院新收一审行政诉讼案件240件。", Scope.COURT),
        ("“鹤立办”平台上线服务事项192个。", Scope.PLATFORM),
        ("市本级新收行政复议申请326件。", Scope.OWN_LEVEL),
        ("市政府新收行政复议申请326件。", Scope.OWN_LEVEL),
        ("审查各县区报备文件73件。", Scope.SUBORDINATES),
        ("市司法局新收行政复议申请12件。", Scope.DEPARTMENT),
        ("市法律援助中心办理法律援助案件866件。", Scope.INSTITUTION),
        ("县行政争议调解中心受理案件21件。", Scope.INSTITUTION),
        ("全市两级法院新收一审行政诉讼案件240件。", Scope.COURT),
        ("累计新收行政复议申请326件。", Scope.UNKNOWN),
        ("开展执法检查260次。", Scope.UNKNOWN),  # no 法检 (courts and procuratorates) in it
    ],
)
def test_scope_is_told_by_the_words_of_the_clause(text: str, scope: Scope) -> None:
    assert places(text) == [("410600", scope)]


def test_a_scope_reaches_over_its_sentence() -> None:
    assert places("全市收到行政复议申请1523件，受理1286件。") == [("410600", Scope.WHOLE_REGION)] * 2


def test_own_level_is_not_assumed_for_cases() -> None:
    assert places("受理行政复议案件1286件。") == [("410600", Scope.UNKNOWN)]


def test_proposals_are_the_governments_own_by_nature() -> None:
    assert places("办理人大代表建议213件。") == [("410600", Scope.OWN_LEVEL)]


def test_a_departments_report_counts_the_department_unless_it_says_otherwise() -> None:
    title = "鹤壁市司法局关于2024年度法治政府建设情况的报告"
    assert places("组织学法12次。", title) == [("410600", Scope.DEPARTMENT)]
    assert places("全市办理法律援助案件3420件。", title) == [("410600", Scope.WHOLE_REGION)]


def test_the_office_of_legal_affairs_is_a_department() -> None:
    assert places("审查文件126件。", "鹤壁市政府法制办2013年工作总结") == [("410600", Scope.DEPARTMENT)]
    assert places("全市审查文件126件。", "鹤壁市政府法制办2013年工作总结") == [("410600", Scope.WHOLE_REGION)]
    assert places("累计审查文件126件。", "鹤壁市人民政府办公室2013年法治政府建设情况")[0][1] is not Scope.DEPARTMENT


def test_a_national_figure_in_a_citys_text_is_the_nations() -> None:
    assert places("全国新收行政复议申请75万件。") == [("100000", Scope.WHOLE_REGION)]


def test_a_provinces_figure_in_a_citys_text_is_the_provinces() -> None:
    assert places("全省新收行政复议申请1.5万件。") == [("410000", Scope.WHOLE_REGION)]


def test_national_deputies_are_no_territory() -> None:
    assert [place[0] for place in places("办理全国人大代表建议9件。")] == ["410600"]


def test_the_field_of_a_rank_is_no_territory() -> None:
    rate, rank = read("行政机关负责人出庭应诉率100%、位居全省第一。")
    assert rate.place.region_code == rank.place.region_code == "410600"
    assert rank.figure.kind is Kind.RANK
    assert "全省" in rank.place.rank_universe


def test_a_county_that_is_the_clauses_subject_has_its_own_value() -> None:
    assert places("浚县受理行政复议案件36件。")[0][0] == "410621"


def test_a_county_that_is_only_a_place_has_none() -> None:
    assert places("持续推动浚县大运河法治文化带建设，建成法治文化阵地36个。")[0][0] == "410600"


def test_in_a_text_on_the_nation_a_place_named_before_has_its_figures() -> None:
    text = "督察组来到河北省定州市。当地进驻政务服务事项410项。\n全国已有调解委员会70万个。"
    found = places(text, "司法部：全国法治政府建设督察见闻")
    assert [place[0] for place in found] == ["130682", "100000"]


def test_an_unknown_region_stays_unknown() -> None:
    assert places("受理行政复议案件36件。", "法治政府建设综述")[0][0] is None


def test_what_a_court_reports_is_the_courts_own() -> None:
    title = "浚县人民法院2024年工作报告"
    criminal, lost = read("审结刑事案件262件。行政机关败诉案件9件。", title)
    assert criminal.place.scope is lost.place.scope is Scope.COURT
    assert (criminal.meaning.indicator_id, lost.meaning.indicator_id) == (None, "admin_litigation_lost")


def test_a_share_of_the_province_is_not_the_last_citys() -> None:
    found = places("鹤壁市、安阳市新收案件分别为36件、45件，以上两市占全省的6.1%。", "河南省2024年法治政府建设情况报告")
    assert [place[0] for place in found] == ["410600", "410500", "410000"]


def test_the_nation_in_an_honours_name_is_no_territory() -> None:
    assert [place[0] for place in places("集体和个人获得全国巾帼文明岗等表彰39项。")] == ["410600"]


def test_the_national_congress_in_a_local_text_is_no_nation() -> None:
    found = places("十四届全国人大二次会议以来，办理代表建议9件。", "法治建设综述")
    assert [place[0] for place in found] == [None]


def test_the_citys_figure_in_a_countys_report_is_the_citys_and_second_hand() -> None:
    title = "浚县2024年法治政府建设情况报告"
    city, own = read("全市新收行政复议申请326件。我县新收行政复议申请36件。", title)
    assert (city.place.region_code, city.place.scope) == ("410600", Scope.WHOLE_REGION)
    assert (own.place.region_code, own.place.scope) == ("410621", Scope.WHOLE_REGION)
    assert ("secondhand" in city.flags, "secondhand" in own.flags) == (True, False)


def test_the_field_of_a_rank_in_a_countys_text_is_the_citys_counties() -> None:
    found = read("行政复议工作位居全市第一。", "浚县2024年法治政府建设情况报告")
    assert {(o.place.region_code, o.place.rank_universe) for o in found} == {("410621", "全市")}


def test_counties_that_are_counted_are_no_place() -> None:
    (share,) = read("省级以上普法先进县区占比80%。")
    assert (share.place.region_code, share.place.scope) == ("410600", Scope.WHOLE_REGION)


def test_a_court_of_several_areas_counts_for_the_region_of_its_report() -> None:
    found = places("广铁中院新收一审行政诉讼案件36件。", "广州市2024年行政审判白皮书")
    assert found == [("440100", Scope.COURT)]


def test_in_a_departments_report_the_whole_region_needs_its_word() -> None:
    title = "鹤壁市司法局关于2024年度法治政府建设情况的报告"
    found = places("新收行政复议申请36件。全市新收行政复议申请326件。", title)
    assert [scope for _, scope in found] == [Scope.DEPARTMENT, Scope.WHOLE_REGION]


@pytest.mark.parametrize("honour", ["全国民主法治示范村", "全国普法先进单位", "全国人民满意的司法所"])
def test_the_nation_in_the_name_of_an_honour_counts_nothing_of_the_nation(honour: str) -> None:
    assert {place[0] for place in places(f"{honour}达到6个。")} == {"410600"}


def test_the_change_of_what_courts_received_is_the_courts() -> None:
    found = places("全市法院新收一审行政案件520件，同比下降12%。")
    assert [scope for _, scope in found] == [Scope.COURT, Scope.COURT]


@pytest.mark.parametrize(
    ("title", "text", "scope"),
    [
        ("鹤壁市", "受理市本级行政复议案件326件。", Scope.OWN_LEVEL),
        ("鹤壁市", "受理县级行政复议案件96件。", Scope.SUBORDINATES),
        ("鹤壁市", "区本级受理行政复议案件96件。", Scope.SUBORDINATES),
        ("鹤壁市", "全市受理县区行政复议案件126件。", Scope.SUBORDINATES),
        ("鹤壁市淇滨区", "区本级受理行政复议案件96件。", Scope.OWN_LEVEL),
        ("广西壮族自治区", "自治区本级受理行政复议案件96件。", Scope.OWN_LEVEL),
        ("广西壮族自治区", "市级受理行政复议案件96件。", Scope.SUBORDINATES),
        ("鹤壁市", "市中院受理一审行政案件86件。", Scope.COURT),
        ("鹤壁市", "普法工作连续4年获市政府表彰。", Scope.WHOLE_REGION),
        ("鹤壁市", "公安局办理行政处罚案件77件。", Scope.DEPARTMENT),
    ],
)
def test_a_level_below_the_texts_own_is_its_subordinates(title: str, text: str, scope: Scope) -> None:
    found = extract(Document.of(text, title=f"{title}2024年法治政府建设情况报告"))
    assert [o.place.scope for o in found] == [scope]


def test_what_all_cities_of_a_province_take_in_is_its_subordinates() -> None:
    title = "湖北省2024年法治政府建设情况报告"
    taken_in = extract(Document.of("13个市州新收行政复议申请962件。", title=title))[-1]
    built = extract(Document.of("全省在13个市州建成中心36个。", title=title))[-1]
    assert (taken_in.place.scope, built.place.scope) == (Scope.SUBORDINATES, Scope.WHOLE_REGION)


def test_a_courts_count_stays_a_courts_behind_the_next_comma() -> None:
    found = extract(Document.of("2021年，最高人民法院受理案件33602件，审结28720件。", title="全国法院工作进展"))
    assert {o.place.scope for o in found} == {Scope.COURT}


def test_an_honours_level_is_no_territory() -> None:
    (found,) = extract(Document.of("集体、个人获得各级表彰39项。", title="云河市人民检察院工作报告"))
    assert found.place.scope is Scope.COURT


def test_a_bracket_keeps_its_scope_to_itself() -> None:
    found = places("全市立案220起（市本级18起），下达处罚决定210起。")
    assert [scope for _, scope in found] == [Scope.WHOLE_REGION, Scope.OWN_LEVEL, Scope.WHOLE_REGION]


@pytest.mark.parametrize(
    ("text", "title", "scope"),
    [
        ("建成省级民主法治示范村36个。", TITLE, Scope.UNKNOWN),
        ("建成市级民主法治示范村36个。", TITLE, Scope.OWN_LEVEL),
        ("建成市级民主法治示范村36个。", "浚县2024年法治政府建设情况报告", Scope.UNKNOWN),
        ("向省政府报送情况36件。", TITLE, Scope.UNKNOWN),
        ("市政府交办事项36件。", "浚县2024年法治政府建设情况报告", Scope.UNKNOWN),
        ("县政府交办事项36件。", "浚县2024年法治政府建设情况报告", Scope.OWN_LEVEL),
        ("市政府交办事项36件。", "林州市2024年法治政府建设情况报告", Scope.OWN_LEVEL),
        ("省级交办事项36件。", "河南省2024年法治政府建设情况报告", Scope.OWN_LEVEL),
    ],
)
def test_a_level_above_is_not_the_regions_own(text: str, title: str, scope: Scope) -> None:
    assert places(text, title)[0][1] is scope
