"""The words of a message: one alert, a digest of many, the summary of a first run. Plain text, Chinese or English.

What does not fit a channel is cut where it hurts least: first the sentence, then the account of figures; of a digest
the last lines, which are counted by rule. Links and the key, by which a repeat is known, always stay.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.alerts.limits import Limit, limit_of
from warehouse.alerts import SEVERITIES, Alert

DIGEST_LINES = 40  # more lines than that nobody reads
LEAST_QUOTE = 20  # less of a sentence says nothing

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "high": "重要",
        "medium": "一般",
        "low": "消息",
        "heading": "【法知·{severity}】{title}",
        "region": "地区：{region}",
        "figures": "{before}{now}{change}。",
        "at": "{value}{unit}（{period}）",
        "quote": "原文：“{quote}”",
        "source": "来源：{url}",
        "page": "网页：{url}",
        "rule": "规则：{title}（{rule}） · 等级：{severity}",
        "grade": " · 可比性：{grade}",
        "key": "编号：{key}",
        "digest": "【法知】共 {count} 条提醒",
        "line": "· [{severity}] {title}（{key}） {url}",
        "told": "{title}：{figures}",
        "more": "…… 另有 {count} 条：{kinds}。",
        "kind": "{title} {count}",
        "joint": "、",
        "all": "全部：fazhi alerts list，逐条详情：fazhi alerts why 编号",
        "summary": "【法知】首次运行：{count} 条提醒合为一条",
        "first": "数据库新建后的首次运行，不逐条发送。涉及 {regions} 个地区。",
        "counted": "· [{severity}] {title}：{count} 条",
    },
    "en": {
        "high": "high",
        "medium": "medium",
        "low": "low",
        "heading": "[fazhi, {severity}] {title}",
        "region": "Region: {region}",
        "figures": "{before}{now}{change}.",
        "at": "{value} {unit} ({period})",
        "quote": "Sentence: “{quote}”",
        "source": "Source: {url}",
        "page": "Page: {url}",
        "rule": "Rule: {title} ({rule}) · severity: {severity}",
        "grade": " · comparability: {grade}",
        "key": "Key: {key}",
        "digest": "[fazhi] {count} alerts",
        "line": "· [{severity}] {title} ({key}) {url}",
        "told": "{title}: {figures}",
        "more": "… and {count} more: {kinds}.",
        "kind": "{title} {count}",
        "joint": ", ",
        "all": "All of them: fazhi alerts list; one in full: fazhi alerts why KEY",
        "summary": "[fazhi] First run: {count} alerts in one message",
        "first": "The first run on a new warehouse; its alerts are not sent one by one. Regions: {regions}.",
        "counted": "· [{severity}] {title}: {count}",
    },
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a channel is written to. ``site`` is the address of the published site, empty where it has none; ``titles``
    are the rules' names by id, Chinese and English."""

    language: str = "zh"
    limit: Limit = field(default_factory=lambda: limit_of("other"))
    site: str = ""
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def say(self, word: str, **values: object) -> str:
        """A phrase in the channel's language."""
        return WORDS[self.language][word].format(**values)

    def rule(self, ident: str) -> str:
        """A rule's name."""
        return self.titles.get(ident, (ident, ident))[self.language == "en"]

    def title(self, alert: Alert) -> str:
        """An alert's first line: one line, whatever the text or rule it comes from."""
        return " ".join((alert.title_en or alert.title if self.language == "en" else alert.title).split())


@dataclass(frozen=True, slots=True)
class Text:
    """A title and the text below it."""

    title: str
    body: str


def single(alert: Alert, style: Style) -> Text:
    """One alert: what happened, the sentence, links, rule and grade, and the key."""
    severity = style.say(alert.severity)
    title = style.say("heading", severity=severity, title=style.title(alert))
    told = [_account(alert, style)]
    if alert.region and alert.region not in style.title(alert):
        told.insert(0, style.say("region", region=alert.region))
    end = [style.say("source", url=alert.url)] if alert.url else []
    if style.site:
        end.append(style.say("page", url=_page(alert, style.site)))
    grade = style.say("grade", grade=alert.grade) if alert.grade else ""
    end.append(style.say("rule", title=style.rule(alert.rule_id), rule=alert.rule_id, severity=severity) + grade)
    end.append(style.say("key", key=alert.alert_id))
    return _fit(title, "\n".join(filter(None, told)), alert.quote, end, style)


def _account(alert: Alert, style: Style) -> str:
    """What the rule says of the figures; of a rule that says nothing, the figures themselves."""
    account = alert.message_en or alert.message if style.language == "en" else alert.message
    return account or _figures(alert, style)


def _figures(alert: Alert, style: Style) -> str:
    """The figure now and before, and the change; empty where the rule compares none."""
    if alert.value is None:
        return ""
    unit = alert.unit or ""
    now = style.say("at", value=_plain(alert.value), unit=unit, period=alert.period or "?").strip()
    if alert.value_before is None:
        return style.say("figures", before="", now=now, change="")
    before = style.say("at", value=_plain(alert.value_before), unit=unit, period=alert.period_before or "?")
    difference = _plain(alert.value - alert.value_before, "+")
    if alert.value_before and unit != "%":
        difference += f", {100 * (alert.value - alert.value_before) / alert.value_before:+.1f} %"
    return style.say("figures", before=f"{before} → ", now=now, change=f" ({difference})")


def _plain(value: float, sign: str = "") -> str:
    """All digits of a figure, without those that are an artefact of floats: 195000000, -7.7."""
    return f"{round(value, 6):{sign}.15g}"


def _page(alert: Alert, site: str) -> str:
    return f"{site}/articles/{alert.article_id}.html" if alert.article_id else f"{site}/index.html"


def _fit(title: str, account: str, quote: str, end: Sequence[str], style: Style) -> Text:
    limit = style.limit
    title = limit.cut(title, limit.most // 4)
    room = limit.most - sum(limit.size(line) + 1 for line in (title, *end)) - 1
    account = limit.cut(account, room)
    room -= limit.size(account) + limit.size(style.say("quote", quote="")) + 1
    shown = limit.cut(quote, room) if room >= LEAST_QUOTE else ""
    told = [account, style.say("quote", quote=shown)] if shown else [account]
    return Text(title, "\n".join([*filter(None, told), *end]))


def digest(alerts: Sequence[Alert], key: str, style: Style) -> Text:
    """Many alerts in one message, the important first; what does not fit is counted by rule, not dropped in silence."""
    title = style.say("digest", count=len(alerts))
    ranked = sorted(alerts, key=lambda alert: (SEVERITIES.index(alert.severity), alert.title, alert.alert_id))
    lines = [_line(alert, style) for alert in ranked[:DIGEST_LINES]]
    end = _end(key, style)
    while lines:
        body = "\n".join([*lines, *_more(ranked[len(lines) :], style), *end])
        if style.limit.size(title) + 1 + style.limit.size(body) <= style.limit.most:
            return Text(title, body)
        lines.pop()
    return Text(title, "\n".join([*_more(ranked, style), *end]))


def _line(alert: Alert, style: Style) -> str:
    severity = style.say(alert.severity)
    figures = _figures(alert, style).rstrip("。.")
    title = style.say("told", title=style.title(alert), figures=figures) if figures else style.title(alert)
    line = style.say("line", severity=severity, title=title, key=alert.alert_id[:8], url=alert.url)
    return line.rstrip()


def _more(left: Sequence[Alert], style: Style) -> list[str]:
    if not left:
        return []
    counted = Counter(alert.rule_id for alert in left).most_common()
    kinds = [style.say("kind", title=style.rule(rule), count=count) for rule, count in counted]
    return [style.say("more", count=len(left), kinds=style.say("joint").join(kinds))]


def _end(key: str, style: Style) -> list[str]:
    page = [style.say("page", url=f"{style.site}/index.html")] if style.site else []
    return [style.say("all"), *page, style.say("key", key=key)]


def summary(alerts: Sequence[Alert], key: str, style: Style) -> Text:
    """What the first run on a new warehouse found, counted by rule."""
    counted = Counter((alert.severity, alert.rule_id) for alert in alerts)
    ranked = sorted(counted.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1], item[0][1]))
    lines = [
        style.say("counted", severity=style.say(severity), title=style.rule(rule), count=count)
        for (severity, rule), count in ranked
    ]
    regions = len({alert.region_code for alert in alerts if alert.region_code})
    title = style.say("summary", count=len(alerts))
    end = _end(key, style)
    while len(lines) > 1 and style.limit.size("\n".join([title, *lines, *end])) > style.limit.most - 200:
        lines.pop()
    return Text(title, "\n".join([style.say("first", regions=regions), *lines, *end]))
