"""A shadow of a text: the same length, one width, one script, one comma – so that grammar is written once.

The first station: all others read the shadow, and cut the text itself only for what they hand out.
``shadow(text)[i]`` stands for ``text[i]`` for every ``i``; spans found in the shadow are spans of the text.
"""

import re

# What stands for a character in the shadow; the full-width comma has rules of its own.
_TWINS: dict[str, str] = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"},
    **dict.fromkeys("﹣−‐‑–—―", "-"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("\u3000\u00a0\u2009\u202f", " "),
}
_TWINS |= zip(
    "萬億個餘兩點佔達與過無顆條項種類戶處場級屆園畝噸貳參陸圓幾時間後內來從歲雙長○〇﹪「」『』",
    "万亿个余两点占达与过无颗条项种类户处场级届园亩吨贰叁陆元几时间后内来从岁双长零零%“”‘’",
    strict=True,
)
_FOLDED = re.compile(f"[{''.join(map(re.escape, _TWINS))}]")
# 4，565 in full-width digits is a number; every other full-width comma parts clauses.
_WIDE_THOUSANDS = re.compile(r"，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
# 男444 女230: the space parts as a comma would.
_SEXES = re.compile(r"(?<=\d) (?=[男女]性? ?\d)")
# An ASCII comma inside 1,234 stays; any other (Chinese typed with ASCII punctuation) becomes a clause comma.
_CLAUSE_COMMA = re.compile(r",(?:(?<!\d,)|(?!\d{3}(?!\d)))")


def shadow(text: str) -> str:
    """Fold widths and scripts, keeping the length: ``，`` parts clauses, ``,`` only groups thousands."""
    if "，" in text:
        text = _WIDE_THOUSANDS.sub(",", text)
    text = _FOLDED.sub(lambda found: _TWINS[found[0]], text)
    if " " in text and "女" in text:
        text = _SEXES.sub("，", text)
    if "," in text:
        text = _CLAUSE_COMMA.sub("，", text)
    return text
