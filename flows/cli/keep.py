"""``fazhi publish``: what readers get, made anew."""

import re
from pathlib import Path

from flows.cli import console
from flows.cli.app import app
from flows.settings import Home, activate, load_settings


@app.command()
def publish() -> None:
    """Make the published copy and the site anew from the warehouse."""
    from flows.site import build_site_of  # noqa: PLC0415  loads duckdb
    from warehouse import publish as publish_copy  # noqa: PLC0415

    settings = activate(load_settings())
    home = settings.places.ensure()
    published = publish_copy(home.warehouse, home.root)
    build_site_of(settings)
    _tell_idle_corrections(home)
    console.out.print(
        f"Database {published.database}\nParquet  {published.parquet}\nSite     {home.site}", markup=False
    )


_WHOLE_NUMBER = re.compile(r"(?<=\d)\.0+(?!\d)")
# What to do about a correction, by what became of it.
_IDLE_NEXT = {
    "states something else": "put what is seen into expect, or take the entry out",
    "several figures": "name the one that is meant by its wording or id in indicator",
    "no such figure": "put it into span_text as printed; those of the page: "
    "fazhi sql \"SELECT span_text, indicator FROM observations JOIN articles USING (article_id) WHERE url = '{url}'\"",
    "page not held": 'url must be that of a page held: fazhi sql "SELECT url, title FROM articles"',
}


def _tell_idle_corrections(home: Home) -> None:
    """A correction whose figure has changed since, or was never found, is not applied; somebody should look at it.
    Packaged ones may be about pages that are not held here."""
    from warehouse import open_reader, reference  # noqa: PLC0415

    with open_reader(home.published) as con:
        idle = con.execute(
            "SELECT state, file, correction_id, field, span_text, url, expected, found FROM corrections_listed "
            "WHERE state <> 'applied'"
        ).fetchall()
    for state, file, ident, field, span, url, expected, found in idle:
        if state == "page not held" and reference.is_packaged(Path(file)):
            continue
        plain = _WHOLE_NUMBER.sub("", found or "nothing")
        seen = {"no such figure": "no figure printed so", "page not held": "no such page"}.get(state, plain)
        console.warn(
            f"{file}, {ident}: not applied, {state}: {field} of {span!r} at {url}: expected {expected or 'nothing'}, "
            f"seen {seen}; {_IDLE_NEXT[state].format(url=url)}; then: fazhi publish"
        )
