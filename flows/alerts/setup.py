"""The alerting that is in force: ``alerts.yaml``, the addresses of the environment, and the packaged rules, in one."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from zoneinfo import ZoneInfo

from flows.alerts.channels import AppriseChannel, Channel, FileChannel
from flows.alerts.config import AlertsFile, Language, OwnRule, Send, Subscription
from flows.alerts.marked_yaml import MarkedFile, Where
from flows.errors import SettingsError
from flows.settings import Settings
from warehouse import reference
from warehouse.alerts import SEVERITIES, AlertRule, rules

EVERYTHING = Subscription(name="everything")
_RESERVED = ("file",)
BROKEN = "broken_rule"  # the rule of alerts that tell of a rule that fails
_BROKEN_TITLES = ("规则出错", "A rule fails")


@dataclass(frozen=True, slots=True)
class Interest:
    """A subscription with its names looked up: what it wants, for whom, and when. Empty sets mean all."""

    name: str
    regions: frozenset[str]
    indicators: frozenset[str]
    rules: frozenset[str]
    severities: frozenset[str]
    channels: tuple[str, ...]
    send: Send
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything that decides whom alerts reach. ``quiet`` are the quiet hours of channels that have some."""

    rules: tuple[AlertRule, ...]
    channels: tuple[Channel, ...]
    interests: tuple[Interest, ...]
    zone: ZoneInfo
    site: str = ""
    quiet: Mapping[str, tuple[time, time]] = field(default_factory=dict)

    @property
    def titles(self) -> dict[str, tuple[str, str]]:
        """The rules' names, Chinese and English, by id."""
        return {rule.id: (rule.title, rule.title_en or rule.title) for rule in self.rules} | {BROKEN: _BROKEN_TITLES}


def load_setup(settings: Settings) -> Setup:
    """Reads ``alerts.yaml`` (in the home, or where ``FAZHI_ALERTS`` says); without one, every address of
    ``FAZHI_ALERT_URLS`` gets every alert at once.

    Raises:
        AlertConfigError: a field that does not fit, with its line and what is legal.
        SettingsError: a variable that a channel names is not set.
    """
    path = settings.alerts_config
    if path is None:
        plain = _plain(settings, AlertsFile().language, ())
        return Setup(rules(), (*_file(settings), *plain), _interests(None, [EVERYTHING], plain), AlertsFile().zone)
    marked = MarkedFile(path)
    content = marked.validated(AlertsFile)
    named = tuple(_named(marked, content))
    plain = _plain(settings, content.language, named)
    _refuse_unknown(marked, content, {channel.name for channel in (*named, *plain)})
    return Setup(
        rules=tuple(_rules(marked, content)),
        channels=(*_file(settings), *named, *plain),
        interests=_interests(marked, content.subscriptions or [EVERYTHING], (*named, *plain)),
        zone=content.zone,
        site=str(content.site or "").rstrip("/"),
        quiet={name: entry.quiet for name, entry in content.channels.items() if entry.quiet},
    )


def _file(settings: Settings) -> tuple[FileChannel]:
    return (FileChannel(settings.places.alerts_file),)


def _plain(settings: Settings, language: Language, named: Sequence[AppriseChannel]) -> tuple[AppriseChannel, ...]:
    """The channels of ``FAZHI_ALERT_URLS``: each address once, and none that a channel with a name has already."""
    known = {channel.url for channel in named}
    addresses = dict.fromkeys(url.get_secret_value() for url in settings.alert_urls)
    return tuple(AppriseChannel(url, language=language) for url in addresses if url not in known)


def _named(marked: MarkedFile, content: AlertsFile) -> Iterator[AppriseChannel]:
    for name, entry in content.channels.items():
        if name in _RESERVED:
            raise marked.wrong(("channels", name), name, f"a name other than {', '.join(_RESERVED)}")
        address = os.environ.get(entry.address, "")
        if not address:
            raise SettingsError(
                f"{marked.place(('channels', name, 'address'))}: channel {name} wants its address in the environment "
                f"variable {entry.address}, which is not set. Set it to an Apprise address, or take the channel out."
            )
        yield AppriseChannel(address, name, entry.language or content.language)


def _rules(marked: MarkedFile, content: AlertsFile) -> Iterator[AlertRule]:
    for rule in rules():
        tuning = content.rules.get(rule.id)
        if tuning is None:
            yield rule
        elif tuning.enabled:
            parameters = {**rule.parameters, **tuning.parameters}
            yield replace(rule, severity=tuning.severity or rule.severity, parameters=parameters)
    for place, own in enumerate(content.own_rules):
        yield _own(marked, place, own)


def _own(marked: MarkedFile, place: int, own: OwnRule) -> AlertRule:
    where: Where = ("own_rules", place)
    sql, told = own.sql, marked.place((*where, "sql"))
    if own.file:
        file = marked.path.parent / own.file
        try:
            sql, told = file.read_text(encoding="utf-8"), str(file)
        except (OSError, UnicodeDecodeError) as error:
            raise marked.wrong((*where, "file"), f"{own.file}: {error}", "a file beside this one") from error
    return AlertRule(
        id=own.id,
        severity=own.severity,
        title=own.title,
        title_en=own.title_en,
        description=own.description.replace("{", "{{").replace("}", "}}") or own.title,
        sql=sql,
        at=own.at,
        place=told,
        fresh_only=own.fresh_only,
    )


def _refuse_unknown(marked: MarkedFile, content: AlertsFile, channels: set[str]) -> None:
    """Names that nothing bears, where the file says them."""
    packaged = {rule.id: rule for rule in rules()}
    known = [*packaged, *(own.id for own in content.own_rules), BROKEN]
    for name, tuning in content.rules.items():
        if name not in packaged:
            raise marked.wrong(("rules", name), name, f"a packaged rule: {', '.join(packaged)}")
        for parameter in tuning.parameters:
            if parameter not in packaged[name].parameters:
                legal = ", ".join(packaged[name].parameters) or "none"
                raise marked.wrong(("rules", name, "parameters", parameter), parameter, f"a parameter of it: {legal}")
        _refuse_other_kinds(marked, name, tuning.parameters, packaged[name].parameters)
    for place, own in enumerate(content.own_rules):
        if known.count(own.id) > 1:
            raise marked.wrong(("own_rules", place, "id"), own.id, "an id that no other rule has")
    for place, entry in enumerate(content.subscriptions):
        where: Where = ("subscriptions", place)
        _refuse(marked, (*where, "channels"), entry.channels, channels)
        _refuse(marked, (*where, "rules"), entry.rules, known)


def _refuse_other_kinds(
    marked: MarkedFile, rule: str, given: Mapping[str, float | str], packaged: Mapping[str, float | str]
) -> None:
    for name, value in given.items():
        if isinstance(value, str) != isinstance(packaged[name], str):
            where: Where = ("rules", rule, "parameters", name)
            raise marked.wrong(where, value, f"a value such as {packaged[name]!r}")


def _refuse(marked: MarkedFile, where: Where, names: Sequence[str], legal: Sequence[str] | set[str]) -> None:
    for place, name in enumerate(names):
        if name not in legal:
            raise marked.wrong((*where, place), name, f"one of {', '.join(sorted(legal)) or '(none is there)'}")


def _interests(
    marked: MarkedFile | None, entries: Sequence[Subscription], channels: Sequence[Channel]
) -> tuple[Interest, ...]:
    everyone = tuple(channel.name for channel in channels)
    found = []
    for place, entry in enumerate(entries):
        where: Where = ("subscriptions", place)
        found.append(
            Interest(
                name=entry.name,
                regions=_looked_up(marked, (*where, "regions"), entry.regions, _region_code),
                indicators=_looked_up(marked, (*where, "indicators"), entry.indicators, _indicator_ids),
                rules=frozenset(entry.rules),
                severities=frozenset(SEVERITIES[: SEVERITIES.index(entry.severity) + 1]),
                channels=entry.channels or everyone,
                send=entry.send,
                quiet=entry.quiet,
            )
        )
    return tuple(found)


def _looked_up(
    marked: MarkedFile | None, where: Where, names: Sequence[str], look: Callable[[str], Sequence[str]]
) -> frozenset[str]:
    found: set[str] = set()
    for place, name in enumerate(names):
        try:
            found.update(look(name))
        except LookupError as error:
            assert marked is not None  # only a file names any
            raise marked.wrong((*where, place), name, str(error.args[0])) from None
    return frozenset(found)


def _region_code(name: str) -> tuple[str]:
    """The code of a region named by code, name (郑州市) or full name (河南省郑州市); LookupError says what is expected
    instead."""
    regions = reference.regions()
    found = [region] if (region := regions.get(name)) else [r for r in regions.named(name) if r.valid_to is None]
    if not found:
        found = [r for r in regions if r.valid_to is None and name.endswith(r.name) and regions.full_name(r) == name]
    if len(found) == 1:
        return (found[0].code,)
    if found:
        meant = "; ".join(f"{region.code} {regions.full_name(region)}" for region in found[:8])
        raise LookupError(f"a code or full name, as several regions are called so: {meant}")
    raise LookupError('the code or name of a region (fazhi sql "SELECT region_code, full_name FROM regions")')


def _indicator_ids(name: str) -> tuple[str, ...]:
    """The indicators of this id, Chinese name or dimension; LookupError says what is expected instead."""
    known = reference.indicators()
    found = tuple(entry.id for entry in known if name in (entry.id, entry.name_zh, entry.dimension))
    if found:
        return found
    near = ", ".join(f"{entry.id} ({entry.name_zh})" for entry in reference.nearest(name, 4))
    dimensions = ", ".join(dict.fromkeys(entry.dimension for entry in known))
    raise LookupError(f"an indicator's id or name (near it are {near}), or a dimension: {dimensions}")
