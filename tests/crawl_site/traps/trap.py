"""What a trap is, and the plain pages that traps are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawl_site.wire import Host, Network
from crawlers.records import Label, Status

PARAGRAPH = "<p>本市一年来推进依法行政，办理行政复议案件若干件，开展执法检查若干次，有关情况在此报告。</p>"
MENU = '<div class="nav"><ul><li><a href="/">网站首页</a></li><li><a href="/jgzn/">机构职能</a></li></ul></div>'


@dataclass
class Trap:
    """A source that must come to ``status`` with ``words`` in its reason.

    ``pages`` articles are to be had in spite of the trap, or ``at_least`` so many where there is no end of them.
    ``labels`` are those of rows by path, ``most`` bounds the requests to its hosts, ``external`` are links that must be
    on record and not followed.
    """

    name: str
    start: str
    hosts: list[Host]
    status: Status = Status.OK
    words: str = ""
    pages: int = 0
    labels: dict[str, Label] = field(default_factory=dict)
    most: int = 10
    external: Sequence[str] = ()
    titles: Sequence[str] = ()
    at_least: int | None = None


@dataclass
class Setting:
    """Where traps are laid: the network, and a host that nobody may ask anything (it counts connections, too)."""

    network: Network
    forbidden: Host
    touched: int = 0

    def host(self) -> Host:
        """A new host that has good articles under ``/ok/N.html``."""
        host = self.network.host()
        for number in range(1, 10):
            host.put(f"/ok/{number}.html", article(f"本市法治建设消息第{number}号"))
        return host


def page(title: str, body: str, charset: str = "utf-8") -> str:
    """An HTML page with a menu and a footer."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title></head><body>{MENU}{body}'
        "<div class='footer'><a href='/gywm/'>关于我们</a> 版权所有</div></body></html>"
    )


def article(title: str) -> str:
    """An ordinary article."""
    return page(title, f"<h1>{title}</h1>{PARAGRAPH * 12}")


def listing(*hrefs: str, more: str = "", title: str = "本市法治政府建设的一条消息") -> str:
    """A listing of dated rows; ``more`` stands below them."""
    rows = (
        f'<li><a href="{href}">{title}{number}</a><span>2025-03-{number % 28 + 1:02d}</span></li>'
        for number, href in enumerate(hrefs)
    )
    return page("列表", f"<ul>{''.join(rows)}</ul>{more}")
