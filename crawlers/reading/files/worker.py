"""The process that opens one file: ``python -m crawlers.reading.files.worker KIND < FILE``, one JSON object out.

Readers of binary formats are not trusted with time and memory: both are limited here, by the operating system.
"""

import json
import sys

MEMORY = 1_500_000_000
CPU_SECONDS = 60


def main(kind: str) -> int:
    """``{"pages": [[…]], "cut": …}`` for a PDF, ``{"html": …, "cut": …}`` for DOCX and XLSX; else
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
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
