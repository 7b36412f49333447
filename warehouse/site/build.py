"""Writes the pages. They ask no other host for anything and run no script; whatever texts hold is escaped."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import jinja2

from ..atomic import replace_directory
from ..connect import open_reader
from ..errors import WarehouseError
from . import words
from .content import Content, read_content

HERE = Path(__file__).resolve().parent


def build_site(published_db: Path, home: Path) -> Path:
    """Builds ``home/site`` anew from the published copy and gives the path of its first page.

    The site before stays in place until the new one is whole. Errors as :func:`warehouse.open_reader`, and
    :class:`WarehouseError` where the disk does not take it.
    """
    con = open_reader(published_db)
    try:
        content = read_content(con)
    finally:
        con.close()
    try:
        site = replace_directory(Path(home) / "site", lambda folder: _write(content, folder))
    except OSError as error:
        raise WarehouseError(
            f"cannot write the site in {home}: {error.strerror}. The site before is untouched. "
            "Make room or mend the rights there, then: fazhi publish."
        ) from error
    return site / "index.html"


def _write(content: Content, folder: Path) -> None:
    environment = _environment()

    def page(target: str, template: str, **values: object) -> None:
        path = folder / target
        path.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * target.count("/")
        path.write_text(environment.get_template(template).render(up=up, site=content, **values), encoding="utf-8")

    shutil.copyfile(HERE / "style.css", folder / "style.css")
    page("index.html", "index.html")
    for region in content.regions:
        page(f"regions/{region.code}.html", "region.html", region=region)
    for indicator in content.indicators:
        page(f"indicators/{indicator.id}.html", "indicator.html", indicator=indicator)
    for article in content.articles:
        page(f"articles/{article.id}.html", "article.html", article=article)


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "dimension": words.dimension,
        "number": words.number,
        "period": words.period,
        "reason": words.reason,
        "said": words.said,
        "weblink": _weblink,
    }
    environment.filters.update(filters)
    return environment


def _weblink(url: str | None) -> str:
    """The address if a browser may follow it: http and https only, so that no page of others runs a script here."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else ""
