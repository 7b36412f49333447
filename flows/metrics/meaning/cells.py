"""What a table's figure means: its headers tell year, territory and indicator, where a text would say them in words.

A cell is read as the sentence its headers make, with the rules for sentences; what only a table has is decided here: a
header that names a territory, headers of which one makes the figure a part of the other's (公安 × 行政处罚).
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from warehouse import reference
from warehouse.reference import Region
from warehouse.reference.vocabulary import Kind, PeriodType, Scope

from ..records import Document, DocumentFacts, Figure, Meaning, Observation, Part, Period, Place, TableHeaders
from .compared import base_period
from .gazetteer import is_whole_name
from .indicators import Mapped, map_figure
from .naming import last_full, point, resolve
from .narrowed import narrowing
from .periods import period_of
from .places import place_context, place_of
from .sentences import Layout, Spot
from .times import STRONG, time_context
from .topics import Topics

_YEAR = re.compile(r"(?:19|20)\d\d年")
_WITHIN_A_YEAR = re.compile(r"\d{1,2}(?:月|[-~至])|第?[一二三四]季|[上下]半年|前[两二三四]|全年")
_EDGE = re.compile(r"[年期](?P<edge>[初末])(?:数|值)?")
_SAME = re.compile(r"同期(?:数|值)?")
_OWN = re.compile(r"(?:本级|直)$")
_LEVEL = re.compile(r"(?P<level>[省市区县乡镇村])级")
_BELOW_COUNTY = re.compile(r"(?:镇|乡|街道)$")
_TOTAL = re.compile(r"合计|总计|共计|全部")
_CAPTION_SHOWN, _CAPTION_HEARD = 2, 40
# Words of a procedure, not of a part: 复议申请 × 新收 is all that came in.
_WHOLE = re.compile(
    r"(?:新收|收到|接收|受理|办理|处理|审结|办结|结案|作出|申请|案件|决定|开展|组织|举办|培训|制发|制定|发布|公布|公开"
    r"|依法|实际|完成|情况|总|累计|共|已|年度|本|数|量|件|宗|次|人|政府|行政)+"
)


class _Read(Struct, frozen=True):
    """A cell as a sentence: the stand-in for its figure, where that stands, and what its headers say of time."""

    figure: Figure
    part: Part
    layout: Layout
    spot: Spot


class CellReader:
    """Gives the figures of one table their meaning. What is worked out for one header serves all cells under it."""

    def __init__(self, document: Document, facts: DocumentFacts) -> None:
        self._title = document.title
        self._facts = facts
        self._subject = reference.regions().get(facts.region_code)
        self._captions: dict[tuple[str, ...], str] = {}
        self._regions: dict[str, tuple[Region | None, Scope | None, tuple[str, ...]]] = {}

    def observe(self, figure: Figure, headers: TableHeaders) -> Observation:
        """The observation of a table's figure."""
        mapped, figure = self._indicator(figure, headers)
        times = self._times(headers)
        read = _sentence(figure, "，".join(times) + ("为" if times else ""))
        context = time_context(read.part, read.layout, self._facts)
        period = period_of(read.figure, mapped.standing, read.spot, context)
        if times and headers.times and not context.found:
            period = Period(headers.times[-1], PeriodType.UNSPECIFIED)  # 上期: told, but not when that was
        place, flags = self._place(figure, headers, mapped)
        return Observation(
            figure=figure,
            sentence=_evidence(figure, headers),
            meaning=mapped.meaning,
            period=period,
            base_period=base_period(read.figure, period, read.spot, context),
            place=place,
            genre=self._facts.genre,
            report_year=self._facts.report_year,
            flags=(*mapped.flags, *flags),
        )

    def _indicator(self, figure: Figure, headers: TableHeaders) -> tuple[Mapped, Figure]:
        """The indicator, and the figure with the unit that its indicator has where no header tells one."""
        mapped = self._map_narrowed(figure, headers)
        if figure.unit == "" and figure.kind is Kind.COUNT and mapped.meaning.indicator_id is None:
            flags = tuple("unit_inferred" if flag == "unit_not_told" else flag for flag in figure.flags)
            units = dict.fromkeys(reference.indicator(found).unit for found in mapped.meaning.candidates)
            tried = [replace(figure, unit=unit, flags=flags) for unit in units]
            fitting = [
                (again, each) for each in tried if (again := self._map_narrowed(each, headers)).meaning.indicator_id
            ]
            if len(fitting) == 1:
                mapped, figure = fitting[0]
        found = mapped.meaning.indicator_id
        if found is not None and (headers.part or self._is_part(figure, headers, found)):
            return replace(mapped, meaning=Meaning(None, (found,)), flags=(*mapped.flags, "part_of_whole")), figure
        return mapped, figure

    def _map_narrowed(self, figure: Figure, headers: TableHeaders) -> Mapped:
        """Under 政府信息公开 the columns 行政复议 are those about it alone: a name that maps alike without these words
        is not this one."""
        mapped = self._map(figure, headers)
        heading = self._title + "，".join(headers.caption)
        narrower = narrowing(figure.indicator, heading)
        if narrower is None:
            return mapped
        named = replace(figure, indicator=narrower.words + figure.indicator)
        again = self._map(named, headers)
        found = mapped.meaning.indicator_id
        if again.meaning.indicator_id == found and found is not None:
            return replace(mapped, meaning=Meaning(None, (found,)), flags=(*mapped.flags, "part_of_whole"))
        return again

    def _map(self, figure: Figure, headers: TableHeaders) -> Mapped:
        """Row before column or column before row (规范性文件 × 制发, 制发 × 规范性文件), where both lead to one."""
        results = [self._map_name(figure, name, headers) for name in _orders(figure, headers.names)]
        found = {each.meaning.indicator_id for each in results} - {None}
        if len(found) > 1:
            return Mapped(Meaning(None, tuple(sorted(filter(None, found)))), None, None, ("indicator_ambiguous",))
        return next((each for each in results if each.meaning.indicator_id), results[0])

    def _map_name(self, figure: Figure, name: str, headers: TableHeaders) -> Mapped:
        heard = self._caption(headers.caption)
        read = _sentence(replace(figure, indicator=name), "", heard)
        return map_figure(read.figure, Topics(read.layout, self._title).lend(read.spot))

    def _is_part(self, figure: Figure, headers: TableHeaders, found: str) -> bool:
        """Whether one of the headers only narrows what the others name: 公安 × 行政处罚 is a part of 行政处罚."""
        heard = self._title + "，".join(headers.caption)
        for name in headers.names:
            others = tuple(other for other in headers.names if other != name)
            if not others or name in heard or _WHOLE.fullmatch(name):
                continue
            without = replace(figure, indicator="".join(others) + _suffix(figure, headers.names))
            if self._map(without, replace(headers, names=others)).meaning.indicator_id == found:
                return True
        return False

    def _caption(self, caption: tuple[str, ...]) -> str:
        """The end of what names the table, as a heading over its cells."""
        if caption not in self._captions:
            self._captions[caption] = "，".join(caption)[-_CAPTION_HEARD:].rstrip("。；，：:")
        return self._captions[caption]

    def _times(self, headers: TableHeaders) -> list[str]:
        """The words of time over a cell, the nearest last; 1-6月 under 2024年 is 2024年1-6月."""
        told: list[str] = []
        for word in (*self._caption_time(headers.caption), *headers.times):
            outer = next((found[0] for each in reversed(told) if (found := _YEAR.search(each))), "")
            inside = bool(_WITHIN_A_YEAR.match(word)) and not _YEAR.search(word)
            told.append(outer + word if inside else self._in_words(word))
        return told

    def _in_words(self, word: str) -> str:
        """A header's short word of time as a sentence would put it: 期末 is the end of the year reported."""
        year = self._facts.report_year
        if (edge := _EDGE.fullmatch(word)) and year:
            return f"截至{year - (edge['edge'] == '初')}年底"
        return "上年同期" if _SAME.fullmatch(word) else word

    def _caption_time(self, caption: tuple[str, ...]) -> list[str]:
        for line in reversed(caption):
            context = time_context(Part("caption", line), Layout(line), self._facts)
            strong = [entry for entry in context.found if entry.shape in STRONG]
            if strong:
                return [line[strong[-1].start : strong[-1].end]]
        return []

    def _place(self, figure: Figure, headers: TableHeaders, mapped: Mapped) -> tuple[Place, tuple[str, ...]]:
        read = _sentence(figure, "")
        place = place_of(read.figure, mapped.scope, read.spot, place_context(read.part, read.layout, self._facts))
        if headers.place:
            if headers.place not in self._regions:
                self._regions[headers.place] = self._territory(headers.place)
            region, scope, flags = self._regions[headers.place]
            return replace(place, region_code=region.code if region else None, scope=scope or place.scope), flags
        if place.scope is Scope.UNKNOWN and (_TOTAL.fullmatch(headers.row) or _TOTAL.fullmatch(headers.column)):
            place = replace(place, scope=Scope.WHOLE_REGION)  # what the text calls 全市
        named = [found for line in reversed(headers.caption) if (found := self._full_name(line)) is not None]
        return (replace(place, region_code=named[0].code) if named else place), ()

    def _full_name(self, caption: str) -> Region | None:
        return last_full(caption, self._subject, self._facts.report_year)

    def _territory(self, name: str) -> tuple[Region | None, Scope | None, tuple[str, ...]]:
        """The region that a header names, its scope, and a flag where no table of regions knows it."""
        subject = self._subject
        if _TOTAL.fullmatch(name):
            return subject, Scope.WHOLE_REGION, ()
        if level := _LEVEL.fullmatch(name):
            own = subject is not None and subject.name.endswith(level["level"])
            return subject, Scope.OWN_LEVEL if own else Scope.SUBORDINATES, ()
        bare = _OWN.sub("", name)
        own_scope = Scope.OWN_LEVEL if bare != name else Scope.WHOLE_REGION
        if len(bare) <= 1:
            return subject, own_scope, ()  # 市本级, 本级
        if name.startswith("全") and len(name) == 2:
            return point(name, subject), Scope.WHOLE_REGION, ()
        if _BELOW_COUNTY.search(bare):
            return None, None, (f"below_county:{bare}",)
        year, known = self._facts.report_year, is_whole_name(bare)
        region = resolve(bare, prior=self._facts.region_code, year=year) if known else None
        return region, own_scope, () if region else (f"region_not_in_tables:{bare}",)


def _sentence(figure: Figure, before: str, above: str = "") -> _Read:
    """The cell as a sentence: when, what, how many; ``above`` is a heading over it."""
    lead = f"{above}\n" if above else ""
    start = len(lead) + len(before) + len(figure.indicator)
    end = start + len(figure.span_text)
    text = f"{lead}{before}{figure.indicator}{figure.span_text}"
    part, layout = Part(figure.part_id, text), Layout(text)
    placed = replace(figure, start=start, end=end, sentence_start=len(lead), sentence_end=end)
    return _Read(placed, part, layout, layout.spot(start, end))


def _orders(figure: Figure, names: tuple[str, ...]) -> list[str]:
    straight = "".join(names)
    if len(names) != 2 or not figure.indicator.startswith(straight):
        return [figure.indicator]
    return [figure.indicator, names[1] + names[0] + figure.indicator[len(straight) :]]


def _suffix(figure: Figure, names: tuple[str, ...]) -> str:
    """What a column of changes adds to the names (同比增长)."""
    straight = "".join(names)
    return figure.indicator[len(straight) :] if figure.indicator.startswith(straight) else ""


def _evidence(figure: Figure, headers: TableHeaders) -> str:
    """What a person reads as the figure's place: caption | row | column | value."""
    caption = " ".join(headers.caption[-_CAPTION_SHOWN:])
    return " | ".join(filter(None, (caption, headers.row, headers.column, figure.span_text)))
