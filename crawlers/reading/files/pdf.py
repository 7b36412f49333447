"""PDF → the text of its pages, by PDFium (which knows the character maps of Chinese fonts)."""

import re
from itertools import pairwise

import pypdfium2 as pdfium

from crawlers.reading.files.limits import MAX_CHARS, MAX_PAGES, FileError

_PAGE_NUMBER = re.compile(
    r"\s*[-—–－·]*\s*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,3}(?:\s*页)?)?\s*[-—–－·]*\s*"
)
_ENDS = re.compile(r"[。！？；：!?;:]$|[。！？][”’」』）)]$")
_OPENS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]+[章条节部编])"
)
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’"
_INNER_SPACE = re.compile(rf"(?<=[{_CJK}])[ \t]+(?=[{_CJK}\d])|(?<=[\d%])[ \t]+(?=[{_CJK}])")


def pages(data: bytes) -> tuple[list[list[str]], str]:
    """The paragraphs of each page, and what was cut off; a page that is only a picture has none.

    Raises :class:`FileError` (``encrypted``, ``broken``).
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        kind = "encrypted" if "password" in str(error).lower() else "broken"
        raise FileError(kind, f"PDFium: {error}") from error
    found: list[list[str]] = []
    left = MAX_CHARS
    for number in range(min(len(document), MAX_PAGES)):
        try:
            text = document[number].get_textpage().get_text_bounded()
        except pdfium.PdfiumError:  # one broken page does not take the others with it
            text = ""
        found.append(_paragraphs(text[: max(left, 0)]))
        left -= len(text)
    cut = f"pages after {MAX_PAGES} of {len(document)}" if len(document) > MAX_PAGES else ""
    return _joined(found), cut or (f"text after {MAX_CHARS} characters" if left < 0 else "")


def _paragraphs(text: str) -> list[str]:
    """Lines of the layout → paragraphs: a line as long as its fellows, without an end of a sentence, goes on below."""
    lines = [_INNER_SPACE.sub("", line.replace("\x00", "").replace("\ufffe", "")).strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)]
    full = 0.8 * max(map(len, lines), default=0)
    result: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _OPENS.match(line):
            result[-1] += _glue(result[-1], line) + line
        else:
            result.append(line)
        goes_on = len(line) >= full and not _ENDS.search(line)
    return result


def _glue(before: str, after: str) -> str:
    return " " if before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha() else ""


def _joined(found: list[list[str]]) -> list[list[str]]:
    """A paragraph that runs over the end of a page belongs to the page it begins on: its figures stay whole."""
    for page, following in pairwise(found):
        long = page and following and len(page[-1]) >= 20 and not _ENDS.search(page[-1])
        if long and not _OPENS.match(following[0]) and _ENDS.search(following[0]):
            page[-1] += _glue(page[-1], following[0]) + following.pop(0)
    return found
