"""大汉 jpaas: ``/art/2025/art_<32 hex>.html``; the list is a unit of JSON whose ``paramJson`` alone turns the page."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from crawl_site.town import Column, Maker
from crawl_site.wire import Reply, Request

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_ROWS = 5


def build(make: Maker) -> Iterator[Column]:
    """Both spellings of the parse type. The unit wants a Referer, the mark of a script, and JSON without spaces."""
    for variant, parse_type in (("build", "buildstatic"), ("bulid", "bulidstatic")):
        yield _column(make, variant, parse_type)


def _column(make: Maker, variant: str, parse_type: str) -> Column:
    host = make.host()
    folder = f"/{make.word()}/{make.word()}"
    query = {
        "parseType": parse_type,
        "webId": make.hex32(),
        "tplSetId": make.hex32(),
        "pageType": "column",
        "tagId": make.random.choice(["当前栏目_list", "信息列表", "内容1"]),
        "editType": "null",
        "pageId": make.hex32(),
    }
    stories = make.place(host, make.drafts(_ROWS), lambda d: f"{folder}/art/{d.day.year}/art_{d.code}.html")
    make.listing(host, f"{folder}/index.html", [], "jpaas.html", query=query)

    def unit(request: Request) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(request.target).query).items()}
        if "referer" not in request.headers or request.headers.get("x-requested-with") != "XMLHttpRequest":
            return Reply("forbidden", 403)
        window = asked.pop("paramJson", f'{{"pageNo":1,"pageSize":{_ROWS}}}')
        if asked != query or " " in window:
            return Reply(
                json.dumps({"success": False, "message": "参数错误", "data": None}), content_type="application/json"
            )
        number, size = (int(json.loads(window)[name]) for name in ("pageNo", "pageSize"))
        rows = [make.row(host, f"{folder}/index.html", story) for story in stories[(number - 1) * size : number * size]]
        told = {"per_page": size, "total": len(stories), "number": number, "rows": rows}
        fragment = make.html("unit.html", **told).body
        assert isinstance(fragment, bytes)
        answer = {"success": True, "code": "200", "data": {"html": fragment.decode()}}
        return Reply(json.dumps(answer, ensure_ascii=False), content_type="application/json;charset=UTF-8")

    host.put(f"{_UNIT}?*", unit)
    return Column("jpaas", variant, f"{host.base}{folder}/index.html", [host], stories, -(-len(stories) // _ROWS) + 1)
