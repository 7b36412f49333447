"""The one right to write: an OS lock on a file beside the database, which dies with the process that holds it."""

import json
import os
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from .errors import WarehouseBusyError

if sys.platform == "win32":  # pragma: no cover - Windows has no fcntl
    import msvcrt

    # Far behind the text, so that others can still read who holds the lock.
    _FAR = 1 << 30

    def _try_lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_path(database: Path) -> Path:
    """The lock file of a writer's database; where it exists, the database is a writer's."""
    return database.with_name(database.name + ".lock")


class WriterLock:
    """Held from creation to :meth:`release`. A process that was killed holds nothing: the OS gave its lock back, and
    the name it left in the file is overwritten by the next holder."""

    def __init__(self, database: Path, wait: float) -> None:
        """Tries for ``wait`` seconds; raises :class:`WarehouseBusyError` with the holder's pid, host and start."""
        self._database = database
        path = lock_path(database)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        started = time.monotonic()
        while True:
            try:
                _try_lock(self._handle)
                break
            except OSError:
                waited = time.monotonic() - started
                if waited >= wait:
                    os.close(self._handle)
                    raise WarehouseBusyError(database, _holder(path), waited) from None
                time.sleep(min(0.2, max(0.01, wait - waited)))
        self._sign()

    def _sign(self) -> None:
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
            "command": " ".join(Path(part).name for part in sys.argv[:2]),
        }
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, json.dumps(holder).encode())

    def release(self) -> None:
        """Gives the right back. The file stays: deleting it would let two processes lock two files of one name."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> "WriterLock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text())
        return f"process {holder['pid']} on {holder['host']} ({holder['command']}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that did not give its name"
