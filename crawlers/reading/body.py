"""Which lines of a page are the article: CMS container or comment marker → trafilatura → the text under the title."""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.reading.conventions import conventions
from crawlers.reading.dateline import parse
from crawlers.reading.dom import Element
from crawlers.reading.outline import Line, Outline
from crawlers.reading.title import fold
from crawlers.reading.trailers import is_trailer, keep

_ENOUGH = 12
"""Characters of prose that make a container of a known system an article: decisions of one sentence exist."""
_CONVINCING = 60
"""And for a container with an ordinary name (``content``), which other things are called too."""
_MOST = 0.8
_SCRAPS = 0.2
"""Share of short lines and links beside the prose above which a container with an ordinary name is not believed."""
_SENTENCE_END = re.compile(r"[。；;！!？?：:，,、]")
_COLON = re.compile("[:：]")
_UNTITLED = 200
"""Prose that is an article even where no title stands above it."""
_GAP = 6
"""So many lines from one paragraph to the next are still one text: captions, headings, a poem."""
_IMPRINT = re.compile(
    r"版权所有|©|copyright|ICP备|ICP证|公网安备|免责声明|郑重声明|特别声明|举报电话|违法和不良信息|当前位置", re.I
)
_SIGNED = re.compile(
    r"(?:20|19)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|二[〇○O零][一二三四五六七八九〇○O零]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
MAX_HTML, MAX_LINES = 2_000_000, 3_000
"""Characters of HTML and visible lines; beyond, trafilatura takes minutes, on no real article seen."""


@dataclass(frozen=True, slots=True)
class Body:
    """Places of the article's lines, before trailers are cut, and the rung that found them."""

    places: tuple[int, ...] = ()
    rung: str = ""


def prose(line: Line) -> int:
    """Characters of a line that read like text: punctuated or long, and no link."""
    own = len(line.text) - line.link_chars
    if line.row is not None:
        return own
    if _IMPRINT.search(line.text) or is_trailer(line.text):
        return 0
    # Government portals put ten fields into one line: 索引号：… 发布机构：… 成文日期：… 文号：…
    if (own < 80 or len(_COLON.findall(line.text)) >= 3) and (seen := parse(line.text)) is not None and seen.whole:
        return 0
    return own if own >= 10 and (_SENTENCE_END.search(line.text) or own >= 30) and line.link_chars <= own else 0


def find_body(page: Outline, weights: Sequence[int], root: Element, html_chars: int, title_line: int) -> Body:
    """Climb the ladder; an empty body where no rung holds. ``weights`` is the prose of each line."""
    found = _container(page, weights) or _marked(page, weights)
    if found is None:
        named = _convention(page, weights)
        if named is not None and _is_clean(page.lines, weights, named.places):
            return named
        if html_chars <= MAX_HTML and len(page.lines) <= MAX_LINES:
            found = _trafilatura(page, root, weights, title_line)
        found = found or named
    return found or _under_title(page, weights, title_line) or Body()


def _weight(weights: Sequence[int], start: int, end: int) -> int:
    return sum(weights[start:end])


def _container(page: Outline, weights: Sequence[int]) -> Body | None:
    """The container of a known system: the first family with text; of nested ones the inner, if it has it all."""
    families = conventions().families
    for rank in range(len(families) - 1):
        spans = [(s.start, s.end) for s in page.spans if s.rank == rank and _weight(weights, s.start, s.end) >= _ENOUGH]
        if spans:
            places = _with_neighbours(page.lines, _innermost(spans, weights), spans)
            return Body(tuple(places), f"container:{families[rank]}")
    return None


def _with_neighbours(lines: Sequence[Line], chosen: tuple[int, int], spans: Sequence[tuple[int, int]]) -> range:
    """A text set in several boxes of one kind: with those right before and after, nothing visible between. A box that
    says the same again is the text for narrow screens."""
    start, end = chosen
    for first, last in sorted(spans):
        if first == end and not _shares_text(lines, range(start, end), range(first, last)):
            end = last
    for first, last in sorted(spans, reverse=True):
        if last == start and not _shares_text(lines, range(start, end), range(first, last)):
            start = first
    return range(start, end)


def _shares_text(lines: Sequence[Line], one: range, other: range) -> bool:
    said = {lines[place].text for place in one if len(lines[place].text) >= _ENOUGH}
    return any(lines[place].text in said for place in other)


def _innermost(spans: Sequence[tuple[int, int]], weights: Sequence[int]) -> tuple[int, int]:
    most = max(_weight(weights, *span) for span in spans)
    rich = [span for span in spans if _weight(weights, *span) >= _MOST * most]
    return min(rich, key=lambda span: (span[1] - span[0], span))


def _marked(page: Outline, weights: Sequence[int]) -> Body | None:
    """Between a comment that begins the text and the next that ends it."""
    pairs = []
    begin = None
    for place, is_begin in page.markers:
        if is_begin:
            begin = place if begin is None else begin
        elif begin is not None:
            pairs.append((begin, place))
            begin = None
    pairs = [pair for pair in pairs if _weight(weights, *pair) >= _CONVINCING]
    if not pairs:
        return None
    best = max(pairs, key=lambda pair: _weight(weights, *pair))
    return Body(tuple(range(*best)), "marker") if _weight(weights, *best) * 2 > sum(weights) else None


def _convention(page: Outline, weights: Sequence[int]) -> Body | None:
    rank = len(conventions().families) - 1
    spans = [(s.start, s.end) for s in page.spans if s.rank == rank]
    spans = [span for span in spans if _weight(weights, *span) >= _CONVINCING and _is_dense(page.lines, weights, span)]
    if not spans:
        return None
    best = max(spans, key=lambda span: (_purity(page.lines, weights, span), span[0] - span[1]))
    if _weight(weights, *best) * 2 < sum(weights):
        return None
    return Body(tuple(range(*best)), "container:convention")


def _is_clean(lines: Sequence[Line], weights: Sequence[int], places: Sequence[int]) -> bool:
    """Whether little but prose is left of these lines once their frame is cut off: a name alone proves nothing."""
    kept = keep(lines, places)
    scraps = sum(len(lines[p].text) for p in kept if not weights[p])
    return scraps <= _SCRAPS * _weight([weights[p] for p in kept], 0, len(kept))


def _purity(lines: Sequence[Line], weights: Sequence[int], span: tuple[int, int]) -> float:
    """Prose a container gains, less the links and scraps it brings along: the tighter of two nested ones wins."""
    scraps = sum(len(lines[p].text) for p in range(*span) if not weights[p])
    return _weight(weights, *span) - 0.5 * scraps


def _is_dense(lines: Sequence[Line], weights: Sequence[int], span: tuple[int, int]) -> bool:
    """Whether a container holds mostly text, not links."""
    links = sum(line.link_chars for line in lines[slice(*span)])
    return _weight(weights, *span) > links


def _trafilatura(page: Outline, root: Element, weights: Sequence[int], title_line: int) -> Body | None:
    """Let trafilatura say which lines are text; the lines stay ours, so that headings and tables stay too."""
    import trafilatura  # noqa: PLC0415 - heavy, and needed only where no rule of ours holds

    try:
        tree = _without_layout_tables(copy.deepcopy(root))
        document = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    except Exception:  # whatever another library trips over, the ladder goes on
        return None
    text = fold(document.text or "") if document is not None and not isinstance(document, dict) else ""
    if len(text) < _ENOUGH:
        return None
    hits = [p for p, line in enumerate(page.lines) if len(line.text) >= 10 and fold(line.text) in text]
    if not hits:
        return None
    places = _between(page.lines, _upwards(page.lines, weights, hits, title_line))
    return Body(places, "trafilatura") if _weight([weights[p] for p in places], 0, len(places)) >= _ENOUGH else None


def _upwards(lines: Sequence[Line], weights: Sequence[int], hits: list[int], title_line: int) -> list[int]:
    """Precision costs opening paragraphs: prose that stands right above the first hit, under the title, comes back."""
    first = hits[0]
    while first - 1 > title_line and weights[first - 1] and not lines[first - 1].link_chars:
        first -= 1
    return [*range(first, hits[0]), *hits, *_signature(lines, hits[-1] + 1)]


def _signature(lines: Sequence[Line], start: int) -> range:
    """Who signed and when, right below the text: a day in full, perhaps with a name above it."""
    for end in (start + 1, start + 2):
        signed = end <= len(lines) and _SIGNED.fullmatch(lines[end - 1].text)
        if signed and all(len(line.text) <= 40 and not line.link_chars for line in lines[start:end]):
            return range(start, end)
    return range(0)


def _between(lines: Sequence[Line], hits: Sequence[int]) -> tuple[int, ...]:
    """From the first to the last line that was recognised; what lies between stays unless it is links."""
    known = set(hits)
    between = range(hits[0], hits[-1] + 1)
    return tuple(p for p in between if p in known or lines[p].row or lines[p].link_chars * 2 < len(lines[p].text))


def _without_layout_tables(root: Element) -> Element:
    """Old pages are built of tables, which trafilatura would flatten: tables of one cell a row become blocks."""
    from crawlers.reading.tables import data_rows  # noqa: PLC0415

    tables = [table for table in root.iter("table") if not data_rows(table, 1)]
    for table in tables:
        for element in [table, *table.iter("tbody", "thead", "tr", "td", "th")]:
            element.tag = "div"
    return root


def _under_title(page: Outline, weights: Sequence[int], title_line: int) -> Body | None:
    """The richest run of prose after the title: for articles of one sentence, of which the rungs above see nothing.

    Captions and other short lines may lie between two paragraphs; a link or the start of a trailer ends the run.
    """
    runs: list[list[int]] = [[]]
    for place in range(title_line + 1, len(page.lines)):
        line = page.lines[place]
        if weights[place]:
            if runs[-1] and place - runs[-1][-1] > _GAP:
                runs.append([])
            runs[-1].append(place)
        elif is_trailer(line.text) or line.link_chars * 2 > len(line.text):
            runs.append([])
    best = max(runs, key=lambda run: sum(weights[p] for p in run))
    if sum(weights[p] for p in best) < (_ENOUGH if title_line >= 0 else _UNTITLED):
        return None
    return Body(tuple(range(_from_caption(page.lines, best[0], title_line), best[-1] + 1)), "under_title")


def _from_caption(lines: Sequence[Line], first: int, title_line: int) -> int:
    """Where a text begins that opens with a table: at the table's name and unit above it."""
    start = first
    while lines[first].row and first - start < 2 and start - 1 > title_line:
        above = lines[start - 1]
        if above.row or above.link_chars or is_trailer(above.text) or parse(above.text) is not None:
            break
        start -= 1
    return start
