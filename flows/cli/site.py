"""``fazhi site``: the static site, built anew from the published copy, and looked at."""

import http.server
import time
import webbrowser
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows import progress
from flows.cli import console
from flows.cli.app import app
from flows.errors import InputError
from flows.settings import activate, load_settings

commands = typer.Typer(no_args_is_help=True)
app.add_typer(commands, name="site")


@commands.callback()
def site() -> None:
    """The static site: build it, look at it."""


@commands.command("build")
def build(
    fresh: Annotated[bool, typer.Option("--fresh", help="Make every page, changed or not.")] = False,
) -> None:
    """Build the site from the published copy; only pages of which something has changed are made."""
    with console.showing_progress():
        from flows.site import build_site_of  # noqa: PLC0415  loads duckdb: progress first

        settings = activate(load_settings())
        begun = time.perf_counter()
        progress.tell("site", 0, 1)
        built = build_site_of(settings, fresh=fresh)
    seconds = time.perf_counter() - begun
    console.out.print(f"{built.made} files made, {built.kept} taken over; {seconds:.1f} s.", markup=False)
    console.out.print(f"Site     {built.index}", markup=False, soft_wrap=True)


@commands.command("serve")
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")] = 8470,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Serve the site to this machine until Ctrl-C. Any web server can carry it; a browser opens it from the disk."""
    home = load_settings().places
    if not home.site.is_file():
        raise InputError(f"There is no site at {home.site}. Make it: fazhi site build")
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(home.site.parent)))
    except OSError as error:
        raise InputError(
            f"Port {port} cannot be used ({error.strerror}). Another: fazhi site serve --port 0"
        ) from error
    with server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        console.out.print(f"Site     {address}   (Ctrl-C ends it)", markup=False, soft_wrap=True)
        if show:
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):  # the way to end it: nothing was cut off
            server.serve_forever()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the site and nothing else; a site that is replaced meanwhile is served as the new one."""

    extensions_map = {  # noqa: RUF012  so the standard library declares it
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".xml": "application/atom+xml; charset=utf-8",
    }

    def translate_path(self, path: str) -> str:
        """No hidden file is served: they are the site's own books."""
        found = super().translate_path(path)
        if "\0" in found:  # no name of a file, and no call of the system takes it
            return str(Path(self.directory) / "-")
        inside = Path(found).relative_to(self.directory).parts
        return str(Path(self.directory) / "-") if any(part.startswith(".") for part in inside) else found

    def list_directory(self, path: object) -> None:
        """Folders are not listed."""
        self.send_error(404)

    def end_headers(self) -> None:
        """A page asked for again may be another one by now."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the terminal is the operator's."""
