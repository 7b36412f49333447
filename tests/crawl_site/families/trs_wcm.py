"""TRS WCM: ``202503/t20250310_2549212.shtml``; a script says how many pages there are. Page 2 is ``_1`` or ``_2``."""

from collections.abc import Iterator

from crawl_site.town import Column, Maker
from crawl_site.wire import Reply

# variant: (script in the template, number that page 1 gives itself, number in the name of page 2)
_VARIANTS = {
    "create_page_html": ("create_page_html", 0, 1),
    "page_div": ("page_div", 0, 1),
    "page_div_two": ("page_div", 1, 2),
    "create_page": ("create_page", 0, 1),
    "count_page": ("count_page", 0, 1),
}


def build(make: Maker) -> Iterator[Column]:
    """Every spelling of the script, and a site that names more pages than it keeps: the rest are stubs."""
    for variant, (script, base, second) in _VARIANTS.items():
        yield _column(make, variant, script, base, second)
    yield _column(make, "deep_stubs", "create_page_html", 0, 1, stubs=2)


def _column(make: Maker, variant: str, script: str, base: int, second: int, stubs: int = 0) -> Column:
    host, rows = make.host(), make.rows()
    name, ext = make.random.choice([("index", "htm"), ("index", "html"), ("index", "shtml"), ("list", "shtml")])
    folder = f"/{make.word()}/{make.word()}"
    body = make.random.choice(["TRS_Editor", "trs_editor_view TRS_UEDITOR"])
    stories = make.place(
        host, make.drafts(rows), lambda d: f"{folder}/{d.day:%Y%m}/t{d.day:%Y%m%d}_{d.number}.{ext}", body_class=body
    )

    def path(number: int) -> str:
        return f"{folder}/{name}{f'_{number - 2 + second}' if number > 1 else ''}.{ext}"

    pages = -(-len(stories) // rows)
    told = {"script": script, "base": base, "name": name, "ext": ext, "pages": pages + stubs}
    away = [make.outside()]
    make.paged(host, stories, path, "trs_wcm.html", rows=rows, external=away, **told)
    for number in range(pages + 1, pages + stubs + 1):
        host.put(path(number), Reply(f"<html><head><title>{name}</title></head><body>{' ' * 260}</body></html>"))
    start = host.base + (path(1) if make.random.random() < 0.5 or name == "list" else f"{folder}/")
    host.pages[f"{folder}/"] = host.pages[path(1)]
    return Column("trs_wcm", variant, start, [host], stories, pages + stubs, external=away)
