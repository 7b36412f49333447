"""The process that opens one file: ``python -m crawlers.reading.files.worker KIND < FILE``, one JSON object out.

Readers of binary formats are not trusted with time and memory: both are limited here, by the operating system.
``worker run PROGRAM …`` becomes another program under the same limits.
"""

import json
import os
import sys

MEMORY = 1_500_000_000
CPU_SECONDS = 60
MOST_WRITTEN = 200_000_000
"""Bytes of a file that a converter may write."""


def main(kind: str) -> int:
    """``{"pages": [html, …], "cut": …}`` for a PDF, ``{"html": …, "cut": …}`` for DOCX and XLSX; else
    ``{"error": kind, "seen": …}``."""
    _limit()
    from crawlers.reading.files.limits import FileError  # noqa: PLC0415 - after the limits are set

    try:
        print(json.dumps(_read(kind, sys.stdin.buffer.read()), ensure_ascii=True))
    except FileError as error:
        print(json.dumps({"error": error.kind, "seen": str(error)}))
    except MemoryError:
        print(json.dumps({"error": "too_big", "seen": f"more than {MEMORY} bytes of memory"}))
    return 0


def _read(kind: str, data: bytes) -> dict[str, object]:
    if kind == "pdf":
        from crawlers.reading.files import pdf  # noqa: PLC0415 - each format brings a library of its own

        pages, cut = pdf.pages(data)
        return {"pages": pages, "cut": cut}
    if kind == "docx":
        from crawlers.reading.files.docx import to_html  # noqa: PLC0415
    else:
        from crawlers.reading.files.xlsx import to_html  # noqa: PLC0415
    html, cut = to_html(data)
    return {"html": html, "cut": cut}


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
    )
    for what, most in limits:
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def run(command: list[str]) -> None:
    """Become this program."""
    _limit()
    os.execvp(command[0], command)


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(sys.argv[2:])
    sys.exit(main(sys.argv[1]))
