"""The sample site as the tests see it: its folder, its gold, and its pages as text."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from lxml import html

SITE = Path(__file__).resolve().parent.parent / "sample_site"
WWW = SITE / "www"
PAGE_SUFFIXES = {".html", ".htm", ".jhtml"}
GBK_SITES = {"ribao"}
INVENTED = "本页地名与数字均为虚构，仅供 fazhi 演示"


@lru_cache(maxsize=1)
def expected() -> dict[str, Any]:
    """``expected.yaml`` as it is."""
    loaded: dict[str, Any] = yaml.safe_load((SITE / "expected.yaml").read_text(encoding="utf-8"))
    return loaded


def pages(*kinds: str) -> list[dict[str, Any]]:
    """The expected pages of these kinds; of all where none is given."""
    return [page for page in expected()["pages"] if not kinds or page["kind"] in kinds]


@lru_cache(maxsize=1)
def sources() -> list[dict[str, Any]]:
    """``sources.yaml`` as it is, with its ``{base}``."""
    loaded: list[dict[str, Any]] = yaml.safe_load((SITE / "sources.yaml").read_text(encoding="utf-8"))
    return loaded


def html_files() -> list[Path]:
    """Every page of the site."""
    return sorted(path for path in WWW.rglob("*") if path.suffix in PAGE_SUFFIXES)


def site_of(file: Path) -> str:
    """The first folder: one a site; empty for the start page of them all."""
    parts = file.relative_to(WWW).parts
    return parts[0] if len(parts) > 1 else ""


def url_path(file: Path) -> str:
    return "/" + file.relative_to(WWW).as_posix()


def source_text(file: Path) -> str:
    """The page's HTML, decoded as its site writes it."""
    return file.read_bytes().decode("gbk" if site_of(file) in GBK_SITES else "utf-8")


@lru_cache(maxsize=256)
def text(path: str) -> str:
    """What a page says, chrome and all: the text of its elements, scripts left out, runs of white space as they are."""
    tree = html.fromstring(source_text(WWW / path.lstrip("/")))
    return "".join(node for node in tree.xpath("//body//text()[not(parent::script)]"))


def links(file: Path) -> list[str]:
    """The hrefs of a page, without scripts, fragments and other hosts."""
    found = re.findall(r"""<a\b[^>]*\bhref=["']([^"']*)["']""", source_text(file), re.I)
    return [href for href in found if href and not re.match(r"#|javascript:|https?:", href)]
