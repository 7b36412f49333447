"""Which literal words a pattern cannot match without: so that of hundreds of rules only a handful is tried on a name.

Reads the dialect our tables are written in: literals, ``(?:a|b)``, classes, lookarounds, ``? * {m,n} $`` and escapes.
What it does not understand it treats as telling nothing, which costs time, never a match.
"""

from collections.abc import Iterator

_QUANTIFIERS = "?*+{"


def literals(pattern: str) -> frozenset[str]:
    """Words of which at least one stands in whatever the pattern matches; empty where none can be told."""
    return _of_alternatives(_split(pattern))


def _of_alternatives(alternatives: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for alternative in alternatives:
        best = max(_elements(alternative), key=_strength, default=frozenset[str]())
        if not best:
            return frozenset()
        found |= best
    return frozenset(found)


def _strength(words: frozenset[str]) -> float:
    """Longer words tell more; of equal length, fewer."""
    return min(map(len, words)) - len(words) / 1000 if words else 0


def _elements(sequence: str) -> Iterator[frozenset[str]]:
    """What each element of a sequence demands: runs of literals, and groups that must be there."""
    run, at = "", 0
    while at < len(sequence):
        char = sequence[at]
        if char == "(":
            end = _closing(sequence, at)
            optional = _is_optional(sequence, end)
            if run:
                yield frozenset({run})
            run = ""
            if sequence.startswith("(?:", at) and not optional:
                yield _of_alternatives(_split(sequence[at + 3 : end - 1]))
            at = _past_quantifier(sequence, end)
        elif char in "[\\.^$":
            end = _closing(sequence, at) if char == "[" else at + (2 if char == "\\" else 1)
            if run:
                yield frozenset({run})
            run, at = "", _past_quantifier(sequence, end)
        else:
            if _is_optional(sequence, at + 1):
                if run:
                    yield frozenset({run})
                run = ""
            else:
                run += char
            at = _past_quantifier(sequence, at + 1)
    if run:
        yield frozenset({run})


def _split(pattern: str) -> list[str]:
    """The alternatives at the top level."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _closing(pattern, at) - 1
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


def _closing(text: str, at: int) -> int:
    """Behind the bracket that closes the one at ``at``."""
    if text[at] == "[":
        return text.index("]", at + 1) + 1
    depth = 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "[":
            at = text.index("]", at + 1)
        elif text[at] in "()":
            depth += 1 if text[at] == "(" else -1
            if depth == 0:
                return at + 1
        at += 1
    return at


def _is_optional(text: str, at: int) -> bool:
    return text.startswith(("?", "*", "{0"), at)


def _past_quantifier(text: str, at: int) -> int:
    if at < len(text) and text[at] in _QUANTIFIERS:
        at = text.index("}", at) + 1 if text[at] == "{" else at + 1
        return at + 1 if text.startswith("?", at) else at
    return at
