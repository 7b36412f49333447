"""Tables can be read on eighty columns: what a server's console and every pipe have."""

import io

import pytest
from rich.console import Console

from flows.cli import console

WHY = "http://127.0.0.1/fzzf/index.html: HTTP 412 with a script challenge: the site lets only browsers in"


@pytest.fixture
def printed(monkeypatch):
    """What a table prints at a width."""

    def shown(width: int, *args, **options) -> str:
        monkeypatch.setattr(console, "out", Console(width=width, record=True, file=io.StringIO()))
        console.out.print(console.table(*args, **options))
        return console.out.export_text()

    return shown


def rows() -> list[list[object]]:
    return [["hebi_gov_fzzf_2", "blocked", WHY, "2026-11-20\n4, 21", "x" * 30], ["b", "ok", "", "–", "x" * 30]]


def test_a_long_column_without_room_stands_below_the_others(printed) -> None:
    columns = ["source", "state", "why", "newest", "rest"]
    narrow = printed(80, "Sources", columns, rows(), long="why")
    assert "hebi_gov_fzzf_2  http://127.0.0.1/fzzf/index.html: HTTP 412" in narrow
    assert max(len(line) for line in narrow.splitlines()) <= 80 and len(narrow.splitlines()) < 14
    assert "why" not in narrow
    wide = printed(150, "Sources", columns, rows(), long="why")
    assert "why" in wide and "HTTP 412" in wide


def test_a_short_text_keeps_its_column(printed) -> None:
    assert "why" in printed(80, "", ["source", "why", "rest"], [["s", "fine", "x" * 50]], long="why")


def test_markup_in_a_text_below_is_text(printed) -> None:
    told = printed(
        40, "", ["a", "b", "c"], [["[red]s[/]", "x" * 25, "[bold]the words of a page[/] that go on"]], long="c"
    )
    assert "[red]s[/]  [bold]the words of a page[/]" in told.replace("\n", " ")
