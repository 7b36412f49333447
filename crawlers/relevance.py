"""Is an article worth extracting? Rule-of-law news of a region or not, with the reason; words live in relevance.yaml.

The finer genre (report, feature, interpretation) is decided by the extractor, not here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from crawlers.article import Article, PageKind
from warehouse.reference import regions

_SUFFIX = re.compile("[省市区县旗盟州]")
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Relevance:
    """``relevant`` decides whether figures are extracted; ``reason`` is stored beside the article either way."""

    relevant: bool
    reason: str


def judge(article: Article) -> Relevance:
    """Judges an article by page kind, title and the different terms of the trade in its body. Never raises."""
    if article.page_kind is not PageKind.ARTICLE:
        return Relevance(False, f"page is no article ({article.page_kind}): {article.reason or 'no body text'}")
    rules = _rules()
    text = "\n".join(part.text for part in article.parts)
    refused = _other_matter(article.title, rules) or _template(article.title, text, rules)
    if refused:
        return Relevance(False, refused)
    explained = rules["interpretations"].search(article.title)
    apart = f"; an interpretation ({explained[0]}), told apart from a report" if explained else ""
    title = rules["paper_names"].sub("", article.title)
    titled = next((word for word in rules["title_words"] if word in title), None)
    if titled:
        return Relevance(True, f"title word {titled}{apart}")
    told = [word for word in rules["body_words"] if word in text]
    needed = rules["body_words_needed"]
    if len(told) >= needed:
        return Relevance(True, f"body terms {'、'.join(told[:needed])}{apart}")
    return Relevance(False, f"off subject: {len(told)} of {needed} terms needed in the body, none in the title")


def _other_matter(title: str, rules: dict[str, Any]) -> str:
    for rule in rules["other_matters"]:
        if found := rule["pattern"].search(title):
            return f"title tells another matter ({found[0]}): {rule['matter']}"
    return ""


def _template(title: str, text: str, rules: dict[str, Any]) -> str:
    """Why this is a specimen text with invented figures; empty where it is none."""
    if found := rules["mill_titles"].search(title):
        return f"title of a template mill ({found[0]}), not a region's report"
    if found := rules["placeholders"].search(title):
        return f"a placeholder in the title ({found[0]}): a template, not a region's report"
    blanks = [found[0] for found in rules["placeholders"].finditer(text)]
    if len(blanks) < rules["placeholders_needed"]:
        return ""
    places = _places(f"{title}\n{text}", at_most=len(blanks))
    if places >= len(blanks):
        return ""
    shown = "、".join(dict.fromkeys(blanks[:3]))
    return f"{len(blanks)} placeholders such as {shown}, {places} places named: a template, not a region's report"


def _places(text: str, *, at_most: int) -> int:
    """How often a text names divisions in full (鹤壁市, 淇滨区), counted no further than ``at_most``."""
    named, count, end = regions().named, 0, 0
    for suffix in _SUFFIX.finditer(text):
        starts = range(max(end, suffix.end() - _LONGEST), suffix.end() - 1)
        if any(named(text[start : suffix.end()]) for start in starts):
            count, end = count + 1, suffix.end()
            if count >= at_most:
                break
    return count


@lru_cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(files("crawlers").joinpath("relevance.yaml").read_text(encoding="utf-8"))
    rules["placeholders"] = re.compile("|".join(rules["placeholders"]))
    for name in ("paper_names", "interpretations", "mill_titles"):
        rules[name] = re.compile(rules[name])
    for rule in rules["other_matters"]:
        rule["pattern"] = re.compile(rule["pattern"])
    return rules
