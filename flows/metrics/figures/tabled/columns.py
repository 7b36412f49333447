"""Headers put together: those over a column, those beside a row, and both for a cell."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from flows.metrics.figures.tabled.headers import Header, Purpose, fold, header

OF_ANOTHER = (Purpose.CHANGE, Purpose.SHARE, Purpose.RANK)
"""What tells of another value: its unit is its own."""
_JOINT = " / "


class Names(Struct, frozen=True):
    """What some headers say together: the names of which an indicator is composed, unit, times, territory, purpose."""

    names: tuple[str, ...] = ()
    unit: str = ""
    times: tuple[str, ...] = ()
    place: str = ""
    purpose: Purpose = Purpose.VALUE
    words: str = ""
    part: bool = False

    def over(self, column: "Names", borrowed: "Names") -> "Names":
        """A row's headers and a column's: together those of a cell.

        A bare 同比 or 占比 tells of the column to its left (``borrowed``): 受理 | 同比 → the change of 受理.
        """
        teller = column if column.purpose is not Purpose.VALUE else self
        of_other = teller.purpose in OF_ANOTHER
        bare = column.purpose in OF_ANOTHER and not column.names
        names = borrowed.names if bare else column.names
        return Names(
            names=_without_repeats((*self.names, *names)),
            unit=teller.unit if of_other else column.unit or self.unit,
            times=(*self.times, *(column.times or (borrowed.times if bare else ()))),
            place=self.place or column.place,
            purpose=teller.purpose,
            words=teller.words,
            part=self.part or column.part,
        )

    def composed(self) -> str:
        """The names as one: 行政复议 + 受理."""
        return "".join(self.names)


@lru_cache(maxsize=8192)
def merged(text: str, *, territories: bool = False) -> Names:
    """What headers joined by " / " say together, from the outer to the inner; ``territories``: the first names one."""
    pieces = [piece for piece in text.split(_JOINT) if piece.strip()]
    headers = [header(piece) for piece in pieces]
    if territories and headers and not headers[0].place and not headers[0].time:
        headers[0] = replace(headers[0], name="", place=fold(pieces[0]))  # 鼓楼, and 合计 of all
    return _together(headers)


def _together(headers: Sequence[Header]) -> Names:
    purposes = [each for each in headers if each.purpose is not Purpose.VALUE]
    chosen = purposes[-1] if purposes else Header()
    return Names(
        names=_without_repeats(tuple(each.name for each in headers if each.name)),
        unit=next((each.unit for each in reversed(headers) if each.unit), ""),
        times=tuple(each.time for each in headers if each.time),
        place=next((each.place for each in reversed(headers) if each.place), ""),
        purpose=chosen.purpose,
        words=chosen.words,
        part=any(each.part for each in headers),
    )


def _without_repeats(names: tuple[str, ...]) -> tuple[str, ...]:
    """A name that another one holds says nothing more: 行政复议 / 行政复议受理. 其他 under 法人或其他组织 does."""
    kept: list[str] = []
    for place, name in enumerate(names):
        others = (*names[:place], *names[place + 1 :])
        held = any(name in other and name != other for other in others) and not name.startswith("其他")
        if not held and name not in kept:
            kept.append(name)
    return tuple(kept)
