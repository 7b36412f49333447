"""The truth: which articles exist where, and the tools with which the families lay out their sites.

A :class:`Column` is one source: its start URL, its hosts, and the articles that a crawl of it must bring. Everything
that a site may choose for itself (ids, words in paths, how many pages and rows, dates, form of a link, look of a
row) is drawn from the seed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawl_site.wire import Host, Network, Reply

TEMPLATES = Path(__file__).parent / "templates"
STYLES = ("first", "unseen")
NEWEST = date(2026, 3, 20)
FORBIDDEN = "/admin/"
"""What the robots.txt of every host forbids."""

_PLACES = [
    "云州",
    "镕城",
    "海原岭",
    "青禾",
    "临溪",
    "望江台",
    "石桥铺",
    "白榆",
    "松陵",
    "长汀湾",
    "玉泉营",
    "沙洲",
    "梧塘",
    "雁滩",
    "鹿鸣",
    "竹山坪",
]
_BODIES = ["市人民政府", "市司法局", "县人民政府", "区司法局", "市市场监督管理局", "县综合行政执法局"]
_EVENTS = (
    "关于{year}年度法治政府建设情况的报告",
    "召开{year}年行政复议工作推进会",
    "印发《{year}年行政执法监督工作要点》",
    "公布{year}年重大行政决策事项目录",
    "开展“送法进乡村”活动{number}场",
    "{year}年办理行政复议案件{number}件",
    "举办第{number}期行政执法人员培训班",
    "推进“一窗通办”改革 {number}个事项“最多跑一次”",
)
_WORDS = ["zwgk", "xxgk", "gzdt", "sfxw", "fzjs", "ywdt", "tzgg", "zfxx", "yfxz", "bmdt", "fzzf", "xwzx"]


@dataclass(frozen=True)
class Story:
    """An article that exists. ``day`` is the day in its listing."""

    url: str
    title: str
    day: date

    @property
    def path(self) -> str:
        """What the server is asked for."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True)
class Draft:
    """An article before it has an address; ``number`` and ``code`` (32 hex digits) are its own."""

    number: int
    code: str
    title: str
    day: date


@dataclass
class Column:
    """A source and the truth about it.

    ``stories`` are the articles to be found from ``start``, ``older`` those that only a look at earlier dates brings
    (an e-paper's back issues). ``external`` are links that leave the site.
    """

    family: str
    variant: str
    start: str
    hosts: list[Host]
    stories: list[Story]
    listings: int
    older: list[Story] = field(default_factory=list)
    external: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The id as a source."""
        return f"{self.family}-{self.variant}".lower()


class Maker:
    """What a family needs to lay out a column: chance, drafts, hosts, pages in the style of the town."""

    def __init__(self, network: Network, seed: int, style: str, size: int = 3) -> None:
        self.network, self.style, self.size = network, style, size
        self.random = Random(f"{seed} {style}")
        self.elsewhere = network.host()  # every site links to it, no source owns it
        self._numbers = count(self.random.randrange(20_000, 9_000_000))
        self._pages = Environment(
            loader=FileSystemLoader([TEMPLATES / style, TEMPLATES]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )

    # Chance

    def hex32(self) -> str:
        """32 hex digits."""
        return f"{self.random.getrandbits(128):032x}"

    def uuid(self) -> str:
        """A UUID."""
        code = self.hex32()
        return "-".join((code[:8], code[8:12], code[12:16], code[16:20], code[20:]))

    def outside(self) -> str:
        """The address of an article on a site that no source owns."""
        return f"{self.elsewhere.base}/s/{self.hex32()}"

    def number(self, digits: int = 5) -> int:
        """A number of so many digits."""
        return self.random.randrange(10 ** (digits - 1), 10**digits)

    def word(self) -> str:
        """A word as it stands in paths."""
        return self.random.choice(_WORDS) + self.random.choice(["", "", str(self.number(2))])

    def drafts(self, rows: int | None = None) -> list[Draft]:
        """Articles for ``size`` to ``size + 2`` pages of ``rows``, the last page seldom full; newest first.

        Several have one day, some days have none, no two have one title; sometimes an old one is pinned to the top.
        """
        pages = self.random.randint(self.size, self.size + 2)
        rows = rows or self.rows()
        amount = rows * (pages - 1) + self.random.randint(1, rows)
        day = NEWEST - timedelta(self.random.randrange(20))
        drafts = []
        for _ in range(amount):
            number = next(self._numbers) + self.random.randrange(3)
            drafts.append(Draft(number * 10 + len(drafts) % 10, self.hex32(), self._title(day, number), day))
            day -= timedelta(self.random.choice([0, 0, 1, 1, 2, 9]))
        if self.random.random() < 0.4:  # 置顶: an old one stands first
            drafts.insert(0, drafts.pop(self.random.randrange(len(drafts))))
        return drafts

    def rows(self) -> int:
        """How many rows a listing's page has."""
        return self.random.randint(4, 7)

    def _title(self, day: date, number: int) -> str:
        place = self.random.choice(_PLACES) + self.random.choice(_BODIES)
        event = self.random.choice(_EVENTS).format(year=day.year - 1, number=number % 900 + 11)
        return f"{place}{event}（{number}号）"

    # Pages

    def host(self) -> Host:
        """A new host with a robots.txt."""
        host = self.network.host()
        host.put("/robots.txt", Reply(f"User-agent: *\nDisallow: {FORBIDDEN}\n", content_type="text/plain"))
        return host

    def html(self, template: str, charset: str = "utf-8", **values: Any) -> Reply:
        """A page from a template of the town's style, or of both styles where it lies beside them."""
        values = {"site": "云州市人民政府", "charset": charset, "look": self.random.randrange(3), **values}
        text = self._pages.get_template(template).render(values)
        body = text.encode("gb18030" if charset.startswith("gb") else charset)
        return Reply(body, etag=f'"{crc32(body):x}"' if self.style == "first" else "")

    def place(self, host: Host, drafts: Sequence[Draft], path: Callable[[Draft], str], **page: Any) -> list[Story]:
        """Publish articles under the paths that the family gives them."""
        stories = []
        for draft in drafts:
            address = path(draft)
            values = {"title": draft.title, "day": draft.day, "place": draft.title[:4], "body_class": "content", **page}
            story = Story(host.put(address, self.html("article.html", **values)), draft.title, draft.day)
            stories.append(story)
        return stories

    def listing(self, host: Host, path: str, stories: Sequence[Story], template: str, **values: Any) -> str:
        """Publish one page of a listing; its URL."""
        values = {"rows": [self.row(host, path, story) for story in stories], "extra": [], **values}
        return host.put(path, self.html(template, **values))

    def paged(
        self,
        host: Host,
        stories: Sequence[Story],
        path: Callable[[int], str],
        template: str,
        *,
        rows: int,
        external: Sequence[str] = (),
        **values: Any,
    ) -> int:
        """Publish a listing page by page (``path`` of page 1, 2, …).

        On page 1 stand links that leave the site, too, and one that robots.txt forbids.
        """
        pages = [stories[at : at + rows] for at in range(0, len(stories), rows)]
        for number, chunk in enumerate(pages, 1):
            near = {
                name: path(other)
                for name, other in (("older", number + 1), ("newer", number - 1), ("last", len(pages)))
            }
            near["older"] = near["older"] if number < len(pages) else ""
            near["newer"] = near["newer"] if number > 1 else ""
            out = [self._other(url) for url in [*external, f"{FORBIDDEN}{self.number()}.html"]]
            told = {"number": number, "pages": len(pages), "total": len(stories), "per_page": rows, "first": path(1)}
            self.listing(
                host, path(number), chunk, template, **{**told, **near, "extra": out[: number == 1 and 9], **values}
            )
        return len(pages)

    @staticmethod
    def _other(url: str) -> dict[str, Any]:
        return {"href": url, "title": "外站转载的一篇法治报道", "text": "外站转载的一篇法治报道", "day": NEWEST}

    def row(self, host: Host, listing: str, story: Story) -> dict[str, Any]:
        """A row of a listing as the templates want it: the link in one of its forms, the text cut or whole."""
        cut = self.random.random() < 0.4
        return {
            "href": self.href(listing, story),
            "title": story.title,
            "text": story.title[:9] + self.random.choice(["…", "..."]) if cut else story.title,
            "day": story.day,
        }

    def href(self, listing: str, story: Story) -> str:
        """The address as a listing may spell it: from the root, from the folder, without a scheme, in full."""
        folder = listing.partition("?")[0].rpartition("/")[0] + "/"
        forms = [story.path, story.path, story.url, story.url.partition(":")[2]]
        if story.path.startswith(folder):
            forms = ["./" + story.path[len(folder) :], story.path[len(folder) :], forms[0]]
        elif listing.count("/") == 2:
            forms.append(".." + story.path)
        return self.random.choice(forms)


Family = Callable[[Maker], Iterator[Column]]


def build(network: Network, seed: int, style: str, size: int = 3) -> list[Column]:
    """Every family's columns for one seed in one style."""
    from crawl_site.families import FAMILIES  # (they import this module)

    make = Maker(network, seed, style, size)
    return [column for family in FAMILIES for column in family(make)]
