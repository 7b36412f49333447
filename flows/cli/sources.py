"""``fazhi sources``: what is watched, and looks at it."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from flows.cli import console
from flows.cli.app import app
from flows.cli.looks import facts, show_check
from flows.errors import InputError
from flows.settings import Settings, activate, load_settings

if TYPE_CHECKING:
    from crawlers.source import Source

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
    from crawlers import Source, load_sources  # noqa: PLC0415  loads pydantic and yaml

    settings = activate(load_settings())
    if family and family not in (legal := get_args(Source.model_fields["family"].annotation)):
        raise InputError(f"No family is called {family!r}. There are {', '.join(legal)}.")
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
