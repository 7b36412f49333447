"""What a story, a court's judgment, a rule or a comparison says in numbers is no metric: class → sentence → reason."""

import pytest

from flows.metrics.figures.quantities import scan
from flows.metrics.figures.shadow import shadow
from metrics.figures.reading import measured, read, reasons
from warehouse.reference.vocabulary import Bound

LEFT_OUT = {
    "parties of a case": [
        ("陈女士向装修公司支付定金2万元后反悔。", "2万元", "single_case"),
        ("法院判决某物业公司赔偿业主8000元。", "8000元", "single_case"),
        ("仲裁庭裁决被申请人向申请人支付工资3.6万元。", "3.6万元", "single_case"),
        ("他拿出一张欠条，称对方拖欠货款5万元。", "5万元", "single_case"),
        ("赵先生将包工头诉至法院，索要工钱1.2万元。", "1.2万元", "single_case"),
        ("周某向钱某借款6万元。", "6万元", "single_case"),
        ("镇上的村民马某赔偿邻居3000元。", "3000元", "single_case"),
        ("法院执结一起欠薪案，当场支付24万元。", "24万元", "single_case"),
        ("刘芳（化名）报警称，自己转出现金7.5万元。", "7.5万元", "single_case"),
    ],
    "judgments and fines": [
        ("被告应当在判决生效后十日内支付租金3万元。", "3万元", "single_case"),
        ("经查，当事人销售不合格灯具36件。", "36件", "single_case"),
        ("对某县鑫源有限公司罚款2万元。", "2万元", "single_case"),
        ("王某诉某物业公司服务合同纠纷案\n物业费共计1200元。", "1200元", "single_case"),
        ("判处有期徒刑三年六个月，罚金5万元。", "5万元", "single_case"),
        ("被鉴定为九级伤残，花去医疗费4.2万元。", "4.2万元", "single_case"),
        ("小店卖出变质果品，被罚6万元。", "6万元", "single_case"),
        ("老人轻信来电，被骗8万余元。", "8万余元", "single_case"),
        ("这是一起租赁纠纷，标的额5万元。", "5万元", "single_case"),
        ("基本案情\n2023年，朱女士购买保健品。价款8000元。", "8000元", "single_case"),
    ],
    "speech": [
        ("“调解员帮我要回了3万元。”", "3万元", "speech"),
        ("“做人要讲良心，你拖了我4万元！”", "4万元", "speech"),
    ],
    "scenes": [("20余名干警分为三路，奔赴各村。", "20余名", "scene")],
    "attendance": [("上午，我们一行30多人来到调解室。", "30多人", "attendance")],
    "penalties of rules": [
        ("擅自改建的，处二千元以上一万元以下罚款。", "二千元以上", "threshold"),
        ("擅自改建的，处二千元以上一万元以下罚款。", "一万元以下", "threshold"),
        ("没收违法所得，并处违法所得三倍以上五倍以下罚款。", "三倍以上", "threshold"),
        ("逾期不缴的，按日加收万分之五的滞纳金。", "万分之五", "threshold"),
        ("违法所得五万元以上的，没收设备。", "五万元以上", "threshold"),
    ],
    "what an examination or a service asks": [
        ("笔试满分100分。", "100分", "standard"),
        ("80分及格。", "80分", "standard"),
        ("考核中执法占30分。", "30分", "standard"),
        ("报名费60元/人。", "60元/人", "standard"),
    ],
    "versions and years of issue": [
        ("推行2021版服务清单。", "2021版", "date"),
    ],
    "how often it takes to be one of a class": [
        ("36人2次以上被处罚。", "2次以上", "threshold"),
        ("对违法3次以上的单位公开曝光。", "3次以上", "threshold"),
    ],
    "no value at all": [
        ("业主预付少则逾千元、多则近万元的订金。", "逾千元", "spread"),
        ("业主预付少则逾千元、多则近万元的订金。", "近万元", "spread"),
        ("标的额从3万元到1200万元不等。", "3万元", "spread"),
        ("标的额从3万元到1200万元不等。", "1200万元", "spread"),
    ],
    "numbers torn by a line's end": [
        ("办结率98.\n5%，位居前列。", "5%", "no_number"),
        ("全年审结案件12\n36件。", "12", "no_number"),
    ],
    "labels": [("邮编215000。", "215000", "label")],
    "marks": [("覆盖率≥95%：10分。", "95%", "standard"), ("覆盖率≥95%：10分。", "10分", "standard")],
    "standards": [("按照每平方米45元的标准收取服务费。", "45元", "standard")],
    "what is compared": [
        ("每10万人中命案数保持低位。", "10万人", "denominator"),
        ("在60个地级市中排名第五。", "60个", "universe"),
        ("收案超200件的有22个。", "超200件", "threshold"),
    ],
    "what a page says of itself": [
        ("本文共阅读2176次", "2176次", "of_the_page"),
        ("浏览次数：365", "365", "of_the_page"),
        ("办案流程见图3。", "3", "label"),
        ("早上6点开门接访。", "6点", "date"),
        ("每天18:30闭馆。", "30", "date"),
        ("凌晨4时40分许，干警集结。", "40分", "date"),
        ("晚7点刚过，调解开始。", "7点", "date"),
    ],
    "the parts of a text": [("从5个方面加强监督。", "5个", "aspects"), ("讲述二十四节气。", "二十四", "word")],
    "sizes of things": [
        ("建成9000吨级码头。", "9000吨", "attributive"),
        ("架设500千伏线路。", "500千伏", "attributive"),
    ],
}
ROWS = [(*row, name) for name, rows in LEFT_OUT.items() for row in rows]


@pytest.mark.parametrize(("text", "numeral", "reason", "phenomenon"), ROWS)
def test_left_out_with_the_reason(text: str, numeral: str, reason: str, phenomenon: str) -> None:
    assert reasons(text).get(numeral) == reason, phenomenon


def test_a_paragraph_goes_on_with_its_case_until_the_whole_is_told() -> None:
    text = "吴大爷借给邻居钱款。三年过去，本息共计5万元。今年以来，全镇化解借贷纠纷36件。"
    assert measured(text) == [("36件", "化解借贷纠纷")]
    assert reasons(text)["5万元"] == "single_case"


_STORY = "如5月8日，村民吴某与邻居周某因宅基地起争执，调解员使吴某赔偿周某2万元。"


@pytest.mark.parametrize(
    ("sentence", "spans"),
    [
        ("至年底，全县发生各类矛盾纠纷360件，调处成功355件。", ["360件", "355件"]),
        ("2021年以来，调处纠纷1200件。", ["1200件"]),
        ("全年调处纠纷360件。", ["360件"]),
        ("县司法局共受理各类纠纷360件。", ["360件"]),
        ("2022年，各级调解组织调解成功率达98%。", ["98%"]),
        ("县司法局派出调解员3人。", []),
        ("至9月底，双方仍未和解，涉及金额12万元。", []),
        ("原告的补偿款12万元到位。", []),
    ],
)
def test_a_case_is_over_where_the_whole_is_counted_again(sentence: str, spans: list[str]) -> None:
    assert [span for span, _ in measured(_STORY + sentence)] == spans


@pytest.mark.parametrize(
    "text", ["去年终本案件360件。", "抽检样本案件360件。", "基本案件办理系统上线，录入案件360件。"]
)
def test_words_that_end_like_the_case_at_hand(text: str) -> None:
    assert [span for span, _ in measured(text)] == ["360件"]


def test_a_case_ends_with_its_paragraph() -> None:
    assert measured("吴大爷借给邻居钱款。\n全镇化解借贷纠纷36件。") == [("36件", "化解借贷纠纷")]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("抓获侯某等12名犯罪嫌疑人。", ["12名"]),
        ("复议后被诉至法院45件。", ["45件"]),
        ("收缴罚款330万元。", ["330万元"]),
        ("副县长李某出庭应诉3次。", ["3次"]),
        ("超过20万网友点赞。", ["超过20万"]),
        ("被执行人主动履行132万元。", ["132万元"]),
        ("提高某类案件办理效率，审结36件。", ["36件"]),
        ("群众满意度得分92分。", ["92分"]),
        ("判处五年以上有期徒刑45人。", ["45人"]),
        ("结案率居全市法院第一。", ["第一"]),
        ("化解时间跨度10年以上积案15件。", ["15件"]),
        ("超过九成的纠纷就地化解。", ["超过九成"]),
    ],
)
def test_what_looks_alike_and_reports(text: str, figures: list[str]) -> None:
    assert [span for span, _ in measured(text)] == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("调解员674人，其中男444 女 230。", [("674人", "人"), ("444", "人"), ("230", "人")]),
        ("三个庭分别受理案件312、420、586件。", [("312", "件"), ("420", "件"), ("586件", "件")]),
        ("整改17个方面的问题。", [("17个", "个")]),
        ("千余名群众受益。", [("千余名", "名")]),
        ("投入港币30万元。", [("港币30万元", "港元")]),
    ],
)
def test_every_metric_with_its_unit(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(figure.span_text, figure.unit) for figure in read(text).figures] == figures


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("6. 全市法院受理案件36件。", ["受理案件"]),
        ("在60个地级市中，法治指数排名第五。", ["法治指数排名"]),
    ],
)
def test_what_is_left_out_is_no_word_of_what_is_measured(text: str, names: list[str]) -> None:
    assert [name for _, name in measured(text)] == names


@pytest.mark.parametrize(
    ("text", "span", "value", "unit", "bound"),
    [
        ("3万4947件", "3万4947件", "34947", "件", Bound.EXACT),
        ("16万699件", "16万699件", "160699", "件", Bound.EXACT),
        ("15.2 万元", "15.2 万元", "152000", "元", Bound.EXACT),
        ("1 200 万元", "1 200 万元", "12000000", "元", Bound.EXACT),
        ("罚款一万元", "一万元", "10000", "元", Bound.EXACT),
        ("查获毒品500千克", "500千克", "500", "千克", Bound.EXACT),
        ("票房破10亿元", "破10亿元", "1000000000", "元", Bound.AT_LEAST),
        ("共破12起", "12起", "12", "起", Bound.EXACT),
        ("缩短至100个工作日内", "100个工作日内", "100", "个工作日", Bound.AT_MOST),
    ],
)
def test_numerals_units_and_bounds(text: str, span: str, value: str, unit: str, bound: Bound) -> None:
    (found,) = scan(shadow(text))
    assert (text[found.start : found.end], str(found.value), found.unit, found.bound) == (span, value, unit, bound)
