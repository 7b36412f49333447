"""What every peer's script does: read pages, time the reader over each, write what it found. No fazhi in here."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TEXT = "<p>全年办结行政复议案件三百件，群众满意。</p>" * 9
SAMPLE = f"<html><title>试读</title><body><h1>试读</h1><div>{TEXT}</div></body></html>"


def answer(read: Callable[[bytes, str, str | None], dict[str, Any]]) -> None:
    """``read(bytes, text, url)``; an error is an empty answer. A first call outside the clock loads the rest."""
    read(SAMPLE.encode(), SAMPLE, "http://www.example.org/a.html")
    found = {}
    for name, page in json.load(sys.stdin).items():
        data = Path(page["path"]).read_bytes()
        text = data.decode(page["encoding"] or "utf-8", "replace")
        begun = time.perf_counter()
        try:
            told = read(data, text, page["url"])
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"[:90]}
        spent = (time.perf_counter() - begun) * 1e3
        found[name] = {key: str(value or "") for key, value in told.items()} | {"ms": spent}
    print(json.dumps(found, ensure_ascii=False))
