"""The ground: whether words can be what is measured, or are what a cut left over."""

import re

# 由去年的320件增至今年的|480件: words of a change, whose thing stands elsewhere.
_CHANGES = frozenset("增升降减")
_OF_CHANGE = re.compile("[增升降减][加长少]?[至到]")


def sound(name: str) -> bool:
    """Whether ``name`` may stand for what a figure measures.

    A phrase that ends in 的 has lost its noun: 仅为诉讼时长的|23%.
    """
    return bool(name) and not name.endswith("的") and (name[0] not in _CHANGES or _OF_CHANGE.match(name) is None)
