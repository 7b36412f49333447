"""Bytes → text: utf-8 strict → declared → gb18030 → flagged. Never a silent replacement character."""

import codecs
import re
from dataclasses import dataclass

from crawlers.errors import ReadError

MAX_BYTES = 20_000_000
"""Default limit of a page, in bytes: the longest annual reports seen are below 2 MB."""

_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP container (DOCX, XLSX, ZIP)",
    b"PK\x05\x06": "an empty ZIP container",
    b"\xd0\xcf\x11\xe0": "an OLE container (DOC, XLS, WPS)",
    b"\x1f\x8b": "gzip data",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"RIFF": "a RIFF container (WEBP, WAV, AVI)",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x28\xb5\x2f\xfd": "zstd data",
    b"{\\rtf": "an RTF document",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TWO_BYTES = re.compile(rb"\s*(?:(?P<le>(?:[ -~]\0){4})|(?P<be>(?:\0[ -~]){4}))")
"""Markup in UTF-16 without a byte order mark."""
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_CONTROLS = bytes(set(range(0x20)) - {0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x1B})

# One declared name stands for the family: pages that say gb2312 hold characters of gbk and of gb18030.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_BIG5 = "big5hkscs"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_STRANGE = 0.05
"""More private characters than this share of those beyond ASCII are none of a text in GB18030."""
# These decode any bytes, so that declaring them proves nothing.
_ANYTHING = {"iso8859-1", "latin-1", "cp1252", "ascii"}

_NEARLY = 0.005
"""A text is damaged UTF-8, not another charset, where fewer than this share of its sequences are broken."""
_RUINED = 0.05
"""Above this share of replacement characters the text is not worth keeping."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset that gave it, and flags: ``charset_declared_wrong:NAME``, ``charset_damage:N``, …"""

    text: str
    charset: str
    flags: tuple[str, ...]


def decode(html: bytes, *, url: str = "", charset: str | None = None, max_bytes: int = MAX_BYTES) -> Decoded:
    """Decode a page. ``charset`` is what the HTTP header said, if anything.

    Raises :class:`ReadError` (``empty``, ``binary``, ``too_big``, ``undecodable``).
    """
    _refuse(html, url, max_bytes)
    flags = []
    certain = _certain(html)
    if certain is None and b"\x00" in html:
        flags.append(f"nul_bytes:{html.count(0)}")
        html = html.replace(b"\x00", b"")
    declared = [name for name in (_known(charset), _known(_declared(html))) if name]
    # HZ (RFC 1843) is made of ASCII bytes, so that UTF-8 would take it as it is.
    if certain is None and "hz" in declared and b"~{" in html:
        certain = "hz"
    text, used, damage = _best(html, ([certain] if certain else []), declared)
    if text.startswith("\ufeff"):
        text = text[1:]
    if declared and used not in (*declared, "utf-8-sig"):
        flags.append(f"charset_declared_wrong:{declared[0]}")
    if damage:
        if damage > _RUINED * len(text):
            raise ReadError(
                "undecodable",
                url=url,
                expected="text in UTF-8, in the declared charset or in GB18030",
                seen=f"{damage} undecodable sequences among {len(text)} characters",
                advice="Fetch the page again; if it comes the same, pass the right charset=.",
            )
        flags.append(f"charset_damage:{damage}")
    return Decoded(text.replace("\x00", ""), used.replace("utf-8-sig", "utf-8"), tuple(flags))


# What U+FFFD becomes where a page was converted twice: its UTF-8 bytes read as GBK, and another pair of such bytes.
_TWICE = re.compile("锟斤拷|锟叫|烫烫烫|屯屯屯|ï¿½")


def damage(text: str) -> list[str]:
    """Flags for characters that were lost before the page reached us, whatever its charset.

    ``replacement_characters:N`` (U+FFFD in the source, as bytes or as a character reference) and ``converted_twice:N``.
    """
    counts = {"replacement_characters": text.count("\ufffd"), "converted_twice": len(_TWICE.findall(text))}
    return [f"{name}:{count}" for name, count in counts.items() if count]


def _refuse(html: bytes, url: str, max_bytes: int) -> None:
    expected, advice = "an HTML page", "Keep the raw bytes; there is nothing to read in them."
    if len(html) > max_bytes:
        seen = f"{len(html)} bytes, limit {max_bytes}"
        raise ReadError(
            "too_big", url=url, expected=expected, seen=seen, advice="Split it, or from Python raise max_bytes=."
        )
    head = html[:64].lstrip()
    if not html.strip(b"\x00 \t\r\n\f"):
        raise ReadError("empty", url=url, expected=expected, seen=f"{len(html)} empty bytes", advice=advice)
    for signature, what in _SIGNATURES.items():
        if head.startswith(signature):
            advice = "A page is expected here; documents (PDF, DOCX, XLSX) go through `fazhi read FILE`."
            raise ReadError("binary", url=url, expected=expected, seen=what, advice=advice)
    sample = html[:100_000]
    if not (_certain(html) or "").startswith("utf-16"):
        controls = len(sample) - len(sample.translate(None, _CONTROLS))
        if controls > len(sample) * 0.02 or (b"<" not in html and sample.count(0) > len(sample) * 0.1):
            seen = f"binary data ({controls} control bytes in the first {len(sample)})"
            raise ReadError("binary", url=url, expected=expected, seen=seen, advice=advice)


def _certain(html: bytes) -> str | None:
    """What a byte order mark says, or markup of two bytes a character."""
    marked = next((name for mark, name in _BOMS if html.startswith(mark)), None)
    if marked is None and (found := _TWO_BYTES.match(html)):
        return "utf-16-le" if found["le"] else "utf-16-be"
    return marked


def _declared(html: bytes) -> str | None:
    found = _DECLARED.search(html[:4096])
    return found.group(1).decode("ascii") if found else None


def _known(name: str | None) -> str | None:
    """The codec for a declared name; None where there is none, or where it would take any bytes."""
    if not name:
        return None
    try:
        codec = codecs.lookup(_SUPERSETS.get(name.strip().lower(), name.strip()))
        b"ab".decode(codec.name, "ignore")  # refuses hex, rot13 and other codecs that are no charset
    except (LookupError, ValueError):
        return None
    return None if codec.name in _ANYTHING else codec.name


def _best(html: bytes, certain: list[str], declared: list[str]) -> tuple[str, str, int]:
    """The text, its charset and how many sequences could not be decoded."""
    for name in [*certain, "utf-8"]:
        text = _strict(html, name)
        if text is not None:
            return text, name, 0
    lossy = html.decode("utf-8", "replace")
    damage = lossy.count("\ufffd") - html.count(b"\xef\xbf\xbd")
    beyond_ascii = sum(1 for c in lossy if c > "\x7f")
    if damage <= _NEARLY * beyond_ascii:
        return lossy, "utf-8", damage
    for name in [*declared, "gb18030"]:
        text = _strict(html, name)
        if text is not None:
            other = None if name in declared or not _is_strange(text) else _strict(html, _BIG5)
            return (text, name, 0) if other is None else (other, _BIG5, 0)
    tried = [(html.decode(name, "replace"), name) for name in dict.fromkeys([*declared, "gb18030", "utf-8"])]
    text, name = min(tried, key=lambda pair: pair[0].count("\ufffd"))
    return text, name, text.count("\ufffd")


def _is_strange(text: str) -> bool:
    """Whether private characters stand all over a text: Big5 passes for GB18030 and fills it with them."""
    return len(_PRIVATE.findall(text)) > _STRANGE * sum(1 for c in text if c > "\x7f")


def _strict(html: bytes, name: str) -> str | None:
    """Strictly decoded, or None. A page cut off inside its last character is fine: that character is left out."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(html, final=False)
    except (UnicodeError, LookupError):
        return None
