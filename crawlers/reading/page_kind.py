"""Article, listing, stub, block page or error page: told apart before a figure is taken from the wrong one."""

import re
from collections.abc import Sequence

from crawlers.article import PageKind
from crawlers.reading.dateline import parse
from crawlers.reading.dates import find_date
from crawlers.reading.outline import Line

_BLOCKED = re.compile(
    r"\$_ts\b|_0x[0-9a-f]+.{0,40}debugger|安全验证|人机验证|访问(被|受到)?(拒绝|阻断|限制|拦截)|请求(被|已被)?(拦截|拒绝|阻断)"
    r"|请(开启|启用)\s*(JavaScript|Cookie)|enable\s+javascript|access\s+denied|403\s+forbidden|网站防火墙|云防护|创宇盾|滑动验证|验证码"
    r"|滑块验证|(正在|进行)安全检[测查]|(访问|请求|操作)(过于|太过?)(频繁|快)"
    r"|checking your browser|ddos protection|verify (that )?you are human"
    r"|您的(访问|请求)+(可能)?(存在|对网站造成|包含)|too many requests|request blocked",
    re.I | re.S,
)
_ERROR = re.compile(
    r"\b404\b|页面(不存在|未找到|找不到|已删除|丢失|走丢)|(文章|内容|信息|网页)(不存在|已(被)?删除|已下线|未找到)|not\s+found"
    r"|(服务器|系统|内部)(错误|出错|异常|繁忙)|\b50[0-4]\b|bad gateway|service unavailable"
    r"|数据库(连接|访问)?(失败|错误|出错)|(网站|系统|平台)(正在|处于)?(升级|停机|维护|改版)+(中|公告)?[，,。！!]|(网站|系统|平台)正在(升级|维护|改版)"
    r"|找不到(您|你)?(要|所)?(访问|查看)?的?(页面|网页)",
    re.I,
)
_MOVES = re.compile(
    r"(window|document|self|top)?\.?location(\.href|\.replace)?\s*[=(]|http-equiv\s*=\s*[\"']?refresh|redirecting", re.I
)
_MORE = re.compile(r"(?:查看|阅读)?(?:详细|详情|全文|更多)(?:信息|内容)?\s*[>＞»…]*\s*[\]】)）]?$")
"""The link below a summary: [详细], 查看详情>>."""
_TEASERS = 4
_SHORT = 400
"""Block and error pages are short: a long text that mentions 404 is an article about it."""


def refusal(lines: Sequence[Line], html: str) -> tuple[PageKind, str] | None:
    """Whether a page with these visible lines is a block, error or redirect page; None where it is not."""
    text = "\n".join(line.text for line in lines)
    squeezed = re.sub(r"\s+", "", text)
    if len(squeezed) > _SHORT or any(_is_published(line.text) for line in lines):
        return None
    if (found := _BLOCKED.search(text)) or (len(squeezed) < 80 and (found := _BLOCKED.search(html[:200_000]))):
        return (
            PageKind.BLOCKED,
            f"the page refuses access: {found.group(0)[:40]!r} in {len(squeezed)} characters of text",
        )
    if found := _ERROR.search(text):
        return PageKind.ERROR, f"an error page: {found.group(0)[:40]!r} in {len(squeezed)} characters of text"
    if len(squeezed) < 120 and _MOVES.search(html[:200_000]):
        return PageKind.STUB, f"a redirect by script or refresh with {len(squeezed)} characters of text"
    if len(squeezed) < 10:
        return PageKind.STUB, f"only {len(squeezed)} characters of visible text"
    return None


def _is_published(text: str) -> bool:
    """Whether a line states when and by whom a text was published, as no refusal does: one of a firewall tells the
    moment alone. An article of one sentence may be about 验证码 or a 404."""
    seen = parse(text) if "20" in text or "19" in text or "二" in text else None
    return seen is not None and seen.whole and seen.published is not None and bool(seen.source_name)


def _dates_an_entry(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is little but a date, with a linked title right above it (its summary may lie between)."""
    line = lines[place]
    above = lines[max(0, place - 3) : place]
    return len(line.text) <= 30 and bool(find_date(line.text)) and any(other.link_chars >= 8 for other in above)


def is_listing(lines: Sequence[Line], places: Sequence[int], weights: Sequence[int], *, dated: bool) -> str:
    """Why the chosen lines are a list of articles and no article; empty where they are one."""
    own = sum(weights[p] for p in places)
    linked = sum(lines[p].link_chars for p in places)
    entries = sum(1 for p in places if lines[p].link_chars >= 8)
    if entries >= 5 and linked > own:
        return f"a list: {entries} linked entries with {linked} characters against {own} of text"
    dates = sum(1 for p in places if _dates_an_entry(lines, p))
    if dates >= 5:
        return f"a list: {dates} lines of the text are dates below a link"
    teasers = sum(1 for p in places if 0 < lines[p].link_chars <= 8 and _MORE.search(lines[p].text))
    if teasers >= _TEASERS:
        return f"a list: {teasers} lines of the text end in a link to all of it"
    everywhere = sum(1 for line in lines if line.link_chars >= 8)
    mostly_links = sum(line.link_chars for line in lines) * 2 > sum(len(line.text) for line in lines)
    if (not (dated and own) and everywhere >= 15 and own < 200) or (not own and everywhere >= 5 and mostly_links):
        return f"a list: {everywhere} linked entries on the page against {own} characters of text"
    return ""
