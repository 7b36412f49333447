"""The console script: the commands, and how errors become exit codes (0 done, 1 failed, 2 wrong use)."""

import os
import sys
from io import TextIOWrapper

from crawlers.errors import CrawlersError
from flows.cli import (  # noqa: F401  they add themselves to the app
    alerts,
    console,
    demo,
    digest,
    doctor,
    health,
    indicators,
    inspect,
    keep,
    query,
    reextract,
    review,
    run,
    site,
    sources,
    sources_add,
    up,
)
from flows.cli.app import app
from flows.errors import FlowsError, InputError
from warehouse.errors import WarehouseError
from warehouse.reference.errors import ReferenceDataError

KNOWN = (CrawlersError, FlowsError, WarehouseError, ReferenceDataError)
STOPPED = 130


def main() -> None:
    """Runs the command line. Known errors end in one paragraph and exit code 1; a traceback is a bug."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Chinese still gets its answer
    try:
        _check_arguments()
        app()
    except KNOWN as error:
        console.fail(error)
        sys.exit(1)
    except KeyboardInterrupt:
        console.warn("Stopped. What was fetched is kept; the next run goes on from there.")
        sys.exit(STOPPED)
    except SystemExit as end:
        if end.code == STOPPED:  # so typer ends a command on Ctrl-C, without a word
            console.warn("Stopped. What was fetched is kept; the next run goes on from there.")
        raise
    except MemoryError:
        console.fail(MemoryError("The answer does not fit into memory. Ask for less (LIMIT), or --format parquet"))
        sys.exit(1)
    except BrokenPipeError:  # fazhi sql … | head
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # a full disk, a closed output
        console.fail(error)
        sys.exit(1)


def _check_arguments() -> None:
    """Names and texts travel as UTF-8 into the warehouse; others are refused at the door."""
    for argument in (*sys.argv[1:], os.environ.get("FAZHI_HOME", "")):
        try:
            argument.encode("utf-8")
        except UnicodeEncodeError:
            raise InputError(f"{argument!r} is not valid UTF-8. Rename the file, or correct the argument") from None
