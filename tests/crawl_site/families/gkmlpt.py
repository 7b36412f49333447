"""Guangdong: the disclosure platform gkmlpt (JSON, 100 articles a page) and the portal NFCMS (1-based pages)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from crawl_site.town import Column, Maker
from crawl_site.wire import Reply, Request

_ROWS = 10


def build(make: Maker) -> Iterator[Column]:
    """The API, the portal, and posts of the API that redirect to another site (kept as external or declined)."""
    yield _api(make)
    yield _portal(make)


def _api(make: Maker) -> Column:
    host = make.host()
    column, site = make.number(4), make.number(6)
    stories = make.place(
        host,
        make.drafts(_ROWS),
        lambda d: f"/gkmlpt/content/{d.number // 10**6}/{d.number // 1000}/post_{d.number}.html",
    )

    def answer(request: Request) -> Reply:
        query = parse_qs(urlsplit(request.target).query)
        number = max(1, int(query.get("page", ["1"])[0]))
        chunk = stories[(number - 1) * _ROWS : number * _ROWS] if query.get("sid") == [str(site)] else []
        articles = []
        for story in chunk:
            noon = datetime(story.day.year, story.day.month, story.day.day, 4, tzinfo=UTC)
            when = {"date": int(noon.timestamp()), "display_publish_time": int(noon.timestamp())}
            created = (noon - timedelta(days=3)).strftime("%Y-%m-%d %H:%M:%S")
            identity = {"id": int(story.url.rpartition("_")[2][:-5]), "title": story.title}
            articles.append({**identity, **when, "created_at": created, "url": story.url, "publisher": "云州市司法局"})
        page = {"articles": articles, "total": len(stories), "page": number, "classify": {"id": column}}
        return Reply(json.dumps(page), content_type="application/json")

    host.put(f"/gkmlpt/api/all/{column}?*", answer)
    start = f"{host.base}/gkmlpt/api/all/{column}?page=1&sid={site}"
    return Column("gkmlpt", "api", start, [host], stories, -(-len(stories) // _ROWS))


def _portal(make: Maker) -> Column:
    host, rows, folder = make.host(), make.rows(), f"/{make.word()}/{make.word()}"
    kind = make.random.choice(["post", "mpost"])
    stories = make.place(host, make.drafts(rows), lambda d: f"{folder}/content/{kind}_{d.number}.html")

    def path(number: int) -> str:
        return f"{folder}/index{f'_{number}' if number > 1 else ''}.html"

    pages = make.paged(host, stories, path, "next.html", rows=rows)
    return Column("gkmlpt", "portal", host.base + path(1), [host], stories, pages)
