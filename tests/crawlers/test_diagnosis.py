"""Answers that are no page, and addresses that are not public."""

import pytest

from crawlers.diagnosis import diagnose, stub
from crawlers.gates import is_public
from crawlers.records import Label

CHALLENGE = b'<html><head><script>document.cookie="__jsl_clearance=1";location.reload()</script></head></html>'
PAGE = b"<html><script>document.cookie='visited=1'</script><body>" + "<p>法治政府建设情况。</p>".encode() * 30
SHORT = "<p>本机关二〇二四年无行政复议案件，无行政诉讼案件，亦无行政赔偿案件，特此说明，敬请监督。</p>".encode()


@pytest.mark.parametrize(
    ("status", "body", "label"),
    [
        (200, PAGE, None),
        (206, PAGE, None),
        (412, b"<script>$_ts={}</script>", Label.BLOCKED_JS),
        (521, b"", Label.BLOCKED_JS),
        (202, CHALLENGE, Label.BLOCKED_JS),
        (200, CHALLENGE, Label.BLOCKED_JS),
        (403, CHALLENGE, Label.BLOCKED_JS),
        (403, b"forbidden", Label.FORBIDDEN),
        (401, b"", Label.FORBIDDEN),
        (429, b"", Label.THROTTLED),
        (503, b"", Label.HTTP),
        (404, PAGE, Label.HTTP),
        (301, b"", Label.HTTP),
        (202, b"accepted", Label.HTTP),
    ],
)
def test_the_status_and_challenges(status: int, body: bytes, label: Label | None) -> None:
    trouble = diagnose(status, {}, body)
    assert (trouble and trouble.label) == label
    assert trouble is None or f"HTTP {status}" in trouble.error


def test_a_503_that_says_when_to_come_back_is_throttling() -> None:
    trouble = diagnose(503, {"retry-after": "30"}, b"")
    assert trouble and trouble.label is Label.THROTTLED


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"", "text/html", True),
        (b"<html><title>x</title><body>Redirecting...</body></html>", "text/html", True),
        (b"<html><body>" + b"<!-- x -->" * 100 + "正在跳转…".encode() + b"</body></html>", "text/html", True),
        (b"<html><script>location='/a'</script></html>", "", True),
        (SHORT, "text/html", False),
        (PAGE, "text/html", False),
        (b"%PDF-1.4 tiny", "application/pdf", False),
    ],
)  # fmt: skip
def test_stubs_are_told_from_short_pages(body: bytes, content_type: str, expected: bool) -> None:
    assert bool(stub(200, {"content-type": content_type} if content_type else {}, body)) is expected


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "198.18.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)
