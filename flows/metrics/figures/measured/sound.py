"""The ground: whether words can be what is measured, or are what a cut left over."""


def sound(name: str) -> bool:
    """Whether ``name`` may stand for what a figure measures.

    A phrase that ends in 的 has lost its noun: 仅为诉讼时长的|23%.
    """
    return bool(name) and not name.endswith("的")
