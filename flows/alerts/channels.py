"""Where messages go: a local file, always; and whatever Apprise reaches (WeCom, DingTalk, Feishu, mail, webhooks …)."""

import hashlib
import json
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from flows.alerts.answers import refusals
from flows.alerts.limits import Limit, limit_of
from flows.errors import DeliveryError
from warehouse.alerts import Alert, Message

FILE = "file"
_LEAST_SECRET = 5  # shorter parts of an address are words such as "bot"


class Channel(Protocol):
    """A place to send to. ``name`` holds no secret: it is stored and printed."""

    @property
    def name(self) -> str:
        """A stable name without secrets."""

    def send(self, message: Message, alerts: Sequence[Alert]) -> None:
        """Sends a message, which tells of these alerts. Raises :class:`DeliveryError` where it was not taken."""


@dataclass(frozen=True, slots=True)
class FileChannel:
    """``alerts.jsonl`` in the home: one JSON object a line. Appending an alert twice is recognised by its id."""

    path: Path

    @property
    def name(self) -> str:
        """Always ``file``."""
        return FILE

    def send(self, message: Message, alerts: Sequence[Alert]) -> None:
        """Appends the alerts that are not there yet.

        Raises:
            DeliveryError: the file cannot be written.
        """
        try:
            known, whole = self._known()
            lines = [
                json.dumps(asdict(alert), ensure_ascii=False, default=str) + "\n"
                for alert in alerts
                if alert.alert_id not in known
            ]
            with self.path.open("a", encoding="utf-8") as file:
                file.write("".join(lines) if whole else "\n" + "".join(lines))
        except OSError as error:
            raise DeliveryError(f"{self.path} cannot be written: {error}") from error

    def _known(self) -> tuple[set[str], bool]:
        """The ids that are there, and whether the last line is whole (a crash may have cut it)."""
        if not self.path.exists():
            return set(), True
        text = self.path.read_text(encoding="utf-8", errors="replace")
        ids = set()
        for line in text.split("\n"):  # a sentence may hold U+2028, a line of its own to splitlines
            try:
                ids.add(json.loads(line)["alert_id"])
            except (ValueError, KeyError, TypeError):
                continue
        return ids, not text or text.endswith("\n")


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """One Apprise address (https://github.com/caronc/apprise). The address is a secret; the name is not: the one of
    ``alerts.yaml``, or scheme and a short hash, enough to tell two addresses apart and nothing to log in with."""

    url: str = field(repr=False)
    given: str = ""
    language: str = "zh"

    @property
    def name(self) -> str:
        """See the class."""
        return self.given or f"{self.scheme}-{hashlib.sha256(self.url.encode()).hexdigest()[:8]}"

    @property
    def scheme(self) -> str:
        """The kind of service."""
        return self.url.split(":", 1)[0].lower()

    @property
    def limit(self) -> Limit:
        """How long a message may be there."""
        return limit_of(self.scheme)

    @property
    def known(self) -> bool:
        """Whether the address is one that Apprise knows."""
        return _service(self.url) is not None

    def send(self, message: Message, alerts: Sequence[Alert]) -> None:
        """Sends the message as it is written.

        Raises:
            DeliveryError: the address is not one Apprise knows, or the service refused; its token is not in the words.
        """
        from apprise import LogCapture, NotifyFormat  # noqa: PLC0415  takes a second to import; only needed here

        service = _service(self.url)
        if service is None:
            raise DeliveryError(
                f"channel {self.name}: not an address that Apprise knows ({self.scheme}://…). Correct the environment "
                "variable that holds it; the kinds there are: apprise --details"
            )
        # Told by us, with the secrets masked; not printed by Apprise itself.
        capture: Any = LogCapture
        with capture(level=logging.WARNING, fmt="%(message)s") as said, refusals() as refused, _unheard():
            taken = service.notify(title=message.title, body=message.body, body_format=NotifyFormat.TEXT)
            words = " ".join([*said.getvalue().split("\n"), *refused]).strip()
        if not taken or refused:
            why = self.masked(words) or "no answer"
            raise DeliveryError(f"channel {self.name} refused the message: {why}")

    def masked(self, text: str) -> str:
        """The text without any part of the address that may be a secret."""
        parts = set(re.split(r"[/:@?&=,]+", self.url))
        parts |= {unquote(part) for part in parts}  # Apprise knows p%40ss as p@ss, and would tell that
        for part in sorted(parts - {self.scheme}, key=len, reverse=True):
            if len(part) >= _LEAST_SECRET:
                text = text.replace(part, "***")
        return text


@contextmanager
def _unheard() -> Iterator[None]:
    """What Apprise and those it asks with write to their logs stays there while the block runs: it holds addresses."""
    loggers = [logging.getLogger(name) for name in ("apprise", "urllib3")]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.propagate = propagate


@lru_cache(maxsize=64)
def _service(url: str) -> Any:
    """Apprise's object for an address, kept so that it waits between messages as the service asks; None if unknown."""
    from apprise import Apprise  # noqa: PLC0415  see above

    service = Apprise()
    with _unheard():
        return service if service.add(url) else None
