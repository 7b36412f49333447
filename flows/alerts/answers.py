"""What services say of a message. WeCom, DingTalk and Feishu refuse with status 200 and a number in the answer, which
Apprise does not look at; without this a message that they refused would count as sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests

# The field that is 0 where the message was taken, by the host that answers.
_NUMBERS = {
    "qyapi.weixin.qq.com": ("errcode", "errmsg"),
    "oapi.dingtalk.com": ("errcode", "errmsg"),
    "open.feishu.cn": ("code", "msg"),
    "open.larksuite.com": ("code", "msg"),
}
_one_at_a_time = threading.Lock()


@contextmanager
def refusals() -> Iterator[list[str]]:
    """Inside the block, a list of what services refused with status 200. One block at a time in a process."""
    heard: list[str] = []
    with _one_at_a_time:
        plain = requests.Session.send

        def send(self: requests.Session, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
            answer = plain(self, request, **kwargs)
            refused = _refusal(answer)
            if refused:
                heard.append(refused)
            return answer

        # Apprise takes no session of ours, so that the class is the one place to listen at.
        requests.Session.send = send  # type: ignore[method-assign]
        try:
            yield heard
        finally:
            requests.Session.send = plain  # type: ignore[method-assign]


def _refusal(answer: requests.Response) -> str:
    host = urlsplit(answer.request.url or "").hostname
    if host not in _NUMBERS or not answer.ok:
        return ""
    number, words = _NUMBERS[host]
    try:
        said = answer.json()
    except ValueError:
        return "an answer that is no JSON"
    if not isinstance(said, dict) or said.get(number, 0) == 0:
        return ""
    return f"{said[number]} {said.get(words, '')}".strip()
