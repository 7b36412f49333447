"""The shared page benchmark for our reader, trafilatura's default and the peers that are installed, in one run.

``python tests/benchmarks/bench_pages.py [--json]``. Peers: ``make bench-peers``. Says so where the shared pages are
absent.
"""

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
sys.dont_write_bytecode = True

import trafilatura  # noqa: E402

from crawlers import read_article  # noqa: E402
from shared import shared_dir  # noqa: E402
from tests.benchmarks.page_peers import PAGE_PEERS, run  # noqa: E402

SHOWN = ("snippet_recall", "leak_pages", "f1", "title", "date", "source", "ms_med", "errors", "listings_ge200")


def ours(html: bytes, url: str | None) -> dict[str, str]:
    """Our reader."""
    article = read_article(html, url)
    published = article.published.isoformat() if article.published else ""
    return {"title": article.title, "date": published, "source": article.source_name, "text": article.text}


def trafilatura_default(html: bytes, url: str | None) -> dict[str, str]:
    """trafilatura as it comes."""
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    if found is None or isinstance(found, dict):
        return {}
    return {
        "title": found.title or "",
        "date": found.date or "",
        "source": found.sitename or "",
        "text": found.text or "",
    }


def main() -> int:
    """Prints the table, or one JSON object with ``--json``; 2 where the shared pages are not on this machine."""
    shared = shared_dir()
    if shared is None or not (shared / "eval" / "pages").is_dir():
        print("The evaluation pages (shared/eval/pages) are not on this machine; set FAZHI_SHARED.", file=sys.stderr)
        return 2
    folder = shared / "eval" / "pages"
    bench = _load(folder / "bench.py")
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    result: dict[str, dict[str, float]] = {}
    missing = []
    for name, reader in (("fazhi", ours), ("trafilatura", trafilatura_default)):
        result[name] = _score(bench, rows, folder, reader)
    for peer in PAGE_PEERS:
        if not peer.python.exists():
            missing.append(peer.name)
            continue
        told = run(peer, {row["file"]: _page(folder, row) for row in rows})
        if isinstance(told, str):
            missing.append(f"{peer.name} ({told})")
        else:
            result[peer.name] = _score_told(bench, rows, folder, told)
    print(json.dumps(result, indent=1) if "--json" in sys.argv else table(result, missing))
    return 0


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("pages_bench", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _page(folder: Path, row: dict[str, Any]) -> dict[str, str | None]:
    return {"path": str(folder / row["file"]), "url": row.get("url"), "encoding": row.get("encoding")}


def _score(
    bench: Any, rows: list[dict[str, Any]], folder: Path, reader: Callable[[bytes, str | None], dict[str, str]]
) -> dict[str, float]:
    bench.run(reader, rows[:1], str(folder))  # loads what is loaded lazily
    return dict(bench.summ("", bench.run(reader, rows, str(folder))))


def _score_told(
    bench: Any, rows: list[dict[str, Any]], folder: Path, told: dict[str, dict[str, Any]]
) -> dict[str, float]:
    """The benchmark's scores for answers given in another process, with the times taken there."""
    outs = []
    for row in rows:
        answer = told[row["file"]]
        out = bench.run(lambda _, __, answer=answer: answer, [row], str(folder))[0]
        outs.append(out | {"ms": answer["ms"], "err": answer.get("error")})
    return dict(bench.summ("", outs))


def table(result: dict[str, dict[str, float]], missing: list[str]) -> str:
    """The figures for people."""
    lines = [f"{'':14}" + "".join(f"{name:>16}" for name in SHOWN)]
    for name, scores in result.items():
        lines.append(f"{name:14}" + "".join(f"{scores[key]:16.3f}" for key in SHOWN))
    if missing:
        lines.append(f"not here: {', '.join(missing)} (make bench-peers)")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
