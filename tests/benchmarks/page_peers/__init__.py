"""Other projects' article readers, each in an environment of its own, run over the shared pages.

``python -m tests.benchmarks.page_peers`` (``make bench-peers``) makes the environments; ``bench_pages.py`` runs those
that are there. fazhi never imports them: a peer is a script that its own Python runs, pages in, articles out.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.peers import RUN_SECONDS, Peer

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class PagePeer(Peer):
    """A project that reads pages."""

    @property
    def script(self) -> Path:
        """What its interpreter runs."""
        return HERE / f"run_{self.name}.py"


PAGE_PEERS = (
    PagePeer("gne", ("gne==0.4.3",)),
    PagePeer("newspaper4k", ("newspaper4k[zh]==0.9.6", "lxml_html_clean")),
    PagePeer("readability", ("readability-lxml", "lxml_html_clean")),
    PagePeer("resiliparse", ("resiliparse",)),
)


def run(peer: PagePeer, pages: dict[str, dict[str, str | None]]) -> dict[str, dict[str, Any]] | str:
    """By page: ``title``, ``date``, ``source``, ``text`` and ``ms``; or why there is nothing.

    ``pages`` by name: ``path``, ``url``, ``encoding``.
    """
    command = [str(peer.python), "-W", "ignore", str(peer.script)]
    told = json.dumps(pages, ensure_ascii=False)
    try:
        done = subprocess.run(
            command, input=told, capture_output=True, encoding="utf-8", timeout=RUN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not done in {RUN_SECONDS} seconds"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed without a word"])[-1]
    answer: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return answer
