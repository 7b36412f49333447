"""Other projects are compared with, never leaned on: each has its script, and what fails is told, not hidden."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks import peers


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.label)
def test_a_peer_is_called_by_a_script_that_knows_nothing_of_fazhi(peer: peers.Peer) -> None:
    script = peer.script.read_text(encoding="utf-8")
    assert not {"flows", "warehouse", "crawlers"} & set(script.split())


def test_what_a_peer_lacks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "ENVIRONMENTS", tmp_path)
    peer = peers.Peer("recognizers_text", ())
    peer.python.parent.mkdir(parents=True)
    peer.python.symlink_to(sys.executable)
    assert "recognizers_number" in peers.run(peer, {"one": "立案36件"})["failed"]
