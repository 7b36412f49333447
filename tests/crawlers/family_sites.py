"""Small sites of every family on loopback: invented columns, titles and numbers; pages as the systems make them."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from crawlers import Source
from local_site import FORM, Reply, Site, page, source

NEWEST = date(2025, 3, 28)


@dataclass(frozen=True)
class Entry:
    """One article of a column: where it is, its full title, its day."""

    path: str
    title: str
    day: date


@dataclass
class Column:
    """A column of a site, newest entry first, and how to name it as a source."""

    site: Site
    name: str
    start: str
    family: str
    pages: int
    entries: list[Entry] = field(default_factory=list)
    options: dict[str, object] = field(default_factory=dict)
    asks: int = 0
    """Listing requests of a first walk where they are not as many as pages."""

    def source(self, family: str = "auto", **fields: object) -> Source:
        return source(self.name, self.site.base + self.start, family=family, **{**self.options, **fields})

    def urls(self) -> set[str]:
        return {self.site.base + entry.path for entry in self.entries}


def written(site: Site, pattern: str, count: int, name: str) -> list[Entry]:
    """Articles, served by the site, a day apart. ``pattern`` has places for day, number and 32 hexadecimal digits."""
    chance = random.Random(name)
    entries = []
    for number in range(count):
        day = NEWEST - timedelta(days=number)
        path = pattern.format(
            day=day, number=900_000 - number, hex=f"{chance.getrandbits(128):032x}", uuid=uuid(chance), n=number + 1
        )
        title = f"云州市{name}栏目第{count - number}篇：推进法治政府建设情况通报"
        site.article(path, title)
        entries.append(Entry(path, title, day))
    return entries


def uuid(chance: random.Random) -> str:
    text = f"{chance.getrandbits(128):032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def listed(entries: list[Entry], *, dated: bool = True) -> str:
    """Rows with a cut text, the full title in ``title=``, hrefs in single quotes."""
    rows = (
        f"<li><a href='{entry.path}' title='{entry.title}'>{entry.title[:8]}…</a>"
        f"{f'<span>[{entry.day}]</span>' if dated else ''}</li>"
        for entry in entries
    )
    return f"<ul class='list'>{''.join(rows)}</ul>"


def cut(entries: list[Entry], size: int) -> list[list[Entry]]:
    return [entries[at : at + size] for at in range(0, len(entries), size)]


# 大汉 jcms


def jcms(site: Site, *, embedded: bool, by_group: bool = False) -> Column:
    """25 records, three pages of three at a time; the first group in the column's page, or nothing of it."""
    name = f"jcms-{'embedded' if embedded else 'empty'}{'-grouped' if by_group else ''}"
    column = f"{48520 + embedded + 2 * by_group}"
    entries = written(site, "/art/{day.year}/{day.month}/{day.day}/art_" + column + "_{number}.html", 25, name)
    proxy = f"/module/{name}/jpage/dataproxy.jsp"

    def store(chosen: list[Entry], group: int = 0) -> str:
        link = f"{proxy}?page={group}&appid=1&webid=33&path=/&columnid={column}&unitid=771&webname=x"
        following = f'<nextgroup><![CDATA[<a href="{link}"></a>]]></nextgroup>' if group else ""
        records = "".join(f"<record><![CDATA[\n{listed([entry])}]]></record>\n" for entry in chosen)
        total = f"<totalrecord>{len(entries)}</totalrecord>"
        return f"<datastore>{following}{total}<recordset>{records}</recordset></datastore>"

    def script() -> str:
        return (
            "<script>$('#771').jpage({perPage:3, totalRecord:25, groupSize:3, barPosition:'bottom',\n"
            f"proxyUrl:'{proxy}', ajaxParam:{{col:1,appid:1,webid:33,path:'/',columnid:{column},"
            "sourceContentType:1,unitid:'771',webname:'云州市司法局',permissiontype:0}})</script>"
        )

    def answer(path: str, headers: Mapping[str, str]) -> Reply:
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        if by_group:
            group = int(query["page"])
            chosen = entries[9 * group : 9 * (group + 1)]
            return Reply(store(chosen, group + 1 if 9 * (group + 1) < 25 else 0), content_type="application/xml")
        form = {key: values[0] for key, values in parse_qs(headers.get(FORM, "")).items()}
        wanted = {"columnid": column, "unitid": "771", "webid": "33", "webname": "云州市司法局", "path": "/"}
        if wanted.items() - form.items() or "Referer" not in headers:
            return Reply("<datastore><recordset></recordset></datastore>", content_type="application/xml")
        first, last = int(query["startrecord"]), int(query["endrecord"])
        return Reply(store(entries[first - 1 : last]), content_type="application/xml")

    for group in range(3):
        if by_group:
            site.put(f"{proxy}?page={group}&appid=1&webid=33&path=/&columnid={column}&unitid=771&webname=x", answer)
    for first in (1, 10, 19):
        site.put(f"{proxy}?startrecord={first}&endrecord={first + 8}&perpage=3", answer)
    start = f"/col/col{column}/index.html"
    data = f'<script type="text/xml">{store(entries[:9], 1 if by_group else 0)}</script>' if embedded else ""
    site.put(start, page("栏目", f"<div id='771'></div>{data}{'' if by_group else script()}"))
    return Column(site, name, start, "jcms", 3, entries, asks=3 if embedded else 4)


def jcms_without_proxy(site: Site) -> Column:
    """The interface answers nothing; the column's HTML is the list."""
    entries = written(site, "/art/{day.year}/{day.month}/{day.day}/art_9_{number}.html", 8, "jcms-html")
    proxy = "/module/web/jpage/dataproxy.jsp"
    script = f"<script>jpage({{perPage:3,proxyUrl:'{proxy}',ajaxParam:{{webid:4,columnid:9,unitid:'55'}}}})</script>"
    site.put(f"{proxy}?startrecord=1&endrecord=9&perpage=3", Reply("<datastore></datastore>", content_type="text/xml"))
    for number, chosen in enumerate(cut(entries, 3), start=1):
        path = "/col/col9/index.html" + (f"?uid=55&pageNum={number}" if number > 1 else "")
        site.put(path, page("栏目", f"{listed(chosen)}<span>共3页</span>{script}"))
    return Column(site, "jcms-html", "/col/col9/index.html", "jcms", 3, entries, asks=4)


# jpaas


def jpaas(site: Site, spelling: str) -> Column:
    """Two units, of which one is a menu; rows come as HTML in JSON; only compact paramJson turns the pages."""
    name = f"jpaas-{spelling}"
    entries = written(site, "/" + name + "/art/{day.year}/art_{hex}.html", 11, name)
    api = f"/{name}/api-gateway/jpaas-publish-server/front/page/build/unit"
    unit = {"webId": "w1", "pageId": "p1", "parseType": spelling, "pageType": "column", "tagId": "分页列表"}
    unit |= {"tplSetId": "t1", "editType": "null"}

    def scripted(tag: str) -> str:
        stated = json.dumps(unit | {"tagId": tag}, ensure_ascii=False).replace('"', "'")
        return f'<script src="/unitbuild.js" url="{api}" queryData="{stated}"></script>'

    def answer(path: str, headers: Mapping[str, str]) -> Reply:
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        if headers.get("X-Requested-With") != "XMLHttpRequest" or "Referer" not in headers:
            return Reply("{}", 403, content_type="application/json")
        if query["tagId"] == "菜单":
            markup = "<ul><li><a href='/jpaas/jgzn/index.html'>机构职能</a></li></ul>"
        else:
            turned = query.get("paramJson", '{"pageNo":1,"pageSize":4}')
            number = json.loads(turned)["pageNo"] if " " not in turned else 1
            chosen = cut(entries, 4)[number - 1 : number]
            pager = f"<div class='pagination' rows='4' count='{len(entries)}'></div>"
            markup = listed(chosen[0] if chosen else []) + pager
        body = {"success": True, "code": "200", "data": {"html": markup}}
        return Reply(json.dumps(body, ensure_ascii=False), content_type="application/json")

    site.prefixed[api] = answer
    start = f"/{name}/col1/index.html"
    site.put(start, page("栏目", scripted("菜单") + scripted("分页列表")))
    return Column(site, name, start, "jpaas", 3, entries, asks=5)


# Guangdong


def gkmlpt(site: Site) -> Column:
    """The column is the fragment; one post leads to WeChat; its data come 4 at a time and want the site's number."""
    entries = written(site, "/gkmlpt/content/2/{number}/post_{number}.html", 10, "gkmlpt")

    def answer(path: str, headers: Mapping[str, str]) -> Reply:
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        if query.get("sid") != "755031":
            return Reply("{}", 404)
        chosen = entries[4 * (int(query["page"]) - 1) : 4 * int(query["page"])]
        articles: list[dict[str, object]] = [
            {"id": n, "title": entry.title, "url": site.base + entry.path, "display_publish_time": seconds(entry.day)}
            for n, entry in enumerate(chosen)
        ]
        if query["page"] == "1":
            outside: dict[str, object] = {
                "title": "公众号里的一篇",
                "url": "https://mp.weixin.example/s/1",
                "date": "2025-03-28",
            }
            articles.append(outside)
        body = {"total": len(entries) + 1, "articles": articles}
        return Reply(json.dumps(body, ensure_ascii=False), content_type="application/json")

    site.prefixed["/gkmlpt/api/all/2108"] = answer
    site.put("/gkmlpt/index", page("信息公开目录", "<script>window._CONFIG = {SID: '755031', DOMAIN: 'x'}</script>"))
    return Column(site, "gkmlpt", "/gkmlpt/index#2108", "gkmlpt", 3, entries, asks=4)


def seconds(day: date) -> int:
    """Midnight in Beijing, as the platform writes it."""
    return (day - date(1970, 1, 1)).days * 86_400 - 8 * 3_600


def nfcms(site: Site) -> Column:
    """The portal: post_N below content, index_2.html is page 2, no date in the addresses, a pager of script."""
    entries = written(site, "/nf/xwdt/content/post_{number}.html", 9, "nfcms")
    for number, chosen in enumerate(cut(entries, 3), start=1):
        name = "index.html" if number == 1 else f"index_{number}.html"
        pager = "<div class='page'>共3页 <a href='javascript:go(2)'>下一页</a></div>"
        site.put(f"/nf/xwdt/{name}", page("动态", listed(chosen) + pager))
    return Column(site, "nfcms", "/nf/xwdt/index.html", "gkmlpt", 3, entries)


# gov.cn


def ucap(site: Site) -> Column:
    """A page of script whose documents come from the search interface, in two groups, to whoever says from where."""
    entries = written(site, "/zhengce/zhengceku/{day:%Y%m}/content_{number}.htm", 10, "ucap")
    groups = {"gongwen": entries[:7], "bumenfile": entries[7:]}

    def answer(path: str, headers: Mapping[str, str]) -> Reply:
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        if not headers.get("Referer", "").startswith(site.base):
            return Reply("{}", 403, content_type="application/json")
        number = int(query["p"])
        rows = {
            name: {
                "totalCount": len(group),
                "listVO": [
                    {"title": f"<em>{entry.title[:3]}</em>{entry.title[3:]}", "url": site.base + entry.path}
                    | {"pubtimeStr": f"{entry.day:%Y.%m.%d}"}
                    for entry in group[3 * number - 3 : 3 * number]
                ],
            }
            for name, group in groups.items()
        }
        body = {"code": 200, "searchVO": {"catMap": rows}}
        return Reply(json.dumps(body, ensure_ascii=False), content_type="application/json")

    site.prefixed["/search-gov/data"] = answer
    script = "<script>var api = '/search-gov/data?t=zhengcelibrary&amp;q=&amp;sort=pubtime&amp;p=1&amp;n=3'</script>"
    site.put("/zhengce/zhengceku/", page("政策文件库", script))
    return Column(site, "ucap", "/zhengce/zhengceku/", "ucap", 3, entries, asks=4)
