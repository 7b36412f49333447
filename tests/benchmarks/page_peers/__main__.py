"""Makes the environments: ``python -m tests.benchmarks.page_peers``. Tells what cannot be installed."""

import sys

from tests.benchmarks.page_peers import PAGE_PEERS
from tests.benchmarks.peers import make


def main() -> int:
    """Fails only where none can be made."""
    made = 0
    for peer in PAGE_PEERS:
        reason = make(peer) if not peer.python.exists() else None
        print(f"{peer.name}: {'ready' if reason is None else 'cannot be installed: ' + reason}", flush=True)
        made += reason is None
    return not made


if __name__ == "__main__":
    sys.exit(main())
