"""The ground: whether words can be what is measured, or are what a cut left over."""

import re

# 由去年的320件增至今年的|480件: words of a change, whose thing stands elsewhere.
_OF_CHANGE = re.compile("[增升降减][加长少]?[至到]")

_NOUNS = "男女省市县区镇乡村"


def sound(name: str) -> bool:
    """Whether ``name`` may stand for what a figure measures.

    A phrase that ends in 的 has lost its noun: 仅为诉讼时长的|23%; a single character is a particle: 13863人|中.
    """
    return (
        (len(name) > 1 or name in _NOUNS) and bool(name) and not name.endswith("的") and _OF_CHANGE.match(name) is None
    )
