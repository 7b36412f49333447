"""Families that differ in their addresses and lead to the next page by a link, or by a number of pages and a habit."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crawl_site.town import Column, Draft, Maker


@dataclass(frozen=True)
class _Plan:
    """Paths of articles and of a listing's pages (from 1), the template of the pager, and the charset of it all."""

    family: str
    variant: str
    article: Callable[[Draft], str]
    page: Callable[[int], str]
    template: str = "next.html"
    charset: str = "utf-8"
    body_class: str = "content"


def build(make: Maker) -> Iterator[Column]:
    """A column of each plan."""
    for plan in [*_numbered(make), *_dated(make), *_opaque(make), *_media(make), *_unknown(make)]:
        host, rows = make.host(), make.rows()
        look = {"charset": plan.charset}
        stories = make.place(host, make.drafts(rows), plan.article, body_class=plan.body_class, **look)
        away = [make.outside()]
        pages = -(-len(stories) // rows)
        told = {"last": plan.page(pages), "external": away}
        make.paged(host, stories, plan.page, plan.template, rows=rows, **told, **look)
        yield Column(plan.family, plan.variant, host.base + plan.page(1), [host], stories, pages, external=away)


def _suffixed(stem: str, ext: str, mark: str = "_", base: int = 0) -> Callable[[int], str]:
    """``index.html``, then ``index_2.html``; with base 1 ``index_1.html``."""
    return lambda number: f"{stem}{f'{mark}{number - base}' if number > 1 else ''}.{ext}"


def _numbered(make: Maker) -> Iterator[_Plan]:
    one, column, folder = make.number(4), make.number(5), f"/{make.word()}/{make.word()}"
    yield _Plan("jeecms", "jhtml", lambda d: f"{folder}/{d.number}.jhtml", _suffixed(f"{folder}/index", "jhtml"))
    yield _Plan(
        "anhui", "public", lambda d: f"/public/{one}/{d.number}.html", _suffixed(f"/public/column/{one}", "html")
    )
    pds = _suffixed(f"/channels/{column}", "html")
    yield _Plan("pds", "channels", lambda d: f"/contents/6/{d.number}.html", pds, "pds.html")
    code = make.hex32()[:8]
    easy = lambda number: f"/sft/{folder[1:]}/{code}-{number}.shtml"  # noqa: E731
    place = f"/sft/{folder[1:]}"
    yield _Plan("easysite", "liaoning", lambda d: f"{place}/{d.code[:16]}/index.shtml", easy, "easysite.html")


def _dated(make: Maker) -> Iterator[_Plan]:
    column, folder = make.number(6), f"/{make.word()}"
    place = f"/{make.word()}/c{column}"
    yield _Plan(
        "c_column",
        "content",
        lambda d: f"{place}/{d.day:%Y-%m/%d}/content_{d.number}.shtml",
        _suffixed(f"{place}/common_list", "shtml"),
    )
    other = f"/{make.word()}/c{make.number(6)}"
    yield _Plan(
        "c_column", "hex", lambda d: f"{other}/{d.day:%Y%m}/{d.code}.shtml", _suffixed(f"{other}/index", "shtml")
    )
    yield _Plan(
        "henan", "date", lambda d: f"/{d.day:%Y/%m-%d}/{d.number}.html", _suffixed(f"{folder}/index", "html", base=1)
    )
    yield _Plan(
        "sichuan",
        "date",
        lambda d: f"/{d.day.year}/{d.day.month}/{d.day.day}/{d.code}.shtml",
        _suffixed(f"{folder}/list", "shtml"),
    )
    yield _Plan(
        "sichuan",
        "no_extension",
        lambda d: f"{folder}/content_{d.number}",
        lambda k: f"{folder}/list{'' if k < 2 else k}",
    )


def _opaque(make: Maker) -> Iterator[_Plan]:
    column, template, block = make.uuid(), make.uuid(), make.uuid()
    blocks = f"/columns/{column}/templates/{template}/blocks/{block}"
    yield _Plan(
        "hebei",
        "uuid",
        lambda d: (
            f"/columns/{column}/{d.day:%Y%m/%d}/{d.code[:8]}-{d.code[8:12]}-{d.code[12:16]}-{d.code[16:20]}-{d.code[20:]}.html"
        ),
        lambda number: f"/columns/{column}/index.html" if number == 1 else f"{blocks}?page={number}",
    )


def _media(make: Maker) -> Iterator[_Plan]:
    number, code = make.number(6), b64encode(f"PAGE{make.number(8)}".encode()).decode().rstrip("=")
    yield _Plan(
        "chinacourt",
        "article",
        lambda d: f"/article/detail/{d.day:%Y/%m}/id/{d.number}.shtml",
        lambda k: f"/article/index/id/{code}{f'/page/{k}' if k > 1 else ''}.shtml",
    )
    yield _Plan(
        "people",
        "gbk",
        lambda d: f"/n1/{d.day:%Y/%m%d}/c{number}-{d.number}.html",
        lambda k: f"/GB/{number}/index{k if k > 1 else ''}.html",
        charset="gb2312",
    )
    yield _Plan(
        "legaldaily",
        "node",
        lambda d: f"/government/content/{d.day:%Y-%m/%d}/content_{d.number}.htm",
        _suffixed(f"/government/node_{number}", "htm"),
    )
    yield _Plan(
        "cfgw",
        "content",
        lambda d: f"/xb/content/{d.day:%Y-%m/%d}/content_{d.number}.html",
        _suffixed(f"/xb/node_{number}", "html"),
    )


def _unknown(make: Maker) -> Iterator[_Plan]:
    folder, node = f"/{make.word()}/{make.word()}", make.number(4)
    yield _Plan(
        "generic", "next", lambda d: f"/Node-{d.number}.html", lambda k: f"/Node-{node}{f'-{k}' if k > 1 else ''}.html"
    )
    yield _Plan(
        "generic", "last", lambda d: f"{folder}/{d.number}/view.html", lambda k: f"{folder}/{k}.html", "last.html"
    )
    yield _Plan(
        "generic", "total", lambda d: f"{folder}/{d.number}.html", _suffixed(f"{folder}/index", "html"), "total.html"
    )
    query = lambda k: f"/channel/list/{node}.html{f'?page={k}' if k > 1 else ''}"  # noqa: E731
    yield _Plan("generic", "query", lambda d: f"/show?id={d.number}", query)
