"""Answers that are not the page: challenges, refusals, stubs, logins, requests to come back later."""

from collections.abc import Iterator

from crawl_site.traps.trap import Setting, Trap, listing, page
from crawl_site.wire import Reply, Request
from crawlers.records import Label, Status

TS = '<html><head><script>var $_ts=window["$_ts"];if(!$_ts)$_ts={};</script><script src="/x.js"></script></head></html>'
JSL = "<script>document.cookie=('_')+('_')+('jsl_clearance')+'=1';location.href=location.pathname</script>"
LOGIN = page(
    "统一身份认证",
    '<form action="/cas/login" method="post">用户名<input name="u">密码<input type="password" name="p">'
    "<button>登录</button></form>",
)


def build(setting: Setting) -> Iterator[Trap]:
    """As a listing, then as articles of a listing that is well."""
    blocked = {
        "ts": (Reply(TS, 412), "script challenge"),
        "521": (Reply(JSL, 521), "521"),
        "202": (Reply(JSL, 202), "script challenge"),
        "ts-200": (Reply(TS), "script challenge"),
        "403": (Reply("Forbidden", 403), "refuses"),
        "401": (Reply("Unauthorized", 401), "refuses"),
        "login": (Reply(LOGIN), "log in"),
        "429": (Reply("slow down", 429, headers={"Retry-After": "100000"}), "come back later"),
        "503": (Reply("busy", 503, headers={"Retry-After": "Wed, 01 Jan 2098 00:00:00 GMT"}), "come back later"),
        "odd-wait": (Reply("busy", 429, headers={"Retry-After": "\u00b2"}), "come back later"),
    }
    for name, (reply, words) in blocked.items():
        host = setting.host()
        yield Trap(f"block-{name}", host.put("/index.html", reply), [host], Status.BLOCKED, words, most=4)
    yield _articles(setting)
    yield _login_redirect(setting)
    yield _later(setting)


def _articles(setting: Setting) -> Trap:
    host = setting.host()
    stub = "<html><head><title>x</title></head><body>" + " " * 150 + "</body></html>"
    kinds = {
        "/b/1.html": (Reply(stub), Label.STUB),
        "/b/2.html": (Reply("<html><body>Redirecting...</body></html>"), Label.STUB),
        "/b/3.html": (Reply(""), Label.STUB),
        "/b/4.html": (Reply(TS, 412), Label.BLOCKED_JS),
        "/b/5.html": (Reply(LOGIN), Label.LOGIN),
        "/b/6.html": (Reply("gone", 410), Label.HTTP),
    }
    for path, (reply, _) in kinds.items():
        host.put(path, reply)
    start = host.put("/index.html", listing("/ok/1.html", *kinds, "/ok/2.html"))
    labels = {path: label for path, (_, label) in kinds.items()}
    return Trap("block-articles", start, [host], Status.PARTIAL, "6 requests failed", 2, labels)


def _login_redirect(setting: Setting) -> Trap:
    """The article leads to the login of its own host."""
    host = setting.host()
    host.put("/b/1.html", Reply(status=302, headers={"Location": "/cas/login?service=b1"}))
    host.put("/cas/login?*", Reply(LOGIN))
    start = host.put("/index.html", listing("/b/1.html", "/ok/1.html"))
    return Trap("login-redirect", start, [host], Status.PARTIAL, "log in", 1, {"/b/1.html": Label.LOGIN})


def _later(setting: Setting) -> Trap:
    """503 without a word when, once; then the page."""
    host = setting.host()
    asked: list[str] = []

    def busy(request: Request) -> Reply:
        asked.append(request.target)
        return Reply("busy", 503) if len(asked) == 1 else Reply(listing("/ok/1.html"))

    return Trap("busy-once", host.put("/index.html", busy), [host], pages=1, most=4)
