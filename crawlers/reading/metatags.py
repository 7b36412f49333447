"""What the head of a page states: the mandated state meta tags first, newsrooms' own and OpenGraph after them.

The state's tags are those of the guideline 国办发〔2017〕47号 (政府网站发展指引, annex): site (SiteName, SiteDomain …),
column (ColumnName …) and page (ArticleTitle, PubDate, ContentSource …). Their names differ in case between sites.
"""

import json
import re
from dataclasses import dataclass, field

from crawlers.reading.dom import Element

_EMPTY = {"", "null", "none", "undefined", "无", "暂无", "-", "--", "本站", "未知"}
_MAX = 500


@dataclass(frozen=True, slots=True)
class Head:
    """The title tag, the meta tags by lower-case name, and the article of a JSON-LD block (flat, strings only)."""

    title_tag: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    jsonld: dict[str, str] = field(default_factory=dict)

    def get(self, *names: str) -> str:
        """The first of these tags that has a value."""
        return next((self.metas[name] for name in names if name in self.metas), "")


def read_head(root: Element) -> Head:
    """Read title, meta tags and JSON-LD of a page."""
    titles = (
        " ".join(t.itertext()) for t in root.iterfind(".//title") if t.getparent().tag not in ("svg", "symbol", "g")
    )
    # An unclosed <title> swallows the page.
    cut = (re.sub(r"\s+", " ", text.partition("<")[0][:_MAX]).strip() for text in titles)
    title = next((text for text in cut if text), "")
    metas: dict[str, str] = {}
    for meta in root.iterfind(".//meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = re.sub(r"\s+", " ", meta.get("content") or "").strip()
        if name and content.lower() not in _EMPTY and len(content) <= _MAX:
            metas.setdefault(name, content)
    return Head(title, metas, _jsonld(root))


def _jsonld(root: Element) -> dict[str, str]:
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", data) if isinstance(data, dict) else data
        for item in graph if isinstance(graph, list) else [graph]:
            if isinstance(item, dict) and ("headline" in item or "datePublished" in item or "pubDate" in item):
                return {**_strings(item), "publisher": _strings(item.get("publisher")).get("name", "")}
    return {}


def _strings(item: object) -> dict[str, str]:
    if not isinstance(item, dict):
        return {}
    return {key: value for key, value in item.items() if isinstance(value, str) and len(value) <= _MAX}
