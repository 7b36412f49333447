"""What alerts are judged at: a web hook and a mail server on loopback, real ones, that keep what they get."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Heard = Callable[[dict[str, Any]], None]


class Hook:
    """``got`` are the JSON bodies it was sent, in order; ``status`` is what it answers; ``heard`` is called with each
    body before it answers."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        self.answer = b""
        self.heard: Heard = lambda body: None
        self.address = ""


@contextmanager
def hook() -> Iterator[Hook]:
    """A web hook on loopback; its Apprise address holds ``secret-token``."""
    kept = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kept.got.append(body)
            kept.heard(body)
            self.send_response(kept.status)
            self.send_header("Content-Length", str(len(kept.answer)))
            self.end_headers()
            self.wfile.write(kept.answer)

        def log_message(self, *_: object) -> None:
            """Quiet."""

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # the sender was killed
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    kept.address = f"json://127.0.0.1:{server.server_address[1]}/secret-token"
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Mailbox:
    """``got`` are (subject, text) of the mails that were accepted."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.heard: Heard = lambda body: None
        self.address = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        text = mail.get_body(preferencelist=("plain",)).get_content().replace("\r\n", "\n").strip()
        self.got.append((str(mail["Subject"]), text))
        self.heard({"title": str(mail["Subject"]), "message": text})
        return "250 OK"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server (aiosmtpd) on loopback."""
    from aiosmtpd.controller import Controller

    kept = Mailbox()
    controller = Controller(kept, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True)
    # The server is asked whether it is there on the port that was named, so one is chosen before.
    controller.port = _free_port()
    controller.start()
    people = "from=fazhi@example.org&to=office@example.org"
    kept.address = f"mailto://127.0.0.1:{controller.port}/?{people}&mode=insecure&format=text"
    try:
        yield kept
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
