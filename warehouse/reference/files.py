"""Where reference data lies, and reading it with a check of every field.

The packaged files lie beside this module. ``FAZHI_REFERENCE_DIRS`` (separated like ``PATH``) names further directories;
what they hold is added to the packaged data, never put in its place.
"""

import csv
import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .errors import InvalidReferenceError, ReferenceDataError

PACKAGED = Path(__file__).resolve().parent
DIRS_VARIABLE = "FAZHI_REFERENCE_DIRS"

# The C loader reads the catalogue in 0.1 s, the Python one in 1 s.
_YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=1)
def extra_dirs() -> tuple[Path, ...]:
    """The further directories, checked to exist."""
    dirs = tuple(Path(entry) for entry in os.environ.get(DIRS_VARIABLE, "").split(os.pathsep) if entry)
    for directory in dirs:
        if not directory.is_dir():
            raise ReferenceDataError(
                f"{DIRS_VARIABLE} names {directory}, which is no directory. Correct the variable or create it."
            )
    return dirs


def extra_files(name: str) -> tuple[Path, ...]:
    """The files of this name in the further directories."""
    return tuple(directory / name for directory in extra_dirs() if (directory / name).is_file())


def data_files(name: str) -> tuple[Path, ...]:
    """The packaged file of this name and those of the further directories."""
    return (PACKAGED / name, *extra_files(name))


def is_packaged(path: Path) -> bool:
    """Whether a file came with the package, and is none of the user's own."""
    return path.parent == PACKAGED


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file whose top is a mapping."""
    try:
        with path.open(encoding="utf-8") as stream:
            content = yaml.load(stream, Loader=_YamlLoader)  # a SafeLoader either way
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidReferenceError(path, "(file)", "(all)", str(error), "YAML in UTF-8") from error
    if not isinstance(content, dict):
        raise InvalidReferenceError(path, "(top)", "(all)", type(content).__name__, "a mapping")
    return content


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a CSV file that must hold ``columns`` (others are passed through)."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise InvalidReferenceError(
                    path, "(header)", missing[0], reader.fieldnames, f"the columns {', '.join(columns)}"
                )
            yield from reader
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidReferenceError(path, "(file)", "(all)", str(error), "CSV in UTF-8") from error


class Entry:
    """One entry of a reference file, read field by field; what does not fit raises :class:`InvalidReferenceError`."""

    def __init__(self, file: Path, values: Mapping[str, Any], name: str) -> None:
        self.file, self.values, self.name = file, values, name

    def fail(self, field: str, legal: str) -> InvalidReferenceError:
        return InvalidReferenceError(self.file, self.name, field, self.values.get(field), legal)

    def text(self, field: str, *, default: str | None = None) -> str:
        value = self.values.get(field, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.fail(field, "text")
        return value

    def one_of(self, field: str, legal: Mapping[str, Any] | tuple[str, ...]) -> str:
        value = self.values.get(field)
        if not isinstance(value, str) or value not in legal:
            raise self.fail(field, "one of " + ", ".join(legal))
        return value

    def flag(self, field: str, *, default: bool = False) -> bool:
        value = self.values.get(field, default)
        if not isinstance(value, bool):
            raise self.fail(field, "true or false")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.fail(field, "a list of texts")
        return tuple(value)

    def year(self, field: str) -> int | None:
        value = self.values.get(field)
        if value in (None, ""):
            return None
        if not str(value).isdecimal() or len(str(value)) != 4:
            raise self.fail(field, "a year of four digits, or nothing")
        return int(str(value))


def all_files() -> tuple[Path, ...]:
    """Every file of reference data, packaged and added."""
    return tuple(
        path
        for directory in (PACKAGED, *extra_dirs())
        for path in sorted(directory.iterdir())
        if path.suffix in {".csv", ".yaml"}
    )


@lru_cache(maxsize=1)
def version() -> str:
    """Twelve hex digits over the names and bytes of all reference files: it changes when any of them does."""
    digest = hashlib.sha256()
    for path in all_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
