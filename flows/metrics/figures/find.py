"""The order of it: text → shadow → sentences → tokens → those that are metrics → the words they measure → figures."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from msgspec import Struct

from flows.metrics.figures.cases import (
    OF_ATTENDANCE,
    CaseWords,
    case_from,
    is_attendance,
    is_single_case,
    is_speech,
    opens_case,
    turns_to_case,
)
from flows.metrics.figures.clauses import Name, clauses, mask, sentences
from flows.metrics.figures.confidence import confidence
from flows.metrics.figures.exclusions import reason_to_leave
from flows.metrics.figures.measured.claims import is_streak, streak_start
from flows.metrics.figures.measured.drafts import Context, Draft
from flows.metrics.figures.measured.reading import read
from flows.metrics.figures.measured.sentence import Sentence
from flows.metrics.figures.measured.sound import sound, tidy
from flows.metrics.figures.quantities import Token, scan, share_points
from flows.metrics.figures.shadow import shadow
from flows.metrics.figures.spoken import with_spoken
from flows.metrics.figures.tabled.reading import table_figures
from flows.metrics.figures.targets import Policy, is_duty, is_target, opens_news, opens_policy
from flows.metrics.records import Figure, LeftOut, Part
from warehouse.reference.vocabulary import Role

_DIGIT = re.compile(r"[\d一二三四五六七八九十百千万亿两]")


# What is left out and is no word of what is measured either: 6.|月末余额…, 8个方面、|26项任务, 在100个城市中|位居第九.
_SILENT = {
    "numbering": re.compile(r"[\d一二三四五六七八九十]+[、.．]"),
    "aspects": re.compile(r"[^，。；]{1,8}?方面[、和]?"),
    "one_of_a_row": re.compile(
        r"[前\d一二三四五六七八九十]+[位名]?的?(?:[^，。；\d]{0,10}?(?:依次|分别|主要)?(?:是|为|涉及))?"
    ),
    "universe": re.compile(r"[^，。；]{1,12}?[中里]"),
}
_LEADS_TO = re.compile(r"(?:在|(?:排[名在]|位?[居列])(?:于|在)?前)\Z")
# A line's end within a number (OCR, wrapped text: 结案率98.⏎5%): neither half is a value.
_TORN = re.compile(r"\d[.,]?\s?\n\s?\d")


@dataclass(frozen=True)
class FoundFigures:
    """The figures of a part and the numerals left out, both in text order."""

    figures: tuple[Figure, ...]
    _tell: Callable[[], Iterable[LeftOut]] = field(compare=False, repr=False)

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Worked out when first asked for: who extracts only does not ask."""
        return tuple(sorted(self._tell(), key=lambda item: item.start))


class _Refused(Struct, frozen=True):
    """A token that is no figure: it stands in the sentence at ``offset``."""

    offset: int
    token: Token
    reason: str


def find(part: Part, *, of_policy: bool = False) -> FoundFigures:
    """Every metric that ``part`` states, with the words it measures, and every other numeral with the reason.

    Pure and deterministic; never raises; linear in the length of the text. Spans are exact:
    ``part.text[figure.start:figure.end] == figure.span_text``. Coordinated names give one figure each on the same span.
    ``of_policy``: the document is a plan, a notice or a rule, whose numbers are wanted unless told as done.
    """
    if part.cells:
        told, unsaid = table_figures(part, _read_text)
        return FoundFigures(told, lambda: unsaid)
    folded = shadow(part.text)
    shape, hidden = mask(folded)
    figures: list[Figure] = []
    refused: list[_Refused] = []
    one_case = case = opens_case(shape)
    of_story = False
    words = CaseWords(shape)
    cases = case or words.anywhere()
    policy = Policy((of_policy and not opens_news(shape)) or opens_policy(shape))
    earlier: Context | None = None
    for start, end in sentences(shape):
        sentence = shape[start:end]
        if cases:
            goes_on = start > 0 and shape[start - 1] != "\n"
            of_story, of_heading = words.of_story(start, end), words.of_heading(start, end)
            case = turns_to_case(sentence, case if goes_on else one_case, of_story, of_heading)
        if start and shape[start - 1] == "\n":
            earlier = None
        if sentence.isspace():
            continue
        policy = policy.after(sentence)
        if tokens := with_spoken(sentence, scan(sentence)):
            _leave_torn(shape, start, end, tokens)
            view = _View(part, sentence, start, end, case, of_story, policy, earlier)
            earlier = _read_sentence(view, tokens, figures, refused)
        else:
            earlier = None
    return FoundFigures(tuple(figures), lambda: _told(part, chain(_in_names(folded, hidden), refused)))


def _leave_torn(shape: str, start: int, end: int, tokens: list[Token]) -> None:
    first, last = tokens[0], tokens[-1]
    if start and first.number <= 1 and _TORN.search(shape, max(0, start - 4), start + 2):
        first.form = "malformed"
    if end - start - last.number_end <= 3 and _TORN.search(shape, max(0, end - 4), end + 2):
        last.form = "malformed"


def _read_text(part: Part) -> tuple[tuple[Figure, ...], tuple[LeftOut, ...]]:
    """The prose of a table's cells."""
    found = find(part)
    return found.figures, found.left_out


class _View(Struct, frozen=True):
    """A sentence of a part; ``case``: its paragraph tells one case, ``policy``: what its document and chapter want.

    ``of_story``: it has words of a case; ``earlier``: what the sentence before in the paragraph spoke of, or None where
    that counted nothing.
    """

    part: Part
    shape: str
    start: int
    end: int
    case: bool
    of_story: bool
    policy: Policy
    earlier: Context | None


def _read_sentence(view: _View, tokens: list[Token], figures: list[Figure], refused: list[_Refused]) -> Context | None:
    """Adds the figures of a sentence; what it spoke of."""
    part, sentence, start, end = view.part, view.shape, view.start, view.end
    kept, silent = _kept(view, tokens, refused)
    if not kept:
        return None
    text = part.text[start:end]
    for span in silent:
        sentence, text = _blanked(sentence, *span), _blanked(text, *span)
    parts = clauses(sentence, 0, len(sentence))
    for token in kept:
        if is_streak(sentence, token):
            token.form, token.start = "streak", streak_start(sentence, token)
            sentence, text = (_blanked(words, token.start, token.end) for words in (sentence, text))
    read_on = Sentence(text, sentence, parts, earlier=view.earlier)
    drafts = read(read_on, kept)
    plans = view.policy.plans(sentence)
    found: dict[int, Figure] = {}  # the last figure of each draft, by identity
    for draft in drafts:
        draft.names = [name for name in map(tidy, draft.names) if sound(name)]
        if not draft.names:
            refused.append(_Refused(start, draft.token, "nothing_measured"))
        for figure in _figures(view, draft, plans, found):
            found[id(draft)] = figure
            figures.append(figure)
    return read_on.context


def _kept(view: _View, tokens: list[Token], refused: list[_Refused]) -> tuple[list[Token], list[tuple[int, int]]]:
    """The tokens that are metrics, and the stretches that say nothing of them."""
    sentence, start = view.shape, view.start
    kept: list[Token] = []
    silent: list[tuple[int, int]] = []
    single_case: int | None = None  # where the one case begins that the sentence tells of, or its end
    share_points(sentence, tokens)
    for token in tokens:
        reason = reason_to_leave(sentence, token)
        if reason is None:
            if single_case is None:
                tells = view.case or is_single_case(sentence, view.of_story)
                single_case = case_from(sentence) if tells else len(sentence)
            reason = "single_case" if token.start >= single_case else _of_no_region(sentence, token)
        if reason:
            refused.append(_Refused(start, token, reason))
            if (silent_words := _SILENT.get(reason)) and (found := silent_words.match(sentence, token.start)):
                led = _LEADS_TO.search(sentence, max(0, found.start() - 4), found.start())
                silent.append((led.start() if led else found.start(), found.end()))
        else:
            kept.append(token)
    return kept, silent


def _of_no_region(sentence: str, token: Token) -> str | None:
    if token.unit in OF_ATTENDANCE and is_attendance(sentence, token):
        return "attendance"
    return "speech" if token.family == "money" and is_speech(sentence) else None


def _blanked(sentence: str, start: int, end: int) -> str:
    """A streak does not part the words around it (评价|连续五年|全省优秀): it is blank while the sentence is read."""
    return sentence[:start] + " " * (end - start) + sentence[end:]


def _figures(view: _View, draft: Draft, plans: list[tuple[int, int]], found: dict[int, Figure]) -> Iterator[Figure]:
    token, part, offset, end = draft.token, view.part, view.start, view.end
    wanted = is_target(plans, token.start) or is_duty(view.shape, token)
    whole = found.get(id(draft.parent)) if draft.parent is not None else None
    for name in draft.names:
        yield Figure(
            part_id=part.id,
            start=offset + token.start,
            end=offset + token.end,
            span_text=part.text[offset + token.start : offset + token.end],
            sentence_start=offset,
            sentence_end=end,
            value=token.value,
            value_high=token.high,
            unit=token.unit,
            bound=token.bound,
            kind=draft.kind,
            role=Role.TARGET if wanted else draft.role,
            indicator=name,
            direction=draft.direction,
            change_base=draft.change_base,
            base_text=draft.base_text,
            universe=draft.universe,
            parent_key=whole.key if whole is not None else None,
            rule=draft.rule,
            confidence=confidence(draft.rule),
            flags=draft.flags,
        )


def _in_names(folded: str, hidden: list[Name]) -> Iterator[_Refused]:
    """The numerals inside titles and slogans."""
    for name in hidden:
        if _DIGIT.search(folded, name.start, name.end):
            for token in scan(folded[name.start : name.end]):
                yield _Refused(name.start, token, "title" if name.title else "name")


def _told(part: Part, refused: Iterable[_Refused]) -> Iterator[LeftOut]:
    for each in refused:
        start, end = each.offset + each.token.start, each.offset + each.token.end
        yield LeftOut(part.id, start, end, part.text[start:end], each.reason)
