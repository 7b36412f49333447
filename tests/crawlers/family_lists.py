"""More small sites: listings of HTML in every dialect, newspapers, sitemaps."""

import gzip
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from family_sites import NEWEST, Column, Entry, cut, listed, uuid, written
from local_site import Reply, Site, page

LINKED, COUNTED, LAST = "a link to the next page", "the number of pages alone", "a link to the last page"

# Columns by number, hash, UUID


def c_column(site: Site) -> Column:
    entries = written(site, "/yz/c100050/{day:%Y-%m}/{day:%d}/content_{number}.shtml", 9, "c-column")
    for number, chosen in enumerate(cut(entries, 3), start=1):
        name = "common_list.shtml" if number == 1 else f"common_list_{number}.shtml"
        call = f"<script>createPageHTML('page_div',3, {number},'common_list','shtml',9);</script>"
        site.put(f"/yz/c100050/{name}", page("栏目", listed(chosen) + call))
    return Column(site, "c-column", "/yz/c100050/common_list.shtml", "c_column", 3, entries)


def c_column_of_script(site: Site) -> Column:
    """index.shtml says how many pages there are, and goes on as common_list_2.shtml."""
    entries = written(site, "/yuanxi/c108850/{day:%Y%m}/{hex}.shtml", 6, "c-script")
    for number, chosen in enumerate(cut(entries, 3), start=1):
        name = "index.shtml" if number == 1 else f"common_list_{number}.shtml"
        site.put(f"/yuanxi/c108850/{name}", page("栏目", listed(chosen) + "<em>共2页</em>"))
    return Column(site, "c-script", "/yuanxi/c108850/index.shtml", "c_column", 2, entries, asks=3)


def uuid_columns(site: Site) -> Column:
    chance = random.Random(7)
    own, template, block = uuid(chance), uuid(chance), uuid(chance)
    entries = written(site, "/columns/" + own + "/{day:%Y%m}/{day:%d}/{uuid}.html", 8, "uuid")
    address = f"/columns/{own}/templates/{template}/blocks/{block}"
    for number, chosen in enumerate(cut(entries, 3), start=1):
        site.put(f"{address}?page={number}&fix=0", f"{listed(chosen)}<div>共3页</div>")
    script = f"<script>load('{address}?page=1&fix=0')</script>"
    site.put(f"/columns/{own}/index.html", page("要闻", f"{listed(entries[:3])}{script}"))
    return Column(site, "uuid", f"/columns/{own}/index.html", "uuid_columns", 3, entries)


def easysite(site: Site) -> Column:
    """The pager's links have their address in an attribute of their own."""
    entries = written(site, "/yzt/qmyfzs/gzdt/{day:%Y%m%d}{number}/index.shtml", 9, "easysite")
    for number, chosen in enumerate(cut(entries, 3), start=1):
        following = f"<a href='javascript:void(0)' tagname='/yzt/gzdt/28b1cf7e-{number + 1}.shtml'>下一页</a>"
        pager = f"<div class='easysite-total-page'><b>{number}</b>/<b>3</b></div>{following if number < 3 else ''}"
        site.put(f"/yzt/gzdt/28b1cf7e-{number}.shtml", page("动态", listed(chosen) + pager))
    return Column(site, "easysite", "/yzt/gzdt/28b1cf7e-1.shtml", "easysite", 3, entries)


# TRS, where the first guess about page 2 is wrong


def trs(site: Site, name: str, call: str, second: int, *, missing: bool = False) -> Column:
    """Four pages; ``call`` is the script with places for page k (from 1) and k-1; page 2 is ``_{second}``."""
    entries = written(site, "/" + name + "/{day:%Y%m}/t{day:%Y%m%d}_{number}.shtml", 12, name)
    for number, chosen in enumerate(cut(entries, 3), start=1):
        suffix = f"_{number - 2 + second}" if number > 1 else ""
        script = f"<script>{call.format(k=number, j=number - 1)}</script>"
        site.put(f"/{name}/index{suffix}.shtml", page("列表", listed(chosen) + script))
    return Column(site, name, f"/{name}/index.shtml", "trs_wcm", 4, entries, asks=5 if missing else 4)


# Anything else: what ``generic`` serves


class Dialect(NamedTuple):
    """A site's addresses: of its listing's pages, of its articles; how its pager leads on; what is tried in vain."""

    name: str
    listing: str
    numbers: tuple[str, str, str]
    article: str
    pager: str = LINKED
    tried: int = 0


DIALECTS = (
    Dialect("channels", "/channels/14229{}.html", ("", "_2", "_3"), "/contents/6/{number}.html", COUNTED, 1),
    Dialect("taiyuan", "/gzdt{}.html", ("", "_2", "_3"), "/ty/{number}.html", COUNTED, 1),
    Dialect("henan", "/hn/index{}.html", ("", "_1", "_2"), "/{day:%Y}/{day:%m-%d}/{number}.html", COUNTED),
    Dialect("sichuan", "/sc/sfxzyw{}", ("", "/2", "/3"), "/{day.year}/{day.month}/{day.day}/{hex}.shtml"),
    Dialect("luzhou", "/lz/fzzfjsbg/{}", ("", "list_2.html", "list_3.html"), "/lz/fzzfjsbg/content_{number}"),
    Dialect("people", "/GB/188502/index{}.html", ("", "2", "3"), "/n1/{day:%Y}/{day:%m%d}/c42510-{number}.html"),
    Dialect(
        "chinacourt",
        "/article/index/id/MzAw/page/{}.shtml",
        ("1", "2", "3"),
        "/article/detail/{day:%Y}/{day:%m}/id/{number}.shtml",
    ),
    Dialect(
        "legaldaily",
        "/government/node_81790{}.htm",
        ("", "_2", "_3"),
        "/government/content/{day:%Y-%m}/{day:%d}/content_{number}.htm",
    ),
    Dialect("ankang", "/Node-6059{}.html", ("", "-2", "-3"), "/Content-{number}.html"),
    Dialect("yanan", "/sfzx/sfyw/{}.html", ("1", "2", "3"), "/sfzx/sfyw/{number}.html", COUNTED),
    Dialect("fuxin", "/channel/list/{}.html", ("12897", "12897_2", "12897_3"), "/fx/{number}.html", LAST),
)
"""What needs no family of its own: ``generic`` serves it."""


def dialect(site: Site, spoken: Dialect) -> Column:
    """Three pages of three rows each."""
    entries = written(site, spoken.article, 9, spoken.name)
    urls = [spoken.listing.format(number) for number in spoken.numbers]
    for number, chosen in enumerate(cut(entries, 3), start=1):
        following = f"<a href='{urls[number]}'>下一页</a>" if number < 3 else ""
        pager = {
            LINKED: f"当前第{number}/3 {following}",
            COUNTED: f"<a href='javascript:void(0)'>下一页</a> {number}/共3页",
            LAST: f"共3页 <a href='{urls[-1]}'>尾页</a>",
        }[spoken.pager]
        site.put(urls[number - 1], page("列表", f"{listed(chosen)}<div class='page'>{pager}</div>"))
    return Column(site, spoken.name, urls[0], "generic", 3, entries, asks=3 + spoken.tried)


# Newspapers


@dataclass(frozen=True)
class System:
    """How a maker's system writes its addresses: a page of an issue, an article, the entry."""

    node: str
    article: str
    entry: str


SYSTEMS = {
    "A": System(
        "/a/pc/layout/{day:%Y%m}/{day:%d}/node_{n:02}.html",
        "/a/pc/content/{day:%Y%m}/{day:%d}/content_{id}.html",
        "/a/pc/layout/index.html",
    ),
    "B": System(
        "/b/html/{day:%Y-%m}/{day:%d}/node_{m}.htm",
        "/b/html/{day:%Y-%m}/{day:%d}/content_{m}_{id}.htm",
        "/b/paperindex.htm",
    ),
    "C": System(
        "/c/content/{day:%Y%m%d}/Page{n:02}TB.htm",
        "/c/content/{day:%Y%m%d}/Articel{n:02}{id:03}TB.htm",
        "/c/content/PaperIndex.htm",
    ),
}


def paper(site: Site, letter: str, *, days: int = 5, without: tuple[int, ...] = (2,)) -> Column:
    """Issues of three pages with two articles each, one day missing. A: an index; B, C: one and two refreshes."""
    system, name = SYSTEMS[letter], f"paper-{letter.lower()}"
    column = Column(site, name, system.entry, "epaper", 0)
    for back in range(days):
        if back not in without:
            issue(column, system, NEWEST - timedelta(days=back))
    front = system.node.format(day=NEWEST, n=1, m=2)
    if letter == "A":
        nodes = "".join(
            f"<li><a href='{system.node.format(day=NEWEST, n=n, m=n + 1)}'>第{n:02}版</a></li>" for n in (1, 2, 3)
        )
        site.put(system.entry, page("数字报", f"<ul id='list'>{nodes}</ul>"))
    elif letter == "B":
        refresh = f"<html><head><META HTTP-EQUIV='REFRESH' CONTENT='0; URL={front}'></head><body></body></html>"
        site.put(system.entry, refresh)
    else:
        site.put(system.entry, "<html><meta http-equiv=refresh content='0;url=Middle.htm'><body></body></html>")
        site.put(
            "/c/content/Middle.htm", f'<html><body><script>window.location.href = "{front}";</script></body></html>'
        )
    return column


def issue(column: Column, system: System, day: date) -> None:
    """One issue; the articles of its first page are an image map's, and a list's with their titles."""
    nav = "".join(
        f"<a class='atitle' href='{system.node.format(day=day, n=n, m=n + 1)}'>第{n:02}版</a> " for n in (1, 2, 3)
    )
    for n in (1, 2, 3):
        articles = []
        for number in (1, 2):
            path = system.article.format(day=day, n=n, m=n + 1, id=n * 10 + number)
            entry = Entry(path, f"{day:%m月%d日}{n}版第{number}条：法治建设在基层", day)
            column.site.article(path, entry.title)
            articles.append(entry)
        column.entries += articles
        shapes = "".join(f"<area coords='1,1,9,9' href='{entry.path}'>" for entry in articles)
        titles = "".join(f"<li><a href='{entry.path}'>{entry.title}</a></li>" for entry in articles)
        column.site.put(
            system.node.format(day=day, n=n, m=n + 1), page("版面", f"<map>{shapes}</map>{nav}<ul>{titles}</ul>")
        )
        column.pages += 1


# Sitemaps


def sitemap(site: Site) -> Column:
    """An index of two sitemaps, one of them compressed."""
    entries = written(site, "/map/content_{number}.html", 8, "sitemap")
    urlset = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
    )
    row = "<url><loc>{}{}</loc><lastmod>{}T08:00:00+08:00</lastmod></url>"
    halves = [
        urlset.format("".join(row.format(site.base, entry.path, entry.day) for entry in half) + extra)
        for half, extra in zip(cut(entries, 4), (f"<url><loc>{site.base}/map/</loc></url>", ""), strict=True)
    ]
    site.put("/map1.xml", Reply(halves[0], content_type="text/xml"))
    site.put("/map2.xml.gz", Reply(gzip.compress(halves[1].encode()), content_type="application/gzip"))
    children = "".join(
        f"<sitemap><loc>{site.base}{path}</loc><lastmod>{day}</lastmod></sitemap>"
        for path, day in (("/map1.xml", "2025-03-28"), ("/map2.xml.gz", "2025-03-24"))
    )
    root = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    index = f'<?xml version="1.0"?>{root}{children}</sitemapindex>'
    site.put("/sitemap.xml", Reply(index, content_type="text/xml"))
    return Column(site, "sitemap", "/sitemap.xml", "sitemap", 3, entries)
