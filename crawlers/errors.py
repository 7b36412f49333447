"""The errors of this package, one tree.

CrawlersError
└── ReadError      bytes that are no readable page: empty, binary, too big, undecodable
"""


class CrawlersError(Exception):
    """Base of everything this package raises on purpose."""


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
