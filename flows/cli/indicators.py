"""``fazhi indicators``: the catalogue, what a figure of it means, and how it grows."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import console
from flows.cli.app import app
from flows.settings import activate, load_settings

if TYPE_CHECKING:
    from warehouse.reference import Indicator

indicators = typer.Typer(help="The catalogue of what may be compared.", no_args_is_help=True)
app.add_typer(indicators, name="indicators")

JsonOption = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_HELD = """
    SELECT indicator_id, count(*), count(DISTINCT region_code), min(year(period_end)), max(year(period_end))
    FROM observations WHERE indicator_id IS NOT NULL GROUP BY indicator_id
"""


@indicators.command("list")
def list_indicators(
    dimension: Annotated[str, typer.Option(help="Only this dimension, e.g. dispute.")] = "", as_json: JsonOption = False
) -> None:
    """List the catalogue, with the number of figures held of each."""
    from warehouse import reference  # noqa: PLC0415

    activate(load_settings())
    dimensions = reference.catalogue().dimensions
    if dimension and dimension not in dimensions:
        raise typer.BadParameter(f"no dimension {dimension}; there are {', '.join(dimensions)}")
    held = _held()
    found = [entry for entry in reference.indicators() if dimension in ("", entry.dimension)]
    if as_json:
        console.print_json([_facts(entry, held) for entry in found])
        return
    rows = [
        [entry.id, entry.name_zh, entry.unit, entry.kind, entry.dimension, _count(entry, held, 0)] for entry in found
    ]
    columns = ["id", "name", "unit", "kind", "dimension", "figures"]
    console.out.print(console.table(f"Indicators ({len(rows)})", columns, rows, long="name"))


@indicators.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="An id, or a Chinese name or synonym.")],
    as_json: JsonOption = False,
) -> None:
    """Show what an indicator counts, what goes wrong with it, its words, its neighbours, and what is held of it."""
    from warehouse import reference  # noqa: PLC0415

    activate(load_settings())
    named = [entry for entry in reference.indicators() if name in (entry.id, entry.name_zh, *entry.synonyms_zh)]
    found = named or [reference.indicator(name)]
    held = _held()
    if as_json:
        console.print_json([_facts(entry, held) for entry in found])
        return
    for entry in found:
        rows = [[key, _line(value)] for key, value in _facts(entry, held).items() if value not in (None, "", [], ())]
        console.out.print(console.table(entry.name_zh, ["", "what"], rows, long="what"))


@indicators.command("suggest")
def suggest(
    at_least: Annotated[int, typer.Option(min=1, help="Only names of so many figures.")] = 2,
    limit: Annotated[int, typer.Option(min=1, help="At most so many names.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Tell frequent names that no indicator fits, each with an example, near indicators and a stub for a file."""
    from warehouse import open_reader, suggestions  # noqa: PLC0415  loads duckdb

    home = activate(load_settings()).places
    with open_reader(home.published) as con:
        found = suggestions(con, at_least=at_least)[:limit]
    if as_json:
        console.print_json([console.plain(entry) | {"stub": entry.stub} for entry in found])
        return
    if not found:
        console.out.print(f"No name without an indicator stands in {at_least} figures or more.")
        return
    for entry in found:
        console.out.print(
            f"{entry.name} · {entry.unit or 'no unit'} · {entry.figures} figures in {entry.articles} articles of "
            f"{entry.regions} regions",
            markup=False,
            style="bold",
            soft_wrap=True,
        )
        console.out.print(f"  {entry.sentence}\n  {entry.url}", markup=False, soft_wrap=True)
        console.out.print(f"  near: {', '.join(entry.nearest) or 'nothing'}", markup=False, soft_wrap=True)
        console.out.print(entry.stub + "\n", markup=False, soft_wrap=True)
    console.out.print(
        "Put the stubs you want under `indicators:` into an indicators.yaml, then: fazhi indicators check FILE",
        markup=False,
    )


@indicators.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="An indicators.yaml of your own.")], as_json: JsonOption = False
) -> None:
    """Check a file of indicators: every fault with its line, field and what is legal."""
    from warehouse.reference import inspect_indicators  # noqa: PLC0415

    activate(load_settings())
    found, faults = inspect_indicators(file)
    if as_json:
        console.print_json({"indicators": found, "faults": faults})
    elif faults:
        for fault in faults:
            console.err.print(str(fault), markup=False, soft_wrap=True)
    else:
        console.out.print(f"{file}: {len(found)} indicators, nothing wrong.", markup=False, soft_wrap=True)
    if faults:
        sys.exit(1)


def _held() -> dict[str, tuple[Any, ...]]:
    """Figures, regions, first and last year by indicator; empty while nothing has been published."""
    from warehouse import open_reader  # noqa: PLC0415  loads duckdb

    published = load_settings().places.published
    if not published.exists():
        return {}
    with open_reader(published) as con:
        return {row[0]: tuple(row[1:]) for row in con.execute(_HELD).fetchall()}


def _count(entry: "Indicator", held: Mapping[str, tuple[Any, ...]], place: int) -> Any:
    return held[entry.id][place] if entry.id in held else 0


def _facts(entry: "Indicator", held: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    from warehouse import reference  # noqa: PLC0415

    told = {name: value for name, value in console.plain(entry).items() if name not in ("wording_seen",)}
    figures, regions, first, last = held.get(entry.id, (0, 0, None, None))
    breaks = [f"{gap.date} {gap.reason}" for gap in reference.breaks() if entry.id in gap.indicators]
    return told | {
        "breaks": breaks,
        "figures": figures,
        "regions": regions,
        "years": f"{first}-{last}" if last else None,
    }


def _line(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
