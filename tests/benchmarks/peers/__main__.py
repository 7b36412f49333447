"""Makes the peers' environments: ``python -m tests.benchmarks.peers``. Tells what cannot be installed."""

import sys

from tests.benchmarks.peers import PEERS, make


def main() -> int:
    """Fails only where none can be made."""
    made = 0
    for peer in {peer.name: peer for peer in PEERS}.values():
        reason = make(peer) if not peer.python.exists() else None
        print(f"{peer.name}: {'ready' if reason is None else 'cannot be installed: ' + reason}", flush=True)
        made += reason is None
    return not made


if __name__ == "__main__":
    sys.exit(main())
