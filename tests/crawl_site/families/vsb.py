"""博达 VSB: ``info/1517/9001.htm``; the numbers of a listing's pages fall as one goes back."""

from collections.abc import Iterator

from crawl_site.town import Column, Maker


def build(make: Maker) -> Iterator[Column]:
    """``gzdt.htm``, then ``gzdt/4.htm``, ``gzdt/3.htm``…: only 下页 tells which is next."""
    host, rows = make.host(), make.rows()
    name, column = make.word(), make.number(4)
    stories = make.place(
        host, make.drafts(rows), lambda d: f"/info/{column}/{d.number}.htm", body_class="v_news_content"
    )
    pages = -(-len(stories) // rows)

    def path(number: int) -> str:
        return f"/{name}.htm" if number == 1 else f"/{name}/{pages - number + 1}.htm"

    make.paged(host, stories, path, "vsb.html", rows=rows, last=path(pages))
    yield Column("vsb", "falling", host.base + path(1), [host], stories, pages)
