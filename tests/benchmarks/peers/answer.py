"""What every peer's script does: read texts, time the recogniser over them, write what it found. No fazhi in here."""

import json
import sys
import time
from collections.abc import Callable, Iterable

Found = tuple[int, int, float, str]


def answer(find: Callable[[str], Iterable[Found]]) -> None:
    """Runs ``find`` over the texts on standard input; a first call outside the clock loads what it loads lazily."""
    texts: dict[str, str] = json.load(sys.stdin)
    list(find("立案36件，罚款12.5万元，办结率97.2%。"))
    begun = time.process_time()
    found = {name: list(find(text)) for name, text in texts.items()}
    print(json.dumps({"seconds": time.process_time() - begun, "found": found}, ensure_ascii=False))
