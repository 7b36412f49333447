"""Templates, and what every page needs to know. Whatever texts hold is escaped."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

import duckdb
import jinja2
from markupsafe import Markup

from . import words
from .data import Row, ask, link, sheet_of
from .workshop import HERE

Texts = Literal["official", "all", "none"]


@dataclass(frozen=True, slots=True)
class Options:
    """``texts``: whose articles are shown whole ("official": those of public bodies). ``url``: where the site will
    stand, for the feeds; without it their links are relative."""

    texts: Texts = "official"
    url: str = ""
    # every page is made, also those of which nothing has changed
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """What pages are made with."""

    options: Options
    regions: Mapping[str, Row]
    indicators: Mapping[str, Row]
    # regions that have a page
    paged: frozenset[str]
    published_at: str
    environment: jinja2.Environment = field(repr=False)
    _frames: dict[tuple[str, str], Markup] = field(default_factory=dict, repr=False)

    def frame(self, up: str, part: str) -> Markup:
        """What is the same on all pages that are as deep: made once."""
        if (up, part) not in self._frames:
            self._frames[up, part] = Markup(self.environment.get_template(part).render(up=up))
        return self._frames[up, part]

    @property
    def by_field(self) -> list[tuple[str, list[Row]]]:
        """The indicators of each field of rule-of-law government."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.indicators.values():
            found[row["dimension"]].append(row)
        return sorted(found.items(), key=lambda told: words.field_order(told[0]))

    def render(self, target: str, template: str, **values: Any) -> str:
        """A page that will stand at ``target``."""
        up = "../" * target.count("/")
        return self.environment.get_template(template).render(up=up, site=self, **values)


def prepare(con: duckdb.DuckDBPyConnection, options: Options) -> Pages:
    """Reads what all pages share."""
    return Pages(
        options=options,
        regions={row["region_code"]: row for row in ask(con, "FROM located ORDER BY region_code")},
        indicators={row["indicator_id"]: row for row in ask(con, "FROM indicators ORDER BY dimension, indicator_id")},
        paged=frozenset(code for (code,) in con.execute("FROM paged").fetchall()),
        published_at=con.execute("SELECT value FROM meta WHERE name = 'published_at'").fetchall()[0][0],
        environment=_environment(),
    )


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Callable[..., Any]] = {
        "dimension": lambda code: words.shown(words.dimension(code)),
        "digits": words.digits,
        "number": words.number,
        "period": lambda row: words.shown(words.period(row)),
        "reason": lambda text: words.shown(words.reason(text)),
        "said": lambda code: words.shown(words.said(code)),
        "said_zh": lambda code: words.said(code).zh,
        "period_zh": lambda row: words.period(row).zh,
        "link": link,
        "weblink": weblink,
        "sentence": sentence_around,
    }
    environment.filters.update(filters)
    environment.globals.update(t=words.both, hollow=words.HOLLOW, sheet_of=sheet_of)
    return environment


def weblink(url: str | None) -> str:
    """The address if a browser may follow it: http and https only, so that no page of others runs a script here."""
    try:
        return url if url and urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:  # http://[ is no address
        return ""


def sentence_around(row: Row) -> tuple[str, str, str]:
    """A sentence before, at and after the figure; all of it before where the span cannot be found in it."""
    text, span = row["sentence"], row["span_text"]
    at = text.find(span)
    return (text, "", "") if at < 0 else (text[:at], span, text[at + len(span) :])
