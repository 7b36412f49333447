"""What a person hands over: a file or an address, told apart and checked before any station sees it."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flows.errors import InputError

TEXT_SUFFIXES = frozenset({".txt", ".md", ".text"})
LONGEST_ADDRESS = 2000
PAGE_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".jhtml", ".xhtml"})


@dataclass(frozen=True, slots=True)
class Input:
    """A readable file (``path``) or an http(s) address (``url``); the other one is None."""

    given: str
    path: Path | None = None
    url: str | None = None


def accept(given: str, *, address_allowed: bool = True) -> Input:
    """Tells files from addresses.

    Raises:
        InputError: a missing or unreadable file, a folder, an empty file, an address that is not http(s).
    """
    try:
        parts = urlsplit(given)
    except ValueError as error:
        raise InputError(f"{given} is no address: {error}. Expected http(s)://host/path") from error
    if parts.scheme in {"http", "https"}:
        if not address_allowed:
            raise InputError(
                f"{given} is an address; this command reads files. To fetch and keep it: fazhi ingest {given}"
            )
        if len(given) > LONGEST_ADDRESS:
            raise InputError(
                f"{given[:60]}… has {len(given)} characters; addresses end at {LONGEST_ADDRESS}. Save the page"
            )
        if not parts.hostname:
            raise InputError(
                f"{given} names no host. Expected an address such as https://www.example.gov.cn/report.html"
            )
        return Input(given, url=given)
    if "://" in given:
        raise InputError(
            f"{given}: only http and https addresses are fetched, not {parts.scheme}. Save the page and name the file"
        )
    try:
        return Input(given, path=_readable(Path(given).expanduser()))
    except (OSError, RuntimeError, ValueError) as error:  # a name too long, ~nobody, a NUL
        raise InputError(
            f"{given[:120]!r} is no usable file name ({error}). Name a text, a page or an address"
        ) from error


def is_text(path: Path, head: bytes) -> bool:
    """True for plain text: by its suffix, else by the absence of any tag in its first bytes."""
    if path.suffix.lower() in TEXT_SUFFIXES:
        return True
    return path.suffix.lower() not in PAGE_SUFFIXES and b"<" not in head


def _readable(path: Path) -> Path:
    if not path.exists():
        raise InputError(
            f"There is no file {path}. Expected a text (.txt), a page (.html) or an http(s) address; check the spelling"
        )
    if path.is_dir():
        raise InputError(f"{path} is a folder. Name its files: fazhi ingest {path}/*.html")
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise InputError(f"{path} is empty: 0 bytes. Expected a text or a page; fetch or save it again")
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror or error}). Check its permissions: ls -l {path}"
        ) from error
    return path


def is_local(url: str) -> bool:
    """True for an address on this machine or in a private network, told by the literal host; no name is looked up."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
