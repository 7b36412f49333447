"""Pages of one article → one article."""

from collections.abc import Sequence
from dataclasses import replace

from crawlers.article import Article, Heading, PageKind, Part
from crawlers.reading.further import MAX_PAGES


def join(articles: Sequence[Article]) -> Article:
    """Join the pages of one article in the order given; title, date and the like are the first page's that has them.

    The bodies become one body, parted by a line break; tables are numbered through; other parts keep their order.
    Pages that are no article are left out and named in ``flags`` (``page_left_out:N:KIND``, N counted from 1).
    Raises ``ValueError`` for an empty sequence.
    """
    if not articles:
        raise ValueError("join() expects the pages of one article, seen none")
    pages = [article for article in articles if article.page_kind is PageKind.ARTICLE]
    left_out = [
        f"page_left_out:{number}:{article.page_kind.value}"
        for number, article in enumerate(articles, 1)
        if article.page_kind is not PageKind.ARTICLE
    ]
    if not pages:
        return replace(articles[0], flags=(*articles[0].flags, *left_out[1:]))
    first = pages[0]
    dated = next((page for page in pages if page.published), first)
    cut = [f"pages_cut:{MAX_PAGES}"] if len(articles) >= MAX_PAGES else []  # more are not fetched: there may be more
    flags = dict.fromkeys([*(flag for page in pages for flag in page.flags), *left_out, *cut])
    return replace(
        first,
        title=_first(pages, "title"),
        published=dated.published,
        published_rung=dated.published_rung,
        source_name=_first(pages, "source_name"),
        author=_first(pages, "author"),
        parts=_parts(pages),
        attachments=tuple({item.url: item for page in pages for item in page.attachments}.values()),
        flags=tuple(flags),
    )


def _first(pages: Sequence[Article], name: str) -> str:
    return next((value for page in pages if (value := str(getattr(page, name)))), "")


def _parts(pages: Sequence[Article]) -> tuple[Part, ...]:
    bodies = [part for page in pages for part in page.parts if part.kind == "body" and part.text]
    others = [part for page in pages for part in page.parts if part.kind != "body"]
    headings = []
    offset = 0
    for body in bodies:
        headings += [Heading(offset + heading.offset, heading.level) for heading in body.headings]
        offset += len(body.text) + 1
    joined = [Part("body", "body", "\n".join(body.text for body in bodies), tuple(headings))] if bodies else []
    numbers: dict[str, int] = {}
    for part in others:
        stem = part.id.rsplit("-", 1)[0]
        numbers[stem] = numbers.get(stem, 0) + 1
        joined.append(replace(part, id=f"{stem}-{numbers[stem]}"))
    return tuple(joined)
