"""Values and codes as people read them, in Chinese and in English. The words stand in ``words.yaml``."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from markupsafe import Markup, escape

# Marks of these are hollow: they are no full year's (comparability: a cumulative total shown as a yearly one).
HOLLOW = frozenset({"cumulative_since", "ytd", "range"})


class Said(NamedTuple):
    """The same in two languages."""

    zh: str
    en: str


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
    return told


def said(code: str | None) -> Said:
    """The words of a code; a code without words stays as it is."""
    return Said(*_words()["codes"].get(code or "", (code or "", code or "")))


def dimension(code: str) -> Said:
    """The name of a field of rule-of-law government."""
    return Said(*_words()["dimensions"].get(code, (code, code)))


def field_order(code: str) -> tuple[int, str]:
    """Sorts fields as the outline of rule-of-law government names them; unknown ones come last."""
    known = list(_words()["dimensions"])
    return (known.index(code) if code in known else len(known), code)


def reason(text: str | None) -> Said:
    """Why a figure is left out; a reason that has no Chinese words stays as it is."""
    for pattern, chinese in _words()["reasons"]:
        found = re.match(pattern, text or "")
        if found:
            return Said(chinese.format(*(said(group).zh for group in found.groups())), text or "")
    return Said(text or "", text or "")


def number(row: Mapping[str, Any]) -> str:
    """A row's value with bound and range: ``≥68,000``, ``3–5``."""
    text = digits(row["value"])
    if row.get("value_high") is not None:
        text += "–" + digits(row["value_high"])
    return {"at_least": "≥", "at_most": "≤", "approx": "≈"}.get(row.get("bound") or "", "") + text


def digits(value: Decimal | float) -> str:
    """``195,000,000``; no more decimals than there are."""
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


def period(row: Mapping[str, Any]) -> Said:
    """The time a row covers: ``2024年``, ``2021-01-01 起累计至 2025-07-09``."""
    kind, start, end = row["period_type"], row["period_start"], row["period_end"]
    if kind == "annual" and isinstance(start, date):
        return Said(f"{start.year}年", str(start.year))
    if kind == "as_of" and end:
        return Said(f"截至 {end}", f"as of {end}")
    if kind == "cumulative_since":
        return Said(f"{start or '起点未明'} 起累计至 {end or '未明'}", f"since {start or '?'}, up to {end or '?'}")
    name = said(kind)
    if start or end:
        return Said(f"{start or '?'} 至 {end or '?'}（{name.zh}）", f"{start or '?'} to {end or '?'} ({name.en})")
    return name


def around(row: Mapping[str, Any], limit: int) -> str:
    """A sentence cut to so many characters; its ends tell that it was."""
    text: str = row["sentence"] or ""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def both(zh: object, en: object) -> Markup:
    """Both languages in the page; its head decides which is seen. One where they do not differ."""
    if str(zh) == str(en) or not en:
        return Markup(escape(zh))
    # escaped by hand: Markup.format takes ten times as long, and a page has hundreds of these
    return Markup(f'<span class="zh">{escape(zh)}</span><span class="en" lang="en">{escape(en)}</span>')


def shown(pair: Said) -> Markup:
    """:func:`both` of a pair."""
    return both(*pair)
