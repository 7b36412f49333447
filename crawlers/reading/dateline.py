"""The line that says when and from where: ``来源:鹤壁日报作者:时间:2025-07-09`` split into its fields.

Values end where the next label begins, so that run-together lines split right and an empty field stays empty. A date
counts only in such a line, or alone on a line beside the title; never from a clock in the header or a running sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

import yaml

from crawlers.reading.dates import TIME, find_date, latest, possible
from crawlers.reading.variants import simplified

_MAX_LINE = 260
_MAX_VALUE = 60
_MAX_REST = 24
"""So many characters beside the fields may stand in a dateline; more is a sentence."""

_SENTENCE = re.compile(r"[。？?！!]")
"""What no field holds: "记者：今年有什么变化？" asks a question."""
_PUBLISHED = re.compile(r"^\W*(发布|发表|发稿|更新)\s*(时间|日期|于)")
_LESSER = re.compile(r"更\s*新|发\s*文|添\s*加|录\s*入|提\s*交|制\s*作")
"""Dates of the file or the paper; where 发布时间 stands beside them, that is the page's."""
_HINT = re.compile(r"[:：﹕∶|｜丨]|\d{4}|[一二][〇○零九]..年|来源|出处|作者|记者")
_CLOCK = re.compile(r"今天是|今日是|现在是|农历|欢迎(您|访问)")
_WEEKDAY = re.compile(r"(星期|周)[一二三四五六日天]")
_EVENT = re.compile(r"^\W*(?:[会活培听]\S{1,3})?(?:地\s*点|主\s*持\s*人?|出席(?:人员)?|参(?:加|会)人员)\s*[:：]")
"""Beside such a line "时间：2025年3月5日" is when something happens."""
# A date in such words is part of a sentence or of a law's history, not the page's: "自2025年3月1日起施行".
_RUNNING = re.compile(r"截至|截止|以来|施行|实施|印发|通过|修订|修正|召开|举行|之前|以前|之后|以后|[。！？；，]")
_BREADCRUMB = re.compile(r"[>›»＞→].*[>›»＞→]")
_SEPARATORS = re.compile(r"[|｜丨/／·•,，;；\[\]【】()（）<>《》\s_-]+")
_VALUE_END = re.compile(
    r"\s*(?:[|｜丨]|【|\[|[（(]\s*(?:记者|通讯员|作者)|字体|字号|打印|浏览|点击|分享|收藏|我要|大\s*中\s*小|\s{2,}|关闭|举报|订阅|评论|原创稿|扫一扫|<|>|阅读|我有话|进入|手机看)"
)
_OUTLET = re.compile(
    r"(网|报|社|台|刊|日报|晚报|新闻|客户端|在线|频道|融媒|传媒|广播|电视|杂志|政府|局|厅|委|办|院|会|处|室|部|中心|公众号|发布|站)$"
)
_EMPTY_VALUES = {"", "无", "null", "暂无", "未知", "-", "--", "本站", "undefined", "佚名"}


@dataclass(frozen=True, slots=True)
class Dateline:
    """The fields of one line. ``rest`` is what stands beside them; ``labels`` are the kinds of label it has.
    ``lesser_date``: the label of its date is one of :data:`_LESSER`."""

    published: date | None = None
    labelled_date: bool = False
    lesser_date: bool = False
    source_name: str = ""
    author: str = ""
    issuer: str = ""
    document_number: str = ""
    labels: frozenset[str] = frozenset()
    rest: str = ""

    @property
    def whole(self) -> bool:
        """Whether the line is nothing but a dateline, so that it is no part of the text."""
        return len(self.rest) <= _MAX_REST and not _SENTENCE.search(self.rest)


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    raw = yaml.safe_load(files("crawlers.reading").joinpath("labels.yaml").read_text(encoding="utf-8"))
    groups = []
    for kind, patterns in raw.items():
        spaced = "|".join(_allow_spaces(pattern) for pattern in patterns)
        groups.append(f"(?P<{kind}>{spaced})")
    return re.compile(rf"(?:{'|'.join(groups)})\s*(?:[:：﹕∶]|(?=[|｜丨]))")


def _allow_spaces(pattern: str) -> str:
    """``来源`` also reads ``来 源``: newsrooms space two-character words out to align them."""
    return re.sub(r"(?<=[一-龥])(?=[一-龥])", r"\\s{0,4}", pattern)


# "| 来源CSDN |": between bars the colon may be missing; so it may after 来源于.
_NO_COLON = re.compile(
    r"((?:^|[|｜丨])\s*(?:来源|出处|作者|记者))(?:\s*于\s*[:：]?\s*|\s*[-－—]\s*|\s+|(?=[^\s:：|｜丨]{2,14}\s*(?:[|｜丨]|$)))(?![:：])"
)


def parse(line: str) -> Dateline | None:
    """The fields of a line, or None where it is no dateline."""
    if len(line) > _MAX_LINE or not _HINT.search(simplified(line)) or _CLOCK.search(line):
        return None
    line = _NO_COLON.sub(r"\1：", line) if len(line) < 120 else line
    marks = list(_labels().finditer(simplified(line)))
    if not marks:
        return _bare(line)
    result = Dateline(labels=frozenset(mark.lastgroup or "" for mark in marks))
    before = line[: marks[0].start()]
    result = _take_bare(result, before)
    outlet, rest = result.source_name, result.rest
    result = replace(result, source_name="")
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        value = line[mark.end() : after.start() if after else len(line)]
        result, spare = _take(result, mark.lastgroup or "", value, lesser=bool(_LESSER.match(simplified(mark.group()))))
        rest += spare
    return replace(result, source_name=result.source_name or outlet, rest=_SEPARATORS.sub("", rest))


def _take(result: Dateline, kind: str, value: str, *, lesser: bool) -> tuple[Dateline, str]:
    """Put a label's value into its field; the second value is what of it belongs to no field."""
    if kind == "event":
        return result, ""
    found = find_date(value)
    if kind == "date":
        if found is None or found[1] > 4:
            return result, value
        spare = TIME.sub("", value[found[2] :])
        if result.published and result.labelled_date and (lesser or not result.lesser_date):
            return result, _SEPARATORS.sub("", spare)
        result = replace(result, published=found[0], labelled_date=True, lesser_date=lesser)
        return (
            (replace(result, source_name=name), "")
            if not result.source_name and (name := _outlet(spare))
            else (result, spare)
        )
    if found is not None and result.published is None:
        spare = TIME.sub("", value[found[2] :])
        result = replace(result, published=found[0])
        value = value[: found[1]] + ("  " + spare if found[1] else spare)
    elif found is not None:
        value = value[: found[1]]
    if kind in ("other", ""):
        return result, "" if len(value) <= _MAX_REST else value
    value, spare = _value(value)
    return _with(result, kind, value), spare


def _with(result: Dateline, kind: str, value: str) -> Dateline:
    """The field of this kind filled, unless an earlier label has filled it."""
    if kind == "source":
        return replace(result, source_name=result.source_name or value)
    if kind == "author":
        return replace(result, author=result.author or value)
    if kind == "issuer":
        return replace(result, issuer=result.issuer or value)
    return replace(result, document_number=result.document_number or value)


def _value(text: str) -> tuple[str, str]:
    """A field's value and the furniture after it."""
    text = text.strip(" \t\u3000,，;；、|｜丨/-—_")
    end = _VALUE_END.search(text)
    value = _unframed((text[: end.start()] if end else text).strip(" \t\u3000,，;；、|｜丨"))
    value = value.removesuffix("】").removesuffix("]") if not re.search(r"[\[【]", value) else value
    if text.startswith(("《", "“")) or (end and end.start() == 0 and text[0] == "【"):
        value = text
    if value.lower() in _EMPTY_VALUES or re.fullmatch(r"\d*", value):
        return "", ""
    if len(value) > _MAX_VALUE or _SENTENCE.search(value):
        return "", value
    return value, ""


def _unframed(value: str) -> str:
    """A value without brackets around it, or a half of them: （来源：云溪日报）; 复议科（督察科） keeps its own."""
    if inner := re.fullmatch(r"[(（]([^()（）]*)[)）]", value):
        value = inner.group(1)
    if len(re.findall("[(（]", value)) != len(re.findall("[)）]", value)):
        value = value.strip("()（）")
    return value.strip()


def _bare(line: str) -> Dateline | None:
    """A line without labels: a date alone, perhaps with a time, a weekday or the name of an outlet."""
    if len(line) > 60 or _RUNNING.search(simplified(line)) or _BREADCRUMB.search(line):
        return None
    result = _take_bare(Dateline(), line)
    return result if result.published and result.whole else None


def _take_bare(result: Dateline, text: str) -> Dateline:
    found = find_date(text)
    if found is None:
        return replace(result, rest=_SEPARATORS.sub("", text))
    rest = text[: found[1]] + "  " + TIME.sub("", text[found[2] :])
    rest = _WEEKDAY.sub("", rest)
    result = replace(result, published=found[0])
    name = _outlet(rest)
    return replace(result, source_name=name, rest="") if name else replace(result, rest=_SEPARATORS.sub("", rest))


def _outlet(rest: str) -> str:
    """The name of an outlet that stands unlabelled beside a date ("中国网 2019-11-25 10:37")."""
    rest = rest.strip(" \t\u3000|｜丨/·•-—_[]()（）")
    return rest if 2 <= len(rest) <= 14 and _OUTLET.search(rest) and not re.search(r"[\s>:：,，。]", rest) else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the datelines around an article say together; ``lines`` are their places."""

    dateline: Dateline = field(default_factory=Dateline)
    lines: tuple[int, ...] = ()
    refused: tuple[date, ...] = ()


def gather(lines: Sequence[str], around: Sequence[int], inside: Sequence[int], fetched: datetime | None) -> Found:
    """Read the lines at these places: the first value of each field wins.

    ``around`` are places by the title, above the text: there a labelled date wins over a bare one. ``inside`` are
    places in the text and below it: there only a line with a 来源 label, or a 发布 date, counts, and only for what is
    still unknown; "时间：3月5日" in a notice is when something happens, a bare date at the end is the day of signing.
    """
    best = Dateline()
    used, refused = [], []
    for place in [*around, *inside]:
        seen = parse(lines[place])
        if seen is None or not (seen.whole and (seen.published or seen.labels - {"event"})):
            continue
        if seen.labels == {"date"} and any(_EVENT.match(simplified(line)) for line in lines[place + 1 : place + 2]):
            continue
        if place in inside and not ("source" in seen.labels or _PUBLISHED.match(lines[place])):
            continue
        if seen.published and not possible(seen.published, fetched):
            refused.append(seen.published)
            seen = replace(seen, published=None, labelled_date=False)
        used.append(place)
        if seen.labels == {"source"} and not (seen.source_name or seen.rest) and place + 1 in around:
            # <div>来源：</div><div>云溪日报</div>; what does not read like an outlet is something else.
            seen = replace(seen, source_name=_outlet(lines[place + 1]))
            used += [place + 1] if seen.source_name else []
        best = _merge(best, seen, may_correct=place not in inside)
    return Found(best, tuple(used), tuple(refused))


def is_clock(line: str, fetched: datetime | None) -> bool:
    """Whether a line is a date alone, of the day of the fetch: above a title that is the page's clock, set by its
    server (2025年12月1日 星期一)."""
    seen = parse(line)
    if seen is None or seen.published is None or seen.labels:
        return False
    return abs((seen.published - latest(fetched)).days) <= 1


def _merge(best: Dateline, seen: Dateline, *, may_correct: bool) -> Dateline:
    doubtful = not best.labelled_date or (best.lesser_date and not seen.lesser_date)
    corrects = may_correct and seen.labelled_date and doubtful
    better = seen.published is not None and (best.published is None or corrects)
    return Dateline(
        published=seen.published if better else best.published,
        labelled_date=seen.labelled_date if better else best.labelled_date,
        lesser_date=seen.lesser_date if better else best.lesser_date,
        source_name=best.source_name or seen.source_name,
        author=best.author or seen.author,
        issuer=best.issuer or seen.issuer,
        document_number=best.document_number or seen.document_number,
        labels=best.labels | seen.labels,
    )
