"""The errors of this package, one tree.

CrawlersError
├── SourceError    an entry of a source file that cannot be used: file, line, field, value, legal values
├── ReadError      bytes that are no readable page: empty, binary, too big, undecodable
├── ArchiveError   a record of the archive, or a local file, that cannot be read or kept: file, offset
└── CrawlError     the crawler process could not start, or ended before its work was done: log, partial result
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawlers.records import CrawlResult


class CrawlersError(Exception):
    """Base of everything this package raises on purpose."""


class SourceError(CrawlersError):
    """A source file or one entry of it cannot be used.

    ``path`` and ``line`` (1-based, 0 where the whole file is meant) say where, ``field`` what, ``value`` what was seen
    and ``expected`` the legal values in words. ``others`` is what else is wrong, found in the same reading.
    """

    def __init__(
        self,
        path: Path,
        line: int,
        field: str,
        value: object,
        expected: str,
        others: "Sequence[SourceError]" = (),
    ) -> None:
        self.path = path
        self.line = line
        self.field = field
        self.value = value
        self.expected = expected
        self.others = tuple(others)
        where = f"{path}:{line}" if line else str(path)
        what = f"{field}: " if field else ""
        self.told = f"{where}: {what}expected {expected}, seen {value!r}."
        more = "".join(f"\n{other.told}" for other in self.others)
        advice = (
            f"\nCorrect these {len(self.others) + 1}, then run again." if more else " Correct the file, then run again."
        )
        super().__init__(f"{self.told}{more}{advice}")

    def together_with(self, others: "Sequence[SourceError]") -> "SourceError":
        """This error with those found beside it; itself where there are none."""
        if not others:
            return self
        return SourceError(self.path, self.line, self.field, self.value, self.expected, others)


class ReadError(CrawlersError):
    """These bytes cannot be read as a page within the bounds.

    ``kind``: ``empty`` | ``binary`` | ``too_big`` | ``undecodable``; ``url`` is the page's, where known; ``expected``
    and ``seen`` say what the reader wanted and what it got; ``advice`` is what the operator does next.
    """

    def __init__(self, kind: str, *, url: str, expected: str, seen: str, advice: str) -> None:
        self.kind = kind
        self.url = url
        self.expected = expected
        self.seen = seen
        self.advice = advice
        super().__init__(f"{url or 'page'}: expected {expected}, seen {seen}. {advice}")


class ArchiveError(CrawlersError):
    """A WARC record or a local file cannot be read, or cannot be kept. ``offset`` is None where none is meant."""

    def __init__(self, path: Path, offset: int | None, expected: str, seen: str, advice: str) -> None:
        self.path = path
        self.offset = offset
        self.expected = expected
        self.seen = seen
        where = f"{path} at byte {offset}" if offset is not None else str(path)
        super().__init__(f"{where}: expected {expected}, seen {seen}. {advice}")


class CrawlError(CrawlersError):
    """The crawler process failed as a whole. ``result`` is what it had written until then, ``log`` its log file."""

    def __init__(self, message: str, log: Path, result: "CrawlResult") -> None:
        self.log = log
        self.result = result
        super().__init__(f"{message} Its log: {log}")
