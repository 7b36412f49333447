"""``fazhi review``: a person looks at doubtful figures with their sentence, and says which are right."""

import getpass
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.text import Text

from flows.cli import console
from flows.cli.app import app
from flows.settings import activate, load_settings


@app.command()
def review(
    figure: Annotated[str, typer.Argument(metavar="[ID]", help="Only this figure, by its observation_id.")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="With ID: the figure is right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="With ID: the figure is wrong; needs --reason.")] = False,
    correct: Annotated[
        str, typer.Option(metavar="FIELD=VALUE", help="With ID: what is wrong and what it should be; needs --reason.")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[str, typer.Option(help="Who says so. Default: the name you are logged in by.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many figures.")] = 20,
) -> None:
    """Walk through doubtful figures with their sentence: confirm, correct or reject with a reason, or skip.

    What arithmetic contradicts comes first, then what the least sure rules gave. A rejected figure enters no series; of
    a corrected one they show what it should be (value=58700, unit=件, period_end=2024-12-31, scope=own_level …);
    marks survive a new extraction. What people found of each rule: fazhi sql "FROM review_precision".
    """
    from warehouse import open_writer  # noqa: PLC0415  loads duckdb

    if [confirm, reject, bool(correct)].count(True) != int(bool(figure)):
        raise typer.BadParameter("one figure takes its ID and one of --confirm, --correct, --reject; without ID, none")
    home = activate(load_settings()).places
    who = by or getpass.getuser()
    if figure:
        with open_writer(home.warehouse) as writer:
            verdict = "confirmed" if confirm else "corrected" if correct else "rejected"
            field, value = _parted(correct)
            writer.review(figure, verdict, reason, who, field=field, value=value)
        console.out.print("Kept. Readers see it with the next run, or after: fazhi publish")
        return
    with open_writer(home.warehouse) as writer:
        wanted = writer.review_queue(limit)
    marked = _walk(wanted, who)
    # The right to write is taken for a moment only: a person thinks longer than a run waits.
    if marked:
        with open_writer(home.warehouse) as writer:
            for ident, (verdict, why, told) in marked.items():
                field, value = _parted(told)
                writer.review(ident, verdict, why, who, field=field, value=value)
    console.out.print(f"{len(marked)} of {len(wanted)} marked." + (" Readers: fazhi publish" if marked else ""))


def _parted(correct: str) -> tuple[str, str]:
    field, _, value = correct.partition("=")
    return field.strip(), value.strip()


def _walk(wanted: list[Mapping[str, Any]], who: str) -> dict[str, tuple[str, str, str]]:
    """Asks for each figure; what was said so far is kept when the person leaves."""
    marked: dict[str, tuple[str, str, str]] = {}
    console.out.print(f"{len(wanted)} figures for {who}: c right, f fix, r wrong, s skip, q leave.", markup=False)
    for number, row in enumerate(wanted, 1):
        _show(f"{number}/{len(wanted)}", row)
        answer = typer.prompt("c/f/r/s/q", default="s").strip().lower()[:1]
        if answer == "q":
            break
        if answer == "c":
            marked[row["observation_id"]] = ("confirmed", "", "")
        elif answer == "r":
            marked[row["observation_id"]] = ("rejected", typer.prompt("what is wrong"), "")
        elif answer == "f":
            correct = typer.prompt("field=value, e.g. value=58700")
            marked[row["observation_id"]] = ("corrected", typer.prompt("what shows it"), correct)
    return marked


def _show(place: str, row: Mapping[str, Any]) -> None:
    period = f"{row['period_type']} {row['period_start'] or '?'} to {row['period_end'] or '?'}"
    told = [
        f"{place}  {row['indicator']} = {row['value'].normalize():f} {row['unit']}",
        f"      {row['region'] or 'region unknown'}, {row['scope']}, {period}",
        *([f"      contradicted: {row['contradicted']}"] if row["contradicted"] else []),
        f"      {row['title']}  {row['url']}",
    ]
    console.out.print("\n" + "\n".join(told), markup=False, soft_wrap=True)
    sentence = Text("      " + row["sentence"])
    sentence.highlight_words([row["span_text"]], style="bold reverse")
    console.out.print(sentence, soft_wrap=True)
