"""Statistics told by classes: what sets a class apart stays in the words measured."""

import pytest

from metrics.figures.reading import measured, only

NAMED_IN_THE_CLAUSE_BEFORE = [
    ("公路超载案件数量大幅增长，共查处36起。", "查处公路超载案件"),
    ("电动车违法载人多发，查处360起。", "查处电动车违法载人"),
    ("20-30岁驾驶人超速突出，查处120起。", "查处20-30岁驾驶人超速"),
    # the effort, a rate or the work itself is no class
    ("午后查处力度加大，查处36起。", "查处"),
    ("群众满意度明显提高，化解36件。", "化解"),
    # a unit that cannot count what is named
    ("矛盾纠纷多发，抓获36人。", "抓获"),
]


@pytest.mark.parametrize(("text", "name"), NAMED_IN_THE_CLAUSE_BEFORE)
def test_a_bare_verb_counts_the_class_of_the_clause_before(text: str, name: str) -> None:
    assert only(text).indicator == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "校车、货车超员突出，分别查处36起、48起，同比增加3%、5%。",
            ["查处校车超员", "查处货车超员", "查处校车超员同比增加", "查处货车超员同比增加"],
        ),
        ("出租车、公交车增幅较大，分别查处36起、48起。", ["查处出租车", "查处公交车"]),
        ("盗窃案件、诈骗案件较多，分别受理36件、48件。", ["受理盗窃案件", "受理诈骗案件"]),
    ],
)
def test_each_value_of_a_row_has_its_class(text: str, names: list[str]) -> None:
    assert [name for _, name in measured(text)] == names


def test_times_of_the_day_set_counts_apart() -> None:
    text = "夜间查处超速最多，22时至次日2时查处58起。6时至8时、12时至14时分别查处17起、4起。"
    assert [name for _, name in measured(text)] == [
        "22时至次日2时查处超速",
        "6时至8时查处超速",
        "12时至14时查处超速",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("城市道路查处超速51起。", "城市道路查处超速"),
        ("县公安局查处超速51起。", "查处超速"),
        ("全市道路查处超速51起。", "道路查处超速"),
    ],
)
def test_a_subject_that_is_a_class_is_kept(text: str, name: str) -> None:
    assert only(text).indicator == name


def test_a_share_that_turns_is_of_what_the_sentence_says() -> None:
    figures = measured("未成年人占比上升，查处未成年人36人，占总数的比例由2%增至2.3%。")
    assert figures[1:] == [("2%", "未成年人占比"), ("2.3%", "未成年人占比")]


def test_what_was_caused_is_done_by_nobody() -> None:
    figures = measured("查处超速360起，因超速导致事故12起，造成3人死亡。")
    assert figures == [("360起", "查处超速"), ("12起", "超速导致事故"), ("3人", "死亡人数")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("根据去年接报的360起水浸警情进行研判。", "接报水浸警情"),
        ("对36名具有自首情节的嫌疑人依法从轻处理。", "具有自首情节的嫌疑人依法从轻处理"),
        ("对36件不属于受理范围的申请，依法决定不予受理。", "决定不予受理的申请"),
        ("查处滥伐、盗采等违法案件15件。", "查处违法案件"),
        ("起诉抢劫、绑架、放火等犯罪嫌疑人15人。", "起诉抢劫、绑架、放火等犯罪嫌疑人"),
        ("起诉抢劫、绑架、放火等严重暴力犯罪15人。", "起诉严重暴力犯罪"),
    ],
)
def test_those_told_by_what_is_said_of_them(text: str, name: str) -> None:
    assert only(text).indicator == name


def test_what_is_ranked_is_the_thing_counted() -> None:
    figures = measured("60项质量指标中，有30项指标进入全区前4名，其中15项指标全区第一。")
    assert [name for _, name in figures] == ["质量指标", "质量指标", "质量指标全区排名", "质量指标", "质量指标全区排名"]


def test_a_level_then_and_the_change_from_it() -> None:
    figures = measured("全市检查企业36万次，较去年同期48万次减少12万次，同比降幅25%。")
    assert [name for _, name in figures] == ["检查企业", "检查企业", "检查企业减少", "检查企业同比降幅"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "全县发生事故36起，死亡3人，受伤12人，同比分别下降3%、4%和5%。",
            ["发生事故", "死亡人数", "受伤人数", "发生事故同比下降", "死亡人数同比下降", "受伤人数同比下降"],
        ),
        ("货车肇事造成36人死亡，同比下降2%。", ["货车肇事造成死亡人数", "货车肇事造成死亡人数同比下降"]),
        (
            "与去年同期相比，火灾起数减少260起，受伤人数增加12人。",
            ["火灾起数减少", "受伤人数增加"],
        ),
        ("超速、酒驾等行为导致事故起数分别下降3%、4%。", ["超速导致事故起数下降", "酒驾导致事故起数下降"]),
        ("受理投诉360件，举报120件，咨询90件。", ["受理投诉", "举报", "咨询"]),
        ("投诉举报工单共36件，其中来电登记20件。", ["投诉举报工单", "来电登记"]),
        ("排名前三位的依次是食品类36件、服装类24件。", ["食品类", "服装类"]),
        ("执行到位标的360万元。", ["执行到位标的"]),
        ("刑事案件受案36件，结案30件。", ["刑事案件受案", "刑事案件结案"]),
        ("13个镇及其156个村建立调委会。", ["建立调委会的镇", "建立调委会的村"]),
        ("客车共肇事6起。", ["客车肇事"]),
        ("对36辆高风险车辆拦查后开展警示教育。", ["拦查高风险车辆"]),
    ],
)
def test_statistics(text: str, names: list[str]) -> None:
    assert [name for _, name in measured(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("咨询类诉求36件，求助类诉求24件，举报类12件，感谢类6件。", ["咨询类诉求", "求助类诉求", "举报类", "感谢类"]),
        ("接到诉求36件（网上诉求20件）。其中，办结30件。", ["接到诉求", "接到网上诉求", "办结诉求"]),
        ("受理诉求36件，平台答复20件，转办16件。", ["受理诉求", "答复诉求", "转办诉求"]),
        ("办理来电10件，其中满意7件，不满意3件。", ["办理来电", "满意", "不满意"]),
        ("执行到位案款80万元，执结案件13件。", ["执行到位案款", "执结案件"]),
        ("查封、扣押现金17万元。", ["查封、扣押现金"]),
        ("调解纠纷360件，成功350件。", ["调解纠纷", "调解纠纷成功"]),
        ("社区组织调解36件，在全市调解总量中占27%。", ["社区组织调解", "社区组织调解占全市调解总量比例"]),
        ("完成不合格产品核查处置任务36件。", ["不合格产品核查处置任务"]),
        ("检出不合格产品36批次，合格率为98%。", ["检出不合格产品", "合格率"]),
        ("律师人数从200人增加到260人，年均增长12%。", ["律师人数", "律师人数", "律师人数年均增长"]),
        ("食品检验量达到4.2批次/千人。", ["食品检验量"]),
        ("抓获嫌疑人36名，其中刑事拘留12名。", ["抓获嫌疑人", "刑事拘留"]),
        ("化解纠纷360件，万人成讼率下降至86.5件。", ["化解纠纷", "万人成讼率"]),
        ("行政案件收案数连续3年下降，2022年同比下降9.8%。", ["行政案件收案数下降", "行政案件收案数同比下降"]),
        ("生产环节抽检合格率99%，流通环节98%。", ["生产环节抽检合格率", "流通环节抽检合格率"]),
        (
            "投诉集中在预付卡、快递两个领域，分别为36件、24件，占比60%、40%。",
            ["预付卡", "快递", "预付卡占比", "快递占比"],
        ),
        ("网络拍卖成交36件，成交额12亿元。", ["网络拍卖成交", "网络拍卖成交额"]),
        ("查处逆行96起；早高峰7时至9时查处最多，占38%。", ["查处逆行", "早高峰7时至9时查处占比"]),
        (
            "17时至19时发生事故最多，共36起，占事故总数的23%。",
            ["17时至19时发生事故", "17时至19时发生事故占事故总数比例"],
        ),
    ],
)
def test_hotlines_courts_and_inspections(text: str, names: list[str]) -> None:
    assert [name for _, name in measured(text)] == names


def test_changes_in_turn_of_three() -> None:
    figures = measured("查处超载36起、超员12起、超速84起，同比分别上升12%、下降3%、上升26%。")
    assert figures[3:] == [
        ("12%", "查处超载同比上升"),
        ("3%", "查处超员下降"),
        ("26%", "查处超速上升"),
    ]
