"""Sources are data: one YAML entry a source, and this schema."""

import re
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from crawlers import issues

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
