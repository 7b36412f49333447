"""Of rates. Their names: what several share (甲、乙领域|败诉率), and what a bare one is of (办结率)."""

import re

from flows.metrics.figures.clauses import Clause
from flows.metrics.figures.lexicon import alternation
from flows.metrics.figures.lexicon import words as words_of
from flows.metrics.figures.measured import coordination
from flows.metrics.figures.measured.bodies import GENERIC
from flows.metrics.figures.measured.coordination import Pieces
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.phrases import Span, last_match, verb_at
from warehouse.reference.vocabulary import Kind

_STEM = rf"(?:{alternation('rate_stems')})"
_BARE = re.compile(rf"(?P<stem>{_STEM}{{1,4}})(?:率|度)")
_BARE_END = re.compile(rf"{_STEM}{{1,3}}(?:率|度)\Z")
# 道路交通、土地征收|领域败诉率: the word of kind begins what is common to all.
_KIND = re.compile(r"(?:类?案件|类|领域|方面|环节|行业|阶段|群体|[一二三四两]级)")
# 人大代表建议、政协委员提案: who brings proposals in says nothing of them.
_BODY = re.compile(r"(?:[省市区县]{1,3}(?:[两三四]级)?)?(?:人大代表|政协委员)(?=建议|提案|议案)")
_GENERIC = frozenset(
    ("", "矛盾", "案件", "纠纷", "事项", "问题", "文件", "申请", "线索", "件", "案", "诉求", "投诉", "举报")
)
_WHOLE_CASES = ("办结", "结案", "审结", "执结", "侦破", "破案", "审查", "评查")
_MODIFIERS = words_of("modifiers")
_OF_CASES = ("件", "宗", "起", "例", "项", "件次")
_OPENINGS = re.compile(r"\A(?:各类|此类|上述|各种|一批|全部|已?(?:受理|办理|审理|审结|办结|结案)的)")
# Lines of work that a rate is of where the thing counted does not tell: 人民调解组织受理纠纷…，|调解成功率.
_DOMAIN = re.compile(r"行政复议|行政诉讼|人民调解|行政调解|司法调解|法律援助|劳动仲裁|公益诉讼")
_OF_REVIEW = (
    "纠错",
    "直接纠错",
    "综合纠错",
    "综合化解",
    "实质性化解",
    "实质化解",
    "调解率",
)  # rates that are told of 行政复议 alone
# What stands behind the last of several names with brackets: (17.1%)、…(10.9%)|等领域的败诉率.
_COMMON = re.compile(
    r"\)(?:[、，和及与以]+[^()，。；、]{1,20}\(\d[\d.]*%\))*等?(?:\d+|[两三四五六七八九十])?[个类大]?(?P<kind>领域|方面|行业|环节|类案件|案件)"
    r"(?:的(?P<rate>[^，。；()]{2,10}?率))?"
)
_LAST_NAME = re.compile(
    r"(?:\A|[，。；：:、)])(?:[^，。；、()]*(?:集中[在于]|主要[是有为]|分别[是为]|依次[是为]|包括))?(?:[、和及与]|以及)*"
    r"(?P<name>[^，。；、()]{2,20})\Z"
)
_THING_FIRST = re.compile(rf".{{2,10}}(?:{alternation('things')})(?=.{{2,}}[率度]\Z)")
_DEED = re.compile(rf"{_STEM}{{1,4}}")
_LONGEST_THING = 14  # longer words are a clause, no thing
_ABOUT_TO = re.compile(r"(?:应当?|实际|参与|参加|可)\Z")
_HEADS = ("案件", "事项", "文件", "项目", "合同", "建议", "提案", "诉求", "纠纷")
_LEVEL_END = re.compile(r"[比率量]\Z")  # 结收比1.01，结案率|97%: two levels
_AND_DONE = re.compile(r"[\u4e00-\u9fff]{2}(?:和|、|并|及)")  # 掌握和|受理的线索
_WITHIN = re.compile(r".*(?:案件|事项|纠纷|其)中(?=..)")


def shared_tail(shape: str, items: list[Span]) -> Span | None:
    """What the last of several names lends to those before it: 甲、乙、丙|领域败诉率; None where all are whole."""
    start, end = items[-1]
    if all(coordination.RATE_END.search(shape, max(first, stop - 4), stop) for first, stop in items[:-1]):
        return None
    if not coordination.RATE_END.search(shape, max(start, end - 4), end):
        return None
    if all(shape[first:stop] in _MODIFIERS for first, stop in items[:-1]):
        for length in (3, 2):
            if shape[start : start + length] in _MODIFIERS and start + length < end:
                return start + length, end  # 一审、二审|服判息诉率
    if found := last_match(_KIND, shape, start + 1, end):
        return found.start(), end
    if (of := shape.find("的", start + 1, end)) > 0:
        return of + 1, end
    found = _BARE_END.search(shape, start + 1, end)
    return (found.start(), end) if found else None


def with_tail(shape: str, items: list[Span]) -> list[Pieces]:
    """The names of several rates, each with the tail or whatever else it shares with its neighbours."""
    tail = shared_tail(shape, items)
    if tail is None:
        return coordination.restored(shape, items)
    names: list[Pieces] = []
    for start, end in items:
        if start < tail[0] < end and shape[tail[0] - 1] == "的":
            names.append(((start, tail[0] - 1), tail))  # 学生的|参学率 goes as 教师|参学率 does
            continue
        whole = end == items[-1][1] or coordination.RATE_END.search(shape, max(start, end - 4), end)
        own = shape[end - 1] == "类" and shape[tail[0]] == "类"  # 建议类和其他|类诉求占比
        names.append(((start, end),) if whole else ((start, end - own), tail))
    return names


def _of_both(shape: str, first: Span, second: Span) -> Span | None:
    """公益诉讼案件和支持起诉案件|获判决支持率: what stands behind the noun that both end in."""
    head = shape[first[1] - 2 : first[1]]
    at = shape.find(head, second[0] + 2, second[1] - 3) if head in _HEADS else -1
    return (at + 2, second[1]) if at > 0 and coordination.RATE_END.search(shape, second[1] - 1, second[1]) else None


def each_of(shape: str, begin: int, end: int) -> list[Pieces]:
    """干部、教师和学生的参学率|均达100%: one value each, where 的 parts the people from the rate; else nothing."""
    items = coordination.split(shape, begin, end, 0)
    if len(items) == 2 and (tail := _of_both(shape, *items)):
        return [(items[0], tail), (items[1],)]
    if len(items) < 2 or shape.find("的", *items[-1]) < 0 or (tail := shared_tail(shape, items)) is None:
        return []
    if any(shape.find("的", *item) >= 0 for item in items[:-1]) or tail[0] - items[0][0] > 30:
        return []
    return with_tail(shape, items)


def of_bracket(sentence: Sentence, clause: Clause) -> str:
    """城建(17.1%)、环保(10.9%)领域的败诉率: the name before the bracket, what is common behind the last one."""
    shape, opens, closes = sentence.shape, clause.start - 1, clause.end
    if clause.outer < 0 or opens < 1 or shape[opens] != "(" or shape[closes : closes + 1] != ")":
        return ""
    if (common := _COMMON.match(shape, closes)) is None:
        return ""
    name = _LAST_NAME.search(shape, max(0, opens - 30), opens)
    if name is None:
        return ""
    rate = common["rate"]
    return (
        sentence.words(name.span("name"))
        + (common["kind"] or "")
        + (sentence.words(common.span("rate")) if rate else "占比")
    )


def of_what(sentence: Sentence, named: str) -> str:
    """A bare rate with the thing it is of: 受理劳动争议320件，调解成功率 → 劳动争议调解成功率."""
    if _BARE.fullmatch(named) is None:
        return named
    if thing := _of_rate_before(sentence, named):
        return thing + named
    parts = [draft.thing for draft in reversed(sentence.drafts) if draft.parent is not None]
    # 撤销、变更或者确认违法|36件 are deeds: no rate is of them
    things = [thing for thing in _things(sentence, named) if not _DEED.fullmatch(thing) and "或" not in thing]
    for thing in (*parts, *things):
        if joined := _overlapping(_bare_thing(thing), named):
            return joined
    things = [thing for thing in things if named[:2] not in thing]  # 纠错决定53件，|纠错率 is of what was reviewed
    whole = things[0] if things else ""
    if any(verb in named for verb in _WHOLE_CASES):
        return named if whole == "案件" or _LEVEL_END.search(whole) else whole + named
    if work := _of_work(sentence, named, whole):
        return work
    thing = re.sub(r"(?:(?<=...)|(?<=复议))案件\Z", "", whole)
    if len(thing) > _LONGEST_THING:
        return named
    return thing + named if thing not in _GENERIC or len(named) <= 3 else named


def _of_rate_before(sentence: Sentence, named: str) -> str:
    """复议案件办结率100%、|胜诉率98%: two rates of one thing; the thing, or nothing."""
    last = sentence.context.last
    if last is None or last.rule != "rate" or not sentence.shape.startswith("、", last.token.end):
        return ""
    found = _THING_FIRST.match(last.names[-1])
    return found[0] if found else ""


def _things(sentence: Sentence, named: str) -> list[str]:
    """What was counted last, things in a row as one (建议、提案), then what was counted before."""
    counted = [draft for draft in sentence.drafts if draft.kind is Kind.COUNT and draft.thing and draft.parent is None]
    if not counted:
        about = sentence.context.object if sentence.context.object_unit not in ("", "%", "倍", "元") else ""
        about = about or _of_sentence_before(sentence, named)
        return [_bare_thing(about)] if about else []
    row = len(sentence.context.topics)
    last = counted[-row:] if 1 < row <= 3 and len({draft.token.unit for draft in counted[-row:]}) == 1 else counted[-1:]
    names = list(dict.fromkeys(_BODY.sub("", draft.thing) if len(last) > 1 else draft.thing for draft in last))
    return [_bare_thing("、".join(names)), *(_bare_thing(draft.thing) for draft in reversed(counted[: -len(last)]))]


def _of_sentence_before(sentence: Sentence, named: str) -> str:
    """受理诉求36件。办结率98%: a sentence that begins with a bare rate goes on with the cases of the one before."""
    earlier, first = sentence.earlier, sentence.clauses[0]
    if earlier is None or sentence.drafts or earlier.object_unit not in _OF_CASES:
        return ""
    return earlier.object if named in sentence.text[first.start : first.end] else ""


def _bare_thing(thing: str) -> str:
    joined = _AND_DONE.match(thing)
    at = joined.end() if joined and verb_at(thing, joined.end(), len(thing)) else 0
    while stop := verb_at(thing, at, len(thing)):
        if thing.startswith("的", stop) and len(thing) - stop > 2:
            thing = thing[stop + 1 :]  # 掌握和受理的|线索
            break
        at = stop + thing.startswith(("和", "、", "并", "及"), stop)
    return _WITHIN.sub("", _OPENINGS.sub("", thing, count=1))


def _overlapping(thing: str, named: str) -> str:
    """负责人出庭应诉案件，|出庭应诉率: the name begins within the thing counted."""
    if GENERIC.search(thing):
        return ""  # 调解委员会: no 调解成功率 is of the body
    for length in range(len(named) - 1, 1, -1):
        if (at := thing.find(named[:length])) >= 2 and thing[at - 1] not in "不未无非":
            return _ABOUT_TO.sub("", thing[:at]) + named
    return ""


def domain_before(sentence: Sentence, end: int) -> str:
    """The line of work that the sentence names before ``end``, else that whose cases the sentence before counted."""
    if found := last_match(_DOMAIN, sentence.shape, 0, end):
        return found[0]
    earlier = sentence.earlier
    found = _DOMAIN.match(earlier.object) if earlier is not None and earlier.object_unit in _OF_CASES else None
    return found[0] if found else ""


def _of_work(sentence: Sentence, named: str, thing: str) -> str:
    """人民调解组织受理纠纷…，|调解成功率 is 人民调解's where 纠纷 alone was counted."""
    last = sentence.drafts[-1].token.start if sentence.drafts else 0
    domain = domain_before(sentence, last)
    if not domain:
        return ""
    if domain == "行政复议" and named.startswith(_OF_REVIEW):
        return domain + named
    return domain + named[2:] if thing in _GENERIC and domain[-2:] == named[:2] else ""
