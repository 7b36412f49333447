"""The prompt of ``fazhi sql``: statements that end with ``;``, and a few commands that begin with a dot.

Every statement opens the published copy anew, so that a prompt left open sees what later runs publish.
"""

import importlib.util
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from flows.cli import console
from warehouse.errors import WarehouseError
from warehouse.query import Answer, ask, saved_queries

# Not everywhere (Windows): without it there is no history and no completion, but the prompt works.
editing: Any = importlib.import_module("readline") if importlib.util.find_spec("readline") else None

MODES = ("table", "csv", "json")
HISTORY_LINES = 2000
HELP = """\
A statement ends with ; and may take several lines. Tab completes names, arrows bring back what was asked.
.tables [WORD]     tables and views, with what they hold
.macros [WORD]     macros, e.g. series('鹤壁', '出庭应诉率')
.columns TABLE     columns of a table, with what they mean
.saved [NAME]      the questions that come with fazhi, or the SQL of one
.mode [MODE]       how answers are written: table, csv, json
.quit              leave (also Ctrl-D); Ctrl-C drops what was typed"""
_WORDS = ("SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "LIMIT", "JOIN", "USING", "WITH", "DESCRIBE", "SUMMARIZE")
_TABLES = """
    SELECT name, holds FROM (
        SELECT table_name AS name, comment AS holds FROM duckdb_tables() WHERE NOT internal
        UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
    ) WHERE contains(name, $word) ORDER BY name
"""
_MACROS = """
    SELECT DISTINCT function_name || '(' || array_to_string(parameters, ', ') || ')' AS macro, comment AS answers
    FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal AND contains(function_name, $word)
        AND NOT starts_with(comment, 'internal') ORDER BY macro
"""
_COLUMNS = """
    SELECT column_name, data_type, comment AS means FROM duckdb_columns()
    WHERE table_name = $word AND NOT internal ORDER BY column_index
"""


@dataclass
class Shell:
    """One session at the prompt; ``history`` is the file that keeps what was asked."""

    database: Path
    history: Path
    read: Callable[[str], str] = input
    mode: str = "table"
    _typed: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Asks until the input ends."""
        console.out.print(f"{self.database} (read-only). .help for help, .quit to leave.", markup=False)
        self._prepare()
        try:
            while True:
                try:
                    line = self.read("fazhi> " if not self._typed else "  ...> ")
                except KeyboardInterrupt:
                    self._typed.clear()
                    console.out.print()
                    continue
                if not self.take(line):
                    return
        except EOFError:
            console.out.print()
        finally:
            self._keep()

    def take(self, line: str) -> bool:
        """One line of input; False where it asks to leave."""
        text = line.strip()
        if not self._typed and text.startswith("."):
            return self._command(text)
        if text or self._typed:
            self._typed.append(line)
        if text.endswith(";"):
            statement = "\n".join(self._typed)
            self._typed.clear()
            self._answer(statement)
        return True

    def _command(self, text: str) -> bool:
        name, _, word = (part.strip() for part in text.partition(" "))
        asked = {".tables": _TABLES, ".macros": _MACROS, ".columns": _COLUMNS}
        if name in (".quit", ".exit"):
            return False
        if name == ".help":
            console.out.print(HELP, markup=False)
        elif name in asked:
            self._answer(asked[name], {"word": word})
        elif name == ".saved":
            self._saved(word)
        elif name == ".mode":
            self._set_mode(word)
        else:
            console.warn(f"no command {name}; .help tells them. SQL ends with ;")
        return True

    def _saved(self, word: str) -> None:
        found = {name: query for name, query in saved_queries().items() if word in ("", name, name.split("_")[0])}
        for name, query in found.items():
            console.out.print(query.sql if word else f"{name}: {query.title}", markup=False, soft_wrap=True)
        if not found:
            console.warn(f"no saved question {word}; .saved lists them")

    def _set_mode(self, word: str) -> None:
        if word in MODES:
            self.mode = word
        elif word:
            console.warn(f"no mode {word}; there are {', '.join(MODES)}")
        console.out.print(f"mode {self.mode}")

    def _answer(self, statement: str, values: dict[str, str] | None = None) -> None:
        try:
            console.out.out(written(ask(self.database, statement, values), self.mode), end="", highlight=False)
        except WarehouseError as error:
            console.fail(error)

    def _prepare(self) -> None:
        if editing is None:
            return
        with suppress(OSError):
            editing.read_history_file(self.history)
        editing.set_history_length(HISTORY_LINES)
        names = _names(self.database)
        editing.set_completer(lambda start, number: completion(names, start, number))
        editing.set_completer_delims(" \t\n,()='\";")
        editing.parse_and_bind("tab: complete")

    def _keep(self) -> None:
        if editing is not None:
            with suppress(OSError):  # a prompt in a folder that cannot be written still works
                editing.write_history_file(self.history)


def written(answer: Answer, mode: str) -> str:
    """The answer as text; a table wider than the terminal becomes a column a line."""
    if mode == "csv":
        return answer.as_csv()
    if mode == "json":
        return answer.as_json()
    table = answer.as_table()
    widest = max(map(cell_len, table.splitlines()), default=0)
    return answer.as_sheets() if widest > shutil.get_terminal_size().columns else table


def completion(names: Sequence[str], start: str, number: int) -> str | None:
    """The ``number``-th name that begins so; capitals do not matter."""
    fitting = [name for name in names if name.lower().startswith(start.lower())]
    return fitting[number] if number < len(fitting) else None


def _names(database: Path) -> tuple[str, ...]:
    sql = """
        SELECT table_name FROM duckdb_tables() WHERE NOT internal
        UNION SELECT view_name FROM duckdb_views() WHERE NOT internal
        UNION SELECT column_name FROM duckdb_columns() WHERE NOT internal
        UNION SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal
    """
    return (*sorted(name for (name,) in ask(database, sql).rows), *_WORDS)
