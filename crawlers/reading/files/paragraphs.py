"""Lines of a layout → paragraphs: by margins, indents and sizes; page numbers and running titles are left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from crawlers.reading.files.pdf_lines import TextLine
from crawlers.reading.files.spacing import close_up, glue

_PAGE_NUMBER = re.compile(
    r"\s*[-—–－·]*\s*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／，,]?\s*(?:共\s*)?\d{1,3}(?:\s*页)?)?\s*[-—–－·]*\s*"
)
_ENDS = re.compile(r"[。！？；：!?;:]$|[。！？][”’」』）)]$")
_OPENS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]+[章条节部编])"
)
_UNIT = re.compile("单位[:：]")
"""What stands above a table on every page is no running title."""
_EDGE = 2
"""So many lines at the top and at the bottom of a page may run through the document."""
_FEWEST = 3
"""Pages on which a line must stand at one height to be a running title."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text of a document is set: the size of most of it, its margins, and whether paragraphs are indented."""

    size: float
    left: float
    right: float
    indented: bool

    def is_full(self, line: TextLine) -> bool:
        """Whether a line reaches the right margin."""
        return line.right >= self.right - 1.6 * line.size

    def at_margin(self, line: TextLine) -> bool:
        """Whether a line begins at the left margin."""
        return line.left <= self.left + 0.7 * self.size

    def is_body(self, line: TextLine) -> bool:
        """Whether a line has the size of most of the text."""
        return abs(line.size - self.size) <= 0.12 * self.size


def layout_of(lines: Sequence[TextLine]) -> Layout:
    """The layout of a page. An indent is that of a Chinese paragraph, of two characters."""
    if not lines:
        return Layout(10, 0, 0, indented=False)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] or 10
    body = [line for line in lines if abs(line.size - size) <= 0.12 * size] or list(lines)
    left, right = min(line.left for line in body), max(line.right for line in body)
    indented = sum(left + 1.4 * size <= line.left <= left + 2.8 * size for line in body)
    return Layout(size, left, right, indented=indented > 0)


def without_running(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """The pages without page numbers and without what stands on many of them at the same height."""
    edges = [_edges(lines) for lines in pages]
    seen = Counter(
        key for page, lines in enumerate(edges) for key in {key for line in lines for key in _keys(line, page)}
    )
    least = max(_FEWEST, len(pages) // 3)
    running = {key for key, count in seen.items() if count >= least and not _UNIT.search(key[0])}
    kept = []
    for page, (lines, edge) in enumerate(zip(pages, edges, strict=True)):
        gone = {id(line) for line in edge if not running.isdisjoint(_keys(line, page))}
        gone |= {id(line) for line in (edge[:1] + edge[-1:]) if _PAGE_NUMBER.fullmatch(line.text)}
        kept.append([line for line in lines if id(line) not in gone])
    return kept


def _edges(lines: Sequence[TextLine]) -> list[TextLine]:
    ordered = sorted(lines, key=lambda line: line.top)
    return ordered if len(ordered) <= 2 * _EDGE else [*ordered[:_EDGE], *ordered[-_EDGE:]]


def _keys(line: TextLine, page: int) -> Iterator[tuple[str, int]]:
    """A line and its height, as it is and with one number counted from that of its page: 第3页 共12页."""
    text, height = re.sub(r"\s", "", line.text), round(line.top / 4)
    yield text, height
    for number in islice(re.finditer(r"\d{1,4}", text), 4):
        yield f"{text[: number.start()]}#{int(number.group()) - page}{text[number.end() :]}", height


def paragraphs(lines: Sequence[TextLine], layout: Layout) -> list[TextLine]:
    """The paragraphs of neighbouring lines, each as one line: from the top left of its first to the end of its last."""
    result: list[TextLine] = []
    last: TextLine | None = None
    for line in lines:
        text = close_up(line.text)
        if last is not None and goes_on(last, line, layout):
            before = result[-1]
            result[-1] = replace(before, text=f"{before.text}{glue(before.text, text)}{text}")
        else:
            result.append(replace(line, text=text))
        last = line
    return result


def goes_on(last: TextLine, line: TextLine, layout: Layout) -> bool:
    """Whether a line belongs to the paragraph of the line above it."""
    if not layout.is_full(last) or abs(last.size - line.size) > 0.12 * last.size:
        return False
    if last.parted or line.parted:  # rows of a table without rules: "云溪区 120" and "130 …" are no sentence
        return False
    if not layout.is_body(line):  # a title in large characters, of two lines, stands in the middle
        return True
    if last.left > layout.left + 4 * layout.size:  # set to the right: a unit, a signature, a date
        return False
    if _OPENS.match(line.text) or (line.top > last.top and line.top - last.top > 3 * line.size):
        return False
    if layout.indented:
        return layout.at_margin(line)
    return not _ENDS.search(last.text)


def runs_over(last: TextLine, ending: TextLine, following: TextLine, layout: Layout) -> bool:
    """Whether a paragraph goes on on the next page: ``last`` is its last line there, ``ending`` all of it."""
    if len(ending.text) < 20 or _ENDS.search(ending.text) or _OPENS.match(following.text):
        return False
    if abs(last.size - following.size) > 0.12 * last.size or not layout.is_full(last):
        return False
    return layout.at_margin(following) if layout.indented else bool(_ENDS.search(following.text))
