"""The words measured: complete and minimal, the text's own, also where a clause leaves half of them unsaid."""

import pytest

from metrics.figures.reading import measured, read

FRAMES = {
    "the number stands last": [
        ("全市审结行政复议案件1286件。", [("1286件", "审结行政复议案件")]),
        ("全县共新建法律援助站点36个。", [("36个", "新建法律援助站点")]),
        ("追缴欠薪金额约2600万元。", [("约2600万元", "追缴欠薪金额")]),
        ("为企业减免费用3.2亿元。", [("3.2亿元", "为企业减免费用")]),
        # A compound that is itself the act: the verb of the clause before does not reach it.
        ("废止文件9件；合法性审查规范性文件92件。", [("9件", "废止文件"), ("92件", "合法性审查规范性文件")]),
    ],
    "what is there has no verb": [
        ("行政许可事项363项。", [("363项", "行政许可事项")]),
        ("全市现有公证机构12家。", [("12家", "公证机构")]),
        ("人民调解员达2.3万人。", [("2.3万人", "人民调解员")]),
    ],
    "the number stands first": [
        ("抽查了360余宗行政处罚案卷。", [("360余宗", "抽查行政处罚案卷")]),
        ("聘任18名执法监督员。", [("18名", "聘任执法监督员")]),
        ("62家单位完成整改。", [("62家", "完成整改的单位")]),
        ("98%的纠纷在村里化解。", [("98%", "纠纷在村里化解比例")]),
    ],
    "the doers are counted, then what they did": [
        (
            "全市1042个人民调解组织共调解纠纷26875件。",
            [("1042个", "人民调解组织"), ("26875件", "人民调解组织调解纠纷")],
        ),
        ("45家律所办理案件360件。", [("45家", "律所"), ("360件", "办理案件")]),
        ("45家律所办理360件案件。", [("45家", "律所"), ("360件", "办理案件")]),
        ("12个调解室成功化解纠纷96起。", [("12个", "调解室"), ("96起", "化解纠纷")]),
    ],
    "bodies and people are counted by what they did": [
        ("36名干部参加了法律考试。", [("36名", "参加法律考试的干部")]),
        ("已有48个村(社区)配备法律顾问。", [("48个", "配备法律顾问的村(社区)")]),
        ("26所学校全部设立调解室。", [("26所", "设立调解室的学校")]),
        ("印发了18家单位的职责规定。", [("18家", "印发职责规定的单位")]),
        ("完成对3个县区和5个市直部门的法治督察。", [("3个", "完成法治督察的县区"), ("5个", "完成法治督察的市直部门")]),
        ("取消12个部门单位的136项审批事项。", [("12个", "取消审批事项的部门单位"), ("136项", "取消审批事项")]),
    ],
    "those who took part, and where it was held": [
        ("此次演练活动有12个单位共同参与。", [("12个", "参与演练活动的单位")]),
        (
            "此次专项行动全省36个法院共有900名干警参与。",
            [("36个", "参与专项行动的法院"), ("900名", "参与专项行动的干警")],
        ),
        ("法治集市活动在全市26个街道同步举行。", [("26个", "举行法治集市活动的街道")]),
    ],
    "what the sentence has said completes bare words": [
        (
            "依托“法企通”平台开展咨询，注册用户6300家，授信金额18亿元。",
            [("6300家", "“法企通”平台注册用户"), ("18亿元", "“法企通”平台授信金额")],
        ),
        ("建成数字监管平台，汇聚16类数据。", [("16类", "数字监管平台汇聚数据")]),
        ("开展普法讲座36场，服务群众4000人次。", [("36场", "普法讲座"), ("4000人次", "普法讲座服务群众")]),
        ("开展法治培训，覆盖村干部260人。", [("260人", "法治培训覆盖村干部")]),
        ("受理劳动争议36件，涉及职工120人。", [("36件", "受理劳动争议"), ("120人", "劳动争议涉及职工")]),
        # of one sort with what it concerns: a part, complete in itself
        ("受理诉求360件，涉及物业问题120件。", [("360件", "受理诉求"), ("120件", "涉及物业问题")]),
        (
            "全面清理规范性文件，公布有效文件58件、失效文件6件。",
            [("58件", "公布有效规范性文件"), ("6件", "公布失效规范性文件")],
        ),
        ("提供法律援助36次，受理案件28件。", [("36次", "提供法律援助"), ("28件", "受理法律援助案件")]),
        # of two sorts: which of them is not said
        (
            "受理刑事案件36件、民事案件60件，审结案件80件。",
            [("36件", "受理刑事案件"), ("60件", "受理民事案件"), ("80件", "审结案件")],
        ),
    ],
    "another measure of what was counted keeps its verb": [
        ("审结电信诈骗案件36件58人。", [("36件", "审结电信诈骗案件"), ("58人", "审结电信诈骗案件人数")]),
        ("接待来访群众120批360人次。", [("120批", "接待来访群众"), ("360人次", "接待来访群众")]),
    ],
    "fields named before 等 stay, examples go": [
        ("查处征地、采购等领域案件36件。", [("36件", "查处征地、采购等领域案件")]),
        ("查处滥伐、盗采等违法案件36件。", [("36件", "查处违法案件")]),
        ("纠正滥发补贴、超标接待等12个方面的问题。", [("12个", "纠正问题")]),
    ],
    "from the one value to the other": [
        ("热线坐席从之前的区县两级共30个扩展至45个。", [("30个", "热线坐席"), ("45个", "热线坐席")]),
    ],
    "on average in a time": [
        ("平均每天有36件纠纷成功化解。", [("36件", "平均每天纠纷成功化解")]),
        ("平均每天接听电话360个。", [("360个", "平均每天接听电话")]),
    ],
    "places in a row share what they did": [
        (
            "甲市、乙市受理复议案件数分别为36件、24件。",
            [("36件", "甲市受理复议案件数"), ("24件", "乙市受理复议案件数")],
        ),
    ],
    "what became of things given to people counts nothing": [
        ("现场300份宣传册被市民领取一空。", [("300份", "宣传册")]),
    ],
    "a verb that is part of a name": [
        ("调解组织120个、律师360名。", [("120个", "调解组织"), ("360名", "律师")]),
        ("服务中心36个、工作站120个。", [("36个", "服务中心"), ("120个", "工作站")]),
    ],
    "one value for several names": [
        ("执法人员持证率、案卷合格率均达100%。", [("100%", "执法人员持证率"), ("100%", "案卷合格率")]),
    ],
    "several values, each for its name": [
        ("公众安全感、满意度分别为97.1%、96.4%。", [("97.1%", "公众安全感"), ("96.4%", "满意度")]),
        ("抢劫、盗窃案件分别下降12%、8%。", [("12%", "抢劫案件下降"), ("8%", "盗窃案件下降")]),
        ("受理投诉、举报分别为1200件、300件。", [("1200件", "受理投诉"), ("300件", "受理举报")]),
        ("公证员、仲裁员分别达260人和180人。", [("260人", "公证员"), ("180人", "仲裁员")]),
    ],
    "a verb said once": [
        ("办理人大建议36件、政协提案82件。", [("36件", "办理人大建议"), ("82件", "办理政协提案")]),
        ("办理人大建议36件，政协提案82件。", [("36件", "办理人大建议"), ("82件", "办理政协提案")]),
        ("培训执法骨干600人次、网格员1200人次。", [("600人次", "培训执法骨干"), ("1200人次", "培训网格员")]),
    ],
    "what is said of all of them counts nothing": [
        ("行政执法人员9600余人全部持证上岗。", [("9600余人", "行政执法人员")]),
        ("5个案例入选全国优秀案例。", [("5个", "入选全国优秀案例")]),
    ],
    "a level tells things apart, a territory does not": [
        ("荣获国家级荣誉6项、省级荣誉21项。", [("6项", "荣获国家级荣誉"), ("21项", "荣获省级荣誉")]),
        ("市级办理复议案件36件。", [("36件", "办理复议案件")]),
        ("该镇纠纷调解率一直保持在97%以上。", [("97%以上", "纠纷调解率")]),
    ],
    "what a deed came to belongs to the verb": [
        (
            "调处行政争议420件，调解成功280件，成功率66.7%。",
            [("420件", "调处行政争议"), ("280件", "行政争议调解成功"), ("66.7%", "行政争议成功率")],
        ),
        (
            "清理规范性文件1236件，宣布失效89件，修改46件。",
            [("1236件", "清理规范性文件"), ("89件", "宣布失效规范性文件"), ("46件", "修改规范性文件")],
        ),
    ],
    "values in turn": [
        (
            "三年分别受理复议案件312件、420件、586件。",
            [("312件", "受理复议案件"), ("420件", "受理复议案件"), ("586件", "受理复议案件")],
        ),
    ],
    "an object said once": [
        ("受理劳动争议1200件，审结1100件。", [("1200件", "受理劳动争议"), ("1100件", "审结劳动争议")]),
        ("化解信访积案，成功化解63件。", [("63件", "化解信访积案")]),
        ("检查企业1800家次，立案36起。", [("1800家次", "检查企业"), ("36起", "立案")]),
    ],
    "a rate of what was counted": [
        ("受理仲裁申请500件，结案率96%。", [("500件", "受理仲裁申请"), ("96%", "仲裁申请结案率")]),
        ("受理调解案件800件，成功率98%。", [("800件", "受理调解案件"), ("98%", "调解案件成功率")]),
        ("破案率创新高，达到96%。", [("96%", "破案率")]),
        ("其中党员律师占34.4%。", [("34.4%", "党员律师占比")]),
    ],
    "from a value to a value": [
        ("办理时限由20个工作日压缩至5个工作日。", [("20个工作日", "办理时限"), ("5个工作日", "办理时限")]),
        ("调解组织由120个增加到156个。", [("120个", "调解组织"), ("156个", "调解组织")]),
    ],
    "a ratio to another value": [
        ("受理量是上年的1.8倍。", [("1.8倍", "受理量")]),
    ],
}


@pytest.mark.parametrize(
    ("text", "figures"), [pytest.param(*row, id=f"{name}: {row[0]}") for name, rows in FRAMES.items() for row in rows]
)
def test_words_measured(text: str, figures: list[tuple[str, str]]) -> None:
    assert measured(text) == figures


BREAKDOWNS = [
    ("行政复议案件1286件，其中城区812件、乡镇474件。", "1286件", ["812件", "474件"]),
    ("行政复议案件1286件，其中：城区812件，乡镇474件。", "1286件", ["812件", "474件"]),
    (
        "化解纠纷1.2万件，其中邻里纠纷6000件，婚姻纠纷3500件，其他纠纷2500件。",
        "1.2万件",
        ["6000件", "3500件", "2500件"],
    ),
    ("化解纠纷1.2万件，其中，邻里纠纷6000件，婚姻纠纷3500件。", "1.2万件", ["6000件", "3500件"]),
    ("化解纠纷1.2万件，包括邻里纠纷6000件、婚姻纠纷3500件。", "1.2万件", ["6000件", "3500件"]),
    ("全市共有律师3200人（专职2900人、兼职300人）。", "3200人", ["2900人", "300人"]),
    ("办结复议案件1286件，其中调解结案203件、撤回申请96件。", "1286件", ["203件", "96件"]),
    ("执法人员2300人，其中男1500、女800。", "2300人", ["1500", "800"]),
]


@pytest.mark.parametrize(("text", "whole", "parts"), BREAKDOWNS)
def test_every_part_of_a_breakdown_names_its_whole(text: str, whole: str, parts: list[str]) -> None:
    figures = {figure.span_text: figure for figure in read(text).figures}
    assert list(figures) == [whole, *parts]
    assert figures[whole].parent_key is None
    assert [figures[part].parent_key for part in parts] == [figures[whole].key] * len(parts)


NOT_PARTS = [
    ("化解纠纷1200件，其中邻里纠纷600件，开展普法活动36场。", "36场"),
    ("化解纠纷1200件，其中邻里纠纷600件，受理信访件300件。", "300件"),
    ("化解纠纷1200件，其中邻里纠纷600件，复议案件3500件。", "3500件"),
    ("化解纠纷1200件，其中邻里纠纷600件；复议案件36件。", "36件"),
    ("化解纠纷1200件，复议案件36件。", "36件"),
]


def test_the_whole_of_a_part_is_the_last_figure_of_its_unit() -> None:
    whole, _, part = read("复议案件36件，涉案金额120万元，其中工伤类28件。").figures
    assert part.parent_key == whole.key


def test_a_part_without_a_whole_has_no_parent() -> None:
    assert read("涉案金额120万元，其中工伤类28件。").figures[1].parent_key is None


@pytest.mark.parametrize(("text", "span"), NOT_PARTS)
def test_a_breakdown_ends_at_another_unit_a_verb_a_sum_too_large_or_a_semicolon(text: str, span: str) -> None:
    figures = {figure.span_text: figure for figure in read(text).figures}
    assert figures[span].parent_key is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("办理案件350件，其中刑事120件、民事200件。", ["办理刑事案件", "办理民事案件"]),
        ("审查规范性文件56件，其中区级20件、街道36件。", ["审查区级规范性文件", "审查街道规范性文件"]),
        ("受理复议申请420件，其中维持210件、撤销36件。", ["维持复议申请", "撤销复议申请"]),
        ("共有律师3200人（专职2900人、兼职300人）。", ["专职律师", "兼职律师"]),
    ],
)
def test_a_part_named_by_what_tells_it_apart_takes_the_noun_of_its_whole(text: str, parts: list[str]) -> None:
    assert [words for _, words in measured(text)[1:]] == parts


def test_behind_a_breakdown_the_text_speaks_of_the_whole_again() -> None:
    text = "受理复议申请420件，其中不动产类210件、工伤类36件，纠错率12.6%；办结380件。"
    assert measured(text)[3:] == [("12.6%", "复议申请纠错率"), ("380件", "办结复议申请")]


def test_a_part_without_a_unit_takes_the_unit_of_its_whole() -> None:
    figures = read("执法人员2300人，其中男1500、女800。").figures
    assert [figure.unit for figure in figures] == ["人", "人", "人"]
    assert ["unit_inferred" in figure.flags for figure in figures] == [False, True, True]


def test_other_is_a_word_of_its_own() -> None:
    assert measured("化解邻里纠纷60件、其他纠纷25件。")[1] == ("25件", "化解其他纠纷")


THRESHOLDS = [
    ("律师超过1万人的省有23个。", [("23个", "律师超过1万人的省")]),
    ("财政收入达到5亿元的县有3个。", [("3个", "财政收入达到5亿元的县")]),
    ("不足100人的机构有12家。", [("12家", "不足100人的机构")]),
    ("办案超过50件的律师团队共8个。", [("8个", "办案超过50件的律师团队")]),
    ("满意度超过90%的部门有31个。", [("31个", "满意度超过90%的部门")]),
    ("执业10年以上的公证员有42名。", [("42名", "执业10年以上的公证员")]),
    ("查处5万元以上案件36件。", [("36件", "查处5万元以上案件")]),
    ("对罚款超过5万元的案件开展法制审核。", []),
]


@pytest.mark.parametrize(("text", "figures"), THRESHOLDS)
def test_a_threshold_that_qualifies_what_is_counted_is_no_figure(text: str, figures: list[tuple[str, str]]) -> None:
    assert measured(text) == figures


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("调解组织超过1万个，调解员达到5万人。", "超过1万个"),
        ("超过九成的纠纷在村里化解。", "超过九成"),
        ("挽回超过300万元的损失。", "超过300万元"),
        ("实施总投资超过20亿元的重点项目36个。", "超过20亿元"),
        ("抽查超过300件行政处罚案卷。", "超过300件"),
    ],
)
def test_a_bounded_value_that_reports_stays(text: str, span: str) -> None:
    assert span in dict(measured(text))


def test_spans_and_sentences_are_exact() -> None:
    text = "前言。\n　　全市受理投诉１，２８６件，办结率９８．５％。结束。"
    for figure in read(text).figures:
        assert text[figure.start : figure.end] == figure.span_text
        assert text[figure.sentence_start : figure.sentence_end].strip().startswith("全市")
