"""How long a message may be (``limits.yaml``), and texts cut to what is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("limits.yaml")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` bytes of UTF-8 or characters, title and text together."""

    most: int
    in_bytes: bool

    def size(self, text: str) -> int:
        """How much of the limit this takes."""
        return len(text.encode("utf-8")) if self.in_bytes else len(text)

    def cut(self, text: str, most: int) -> str:
        """The beginning of ``text`` that takes at most ``most``, with … where something is missing."""
        if self.size(text) <= most:
            return text
        room = most - self.size("…")
        if room <= 0:
            return ""
        kept = text.encode("utf-8")[:room].decode("utf-8", "ignore") if self.in_bytes else text[:room]
        return f"{kept}…"


@lru_cache(maxsize=1)
def _limits() -> Mapping[str, Limit]:
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {scheme: Limit(entry["most"], entry["unit"] == "bytes") for scheme, entry in content.items()}


def limit_of(scheme: str) -> Limit:
    """The limit of the service behind addresses of this scheme."""
    return _limits().get(scheme, _limits()["other"])
