"""The console script: the commands, and how errors become exit codes (0 done, 1 failed, 2 wrong use)."""

import sys

from crawlers.errors import CrawlersError
from flows.cli import console, demo, doctor, inspect, keep, query, run  # noqa: F401  they add themselves to the app
from flows.cli.app import app
from flows.errors import FlowsError
from warehouse.errors import WarehouseError
from warehouse.reference.errors import ReferenceDataError

KNOWN = (CrawlersError, FlowsError, WarehouseError, ReferenceDataError)


def main() -> None:
    """Runs the command line. Known errors end in one paragraph and exit code 1; a traceback is a bug."""
    try:
        app()
    except KNOWN as error:
        console.fail(error)
        sys.exit(1)
    except KeyboardInterrupt:
        console.warn("Stopped. What was fetched is kept; the next run goes on from there.")
        sys.exit(130)
    except BrokenPipeError:  # fazhi sql … | head
        sys.stderr.close()
        sys.exit(0)
