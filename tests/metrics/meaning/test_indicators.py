"""Which indicator a figure is of: one row of wordings.txt is one case."""

from datetime import date
from pathlib import Path

import pytest

from flows.metrics import extract
from flows.metrics.meaning import indicators
from flows.metrics.meaning.tables import table
from flows.metrics.meaning.triggers import literals
from warehouse import reference
from warehouse.reference.vocabulary import Kind, Role, Scope

ROWS = [
    [cell.strip() for cell in line.split("|")]
    for line in Path(__file__).with_name("wordings.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]

HARD = [
    [cell.strip() for cell in line.split("|")]
    for line in Path(__file__).with_name("hard_negatives.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(
    ("sentence", "figure", "forbidden"), [row[1:] for row in HARD], ids=[f"{row[0]}:{row[1]}" for row in HARD]
)
def test_hard_negative(sentence: str, figure: str, forbidden: str) -> None:
    found = [o for o in extract(f"2024年，{sentence}。") if figure in o.figure.span_text]
    assert found
    results = [o for o in found if o.figure.role is not Role.TARGET]
    assert forbidden not in {o.meaning.indicator_id for o in results}, [o.figure.indicator for o in found]


@pytest.mark.parametrize(("sentence", "figure", "indicator"), ROWS, ids=[f"{row[0]}:{row[1]}" for row in ROWS])
def test_wording(sentence: str, figure: str, indicator: str) -> None:
    found = [o for o in extract(f"2024年，{sentence}。") if figure in o.figure.span_text]
    ids = {o.meaning.indicator_id for o in found}
    assert (indicator or None) in ids, [(o.figure.indicator, o.meaning) for o in found]


def test_every_indicator_has_a_rule_and_every_rule_an_indicator() -> None:
    rules = set(table("mapping")) - {"parts", "flawed", "changed", "deeds", "of_courts"}
    assert rules == {indicator.id for indicator in reference.indicators() if indicator.id in rules}
    assert len(rules) >= 176


@pytest.mark.parametrize("name", sorted({name for row in ROWS for name in (row[0], row[0].split("，")[-1])}))
def test_the_prefilter_never_hides_a_rule(name: str) -> None:
    by_force = [rule.indicator.id for rule in indicators._rules() if rule.named(name)]
    assert [rule.indicator.id for rule, _ in indicators._named(name)] == by_force


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("复议[^，]*申请", {"复议"}),
        ("(?:收到|新收)[^，]*复议", {"复议"}),
        ("(?:行政)?应诉案件", {"应诉案件"}),
        ("(?:负责人|首长)出庭(?:应诉)?率?", {"出庭"}),
        ("述法(?!率)", {"述法"}),
        ("[省市]级", {"级"}),
        ("(?:甲)?", set()),
    ],
)
def test_demanded_words(pattern: str, words: set[str]) -> None:
    assert literals(pattern) == words


@pytest.mark.parametrize(
    ("stage", "indicator"),
    [
        ("收到行政复议申请31件", "reconsideration_applications"),
        ("受理行政复议申请27件", "reconsideration_accepted"),
        ("审结行政复议案件25件", "reconsideration_concluded"),
    ],
)
def test_stages_of_a_procedure_are_kept_apart(stage: str, indicator: str) -> None:
    assert [o.meaning.indicator_id for o in extract(f"全年{stage}。")] == [indicator]


def test_persons_are_not_person_times() -> None:
    (persons,) = extract("全年普法受教育群众3200人。")
    assert persons.meaning.indicator_id is None
    assert "law_promo_audience" in persons.meaning.candidates


def test_a_bare_change_is_one_of_the_base_indicator() -> None:
    (change,) = extract("全年刑事案件同比下降12.5%。")
    assert change.meaning.indicator_id == "criminal_cases"
    assert change.figure.kind is Kind.GROWTH


def test_the_same_short_name_means_what_stands_near() -> None:
    hotline = extract("12345热线受理诉求3.2万件，办结率99.1%。")[-1]
    proposals = extract("办理人大代表建议56件，办结率100%。")[-1]
    assert hotline.meaning.indicator_id == "hotline_completion_rate"
    assert proposals.meaning.indicator_id == "proposal_reply_rate"


def test_a_part_does_not_bear_the_indicator_of_its_whole() -> None:
    whole, part = extract("全年受理行政复议案件151件，其中乡镇42件。")
    assert whole.meaning.indicator_id == "reconsideration_accepted"
    assert part.meaning.indicator_id is None


@pytest.mark.parametrize(
    "text",
    [
        "全市新收行政复议申请1893件，其中市本级562件、各县(市、区)1331件。",
        "2024年，全市新收行政复议申请1893件。其中，市本级562件，各县(市、区)1331件。",
    ],
)
def test_a_part_that_names_only_its_level_is_the_same_indicator_there(text: str) -> None:
    found = extract(text)
    assert {o.meaning.indicator_id for o in found} == {"reconsideration_applications"}
    assert len({o.period for o in found}) == 1
    assert [o.place.scope for o in found] == [Scope.WHOLE_REGION, Scope.OWN_LEVEL, Scope.SUBORDINATES]


def test_a_rate_has_its_base_or_says_that_none_is_told() -> None:
    (told,) = extract("判决行政机关败诉率6.1%。")
    (bare,) = extract("行政机关败诉率6.1%。")
    assert told.meaning.denominator_variant == "judgments"
    assert bare.meaning.denominator_variant == ""


@pytest.mark.parametrize(
    ("sentence", "variant"),
    [
        ("12345热线受理诉求326件，按期办结率99%", "orders due in the period"),
        ("12345热线转派工单326件，转派工单办结率99%", "dispatched orders"),
        ("12345热线受理诉求326件，办结率99%", ""),
        ("12345热线直接办结率86%", "settled on the spot"),
        ("12345热线办理结果回访满意率71%", "with the result"),
        ("12345热线服务满意率98%", "with the service"),
        ("人民调解组织受理纠纷调解成功率98%", "accepted"),
        ("排查受理纠纷调解成功率98%", "screened and accepted"),
        ("人民调解成功率98%", ""),
        ("应出庭案件负责人出庭率100%", "cases in which the head should appear"),
        ("法院通知出庭案件负责人出庭应诉率100%", "cases notified by the court"),
        ("行政机关负责人出庭应诉率100%", ""),
        ("受理的行政复议案件直接纠错率12%", "accepted"),
        ("审结的行政复议案件直接纠错率12%", "concluded"),
        ("人大代表建议答复率100%", "answered"),
        ("人大代表建议办结率100%", "concluded"),
        ("人大代表建议满意和基本满意率100%", "satisfied or basically satisfied"),
        ("行政复议案件调解和解率36%", "mediated or settled"),
        ("行政复议案件调撤率36%", "mediated, settled or withdrawn"),
    ],
)
def test_rates_on_other_bases_are_kept_apart(sentence: str, variant: str) -> None:
    found = [o for o in extract(f"{sentence}。") if o.figure.kind is Kind.RATE]
    assert [o.meaning.denominator_variant for o in found] == [variant], [o.figure.indicator for o in found]
    assert found[0].meaning.indicator_id is not None


@pytest.mark.parametrize(
    ("sentence", "indicator", "variants"),
    [
        ("现场述法14人、书面述法105人", "officials_rol_reports", ["on site", "in writing"]),
        ("开展述法62人", "officials_rol_reports", ["all forms"]),
        (
            "废止规范性文件58件，宣布失效规范性文件21件",
            "normative_docs_repealed",
            ["repealed", "declared invalid"],
        ),
        ("废止和宣布失效行政规范性文件31件", "normative_docs_repealed", ["repealed or declared invalid"]),
        ("修改政府规章3件、废止政府规章2件", "gov_rules_amended_repealed", ["amended", "repealed"]),
        ("营商环境评价排名全省第二", "business_env_rank", ["overall"]),
        ("营商环境评价中，政务服务指标位居全省第一", "business_env_rank", ["sub-index"]),
        ("受理调解案件636件，调解成功621件", "mediation_cases", ["accepted", "successful"]),
        ("人民调解组织调解矛盾纠纷636件", "mediation_cases", ["mediated"]),
        ("全市现有专职律师126人", "lawyers", ["full-time"]),
        ("学法考试参考率98%、合格率100%", "law_exam_pass_rate", ["took the exam", "passed"]),
        ("重大行政决策合法性审查率100%", "legality_review_rate", ["decisions"]),
        ("重大合同合法性审查覆盖率100%", "legality_review_rate", ["contracts"]),
    ],
)
def test_facts_of_one_indicator_that_differ_are_variants_of_it(
    sentence: str, indicator: str, variants: list[str]
) -> None:
    found = [o for o in extract(f"2024年，{sentence}。") if o.meaning.indicator_id]
    assert {o.meaning.indicator_id for o in found} == {indicator}
    assert [o.meaning.denominator_variant for o in found] == variants


def test_every_variant_is_one_of_the_catalogues() -> None:
    for name, rows in table("denominators").items():
        assert {row["variant"] for row in rows} <= set(reference.indicator(name).denominator_variants), name


def test_a_users_own_indicator_is_found_by_its_synonyms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_reference: None
) -> None:
    (tmp_path / "indicators.yaml").write_text(
        "indicators:\n- {id: circuit_trials, name_zh: 巡回审判场次, dimension: dispute, unit: 场次, kind: count,"
        " aggregation: flow, direction: neutral, synonyms_zh: [巡回审判], tier: extended}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("FAZHI_REFERENCE_DIRS", str(tmp_path))
    (found,) = extract("开展巡回审判62场次。", published=date(2025, 7, 1))
    assert found.meaning.indicator_id == "circuit_trials"


def test_a_bare_change_right_behind_a_value_is_its_change() -> None:
    value, change = extract("12345热线受理群众诉求2877件，较上月同比增长1.3%。")
    assert {value.meaning.indicator_id, change.meaning.indicator_id} == {"hotline_requests"}
    assert change.figure.kind is Kind.GROWTH


def flagged(sentence: str) -> list[bool]:
    return ["one_of_several" in o.flags for o in extract(f"2024年，{sentence}。")]


def test_several_values_of_one_indicator_in_a_sentence_say_so() -> None:
    assert flagged("完成对3个县、5个部门的法治督察") == [True, True]
    assert flagged("调整行政权力1202项、取消行政权力198项、下放行政权力513项") == [True, True, True]
    assert flagged("受理行政复议案件151件，审结139件") == [False, False]
    assert flagged("鹤壁市、安阳市分别新收行政复议申请89件、104件") == [False, False]


def test_the_value_a_change_starts_from_is_of_no_told_time() -> None:
    before, now = extract("截至2024年底，市本级行政审批事项由1208项压减到396项。")
    assert (before.period.start, before.period.end) == (None, None)
    assert (now.period.end, now.flags) == (date(2024, 12, 31), ())


def test_the_value_a_change_starts_from_may_have_a_time_of_its_own() -> None:
    before, now = extract("2024年，全市律师由2020年的320人增加到486人。")
    assert (before.period.start, now.period.start) == (date(2020, 1, 1), date(2024, 1, 1))
