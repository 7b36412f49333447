"""Of counts. Two numbers, the first of those to whom the second belongs: 划转了|21个部门|193项行政许可事项."""

import re

from flows.metrics.figures.kinds import plain_kind
from flows.metrics.figures.lexicon import alternation
from flows.metrics.figures.measured.drafts import Draft, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import Span, strong_verb_at, verb_at, verb_chain, verb_words
from flows.metrics.figures.quantities import Token

# 台账36件|化解率|达99%: the next number's rate, nothing that this one counts.
RATE_ALONE = re.compile(
    rf"(?:(?:{alternation('rate_stems')}){{1,3}}率|所?占比(?:例|重)?|占总[数量])(?:[已均约]|高?达到?|为|的)*"
)
JOINED = re.compile(r"\s?(?:、|和(?!谐)|及(?!时)|与(?!会)|以及|或|并(?!发))")
JOIN_END = re.compile(r"\s?(?:、|和|(?<![惠涉普顾])及其?|(?<!参)与|或)\s?(?:(?:19|20)\d\d年度?)?\Z")
_CONTAINERS = re.compile(
    r"(?:国家和地区|省区市|(?:区直|市直|县直|省直)?(?:执法)?部门|单位|县区|区县|县市|市县|乡镇|镇街|街道|社区|(?:重点)?行业|(?:重点)?领域|省份|省市|国家|地区|城市|学校|机构|法院|园区|窗口|站点|方面|村居|企业|集体|个人)+(?:[(（][^()（）]{1,6}[)）])?"
)
_SORTS = {"类": "类别", "大类": "类别", "种": "种类", "批": ""}
_OF_ALL_THAT = re.compile(r"\A[的中里]?(?:共计?|合计|累计)?(?=\Z|[\u4e00-\u9fff]{2})")
_HEADCOUNT = re.compile(r"(?:常住|户籍)?人口")


def outer(sentence: Sentence, token: Token, verb: Span | None, left: Span, stage: Stage) -> Draft | None:
    """划转了|21个部门|193项行政许可事项: the first number counts those to whom the second belongs."""
    following, shape = stage.following, sentence.shape
    if following is None or stage.right[1] != following.start:
        return None
    start = stage.right[0]
    between = shape[start : following.start].strip().removesuffix("的")
    found = _CONTAINERS.match(between)
    container = found[0] if found else ""
    if container and between[len(container) :] in ("中", "里", "之中", "当中"):
        return Draft(token, [container], plain_kind(token), "quantity_first")  # 26个|乡镇中，36名顾问…
    if (not container and (between or token.unit not in _SORTS)) or JOIN_END.search(shape, start, following.start):
        return None
    after = sentence.thing_after(following, stage)
    at = start + len(container)
    rest = between[len(container) :]
    if _HEADCOUNT.match(after):
        return None  # 36个村|12个社区|2.4万人口: in a row
    if container and after and (inner_verb := verb_at(shape, at, following.start)):
        inner = sentence.words((at, inner_verb)) + after  # 在35个国家和地区|设立了|180家分支机构
    else:
        inner = (_OF_ALL_THAT.sub("", rest) or after) if container else rest or after
    if not inner or JOINED.match(inner):
        return None
    sentence.container = container
    sentence.context.verb = verb_words(shape, verb[0], _chain(shape, verb[1], left[1])) if verb else ""
    name = sentence.context.verb + inner + ("的" + container if container else _SORTS[token.unit])
    return Draft(token, [name], plain_kind(token), "outer_count")


def _chain(shape: str, stop: int, end: int) -> int:
    """归并|整合|23个: verbs that follow one another up to the number."""
    chain = verb_chain(shape, stop, end)
    return end if strong_verb_at(shape, chain, end) == end else chain
