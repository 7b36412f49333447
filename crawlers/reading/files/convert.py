"""DOC, XLS, WPS and RTF → DOCX or XLSX, by LibreOffice where it is installed. No well-kept reader for them exists in
Python, and guessing at their bytes would invent figures."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from crawlers.reading.files.kinds import CONVERTIBLE
from crawlers.reading.files.limits import FileError

TIMEOUT = 120.0
_PROGRAMS = ("soffice", "libreoffice")


def convert(data: bytes, kind: str) -> tuple[bytes, str]:
    """The converted bytes and their kind. Raises :class:`FileError` (``unsupported``, ``timeout``, ``broken``)."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise FileError(
            "unsupported",
            f"a {kind.upper()} file and no LibreOffice (soffice) to convert it: install it, or save as PDF",
        )
    target = CONVERTIBLE[kind]
    with tempfile.TemporaryDirectory(prefix="fazhi-") as folder:
        source = Path(folder) / f"file.{kind}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", target, "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired as error:
            raise FileError("timeout", f"LibreOffice took more than {TIMEOUT:.0f} s") from error
        made = Path(folder) / f"file.{target}"
        if not made.exists():
            raise FileError("broken", f"LibreOffice makes nothing of this {kind.upper()} file")
        return made.read_bytes(), target
