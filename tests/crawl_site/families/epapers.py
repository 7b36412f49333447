"""Newspapers: an entry that leads to the day's issue, its pages (版), the articles of each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from crawl_site.town import NEWEST, Column, Draft, Maker, Story
from crawl_site.wire import Host

_LEAVES = ("要闻", "法治", "综合", "广告")


@dataclass(frozen=True)
class _Paper:
    """How a system spells its addresses. ``entry`` lists the files that lead from the first to the day's front page."""

    variant: str
    entry: tuple[str, ...]
    page: Callable[[date, int], str]
    article: Callable[[date, int, int, Draft], str]
    nav_id: str = "list"
    link_class: str = "default"


_SYSTEMS = (
    _Paper(
        "a",
        ("/rb/pc/layout/index.html",),
        lambda day, leaf: f"/rb/pc/layout/{day:%Y%m/%d}/node_{leaf:02d}.html",
        lambda day, leaf, place, d: f"/rb/pc/content/{day:%Y%m/%d}/content_{d.number}.html",
        nav_id="webtree",
    ),
    _Paper(
        "b",
        ("/wb/index.htm",),
        lambda day, leaf: f"/wb/html/{day:%Y-%m/%d}/node_{leaf + 1}.htm",
        lambda day, leaf, place, d: f"/wb/html/{day:%Y-%m/%d}/content_{d.number}_{d.number % 9}.htm",
    ),
    _Paper(
        "c",
        ("/fz/content/PaperIndex.htm", "/fz/content/index.htm"),
        lambda day, leaf: f"/fz/content/{day:%Y%m%d}/Page{leaf:02d}TB.htm",
        lambda day, leaf, place, d: f"/fz/content/{day:%Y%m%d}/Articel{leaf:02d}{place:03d}TB.htm",
        link_class="atitle",
    ),
)


def build(make: Maker) -> Iterator[Column]:
    """The three systems, each with two back issues; between them a day without one."""
    for paper in _SYSTEMS:
        host, today = make.host(), NEWEST + timedelta(make.random.randrange(5))
        issues = [_issue(make, host, paper, today - timedelta(back)) for back in (0, 1, 3)]
        steps = [*paper.entry, paper.page(today, 1)]
        for here, there in pairwise(steps):
            host.put(here, make.html("refresh.html", to=_relative(here, there)))
        older = [story for issue in issues[1:] for story in issue]
        listings = len(paper.entry) + len(_LEAVES)
        yield Column("epaper", paper.variant, host.base + steps[0], [host], issues[0], listings, older)


def _issue(make: Maker, host: Host, paper: _Paper, day: date) -> list[Story]:
    """One day's paper; a leaf has two to five articles."""
    stories: list[Story] = []
    leaves = [{"href": paper.page(day, leaf), "name": name} for leaf, name in enumerate(_LEAVES, 1)]
    drafts = iter(make.drafts(9) + make.drafts(9))
    for leaf in range(1, len(_LEAVES) + 1):
        path = paper.page(day, leaf)
        placed = []
        for place in range(1, make.random.randint(2, 5) + 1):
            one = next(drafts)
            draft = Draft(one.number, one.code, one.title, day)
            placed += make.place(host, [draft], lambda d, at=(leaf, place): paper.article(day, *at, d))
        _leaf(make, host, path, placed, paper, leaves)
        stories += placed
    return stories


def _leaf(
    make: Maker, host: Host, path: str, stories: Sequence[Story], paper: _Paper, leaves: Sequence[dict[str, Any]]
) -> None:
    near = [{**leaf, "href": _relative(path, leaf["href"])} for leaf in leaves]
    rows = [{"href": _relative(path, story.path), "title": story.title} for story in stories]
    look = {"leaves": near, "nav_id": paper.nav_id, "link_class": paper.link_class}
    host.put(path, make.html("layout.html", rows=rows, **look))


def _relative(here: str, there: str) -> str:
    """A path as seen from another, as these systems write it."""
    ours, theirs = here.split("/")[:-1], there.split("/")
    common = 0
    while common < min(len(ours), len(theirs) - 1) and ours[common] == theirs[common]:
        common += 1
    return "/".join([".."] * (len(ours) - common) + theirs[common:])
