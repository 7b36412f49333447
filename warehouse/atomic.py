"""Replacing a file or a directory so that a reader sees the old one or the new one, never half of either."""

import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from .errors import WarehouseError


def replace_file(target: Path, build: Callable[[Path], None]) -> Path:
    """``build`` writes the new file at the path it is given; it then takes the place of ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}")
    try:
        build(new)
        _to_disk(new)
        new.replace(target)
    finally:
        for left in (new, new.with_name(f"{new.name}.wal")):
            left.unlink(missing_ok=True)
    return target


def replace_directory(target: Path, build: Callable[[Path], None]) -> Path:
    """``build`` fills the directory it is given; ``target`` then points there.

    ``target`` is a symbolic link to the present version, as no system call of Python's exchanges two directories; the
    version before stays until the next time, for readers that are just listing it. Where links cannot be made (Windows
    without that right), the directories are renamed, with a moment in which there is none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink() and any(target.iterdir()) and not _ours(target):
        raise WarehouseError(f"{target} is a directory that fazhi did not make; move it away and run again.")
    ident = uuid.uuid4().hex[:8]
    new = target.with_name(f".{target.name}.{ident}")
    new.mkdir()
    try:
        build(new)
        (new / _MARK).write_text("made by fazhi; replaced at every publication\n", encoding="utf-8")
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    before = target.resolve() if target.is_symlink() else None
    link = target.with_name(f".{target.name}.link-{ident}")
    try:
        link.symlink_to(new.name, target_is_directory=True)
    except OSError:
        _rename(target, new, ident)
    else:
        if target.is_dir() and not target.is_symlink():
            target.rename(target.with_name(f".{target.name}.{ident}-old"))
        link.replace(target)
    _remove_versions(target, keep={target.resolve(), before, new.resolve()})
    return target


_MARK = ".fazhi"


def _ours(directory: Path) -> bool:
    return (directory / _MARK).is_file()


def _rename(target: Path, new: Path, ident: str) -> None:
    if target.exists():
        target.rename(target.with_name(f".{target.name}.{ident}-old"))
    new.rename(target)


def _remove_versions(target: Path, keep: set[Path | None]) -> None:
    for old in target.parent.glob(f".{target.name}.*"):
        if old.is_dir() and not old.is_symlink() and old.resolve() not in keep:
            shutil.rmtree(old, ignore_errors=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
