"""Of counts. What sets a class apart where the verb of the count stands bare.

Statistics told by classes name the class in the clause before (货车、校车超速突出，分别查处|36起、24起;
国道查处数量明显增多，共查处|18起) or as a subject that is neither a body nor a territory (19时至22时查处|36起,
高速公路查处|12起).
"""

import re

from flows.metrics.figures.lexicon import alternation
from flows.metrics.figures.measured import coordination
from flows.metrics.figures.measured.change_words import OF_EFFORT, trend_of
from flows.metrics.figures.measured.drafts import Context, Stage
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.openings import opening
from flows.metrics.figures.phrases import VERBS, Span, last_match, noun, verb_at
from flows.metrics.figures.quantities import Token

# 19时至凌晨2时, 午后13时至15时: a time of day.
_PART_OF_DAY = "凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|夜间|深夜|次日|晚"
_CLOCK = rf"(?:{_PART_OF_DAY})?\d{{1,2}}[时点](?:\d{{1,2}}分|半)?"
_SET_APART = re.compile(
    rf"{_CLOCK}(?:[至到~-]{_CLOCK})?|\d+(?:[至到~-]\d+)?周?岁(?:以[上下])?的?[\u4e00-\u9fff]{{0,6}}|(?:{_PART_OF_DAY})|[\u4e00-\u9fff]{{0,4}}(?:{alternation('classes')})"
)
_CLASS = re.compile(rf"[\u4e00-\u9fff]{{0,4}}?(?:{alternation('classes')})")
_NO_CLASS = re.compile(
    r"(?:质效|质量|效率|水平|能力|作用|成效|效果|环境|形势|意识|工作|任务|压力|需求|影响|部门|机关|[率度感])\Z"
)
# 投诉量最多的是餐饮服务，共|36件
_MOST_IS = re.compile(
    r"(?:最[多高大]|居首|居多|第一)的?(?:是|为)(?P<what>[^，。；\d]{2,14})\Z"
    r"|集中[在于](?P<where>[^，。；\d]{2,14})\Z|以(?P<mainly>[^，。；\d]{2,14})为主\Z"
)
_CASUALTIES = ("死亡", "受伤", "伤亡", "遇难", "重伤", "轻伤", "失踪", "死伤")
_CAUSES = re.compile(r"(?P<what>[^，。；\d]{2,20}?)(?:共|累计)?(?P<verb>造成|导致|致使|致)了?")
_CASES = frozenset("起件宗例")
_PEOPLE, _PERSON = ("人", "名"), re.compile(r"(?:(?<![载用无])人|(?<!超)员|[者师生]|老人|学生|少年|妇女|儿童|干部)\Z")
_RESPECTIVELY = re.compile(r"分别(?:共|累计|已)?(?P<verb>[\u4e00-\u9fff]{2,6})了?\s?\Z")
_SHORTEST = 3
_OF_CHANGE = ("growth", "growth_of_topic", "part_of_topic")
_LONGEST = 18
# 老年人占比上升，…，占总数的比例由|4%|增至5%
_SHARE_OF = re.compile(r"占(?P<whole>[^，。；]{1,8}?)的?(?:比例|比重|份额)")
_SHARE_TURNS = re.compile(
    r"(?P<what>[^，。；:、()\d]{2,12}?)(?:所占|的)?(?:占比|比例|比重)(?:明显|大幅|持续|继续|有所|稳步|逐年|也|均)*(?:上升|下降|提高|提升|增加|增大|降低|减少|回落|扩大)"
)


def set_apart(words: str) -> bool:
    """Whether a subject tells of which class a count is: 19时至22时, 城市道路, 18-25岁骑手."""
    return _SET_APART.fullmatch(words) is not None


def is_casualty(token: Token, words: str) -> bool:
    """造成|36人|死亡, 受伤|12人."""
    return token.unit in _PEOPLE and words in _CASUALTIES


def casualties(sentence: Sentence, left: Span, words: str) -> str:
    """死亡人数, with what caused them, where that is said before the number: 货车肇事造成|36人|死亡."""
    found = _CAUSES.fullmatch(sentence.shape, *left)
    cause = sentence.words(noun(sentence.shape, *found.span("what"))) + found["verb"] if found else ""
    return cause + words + "人数"


def counted(sentence: Sentence, verb: str, unit: str, stage: Stage) -> str:
    """The words of a count whose bare verb follows a class: 电动车超员多发，查处|36起 → 查处电动车超员."""
    span = _class_before(sentence, stage)
    return _named(sentence, verb, span, span, unit) if span else ""


def faring(sentence: Sentence, stage: Stage) -> str:
    """7时至9时查处最多，占|38%: of which class the clause before, which counts nothing, says how it fares."""
    if not stage.clause_index or sentence.bracket >= 0:
        return ""
    clause = sentence.clauses[stage.clause_index - 1]
    found = trend_of(sentence.shape, clause.start, clause.end)
    told = sentence.drafts and sentence.drafts[-1].token.end > clause.start
    if not told and clause.outer < 0 and (most := _MOST_IS.search(sentence.shape, clause.start, clause.end)):
        which = next(name for name, words in most.groupdict().items() if words)
        return sentence.words(most.span(which))
    if found is None or told or clause.outer >= 0 or found["of"] is not None:
        return ""
    words = sentence.words(noun(sentence.shape, opening(sentence.shape, clause.start, found.start()), found.start()))
    return words if _SHORTEST <= len(words) <= _LONGEST and not _NO_CLASS.search(words) else ""


def told_before(sentence: Sentence, unit: str, stage: Stage) -> str:
    """18时至20时发生事故最多，共|36起: the class that the clause before tells of."""
    span = _class_before(sentence, stage)
    words = sentence.words(span) if span else faring(sentence, stage)
    return words if words and _fits(words, unit) else ""


def in_row(sentence: Sentence, count: int, unit: str, left: Span, stage: Stage) -> list[str]:
    """Names for values in a row: 甲车、乙车增幅较大，分别查处|36起、12起; 6时至8时、12时至14时分别查处|…."""
    shape = sentence.shape
    found = _RESPECTIVELY.search(shape, *left)
    if found is None or verb_at(shape, *found.span("verb")) != found.end("verb"):
        return []
    verb = sentence.words(found.span("verb"))
    begin = opening(shape, left[0], found.start())
    own = coordination.split(shape, begin, found.start(), count) if begin < found.start() else []
    if len(own) == count and all(set_apart(shape[start:end]) for start, end in own):
        thing = _thing(sentence, unit)
        return [sentence.words(item) + verb + thing for item in own] if thing else []
    if begin < found.start() or (span := _class_before(sentence, stage)) is None:
        return []
    items = coordination.split(shape, *span, count)
    if len(items) != count:
        return []
    names = [_named(sentence, verb, item, span, unit) for item in items]
    return names if all(names) else []


def share_of(sentence: Sentence, indicator: str) -> str:
    """占总数的比例由|4%|增至…: whose share it is, by the clause that says that it turned or by the last count."""
    if _SHARE_OF.fullmatch(indicator) is None:
        return indicator
    if found := last_match(_SHARE_TURNS, sentence.shape, 0, len(sentence.shape)):
        begin = opening(sentence.shape, *found.span("what"))
        return sentence.words((begin, found.end("what"))) + "占比"
    level = next((draft for draft in reversed(sentence.drafts) if draft.rule not in _OF_CHANGE and draft.names), None)
    return (level.names[-1] if level and level.names[-1] not in VERBS else "") + indicator


def _class_before(sentence: Sentence, stage: Stage) -> Span | None:
    """Where the clause before names a class that fares so or so; None where something was counted before."""
    if not stage.clause_index or sentence.drafts or sentence.bracket >= 0:
        return None
    shape, clause = sentence.shape, sentence.clauses[stage.clause_index - 1]
    found = trend_of(shape, clause.start, clause.end)
    if found is None or clause.outer >= 0 or found["of"] in OF_EFFORT:
        return None
    span = noun(shape, opening(shape, clause.start, found.start()), found.start())
    words = shape[span[0] : span[1]]
    if not 2 <= len(words) <= _LONGEST or words in VERBS or _NO_CLASS.search(words):
        return None
    return span


def _named(sentence: Sentence, verb: str, item: Span, whole: Span, unit: str) -> str:
    """公路|查处 → 公路查处超速; 摩托车超速 → 查处摩托车超速: with the thing counted before, where it lacks one."""
    words, tail = sentence.words(item), sentence.words(whole)
    thing = _thing(sentence, unit)
    if thing and tail.endswith(thing):
        words = words.removesuffix(thing)
    elif not _fits(tail, unit) and not thing:
        return ""
    if tail.endswith(verb):
        return words.removesuffix(verb) + verb + thing
    if verb in words or len(tail) < _SHORTEST:
        return ""
    if verb.endswith(("案", "诉", "庭")):
        return words + verb  # 电信诈骗案件|立案
    return verb + words + (thing or _shared_tail(sentence, item, whole))


def _shared_tail(sentence: Sentence, item: Span, whole: Span) -> str:
    """货车、|校车超速: what the last of the classes says of all, behind its own name."""
    shape, last = sentence.shape, sentence.shape.rfind("、", *whole) + 1
    if item[1] == whole[1] or not last or (found := _CLASS.match(shape, last, whole[1])) is None:
        return ""
    return sentence.words((found.end(), whole[1]))


def _fits(words: str, unit: str) -> bool:
    """Whether a unit may count those named: cases what happens, 人 and 名 people."""
    people = _PERSON.search(words) is not None
    return people if unit in _PEOPLE else unit[:1] in _CASES and not people


def _thing(sentence: Sentence, unit: str) -> str:
    """What was counted before in the same unit, in this sentence or the one before."""
    of: Context | None = sentence.context if sentence.context.object else sentence.earlier
    if of is None or not of.object or not unit or of.object_unit[:1] != unit[0] or unit[0] not in _CASES:
        return ""
    return of.object if len(of.object) <= 10 else ""
