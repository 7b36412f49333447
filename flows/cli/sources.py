"""``fazhi sources``: what is watched, and looks at it."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from flows.cli import console
from flows.cli.app import app
from flows.cli.looks import ADVICE, facts, show_check, show_look, show_proposal
from flows.errors import InputError
from flows.settings import Settings, activate, load_settings

if TYPE_CHECKING:
    from crawlers.look import Look
    from crawlers.source import Source
    from flows.survey import Proposal

sources = typer.Typer(help="The sources that are watched.", no_args_is_help=True)
app.add_typer(sources, name="sources")

JsonOption = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@sources.command("list")
def list_sources(
    region: Annotated[str, typer.Option(help="Only of this region and those inside it: code or name.")] = "",
    family: Annotated[str, typer.Option(help="Only this CMS family.")] = "",
    enabled: Annotated[
        bool | None, typer.Option("--enabled/--disabled", help="Only those that runs ask, or not.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the sources: those of FAZHI_SOURCES, of sources.yaml in the home, else the packaged candidates."""
    from crawlers import load_sources  # noqa: PLC0415  loads pydantic and yaml

    settings = activate(load_settings())
    inside = _codes(region) if region else None
    found = [
        source
        for source in load_sources(*settings.source_files)
        if family in ("", source.family)
        and (enabled is None or source.enabled is enabled)
        and (inside is None or source.region_code in inside)
    ]
    if as_json:
        console.print_json([source.model_dump(mode="json") for source in found])
        return
    rows = []
    for source in found:
        state = "enabled" if source.enabled else "disabled"
        checked = f"checked {source.verified_on}" if source.verified_on else "never checked"
        rows.append(
            [
                source.id,
                f"{source.name}\n{source.start_urls[0]}",
                source.region_code,
                source.family,
                f"{state}\n{checked}",
            ]
        )
    columns = ["id", "name and first address", "region", "family", "state"]
    console.out.print(console.table(f"Sources ({len(found)})", columns, rows, long=columns[1]))


def _codes(region: str) -> frozenset[str]:
    """The codes of every region that a name may mean, and of those inside."""
    from warehouse import reference  # noqa: PLC0415

    regions = reference.regions()
    wanted = [found] if (found := regions.get(region)) else list(regions.named(region))
    if not wanted:
        raise InputError(f"No region is called {region!r}. Give its code of six digits or its full name.")
    codes = {entry.code for entry in wanted}
    return frozenset(
        entry.code
        for entry in regions
        if entry.code in codes or codes & {above.code for above in regions.ancestors(entry)}
    )


@sources.command("fields")
def fields(as_json: JsonOption = False) -> None:
    """List the fields of an entry: what each means, its legal values, its default."""
    from crawlers.fields import field_table  # noqa: PLC0415

    rows = field_table()
    if as_json:
        console.print_json(rows)
        return
    columns = ["field", "default", "legal values, and what it means"]
    shown = [[row.name, row.default, f"{row.legal}\n{row.meaning}"] for row in rows]
    console.out.print(console.table("Fields of a source", columns, shown, long=columns[-1]))


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
    from crawlers.entries import add_entry, entry_text  # noqa: PLC0415
    from crawlers.fixture import keep  # noqa: PLC0415
    from flows.place import given_region  # noqa: PLC0415
    from flows.survey import Given, candidate, known_sources, propose, refuse_known, run_look, target  # noqa: PLC0415

    settings = activate(load_settings())
    given = Given(ident, name, region, scope, family, tuple(host or ()), delay)
    source = _valid(lambda: candidate(url, given))
    file = target(settings, into)
    known = known_sources(settings, file)
    refuse_known(source, known, given)
    if region:
        given_region(region)  # a slip shows before the site is asked
    with console.showing_progress(not as_json):
        (look,) = run_look(settings, [source])
    well = look.verdict == "ok"
    proposal = propose(look, given, {other.id for other in known}) if well else None
    entry = proposal.entry if proposal else None
    today = datetime.now(UTC).date()
    written: list[Path] = []
    if entry:
        entry = entry.model_copy(update={"verified_on": today})
        if not dry_run:
            add_entry(file, entry, _comments(look, proposal, today))
            written.append(file)
        if fixture and not dry_run:
            written += _kept(keep, fixture, look, entry, settings)
    text = entry_text(entry) if entry else ""
    if as_json:
        console.print_json(
            facts(look)
            | {
                "reasons": proposal.reasons if proposal else {},
                "doubts": proposal.doubts if proposal else (),
                "entry": entry.model_dump(mode="json") if entry else None,
                "written": written,
            }
        )
    else:
        show_look(look)
        show_proposal(proposal, text, written, dry_run)
    if written and file.resolve() not in {path.resolve() for path in settings.source_files}:
        console.warn(f"no run reads {file} yet: name it in FAZHI_SOURCES, beside those that are read now")
    if not well:
        console.fail(InputError(f"{look.verdict}: {look.why}. Nothing was written. {ADVICE[look.verdict]}"))
    if proposal and proposal.doubts:
        console.fail(InputError(f"{'; '.join(proposal.doubts)}. Nothing was written."))
    if not entry:
        sys.exit(1)


def _valid(make: Any) -> "Source":
    """Turns a value that the schema refuses into wrong use of the command line."""
    try:
        source: Source = make()
    except ValidationError as error:
        first = error.errors()[0]
        raise typer.BadParameter(f"{'.'.join(map(str, first['loc']))} {first['input']!r}: {first['msg']}") from error
    return source


def _kept(keep: Any, folder: Path, look: "Look", entry: "Source", settings: Settings) -> list[Path]:
    from dataclasses import replace  # noqa: PLC0415

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


@sources.command("check")
def check(
    idents: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="Only these; else all enabled ones.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are not enabled.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Set verified_on of those that are ok.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at sources once: robots.txt, reach, charset, family, at least one item, at least one article read.

    Ends with 1 where one of them is not ok. What is blocked or out of reach is told apart from what is wrong.
    """
    from crawlers import load_sources  # noqa: PLC0415
    from flows.survey import run_look  # noqa: PLC0415

    settings = activate(load_settings())
    known = load_sources(*settings.source_files)
    chosen = _chosen(known, idents or [], everything)
    with console.showing_progress(not as_json):
        looks = run_look(settings, chosen)
    good = [look.source.id for look in looks if look.verdict == "ok"]
    today = datetime.now(UTC).date()
    written = _write_verified(settings, good, today) if write else []
    if as_json:
        console.print_json([facts(look) | {"written": look.source.id in written} for look in looks])
    else:
        show_check(looks)
        if good and not write:
            console.out.print(
                f"{len(good)} ok: verified_on: {today} may be written (fazhi sources check … --write).", markup=False
            )
        if written:
            console.out.print(f"verified_on: {today} written for {', '.join(written)}.", markup=False, soft_wrap=True)
    if len(good) < len(looks):
        sys.exit(1)


def _chosen(known: "Sequence[Source]", idents: list[str], everything: bool) -> "list[Source]":
    by_id = {source.id: source for source in known}
    if unknown := [ident for ident in idents if ident not in by_id]:
        raise InputError(f"No source has the id {', '.join(unknown)}. Those there are: fazhi sources list")
    chosen = [by_id[ident] for ident in idents] or [source for source in known if source.enabled or everything]
    if not chosen:
        raise InputError(
            f"None of the {len(known)} sources is enabled. Name those to look at, or take all of them: "
            "fazhi sources check --all"
        )
    return chosen


def _write_verified(settings: Settings, good: Sequence[str], day: date) -> list[str]:
    from crawlers.entries import set_verified, where  # noqa: PLC0415

    files = where(settings.source_files)
    if not files and good:
        console.warn("the packaged entries are not written to: copy those you want into a file of your own")
    for path in dict.fromkeys(files.values()):
        mine = [ident for ident in good if files.get(ident) == path]
        if mine:
            set_verified(path, mine, day)
    return [ident for ident in good if ident in files]
