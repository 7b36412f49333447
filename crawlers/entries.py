"""Entries of source files, written without touching what people wrote there: comments, order and spelling stay."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import yaml

from crawlers.errors import SourceError
from crawlers.source import Source
from crawlers.source_files import load_sources


def entry_text(source: Source, comments: Sequence[str] = ()) -> str:
    """The entry as YAML: the fields that differ from their defaults, in the order of the schema, comments above."""
    row = source.model_dump(mode="json", exclude_defaults=True)
    row["verified_on"] = source.verified_on
    if not source.verified_on:
        del row["verified_on"]
    own = {(urlsplit(url).hostname or "").lower() for url in source.start_urls}
    if set(source.allowed_hosts) == own:
        row.pop("allowed_hosts", None)
    ordered = {name: row[name] for name in Source.model_fields if name in row}
    text: str = yaml.safe_dump([ordered], allow_unicode=True, sort_keys=False, width=110, default_flow_style=False)
    return "".join(f"# {comment}\n" for comment in comments) + text


def add_entry(path: Path, source: Source, comments: Sequence[str] = ()) -> None:
    """Appends the entry to a source file, which is made where there is none.

    The file is replaced as a whole, and only where what it held reads as before and the new entry as it was meant.
    Raises :class:`SourceError` for a file that is wrong already, cannot be written, or is no block list.
    """
    before = load_sources(path) if path.exists() else ()
    text = _read(path) if path.exists() else ""
    indent = " " * _column(path, text)
    lines = "".join(f"{indent}{line}\n" for line in entry_text(source, comments).splitlines())
    head = text if not text or text.endswith("\n") else text + "\n"
    gap = "\n" if head.strip() else ""
    _replace(path, f"{head}{gap}{lines}", (*before, source))


def set_verified(path: Path, ids: Sequence[str], day: date) -> None:
    """Writes ``verified_on`` into the entries with these ids; everything else stays as it is.

    Raises :class:`SourceError` as :func:`add_entry`.
    """
    before = load_sources(path)
    text = _read(path)
    changes = sorted(_changes(text, frozenset(ids), day), reverse=True)
    for start, end, new in changes:
        text = text[:start] + new + text[end:]
    wanted = [source.model_copy(update={"verified_on": day}) if source.id in ids else source for source in before]
    _replace(path, text, wanted)


def _changes(text: str, ids: frozenset[str], day: date) -> list[tuple[int, int, str]]:
    """What to put in place of which stretch of the text."""
    changes = []
    for entry in cast(Any, yaml.compose(text, Loader=yaml.SafeLoader)).value:
        fields = {key.value: (key, value) for key, value in entry.value}
        if fields["id"][1].value not in ids:
            continue
        if "verified_on" in fields:
            value = fields["verified_on"][1]
            # ``verified_on:`` with nothing behind it is a value of no length, right behind the colon.
            blank = "" if value.end_mark.index > value.start_mark.index else " "
            changes.append((value.start_mark.index, value.end_mark.index, f"{blank}{day}"))
            continue
        key, value = fields["id"]
        if entry.flow_style:
            changes.append((value.end_mark.index, value.end_mark.index, f", verified_on: {day}"))
        else:
            end = text.find("\n", value.end_mark.index)
            at = len(text) if end < 0 else end
            changes.append((at, at, f"\n{' ' * key.start_mark.column}verified_on: {day}"))
    return changes


def _column(path: Path, text: str) -> int:
    """How far the file's entries stand to the right. Raises :class:`SourceError` for a list in brackets."""
    node = cast(Any, yaml.compose(text, Loader=yaml.SafeLoader)) if text.strip() else None
    if node is None:
        return 0
    if node.flow_style and node.value:
        line = node.start_mark.line + 1
        raise SourceError(path, line, "", "a list in brackets", "one entry a line (- id: …), so that one can be added")
    if not node.value:
        raise SourceError(path, node.start_mark.line + 1, "", "an empty list", "a file of entries, or an empty file")
    return int(node.start_mark.column)


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:  # line ends stay as they are
        return file.read()


def _replace(path: Path, text: str, wanted: Sequence[Source]) -> None:
    place = path.resolve()
    part = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        if load_sources(part) != tuple(wanted):
            raise SourceError(path, 0, "", "entries that would read otherwise after the change", "a plain list")
        if place.exists():
            part.chmod(place.stat().st_mode & 0o777)
        part.replace(place)
    except OSError as error:
        raise SourceError(path, 0, "", error.strerror or str(error), "a file that can be written") from error
    finally:
        part.unlink(missing_ok=True)


def where(paths: Sequence[Path]) -> Mapping[str, Path]:
    """Which of these files holds which source, by id."""
    return {source.id: path for path in paths for source in load_sources(path)}
