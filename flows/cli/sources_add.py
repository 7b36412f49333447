"""``fazhi sources add``: one look at a listing, and the entry that it speaks for."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer
from pydantic import ValidationError

from flows.cli import console
from flows.cli.looks import ADVICE, facts, show_look, show_proposal
from flows.cli.sources import JsonOption, sources
from flows.errors import InputError
from flows.settings import Settings, activate, load_settings

if TYPE_CHECKING:
    from crawlers.look import Look
    from crawlers.source import Source
    from flows.survey import Given, Proposal


@sources.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of the listing, which links the articles.")],
    ident: Annotated[str, typer.Option("--id", help="Its id; default: made of host and path.")] = "",
    name: Annotated[str, typer.Option(help="What to call it; default: site and column as stated.")] = "",
    region: Annotated[str, typer.Option(help="Code or full name of its region, where the pages leave it open.")] = "",
    scope: Annotated[str, typer.Option(help="government, department or media, where the pages leave it open.")] = "",
    family: Annotated[str, typer.Option(help="CMS family, where the evidence misleads.")] = "",
    host: Annotated[list[str] | None, typer.Option(help="A further host that articles lie on; again for more.")] = None,
    delay: Annotated[float | None, typer.Option(min=0, help="Seconds between two requests; 3 by default.")] = None,
    set_field: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="Any other field, e.g. season=[1,4] or overrides.list_at=//ul; again for more (fazhi sources fields).",
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Source file. Default: FAZHI_SOURCES, else sources.yaml in the home."),
    ] = None,
    fixture: Annotated[Path | None, typer.Option(metavar="DIR", help="Keep the pages there, with a test.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look and print the entry; write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at a listing once, politely, and write its entry; the family, region and scope with their evidence.

    Shows pagination, the first ten items and one article in full. What the pages leave open is asked for, not guessed.
    robots.txt is obeyed; what came is kept in the archive.
    """
    from flows.place import given_region  # noqa: PLC0415
    from flows.survey import Given, candidate, known_sources, refuse_known, run_look, target  # noqa: PLC0415

    settings = activate(load_settings())
    given = Given(ident, name, region, scope, family, tuple(host or ()), delay, _fields(set_field or []))
    source = _valid(lambda: candidate(url, given))
    file = target(settings, into)
    known = known_sources(settings, file)
    refuse_known(source, known, given)
    if region:
        given_region(region)  # a slip shows before the site is asked
    with console.showing_progress(not as_json):
        (look,) = run_look(settings, [source])
    proposal, entry = _proposed(look, given, {other.id for other in known})
    written = [] if dry_run or not entry else _written(settings, file, fixture, look, proposal, entry)
    _show(look, proposal, entry, written, dry_run=dry_run, as_json=as_json)
    if written and file.resolve() not in {path.resolve() for path in settings.source_files}:
        console.warn(f"no run reads {file} yet: name it in FAZHI_SOURCES, beside those that are read now")
    if look.verdict != "ok":
        console.fail(InputError(f"{look.verdict}: {look.why}. Nothing was written. {ADVICE[look.verdict]}"))
    if proposal and proposal.doubts:
        console.fail(InputError(f"{'; '.join(proposal.doubts)}. Nothing was written."))
    if not entry:
        sys.exit(1)


_OWN_OPTIONS = frozenset({"id", "name", "region_code", "level", "scope", "family", "delay", "verified_on"})


def _fields(pairs: Sequence[str]) -> dict[str, Any]:
    """``season=[1, 4]`` and ``overrides.list_at=//ul`` as fields of an entry; the schema judges the values."""
    from yaml import YAMLError, safe_load  # noqa: PLC0415

    from crawlers.source import Overrides, Source  # noqa: PLC0415

    legal = {name: field for name, field in Source.model_fields.items() if name not in _OWN_OPTIONS | {"overrides"}}
    legal |= {f"overrides.{name}": field for name, field in Overrides.model_fields.items()}
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or name not in legal:
            raise typer.BadParameter(f"--set {pair!r}: expected FIELD=VALUE with one of {', '.join(legal)}.")
        try:
            # An XPath or a remark (“note=column: 政务”) is no YAML.
            is_text = str in (legal[name].annotation, *get_args(legal[name].annotation))
            value = text if is_text else safe_load(text)
        except YAMLError:
            value = text
        group, dot, field = name.partition(".")
        if dot:
            found.setdefault(group, {})[field] = value
        else:
            found[name] = value
    return found


def _proposed(look: "Look", given: "Given", taken: set[str]) -> "tuple[Proposal | None, Source | None]":
    """What a look that went well speaks for; the entry is None where something is left open."""
    from flows.survey import propose  # noqa: PLC0415

    proposal = propose(look, given, taken) if look.verdict == "ok" else None
    if proposal is None or proposal.entry is None:
        return proposal, None
    return proposal, proposal.entry.model_copy(update={"verified_on": datetime.now(UTC).date()})


def _written(
    settings: Settings, file: Path, fixture: Path | None, look: "Look", proposal: "Proposal | None", entry: "Source"
) -> list[Path]:
    from crawlers.entries import add_entry  # noqa: PLC0415
    from crawlers.fixture import keep  # noqa: PLC0415

    add_entry(file, entry, _comments(look, proposal, entry.verified_on or datetime.now(UTC).date()))
    return [file, *(_kept(keep, fixture, look, entry, settings) if fixture else [])]


def _show(
    look: "Look",
    proposal: "Proposal | None",
    entry: "Source | None",
    written: list[Path],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from crawlers.entries import entry_text  # noqa: PLC0415

    if not as_json:
        show_look(look)
        show_proposal(proposal, entry_text(entry) if entry else "", written, dry_run)
        return
    told = {
        "reasons": proposal.reasons if proposal else {},
        "doubts": proposal.doubts if proposal else (),
        "entry": entry.model_dump(mode="json") if entry else None,
        "written": written,
    }
    console.print_json(facts(look) | told)


def _valid(make: Any) -> "Source":
    """Turns a value that the schema refuses into wrong use of the command line."""
    try:
        source: Source = make()
    except ValidationError as error:
        first = error.errors()[0]
        raise typer.BadParameter(f"{'.'.join(map(str, first['loc']))} {first['input']!r}: {first['msg']}") from error
    return source


def _kept(keep: Any, folder: Path, look: "Look", entry: "Source", settings: Settings) -> list[Path]:
    try:
        files: list[Path] = keep(folder.expanduser(), replace(look, source=entry), settings.places.archive)
    except OSError as error:
        raise InputError(
            f"The fixture cannot be written to {folder} ({error.strerror or error}); the entry is written. "
            "Choose another --fixture for the next one."
        ) from error
    return files


def _comments(look: "Look", proposal: "Proposal | None", today: date) -> list[str]:
    reasons = proposal.reasons if proposal else {}
    told = [f"{field}: {reasons[field]}" for field in ("family", "region_code", "scope") if reasons.get(field)]
    return [
        f"added on {today} after a look at {look.requests} pages",
        *(line.replace("\n", " ")[:200] for line in told),
    ]
