"""Facts about a document, decided once: genre, report year, anchor date, whose report it is."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from warehouse.reference.vocabulary import Genre, PartKind

from ..records import Document, DocumentFacts
from .covered import AHEAD, covered_by
from .dates import year_of
from .subject import subject_of
from .tables import table
from .triggers import literals

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)|([二][〇零○一二三四五六七八九]{3})(?=年)")
_SIGNED = re.compile(r"((?:19|20)\d{2})年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日\s*$")
_OPENING_YEAR = re.compile(
    r"(?<!\d)(20\d{2})年(?:度|以来)?[，,]|(?<!\d)(20\d{2})年(?:度)?(?:主要)?工作(?:回顾|情况|总结)"
)
# What a work report says it looks back on, whatever year its title was given: 一、2023年工作回顾.
_REVIEWED = re.compile(r"(?<!\d)(20\d{2})年(?:度)?(?:政府)?(?:主要)?工作(?:的)?(?:情况)?(?:回顾|总结|情况)")
_LINE = 40
# Titles of what looks back, though they name no year: 云河县行政执法工作总结.
_REPORTS = re.compile("总结|报告|汇报|情况")
_OF_BODY = PartKind.BODY
_DAY_OF_YEAR = re.compile(r"年(1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])日")
# Reports on a year are delivered and published in the first half of the next.
_DELIVERED_EARLY = frozenset({Genre.ANNUAL_REPORT, Genre.WORK_REPORT, Genre.COURT_REPORT})
_DELIVERED_BY = 6
_FIRST_QUARTER = 3
_OPENED_BY_YEAR = frozenset({Genre.ANNUAL_REPORT, Genre.COURT_REPORT})
_OPENING, _FIRST_WORDS = 400, 120
_DEPARTMENT = re.compile(
    r"[一-鿿]{2,12}?(?:局|厅|委员会|办公室|法制办|普法办|支队|总队|大队|中心|海关|管理处)(?:机关)?(?=关于|\d{4}年|二〇|20\d{2}|法治政府|依法行政)"
)
_NOT_DEPARTMENT = re.compile("人民政府办公[室厅]|依法治[省市区县]委员会|管理委员会|管委会|党工委")
# Words that hang on the day of publication, not on the year told of.
_FROM_NOW = re.compile("[今去明前]年|[本上]月|昨[日天]")
_PRESENTS = re.compile("现将[^。]{0,30}(?:法治政府|依法行政)[^。]{0,20}报告如下")
_NEWS_WORDS = re.compile("新闻联播|日报|本报|记者|讯[（ 　]|电[（ 　]|新华社")


_YEARLY = frozenset(
    {Genre.ANNUAL_REPORT, Genre.WORK_REPORT, Genre.STATISTICS, Genre.COURT_REPORT, Genre.INTERPRETATION}
)


@dataclass(frozen=True, slots=True)
class _GenreRule:
    genre: Genre
    pattern: re.Pattern[str]
    previous_year: bool
    words: tuple[str, ...]  # of which one stands in whatever the pattern matches; none where none can be told

    def announced_by(self, title: str) -> bool:
        """Whether a title announces the genre."""
        may = not self.words or any(word in title for word in self.words)
        return may and self.pattern.search(title) is not None


@lru_cache(maxsize=1)
def _rules() -> tuple[_GenreRule, ...]:
    return tuple(
        _GenreRule(
            Genre(row["genre"]),
            re.compile(row["pattern"]),
            row.get("reports") == "previous_year",
            tuple(literals(row["pattern"])),
        )
        for row in table("genres")["genres"]
    )


def facts(document: Document) -> DocumentFacts:
    """What the document is about. Never guesses: what cannot be decided is None, and a flag says why."""
    title = document.title.strip()
    rule = next((rule for rule in _rules() if rule.announced_by(title)), None)
    genre = rule.genre if rule else _untitled_genre(document)
    flags: list[str] = []
    year = _report_year(document, title, rule, flags) or (None if rule else _year_agreed(document, title, flags))
    covered = covered_by(document, title, _body(document), genre, year, flags)
    anchor, anchor_basis = (covered.end, "report_year") if covered else _anchor(document, flags)
    subject = subject_of(document, year or (anchor.year if anchor else None))
    return DocumentFacts(
        genre=genre,
        report_year=year,
        covered=covered,
        region_code=subject.code,
        region_basis=subject.basis,
        anchor=anchor,
        anchor_basis=anchor_basis,
        department=_is_department(document, title),
        flags=(*flags, *subject.flags),
    )


def _untitled_genre(document: Document) -> Genre:
    opening = _body(document)[:200]
    if _PRESENTS.search(opening):
        return Genre.ANNUAL_REPORT
    if document.published or document.first_published or _NEWS_WORDS.search(document.title + opening):
        return Genre.NEWS
    return Genre.OTHER


def _report_year(document: Document, title: str, rule: _GenreRule | None, flags: list[str]) -> int | None:
    """The year a report tells of: from its title, else (for yearly reports) from its opening or its date. A title that
    an opening contradicts, which knows nothing of the title's year, tells none."""
    if rule is None or rule.genre not in _YEARLY or (rule.genre is Genre.INTERPRETATION and "报告" not in title):
        return None
    told = document.first_published or document.published or _signed(document)
    year = _reviewed_year(title, document) if rule.genre is Genre.WORK_REPORT else None
    year = year or _titled_year(title, rule)
    opening, told_so = _opening_year(document) if rule.genre in _OPENED_BY_YEAR else (None, None)
    if year is not None:
        if told is not None and year > told.year:
            flags.append("report_year_in_future")
            return None
        # 2021年以来 in a report on 2024 contradicts nothing.
        plain = told_so is not None and told_so.start() <= _FIRST_WORDS and "以来" not in told_so[0]
        if opening not in (None, year) and plain and str(year) not in _body(document)[:_OPENING]:
            flags.append(f"report_year_conflict:opening:{opening}")
            return opening if _titled_by_delivery(year, opening, told) else None
        return year
    if opening is not None and told is not None and opening < told.year - 1 and _latest_year(document) > opening:
        opening = None  # 2023年……, 2024年…… of a report that came out in 2025: its first year is not its own
    if opening is not None and (rule.genre is not Genre.COURT_REPORT or _told_at_session(opening, told)):
        flags.append("report_year_from_opening")
        return opening
    if told is not None and rule.genre in _DELIVERED_EARLY and told.month <= _DELIVERED_BY:
        flags.append("report_year_from_date")
        return told.year - 1
    return None


def _year_agreed(document: Document, title: str, flags: list[str]) -> int | None:
    """The year that the title and the first words of a text without any date agree on (2025年……工作情况 / 2025年，…):
    nothing else could tell its time. Of a text that came out early in the next year too, where all it says of time is
    told of that year and nothing of the day it came out."""
    told = document.first_published or document.published or _signed(document)
    if AHEAD.search(title) or (told is not None and _FROM_NOW.search(title + _body(document))):
        return None
    titled = {year_of(found[1] or found[2]) for found in _YEAR.finditer(title)}
    opening, told_so = _opening_year(document)
    if opening is None or told_so is None or told_so.start() > _FIRST_WORDS:
        return None
    if told is not None and (titled != {opening} or not _soon_after(opening, told)):
        return None
    if titled == {opening}:
        flags.append("report_year_from_title_and_opening")
        return opening
    if titled or not _REPORTS.search(title) or _latest_year(document) != opening:
        return None
    flags.append("report_year_from_opening")
    return opening


def _opening_year(document: Document) -> tuple[int | None, re.Match[str] | None]:
    """The year that the first lines tell of (2024年，我市……), and how."""
    found = _OPENING_YEAR.search(_body(document)[:_OPENING])
    return (int(found[1] or found[2]), found) if found else (None, None)


def _latest_year(document: Document) -> int:
    """The latest year that a text names; 0 where it names none."""
    return max((int(found[1]) for found in _YEAR.finditer(_body(document)) if found[1]), default=0)


def _told_at_session(year: int, told: date | None) -> bool:
    """Courts report on a year at its end or early in the next; what they report in autumn is of no year."""
    return told is None or told.year == year or (told.year == year + 1 and told.month <= _DELIVERED_BY)


def _soon_after(year: int, told: date) -> bool:
    """Whether a text came out in the first quarter after a year."""
    return told.year == year + 1 and told.month <= _FIRST_QUARTER


def _titled_by_delivery(year: int, opening: int, told: date | None) -> bool:
    """A report on 2023, titled 2024 because it came out early in that year."""
    return opening == year - 1 and told is not None and told.year == year and told.month <= _DELIVERED_BY


def _reviewed_year(title: str, document: Document) -> int | None:
    """The year that a work report's title, or the first of its headings to name one, says it reviews."""
    lines = (line.strip() for line in _body(document)[:_OPENING].split("\n"))
    for line in (title, *(line for line in lines if len(line) <= _LINE)):
        if (found := _REVIEWED.search(line)) is not None:
            return int(found[1])
    return None


def _titled_year(title: str, rule: _GenreRule) -> int | None:
    """The year in a title; a day of spring in it (工作报告——2025年1月8日在…会议上) is the day of delivery, of the year
    after."""
    years = [(year_of(found[1] or found[2]), found.end()) for found in _YEAR.finditer(title)]
    plain = [year for year, end in years if not _DAY_OF_YEAR.match(title, end)]
    if plain:
        return plain[0] - (1 if rule.previous_year else 0)
    delivered = [(year, _DAY_OF_YEAR.match(title, end)) for year, end in years]
    if not delivered:
        return None
    year, day = delivered[0]
    early = rule.genre in _DELIVERED_EARLY and day is not None and int(day[1]) <= _DELIVERED_BY
    return year - (1 if rule.previous_year or early else 0)


def _anchor(document: Document, flags: list[str]) -> tuple[date | None, str]:
    """The date that 今年 and 目前 hang on where no report's period gives it: signature, else first publication."""
    if (signed := _signed(document)) is not None:
        return signed, "signed"
    if document.first_published is not None:
        return document.first_published, "first_published"
    if document.published is not None:
        return document.published, "published"
    flags.append("no_date")
    return None, ""


def _signed(document: Document) -> date | None:
    """The date under the text (成文日期)."""
    found = _SIGNED.search(_body(document)[-60:].rstrip("　 \n。"))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _is_department(document: Document, title: str) -> bool:
    """A report of one department (X市司法局关于…): its figures are the department's unless the text says otherwise."""
    for text in (title, document.issuer):
        found = _DEPARTMENT.search(text + ("关于" if text is document.issuer else ""))
        if found is not None and not _NOT_DEPARTMENT.search(found[0]):
            return True
    return False


def _body(document: Document) -> str:
    parts = [part for part in document.parts if part.kind is _OF_BODY] or list(document.parts)
    return parts[0].text if parts else ""
