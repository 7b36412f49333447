"""What a match of a pattern with many named groups tells."""

import re
from itertools import compress


def named_groups(match: re.Match[str]) -> dict[str, str]:
    """The groups that hold words, by name; the pattern has no other groups."""
    words = match.groups()
    return dict(compress(zip(match.re.groupindex, words, strict=True), words))
