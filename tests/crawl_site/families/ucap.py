"""gov.cn UCAP: ``/zhengce/zhengceku/202411/content_6986383.htm``; the library is a search that wants a Referer."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from crawl_site.town import Column, Maker
from crawl_site.wire import Reply, Request

_ROWS = 5


def build(make: Maker) -> Iterator[Column]:
    """The search stands on one host, the articles on another; titles hold the marks of the hit."""
    search, host = make.host(), make.host()
    stories = make.place(
        host,
        make.drafts(_ROWS),
        lambda d: f"/zhengce/zhengceku/{d.day:%Y%m}/content_{d.number}.htm",
        body_class="pages_content UCAP-CONTENT",
    )

    def answer(request: Request) -> Reply:
        if "referer" not in request.headers:
            return Reply("forbidden", 403)
        query = parse_qs(urlsplit(request.target).query)
        number, size = int(query["p"][0]), int(query["n"][0])
        found = [
            {
                "title": story.title.replace("行政", "<em>行政</em>"),
                "url": story.url,
                "pubtimeStr": story.day.strftime("%Y.%m.%d"),
                "puborg": "司法部",
                "pcode": "",
            }
            for story in stories[(number - 1) * size : number * size]
        ]
        page = {
            "code": 200,
            "msg": "操作成功",
            "searchVO": {"totalCount": len(stories), "listVO": found, "catMap": None},
        }
        return Reply(json.dumps(page, ensure_ascii=False), content_type="application/json;charset=utf-8")

    search.put("/search-gov/data?*", answer)
    start = f"{search.base}/search-gov/data?t=zhengcelibrary_bm&q=&sort=pubtime&p=1&n={_ROWS}&type=gwyzcwjk"
    yield Column("ucap", "search", start, [search, host], stories, -(-len(stories) // _ROWS))
