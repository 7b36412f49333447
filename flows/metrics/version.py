"""Which extractor made an observation: a hash of its own rules, so that no change of a rule can forget to count."""

import hashlib
from functools import lru_cache
from pathlib import Path

RULES = ("*.py", "*.yaml", "*.csv")


@lru_cache
def version() -> str:
    """Twelve hexadecimal digits over every file of this package that rules stand in."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for pattern in RULES for path in here.rglob(pattern)):
        digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
