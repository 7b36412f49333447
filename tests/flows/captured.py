"""What each channel is really sent, as docs/alerts.md shows it.

``python tests/flows/captured.py`` writes the section of that document anew. Apprise builds each request; a transport
leads it to a server on loopback, whatever host it is for, so nothing leaves the machine.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import requests

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

from alert_rows import alert
from receivers import Hook, hook, mailbox

from flows.alerts import AppriseChannel
from flows.alerts.composing import compose
from flows.alerts.message import Style
from warehouse.alerts import Delivery, rules

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "alerts.md"
BEGIN, END = "<!-- captured: begin (python tests/flows/captured.py) -->", "<!-- captured: end -->"
SITE = "https://fazhi.example.org"
TITLES = {rule.id: (rule.title, rule.title_en) for rule in rules()}
JUMP = alert(
    alert_id="2b91f0c46de85a7730f1c92ab4d8e615",
    rule_id="jump_or_fall",
    severity="high",
    region="示例省云川市",
    title="示例省云川市“行政复议申请收案数”骤升",
    title_en="示例省云川市, Reconsideration applications received: a jump",
    message="2023年 66件 → 2024年 151件（+128.8%），可比等级A。",
    message_en="2023: 66 件 → 2024: 151 件 (+128.8 %), comparability A.",
    quote="全年新收行政复议申请151件，审结144件。",
    url="https://www.yunchuan.example.cn/report/2024.html",
    article_id="5f3a",
    value=151.0,
    value_before=66.0,
    unit="件",
    period="2024",
    period_before="2023",
)
SECOND = alert(
    alert_id="7c02a11e93b64f05d8172ce4a0953bf6",
    title="示例省云川市：新年度报告（2024年）",
    title_en="示例省云川市: a new yearly report (2024)",
    severity="medium",
    url=JUMP.url,
)
SERVICES = {
    "企业微信 WeCom": ("wecombot://KEY-OF-THE-ROBOT", "zh"),
    "钉钉 DingTalk": ("dingtalk://ab12cd34ef56ab12cd34ef56ab12cd34/", "zh"),
    "飞书 Feishu": ("feishu://ab12cd34ef56ab12cd34", "zh"),
    "Slack": ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/?image=no&footer=no", "en"),
    "Telegram": ("tgram://123456789:AAFhlXzAnuxSZSzqw0Tv9aBcDeFgHiJkLmN/42/?image=no", "en"),
}


def captured() -> str:
    """The section: for each channel the body of its request, or the mail."""
    return "\n\n".join([*_requests(), *_webhook(), *_mail()])


def _requests() -> Iterator[str]:
    with hook() as server, _led_to(server):
        for name, (address, language) in SERVICES.items():
            server.answer = b"ok" if name == "Slack" else b'{"errcode": 0, "code": 0, "ok": true}'
            _send(address, language)
            yield f"### {name}\n\n```json\n{_json(server.got[-1])}\n```"


def _webhook() -> Iterator[str]:
    with hook() as server:
        _send(server.address, "zh", digest=True)
        yield f"### JSON webhook (a digest)\n\n```json\n{_json(server.got[-1])}\n```"


def _mail() -> Iterator[str]:
    with mailbox() as server:
        _send(server.address, "en")
        [(subject, text)] = server.got
        yield f"### E-mail\n\n```text\nSubject: {subject}\n\n{text}\n```"


def _send(address: str, language: str, *, digest: bool = False) -> None:
    channel = AppriseChannel(address, "docs", language)
    style = Style(language, channel.limit, SITE, TITLES)
    told = [JUMP, SECOND] if digest else [JUMP]
    due = [(Delivery(a.alert_id, "docs", "s", "digest" if digest else "immediate", a.created_at), a) for a in told]
    [message] = compose("docs", due, style)
    channel.send(message, told)


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


@contextmanager
def _led_to(server: Hook) -> Iterator[None]:
    """Requests for any host reach this server; the answers say whom they were for."""
    plain = requests.adapters.HTTPAdapter.send
    place = urlsplit(server.address)

    def send(adapter, request, **options):
        meant = request.url
        parts = urlsplit(meant)
        request.url = urlunsplit(("http", place.netloc, parts.path, parts.query, ""))
        answer = plain(adapter, request, **options)
        request.url = answer.url = meant
        return answer

    requests.adapters.HTTPAdapter.send = send
    try:
        yield
    finally:
        requests.adapters.HTTPAdapter.send = plain


def main() -> None:
    """Writes the section into the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    DOCUMENT.write_text(f"{head}{BEGIN}\n\n{captured()}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
