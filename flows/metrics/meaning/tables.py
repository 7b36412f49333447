"""The words of this station, kept as data beside it: read once, patterns compiled, errors naming the file."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).resolve().parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """The content of ``NAME.yaml`` beside this module."""
    with (_HERE / f"{name}.yaml").open(encoding="utf-8") as stream:
        content: dict[str, Any] = yaml.load(stream, Loader=_Loader)  # a SafeLoader either way
    return content
