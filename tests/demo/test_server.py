"""The server of the demo: static files of one folder, on loopback, with validators."""

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.demo_server import DemoServerError, serve

GBK_PAGE = '<html><head><meta charset="gb2312"></head><body>依法行政</body></html>'.encode("gbk")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    outer = tmp_path_factory.mktemp("outer")
    (outer / "secret.txt").write_text("not served", encoding="utf-8")
    root = outer / "www"
    (root / "site" / "folder").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / "index.html").write_text("<p>home</p>", encoding="utf-8")
    (root / "site" / "index.html").write_text("<p>site</p>", encoding="utf-8")
    (root / "site" / "page.jhtml").write_bytes(GBK_PAGE)
    (root / "robots.txt").write_text("User-agent: *\n", encoding="utf-8")
    (root / "link.txt").symlink_to(outer / "secret.txt")
    with serve(root) as url:
        yield url


def get(base: str, target: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """A request as it is: urllib would tidy a path with dots away."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=5)
    try:
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_it_listens_on_loopback_only(base: str) -> None:
    assert urlsplit(base).hostname == "127.0.0.1"
    assert not base.endswith("/")


def test_html_is_sent_as_it_is_and_without_a_charset(base: str) -> None:
    status, headers, body = get(base, "/site/page.jhtml")
    assert (status, headers["content-type"], body) == (200, "text/html", GBK_PAGE)


@pytest.mark.parametrize("target", ["/site/", "/site", "/site/index.html", "/site/?page=2", "/site/%69ndex.html"])
def test_a_folder_is_its_index_page(base: str, target: str) -> None:
    assert get(base, target)[2] == b"<p>site</p>"


@pytest.mark.parametrize("target", ["/empty/", "/empty", "/site/folder/", "/nothing.html", "/site/page.jhtml/x"])
def test_what_is_not_there_is_404_and_no_folder_is_listed(base: str, target: str) -> None:
    status, headers, body = get(base, target)
    assert status == 404
    assert headers["content-type"] == "text/html"
    assert "不存在" in body.decode()


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/site/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "//../secret.txt",
        "/link.txt",
        "/a%00b",
        "/%ff",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_the_folder_is_served(base: str, target: str) -> None:
    status, _, body = get(base, target)
    assert status == 404
    assert b"not served" not in body


def test_a_page_that_has_not_changed_is_304(base: str) -> None:
    _, headers, _ = get(base, "/site/page.jhtml")
    for validator in ({"If_None_Match": headers["etag"]}, {"If_Modified_Since": headers["last-modified"]}):
        status, again, body = get(base, "/site/page.jhtml", **validator)
        assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    assert get(base, "/site/page.jhtml", If_None_Match=f'"other", W/{headers["etag"]}')[0] == 304


def test_a_changed_page_is_sent_again(base: str) -> None:
    _, headers, _ = get(base, "/site/page.jhtml")
    assert get(base, "/site/page.jhtml", If_None_Match='"other"')[0] == 200
    # the tag decides where both are given
    both = {"If_None_Match": '"other"', "If_Modified_Since": headers["last-modified"]}
    assert get(base, "/site/page.jhtml", **both)[0] == 200
    assert get(base, "/site/page.jhtml", If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT")[0] == 200
    assert get(base, "/site/page.jhtml", If_Modified_Since="yesterday")[0] == 200


def test_head_has_the_headers_and_no_body(base: str) -> None:
    status, headers, body = get(base, "/site/page.jhtml", method="HEAD")
    assert (status, headers["content-length"], body) == (200, str(len(GBK_PAGE)), b"")


def test_other_methods_are_refused(base: str) -> None:
    assert get(base, "/", method="POST")[0] == 501


def test_it_is_quiet(base: str, capfd: pytest.CaptureFixture[str]) -> None:
    get(base, "/")
    get(base, "/nothing.html")
    assert capfd.readouterr() == ("", "")


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with serve(tmp_path) as url:
        port = urlsplit(url).port
        assert port is not None
        with pytest.raises(DemoServerError, match=f"127.0.0.1:{port}.*taken.*--home"), serve(tmp_path, port):
            pass


def test_the_port_is_free_again_afterwards(tmp_path: Path) -> None:
    with serve(tmp_path) as url:
        port = urlsplit(url).port
    assert port is not None
    with serve(tmp_path, port) as again:
        assert again == url
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_an_impossible_port_and_a_missing_folder_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(DemoServerError, match="port from 0 to 65535"), serve(tmp_path, 70000):
        pass
    with pytest.raises(DemoServerError, match="expected a folder"), serve(tmp_path / "nowhere"):
        pass
