"""The site as a whole: made beside the one before from what has changed, then put in its place."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from ..atomic import replace_directory
from ..connect import open_reader
from ..errors import WarehouseError
from . import articles, finding, indicators, overview, regions
from .data import ask
from .pages import Options, prepare
from .workshop import HERE, Progress, Workshop, closing, mark_of

LOCK = "site.lock"
PATIENCE = 3600.0  # seconds: the first site of a large warehouse takes ten minutes


@dataclass(frozen=True, slots=True)
class Built:
    """The first page, how many files were made, and how many taken over from the site before."""

    index: Path
    made: int
    kept: int


def build_site(
    published_db: Path, home: Path, options: Options | None = None, progress: Progress | None = None
) -> Built:
    """Builds ``home/site`` from the published copy. Pages of which nothing has changed are taken over.

    The site before stays in place until the new one is whole. One build works at a time (a run's and a person's, say);
    the other waits, for whoever ends first would clear away what the other has half made. ``progress`` is called with
    how many articles, regions and other units are done, and of how many. Errors as :func:`warehouse.open_reader`, and
    :class:`WarehouseError` where the disk does not take it, the copy is of an earlier fazhi, or another build does not
    end.
    """
    home, options = Path(home), options or Options()
    target = home / "site"
    shops: list[Workshop] = []

    def build(folder: Path) -> None:
        last = target.resolve() if target.is_dir() and not options.fresh else None
        shops.append(Workshop(folder, last, mark_of(options.texts, options.url), progress))
        with closing(shops[0]) as workshop:
            _build(con, workshop, options)

    con = open_reader(published_db)
    try:
        with FileLock(home / LOCK, timeout=PATIENCE):
            site = replace_directory(target, build)
    except Timeout as error:
        raise WarehouseError(
            f"another process has been building the site in {home} for {PATIENCE / 60:.0f} minutes. "
            "See whether it still works; then: fazhi site build."
        ) from error
    except OSError as error:
        raise WarehouseError(
            f"cannot write the site in {home}: {error.strerror}. The site before is untouched. "
            "Make room or mend the rights there, then: fazhi site build."
        ) from error
    except duckdb.CatalogException as error:
        raise WarehouseError(
            f"{published_db} was made by another version of fazhi ({str(error).splitlines()[0]}). "
            "Make it anew: fazhi publish."
        ) from error
    finally:
        con.close()
    return Built(site / "index.html", shops[0].made, shops[0].kept)


def _build(con: duckdb.DuckDBPyConnection, workshop: Workshop, options: Options) -> None:
    for statement in con.extract_statements((HERE / "sql" / "prepare.sql").read_text(encoding="utf-8")):
        asked = {"figures_a_sheet": articles.FIGURES_A_SHEET} if "$figures_a_sheet" in statement.query else None
        con.execute(statement, asked)
    pages = prepare(con, options)
    workshop.expect(ask(con, "SELECT count(*) AS n FROM shown")[0]["n"] + len(pages.paged) + len(pages.indicators))
    _ship_assets(workshop)
    indicators.build(con, workshop, pages)
    regions.build(con, workshop, pages)
    articles.build(con, workshop, pages)
    overview.build(con, workshop, pages)
    finding.build_index(con, workshop, pages)
    finding.build_feeds(con, workshop, pages)


def _ship_assets(workshop: Workshop) -> None:
    """Style, scripts and the drawing library lie beside the pages."""
    for path in sorted((HERE / "static").iterdir()):
        workshop.put(f"static/{path.name}", "", {f"static/{path.name}": path.read_bytes()})
