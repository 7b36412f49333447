"""What a look at a source saw, for people and for programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.cli import console

if TYPE_CHECKING:
    from crawlers.look import ListingLook, Look
    from flows.survey import Proposal

SHOWN = 10
SHOWN_TEXT = 800
ADVICE = {
    "no_article": "Is it the listing's address? Where it is, write the entry into sources.yaml with an override "
    "article_url or list_at, which tell articles from other links (fazhi sources fields), then: fazhi sources check ID",
    "no_links": "A listing made by a script, or none: try the address of another column, or --family.",
    "failed": "Open the address in a browser; correct it.",
    "blocked": "fazhi never works around a block. Where it asks to come back later (429), try another day; "
    "else look for another publisher of the same texts.",
    "unreachable_from_here": "Try from another network: some sites answer within China only.",
}


def facts(look: "Look") -> dict[str, Any]:
    """A look for programs."""
    article = look.article
    return {
        "id": look.source.id,
        "verdict": look.verdict,
        "why": look.why,
        "robots": look.robots,
        "requests": look.requests,
        "declared": look.source.family,
        "listings": [
            {
                "url": listing.url,
                "label": listing.label,
                "error": listing.error,
                "charset": listing.charset,
                "family": listing.family,
                "evidence": listing.evidence,
                "read_as": listing.read_as,
                "items": len(listing.items),
                "first_items": [console.plain(item) for item in listing.items[:SHOWN]],
                "next": listing.next_url,
                "pages": listing.pages,
            }
            for listing in look.listings
        ],
        "article": _articlefacts(look) if article else None,
    }


def _articlefacts(look: "Look") -> dict[str, Any]:
    article = look.article
    assert article is not None
    return {
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "origin": article.source_name,
        "text": article.text,
        "parts": [part.id for part in article.parts],
        "characters": sum(len(part.text) for part in article.parts),
    }


def show_look(look: "Look") -> None:
    for listing in look.listings:
        rows = [
            ("address", listing.url),
            ("robots.txt", look.robots),
            ("charset", listing.charset),
            ("family", f"{listing.family}: {listing.evidence}" if listing.family else ""),
            ("items", f"{len(listing.items)} as {listing.read_as}" if listing.read_as else ""),
            ("pagination", _paging(listing)),
        ]
        console.out.print(console.table("Look 查看", ["", "what"], [list(row) for row in rows if row[1]], long="what"))
        if listing.items:
            items = [[str(item.date or ""), f"{item.title}\n{item.url}"] for item in listing.items[:SHOWN]]
            console.out.print(console.table(f"First {len(items)} items", ["date", "item"], items, long="item"))
    if article := look.article:
        rows = [
            ("title", article.title),
            ("published", f"{article.published or 'not found'}"),
            ("来源 source", article.source_name or "not found"),
            ("parts", ", ".join(part.id for part in article.parts)),
            ("text", _opening(article.text)),
        ]
        console.out.print(
            console.table("An article, read 正文", ["", "what"], [list(row) for row in rows], long="what")
        )


def _opening(text: str) -> str:
    """Enough to see that it is the article and nothing else; the whole of it is in ``--json``."""
    return text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]} … ({len(text)} characters in all; --json)"


def _paging(listing: "ListingLook") -> str:
    if not listing.items:
        return ""
    total = f"{listing.pages} pages; " if listing.pages else ""
    return f"{total}leads on to {listing.next_url}" if listing.next_url else f"{total}no further page found"


def show_proposal(proposal: "Proposal | None", text: str, written: Sequence[Path], dry_run: bool) -> None:
    if proposal:
        reasons = [[field, why] for field, why in proposal.reasons.items()]
        console.out.print(console.table("Why 依据", ["field", "evidence"], reasons, long="evidence"))
    if text:
        console.out.print(text, markup=False, soft_wrap=True)
    if written:
        console.out.print("Written: " + ", ".join(map(str, written)), markup=False, soft_wrap=True)
        if proposal and proposal.entry:
            console.out.print(f"Next: fazhi run --source {proposal.entry.id}", markup=False)
    elif text and dry_run:
        console.out.print("Nothing written (--dry-run).")


def show_check(looks: "Sequence[Look]") -> None:
    rows = []
    for look in looks:
        families = "\n".join(dict.fromkeys(_family(look, listing) for listing in look.listings))
        charsets = "\n".join(dict.fromkeys(listing.charset or "–" for listing in look.listings))
        read = look.article
        told = f"{read.title}\n{read.published or 'no date'} {read.source_name or 'no 来源'}" if read else look.why
        rows.append([look.source.id, str(look.verdict), look.robots, charsets, families, len(look.items), told])
    columns = ["source", "verdict", "robots", "charset", "family", "items", "article, or what is wrong"]
    console.out.print(console.table(f"Check 检查 ({len(rows)})", columns, rows, long=columns[-1]))


def _family(look: "Look", listing: "ListingLook") -> str:
    """What is declared, and what the page gives evidence of where that is another."""
    declared = look.source.family
    return declared if listing.family in ("", declared) else f"{declared} → {listing.family}"
