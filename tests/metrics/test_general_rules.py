"""Rules name phenomena, not sentences: no long literal of a rule stands in one gold text alone."""

import ast
import re
from collections.abc import Iterator

import yaml

from shared import ROOT, need_shared
from warehouse import reference

RULES = ROOT / "flows" / "metrics"
LONG = re.compile(r"[一-鿿]{6,}")

# Institutions and legal institutes by their full names: terms of art, whichever texts happen to use them.
TERMS = {
    "公平竞争审查",
    "中央依法治国",
    "年度法治政府建设",
    "人民政府办公",
}


def literals() -> Iterator[tuple[str, str]]:
    """The strings of code (no docstrings, no comments) and of rule files, with the file's name."""
    for path in sorted(RULES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield path.name, node.value
    for path in sorted(RULES.rglob("*.yaml")):
        if path.name != "mapping.yaml":  # the catalogue of indicators: names are its business
            yield path.name, yaml.safe_dump(yaml.safe_load(path.read_text(encoding="utf-8")), allow_unicode=True)


def test_no_rule_holds_the_words_of_one_text() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(need_shared("eval/metrics").glob("[0-9]*.txt"))]
    named = {word for indicator in reference.indicators() for word in (indicator.name_zh, *indicator.synonyms_zh)}
    fitted = {
        (file, words)
        for file, literal in literals()
        for words in LONG.findall(literal)
        if words not in TERMS | named and sum(words in text for text in texts) == 1
    }
    assert not fitted


def test_the_terms_are_all_used() -> None:
    used = {words for _, literal in literals() for words in LONG.findall(literal)}
    assert used >= TERMS
