"""Where alerts go: a local file, always; and whatever Apprise reaches (WeCom, DingTalk, Feishu, mail, webhooks …)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from flows.alerts.message import digest, single
from flows.errors import DeliveryError
from warehouse.alerts import Alert

DIGEST_FROM = 4  # so many alerts of one run travel as one message: one digest instead of twelve mails


class Channel(Protocol):
    """A place to send alerts to. ``name`` holds no secret: it is stored and printed."""

    @property
    def name(self) -> str:
        """A stable name without secrets."""

    def send(self, alerts: Sequence[Alert]) -> None:
        """Sends them. Raises :class:`DeliveryError` where the channel did not take them."""


@dataclass(frozen=True, slots=True)
class FileChannel:
    """``alerts.jsonl`` in the home: one JSON object a line. Appending an alert twice is recognised by its id."""

    path: Path

    @property
    def name(self) -> str:
        """Always ``file``."""
        return "file"

    def send(self, alerts: Sequence[Alert]) -> None:
        """Appends what is not there yet.

        Raises:
            DeliveryError: the file cannot be written.
        """
        try:
            known = self._known()
            with self.path.open("a", encoding="utf-8") as file:
                for alert in alerts:
                    if alert.alert_id not in known:
                        file.write(json.dumps(asdict(alert), ensure_ascii=False, default=str) + "\n")
        except OSError as error:
            raise DeliveryError(f"{self.path} cannot be written: {error}") from error

    def _known(self) -> set[str]:
        if not self.path.exists():
            return set()
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return {json.loads(line)["alert_id"] for line in lines if line.endswith("}")}


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """One Apprise address (https://github.com/caronc/apprise). The address is a secret; the name is not."""

    url: str = field(repr=False)

    @property
    def name(self) -> str:
        """Scheme and a short hash: enough to tell two addresses apart, nothing to log in with."""
        return f"{self.url.split(':', 1)[0]}-{hashlib.sha256(self.url.encode()).hexdigest()[:8]}"

    def send(self, alerts: Sequence[Alert]) -> None:
        """Sends each alert, or one digest from :data:`DIGEST_FROM` alerts on.

        Raises:
            DeliveryError: the address is not one Apprise knows, or the service refused.
        """
        from apprise import Apprise, NotifyFormat  # noqa: PLC0415  takes a second to import; only needed here

        service = Apprise()
        if not service.add(self.url):
            raise DeliveryError(f"channel {self.name}: not an address that Apprise knows; see FAZHI_ALERT_URLS")
        messages = [digest(alerts)] if len(alerts) >= DIGEST_FROM else [single(alert) for alert in alerts]
        for message in messages:
            if not service.notify(title=message.title, body=message.body, body_format=NotifyFormat.TEXT):
                raise DeliveryError(f"channel {self.name} refused the message or did not answer")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of alerts at one channel; ``error`` is empty where it took them."""

    channel: str
    alert_ids: tuple[str, ...]
    error: str


def deliver(alerts: Sequence[Alert], channels: Sequence[Channel]) -> list[Receipt]:
    """Sends alerts to each channel that has not taken them yet (``delivered_to`` of an alert), one channel at a time.

    Never raises for a channel: its error is in the receipt, and the other channels are served.
    """
    receipts = []
    for channel in channels:
        due = [alert for alert in alerts if channel.name not in alert.delivered_to]
        if not due:
            continue
        error = ""
        try:
            channel.send(due)
        except DeliveryError as refusal:
            error = str(refusal)
        receipts.append(Receipt(channel.name, tuple(alert.alert_id for alert in due), error))
    return receipts


def outcomes(receipts: Sequence[Receipt]) -> dict[tuple[str, str, tuple[str, ...]], list[str]]:
    """What to note in the outbox: (state, error, channels that took it) → ids of the alerts that fared so.

    An alert is ``sent`` once every channel took it; ``failed`` ones are tried again, at the channels that refused.
    """
    taken: dict[str, list[str]] = {}
    errors: dict[str, list[str]] = {}
    for receipt in receipts:
        for ident in receipt.alert_ids:
            taken.setdefault(ident, [])
            errors.setdefault(ident, [])
            (errors if receipt.error else taken)[ident].append(receipt.error or receipt.channel)
    noted: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for ident, channels in taken.items():
        error = "; ".join(errors[ident])
        noted.setdefault(("failed" if error else "sent", error, tuple(channels)), []).append(ident)
    return noted
