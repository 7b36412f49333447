"""What frames an article inside its container: editors, neighbours, shares, reading lists (``trailers.yaml``)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import yaml

from crawlers.reading.outline import Line
from crawlers.reading.variants import simplified

_TAIL = 0.5
"""A cutting line counts only after this share of the article's characters: "关注民生" may open a text."""
_MAX_CUT = 90
_FILE = re.compile(r"附件|附表|\.(pdf|docx?|xlsx?|zip|wps)", re.I)
_STATES = re.compile(
    r"\d[\d,.]*\s*(?:%|％|‰|个百分点|[万亿千百余多]*(?:[件项次人名家户处场起宗份条部批元倍位例册篇]|个(?!工作日|月)))[^。]*[。；;]\s*$"
)
"""A sentence with a count is what was done (微信公众号全年推送信息1200条。), no word of the site to its readers."""
_NEIGHBOUR = re.compile(r"(?:上|下|前|后)一|推荐|相关|(?:责任)?编辑\s*[:：]|\S{0,4}声明\s*[:：]")
_LEAD = re.compile(r"^[\s\[【(（<>＞》·•●■◆▲*#\-—|｜丨]+")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    raw = yaml.safe_load(files("crawlers.reading").joinpath("trailers.yaml").read_text(encoding="utf-8"))
    joined = ("|".join(f"(?:{pattern})" for pattern in raw[name]) for name in ("cut", "drop", "disclaimers"))
    return tuple(re.compile(pattern, re.I) for pattern in joined)


def is_trailer(text: str) -> bool:
    """Whether an article ends before this line."""
    cut, _, disclaimers = _patterns()
    bare = simplified(_LEAD.sub("", text[: 4 * _MAX_CUT]))
    if _states(text, bare):
        return False
    return bool(disclaimers.match(bare)) or (len(text) <= _MAX_CUT and bool(cut.match(bare)))


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page, not to the text, wherever it stands."""
    bare = simplified(_LEAD.sub("", text[: 4 * _MAX_CUT]))
    return len(text) <= _MAX_CUT and bool(_patterns()[1].match(bare)) and not _states(text, bare)


def _states(text: str, bare: str) -> bool:
    """Whether a line is a sentence of the article that merely begins like a framing line."""
    return len(text) <= 4 * _MAX_CUT and bool(_STATES.search(text)) and not _NEIGHBOUR.match(bare)


def keep(lines: Sequence[Line], places: Sequence[int]) -> list[int]:
    """The places of the lines that are text: framing lines dropped, everything after the end cut off."""
    total = sum(len(lines[p].text) - lines[p].link_chars for p in places if not is_trailer(lines[p].text))
    kept: list[int] = []
    seen, listed = 0, False
    for place in places:
        line = lines[place]
        if line.row is None:
            if seen >= total * _TAIL and is_trailer(line.text):
                break
            caption = len(line.text) < 40 and is_trailer(line.text)
            listed = caption or (listed and _is_link(line))
            if listed or is_furniture(line.text):  # 推荐阅读 above the text, with the links below it
                continue
        seen += len(line.text) - line.link_chars
        kept.append(place)
    return _without_link_tail(lines, kept)


def _without_link_tail(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """Reading lists without a caption: after the last paragraph, from the first link on, if most of it is links."""
    last = max((n for n, p in enumerate(kept) if lines[p].row or _is_paragraph(lines[p])), default=-1)
    first = next((n for n in range(last + 1, len(kept)) if _is_link(lines[kept[n]])), len(kept))
    tail = kept[first:]
    links = sum(lines[p].link_chars for p in tail)
    return kept[:first] if tail and links >= 0.6 * sum(len(lines[p].text) for p in tail) else kept


def _is_paragraph(line: Line) -> bool:
    return len(line.text) - line.link_chars >= 20 and line.link_chars * 3 < len(line.text)


def _is_link(line: Line) -> bool:
    return (
        line.link_chars >= 0.8 * len(line.text.replace(" ", "")) and line.link_chars > 0 and not _FILE.search(line.text)
    )
