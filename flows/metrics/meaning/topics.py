"""What a stretch of text is about, for names that leave it out."""

from bisect import bisect_left
from functools import lru_cache

from msgspec.structs import replace

from ..wordlists import WordList
from .sentences import Layout, Spot
from .tables import table


@lru_cache(maxsize=1)
def _words() -> WordList:
    return WordList(table("topics")["topics"].split("|"))


class Topics:
    """The topic words of one text in order, and the one of its title."""

    def __init__(self, layout: Layout, title: str) -> None:
        self._layout = layout
        self._found = [(start, layout.text[start:end]) for start, end in _words().spans(layout.text)]
        self._starts = [start for start, _ in self._found]
        titled = {title[start:end] for start, end in _words().spans(title)}
        self._titled = titled.pop() if len(titled) == 1 else ""
        self._body = "法院" if "法院" in title else ""  # whose 行政案件 are lawsuits; the police count others

    def lend(self, spot: Spot) -> Spot:
        """The spot with a topic before its surroundings, where its sentence has none: the last one of its paragraph or
        the heading above (审结631件 after 收到行政复议申请742件。), else the title's."""
        if self._body:
            spot = replace(spot, around=f"{self._body}。{spot.around}")
        end = spot.sentence_start + len(spot.told)
        index = bisect_left(self._starts, end) - 1
        if index >= 0 and self._starts[index] >= spot.sentence_start:
            return spot
        if index >= 0 and self._starts[index] >= self._layout.section_start(spot.sentence_start):
            return replace(spot, around=f"{self._found[index][1]}。{spot.around}")
        return replace(spot, around=f"{self._titled}。{spot.around}") if self._titled else spot
