"""Of counts. Statistics by sort: 从申请事项看，行政处罚类|36件 → 行政处罚类行政复议申请.

A sort named by …类 alone is one of the cases that the view speaks of (从行政复议申请事项看), else of those whose intake
the document told last (共收到行政复议申请111件).
"""

import re

from flows.metrics.figures.measured.drafts import Draft
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import last_match

_VIEWED = re.compile(
    r"(?:从|按照?|就)(?P<what>[^，。；:、\d]{2,18}?)(?:上?来?看|来?分|划分|分类|统计|区分|分析|来说)(?=，)"
)
_CASES = "申请|案件|投诉|诉求|纠纷|举报|信访|工单|来电|咨询|警情"
# 受理案件中|投诉类36件
_AMONG = re.compile(
    r"(?P<verb>受理|收到|审结|办结|新收|办理|败诉)的?(?:全部)?[\u4e00-\u9fff]{0,8}(?:案件|申请)中(?!标)"
)
_OF_CASES = re.compile(
    rf"(?:被|所涉|涉及)?(?P<cases>[\u4e00-\u9fff]{{0,8}}?(?:{_CASES}))(?:的)?(?:事项|类型|类别|种类|内容|原因|领域|性质|构成|分布|案由)?"
)
_INTAKE = re.compile(r"(?:收到|接到|受理|接收|新收|收|接报|登记)")
_BARE_CASES = tuple(_CASES.split("|"))


def intake(draft: Draft) -> str:
    """收到|行政复议申请|111件: the cases whose intake a count tells, or nothing."""
    if not draft.thing.endswith(_BARE_CASES) or not _INTAKE.match(draft.names[-1]):
        return ""
    return draft.thing if draft.names[-1].endswith(draft.thing) else ""


def of_cases(sentence: Sentence, name: str, end: int) -> str:
    """行政处罚类 → 行政处罚类行政复议申请, where the sentence looks at the sorts of some cases; else as it is."""
    among = last_match(_AMONG, sentence.shape, 0, end)
    viewed = last_match(_VIEWED, sentence.shape, 0, end) if among is None else None
    if among is None and viewed is None:
        return name
    name = _AMONG.sub(r"\g<verb>", name)
    found = _OF_CASES.fullmatch(sentence.shape, *viewed.span("what")) if viewed is not None else None
    cases = sentence.words(found.span("cases")) if found else ""
    if not cases or cases in _BARE_CASES:
        cases = sentence.context.intake or cases
    return name if name.removesuffix("类").endswith(cases) else name + cases
