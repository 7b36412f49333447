"""What changed: growth (同比下降|12.2%), absolute changes (比上年增加|6件), one value to another (由5家发展到20家)."""

from typing import TYPE_CHECKING

from flows.metrics.figures import names
from flows.metrics.figures.drafts import Draft, Stage
from flows.metrics.figures.kinds import (
    adverbs_off,
    base_of,
    carries_on,
    change_before,
    leads_from,
    plain_kind,
    ratio_to,
)
from flows.metrics.figures.phrases import Span, closing, main_verb, noun, opening
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import ChangeBase, Kind, Role

if TYPE_CHECKING:
    from flows.metrics.figures.measured import Reader


def compared(reader: "Reader", token: Token, left: Span) -> bool:
    """同比减少|7件: a change of a count, where its base is named."""
    start = left[0]
    change = change_before(reader.shape, start, token.start) if token.family in ("count", "money", "measure") else None
    return change is not None and base_of(reader.shape, start, change.start) is not None


def growth(reader: "Reader", group: list[Token], left: Span) -> bool:
    """事故起数、伤者人数分别下降5%、18%; 同比下降12.2% refers back to the topic."""
    token = group[0]
    start = left[0]
    change = change_before(reader.shape, start, token.start)
    if change is None:
        return _governed_change(reader, token, left)
    if change.level or ratio_to(reader.shape, start, token.start):
        return False
    begin = opening(reader.shape, start, change.start)
    stop = adverbs_off(reader.shape, begin, change.start)
    base = base_of(reader.shape, begin, stop) or base_of(reader.shape, start, change.start)
    said = ""
    if base is not None:
        stop = min(stop, base[0])
        said = reader.words((base[2], base[3]))
        said = said if said in ("同比", "环比") else ""
        stop = max(begin, adverbs_off(reader.shape, begin, stop))
    verb = reader.words((change.start, change.start + len(change.verb)))
    if "年均" in reader.shape[max(begin, stop - 2) : change.start]:
        said, stop = "年均", stop - 2 if reader.shape[stop - 2 : stop] == "年均" else stop
    topics = _growth_topics(reader, begin, stop, len(group))
    for position, each in enumerate(group):
        whose = topics if len(group) == 1 else [topics[min(position, len(topics) - 1)]]
        reader.add(
            Draft(
                each,
                [topic + said + verb for topic in whose],
                Kind.GROWTH,
                "growth" if begin < stop else "growth_of_topic",
                Role.CHANGE,
                change.direction,
                base[1] if base else ChangeBase.UNKNOWN,
                reader.words((base[2], base[3])) if base else "",
            )
        )
    reader.context.topics, reader.context.topic = topics, topics[-1]
    return True


def _growth_topics(reader: "Reader", begin: int, stop: int, count: int) -> list[str]:
    begin = noun(reader.shape, begin, stop)[0] if stop > begin and count == 1 else begin
    if stop - begin < 2:
        topics = reader.topics(count) if count > 1 else []
        topics = topics or [reader.context.topic]
        return topics if topics[0] else [reader.words((begin, stop))]
    if count == 1:
        return [reader.words((begin, stop))]
    if listed := names.listed(reader.shape, begin, stop, count):
        return [reader.words(*pieces) for pieces in listed]
    items = names.split(reader.shape, begin, stop, count)
    if len(items) != count:
        return [reader.words((begin, stop))] * count
    return [reader.words(*pieces) for pieces in names.restored(reader.shape, items)]


def _governed_change(reader: "Reader", token: Token, left: Span) -> bool:
    """精简|会议文件|30%以上: the change verb governs the phrase whose quantity changed."""
    begin = opening(reader.shape, *left)
    verb = main_verb(reader.shape, begin, left[1])
    if (
        verb is None
        or verb[0] != begin
        or token.unit not in ("%", "倍")
        or closing(reader.shape, begin, left[1]) != left[1]
    ):
        return False
    change = change_before(reader.shape, verb[0], verb[1])
    if (
        change is None
        or change.start != verb[0]
        or names.RATE_END.search(reader.shape, max(begin, left[1] - 4), left[1])
    ):
        return False
    indicator = reader.words((begin, left[1]))
    reader.add(
        Draft(token, [indicator], Kind.GROWTH, "growth_governed", Role.CHANGE, change.direction, ChangeBase.UNKNOWN)
    )
    reader.context.topic = indicator
    return True


def from_or_to(reader: "Reader", token: Token, left: Span, stage: Stage) -> bool:
    """律师事务所由|5家|发展到|20家: both are values of one thing, the first an earlier one."""
    start, end = left
    if stage.previous is not None and carries_on(reader.shape, start, end):
        reader.add(Draft(token, [reader.context.topic], plain_kind(token), "change_to"))
        return True
    origin = leads_from(reader.shape, start, token.start, token.end)
    if origin is None:
        return False
    begin = noun(reader.shape, opening(reader.shape, start, origin), origin)[0]
    indicator = reader.words((begin, _trim(reader, begin, origin))) or reader.context.topic
    reader.context.topic, reader.context.topics, reader.context.unit = indicator, [indicator], token.unit
    reader.add(Draft(token, [indicator], plain_kind(token), "change_from", flags=("earlier_value",)))
    return True


def _trim(reader: "Reader", start: int, end: int) -> int:
    while end > start and reader.shape[end - 1] in "也则更还已 ":
        end -= 1
    return closing(reader.shape, start, end)
