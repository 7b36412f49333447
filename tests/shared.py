"""Where the evaluation material lies that is not part of this project, if it is there at all."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_dir() -> Path | None:
    """The folder of shared evaluation texts and pages, or None. ``FAZHI_SHARED`` overrides the search upwards."""
    places = [Path(os.environ["FAZHI_SHARED"])] if os.environ.get("FAZHI_SHARED") else []
    places += [parent / "shared" for parent in ROOT.parents]
    return next((place for place in places if (place / "eval").is_dir()), None)


def need_shared(relative: str) -> Path:
    """The path of a shared file or folder; skips the test, saying so, where it is absent."""
    shared = shared_dir()
    if shared is None or not (shared / relative).exists():
        pytest.skip(f"evaluation material shared/{relative} is not on this machine")
    return shared / relative
