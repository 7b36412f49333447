"""Other projects' recognisers of quantities, each in an environment of its own, run over the gold texts.

``python -m tests.benchmarks.peers`` (``make bench-peers``) makes the environments; ``bench_peers.py`` runs those
that are there. fazhi never imports them: a peer is a script that its own Python runs, texts in, found quantities out.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE.parents[2] / "build" / "peers"
INSTALL_SECONDS, RUN_SECONDS = 600, 300


@dataclass(frozen=True, slots=True)
class Peer:
    """A project, the packages that work together on Python 3.11, and the script that calls it.

    ``reads``: what the script is asked to read beyond quantities; a project can be run more than once.
    """

    name: str
    packages: tuple[str, ...]
    reads: str = ""

    @property
    def label(self) -> str:
        """What it is called in a table."""
        return f"{self.name} + {self.reads}" if self.reads else self.name

    @property
    def python(self) -> Path:
        """The interpreter of its environment, whether it is there or not."""
        return ENVIRONMENTS / self.name / "bin" / "python"

    @property
    def script(self) -> Path:
        """What its interpreter runs."""
        return HERE / f"run_{self.name}.py"


# emoji 2 took away the name that the suite imports.
_RECOGNIZERS = ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0")
PEERS = (
    Peer("recognizers_text", _RECOGNIZERS),
    Peer("recognizers_text", _RECOGNIZERS, reads="dates"),  # of its tasks, what comes nearest to fazhi's
    Peer("chinese2digits", ("chinese2digits==6.0.2",)),
    Peer("jionlp", ("jionlp==1.5.31",)),
    Peer("quantulum3", ("quantulum3==0.10.0",)),
)


def make(peer: Peer) -> str | None:
    """Makes the environment of a peer; None when it is there, else what went wrong."""
    place = ENVIRONMENTS / peer.name
    steps = (
        [sys.executable, "-m", "venv", "--clear", str(place)],
        [str(peer.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.packages],
    )
    for step in steps:
        try:
            done = subprocess.run(step, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return _gone(place, str(error))
        if done.returncode:
            return _gone(place, (done.stderr.strip().splitlines() or ["failed without a word"])[-1])
    return None


def _gone(place: Path, reason: str) -> str:
    """Leaves no half environment behind that a benchmark would take for a whole one."""
    interpreter = place / "bin" / "python"
    interpreter.unlink(missing_ok=True)
    return reason


def run(peer: Peer, texts: dict[str, str]) -> dict[str, Any]:
    """``{"seconds": …, "found": {name of text: [[start, end, value, unit], …]}}``, or ``{"failed": reason}``."""
    command = [str(peer.python), "-W", "ignore", str(peer.script), *([peer.reads] if peer.reads else ())]
    told = json.dumps(texts, ensure_ascii=False)
    try:
        done = subprocess.run(
            command, input=told, capture_output=True, encoding="utf-8", timeout=RUN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done in {RUN_SECONDS} seconds"}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["failed without a word"])[-1]}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])  # some greet on standard output
    return answer
