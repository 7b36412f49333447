"""What can be wrong with reference data.

``ReferenceDataError`` ← ``UnknownIndicatorError`` (also a KeyError), ``InvalidReferenceError``.
"""

from collections.abc import Iterable
from pathlib import Path


class ReferenceDataError(Exception):
    """Anything wrong with reference data, or with a question put to it."""


class InvalidReferenceError(ReferenceDataError, ValueError):
    """A reference file breaks its schema: says which file, which entry, which field, what was seen, what is legal."""

    def __init__(self, file: Path, entry: str, field: str, seen: object, legal: str) -> None:
        self.file, self.entry, self.field, self.seen, self.legal = file, entry, field, seen, legal
        super().__init__(
            f"{file}: entry {entry!r}, field {field!r}: {seen!r} is not allowed; "
            f"expected {legal}. Mend the file and run again."
        )


class UnknownIndicatorError(ReferenceDataError, KeyError):
    """An indicator id that no catalogue holds."""

    def __init__(self, indicator_id: str, nearest: Iterable[str]) -> None:
        self.indicator_id, self.nearest = indicator_id, tuple(nearest)
        hint = f"; near it: {', '.join(self.nearest)}" if self.nearest else ""
        self.message = (
            f"no indicator {indicator_id!r} in the catalogue{hint}. To add one, see docs/adding-an-indicator.md."
        )
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message
