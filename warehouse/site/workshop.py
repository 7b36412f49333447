"""Where pages are made: a page whose data and template are those of the last time is taken over, not made again."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST = ".manifest.json"
Files = Mapping[str, str | bytes]
Progress = Callable[[int, int], None]


@lru_cache(maxsize=1)
def version() -> str:
    """Changes when anything does that pages are made with: modules, templates, scripts, reference data in words."""
    digest = hashlib.sha256()
    for path in sorted(HERE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


class Workshop:
    """The new folder of the site beside the last one. ``made`` and ``kept`` count files."""

    def __init__(self, new: Path, last: Path | None, options: str, progress: Progress | None = None) -> None:
        self.new, self.made, self.kept = new, 0, 0
        self._stamp = f"{version()} {options}"
        self._units: dict[str, tuple[str, list[str]]] = {}
        self._last, self._known = last, _known(last, self._stamp)
        self._folders: set[Path] = set()
        self._progress, self._done, self._total = progress, 0, 0

    def expect(self, units: int) -> None:
        """So many more units are to come; for whoever shows progress."""
        self._total += units

    def stale(self, units: Iterable[tuple[str, str]]) -> list[str]:
        """Of units with the fingerprints of their data, those that have to be made; the others are taken over now."""
        return [unit for unit, mark in units if not self._take_over(unit, mark)]

    def put(self, unit: str, mark: str, files: Files) -> None:
        """Writes the files of a unit, by their places in the site."""
        for target, content in files.items():
            path = self._place(target)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        self.made += len(files)
        self._note(unit, mark, list(files))

    def make(self, unit: str, mark: str, files: Callable[[], Files]) -> None:
        """The files of a unit, made where they are not to be taken over."""
        if self.stale([(unit, mark)]):
            self.put(unit, mark, files())

    def close(self) -> None:
        """Writes down what was made of what."""
        told = {"stamp": self._stamp, "units": self._units}
        (self.new / MANIFEST).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def _take_over(self, unit: str, mark: str) -> bool:
        known = self._known.get(unit)
        if known is None or known[0] != mark or self._last is None:
            return False
        try:
            for target in known[1]:
                _link(self._last / target, self._place(target))
        except OSError:  # a file of the last site is gone: made again
            return False
        self.kept += len(known[1])
        self._note(unit, mark, known[1])
        return True

    def _note(self, unit: str, mark: str, targets: list[str]) -> None:
        self._units[unit] = (mark, targets)
        self._done += 1
        step = max(1, self._total // 100)  # telling it of each unit would take longer than making it
        if self._progress and self._done <= self._total and (self._done % step == 0 or self._done == self._total):
            self._progress(self._done, self._total)

    def _place(self, target: str) -> Path:
        path = self.new / target
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        return path


def _known(last: Path | None, stamp: str) -> dict[str, tuple[str, list[str]]]:
    """What the last site was made of; nothing where it was made by another version, or is no site of ours."""
    try:
        told = json.loads((last / MANIFEST).read_text(encoding="utf-8")) if last else {}
        return dict(told["units"]) if told.get("stamp") == stamp else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _link(old: Path, new: Path) -> None:
    """One file in both sites, as none is ever written to again; a copy where links cannot be made."""
    new.unlink(missing_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def mark_of(*values: Any) -> str:
    """The fingerprint of plain data."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


@contextmanager
def closing(workshop: Workshop) -> Iterator[Workshop]:
    """Writes the manifest when all went well."""
    yield workshop
    workshop.close()
