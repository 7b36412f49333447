"""Views and table macros: SQL files beside this module, put into the database anew whenever one of them changes."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

import duckdb

from . import descriptions
from .errors import MigrationError

FOLDER = Path(__file__).resolve().parent / "views"
_INCLUDE = re.compile(r"^@include (\S+)$", re.MULTILINE)


@lru_cache(maxsize=1)
def _files() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*.sql")))


@lru_cache(maxsize=1)
def version() -> str:
    """Changes when a view, a macro or a description does."""
    content = b"\0".join([*(_sql(path).encode() for path in _files()), descriptions.FILE.read_bytes()])
    return hashlib.sha256(content).hexdigest()[:12]


def _sql(path: Path) -> str:
    """The file's SQL, in which a line ``@include NAME`` stands for a query that several of them share."""
    text = path.read_text(encoding="utf-8")
    return _INCLUDE.sub(lambda line: (FOLDER / line[1]).read_text(encoding="utf-8"), text)


def refresh(con: duckdb.DuckDBPyConnection) -> bool:
    """Makes the views and macros of this version and describes everything; says whether there was anything to do."""
    if con.execute("SELECT value FROM meta WHERE name = 'views_version'").fetchall() == [(version(),)]:
        return False
    con.execute("BEGIN")
    step = "descriptions"
    try:
        for path in _files():
            step = path.name
            con.execute(_sql(path))
        descriptions.describe(con)
        con.execute("DELETE FROM meta WHERE name = 'views_version'")
        con.execute("INSERT INTO meta VALUES ('views_version', ?)", [version()])
        con.execute("COMMIT")
    except duckdb.Error as error:
        con.execute("ROLLBACK")
        raise MigrationError(None, step, str(error), None) from error
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return True
