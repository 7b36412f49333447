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
    other = next((word for word in rules["other_matters"] if word in article.title), None)
    if other:
        return Relevance(False, f"title tells another matter ({other})")
    text = "\n".join(part.text for part in article.parts)
    placeholders = len(rules["placeholder_pattern"].findall(text))
    if placeholders >= rules["placeholders_needed"]:
        return Relevance(False, f"{placeholders} placeholders such as 某市, ××县: a template, not a region's report")
    titled = next((word for word in rules["title_words"] if word in article.title), None)
    if titled:
        return Relevance(True, f"title word {titled}")
    told = [word for word in rules["body_words"] if word in text]
    needed = rules["body_words_needed"]
    if len(told) >= needed:
        return Relevance(True, f"body terms {'、'.join(told[:needed])}")
    return Relevance(False, f"off subject: {len(told)} of {needed} terms needed in the body, none in the title")


@lru_cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(files("crawlers").joinpath("relevance.yaml").read_text(encoding="utf-8"))
    rules["placeholder_pattern"] = re.compile("|".join(rules["placeholders"]))
    return rules
