"""HTML → the lines a reader sees, with what the tree says about them: links, headings, containers, markers, tables."""

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from crawlers.reading.conventions import Conventions, conventions
from crawlers.reading.dom import Element, names_of
from crawlers.reading.grid import Row
from crawlers.reading.tables import data_rows
from crawlers.reading.whitespace import WIDE_SPACE, clean

MAX_ELEMENTS = 40_000
"""Pages with more elements are read no further; the longest real page seen has 12 000."""

_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary
    table tbody td tfoot th thead tr ul ucapcontent ucaptitle founder-content founder-title
    """.split()  # noqa: SIM905 - a list of 60 quoted words reads worse
)
_SILENT = frozenset(
    """
    script style noscript template svg math select button textarea iframe object embed applet canvas audio video
    head title noframes map input datalist footer aside rt rp
    """.split()  # noqa: SIM905 - a list of 60 quoted words reads worse
)
_OWN_TAGS = frozenset(("ucapcontent", "founder-content", "article"))
"""Tags that systems made up for their text, and HTML's own."""
_VALUES = frozenset(("td", "th", "dt", "dd"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_BLOCK = re.compile(r"(?:^|;)\s*display\s*:\s*block", re.I)
_FURNITURE_LIMITS, _TOOL_LIMITS = (600, 40), (0, 12)
"""What is named so holds a text with more characters than the first, in sentences longer than the second."""
_TEXT = (
    "br",
    "p",
    "span",
    "div",
    "a",
    "b",
    "strong",
    "font",
    "em",
    "i",
    "td",
    "li",
    "ul",
    "h1",
    "h2",
    "h3",
    "h4",
    "section",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line. ``level`` 1-6 for h1-h6, else 0; ``row`` where it is a row of a data table."""

    text: str
    link_chars: int = 0
    level: int = 0
    bold: bool = False
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """An element whose name says what it holds (``class="source"``): ``line`` is where it starts."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Span:
    """Lines ``start`` to ``end`` lie in one container; ``rank`` is its family's place in the conventions."""

    rank: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What the walk over a page gives."""

    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    markers: tuple[tuple[int, bool], ...]
    fields: tuple[Field, ...]
    truncated: bool = False


def outline(root: Element) -> Outline:
    """Walk the tree once, without recursion, and keep what is visible."""
    return _Walk(root, conventions()).run()


@dataclass(slots=True)
class _Walk:
    root: Element
    known: Conventions
    lines: list[Line] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    markers: list[tuple[int, bool]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    link_chars: int = 0
    bold_chars: int = 0
    links: int = 0
    bolds: int = 0
    verbatim: int = 0
    level: int = 0

    def run(self) -> Outline:
        containers, ancestors = self._containers()
        open_spans: dict[Element, int] = {}
        skipped: Element | None = None
        walker = etree.iterwalk(self.root, events=("start", "end", "comment"))
        count = 0
        for event, element in walker:
            if event == "comment":
                self._comment(element.text or "")
                self._text(element.tail)
            elif event == "start":
                count += 1
                if count > MAX_ELEMENTS:
                    break
                if element in containers:
                    self._flush()
                    open_spans[element] = len(self.lines)
                if self._enter(element, element in ancestors):
                    self._text(element.text)
                else:
                    skipped = element
                    walker.skip_subtree()
            else:
                if element is skipped:
                    skipped = None
                else:
                    self._leave(element)
                if element in open_spans:
                    self._flush()
                    self.spans.append(Span(containers[element], open_spans.pop(element), len(self.lines)))
                self._text(element.tail)
        self._flush()
        self.spans += [Span(containers[e], start, len(self.lines)) for e, start in open_spans.items()]
        return Outline(
            tuple(self.lines), tuple(self.spans), tuple(self.markers), tuple(self.fields), count > MAX_ELEMENTS
        )

    def _containers(self) -> tuple[dict[Element, int], set[Element]]:
        """Container elements with their family, and everything that is or holds one of a known system: no furniture."""
        containers: dict[Element, int] = {}
        for element in self.root.iter(etree.Element):
            if element.tag not in _HEADINGS:
                names = names_of(element)
                rank = self.known.family([*names, element.tag] if element.tag in _OWN_TAGS else names)
                if rank is not None:
                    containers[element] = rank
        keep: set[Element] = set()
        ordinary = len(self.known.families) - 1
        for element in (element for element, rank in containers.items() if rank < ordinary):
            node: Element | None = element
            while node is not None and node not in keep:
                keep.add(node)
                node = node.getparent()
        return containers, keep

    def _enter(self, element: Element, holds_container: bool) -> bool:
        """Whether the walk goes into an element; opens lines, links and fields on the way."""
        tag = element.tag
        if tag in _SILENT:
            if tag in _BLOCKS:
                self._flush()
            return False
        if self._parts_lines(element):
            self._flush()
        if not holds_container and self._is_furniture(element):
            self._fields_inside(element)
            return False
        if tag == "table" and (rows := data_rows(element, len(self.lines) + 1)):
            self.lines += [Line(row.text, row=row) for row in rows]
            return False
        self._field(element)
        if tag == "pre":
            self.verbatim += 1
        elif tag == "a":
            self.links += 1
        elif tag in ("b", "strong"):
            self.bolds += 1
        elif tag in _HEADINGS:
            self.level = _HEADINGS[tag]
        return True

    def _is_furniture(self, element: Element) -> bool:
        if element.tag in ("body", "html"):
            return False
        if element.tag == "nav" or is_hidden(element):
            return True
        names = names_of(element)
        named = [name for name in names if self.known.is_furniture(name)]
        limits = _TOOL_LIMITS if all(map(self.known.tools.search, named)) else _FURNITURE_LIMITS
        return bool(named) and not _long(element, *limits)

    def _field(self, element: Element) -> None:
        kind = self.known.field(names_of(element))
        if kind is None:
            return
        text = ""
        for piece in element.itertext(*_TEXT):
            text += piece
            if len(text) > 300:
                return
        text = clean(text)
        if text:
            self.fields.append(Field(kind, text, len(self.lines)))

    def _fields_inside(self, element: Element) -> None:
        """Some templates put the date into the share bar: fields are read in furniture too, unless it is hidden."""
        if not is_hidden(element):
            for inner in islice(element.iterdescendants("span", "p", "div", "a"), 60):
                self._field(inner)

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if self._parts_lines(element):
            self._flush()
        if tag == "pre":
            self.verbatim -= 1
        elif tag == "a":
            self.links = max(0, self.links - 1)
        elif tag in ("b", "strong"):
            self.bolds = max(0, self.bolds - 1)
        elif tag in _HEADINGS:
            self.level = 0

    def _parts_lines(self, element: Element) -> bool:
        """Whether a line ends where an element begins and ends."""
        if element.tag in _VALUES:
            return not self._is_label()
        return element.tag in _BLOCKS or bool(_BLOCK.search(element.get("style") or ""))

    def _is_label(self) -> bool:
        """Whether the line so far is a label alone: its value stands in the next cell (文号： | 云政发〔2025〕3号)."""
        if not 0 < len(self.buffer) <= 4:
            return False
        text = "".join(self.buffer).strip()
        return 2 < len(text) <= 12 and text[-1] in ":："

    def _comment(self, text: str) -> None:
        is_begin = bool(self.known.begin.search(text))
        if is_begin or self.known.end.search(text):
            self._flush()
            self.markers.append((len(self.lines), is_begin))

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.verbatim and "\n" in text:
            first, *others = text.split("\n")
            self._text(first)
            for line in others:
                self._flush()
                self._text(line)
            return
        self.buffer.append(text)
        if self.links or self.bolds:
            visible = len(WIDE_SPACE.sub("", text))
            self.link_chars += visible if self.links else 0
            self.bold_chars += visible if self.bolds else 0

    def _flush(self) -> None:
        if not self.buffer:
            return
        text = clean("".join(self.buffer))
        if text:
            chars = len(text.replace(" ", ""))
            self.lines.append(Line(text, self.link_chars, self.level, bold=self.bold_chars >= chars))
        self.buffer.clear()
        self.link_chars = self.bold_chars = 0


def is_hidden(element: Element) -> bool:
    """Whether a browser shows nothing of an element."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _long(element: Element, limit: int, shortest: int) -> bool:
    """Whether an element named like furniture holds a long text with sentences: then it is none."""
    sentences = 0
    for piece in element.itertext(*_TEXT):
        if len(piece) > shortest and "。" in piece and getattr(element, "tag", "") != "li":
            sentences += len(piece)
        if sentences > limit:
            return True
    return False
