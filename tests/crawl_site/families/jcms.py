"""大汉 jcms: ``/art/2025/3/10/art_61490_12315978.html``; the page has the first records, dataproxy.jsp the rest."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from markupsafe import Markup

from crawl_site.town import Column, Maker, Story
from crawl_site.wire import Reply, Request

_PER_PAGE, _GROUP = 4, 3


def build(make: Maker) -> Iterator[Column]:
    """Records by a form, by following the next group, and a proxy that is empty: the column's own pages count."""
    for variant in ("form", "nextgroup", "empty"):
        yield _Site(make, variant).column()


class _Site:
    def __init__(self, make: Maker, variant: str) -> None:
        self.make, self.variant, self.host = make, variant, make.host()
        self.column_id, self.unit, self.web = make.number(), make.number(6), make.number(2)
        self.folder = f"/col/col{self.column_id}"
        self.proxy = make.random.choice(["/module/web/jpage/dataproxy.jsp", "/module/jpage/dataproxy.jsp"])
        drafts = [draft for _ in range(3) for draft in make.drafts(_PER_PAGE)]
        drafts.sort(key=lambda draft: draft.day, reverse=True)
        self.stories = make.place(
            self.host,
            drafts,
            lambda d: f"/art/{d.day.year}/{d.day.month}/{d.day.day}/art_{self.column_id}_{d.number}.html",
        )

    @property
    def fields(self) -> dict[str, Any]:
        """What the form of the proxy sends."""
        return {
            "col": 1,
            "appid": 1,
            "webid": self.web,
            "path": "/",
            "columnid": self.column_id,
            "sourceContentType": 1,
            "unitid": self.unit,
            "webname": "云州市司法局",
            "permissiontype": 0,
        }

    def column(self) -> Column:
        """The column with its proxy."""
        path, first = f"{self.folder}/index.html", self.stories[: _PER_PAGE * _GROUP]
        pages = -(-len(self.stories) // _PER_PAGE)
        if self.variant == "empty":
            self._html_pages(path)
            answers = pages
        else:
            self._page(path, first, "jcms.html", datastore=Markup(self._records(first, 1)))
            answers = -(-len(self.stories) // (_PER_PAGE * _GROUP))
        self.host.put(f"{self.proxy}?*", self._answer)
        return Column("jcms", self.variant, self.host.base + path, [self.host], self.stories, answers)

    def _html_pages(self, path: str) -> None:
        """``?uid=U&pageNum=k``: whole pages of the column, the proxy named in their script stays empty."""
        pages = -(-len(self.stories) // _PER_PAGE)
        for number in range(1, pages + 1):
            chunk = self.stories[(number - 1) * _PER_PAGE : number * _PER_PAGE]
            names = [f"{path}?uid={self.unit}&pageNum={other}" for other in (number + 1, number - 1, pages)]
            older, newer = names[0] if number < pages else "", names[1] if number > 1 else ""
            told = {"older": older, "newer": newer, "last": names[2], "number": number, "pages": pages}
            self._page(f"{path}?uid={self.unit}&pageNum={number}", chunk, "next.html", first=path, **told)
        self.host.pages[path] = self.host.pages[f"{path}?uid={self.unit}&pageNum=1"]

    def _page(self, path: str, stories: list[Story], template: str, **values: Any) -> None:
        told = {"unit": self.unit, "proxy": self.proxy, "fields": self.fields, "total": len(self.stories)}
        self.make.listing(self.host, path, stories, template, per_page=_PER_PAGE, **told, **values)

    def _records(self, stories: list[Story], following: int) -> str:
        asked = {name: value for name, value in self.fields.items() if name not in {"col", "sourceContentType"}}
        reply = self.make.html(
            "records.xml",
            following=f"{self.proxy}?page={following}&{urlencode(asked)}" if self.variant == "nextgroup" else "",
            total=len(self.stories),
            pages=-(-len(self.stories) // _PER_PAGE),
            rows=[self.make.row(self.host, self.folder + "/", story) for story in stories],
        )
        assert isinstance(reply.body, bytes)
        return reply.body.decode().replace("&amp;", "&")

    def _answer(self, request: Request) -> Reply:
        """What the proxy says: nothing to a form that does not name this column, or where it is out of order."""
        query = parse_qs(urlsplit(request.target).query)
        form = parse_qs(request.body) if request.method == "POST" else query
        mine = all(
            form.get(name) == [str(self.fields[name])] for name in ("columnid", "unitid", "webid", "permissiontype")
        )
        start, end, page = self._window(query)
        if self.variant == "empty" or not mine or (self.variant == "form") != (request.method == "POST"):
            return Reply("<datastore><recordset></recordset></datastore>", content_type="text/xml")
        return Reply(self._records(self.stories[start:end], page + 1), content_type="text/xml;charset=UTF-8")

    def _window(self, query: dict[str, list[str]]) -> tuple[int, int, int]:
        if self.variant == "nextgroup":
            page, size = int(query.get("page", ["0"])[0]), _PER_PAGE * _GROUP
            return page * size, (page + 1) * size, page
        start, end = (int(query.get(name, ["0"])[0]) for name in ("startrecord", "endrecord"))
        return start - 1, end, 0
