"""Values and codes as people read them: Chinese first."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_WORDS: Mapping[str, str] = {
    "annual": "全年",
    "ytd": "年初至今",
    "range": "时段",
    "cumulative_since": "累计",
    "as_of": "截至",
    "streak": "连续",
    "plan": "规划",
    "event": "事件",
    "unspecified": "时间未明",
    "whole_region": "全域",
    "own_level": "本级",
    "subordinates": "下级",
    "department": "部门",
    "institution": "机构",
    "court": "法院",
    "platform": "平台",
    "unknown": "未明",
    "annual_report": "年度报告",
    "work_report": "工作报告",
    "feature": "专题报道",
    "statistics": "统计",
    "news": "新闻",
    "policy": "政策文件",
    "interpretation": "解读",
    "court_report": "法院报告",
    "other": "其他",
    "actual": "实际值",
    "target": "目标",
    "change": "变动",
    "claim": "表述",
    "at_least": "≥",
    "at_most": "≤",
    "approx": "约",
    "high": "重要",
    "medium": "一般",
    "low": "提示",
}
_DIMENSIONS: Mapping[str, str] = {
    "organization": "组织领导",
    "function": "政府职能与政务服务",
    "institution": "制度体系",
    "decision": "行政决策",
    "enforcement": "行政执法",
    "emergency": "突发事件应对",
    "dispute": "矛盾纠纷化解",
    "supervision": "权力监督与政务公开",
    "digital": "数字法治政府",
    "legal_service": "普法与公共法律服务",
    "business_env": "法治化营商环境",
}
# The reasons of the macros, which scripts rely on, as a person reads them.
_REASONS = (
    (r"^period not told$", "时间未明"),
    (r"^region not told$", "地区未明"),
    (r"^end of the period not told$", "截止时间未明"),
    (r"^start of the period not told$", "起始时间未明"),
    (r"^unit (\S+), the indicator is kept in (\S+)$", "单位为{0}，该指标以{1}计"),
    (r"^the source tells (\d+) values for this$", "同一来源有{0}个不同数值"),
    (r"^the same value is told by a preferred source$", "优先来源已有相同数值"),
    (r"^another value is told by a preferred source: (\S+)$", "优先来源数值不同（{0}）"),
    (r"^a later or preferred figure of the year is there$", "本年度已有更新或优先的数值"),
    (r"^period type (\S+), (?:compared|the series) is (\S+)$", "时间类型为{0}，比较用{1}"),
    (r"^scope (\S+), (?:compared|the series) is (\S+)$", "口径为{0}，比较用{1}"),
    (r"^denominator (.+), (?:compared is|the series has) (.+)$", "分母口径为{0}，比较用{1}"),
)


def said(word: str | None) -> str:
    """The Chinese word of a code, or the code itself."""
    return _WORDS.get(word or "", word or "")


def dimension(code: str) -> str:
    """The Chinese name of a field of rule-of-law government."""
    return _DIMENSIONS.get(code, code)


def reason(text: str | None) -> str:
    """Why a figure is left out, in Chinese; a reason that has no Chinese words stays as it is."""
    for pattern, chinese in _REASONS:
        found = re.match(pattern, text or "")
        if found:
            return chinese.format(*(said(group) for group in found.groups()))
    return text or ""


def number(row: Mapping[str, Any]) -> str:
    """A row's value with bound and range: ``≥68,000``, ``3–5``."""
    text = _digits(row["value"])
    if row.get("value_high") is not None:
        text += "–" + _digits(row["value_high"])
    bound = row.get("bound")
    return (said(bound) if bound in {"at_least", "at_most", "approx"} else "") + text


def _digits(value: Decimal) -> str:
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


def period(row: Mapping[str, Any]) -> str:
    """The time a row covers: ``2024年``, ``2021-01-01 起累计至 2025-07-09``."""
    kind, start, end = row["period_type"], row["period_start"], row["period_end"]
    if kind == "annual" and isinstance(start, date):
        return f"{start.year}年"
    if kind == "as_of" and end:
        return f"截至 {end}"
    if kind == "cumulative_since":
        return f"{start or '起点未明'} 起累计至 {end or '未明'}"
    if start or end:
        return f"{start or '?'} 至 {end or '?'}（{said(kind)}）"
    return said(kind)
