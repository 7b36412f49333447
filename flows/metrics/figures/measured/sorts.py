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
# 在各类诉求中，咨询类|36件; 复议申请事项中，处罚类|36件; 前三类事项分别是：治安类|36件
_WITHIN = re.compile(
    rf"(?P<cases>(?:(?![在各类全的上述其件宗起个万亿])[\u4e00-\u9fff]){{0,6}}(?:{_CASES})|事项)(?:事项)?中(?=，|[\u4e00-\u9fff]{{2,10}}类)"
)
_LISTED = re.compile(rf"(?P<cases>{_CASES}|事项)(?:分别|依次|主要)+(?:是|为|有):?(?=[\u4e00-\u9fff]{{2,16}}类)")
_OF_CASES = re.compile(
    rf"(?:被|所涉|涉及)?(?P<cases>[\u4e00-\u9fff]{{0,8}}?(?:{_CASES}))(?:的)?(?:事项|类型|类别|种类|内容|原因|领域|性质|构成|分布|案由)?"
)
_INTAKE = re.compile(r"(?:收到|接到|受理|接收|新收|收|接报|登记)")
INTAKE_BEGINS = frozenset("收接受新登")
_BARE_CASES = tuple(_CASES.split("|"))


def intake(draft: Draft) -> str:
    """收到|行政复议申请|111件: the cases whose intake a count tells, or nothing."""
    if not draft.thing.endswith(_BARE_CASES) or not _INTAKE.match(draft.names[-1]):
        return ""
    return draft.thing if draft.names[-1].endswith(draft.thing) else ""


def of_cases(sentence: Sentence, name: str, end: int) -> str:
    """行政处罚类 → 行政处罚类行政复议申请, where the paragraph looks at the sorts of some cases; else as it is."""
    context, shape = sentence.context, sentence.shape
    if among := last_match(_AMONG, shape, 0, end):
        name, cases = _AMONG.sub(r"\g<verb>", name), context.intake
    elif within := (last_match(_WITHIN, shape, 0, end) or last_match(_LISTED, shape, 0, end)):
        cases = within["cases"]
    elif viewed := last_match(_VIEWED, shape, 0, end):
        found = _OF_CASES.fullmatch(shape, *viewed.span("what"))
        cases = sentence.words(found.span("cases")) if found else ""
        cases = context.intake or cases if not cases or cases in _BARE_CASES else cases
    else:
        cases = sentence.earlier.sorts if sentence.earlier is not None else ""
    context.sorts = cases
    return name if among is None and name.removesuffix("类").endswith(cases) else name + cases
