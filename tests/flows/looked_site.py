"""Sites on loopback for looks: a county's TRS site, and sites that refuse, stand empty or hang."""

from collections.abc import Iterator
from contextlib import contextmanager

from local_site import Reply, Site, page, serve

ROWS = 14
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
    """A listing of TRS WCM with its pager, and its articles; the listing's URL."""
    rows = []
    for number in range(ROWS):
        day = f"2025-03-{28 - number:02d}"
        name = f"./202503/t{day.replace('-', '')}_{7000 - number}.html"
        title = f"澄屏县法治政府建设工作动态第{ROWS - number}期"
        rows.append(f'<li><a href="{name}" title="{title}">{title[:10]}…</a><span>{day}</span></li>')
        metas = head(*tags, ("ArticleTitle", title), ("PubDate", f"{day} 09:30"), ("ContentSource", "澄屏县司法局"))
        body = f'<h1>{title}</h1><div class="TRS_Editor">{TEXT.format(cases=100 + number)}</div>'
        site.put(f"{folder}/{name[2:]}", with_head(page(title, body), metas))
    listing = f'<ul class="list">{"".join(rows)}</ul><script>createPageHTML(3, 0, "index", "html");</script>'
    metas = head(*tags, ("ColumnName", "法治政府建设"))
    return site.put(f"{folder}/index.html", with_head(page("法治政府建设-澄屏县人民政府", listing), metas))


@contextmanager
def looked_at() -> Iterator[Site]:
    """A running site with robots.txt."""
    with serve() as site:
        site.put("/robots.txt", Reply("User-agent: *\nDisallow: /private/\n", content_type="text/plain"))
        yield site
