"""DOC, XLS, WPS and RTF → DOCX or XLSX, by LibreOffice where it is installed. No well-kept reader for them exists in
Python, and guessing at their bytes would invent figures."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from crawlers.reading.files.kinds import CONVERTIBLE
from crawlers.reading.files.limits import FileError

TIMEOUT = 120.0
_PROGRAMS = ("soffice", "libreoffice")
# A document may link pictures and styles of other hosts: nothing is fetched, and no macro of it runs.
_CLOSED = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def office() -> str | None:
    """LibreOffice's program, or None where there is none."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def convert(data: bytes, kind: str) -> tuple[bytes, str]:
    """The converted bytes and their kind. Raises :class:`FileError` (``unsupported``, ``timeout``, ``broken``)."""
    program = office()
    if program is None:
        raise FileError(
            "unsupported",
            f"a {kind.upper()} file and no LibreOffice (soffice) to convert it: install it, or save as PDF",
        )
    target = CONVERTIBLE[kind]
    with tempfile.TemporaryDirectory(prefix="fazhi-") as name:
        folder = Path(name)
        (folder / f"file.{kind}").write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, encoding="utf-8")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run([program, profile, "--headless", "--convert-to", target, "--outdir", name, str(folder / f"file.{kind}")])
        made = folder / f"file.{target}"
        if not made.exists():
            raise FileError("broken", f"LibreOffice makes nothing of this {kind.upper()} file: damaged, or locked")
        return made.read_bytes(), target


def _run(command: list[str]) -> None:
    """Under the limits of every reader of files. The program is a script that starts others: all of them end."""
    limited = [sys.executable, "-m", "crawlers.reading.files.worker", "run", *command]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(
        limited, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, env={**os.environ, **_CLOSED}
    )
    try:
        child.wait(TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise FileError("timeout", f"LibreOffice took more than {TIMEOUT:.0f} s") from error
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
