"""Sources are data: one YAML entry a source, this schema, and an error that names line, field and legal values."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from crawlers import issues
from crawlers.errors import SourceError

PACKAGED = Path(__file__).parent / "sources"
"""The entries that come with the package."""

_Months = Annotated[int, Field(ge=1, le=12)]
_Hours = Annotated[int, Field(ge=0, le=23)]
_Frozen = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Overrides(BaseModel):
    """What a source's pages hide from its family; the descriptions of the fields say what each means."""

    model_config = _Frozen

    page_base: Literal[0, 1] | None = Field(default=None, description="whether page 2 is `_1` (0) or `_2` (1)")
    list_at: str | None = Field(default=None, description="an XPath expression of what holds the list")
    article_url: str | None = Field(default=None, description="a regular expression that addresses of articles match")
    max_pages: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="at most so many pages of a listing"
    )
    stop_after_seen: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="so many items in a row that were seen before end the walk; a deep one goes on"
    )
    parameters: dict[str, str] | None = Field(
        default=None,
        description="what a data interface wants to be told and the page does not show (jcms: columnid, unitid, "
        "webid …; gkmlpt: column, sid)",
    )
    referer: Annotated[str, Field(pattern=r"^https?://[^/]")] | None = Field(
        default=None, description="the page that the first request says it comes from"
    )
    from_day: str | None = Field(default=None, description="the first issue of a newspaper to look at, e.g. 2025-01-31")
    to_day: str | None = Field(default=None, description="the last issue of a newspaper to look at")

    @field_validator("from_day", "to_day", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        if value is None or isinstance(value, date):  # 2025-01-31 without quotes is a date to YAML
            return value and value.isoformat()
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError as error:
            raise ValueError("a date such as 2025-01-31") from error

    @field_validator("parameters", mode="before")
    @classmethod
    def _texts(cls, value: object) -> object:
        if isinstance(value, dict):
            return {name: str(each) if isinstance(each, int) else each for name, each in value.items()}
        return value

    @field_validator("list_at")
    @classmethod
    def _xpath(cls, value: str | None) -> str | None:
        if value is not None:
            from lxml import etree  # noqa: PLC0415  (heavy, and few entries have one)

            try:
                etree.XPath(value)
            except etree.XPathSyntaxError as error:
                raise ValueError(f"an XPath expression ({error})") from error
        return value

    @field_validator("article_url")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"a regular expression ({error})") from error
        return value


class Source(BaseModel):
    """A place where reports or news appear. The descriptions of the fields say what each means; crawlers.cadence says
    what follows from cadence, season and night."""

    model_config = _Frozen

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")] = Field(
        description="a name for it that no other source has: a-z, 0-9, `_`, `-`"
    )
    name: Annotated[str, Field(min_length=1)] = Field(description="what people call it: site and column")
    region_code: Annotated[str, Field(pattern=r"^\d{6}$")] = Field(
        description="division code of GB/T 2260, six digits; 100000 is the country"
    )
    level: Literal["country", "province", "prefecture", "county"] = Field(description="the region's level")
    scope: Literal["government", "department", "media"] = Field(
        description="whose word it is: the government's, one department's (its report is not the region's), a paper's"
    )
    start_urls: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="first pages of listings, feeds, sitemaps, entries of newspapers; for `epaper` they may have "
        "places for the day: `http://paper.example/html/{yyyy}-{mm}/{dd}/node_1.htm`"
    )
    family: Literal[
        "auto",
        "trs_wcm",
        "c_column",
        "jcms",
        "jpaas",
        "gkmlpt",
        "ucap",
        "jeecms",
        "vsb",
        "uuid_columns",
        "easysite",
        "epaper",
        "rss",
        "sitemap",
        "generic",
    ] = Field(
        default="auto",
        description="CMS family that the listing is read by; `auto`: the one that the page gives evidence of",
    )
    overrides: Overrides = Field(default=Overrides(), description="what its pages hide from the family, see below")
    allowed_hosts: tuple[str, ...] = Field(
        default=(), description="hosts that may be asked, without scheme and port; by default those of `start_urls`"
    )
    cadence: Literal["daily", "weekly", "monthly", "quarterly", "yearly"] = Field(
        default="weekly",
        description="how often something new is to be expected; decides how often it is asked",
    )
    season: tuple[_Months, _Months] | None = Field(
        default=None,
        description="first and last month of a seasonal column, e.g. `[1, 4]`; asked weekly out of it",
    )
    night: tuple[_Hours, _Hours] | None = Field(
        default=None,
        description="only asked between these hours, Shanghai time, e.g. `[22, 6]`: a run must start in between",
    )
    delay: Annotated[float, Field(ge=0, le=3600)] = Field(
        default=3.0,
        description="seconds between two requests to one host; varied by up to 30 %, a longer crawl-delay wins",
    )
    deep_days: Annotated[int, Field(ge=1, le=366)] = Field(
        default=7, description="every so many days the listing is walked to its end: reports are backdated"
    )
    enabled: bool = Field(default=True, description="whether runs ask it")
    verified_on: date | None = Field(
        default=None, description="day of the last look that found items and read an article; empty: never"
    )
    note: str = Field(default="", description="remark for people")
    allow_private: bool = Field(default=False, description="permits loopback and private addresses")

    @field_validator("region_code", mode="before")
    @classmethod
    def _unquoted(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value  # 410600 without quotes is a number to YAML

    @field_validator("start_urls")
    @classmethod
    def _web_urls(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        for url in urls:
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValueError(f"http:// or https:// URLs with a host, {url!r} is none")
        return urls

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if not re.fullmatch(r"[A-Za-z0-9.-]+", host):
                raise ValueError(f"host names without scheme, port or path, {host!r} is none")
        return tuple(host.lower() for host in hosts)

    @field_validator("night")
    @classmethod
    def _window(cls, hours: tuple[int, int] | None) -> tuple[int, int] | None:
        if hours and hours[0] == hours[1]:
            raise ValueError("two different hours (leave the field out for a whole day)")
        return hours

    @model_validator(mode="after")
    def _places(self) -> Self:
        for url in self.start_urls:
            if not issues.has_places(url):
                continue
            if self.family != "epaper":
                raise ValueError(f"family: epaper for a start URL with places for the day, {url!r}")
            if issues.has_places(issues.filled(url, date.min)) or any(place not in url for place in issues.PLACES):
                raise ValueError(
                    f"{', '.join(issues.PLACES)} as the places of a start URL, each of them, {url!r} differs"
                )
        return self

    @model_validator(mode="after")
    def _own_hosts(self) -> Self:
        if not self.allowed_hosts:
            hosts = dict.fromkeys((urlsplit(url).hostname or "").lower() for url in self.start_urls)
            object.__setattr__(self, "allowed_hosts", tuple(hosts))  # the one moment in which a frozen record is filled
        return self


def load_sources(*paths: Path) -> tuple[Source, ...]:
    """The sources of these YAML files, in their order; without paths the packaged ones.

    A file holds a list of entries. Raises :class:`crawlers.errors.SourceError` for a file that cannot be read, a wrong
    entry, and an id that occurs twice.
    """
    found: dict[str, Source] = {}
    for path in paths or sorted(PACKAGED.glob("*.yaml")):
        for line, source in _entries(Path(path)):
            if source.id in found:
                raise SourceError(Path(path), line, "id", source.id, "an id that no other entry has")
            found[source.id] = source
    return tuple(found.values())


def _entries(path: Path) -> Iterator[tuple[int, Source]]:
    node = _node(path)
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise SourceError(path, node.start_mark.line + 1, "", node.tag.rpartition(":")[2], "a list of sources")
    loader = yaml.SafeLoader("")
    for entry in node.value:
        line = entry.start_mark.line + 1
        if not isinstance(entry, yaml.MappingNode):
            raise SourceError(path, line, "", entry.value, "an entry with fields (id: …, name: …)")
        _refuse_twice(path, entry)
        _refuse_no_day(path, entry)
        values = loader.construct_document(entry)
        try:
            yield line, Source.model_validate(values)
        except ValidationError as error:
            raise _error(path, entry, error) from error


def _node(path: Path) -> Any:
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise SourceError(path, 0, "", error.strerror or str(error), "a file that can be read") from error
    except UnicodeDecodeError as error:
        raise SourceError(path, 0, "", str(error), "UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise SourceError(path, line, "", getattr(error, "problem", str(error)), "YAML") from error


def _refuse_twice(path: Path, entry: yaml.MappingNode) -> None:
    """YAML lets the later of two equal keys win in silence."""
    seen = set()
    for key, _ in entry.value:
        if key.value in seen:
            raise SourceError(path, key.start_mark.line + 1, key.value, "it twice", "each field once")
        seen.add(key.value)


def _refuse_no_day(path: Path, node: Any, field: str = "") -> None:
    """YAML reads 2025-02-30 as a date, and breaks down over it."""
    for key, value in node.value:
        name = f"{field}.{key.value}" if field else str(key.value)
        if isinstance(value, yaml.MappingNode):
            _refuse_no_day(path, value, name)
        elif value.tag == "tag:yaml.org,2002:timestamp":
            try:
                date.fromisoformat(value.value[:10])
            except ValueError as error:
                seen = value.value
                raise SourceError(path, value.start_mark.line + 1, name, seen, "a date such as 2025-01-31") from error


def _error(path: Path, entry: yaml.MappingNode, error: ValidationError) -> SourceError:
    first = error.errors()[0]
    where = [str(part) for part in first["loc"]]
    return SourceError(path, _line(entry, where), ".".join(where), _seen(first), _expected(first, where))


def _seen(error: Any) -> object:
    return "nothing" if error["type"] == "missing" else error["input"]


def _expected(error: Any, where: list[str]) -> str:
    """Legal values in words, from what pydantic knows."""
    kind = error["type"]
    if kind == "extra_forbidden":
        model = Overrides if where[0] == "overrides" else Source
        return "no such field; there are " + ", ".join(model.model_fields)
    if kind == "missing":
        return "this field"
    if kind == "literal_error":
        return f"one of {error['ctx']['expected']}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return str(error["msg"]).removeprefix("Input should be ").removeprefix("String should match ")


def _line(entry: yaml.MappingNode, where: list[str]) -> int:
    """The line of the field, as deep as the file shows it; of the entry where the field is missing."""
    line, node = entry.start_mark.line, cast(yaml.Node, entry)
    for part in where:
        children: list[tuple[str, Any, Any]] = []
        if isinstance(node, yaml.MappingNode):
            children = [(str(key.value), key, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = [(str(number), value, value) for number, value in enumerate(node.value)]
        match = next((child for child in children if child[0] == part), None)
        if match is None:
            break
        line, node = match[1].start_mark.line, match[2]
    return int(line) + 1
