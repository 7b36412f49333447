"""Sites on loopback for looks: a county's TRS site, and sites that refuse, stand empty or hang."""

from collections.abc import Iterator
from contextlib import contextmanager

from local_site import Reply, Site, page, serve

ROWS, OLDER = 14, 3
"""Items of page 1, and of page 2."""
TEXT = (
    "<p>2024年，澄屏县坚持依法行政，全年办理行政复议案件{cases}件，行政机关负责人出庭应诉率98%。</p>"
    "<p>全县开展行政执法检查，公布执法结果，各乡镇公共法律服务站全年接待群众。</p>" * 3
)


def head(*metas: tuple[str, str]) -> str:
    """Meta tags as the state's guideline for sites asks for them."""
    return "".join(f'<meta name="{name}" content="{content}">' for name, content in metas)


def with_head(html: str, tags: str) -> str:
    return html.replace("</head>", f"{tags}</head>")


SITE = (("SiteName", "澄屏县人民政府"), ("SiteIDCode", "9901210001"))


def trs_site(site: Site, folder: str = "/zwgk/fzzf", tags: tuple[tuple[str, str], ...] = SITE) -> str:
    """A listing of TRS WCM in two pages with its articles, the newest of 28 March 2025; the URL of page 1."""
    rows = [_article(site, folder, tags, ROWS + OLDER - number) for number in range(ROWS + OLDER)]
    metas = head(*tags, ("ColumnName", "法治政府建设"))
    for number, shown in enumerate((rows[:ROWS], rows[ROWS:])):
        pager = f'<script>createPageHTML(2, {number}, "index", "html");</script>'
        listing = page("法治政府建设-澄屏县人民政府", f'<ul class="list">{"".join(shown)}</ul>{pager}')
        site.put(f"{folder}/index{f'_{number}' if number else ''}.html", with_head(listing, metas))
    return f"{site.base}{folder}/index.html"


def _article(site: Site, folder: str, tags: tuple[tuple[str, str], ...], number: int) -> str:
    """Serves an article; its row of the listing."""
    day = f"2025-03-{28 - ROWS - OLDER + number:02d}"
    name = f"202503/t{day.replace('-', '')}_{7000 + number}.html"
    title = f"澄屏县法治政府建设工作动态第{number}期"
    metas = head(*tags, ("ArticleTitle", title), ("PubDate", f"{day} 09:30"), ("ContentSource", "澄屏县司法局"))
    body = f'<h1>{title}</h1><div class="TRS_Editor">{TEXT.format(cases=100 + number)}</div>'
    site.put(f"{folder}/{name}", with_head(page(title, body), metas))
    return f'<li><a href="./{name}" title="{title}">{title[:10]}…</a><span>{day}</span></li>'


@contextmanager
def looked_at() -> Iterator[Site]:
    """A running site with robots.txt."""
    with serve() as site:
        site.put("/robots.txt", Reply("User-agent: *\nDisallow: /private/\n", content_type="text/plain"))
        yield site
